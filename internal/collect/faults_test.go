package collect_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jejak/internal/collect"
	"jejak/internal/fault"
	"jejak/internal/ingest"
)

const good = `{"type":"track","event":"Order","userId":"u-1","messageId":"m-1"}`

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b) //nolint:errcheck // to memory
	z.Close()
	return out.Bytes()
}

// TestWholeRequestFaults: each is answered with a problem, counted once and kept in quarantine.
func TestWholeRequestFaults(t *testing.T) {
	t.Parallel()
	whole := zipped([]byte(`{"batch":[` + good + `]}`))
	for _, c := range []struct {
		name, path, body string
		status           int
		reason           ingest.Reason
	}{
		{"empty", "/v1/track", ``, 400, collect.Malformed},
		{"space", "/v1/batch", " \n", 400, collect.Malformed},
		{"no object", "/v1/track", `[1]`, 400, collect.Malformed},
		{"text", "/v1/track", `hello`, 400, collect.Malformed},
		{"cut off", "/v1/batch", `{"batch":[` + good + `,{"type":"tr`, 400, collect.Malformed},
		{"cut off in an escape", "/v1/track", `{"a":"\`, 400, collect.Malformed},
		{"two values", "/v1/track", good + good, 400, collect.Malformed},
		{"NUL behind", "/v1/track", good + "\x00", 400, collect.Malformed},
		{"no colon", "/v1/track", `{"type" "track"}`, 400, collect.Malformed},
		{"comma at the end", "/v1/track", `{"type":"track",}`, 400, collect.Malformed},
		{"wrong end", "/v1/track", `{"properties":{"a":[1}]}`, 400, collect.Malformed},
		{"name without quotes", "/v1/track", `{type:"track"}`, 400, collect.Malformed},
		{"no batch", "/v1/batch", good, 400, collect.Malformed},
		{"batch is an object", "/v1/batch", `{"batch":{}}`, 400, collect.Malformed},
		{"batch is overwritten", "/v1/batch", `{"batch":[` + good + `],"batch":1}`, 400, collect.Malformed},
		{"invalid UTF-8 around a batch", "/v1/batch", `{"context":{"a":"` + "\xff" + `"},"batch":[` + good + `]}`, 400, ingest.BadText},
		{"depth around a batch", "/v1/batch", `{"context":` + strings.Repeat(`{"a":`, 80) + `1` + strings.Repeat(`}`, 80) + `,"batch":[]}`, 400, collect.TooDeep},
		{"no gzip", "/v1/batch", "\x1f\x8bnothing", 400, collect.BadGzip},
		{"half a gzip", "/v1/batch", string(whole[:len(whole)-9]), 400, collect.BadGzip},
		{"something behind a gzip", "/v1/batch", string(whole) + "more", 400, collect.BadGzip},
		{"gzip bomb", "/v1/batch", string(zipped(bytes.Repeat([]byte(" "), 64<<20))), 413, ingest.TooLarge},
		{"10 MB", "/v1/batch", `{"batch":[` + strings.Repeat(good+",", 10<<20/len(good)) + good + `]}`, 413, ingest.TooLarge},
		{"one too many", "/v1/batch", `{"batch":[` + strings.Repeat("{},", 2500) + `{}]}`, 413, collect.TooManyItems},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			a := w.post(c.path, c.body)
			if a.status != c.status || a.header.Get("Content-Type") != "application/problem+json" || a.Detail == "" {
				t.Errorf("%d %v %s", a.status, a.header, a.raw)
			}
			if got := a.header.Get("X-Jejak-Verdict"); got != "rejected; reason="+string(c.reason) {
				t.Errorf("verdict %q", got)
			}
			if got := w.ledger(); got != (counts{Received: 1, Rejected: 1}) {
				t.Errorf("the ledger says %+v", got)
			}
			q := w.quarantine()
			if len(q) != 1 || q[0].Reason != string(c.reason) || q[0].Detail == "" || !strings.HasPrefix(c.body, string(q[0].Raw)) ||
				len(q[0].Raw) != min(len(c.body), 64<<10) {
				t.Errorf("in quarantine: %.300v", q)
			}
		})
	}
}

func TestOtherContentEncodings(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for _, c := range []struct {
		encoding string
		body     []byte
		status   int
	}{
		{"gzip", zipped([]byte(good)), 200},
		{"", zipped([]byte(good)), 200},     // nobody said so
		{"gzip", []byte(good), 200},         // a proxy has unpacked it
		{"GZIP", zipped([]byte(good)), 200}, //
		{"identity", []byte(good), 200},     //
		{"br", []byte("\x0b\x02\x80{}\x03"), 415},
		{"zstd", []byte("x"), 415},
	} {
		r := request("/v1/track", bytes.NewReader(c.body))
		r.Header.Set("Content-Encoding", c.encoding)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if a := w.do(r); a.status != c.status {
			t.Errorf("%q: %d %s", c.encoding, a.status, a.raw)
		}
	}
}

// TestItemFaults: the neighbours of a bad call are stored, and the answer and the quarantine say what was wrong with it.
func TestItemFaults(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, 70) + `1` + strings.Repeat(`}`, 70)
	for _, c := range []struct {
		item   string
		reason ingest.Reason
	}{
		{`{"type":"track","event":"E"}`, ingest.NoIDs},
		{`{"type":"track","event":"E","userId":""}`, ingest.NoIDs},
		{`{"type":"track","event":"E","userId":null,"anonymousId":null}`, ingest.NoIDs},
		{`{"type":"track","event":"E","userId":"null"}`, ingest.BlockedIDs},
		{`{"type":"track","event":"E","userId":0}`, ingest.BlockedIDs},
		{`{"type":"track","userId":"u"}`, ingest.NoEvent},
		{`{"type":"track","event":"  ","userId":"u"}`, ingest.NoEvent},
		{`{"event":"E","userId":"u"}`, ingest.BadType},
		{`{"type":"delete","userId":"u"}`, ingest.BadType},
		{`{"type":7,"userId":"u"}`, ingest.BadType},
		{`{"type":{"a":1},"userId":"u"}`, ingest.BadType},
		{`{"type":"track","event":"E","userId":true}`, collect.BadField},
		{`{"type":"track","event":"E","userId":["u"]}`, collect.BadField},
		{`{"type":"track","event":{"name":"E"},"userId":"u"}`, collect.BadField},
		{`{"type":"track","event":"E","userId":"u","properties":[1]}`, collect.BadField},
		{`{"type":"track","event":"E","userId":"u","properties":"x"}`, collect.BadField},
		{`{"type":"identify","userId":"u","traits":7}`, collect.BadField},
		{`{"type":"page","userId":"u","context":"x"}`, collect.BadField},
		{`{"type":"page","userId":"u","messageId":{}}`, collect.BadField},
		{`{"type":"page","userId":"u","timestamp":"NOW"}`, ingest.BadTime},
		{`{"type":"page","userId":"u","timestamp":"2026-02-30T00:00:00.000Z"}`, ingest.BadTime},
		{`{"type":"page","userId":"u","timestamp":true}`, ingest.BadTime},
		{`{"type":"page","userId":"u","timestamp":12}`, ingest.BadTime},
		{`{"type":"page","userId":"u","timestamp":"1066-10-14"}`, ingest.BadTime},
		{`{"type":"page","userId":"u","originalTimestamp":"yesterday"}`, ingest.BadTime},
		{`{"type":"page","userId":"u` + "\xff" + `"}`, ingest.BadText},
		{`{"type":"page","userId":"u\u0000"}`, ingest.BadText},
		{`{"type":"page","userId":"u","properties":{"` + "\xc3\x28" + `":1}}`, ingest.BadText},
		{`{"type":"page","userId":"u","properties":{"a":NaN}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":01}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":1.}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":1e999}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":` + strings.Repeat("9", 200) + `}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":True}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":"\x41"}}`, collect.Malformed},
		{`{"type":"page","userId":"u","properties":{"a":"\u12G4"}}`, collect.Malformed},
		{"{\"type\":\"page\",\"userId\":\"u\",\"properties\":{\"a\":\"line\nbreak\"}}", collect.Malformed},
		{`{"type":"page","userId":"u","properties":` + deep + `}`, collect.TooDeep},
		{`{"type":"page","userId":"u","other":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, collect.TooDeep},
		{`{"type":"page","userId":"u","properties":{"a":"` + strings.Repeat("x", 32<<10) + `"}}`, ingest.TooLarge},
		{`{"type":"page","userId":"` + strings.Repeat("x", 1001) + `"}`, ingest.TooLarge},
		{`{"type":"page","userId":"u","messageId":"` + strings.Repeat("x", 101) + `"}`, ingest.LongMessageID},
		{`7`, collect.Malformed},
		{`null`, collect.Malformed},
		{`[` + good + `]`, collect.Malformed},
		{`"` + "\xff" + `"`, ingest.BadText},
	} {
		t.Run(fmt.Sprintf("%s %.60s", c.reason, c.item), func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			a := w.post("/v1/batch", `{"batch":[{"type":"page","userId":"a"},`+c.item+`,{"type":"page","userId":"b"}]}`)
			if a.status != 200 || a.counts != (counts{Received: 3, Stored: 2, Rejected: 1}) || len(a.Rejections) != 1 {
				t.Fatalf("%d %.500s", a.status, a.raw)
			}
			if r := a.Rejections[0]; r.Index != 1 || r.Reason != string(c.reason) || r.Detail == "" {
				t.Errorf("%+v", r)
			}
			q := w.quarantine()
			if len(q) != 1 || q[0].Reason != string(c.reason) || string(q[0].Raw) != c.item {
				t.Errorf("in quarantine: %.300v", q)
			}
		})
	}
}

