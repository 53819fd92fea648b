package connect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

// scripted is a kind of connection that answers what a test says, page by page.
type scripted struct {
	mu    sync.Mutex
	pages []func(place json.RawMessage) (Page, error)
	saw   []string
	keys  []string
}

func (*scripted) Kind() string { return "scripted" }
func (*scripted) Fields() []Field {
	return []Field{{Name: "where", Required: true}, {Name: "key", Secret: true}, {Name: "how", Options: []string{"a", "b"}}}
}

func (*scripted) Check(s Settings) error {
	if s["where"] == "nowhere" {
		return Wrong("where", "must be somewhere")
	}
	return nil
}

func (f *scripted) Fetch(ctx context.Context, s Settings, place json.RawMessage) (Page, error) {
	if s["where"] == "hangs" {
		<-ctx.Done()
		return Page{}, ctx.Err()
	}
	if s["where"] != "script" {
		return Page{Mentions: []Mention{{Network: "n", ID: s["where"], Text: "here"}}}, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saw, f.keys = append(f.saw, string(place)), append(f.keys, s["key"])
	if len(f.pages) == 0 {
		return Page{}, nil
	}
	next := f.pages[0]
	f.pages = f.pages[1:]
	return next(place)
}

func page(place string, more bool, ids ...string) func(json.RawMessage) (Page, error) {
	return func(json.RawMessage) (Page, error) {
		p := Page{Place: json.RawMessage(place), More: more}
		for _, id := range ids {
			p.Mentions = append(p.Mentions, Mention{Network: "n", ID: id, Text: "said " + id})
		}
		return p, nil
	}
}

type world struct {
	kind  *scripted
	store *Store
	run   *Runner
	ws    event.Workspace
	mu    sync.Mutex
	clock time.Time
	heard []string
	took  chan struct{}
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

func (w *world) take(_ context.Context, _ event.Workspace, connection string, all []Mention) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	stored := 0
	for _, m := range all {
		if key := m.Network + ":" + m.ID; !slices.Contains(w.heard, key) {
			w.heard, stored = append(w.heard, key), stored+1
		}
	}
	select {
	case w.took <- struct{}{}:
	default:
	}
	return stored, nil
}

func setup(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{kind: &scripted{}, ws: 1, clock: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), took: make(chan struct{}, 100)}
	sqldbtest.Workspace(t, db, uint32(w.ws))
	if w.store, err = Open(t.Context(), db, key, []Connector{w.kind}, w.now); err != nil {
		t.Fatal(err)
	}
	w.run = NewRunner(w.store, RunnerOptions{Take: w.take, Seed: 7, Now: w.now, gap: time.Nanosecond})
	return w
}

