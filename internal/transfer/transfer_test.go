package transfer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// place is a fresh data folder's log, its way in, and a Local over them.
type place struct {
	log   *eventlog.Log
	local *Local
	src   ingest.Source
	now   time.Time
}

func newPlace(t *testing.T) *place {
	t.Helper()
	return openPlace(t, t.TempDir(), time.Now())
}

func openPlace(t *testing.T, dir string, now time.Time) *place {
	t.Helper()
	p := &place{src: ingest.Source{ID: 1, Workspace: 1, Channel: "web"}, now: now}
	clock := func() time.Time { return p.now }
	var err error
	if p.log, err = eventlog.Open(dir, eventlog.Options{Now: clock}); err != nil {
		t.Fatal(err)
	}
	in, err := ingest.New(p.log, ingest.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	p.local = NewLocal(1, p.log, in, func(context.Context, string) (ingest.Source, error) { return p.src, nil })
	p.local.now = clock
	t.Cleanup(func() {
		if err := in.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if err := p.log.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p *place) events(t *testing.T) (all []*event.Event) {
	t.Helper()
	err := p.log.Changes(context.Background(), 0, 1<<30, func(c event.Change) error {
		if c.Event != nil {
			all = append(all, c.Event)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func mapping(t *testing.T, text string) *Mapping {
	t.Helper()
	m, err := ReadMapping(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func run(t *testing.T, p *place, file string, m *Mapping) Report {
	t.Helper()
	im := Import{File: file, Mapping: m, Source: "file"}
	report, err := im.Run(context.Background(), p.local)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

const shop = `
version: 1
zone: Asia/Jakarta
file: {format: csv, separator: ";", encoding: latin-1, missing: [NA], decimal: ","}
skip:
  - {reason: test order, when: [{column: id, prefix: test}]}
events:
  - event: Order Completed
    time: {from: "{day} {clock}", layout: ["2006-01-02 15:04", "02/01/2006 15:04"]}
    channel: {from: "{where}", map: {toko: store}, default: web}
    ids: {user_id: "{id}", email: "{mail}"}
    properties:
      revenue: {from: "{paid}", type: number}
      gift: {from: "{gift}", type: bool}
      address.city: "{city}"
      kind: "order {{x}}"
  - when: [{column: gift, is: "yes"}]
    event: Gift Wrapped
    time: {from: "{day} {clock}", layout: ["2006-01-02 15:04", "02/01/2006 15:04"], plus: 90m}
    ids: {user_id: "{id}"}
`

func TestRowsBecomeEvents(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	file := write(t, "a.csv", "id;mail;day;clock;where;paid;gift;city\n"+
		"7;NA;2026-03-01;08:00;toko;1.234,50;no;M\xfcnchen\n"+
		"8;x@example.com;02/03/2026;09:30;;15;yes;NA\n"+
		"test1;NA;2026-03-01;08:00;toko;1;no;x\n"+
		"9;NA;soon;08:00;toko;1;no;x\n"+
		"9;NA;2026-03-01;08:00;toko;much;no;x\n"+
		";NA;2026-03-01;08:00;toko;1;no;x\n"+
		"short;row\n")
	r := run(t, p, file, mapping(t, shop))
	want := Report{
		Rows: 7, Mapped: 5, Skipped: map[string]int64{"test order": 1, "wrong_number_of_fields": 1}, Unreadable: 1,
		Events: 6, Stored: 3, Rejected: map[string]int64{"malformed": 2, "no_ids": 1}, Examples: r.Examples,
	}
	if fmt.Sprint(r) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", r, want)
	}
	var got []string
	for _, e := range p.events(t) {
		got = append(got, fmt.Sprint(e.Time.Std().Format(time.RFC3339), " ", e.Name, " ", e.Channel, " ", e.IDs, " ", string(e.Properties)))
	}
	wantEvents := []string{
		`2026-03-01T01:00:00Z Order Completed store [{user_id 7}] {"address":{"city":"München"},"gift":false,"kind":"order {x}","revenue":1234.50}`,
		`2026-03-02T02:30:00Z Order Completed web [{email x@example.com} {user_id 8}] {"gift":true,"kind":"order {x}","revenue":15}`,
		`2026-03-02T04:00:00Z Gift Wrapped web [{user_id 8}] `,
	}
	if strings.Join(got, "\n") != strings.Join(wantEvents, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wantEvents, "\n"))
	}
	q, err := p.log.Quarantine(1, eventlog.Query{Limit: 10})
	if err != nil || len(q) != 3 {
		t.Fatalf("%d in quarantine, %v", len(q), err)
	}
	if !json.Valid(q[0].Raw) || !strings.Contains(string(q[0].Raw), `"clock":"08:00"`) {
		t.Errorf("quarantine does not show the row: %s", q[0].Raw)
	}
}

const plain = `
version: 1
file: {format: %s}
events:
  - event: {from: "{what}"}
    time: {from: "{at}", layout: rfc3339}
    ids: {user_id: "{who}"}
    properties: {n: {from: "{n}", type: number}}
`

// table is the same few rows in every format; the first two are the same.
var table = []map[string]string{
	{"who": "a", "what": "x", "at": "2026-01-01T00:00:00Z", "n": "1"},
	{"who": "a", "what": "x", "at": "2026-01-01T00:00:00Z", "n": "1"},
	{"who": "b", "what": "y, z", "at": "2026-01-02T00:00:00+07:00", "n": "2.5"},
}

func TestEveryFormatGivesTheSameEventsOnce(t *testing.T) {
	t.Parallel()
	var csv, lines, wide bytes.Buffer
	csv.WriteString("\xef\xbb\xbfwho,what,at,n\r\n")
	type columns struct {
		Who  string  `parquet:"who"`
		What string  `parquet:"what"`
		At   int64   `parquet:"at,timestamp(microsecond)"`
		N    float64 `parquet:"n"`
	}
	var rows []columns
	for _, r := range table {
		fmt.Fprintf(&csv, "%s,%q,%s,%s\r\n", r["who"], r["what"], r["at"], r["n"])
		fmt.Fprintf(&lines, `{"who":%q,"what":%q,"at":%q,"n":%s}`+"\n\n", r["who"], r["what"], r["at"], r["n"])
		fmt.Fprintf(&wide, "%-3s%-6s%-26s%s\n", r["who"], r["what"], r["at"], r["n"])
		at, err := time.Parse(time.RFC3339, r["at"])
		if err != nil {
			t.Fatal(err)
		}
		n, err := json.Number(r["n"]).Float64()
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, columns{r["who"], r["what"], at.UnixMicro(), n})
	}
	var parq, zipped bytes.Buffer
	if err := parquet.Write(&parq, rows); err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(csv.Bytes()); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, format, content string }{
		{"csv", "csv", csv.String()},
		{"csv.gz", "csv", zipped.String()},
		{"ndjson", "ndjson", lines.String()},
		{"parquet", "parquet", parq.String()},
		{"text", "text, widths: [3, 6, 26, 5], header: false, columns: [who, what, at, n]", wide.String()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			file, m := write(t, "f."+c.name, c.content), mapping(t, fmt.Sprintf(plain, c.format))
			first := run(t, p, file, m)
			if first.Rows != 3 || first.Stored != 3 || first.Events != 3 {
				t.Fatalf("first time: %+v", first)
			}
			again := run(t, p, file, m)
			if again.Stored != 0 || again.Duplicate != 3 {
				t.Fatalf("second time: %+v", again)
			}
			var got string
			for _, e := range p.events(t) {
				got += fmt.Sprintln(e.Name, e.Time.Std().Format(time.RFC3339), string(e.Properties))
			}
			want := "x 2026-01-01T00:00:00Z {\"n\":1}\nx 2026-01-01T00:00:00Z {\"n\":1}\ny, z 2026-01-01T17:00:00Z {\"n\":2.5}\n"
			if got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestTheSameFileYearsLaterStoresNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := write(t, "f.csv", "who,what,at,n\na,x,2020-01-01T00:00:00Z,1\na,x,2020-01-01T00:00:00Z,1\n")
	m := mapping(t, fmt.Sprintf(plain, "csv"))
	t.Run("first", func(t *testing.T) {
		if r := run(t, openPlace(t, dir, time.Now().AddDate(-2, 0, 0)), file, m); r.Stored != 2 {
			t.Fatalf("%+v", r)
		}
	})
	p := openPlace(t, dir, time.Now())
	if r := run(t, p, file, m); r.Stored != 0 || r.Duplicate != 2 {
		t.Fatalf("two years later: %+v", r)
	}
	longer := write(t, "f.csv", "who,what,at,n\na,x,2020-01-01T00:00:00Z,1\na,new,2020-01-01T00:00:00Z,1\na,x,2020-01-01T00:00:00Z,1\n")
	if r := run(t, p, longer, m); r.Stored != 1 || r.Duplicate != 2 {
		t.Fatalf("a longer file: %+v", r)
	}
}

// What a workspace blocks itself is looked for as it was stored: with the value before it was blocked, and without it afterwards.
func TestTheSameFileYearsLaterWithBlockedValues(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := mapping(t, `
version: 1
zone: UTC
file: {format: csv}
events:
  - event: x
    time: {from: "{at}", layout: rfc3339}
    ids: {user_id: "{who}", email: "{mail}"}
`)
	before := write(t, "f.csv", "who,mail,at\na,till@shop.example,2020-01-01T00:00:00Z\n")
	after := write(t, "f.csv", "who,mail,at\nb,till@shop.example,2020-01-01T00:00:00Z\n")
	t.Run("first", func(t *testing.T) {
		p := openPlace(t, dir, time.Now().AddDate(-2, 0, 0))
		if r := run(t, p, before, m); r.Stored != 1 {
			t.Fatalf("%+v", r)
		}
		rules := identity.DefaultRules()
		rules.Blocked = []string{"till@shop.example"}
		if err := p.local.ingester.SetRules(t.Context(), p.src.Workspace, rules); err != nil {
			t.Fatal(err)
		}
		if r := run(t, p, after, m); r.Stored != 1 {
			t.Fatalf("%+v", r)
		}
	})
	p := openPlace(t, dir, time.Now())
	for _, file := range []string{before, after} {
		if r := run(t, p, file, m); r.Stored != 0 || r.Duplicate != 1 {
			t.Fatalf("two years later: %+v", r)
		}
	}
}

func TestWallClocksAroundChangedClocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, wall, utc string }{
		{"Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59:00Z"},
		{"Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z"}, // never shown: 03:30
		{"Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z"}, // shown twice: the first
		{"Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00Z"},
		{"America/New_York", "2026-03-08 02:15", "2026-03-08T07:15:00Z"},
		{"America/New_York", "2026-11-01 01:15", "2026-11-01T05:15:00Z"},
		{"Asia/Jakarta", "2026-03-29 02:30", "2026-03-28T19:30:00Z"},
		{"America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00:00Z"}, // midnight itself is left out: 01:00
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseTime(c.wall, []string{"2006-01-02 15:04"}, zone)
		if err != nil || got.UTC().Format(time.RFC3339) != c.utc {
			t.Errorf("%s in %s is %s, want %s (%v)", c.wall, c.zone, got.UTC().Format(time.RFC3339), c.utc, err)
		}
	}
}

func TestFaultyMappingTellsAllFaults(t *testing.T) {
	t.Parallel()
	_, err := ReadMapping(strings.NewReader(`
version: 2
zone: Mars/Olympus
file: {format: xls}
events:
  - event: "{unclosed"
    type: trak
    ids: {}
    when: [{column: a, is: x, prefix: y}]
`))
	var f *fault.Error
	if !asFault(err, &f) || len(f.Fields) < 7 {
		t.Fatalf("%v", err)
	}
	if _, err := ReadMapping(strings.NewReader("version: 1\nfiles: {}\n")); err == nil {
		t.Error("an unknown key was taken")
	}
	m := mapping(t, fmt.Sprintf(plain, "csv"))
	im := Import{File: write(t, "x.csv", "who,at\na,b\n"), Mapping: m}
	if _, err := im.Run(context.Background(), nil); err == nil || !strings.Contains(fieldsOf(err), "what") || !strings.Contains(fieldsOf(err), "n ") {
		t.Errorf("missing columns: %v", err)
	}
}

func asFault(err error, f **fault.Error) bool {
	e, ok := err.(*fault.Error) //nolint:errorlint // made here, never wrapped
	*f = e
	return ok
}

func fieldsOf(err error) (s string) {
	var f *fault.Error
	if asFault(err, &f) {
		for _, x := range f.Fields {
			s += x.Name + " " + x.Message + "\n"
		}
	}
	return s
}

// Whatever a file holds, an import neither panics nor loses a row.
func FuzzImportAddsUp(f *testing.F) {
	f.Add("id;mail;day;clock;where;paid;gift;city\n7;NA;2026-03-01;08:00;toko;1;no;x\n")
	f.Add("id;mail;day;clock;where;paid;gift;city\n\"7;\n\n;;;;\x00;")
	f.Fuzz(func(t *testing.T, content string) {
		m, err := ReadMapping(strings.NewReader(shop))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		im := Import{File: file, Mapping: m}
		report, err := im.Run(context.Background(), countingSink{})
		if err != nil {
			return // a file that cannot be read at all
		}
		if err := report.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

type countingSink struct{}

func (countingSink) Ingest(_ context.Context, parts []Part) (all []ingest.Verdict, err error) {
	for _, p := range parts {
		for _, it := range p.Items {
			v := ingest.Verdict{Outcome: ingest.Stored, Reason: it.Fault}
			if it.Fault != "" {
				v.Outcome = ingest.Rejected
			}
			all = append(all, v)
		}
	}
	return all, nil
}

func TestRowNamesDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.StringN(0, 2, 4)).Draw(t, "rows")
		names := func(rows []string) map[string]bool {
			seen, out := newCounter(), map[string]bool{}
			for _, r := range rows {
				out[nameOfRow([]byte(r), seen)] = true
			}
			return out
		}
		a, b := names(rows), names(rapid.Permutation(rows).Draw(t, "permutation"))
		if len(a) != len(rows) || fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("%v: %v, %v", rows, a, b)
		}
	})
}
