package segment

import (
	"bytes"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Change says that somebody entered or left a segment.
type Change struct {
	Number  uint64       `json:"number" doc:"counts up by one within a segment"`
	At      event.Time   `json:"at" doc:"when it was seen"`
	Person  event.Person `json:"person"`
	Entered bool         `json:"entered" doc:"false: left"`
}

// Size is how many people were in a segment at the end of an hour or a day; of the one that is not over, how many there are.
type Size struct {
	Start  event.Time `json:"start"`
	People int        `json:"people"`
}

// What is kept of a segment's past.
const (
	maxChanges = 5000
	maxHours   = 14 * 24
	maxDays    = 2 * 366
)

// space is a workspace's people in segments, each with a number, and the sets of those numbers.
type space struct {
	people   []event.Person
	numbers  map[event.Person]uint32
	sets     map[string]*set
	caughtUp time.Time

	late   event.Time // of the earliest event that came in after its hour and is not in the sizes of its day yet; 0 is none
	counts time.Time  // when sizes of days before were last begun to be counted again
}

func newSpace() *space {
	return &space{numbers: map[event.Person]uint32{}, sets: map[string]*set{}}
}

// set is who is in one segment, and who came and went.
type set struct {
	key        string // of the rule and the documents that it is read with
	in         *roaring.Bitmap
	asOf       uint64
	looked     time.Time // at everybody
	stale      bool      // changes have been passed over
	fault      string    // why it cannot be asked
	lookedBack bool
	since      event.Time // the first moment whose day is to be counted again; 0 is all that are looked back at

	count   uint64 // changes so far
	changes []Change
	hours   []Size
	days    []Size
}

func newSet() *set { return &set{in: roaring.New()} }

func comparePeople(a, b event.Person) int { return bytes.Compare(a[:], b[:]) }

func (sp *space) number(p event.Person) uint32 {
	n, ok := sp.numbers[p]
	if !ok {
		n = uint32(len(sp.people))
		sp.numbers[p] = n
		sp.people = append(sp.people, p)
	}
	return n
}

func (sp *space) bitmap(members []event.Person) *roaring.Bitmap {
	in := roaring.New()
	for _, p := range members {
		in.Add(sp.number(p))
	}
	return in
}

// begin takes the members of a rule that is new as they are: nobody came or went.
func (sp *space) begin(s *set, members []event.Person) {
	s.in = sp.bitmap(members)
}

// replace notes who came and went when everybody was looked at.
func (sp *space) replace(s *set, members []event.Person, at event.Time) {
	in := sp.bitmap(members)
	for it := roaring.AndNot(s.in, in).Iterator(); it.HasNext(); {
		s.note1(at, sp.people[it.Next()], false)
	}
	for it := roaring.AndNot(in, s.in).Iterator(); it.HasNext(); {
		s.note1(at, sp.people[it.Next()], true)
	}
	s.in = in
}

// replaceAmong notes who of some people came and went.
func (sp *space) replaceAmong(s *set, touched, members []event.Person, at event.Time) {
	is := make(map[event.Person]bool, len(members))
	for _, p := range members {
		is[p] = true
	}
	for _, p := range touched {
		n, known := sp.numbers[p]
		was := known && s.in.Contains(n)
		switch {
		case is[p] && !was:
			s.in.Add(sp.number(p))
			s.note1(at, p, true)
		case was && !is[p]:
			s.in.Remove(n)
			s.note1(at, p, false)
		}
	}
}

func (s *set) note1(at event.Time, p event.Person, entered bool) {
	if len(s.changes) >= maxChanges+maxChanges/4 {
		s.changes = slices.Clone(s.changes[len(s.changes)-maxChanges:])
	}
	s.count++
	s.changes = append(s.changes, Change{Number: s.count, At: at, Person: p, Entered: entered})
}

// note keeps the size of the hour and of the day.
func (s *set) note(now time.Time, zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	people := int(s.in.GetCardinality())
	s.hours = noteSize(s.hours, Size{event.Time(journey.Floor(journey.Hour, now.UnixMilli(), zone)), people}, maxHours)
	s.days = noteSize(s.days, Size{event.Time(journey.Floor(journey.Day, now.UnixMilli(), zone)), people}, maxDays)
}

func noteSize(list []Size, p Size, most int) []Size {
	if n := len(list); n > 0 && list[n-1].Start >= p.Start {
		list[n-1].People = p.People
		return list
	}
	list = append(list, p)
	return list[max(0, len(list)-most):]
}

// Status is how a segment stands.
type Status struct {
	People int    // in it
	AsOf   uint64 // the last change that this knows
	Ready  bool   // it has been looked at
	Fault  string // why it cannot be asked any more; the rest is from before
}

func (l *Live) of(ws event.Workspace, id string) *set {
	sp := l.spaces[ws]
	if sp == nil {
		return nil
	}
	return sp.sets[id]
}

// Status tells how a segment stands now.
func (l *Live) Status(ws event.Workspace, id string) Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.of(ws, id)
	if s == nil {
		return Status{}
	}
	return Status{People: int(s.in.GetCardinality()), AsOf: max(s.asOf, l.handled.Seq()), Ready: s.key != "" && !s.looked.IsZero(), Fault: s.fault}
}

// Members are the people in a segment now, by id.
func (l *Live) Members(ws event.Workspace, id string) []event.Person {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.of(ws, id)
	if s == nil {
		return nil
	}
	members := make([]event.Person, 0, s.in.GetCardinality())
	for it := s.in.Iterator(); it.HasNext(); {
		members = append(members, l.spaces[ws].people[it.Next()])
	}
	slices.SortFunc(members, comparePeople)
	return members
}

// Changes are who came and went, after a number, the oldest first; the last 5,000 at least are kept. A segment begins without any.
func (l *Live) Changes(ws event.Workspace, id string, after uint64, limit int) []Change {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.of(ws, id)
	if s == nil {
		return nil
	}
	from, _ := slices.BinarySearchFunc(s.changes, after+1, func(c Change, n uint64) int {
		switch {
		case c.Number < n:
			return -1
		case c.Number > n:
			return 1
		}
		return 0
	})
	return slices.Clone(s.changes[from:min(len(s.changes), from+limit)])
}

// Sizes are how many people were in a segment, by journey.Hour for two weeks or by journey.Day for two years.
func (l *Live) Sizes(ws event.Workspace, id, interval string) []Size {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.of(ws, id)
	switch {
	case s == nil:
		return nil
	case interval == journey.Hour:
		return slices.Clone(s.hours)
	}
	return slices.Clone(s.days)
}