func (w *world) create(t *testing.T, where string) Connection {
	t.Helper()
	c, err := w.store.Create(t.Context(), w.ws, Draft{Kind: "scripted", Name: where, Settings: Settings{"where": where, "key": "s3cret"}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// turn is everything that is due now, to its end.
func (w *world) turn(t *testing.T) {
	t.Helper()
	var turns sync.WaitGroup
	if _, err := w.run.round(t.Context(), &turns); err != nil {
		t.Fatal(err)
	}
	turns.Wait()
}

func (w *world) get(t *testing.T, id string) Connection {
	t.Helper()
	c, err := w.store.Get(t.Context(), w.ws, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConnectionsAreKeptAndSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		c := w.create(t, "script")
		if c.Version != 1 || c.Every != usualEvery || c.State.Next == 0 || !slices.Equal(c.Secrets, []string{"key"}) || c.Settings["key"] != "" {
			t.Errorf("%+v", c)
		}
		text, err := json.Marshal(w.get(t, c.ID))
		if err != nil || strings.Contains(string(text), "s3cret") {
			t.Errorf("shown: %s %v", text, err)
		}
		rows, err := w.store.read(ctx, "all", w.ws)
		if err != nil || len(rows) != 1 || strings.Contains(rows[0].sealed, "s3cret") || rows[0].sealed == "" {
			t.Errorf("the row holds the secret: %+v %v", rows, err)
		}
		again, err := w.store.Update(ctx, w.ws, c.ID, Draft{Name: "Other", Settings: Settings{"where": "script"}, Every: 3600, Version: 1})
		if err != nil || again.Version != 2 || again.Name != "Other" || again.Every != 3600 {
			t.Errorf("%+v %v", again, err)
		}
		w.turn(t)
		if !slices.Equal(w.kind.keys, []string{"s3cret"}) {
			t.Errorf("the secret that was left out became %q", w.kind.keys)
		}
		_, err = w.store.Update(ctx, w.ws, c.ID, Draft{Name: "x", Settings: Settings{"where": "script"}, Version: 1})
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Conflict || e.Current.(Connection).Version != 2 {
			t.Errorf("an old version: %v", err)
		}
		if _, err := w.store.Get(ctx, w.ws+1, c.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace sees it: %v", err)
		}
		if err := w.store.Delete(ctx, w.ws+1, c.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace deletes it: %v", err)
		}
		if err := w.store.Delete(ctx, w.ws, c.ID); err != nil {
			t.Error(err)
		}
		if _, _, err := w.store.ByToken(ctx, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the empty token: %v", err)
		}
	})
}

func TestWhatIsNoConnection(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	w := setup(t, db)
	for field, d := range map[string]Draft{
		"name":             {Kind: "scripted", Name: " ", Settings: Settings{"where": "x"}},
		"kind":             {Kind: "telepathy", Name: "x"},
		"every":            {Kind: "scripted", Name: "x", Every: 10, Settings: Settings{"where": "x"}},
		"settings.where":   {Kind: "scripted", Name: "x"},
		"settings.how":     {Kind: "scripted", Name: "x", Settings: Settings{"where": "x", "how": "c"}},
		"settings.colour":  {Kind: "scripted", Name: "x", Settings: Settings{"where": "x", "colour": "red"}},
		"settings.where ":  {Kind: "scripted", Name: "x", Settings: Settings{"where": "nowhere"}},
		"settings.where  ": {Kind: "scripted", Name: "x", Settings: Settings{"where": strings.Repeat("x", 3000)}},
	} {
		_, err := w.store.Create(t.Context(), w.ws, d)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != strings.TrimSpace(field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// What is fetched is kept before the place is, and fetching goes on from the place, over a failure between pages too.
func TestFetchingGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		c := w.create(t, "script")
		w.kind.pages = []func(json.RawMessage) (Page, error){
			page(`1`, true, "a", "b"), page(`2`, true, "b", "c"),
			func(json.RawMessage) (Page, error) {
				return Page{}, fault.Coded(fault.New(fault.Unavailable, "It rains."), "rain", "host", "sky.example.com")
			},
			page(`3`, false, "d"),
		}
		w.turn(t)
		got := w.get(t, c.ID)
		if got.State.Mentions != 3 || got.State.Failures != 1 || got.State.Text != "It rains." || got.State.Code != "rain" || got.State.With["host"] != "sky.example.com" || got.State.Good != 0 {
			t.Errorf("after a failure: %+v", got.State)
		}
		w.turn(t)
		if len(w.kind.saw) != 3 {
			t.Errorf("a failed one was fetched again at once")
		}
		w.pass(2 * time.Minute)
		w.turn(t)
		got = w.get(t, c.ID)
		if got.State.Mentions != 4 || got.State.Failures != 0 || got.State.Text != "" || got.State.Good == 0 {
			t.Errorf("in the end: %+v", got.State)
		}
		if wait := got.State.Next.Std().Sub(w.now()); wait < 15*time.Minute || wait > 17*time.Minute {
			t.Errorf("next in %s", wait)
		}
		if !slices.Equal(w.kind.saw, []string{"", "1", "2", "2"}) {
			t.Errorf("places: %q", w.kind.saw)
		}
		if _, err := w.store.Update(t.Context(), w.ws, c.ID, Draft{Name: "renamed", Settings: Settings{"where": "script"}}); err != nil {
			t.Fatal(err)
		}
		w.turn(t)
		if _, err := w.store.Update(t.Context(), w.ws, c.ID, Draft{Name: "renamed", Settings: Settings{"where": "script", "how": "a"}}); err != nil {
			t.Fatal(err)
		}
		w.turn(t)
		if !slices.Equal(w.kind.saw[4:], []string{"3", ""}) {
			t.Errorf("after changes: %q", w.kind.saw[4:])
		}
	})
}

func TestOneThatIsPausedOrDeletedIsLeftAlone(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	w, ctx := setup(t, db), t.Context()
	c := w.create(t, "script")
	if _, err := w.store.Pause(ctx, w.ws, c.ID, true); err != nil {
		t.Fatal(err)
	}
	w.turn(t)
	if _, err := w.store.Hurry(ctx, w.ws, c.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("a paused one hurries: %v", err)
	}
	if len(w.kind.saw) != 0 {
		t.Error("a paused one was fetched")
	}
	if _, err := w.store.Pause(ctx, w.ws, c.ID, false); err != nil {
		t.Fatal(err)
	}
	w.kind.pages = []func(json.RawMessage) (Page, error){func(json.RawMessage) (Page, error) {
		return Page{Place: json.RawMessage(`1`), More: true, Mentions: []Mention{{Network: "n", ID: "late", Text: "x"}}}, w.store.Delete(ctx, w.ws, c.ID)
	}}
	w.turn(t)
	if len(w.kind.saw) != 1 {
		t.Errorf("a deleted one was fetched on: %q", w.kind.saw)
	}
}

// One that hangs and one that panics keep nobody from being fetched.
func TestABrokenOneHoldsUpNobody(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	w := setup(t, db)
	w.create(t, "hangs")
	bad := w.create(t, "script")
	w.kind.pages = []func(json.RawMessage) (Page, error){func(json.RawMessage) (Page, error) { return Page{}, []error{}[w.ws] }}
	w.create(t, "good")
	w.run.Start()
	w.run.Start()
	<-w.took
	w.run.Wake()
	if err := w.run.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := w.run.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(w.heard, []string{"n:good"}) {
		t.Errorf("heard %q", w.heard)
	}
	w.turnOf(t, bad)
	if got := w.get(t, bad.ID); got.State.Failures > 0 && got.State.Text != "What came back cannot be read." {
		t.Errorf("%+v", got.State)
	}
}

func (w *world) turnOf(t *testing.T, c Connection) {
	t.Helper()
	w.run.fetch(t.Context(), w.get(t, c.ID))
}

// It is left alone longer each time that it fails, half of it at random, up to six hours, and never less than it asks for.
func TestBackingOff(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := NewRunner(nil, RunnerOptions{Seed: rapid.Uint64().Draw(t, "seed")})
		before := rapid.IntRange(0, 1000).Draw(t, "before")
		asked := time.Duration(rapid.IntRange(0, 86400).Draw(t, "asked")) * time.Second
		d := r.backOff(before, &fault.Error{Kind: fault.TooMany, RetryAfter: asked})
		most := lastBack
		if before < 9 {
			most = min(lastBack, time.Minute<<before)
		}
		if d < asked || d < most/2 || d > max(most, asked) {
			t.Fatalf("%s after %d, asked for %s", d, before, asked)
		}
	})
}

