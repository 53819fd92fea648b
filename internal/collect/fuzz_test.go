package collect_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"jejak/internal/collect"
	"jejak/internal/ingest"
)

func seeds(f *testing.F, add func(body []byte)) {
	for _, s := range []string{
		good, `{}`, `{"batch":[]}`, `{"batch":[` + good + `,{},7,null,` + good + `],"context":{"a":1},"sentAt":"2026-11-21T12:00:00Z","writeKey":"WRITEKEY"}`,
		`{"batch":[{"type":"group","groupId":7,"userId":"\ud83d","context":{"externalIds":[{"type":"a","id":"b"}]}}],"context":{"traits":{"email":"A@b"}}}`,
		`{"type":"page","name":"x","category":"y","userId":1,"timestamp":1795000000,"properties":{ }}`, `{"batch":[{"a":[[[[1e5,-0.1]]]]}]}`,
		"{\"a\":\"\xff\"}", `{"a":"\u`, `[`, `{"mergeProperties":[{"type":"email","value":"a@b"}],"type":"merge"}`,
	} {
		add([]byte(s))
		add(zipped([]byte(s)))
	}
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "segment_payloads", "payloads_dev.jsonl"))
	if err != nil {
		return
	}
	n := 0
	for line := range bytes.Lines(b) {
		var l struct{ Payload json.RawMessage }
		if n++; n%25 == 0 && json.Unmarshal(line, &l) == nil && len(l.Payload) < 8<<10 {
			add([]byte(`{"batch":[` + string(l.Payload) + `]}`))
		}
	}
}

// FuzzCollect: whatever is sent, the answer is JSON, every call has exactly one verdict, what is stored is valid, and the ledger and
// the quarantine say the same as the answers.
func FuzzCollect(f *testing.F) {
	paths := []string{"/v1/batch", "/v1/track", "/v1/identify", "/v1/group", "/v1/alias", "/v1/page", "/v1/import", "/v1/merge"}
	seeds(f, func(body []byte) {
		for i := range paths {
			f.Add(body, uint8(i), true)
		}
		f.Add(body, uint8(0), false)
	})
	w := setup(f)
	details := ingest.NewDetails(append(ingest.Sentences(), collect.Sentences()...))
	f.Fuzz(func(t *testing.T, body []byte, path uint8, authorized bool) {
		w.t = t
		before, kept, first := w.ledger(), w.newest(), w.log.LastSeq()
		r := request(paths[int(path)%len(paths)], bytes.NewReader(body))
		if !authorized {
			r.Header.Del("Authorization")
		}
		a := w.do(r)
		if a.Received != a.Stored+a.Duplicate+a.Rejected || a.Rejected != len(a.Rejections) || a.Received > 2500 {
			t.Fatalf("%d %s", a.status, a.raw)
		}
		after := w.ledger()
		got := counts{after.Received - before.Received, after.Stored - before.Stored, after.Duplicate - before.Duplicate, after.Rejected - before.Rejected}
		want := a.counts
		switch {
		case a.status == 401:
		case a.status != 200 && (authorized || got.Received > 0):
			want = counts{Received: 1, Rejected: 1}
		}
		for _, r := range a.Rejections {
			if r.Reason == string(collect.NoWriteKey) || r.Reason == string(collect.UnknownSource) {
				want.Received--
				want.Rejected--
			}
			if r.Reason == "" || r.Detail == "" {
				t.Fatalf("no reason: %s", a.raw)
			}
			if details.Read(r.Detail) == nil {
				t.Fatalf("%q is no sentence that other languages know", r.Detail)
			}
		}
		if got != want || w.newest()-kept != uint64(want.Rejected) {
			t.Fatalf("%d %s; the ledger says %+v, quarantine %d more", a.status, a.raw, got, w.newest()-kept)
		}
		for _, e := range w.after(first) {
			for _, b := range [][]byte{e.Properties, e.Traits, e.Context} {
				if len(b) > 0 && (!json.Valid(b) || !utf8.Valid(b) || !strings.HasPrefix(string(b), "{")) {
					t.Fatalf("stored %q", b)
				}
			}
			if len(e.IDs) == 0 || e.Name == "" || e.MessageID == "" {
				t.Fatalf("stored %+v", e)
			}
		}
	})
}

// FuzzJSON: what encoding/json takes is readable here, and what is readable here without a fault, encoding/json takes.
func FuzzJSON(f *testing.F) {
	seeds(f, func(body []byte) { f.Add(body) })
	f.Fuzz(func(t *testing.T, value []byte) {
		items, err := collect.Decode([]byte(`{"type":"page","userId":"u","properties":{"a":` + string(value) + `}}`))
		valid := json.Valid(value)
		if valid && err != nil {
			t.Fatalf("valid JSON is refused: %v", err)
		}
		if err == nil && len(items) == 1 && items[0].Fault == "" && !json.Valid(items[0].Event.Properties) {
			t.Fatalf("%q went through", items[0].Event.Properties)
		}
	})
}