func TestWriteKeys(t *testing.T) {
	t.Parallel()
	basic := func(user string) string {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.SetBasicAuth(user, "")
		return r.Header.Get("Authorization")
	}
	call := func(key string) string { return `{"type":"page","userId":"u","writeKey":"` + key + `"}` }
	for _, c := range []struct {
		name, path, auth, body string
		status                 int
		want                   counts
	}{
		{"basic", "/v1/page", basic(key), call(""), 200, counts{1, 1, 0, 0}},
		{"basic without padding", "/v1/page", strings.TrimRight(basic(key), "="), call(""), 200, counts{1, 1, 0, 0}},
		{"basic wins over the body", "/v1/page", basic(key), call("nobody"), 200, counts{1, 1, 0, 0}},
		{"body", "/v1/page", "", call(key), 200, counts{1, 1, 0, 0}},
		{"body of a batch", "/v1/batch", "", `{"batch":[{"type":"page","userId":"u"}],"writeKey":"WRITEKEY"}`, 200, counts{1, 1, 0, 0}},
		{"bearer", "/v1/page", "Bearer WRITEKEY", call(""), 200, counts{1, 1, 0, 0}},
		{"bearer of somebody else, key in the body", "/v1/page", "Bearer eyJ.x.y", call(key), 200, counts{1, 1, 0, 0}},
		{"beacon", "/beacon/v1/batch?writeKey=WRITEKEY", "", `{"batch":[{"type":"page","userId":"u"}]}`, 200, counts{1, 1, 0, 0}},
		{"calls with keys of their own", "/v1/batch", "", `{"batch":[` + call(key) + `,` + call("OTHER") + `,` + call(key) + `]}`, 200, counts{3, 3, 0, 0}},
		{"one call without", "/v1/batch", "", `{"batch":[` + call("") + `,` + call("OTHER") + `,` + call("nobody") + `]}`, 200, counts{3, 1, 0, 2}},
		{"none", "/v1/page", "", call(""), 401, counts{}},
		{"none in a batch", "/v1/batch", "", `{"batch":[` + call("") + `]}`, 401, counts{}},
		{"none in an empty batch", "/v1/batch", "", `{"batch":[]}`, 401, counts{}},
		{"unknown", "/v1/page", basic("nobody"), call(key), 401, counts{}},
		{"unknown bearer", "/v1/page", "Bearer nobody", call(""), 401, counts{}},
		{"unknown in the body", "/v1/page", "", call("nobody"), 401, counts{}},
		{"no base64", "/v1/page", "Basic ***", call("nobody"), 401, counts{}},
		{"very long", "/v1/page", basic(strings.Repeat("k", 10_000)), call(""), 401, counts{}},
		{"empty batch", "/v1/batch", basic(key), `{"batch":[]}`, 200, counts{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body))
			if c.auth != "" {
				r.Header.Set("Authorization", c.auth)
			}
			a := w.do(r)
			if a.status != c.status || a.counts != c.want {
				t.Errorf("%d %s", a.status, a.raw)
			}
			if got := len(w.events()); got != c.want.Stored {
				t.Errorf("%d events", got)
			}
			if c.status == 401 && (a.Type != "unauthenticated" || strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Basic")) {
				t.Errorf("%v %s", a.header, a.raw)
			}
		})
	}
}