func TestMentionsAsEvents(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	reach := 12.0
	m := Mention{Network: "mastodon", ID: "https://a/1", Author: "ann@a", AuthorKind: "person", Verified: true, URL: "javascript:alert(1)", Text: " Great \x00coffee ", At: now.Add(time.Hour), Reach: &reach}
	e, err := m.Event("n1", now)
	want := `{"author":"ann@a","author_kind":"person","connection":"n1","network":"mastodon","reach":12,"text":"Great coffee","verified":true}`
	if err != nil || string(e.Properties) != want || e.MessageID != "mention:mastodon:https://a/1" || e.Channel != "social" || e.Time != event.TimeOf(now) ||
		e.Name != "Mentioned" || fmt.Sprint(e.IDs) != "[{network mastodon:ann@a}]" {
		t.Errorf("%+v %s %v", e, e.Properties, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := Mention{Network: rapid.String().Draw(t, "network"), ID: rapid.String().Draw(t, "id"), Text: rapid.String().Draw(t, "text"), Title: strings.Repeat(rapid.String().Draw(t, "title"), 200), Author: rapid.String().Draw(t, "author")}
		e, err := m.Event("n1", now)
		if err != nil || len(e.MessageID) > 500 || len(e.Properties) > 200_000 || !json.Valid(e.Properties) {
			t.Fatalf("%+v %v", e, err)
		}
	})
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                "",
		"  as it is ":                     "as it is",
		"a &amp; b &lt;3":                 "a & b <3",
		"<p>One <b>two</b></p><p>Three":   "One two\nThree",
		"a<br>b<br/>c":                    "a\nb\nc",
		"<script>alert(1)</script>x":      "x",
		"<style>p{}</style>y<script>open": "y",
		`<a href="x">link</a>, text`:      "link, text",
		"<p>咖啡<span>很好</span></p>":        "咖啡很好",
		"1 < 2":                           "1 < 2",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<p>a<script>b</script>")
	f.Add("<<a<!-- &#x0; ]]>")
	f.Fuzz(func(t *testing.T, text string) {
		if got := Plain(text); len(got) > 4*len(text)+16 {
			t.Errorf("%d bytes of %d", len(got), len(text))
		}
	})
}

