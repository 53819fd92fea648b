package journeytest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Laws holds an engine to what is true of right answers whatever they are, so that it does not lean on the oracle, which is held to them
// too. Each seed is one world of a few questions of any kind:
//
//   - people whom a question is not about, and another workspace, change nothing;
//   - the order in which events came in changes nothing, but among events of one person at one time, where it is the order of the journey;
//   - the people of a segment and all others come to everybody, and the events of two halves of a range to all of it.
//
// open starts an engine that follows log; it varies the engine's options by seed.
func Laws(t *testing.T, seeds, questions int, open func(t *testing.T, seed uint64, log *Log) Follower) {
	t.Helper()
	for seed := range uint64(seeds) {
		if !t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { laws(t, seed, questions, open) }) {
			return
		}
	}
}

// lawful is a world and what its answers are compared with.
type lawful struct {
	t      *testing.T
	g      *Gen
	d      journey.Definitions
	people []event.Person
}

func laws(t *testing.T, seed uint64, questions int, open func(*testing.T, uint64, *Log) Follower) {
	w := &lawful{t: t, g: NewGen(seed)}
	log := NewLog()
	w.g.Feed(log, 1+w.g.IntN(200))
	w.d = w.g.Definitions()
	for i := range 9 {
		w.people = append(w.people, w.g.person(i))
	}
	one := w.ready(open(t, seed, log), log)
	shuffled := log.shuffled(w.g.Rand)
	two := w.ready(open(t, seed+1, shuffled), shuffled)
	var asked []journey.Question
	var answers []journey.Answer
	for range questions {
		q := w.g.Question()
		a := w.ask(one, q)
		w.same("in another order", q, a, w.ask(two, q))
		cell := w.g.Cell(q, a)
		w.same("in another order", cell, w.ask(one, cell), w.ask(two, cell))
		w.addUp(one, q)
		if q.Kind != journey.KindAudience { // which is about the others too
			asked = append(asked, w.within(q))
			answers = append(answers, w.ask(one, asked[len(asked)-1]))
		}
	}
	w.halves(one)
	w.strangers(log)
	w.ready(one, log)
	for i, q := range asked {
		w.same("beside strangers", q, answers[i], w.ask(one, q))
	}
}

func (w *lawful) ready(f Follower, log *Log) Follower {
	if err := f.WaitFor(w.t.Context(), log.LastSeq()); err != nil {
		w.t.Fatal(err)
	}
	return f
}

func (w *lawful) ask(f Follower, q journey.Question) journey.Answer {
	a, err := f.Ask(w.t.Context(), genWorkspace, q, w.d)
	if err != nil {
		text, _ := json.Marshal(q)
		w.t.Fatalf("question %s\n%v", text, err)
	}
	a.AsOf = 0 // the logs differ in length
	if a.Compare != nil {
		a.Compare.AsOf = 0
	}
	return a
}

func (w *lawful) same(what string, q journey.Question, want, got journey.Answer) {
	text, _ := json.Marshal(q)
	same(w.t, what+": "+string(text), want, got)
}

// shuffled is a log of the same events, each of the person that it belongs to in the end, that came in another order.
func (l *Log) shuffled(r *rand.Rand) *Log {
	type moment struct {
		person event.Person
		at     event.Time
	}
	var all []event.Change
	for _, c := range l.changes {
		if c.Event != nil {
			c.Person = l.owner[key{c.Workspace, c.Subject}]
			all = append(all, c)
		}
	}
	// Where in the new order the events of one moment of a person stand: they keep their own order among these places.
	places := map[moment][]int{}
	for i, from := range r.Perm(len(all)) {
		m := moment{all[from].Person, all[from].Event.Time}
		places[m] = append(places[m], i)
	}
	order := make([]event.Change, len(all))
	for _, c := range all {
		m := moment{c.Person, c.Event.Time}
		order[places[m][0]] = c
		places[m] = places[m][1:]
	}
	out := NewLog()
	for _, c := range order {
		out.Add(c.Workspace, c.Subject, c.Person, *c.Event)
	}
	return out
}

// within is a question about the world's own people alone.
func (w *lawful) within(q journey.Question) journey.Question {
	own := journey.Segment{People: w.people}
	both := func(s *journey.Segment) *journey.Segment {
		if s == nil {
			return &own
		}
		return &journey.Segment{All: []journey.Segment{*s, own}}
	}
	q.Segment = both(q.Segment)
	if q.Compare != nil && q.Compare.Segment != nil {
		q.Compare = &journey.Compare{Segment: both(q.Compare.Segment)}
	}
	return q
}

// strangers adds other people, and the same people in another workspace.
func (w *lawful) strangers(log *Log) {
	w.g.apart = 1
	w.g.Feed(log, 1+w.g.IntN(100))
	w.g.apart = 0
	for range w.g.IntN(30) {
		i := w.g.IntN(9)
		log.Add(genWorkspace+1, w.g.subject(i), w.g.person(i), w.g.event(i))
	}
}

// addUp holds the figures of a segment and of everybody else against those of all.
func (w *lawful) addUp(f Follower, q journey.Question) {
	if q.Kind == journey.KindAudience || q.Kind == journey.KindValue { // the first is about the others too, the second is of the currency that most pay in
		return
	}
	q.Compare, q.Breakdown = nil, nil
	if q.Paths != nil {
		p := *q.Paths
		p.Top = 200 // so that nothing is other in one part and not in another
		q.Paths = &p
	}
	s := w.g.segment(1)
	ask := func(part *journey.Segment) map[string]int {
		of := q
		if part != nil && q.Segment != nil {
			part = &journey.Segment{All: []journey.Segment{*q.Segment, *part}}
		}
		if part != nil {
			of.Segment = part
		}
		return figures(w.ask(f, of))
	}
	all, in, out := ask(nil), ask(s), ask(&journey.Segment{Not: s})
	for name, n := range in {
		out[name] += n
	}
	text, _ := json.Marshal(q)
	rule, _ := json.Marshal(s)
	for _, name := range sortedKeys(all, out) {
		if all[name] != out[name] {
			w.t.Fatalf("question %s: %s is %d of all, %d of those in %s and the others together", text, name, all[name], out[name], rule)
		}
	}
}

