package server

import (
	"context"
	"fmt"
	"strings"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/ingest"
	"jejak/internal/journey"
)

// Report is what Check found in a data folder.
type Report struct {
	Log      *eventlog.Report
	Control  []string // problems of the documents
	Trail    []string // problems of the journey index
	Compared bool     // the journey index was open, and was compared with the log
}

// OK reports whether everything is as it should be.
func (r *Report) OK() bool { return r.Log.OK() && len(r.Control) == 0 && len(r.Trail) == 0 }

// String is the report for people.
func (r *Report) String() string {
	var b strings.Builder
	b.WriteString("event log\n")
	for line := range strings.Lines(r.Log.String()) {
		b.WriteString("  " + line)
	}
	part := func(name, advice string, problems []string) {
		if len(problems) == 0 {
			fmt.Fprintf(&b, "%s\n  clean\n", name)
			return
		}
		fmt.Fprintf(&b, "%s\n", name)
		for _, p := range problems {
			fmt.Fprintf(&b, "  - %s\n", p)
		}
		fmt.Fprintf(&b, "  %s\n", advice)
	}
	part("documents", "Restore a backup, or repair control.db with the sqlite3 program.", r.Control)
	if r.Compared {
		part("journey index", "It is derived: stop Jejak and run 'jejak rebuild'.", r.Trail)
	}
	return b.String()
}

// Check verifies every invariant: of the event log, of identity in it, of the documents, and that the journey index holds
// what the log holds. It reads everything, and changes nothing.
func (f *Folder) Check(ctx context.Context) (*Report, error) {
	log, err := f.Events.Check(ctx, ingest.CheckIdentity)
	if err != nil {
		return nil, err
	}
	r := &Report{Log: log}
	known, err := f.checkControl(ctx, r)
	if err != nil {
		return nil, err
	}
	return r, f.checkTrail(ctx, r, known)
}

// checkControl reads all documents, and returns the workspaces.
func (f *Folder) checkControl(ctx context.Context, r *Report) (map[event.Workspace]bool, error) {
	bad := func(format string, args ...any) { r.Control = append(r.Control, fmt.Sprintf(format, args...)) }
	all, err := f.Workspaces.List(ctx)
	if err != nil {
		return nil, err
	}
	known := map[event.Workspace]bool{}
	keys := map[string]event.Source{}
	for _, w := range all {
		known[w.ID] = true
		if _, err := f.Touchpoints.Definitions(ctx, w.ID); err != nil {
			bad("workspace %d: its touchpoints and stages do not read back: %v", w.ID, err)
		}
		sources, err := f.Workspaces.Sources(ctx, w.ID)
		if err != nil {
			bad("workspace %d: its sources do not read back: %v", w.ID, err)
		}
		for _, s := range sources {
			if other, taken := keys[s.WriteKey]; taken {
				bad("sources %d and %d have the same write key", other, s.ID)
			}
			keys[s.WriteKey] = s.ID
			from, ok, err := f.Workspaces.ByWriteKey(ctx, s.WriteKey)
			if err != nil || ok == s.Disabled || ok && from.ID != s.ID {
				bad("source %d: its write key leads to source %d (known %v, %v)", s.ID, from.ID, ok, err)
			}
		}
	}
	return known, nil
}

// tally is what a workspace holds.
type tally struct {
	events  uint64
	persons map[event.Person]struct{}
}

func (f *Folder) checkTrail(ctx context.Context, r *Report, known map[event.Workspace]bool) error {
	tallies := map[event.Workspace]*tally{}
	for ws := range known {
		tallies[ws] = &tally{persons: map[event.Person]struct{}{}}
	}
	asOf := f.Events.LastSeq()
	err := f.Events.Scan(ctx, func(ws event.Workspace, _ event.Subject, p event.Person, _ *event.Event) error {
		if tallies[ws] == nil {
			r.Control = append(r.Control, fmt.Sprintf("the log has events of workspace %d, which the documents do not know", ws))
			tallies[ws] = &tally{persons: map[event.Person]struct{}{}}
		}
		tallies[ws].events++
		tallies[ws].persons[p] = struct{}{}
		return nil
	})
	if err != nil || f.Trail == nil {
		return err
	}
	r.Compared = true
	if err := f.Trail.WaitFor(ctx, asOf); err != nil {
		return err
	}
	for ws := range known {
		d, err := f.Touchpoints.Definitions(ctx, ws)
		if err != nil {
			continue // told above
		}
		// The range has to reach events with a clock ahead of ours.
		d.Now = 1 << 52
		got, err := f.Trail.Ask(ctx, ws, journey.Question{Kind: journey.KindPeople, People: &journey.People{Limit: 1}}, d)
		if err != nil {
			return err
		}
		if got.AsOf < asOf {
			r.Trail = append(r.Trail, fmt.Sprintf("workspace %d: it knows changes up to %d, the log has %d", ws, got.AsOf, asOf))
		}
		t := tallies[ws]
		if uint64(got.Events) != t.events || got.People != len(t.persons) {
			r.Trail = append(r.Trail, fmt.Sprintf("workspace %d: it holds %d events of %d people, the log %d of %d", ws, got.Events, got.People, t.events, len(t.persons)))
		}
	}
	return nil
}
