package survey

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

// world is a desk with people who are what a test says, and a log that remembers message ids.
type world struct {
	t     *testing.T
	desk  *Desk
	store *Store

	mu      sync.Mutex
	now     time.Time
	persons map[event.ID]event.Person
	did     map[event.Person][]event.Event
	members []event.Person
	traits  map[string]string
	log     map[string]Message
	sent    int
	refuse  error
}

func setup(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	sqldbtest.Workspace(t, db, uint32(ws+1))
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		t: t, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), persons: map[event.ID]event.Person{}, did: map[event.Person][]event.Event{},
		log: map[string]Message{},
	}
	w.store, err = OpenStore(t.Context(), db, StoreOptions{Check: check, Key: key, Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	w.desk = NewDesk(w.store, DeskOptions{
		Engine: w, People: w, Send: w.send, Now: w.clock,
		Definitions: func(context.Context, event.Workspace) (journey.Definitions, error) {
			return journey.Definitions{Now: event.TimeOf(w.clock())}, nil
		},
		Expand: func(_ context.Context, _ event.Workspace, q journey.Question) (journey.Question, error) {
			return q, nil
		},
		Read: func(_, text string) Feeling {
			score := 0.5
			return Feeling{State: "scored", Language: "en", Score: &score}
		},
	})
	return w
}

func check(_ context.Context, _ event.Workspace, q journey.Question) error {
	return journey.Validate(q, journey.Definitions{})
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) send(_ context.Context, _ event.Workspace, messages []Message) error {
	if w.refuse != nil {
		return w.refuse
	}
	for _, m := range messages {
		w.log[m.ID] = m
		w.sent++
	}
	return nil
}

// knows makes a person of ids.
func (w *world) knows(n byte, ids ...event.ID) event.Person {
	p := event.Person{n}
	for _, id := range ids {
		w.persons[id] = p
	}
	return p
}

// does adds something that a person did so long ago.
func (w *world) does(p event.Person, name string, ago time.Duration, properties string) {
	w.did[p] = append(w.did[p], event.Event{Name: name, Time: event.TimeOf(w.now.Add(-ago)), Properties: []byte(properties)})
}

func (w *world) Of(_ event.Workspace, ids []event.ID) (event.Person, bool, error) {
	for _, id := range ids {
		if p, ok := w.persons[id]; ok {
			return p, true, nil
		}
	}
	return event.Person{}, false, nil
}

func (w *world) IDs(_ event.Workspace, p event.Person) (ids []event.ID, err error) {
	for id, of := range w.persons {
		if of == p {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, event.ID.Compare)
	return ids, nil
}

func (w *world) Events(_ context.Context, _ event.Workspace, p event.Person, since event.Time, fn func(*event.Event) bool) error {
	all := slices.Clone(w.did[p])
	slices.SortFunc(all, func(a, b event.Event) int { return int(b.Time - a.Time) })
	for i := range all {
		if all[i].Time < since || !fn(&all[i]) {
			break
		}
	}
	return nil
}

func (w *world) Members(_ context.Context, _ event.Workspace, _ journey.Segment, within []event.Person, _ journey.Definitions) (uint64, []event.Person, error) {
	return 1, slices.DeleteFunc(slices.Clone(within), func(p event.Person) bool { return !slices.Contains(w.members, p) }), nil
}

func (w *world) Ask(_ context.Context, _ event.Workspace, q journey.Question, _ journey.Definitions) (journey.Answer, error) {
	a := journey.Answer{Kind: q.Kind}
	if q.Kind == journey.KindPeople {
		a.Persons = &journey.PeopleAnswer{People: []journey.PersonRow{{Person: q.Segment.People[0], Stage: "retention", Traits: w.traits}}}
	}
	return a, nil
}

func en(s string) Text { return Text{"en": s} }

func point(f float64) *float64 { return &f }

func agree(b bool) *bool { return &b }

// asked is a survey of every kind of question, with logic.
func asked() Content {
	return Content{
		Languages: []string{"en", "id", "zh-Hant"},
		Questions: []Question{
			{ID: "hello", Kind: Note, Title: Text{"en": "Hello {{trait:name|there}}", "id": "Halo {{trait:name|kawan}}"}},
			{ID: "nps", Kind: NPS, Required: true, Title: Text{"en": "Would you recommend us?", "zh-Hant": "您會推薦我們嗎？"}, Next: []Jump{
				{When: []Condition{{Question: "nps", Op: "gte", Value: 9.0}}, To: "review"},
			}},
			{ID: "why", Kind: Choice, Multiple: true, Other: true, Title: en("Why {{answer:nps}}?"), Options: []Option{
				{ID: "price", Label: en("Price")}, {ID: "speed", Label: en("Speed")},
			}, Show: []Condition{{Question: "nps", Op: "lte", Value: 8.0}}},
			{ID: "parts", Kind: Matrix, Title: en("How was"), Rows: []Option{{ID: "staff", Label: en("Staff")}, {ID: "shop", Label: en("Shop")}}, Columns: []Option{
				{ID: "bad", Label: en("Bad")}, {ID: "good", Label: en("Good")},
			}},
			{ID: "ease", Kind: CES, Title: en("Was it easy?"), Next: []Jump{{When: []Condition{{Question: "why", Op: "in", Value: []any{"price"}}}, To: End}}},
			{ID: "review", Kind: Review, Title: en("Write a review"), Product: "Tea"},
			{ID: "say", Kind: Open, Title: en("Anything else?")},
			{ID: "may", Kind: Consent, Title: en("May we write to you?")},
		},
		Thanks: en("Thank you for {{answer:nps|your answer}}"),
	}
}

// running makes a survey and begins it.
func (w *world) running(c Content) Survey {
	w.t.Helper()
	v, err := w.store.Create(w.t.Context(), ws, Survey{Name: "Delivery", Content: c})
	if err != nil {
		w.t.Fatal(err)
	}
	if v, err = w.store.SetState(w.t.Context(), ws, v.ID, Running); err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) next(ids ...event.ID) (Public, bool) {
	w.t.Helper()
	p, _ := w.nextOrWait(ids...)
	if p == nil {
		return Public{}, false
	}
	return *p, true
}

func (w *world) nextOrWait(ids ...event.ID) (*Public, time.Duration) {
	w.t.Helper()
	p, wait, err := w.desk.Next(w.t.Context(), ws, Visit{IDs: ids, URL: "https://shop.example/cart", Languages: []string{"en"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return p, wait
}

func (w *world) answer(token string, p Post) Saved {
	w.t.Helper()
	saved, err := w.desk.Answer(w.t.Context(), token, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return saved
}

func (w *world) tell() int {
	w.t.Helper()
	n, err := w.desk.Tell(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) responses(id string, l Listing) Page {
	w.t.Helper()
	p, err := w.desk.Responses(w.t.Context(), ws, id, l)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}