// TestBrokenBodyOfABodyKey: the key stood in front of the fault, so the fault is counted.
func TestBrokenBodyOfABodyKey(t *testing.T) {
	t.Parallel()
	w := setup(t)
	r := httptest.NewRequest(http.MethodPost, "/v1/batch", strings.NewReader(`{"writeKey":"WRITEKEY","batch":[{]}`))
	if a := w.do(r); a.status != 400 {
		t.Errorf("%d %s", a.status, a.raw)
	}
	if got := w.ledger(); got != (counts{Received: 1, Rejected: 1}) {
		t.Errorf("the ledger says %+v", got)
	}
}

func TestRate(t *testing.T) {
	t.Parallel()
	w := setup(t, func(o *collect.Options) { o.Rate = collect.Rate{PerSecond: 10, Burst: 20} })
	batch := `{"batch":[` + strings.Repeat(`{"type":"page","userId":"u"},`, 24) + `{"type":"page","userId":"u"}]}`
	if a := w.post("/v1/batch", batch); a.status != 200 || a.Stored != 25 {
		t.Fatalf("a batch over the burst never passes: %d %s", a.status, a.raw)
	}
	a := w.post("/v1/page", `{"userId":"u"}`)
	if a.status != 429 || a.Type != "too_many" || a.header.Get("Retry-After") != "1" || a.header.Get("X-RateLimit-Reset") == "" {
		t.Fatalf("%d %v %s", a.status, a.header, a.raw)
	}
	r := httptest.NewRequest(http.MethodPost, "/v1/page", strings.NewReader(`{"userId":"u","writeKey":"OTHER"}`))
	if a := w.do(r); a.status != 200 {
		t.Errorf("another source pays for it: %d %s", a.status, a.raw)
	}
	w.now.Add(1000)
	if a := w.post("/v1/page", `{"userId":"u"}`); a.status != 200 {
		t.Errorf("after the wait: %d %s", a.status, a.raw)
	}
	if got := w.ledger(); got != (counts{Received: 27, Stored: 27}) {
		t.Errorf("the ledger says %+v", got)
	}
}

