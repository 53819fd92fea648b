package collect

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"jejak/internal/fault"
	"jejak/internal/ingest"
)

// keyMax is the longest write key that is looked at.
const keyMax = 256

// rejectedMax is how much of a body that could not be read goes to quarantine: enough to see what it was.
const rejectedMax = 64 << 10

// exchange is one request under way.
type exchange struct {
	h        *Handler
	w        http.ResponseWriter
	r        *http.Request
	ctx      context.Context
	received time.Time
	call     call
	report   Call
	src      ingest.Source
	known    bool // src is
	q        *request
}

func (h *Handler) collect(w http.ResponseWriter, r *http.Request, c call, endpoint string) {
	// A page that is being left sends its last events and goes. They arrived, so they count: from here on nothing is cancelled.
	x := exchange{h: h, w: w, r: r, ctx: context.WithoutCancel(r.Context()), received: h.o.Now(), call: c}
	x.report.Endpoint = endpoint
	x.q = h.pool.Get().(*request)
	x.run()
	if x.q != nil {
		h.release(x.q)
	}
	if h.o.Metrics != nil {
		x.report.Source, x.report.Took = x.src.ID, h.o.Now().Sub(x.received)
		h.o.Metrics.Collected(x.report)
	}
}

func (x *exchange) run() {
	key, asked := writeKey(x.r)
	if key != "" && !x.source(key) && !asked {
		x.unknown()
		return
	}
	if x.report.Status != 0 || !x.admit(0) {
		return
	}
	body, bad := x.q.read(x.r, x.h.o.Limits.Body)
	x.report.Bytes = len(body)
	if bad != nil {
		x.refuse(bad, body)
		return
	}
	d := &x.q.dec
	d.reset(body)
	if !d.scan(x.call.batch) {
		x.refuseScan(d, body)
		return
	}
	if d.received > d.limits.Items {
		x.find(d)
		x.refuse(&bodyFault{
			http.StatusRequestEntityTooLarge, TooManyItems,
			saysManyCalls.With(d.received, d.limits.Items),
		}, body)
		return
	}
	x.find(d)
	switch {
	case x.report.Status != 0:
	case x.known:
		if d.build(x.call); x.admit(len(d.items)) {
			x.ingest(d.items)
		}
	case x.call.batch:
		d.build(x.call)
		x.perItem(d)
	default:
		x.unknown()
	}
}

// writeKey reads the key from the request's head: the user of Basic, what a beacon writes to its URL, or a bearer token, which may
// also be somebody's OAuth token beside a key in the body; asked says that the body is to be asked too.
func writeKey(r *http.Request) (key string, asked bool) {
	auth := r.Header.Get("Authorization")
	scheme, rest, _ := strings.Cut(auth, " ")
	switch {
	case strings.EqualFold(scheme, "Basic"):
		return basicUser(strings.TrimSpace(rest)), false
	case strings.EqualFold(scheme, "Bearer"):
		return strings.TrimSpace(rest), true
	case r.URL.RawQuery != "":
		return r.URL.Query().Get("writeKey"), false
	}
	return "", false
}

func basicUser(b64 string) string {
	b64 = strings.TrimRight(b64, "=")
	if len(b64) > 2*keyMax {
		return ""
	}
	b, err := base64.RawStdEncoding.DecodeString(b64)
	if err != nil {
		return ""
	}
	user, _, _ := strings.Cut(string(b), ":")
	return user
}

// source looks a key up; false if it is nobody's, or if it could not be looked up, which is answered here.
func (x *exchange) source(key string) bool {
	if key == "" || len(key) > keyMax {
		return false
	}
	src, ok, err := x.h.o.Sources.ByWriteKey(x.ctx, key)
	if err != nil {
		x.fail(err)
		return false
	}
	if ok {
		x.src, x.known = src, true
	}
	return ok
}

// find takes the key from the body where the head had none.
func (x *exchange) find(d *decoder) {
	if x.known {
		return
	}
	key := d.string(d.envelope.f[fWriteKey])
	if !x.call.batch && len(d.drafts) == 1 {
		key = d.string(d.drafts[0].f[fWriteKey])
	}
	if key != "" && !x.source(key) && x.report.Status == 0 {
		x.unknown()
	}
}

// admit takes n events out of the source's allowance.
func (x *exchange) admit(n int) bool {
	if !x.known || x.h.o.Rate.PerSecond == 0 {
		return true
	}
	wait := x.h.rates.take(x.src.ID, n, x.received)
	if wait == 0 {
		return true
	}
	// Not counted as rejected: the sender keeps the events and sends them again.
	reset := x.received.Add(wait).Unix() + 1
	x.w.Header().Set("X-RateLimit-Reset", fmt.Sprint(reset))
	x.problem(fault.TooMany, http.StatusTooManyRequests, wait,
		fmt.Sprintf("This source sends more than %g events a second. Nothing was stored: send it again later.", x.h.o.Rate.PerSecond))
	return false
}

