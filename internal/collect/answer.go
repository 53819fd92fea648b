package collect

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"jejak/internal/fault"
	"jejak/internal/httpserve"
	"jejak/internal/ingest"
)

// answer tells what became of each item. Client libraries look at the status and at success; the rest is for people.
func (x *exchange) answer(verdicts []ingest.Verdict) {
	n := &x.report
	n.Received = len(verdicts)
	for i := range verdicts {
		switch verdicts[i].Outcome {
		case ingest.Stored:
			n.Stored++
		case ingest.Duplicate:
			n.Duplicate++
		default:
			n.Rejected++
		}
	}
	out := append(x.q.out[:0], `{"success":true,"received":`...)
	out = strconv.AppendInt(out, int64(n.Received), 10)
	out = strconv.AppendInt(append(out, `,"stored":`...), int64(n.Stored), 10)
	out = strconv.AppendInt(append(out, `,"duplicate":`...), int64(n.Duplicate), 10)
	out = strconv.AppendInt(append(out, `,"rejected":`...), int64(n.Rejected), 10)
	if n.Rejected > 0 {
		out = append(out, `,"rejections":[`...)
		for i := range verdicts {
			if v := &verdicts[i]; v.Outcome == ingest.Rejected {
				out = append(appendRejection(out, v), ',')
			}
		}
		out[len(out)-1] = ']'
	}
	out = append(out, '}', '\n')
	x.q.out = out
	head := x.w.Header()
	head.Set("X-Jejak-Verdict", x.summary(verdicts))
	head.Set("Content-Type", "application/json")
	head.Set("Content-Length", strconv.Itoa(len(out)))
	n.Status = http.StatusOK
	x.w.Write(out) //nolint:errcheck // the events are stored; a sender who has gone sends them again and they are duplicates
}

func (x *exchange) summary(verdicts []ingest.Verdict) string {
	if !x.call.batch && len(verdicts) == 1 {
		v := &verdicts[0]
		if v.Outcome == ingest.Rejected {
			return "rejected; reason=" + string(v.Reason)
		}
		return string(v.Outcome)
	}
	n := &x.report
	b := make([]byte, 0, 80)
	b = strconv.AppendInt(append(b, "received="...), int64(n.Received), 10)
	b = strconv.AppendInt(append(b, "; stored="...), int64(n.Stored), 10)
	b = strconv.AppendInt(append(b, "; duplicate="...), int64(n.Duplicate), 10)
	b = strconv.AppendInt(append(b, "; rejected="...), int64(n.Rejected), 10)
	return string(b)
}

func appendRejection(out []byte, v *ingest.Verdict) []byte {
	out = strconv.AppendInt(append(out, `{"index":`...), int64(v.Index), 10)
	if v.MessageID != "" {
		out = appendQuoted(append(out, `,"messageId":`...), v.MessageID)
	}
	out = appendQuoted(append(out, `,"reason":`...), string(v.Reason))
	out = appendQuoted(append(out, `,"detail":`...), v.Detail)
	return append(out, '}')
}

func appendQuoted(out []byte, s string) []byte {
	out = append(out, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		switch {
		case c == '"', c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			const hex = "0123456789abcdef"
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
		i++
	}
	return append(out, '"')
}

func (x *exchange) problem(kind fault.Kind, status int, wait time.Duration, detail string) {
	x.report.Status = status
	writeProblem(x.w, kind, status, wait, detail)
}

func writeProblem(w http.ResponseWriter, kind fault.Kind, status int, wait time.Duration, detail string) {
	head := w.Header()
	head.Set("Content-Type", "application/problem+json")
	head.Set("Cache-Control", "no-store")
	if wait > 0 {
		head.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	w.WriteHeader(status)
	p := httpserve.Problem{Type: kind.String(), Title: http.StatusText(status), Status: status, Detail: detail}
	json.NewEncoder(w).Encode(p) //nolint:errcheck // nobody is left to tell
}

// retryWait is when to come back where an error does not say it.
const retryWait = 5 * time.Second

func retryAfter(err error) time.Duration {
	var e *fault.Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		return e.RetryAfter
	}
	return retryWait
}

func success(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Write([]byte(`{"success":true}` + "\n")) //nolint:errcheck // nobody is left to tell
}

func notAllowed(w http.ResponseWriter, method string) {
	w.Header().Set("Allow", method+", OPTIONS")
	writeProblem(w, fault.Invalid, http.StatusMethodNotAllowed, 0, "This address takes "+method+".")
}

func notSpoken(w http.ResponseWriter, r *http.Request) {
	detail := "Nothing is collected at this address. Jejak takes the Segment HTTP API: POST /v1/identify, track, page, screen, group, " +
		"alias, batch and import, as the clients of Segment and RudderStack send them."
	if name := product(r.URL.Path); name != "" {
		detail = "This looks like a client of " + name + ", whose format is not taken. " + detail
	}
	writeProblem(w, fault.NotFound, http.StatusNotFound, 0, detail)
}
