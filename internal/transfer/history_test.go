package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

// twoSources are the sources of histories here.
var twoSources = map[string]ingest.Source{
	"Web": {ID: 1, Workspace: 1, Channel: "web"}, "Till": {ID: 2, Workspace: 1, Channel: "store"},
}

func historyPlace(t *testing.T) *place {
	t.Helper()
	return historyPlaceIn(t, t.TempDir())
}

func historyPlaceIn(t *testing.T, dir string) *place {
	t.Helper()
	p := openPlace(t, dir, time.Now())
	p.local.sources = func(_ context.Context, name string) (ingest.Source, error) { return twoSources[name], nil }
	return p
}

// author makes a history up.
type author struct {
	t   *testing.T
	p   *place
	r   *rand.Rand
	did map[string]int // so often
}

func (a *author) pick(words ...string) string { return words[a.r.IntN(len(words))] }

func (a *author) item() ingest.Item {
	var ids []event.ID
	add := func(odds int, typ event.IDType, value string) {
		if a.r.IntN(odds) == 0 {
			ids = append(ids, event.ID{Type: typ, Value: value})
		}
	}
	add(3, event.UserID, a.pick("u1", "u2", "u3", "u4"))
	add(2, event.AnonymousID, a.pick("a1", "a2", "a3", "a4", "a5"))
	add(3, event.Email, a.pick("e1@x", "e2@x", "e3@x", "shop@x"))
	add(9, event.UserID, a.pick("u1", "u5"))
	e := event.Event{Type: event.Track, Name: a.pick("Seen", "Bought", "Returned"), Time: event.TimeOf(a.p.now) - event.Time(a.r.IntN(1e9))}
	if a.r.IntN(8) == 0 {
		e.Type, e.Name = event.Alias, ""
		ids = []event.ID{{Type: event.UserID, Value: a.pick("u1", "u2", "u3")}, {Type: identity.PreviousID, Value: a.pick("u2", "u4", "a1", "a9")}}
	}
	if a.r.IntN(2) == 0 {
		e.MessageID = fmt.Sprint("m", a.r.IntN(150)) // many come again
	}
	e.SetIDs(ids)
	it := ingest.Item{Event: e, Raw: []byte(a.pick(`{"some":"<body>"}`, "\xff\xfe no text", ""))}
	if a.r.IntN(10) == 0 {
		it.Fault, it.Detail = "malformed", "row 7: time: is missing"
	}
	return it
}

func (a *author) send() {
	items := make([]ingest.Item, 1+a.r.IntN(4))
	for i := range items {
		items[i] = a.item()
	}
	at := a.p.now.Add(-time.Duration(a.r.IntN(100*24)) * time.Hour)
	if _, err := a.p.local.ingester.Ingest(a.t.Context(), twoSources[a.pick("Web", "Till")], at, items); err != nil {
		a.t.Fatal(err)
	}
}

func (a *author) revoke() error {
	read := identity.NewReader(a.p.log.Identity())
	links := []identity.Link{}
	for n := uint64(1); len(links) < 200; n++ {
		l, err := read.Link(1, n)
		if err != nil && n > 300 {
			break
		}
		if err == nil && l.InForce {
			links = append(links, l)
		}
	}
	if len(links) == 0 {
		return nil
	}
	_, err := a.p.local.ingester.RevokeLink(a.t.Context(), 1, links[a.r.IntN(len(links))].Number, "budi")
	return err
}

func (a *author) decide() error {
	open, err := identity.NewReader(a.p.log.Identity()).Reviews(1, true, 100)
	if err != nil || len(open) == 0 {
		return err
	}
	_, err = a.p.local.ingester.DecideReview(a.t.Context(), 1, open[a.r.IntN(len(open))].Number, a.r.IntN(2) == 0, "dewi")
	return err
}

func (a *author) rules() error {
	rules := identity.DefaultRules()
	rules.MaxMergeEvents = 2 + a.r.IntN(30)
	rules.Limits[event.UserID] = 1 + a.r.IntN(3)
	if a.r.IntN(2) == 0 {
		rules.Blocked = []string{a.pick("shop@x", "a5")}
	}
	return a.p.local.ingester.SetRules(a.t.Context(), 1, rules)
}

func (a *author) replay() error {
	waiting, err := a.p.log.Quarantine(1, eventlog.Query{})
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(q eventlog.Quarantined) bool { return q.Replayed != 0 })
	if len(waiting) == 0 {
		return nil
	}
	_, err = a.p.local.ingester.Replay(a.t.Context(), 1, waiting[a.r.IntN(len(waiting))].ID, "web", []ingest.Item{a.item()})
	return err
}