func (x *exchange) unknown() {
	if x.report.Status != 0 {
		return
	}
	// A scheme that no browser knows: Basic would make it ask the visitor for a password.
	x.w.Header().Set("WWW-Authenticate", `WriteKey realm="jejak"`)
	x.problem(fault.Unauthenticated, http.StatusUnauthorized, 0,
		`No source has this write key. Copy it from Sources; send it as the user of Basic authorization, or as "writeKey" in the body.`)
}

// refuseScan answers a body that is not what the call needs. What was read of it may still say whose it is.
func (x *exchange) refuseScan(d *decoder, body []byte) {
	bad := &bodyFault{status: http.StatusBadRequest, reason: Malformed, detail: saysUnreadable.With(d.fault())}
	if d.err == nil {
		bad.reason = d.reason
	}
	x.find(d)
	x.refuse(bad, body)
}

// refuse answers a request that cannot be taken whole. If its source is known it is counted and can be seen in quarantine.
func (x *exchange) refuse(bad *bodyFault, body []byte) {
	if x.report.Status != 0 {
		return
	}
	if x.known {
		raw := body[:min(len(body), rejectedMax)]
		if err := x.h.o.Ingester.RejectBody(x.ctx, x.src, x.received, bad.reason, bad.detail, raw); err != nil {
			x.fail(err)
			return
		}
		x.report.Received, x.report.Rejected = 1, 1
	}
	x.w.Header().Set("X-Jejak-Verdict", "rejected; reason="+string(bad.reason))
	kind := fault.Invalid
	if bad.status == http.StatusRequestEntityTooLarge {
		kind = fault.TooLarge
	}
	x.problem(kind, bad.status, 0, bad.detail)
}

// fail answers an error of ours. Nothing was stored, so the sender may send everything again.
func (x *exchange) fail(err error) {
	x.q = nil // ingest may still be reading it
	if fault.Is(err, fault.Unavailable) {
		x.h.o.Logger.WarnContext(x.ctx, "events refused", "source", x.src.ID, "error", err)
		x.problem(fault.Unavailable, http.StatusServiceUnavailable, retryAfter(err), "Events cannot be stored now. Nothing was: send it again.")
		return
	}
	x.h.o.Logger.ErrorContext(x.ctx, "events failed", "source", x.src.ID, "error", err)
	x.problem(fault.Internal, http.StatusInternalServerError, 0, "Something went wrong on our side. Nothing was stored: send it again.")
}

func (x *exchange) ingest(items []ingest.Item) {
	verdicts, err := x.h.o.Ingester.Ingest(x.ctx, x.src, x.received, items)
	if err != nil {
		x.fail(err)
		return
	}
	x.answer(verdicts)
}

// perItem takes a batch whose calls bring their own keys: each source gets its own.
func (x *exchange) perItem(d *decoder) {
	type lot struct {
		src   ingest.Source
		items []ingest.Item
		index []int
	}
	var lots []lot
	verdicts := make([]ingest.Verdict, len(d.items))
	for i := range d.drafts {
		key := d.string(d.drafts[i].f[fWriteKey])
		if !x.source(key) {
			if x.report.Status != 0 {
				return
			}
			verdicts[i] = ownerless(i, key, &d.items[i])
			continue
		}
		at := 0
		for at < len(lots) && lots[at].src.ID != x.src.ID {
			at++
		}
		if at == len(lots) {
			lots = append(lots, lot{src: x.src})
		}
		lots[at].items, lots[at].index = append(lots[at].items, d.items[i]), append(lots[at].index, i)
	}
	if len(lots) == 0 {
		x.unknown()
		return
	}
	for _, l := range lots {
		if x.src = l.src; !x.admit(len(l.items)) {
			return
		}
	}
	for _, l := range lots {
		x.src = l.src
		got, err := x.h.o.Ingester.Ingest(x.ctx, l.src, x.received, l.items)
		if err != nil {
			x.fail(err) // what went before is a duplicate when it comes again
			return
		}
		for i, v := range got {
			v.Index = l.index[i]
			verdicts[v.Index] = v
		}
	}
	x.answer(verdicts)
}

// ownerless is the verdict on a call that nobody can be asked about: it is told to the sender and kept nowhere.
func ownerless(i int, key string, it *ingest.Item) ingest.Verdict {
	v := ingest.Verdict{Index: i, MessageID: it.Event.MessageID, Outcome: ingest.Rejected, Reason: NoWriteKey, Detail: saysNoKey.Words}
	if key != "" {
		v.Reason, v.Detail = UnknownSource, saysUnknownKey.Words
	}
	return v
}