// failing is an ingester whose disk is full, or that has a fault of its own.
type failing struct{ err error }

func (f failing) Ingest(context.Context, ingest.Source, time.Time, []ingest.Item) ([]ingest.Verdict, error) {
	return nil, f.err
}

func (f failing) RejectBody(context.Context, ingest.Source, time.Time, ingest.Reason, string, []byte) error {
	return f.err
}

func TestNothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	t.Parallel()
	full := &fault.Error{Kind: fault.Unavailable, Message: "the disk is full: /var/lib/jejak", RetryAfter: 7 * time.Second}
	for _, c := range []struct {
		err    error
		status int
		wait   string
	}{{full, 503, "7"}, {errors.New("a bug"), 500, ""}} {
		w := setup(t, func(o *collect.Options) { o.Ingester = failing{c.err} })
		for _, body := range []string{good, `{`} {
			a := w.post("/v1/track", body)
			if a.status != c.status || a.Success || a.header.Get("Retry-After") != c.wait || strings.Contains(a.raw, "/var") || strings.Contains(a.raw, "bug") {
				t.Errorf("%v: %d %v %s", c.err, a.status, a.header, a.raw)
			}
		}
	}
}

// TestLeavingPage: the browser closes the connection as soon as the body is sent. What arrived is stored.
func TestLeavingPage(t *testing.T) {
	t.Parallel()
	w := setup(t)
	ctx, cancel := context.WithCancel(context.Background())
	r := request("/v1/track", io.MultiReader(strings.NewReader(good), readerFunc(func([]byte) (int, error) { cancel(); return 0, io.EOF })))
	if a := w.do(r.WithContext(ctx)); a.status != 200 || a.Stored != 1 {
		t.Errorf("%d %s", a.status, a.raw)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// TestOverTheWire sends what only a real server can show: a body that is cut off, one that is far too large, chunks.
func TestOverTheWire(t *testing.T) {
	t.Parallel()
	w := setup(t)
	srv := httptest.NewServer(w)
	defer srv.Close()
	defer srv.Client().CloseIdleConnections()

	resp, err := srv.Client().Post(srv.URL+"/v1/track?writeKey=WRITEKEY", "text/plain", io.MultiReader(strings.NewReader(good)))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || resp.Header.Get("X-Jejak-Verdict") != "stored" {
		t.Errorf("chunked: %d %v", resp.StatusCode, resp.Header)
	}
	resp, err = srv.Client().Post(srv.URL+"/v1/batch?writeKey=WRITEKEY", "application/json", bytes.NewReader(make([]byte, 10<<20)))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 413 {
		t.Errorf("10 MB: %d", resp.StatusCode)
	}
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /v1/track?writeKey=WRITEKEY HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n%s", good)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	conn.Close()
	if err != nil || !strings.Contains(string(answer), "400 Bad Request") {
		t.Errorf("cut off: %v %s", err, answer)
	}
	if got := w.ledger(); got != (counts{Received: 3, Stored: 1, Rejected: 2}) {
		t.Errorf("the ledger says %+v", got)
	}
}