// What was seen is known again, also after it was written down and read; the oldest are forgotten.
func TestSeen(t *testing.T) {
	t.Parallel()
	s := &Seen{}
	for i := range mostSeen + 10 {
		if !s.Add(fmt.Sprint(i)) {
			t.Fatalf("%d is not new", i)
		}
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again Seen
	if err := json.Unmarshal(text, &again); err != nil || again.Add(fmt.Sprint(mostSeen)) || !again.Add("3") {
		t.Errorf("%v", err)
	}
}

// Posts are written while pages are read: every one comes once, whatever the sizes of pages and however sweeps fall.
func TestASweepFindsEverythingOnce(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var p Sweep
		var written []time.Time // the oldest first
		now, got := start, map[string]int{}
		write := func(n int) {
			for range n {
				now = now.Add(time.Minute)
				written = append(written, now)
			}
		}
		size := rapid.IntRange(1, 5).Draw(t, "page")
		const first = 4
		write(rapid.IntRange(0, first*size).Draw(t, "before")) // no more than is read of them
		for range rapid.IntRange(1, 8).Draw(t, "sweeps") {
			cursor := len(written)
			for more := true; more; {
				reached := false
				for n := 0; n < size && cursor > 0; n++ {
					cursor--
					at := written[cursor]
					reached = reached || at.Before(p.Since)
					if id := at.String(); p.See(id, at, now) {
						got[id]++
					}
				}
				next := ""
				if cursor > 0 {
					next = fmt.Sprint(cursor)
				}
				more = p.Turn(next, reached, first)
				kept, err := json.Marshal(p) // as it is between pages
				if err != nil {
					t.Fatal(err)
				}
				p = Resume[Sweep](kept)
			}
			for _, at := range written {
				if got[at.String()] != 1 {
					t.Fatalf("%s came %d times", at, got[at.String()])
				}
			}
			write(rapid.IntRange(0, 12).Draw(t, "more"))
		}
	})
	if p := Resume[Sweep](json.RawMessage(`{"since":"yesterday","cursor":"x"}`)); p.Cursor != "" || !p.Seen.Add("a") {
		t.Errorf("a place that cannot be read is %+v", p)
	}
}