func sortedKeys(maps ...map[string]int) []string {
	var names []string
	for _, m := range maps {
		for name := range m {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// figures are the counts of an answer that belong to single people, and so add up over them.
func figures(a journey.Answer) map[string]int {
	m := map[string]int{"people": a.People, "events": a.Events}
	edges := func(what string, list []journey.PathEdge) {
		for _, e := range list {
			m[fmt.Sprint(what, e.Step, e.From, "→", e.To)] += e.Count
		}
	}
	rate := func(what string, r journey.Rate) {
		m[what+" k"] += r.K
		m[what+" n"] += r.N
	}
	switch {
	case a.Trend != nil:
		for _, s := range a.Trend.Series {
			for i, n := range s.N {
				m[fmt.Sprint("n at ", a.Trend.Starts[i].Std())] += n
			}
		}
	case a.Funnel != nil:
		for _, g := range a.Funnel.Groups {
			for i, s := range g.Steps {
				m[fmt.Sprint("reached ", i)] += s.Reached
				m[fmt.Sprint("dropped ", i)] += s.Dropped
				m[fmt.Sprint("times ", i)] += s.Times.N
				rate(fmt.Sprint("overall ", i), s.Overall)
				rate(fmt.Sprint("of the step before ", i), s.FromPrev)
			}
			for _, b := range g.Histogram {
				m[fmt.Sprint("converted within ", b.From)] += b.N
			}
		}
	case a.Paths != nil:
		m["containers"] = a.Paths.Containers
		for _, n := range a.Paths.Nodes {
			m[fmt.Sprint("node ", n.Step, n.Name)] += n.Count
			m[fmt.Sprint("exits ", n.Step, n.Name)] += n.Exits
		}
		edges("edge ", a.Paths.Edges)
		edges("pair ", a.Paths.Matrix)
		edges("eventual ", a.Paths.Eventual)
	case a.Retention != nil:
		for _, c := range a.Retention.Cohorts {
			m[fmt.Sprint("size ", c.Start)] += c.Size
			for k, cell := range c.Cells {
				rate(fmt.Sprint("returned ", c.Start, k), cell.Rate)
			}
		}
		for k, r := range a.Retention.Mean {
			rate(fmt.Sprint("mean ", k), r)
		}
	case a.Stages != nil:
		for _, s := range a.Stages.Stages {
			for what, n := range map[string]int{"now ": s.Now, "entered ": s.Entered, "lapsed ": s.Lapsed, "re-entered ": s.ReEntered, "moves ": s.Times.N} {
				m[what+s.ID] += n
			}
			rate("moved on "+s.ID, s.MovedOn)
		}
		for _, f := range a.Stages.Flows {
			m["flow "+f.From+"→"+f.To] += f.People
		}
		for _, p := range a.Stages.Touches {
			m["people at "+p.ID] += p.People
			m["events at "+p.ID] += p.Events
		}
		edges("pair ", a.Stages.Pairs)
	case a.Touchpoints != nil:
		for _, r := range a.Touchpoints.Rows {
			for what, n := range map[string]int{"people ": r.People, "events ": r.Events, "passes ": r.Passes} {
				m[what+r.ID] += n
			}
			rate("exit "+r.ID, r.SessionExit)
			rate("repeat "+r.ID, r.Repeat)
		}
	case a.Coverage != nil:
		for _, p := range a.Coverage.Points {
			m["people of "+p.ID] += p.Matched.People + p.Caught.People
			m["events of "+p.ID] += p.Matched.Events + p.Caught.Events
		}
	}
	return m
}

// halves holds the events and sums of two halves of a range against those of all of it.
func (w *lawful) halves(f Follower) {
	begin := genStart().Add(time.Duration(w.g.IntN(48)) * time.Hour)
	middle := begin.Add(time.Duration(1+w.g.IntN(300)) * time.Hour)
	end := middle.Add(time.Duration(1+w.g.IntN(900)) * time.Hour)
	filter := w.g.maybeFilter(2)
	text := func(at time.Time) string { return at.Format(time.RFC3339) }
	for _, trend := range []journey.Trend{{Measure: "events"}, {Measure: "sum", Property: "price"}} {
		ask := func(from, to time.Time) (total float64, n int) {
			a := w.ask(f, journey.Question{
				Kind: journey.KindTrend, Range: journey.Range{From: text(from), To: text(to)}, Filter: filter, Trend: &trend,
			})
			for _, s := range a.Trend.Series {
				total += s.Total
				for _, k := range s.N {
					n += k
				}
			}
			return total, n
		}
		first, n1 := ask(begin, middle)
		second, n2 := ask(middle, end)
		all, n := ask(begin, end)
		if n1+n2 != n || math.Abs(first+second-all) > 1e-9*math.Max(1, math.Abs(all)) {
			w.t.Errorf("%s of %s, %s, %s: %v and %v (%d and %d) are not %v (%d)", trend.Measure, text(begin), text(middle), text(end), first, second, n1, n2, all, n)
		}
	}
}