// live makes n things happen.
func (a *author) live(n int) {
	for range n {
		name, do := "", func() error { return nil }
		switch a.r.IntN(12) {
		case 0:
			name, do = "revoke", a.revoke
		case 1:
			name, do = "decide", a.decide
		case 2:
			name, do = "replay", a.replay
		case 3:
			if a.r.IntN(6) == 0 {
				name, do = "rules", a.rules
			}
		default:
			a.send()
		}
		switch err := do(); {
		case err == nil:
			a.did[name]++
		case !strings.Contains(err.Error(), "joins nothing") && !strings.Contains(err.Error(), "revoked already"):
			a.t.Fatalf("%s: %v", name, err)
		}
		a.p.now = a.p.now.Add(time.Minute)
	}
}

// state is all that a history leaves behind: events with their people, ledger, quarantine, and every fact about identity.
func (p *place) state(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(p.dump(t))
	rows, err := p.log.Ledger(1, eventlog.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		fmt.Fprintln(&b, "ledger", r.Source, r.Start, r.Counts)
	}
	err = p.log.EachQuarantined(1, func(q *eventlog.Quarantined) error {
		_, err := fmt.Fprintf(&b, "rejected %+v\n", *q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = p.log.Identity().Scan(nil, func(key, value []byte) error {
		_, err := fmt.Fprintf(&b, "identity %q %q\n", key, value)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (p *place) clean(t *testing.T) {
	t.Helper()
	r, err := p.log.Check(t.Context(), ingest.CheckIdentity)
	if err != nil || !r.OK() {
		t.Errorf("check: %v\n%s", err, r)
	}
}

func namesOfTwo() map[event.Source]string {
	names := map[event.Source]string{}
	for name, s := range twoSources {
		names[s.ID] = name
	}
	return names
}

func wholeExport(t *testing.T, p *place) string {
	t.Helper()
	return exportTo(t, p, Export{Format: "ndjson"}, namesOfTwo())
}

// withoutName is an export but for the name that each file has.
func withoutName(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(b, []byte("\n"))
	return string(rest)
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		a, b := firstDifference(got, want)
		t.Fatalf("%s:\ngot  %s\nwant %s", what, a, b)
	}
}

// dying takes in so many loads and then fails, as a process that is killed does.
type dying struct {
	*Local
	loads int
}

var errKilled = errors.New("killed")

func (d *dying) Relive(ctx context.Context, from, to uint64, parts []Part) ([]ingest.Verdict, error) {
	if d.loads--; d.loads < 0 {
		return nil, errKilled
	}
	return d.Local.Relive(ctx, from, to, parts)
}

func TestAHistoryComesBackWhole(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := historyPlace(t)
			a := &author{t: t, p: p, r: rand.New(rand.NewPCG(seed, 1)), did: map[string]int{}}
			a.live(60)
			if err := a.rules(); err != nil {
				t.Fatal(err)
			}
			a.live(140)
			if a.did["revoke"] == 0 || a.did["decide"] == 0 || a.did["replay"] == 0 {
				t.Fatalf("a history without decisions: %v", a.did)
			}
			file, want := wholeExport(t, p), p.state(t)

			dir, im := t.TempDir(), Import{File: file}
			t.Run("killed", func(t *testing.T) {
				if _, err := im.Run(t.Context(), &dying{historyPlaceIn(t, dir).local, 1}); !errors.Is(err, errKilled) {
					t.Fatal(err)
				}
			})
			q := historyPlaceIn(t, dir)
			report, err := im.Run(t.Context(), q.local)
			if err != nil || report.Refused() > 0 {
				t.Fatalf("after a kill: %v %+v", err, report)
			}
			same(t, "came back otherwise", q.state(t), want)
			q.clean(t)
			same(t, "exported again", withoutName(t, wholeExport(t, q)), withoutName(t, file))

			again, err := im.Run(t.Context(), q.local)
			if err != nil || again.Stored != 0 || again.Duplicate != again.Events || again.Events == 0 || again.Refused() > 0 {
				t.Fatalf("a second time: %v %+v", err, again)
			}
			same(t, "a second import changed something", q.state(t), want)
		})
	}
}

func aHistory(t *testing.T, seed uint64) (p *place, file string) {
	t.Helper()
	p = historyPlace(t)
	a := &author{t: t, p: p, r: rand.New(rand.NewPCG(seed, 2)), did: map[string]int{}}
	a.live(80)
	return p, wholeExport(t, p)
}

func TestACutOffExportIsNoticedAndGoesOn(t *testing.T) {
	t.Parallel()
	p, file := aHistory(t, 1)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(b, []byte("\n"))
	half := write(t, "half.ndjson", string(bytes.Join(lines[:len(lines)/2], nil)))
	q := historyPlace(t)
	if _, err := (&Import{File: half}).Run(t.Context(), q.local); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Fatalf("half of a file: %v", err)
	}
	if _, err := (&Import{File: file}).Run(t.Context(), q.local); err != nil {
		t.Fatal(err)
	}
	same(t, "came back otherwise", q.state(t), p.state(t))

	packed := exportTo(t, p, Export{Format: "ndjson", Gzip: true}, namesOfTwo())
	if b, err = os.ReadFile(packed); err != nil {
		t.Fatal(err)
	}
	short := write(t, "short.ndjson.gz", string(b[:len(b)-len(b)/3]))
	if _, err := (&Import{File: short}).Run(t.Context(), historyPlace(t).local); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Fatalf("two thirds of a packed file: %v", err)
	}
}

