package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jejak/internal/collect"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/ingest"
	"jejak/internal/simulate"
)

// dump is everything about the stored events that an export has to keep, with the people, in order.
func (p *place) dump(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	err := p.log.Scan(context.Background(), func(_ event.Workspace, s event.Subject, person event.Person, e *event.Event) error {
		c := *e
		c.Seq = 0
		fmt.Fprintf(&b, "%s %s %+v\n", s, person, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (p *place) stored(t *testing.T) map[string]uint64 {
	t.Helper()
	rows, err := p.log.Ledger(1, eventlog.Query{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]uint64{}
	for _, r := range rows {
		if r.Stored > 0 {
			out[fmt.Sprint(r.Source, r.Start)] = r.Stored
		}
	}
	return out
}

func exportTo(t *testing.T, p *place, x Export, names map[event.Source]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	x.Workspace, x.Sources = 1, names
	if _, err := x.Run(context.Background(), p.log, f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestExportComesBackAsItWas(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	names, sources, handles := map[event.Source]string{}, map[string]ingest.Source{}, map[string]ingest.Source{}
	for i, s := range simulate.Sources() {
		src := ingest.Source{ID: event.Source(i + 1), Workspace: 1, Channel: s.Channel}
		names[src.ID], sources[s.Name], handles[s.Handle] = s.Name, src, src
	}
	end := time.Now()
	if _, err := simulate.Fill(context.Background(), p.local.ingester, handles, simulate.Options{Seed: 3, People: 400, End: end}, nil); err != nil {
		t.Fatal(err)
	}
	// Some that only their clocks place, one from a clock far ahead, one without a messageId.
	item := func(e event.Event) ingest.Item {
		e.Type, e.Name, e.IDs = event.Track, "<odd> & wide", []event.ID{{Type: event.UserID, Value: "odd"}}
		e.Properties = json.RawMessage(`{"big":12345678901234567890,"tag":"<b>"}`)
		return ingest.Item{Event: e}
	}
	now := event.TimeOf(end)
	if _, err := p.local.ingester.Ingest(context.Background(), handles["web"], end, []ingest.Item{
		item(event.Event{MessageID: "a", OriginalAt: now - 9_000_000, SentAt: now - 8_000_000}),
		item(event.Event{MessageID: "b", Time: now + 99_000_000}),
		item(event.Event{}),
	}); err != nil {
		t.Fatal(err)
	}
	want, wantStored := p.dump(t), p.stored(t)
	for _, x := range []Export{{Format: "ndjson"}, {Format: "ndjson", Gzip: true}, {Format: "parquet"}} {
		t.Run(fmt.Sprint(x.Format, x.Gzip), func(t *testing.T) {
			file := exportTo(t, p, x, names)
			q := newPlace(t)
			q.local.sources = func(_ context.Context, name string) (ingest.Source, error) { return sources[name], nil }
			im := Import{File: file}
			for _, again := range []bool{false, true} {
				report, err := im.Run(context.Background(), q.local)
				if err != nil {
					t.Fatal(err)
				}
				if again && report.Stored != 0 || !again && report.Stored != report.Events {
					t.Errorf("again %v: %+v", again, report)
				}
			}
			if got := q.dump(t); got != want {
				a, b := firstDifference(got, want)
				t.Errorf("came back otherwise:\ngot  %s\nwant %s", a, b)
			}
			if got := q.stored(t); fmt.Sprint(got) != fmt.Sprint(wantStored) {
				t.Errorf("ledger of what was stored: got %v, want %v", got, wantStored)
			}
		})
	}
}

func firstDifference(a, b string) (string, string) {
	x, y := bytes.Split([]byte(a), []byte("\n")), bytes.Split([]byte(b), []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return string(x[i]), string(y[i])
		}
	}
	return fmt.Sprint(len(x), " lines"), fmt.Sprint(len(y), " lines")
}

func TestExportTakesWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	run(t, p, write(t, "f.csv", "who,what,at,n\na,x,2026-01-01T00:00:00Z,1\na,y,2026-01-02T00:00:00Z,1\na,z,2026-01-03T00:00:00Z,1\n"),
		mapping(t, fmt.Sprintf(plain, "csv")))
	day := func(d int) event.Time { return event.TimeOf(time.Date(2026, 1, d, 0, 0, 0, 0, time.UTC)) }
	for _, c := range []struct {
		x    Export
		want int64
	}{
		{Export{}, 3},
		{Export{From: day(2)}, 2},
		{Export{From: day(2), To: day(3)}, 1},
		{Export{Only: []event.Source{2}}, 0},
		{Export{Only: []event.Source{1}}, 3},
	} {
		c.x.Workspace, c.x.Format = 1, "ndjson"
		var b bytes.Buffer
		n, err := c.x.Run(context.Background(), p.log, &b)
		if err != nil || n.Events != c.want || bytes.Count(b.Bytes(), []byte(`"type":"track"`)) != int(c.want) {
			t.Errorf("%+v: %+v, %v", c.x, n, err)
		}
	}
}

// The collector understands a line of an export as it is.
func TestExportedLineIsASegmentItem(t *testing.T) {
	t.Parallel()
	e := event.Event{
		Type: event.Track, Name: "Order Completed", Channel: "store", MessageID: "m", Time: 5_000, ReceivedAt: 9_000,
		IDs: []event.ID{{Type: event.AnonymousID, Value: "a"}, {Type: event.UserID, Value: "u"}}, Properties: json.RawMessage(`{"revenue":5}`),
	}
	r := record{event: e, source: "Shop"}
	b, err := json.Marshal(r.line())
	if err != nil {
		t.Fatal(err)
	}
	items, err := collect.Decode(b)
	if err != nil || len(items) != 1 || items[0].Fault != "" {
		t.Fatalf("%+v, %v", items, err)
	}
	got := items[0].Event
	got.SetIDs(got.IDs)
	if got.Name != e.Name || got.Channel != e.Channel || got.Time != e.Time || fmt.Sprint(got.IDs) != fmt.Sprint(e.IDs) || got.MessageID != "m" {
		t.Errorf("the collector reads %+v", got)
	}
}

func TestItemsOfOthersNeedNoMapping(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	file := write(t, "dump.ndjson", `{"type":"track","event":"Seen","messageId":"1","userId":"u","timestamp":"2024-01-01T00:00:00Z","sentAt":"2024-01-01T00:00:05Z"}
{"batch":[{"type":"page","messageId":"2","anonymousId":"a","timestamp":"2024-01-02T00:00:00Z"},{"type":"track","messageId":"3","userId":"u"}]}
{"type":"identify","userId":"u","messageId":"4","traits":{"email":"U@Example.com"},"timestamp":"2024-01-03T00:00:00Z"}
nonsense
`)
	r := run(t, p, file, nil)
	if r.Rows != 4 || r.Stored != 3 || r.Rejected["no_event"] != 1 || r.Skipped["not_readable"] != 1 {
		t.Fatalf("%+v", r)
	}
	e := p.events(t)
	if e[0].Time.Std().Year() != 2024 || e[0].Time.Std().Second() != 0 || e[2].ID(event.Email) != "u@example.com" {
		t.Errorf("%+v", e)
	}
}
