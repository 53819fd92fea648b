package journeytest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Follower is an engine that follows a Log.
type Follower interface {
	journey.Engine
	// WaitFor returns when answers know a change.
	WaitFor(ctx context.Context, seq uint64) error
}

// Between is called between two halves of a world's changes: to flush, to close and open again. It returns the engine to go on with.
type Between func(t *testing.T, seed uint64, log *Log, f Follower) Follower

// Exercise puts an engine through generated worlds and questions and compares every answer with the oracle's. open starts an engine
// that follows log; it varies the engine's options by seed. Each seed is one world of a few questions. It says in the test's log, and
// returns, how many answers were compared.
func Exercise(t *testing.T, seeds, questions int, open func(t *testing.T, seed uint64, log *Log) Follower, between Between) (compared int) {
	t.Helper()
	for seed := range uint64(seeds) {
		if !t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { compared += world(t, seed, questions, open, between) }) {
			return compared
		}
	}
	t.Logf("%d answers compared in %d worlds", compared, seeds)
	return compared
}

func world(t *testing.T, seed uint64, questions int, open func(*testing.T, uint64, *Log) Follower, between Between) (compared int) {
	g, log := NewGen(seed), NewLog()
	oracle := NewOracle(log)
	engine := open(t, seed, log)
	d := g.Definitions()
	for half := range 2 {
		if half == 1 && between != nil {
			engine = between(t, seed, log, engine)
		}
		g.Feed(log, 1+g.IntN(150))
		if err := engine.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		for range questions {
			q := g.Question()
			a := compare(t, engine, oracle, q, d)
			compare(t, engine, oracle, g.Cell(q, a), d)
			compared += 2
		}
		compare(t, engine, oracle, journey.Question{Kind: journey.KindPeople, Segment: g.segment(1), People: &journey.People{}}, d)
		want, _ := oracle.Schema(t.Context(), genWorkspace)
		got, err := engine.Schema(t.Context(), genWorkspace)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "schema events", counts(want), counts(got))
		compared += 2
	}
	return compared
}

// counts are the parts of a schema that every engine has to know exactly at any moment.
func counts(s journey.Schema) map[string]int {
	m := map[string]int{}
	for _, e := range s.Events {
		m[e.Name] = e.Count
	}
	return m
}

func compare(t *testing.T, engine, oracle journey.Engine, q journey.Question, d journey.Definitions) journey.Answer {
	t.Helper()
	want, err := oracle.Ask(t.Context(), genWorkspace, q, d)
	got, err2 := engine.Ask(t.Context(), genWorkspace, q, d)
	text, _ := json.Marshal(q)
	if (err == nil) != (err2 == nil) {
		t.Fatalf("question %s\nwant error %v\ngot error  %v", text, err, err2)
	}
	if err != nil {
		t.Fatalf("question %s\n%#v", text, err)
	}
	same(t, "question "+string(text), want, got)
	return want
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatalf("%s\nwant %+v: %v", what, want, err)
	}
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatalf("%s\ngot %+v: %v", what, got, err)
	}
	if string(w) != string(g) {
		t.Fatalf("%s\nwant %s\ngot  %s", what, w, g)
	}
}

// Workspace is where Gen feeds its events.
func (g *Gen) Workspace() event.Workspace { return genWorkspace }