func TestAHistoryIntoAnotherIsPassedOverButForItsEvents(t *testing.T) {
	t.Parallel()
	_, file := aHistory(t, 2)
	p := historyPlace(t)
	if _, err := p.local.ingester.Ingest(t.Context(), twoSources["Web"], p.now, []ingest.Item{{Event: event.Event{
		Type: event.Track, Name: "Mine", MessageID: "mine", IDs: []event.ID{{Type: event.UserID, Value: "me"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	im := Import{File: file}
	first, err := im.Run(t.Context(), p.local)
	if err != nil || first.Stored == 0 || first.Skipped[notEmpty] == 0 {
		t.Fatalf("%v %+v", err, first)
	}
	before := p.state(t)
	second, err := im.Run(t.Context(), p.local)
	if err != nil || second.Stored != 0 || second.Skipped[notEmpty] != first.Skipped[notEmpty] {
		t.Fatalf("again: %v %+v", err, second)
	}
	same(t, "a second import changed something", p.state(t), before)
	p.clean(t)
}

// A decision has to fit what came before it.
func TestADecisionThatDoesNotFitStopsTheImport(t *testing.T) {
	t.Parallel()
	_, file := aHistory(t, 3)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), `"what":"revoke","number":`, `"what":"revoke","number":9`, 1)
	if text == string(b) {
		t.Fatal("this history has no revocation")
	}
	p := historyPlace(t)
	if r, err := (&Import{File: write(t, "f.ndjson", text)}).Run(t.Context(), p.local); err == nil || !strings.Contains(err.Error(), "does not fit") {
		t.Fatalf("%v %+v", err, r)
	}
	p.clean(t)
}

func TestAPartAndParquetHoldEventsOnlyAndSaySo(t *testing.T) {
	t.Parallel()
	p, _ := aHistory(t, 4)
	var all bytes.Buffer
	whole, err := (&Export{Workspace: 1, Format: "ndjson"}).Run(t.Context(), p.log, &all)
	if err != nil || whole.Decisions == 0 || whole.Rejected == 0 || whole.NoDecisions+whole.NoRejected+whole.Lost != 0 {
		t.Fatalf("%v %+v", err, whole)
	}
	for _, x := range []Export{{Format: "parquet"}, {Format: "ndjson", From: 1}} {
		var b bytes.Buffer
		x.Workspace = 1
		n, err := x.Run(t.Context(), p.log, &b)
		if want := (Written{Events: whole.Events, NoDecisions: whole.Decisions, NoRejected: whole.Rejected}); err != nil || n != want {
			t.Errorf("%s: %v %+v, want %+v", x.Format, err, n, want)
		}
	}
}

// The previousId of an alias call is stored as what it was known as.
func TestAnAliasIsKnownAgainAfterYears(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := write(t, "dump.ndjson", `{"type":"identify","userId":"old","messageId":"1","timestamp":"2020-01-01T00:00:00Z"}
{"type":"alias","userId":"new","previousId":"old","messageId":"2","timestamp":"2020-01-02T00:00:00Z"}
{"type":"alias","userId":"new","previousId":"visitor","messageId":"3","timestamp":"2020-01-03T00:00:00Z"}
`)
	t.Run("first", func(t *testing.T) {
		if r := run(t, openPlace(t, dir, time.Now().AddDate(-2, 0, 0)), file, nil); r.Stored != 3 {
			t.Fatalf("%+v", r)
		}
	})
	if r := run(t, openPlace(t, dir, time.Now()), file, nil); r.Stored != 0 || r.Duplicate != 3 {
		t.Fatalf("two years later: %+v", r)
	}
}
