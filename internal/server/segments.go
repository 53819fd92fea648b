package server

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jejak/internal/dashboard"
	"jejak/internal/event"
	"jejak/internal/help"
	"jejak/internal/journey"
	"jejak/internal/maps"
	"jejak/internal/pain"
	"jejak/internal/persona"
	"jejak/internal/segment"
)

// segmentsDir is the folder of who is in which segment. It is derived: whoever deletes it gets it again.
const segmentsDir = "segments"

func (f *Folder) openDocuments(ctx context.Context, o FolderOptions) (err error) {
	if f.Segments, err = segment.Open(ctx, f.Control, f.Touchpoints.Definitions, o.Now); err != nil {
		return err
	}
	if f.Dashboards, err = dashboard.Open(ctx, f.Control, f.checkQuestion, o.Now); err != nil {
		return err
	}
	if f.Personas, err = persona.Open(ctx, f.Control, f.checkQuestion, o.Now); err != nil {
		return err
	}
	if f.Help, err = help.Open(ctx, f.Control, o.Now); err != nil {
		return err
	}
	if f.Pains, err = pain.Open(ctx, f.Control, f.checkQuestion, o.Now); err != nil {
		return err
	}
	if err = f.openSurveys(ctx, o); err != nil {
		return err
	}
	if err = f.openConnections(ctx, o); err != nil {
		return err
	}
	f.Maps, err = maps.Open(ctx, f.Control, maps.Options{Rules: f.Touchpoints.Definitions, Segments: f.segmentRules, Passwords: f.Accounts, Now: o.Now})
	return err
}

// segmentRules are the rules of a workspace's saved segments, by id.
func (f *Folder) segmentRules(ctx context.Context, ws event.Workspace) (map[string]journey.Segment, error) {
	list, err := f.Segments.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	rules := map[string]journey.Segment{}
	for _, one := range list {
		rules[one.ID] = one.Rule
	}
	return rules, nil
}

// checkQuestion tells what is wrong with a question of a workspace, saved segments in it included.
func (f *Folder) checkQuestion(ctx context.Context, ws event.Workspace, q journey.Question) error {
	d, err := f.Touchpoints.Definitions(ctx, ws)
	if err != nil {
		return err
	}
	if q, err = f.Expand(ctx, ws, q); err != nil {
		return err
	}
	return journey.Validate(q, d)
}

// Expand puts the rules of saved segments in the place of their ids, and personas where a question is broken down by them.
func (f *Folder) Expand(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, error) {
	q, err := f.Personas.Fill(ctx, ws, q)
	if err != nil {
		return q, err
	}
	return f.Segments.Expand(ctx, ws, q)
}

// live keeps who is in each segment, once it is started. The journey index has to be open.
func (f *Folder) live(now func() time.Time) *segment.Live {
	dir := filepath.Join(f.Dir, segmentsDir)
	if f.ReadOnly {
		dir = ""
	}
	return segment.NewLive(f.Segments, f.Trail, f.feed(), segment.LiveOptions{Dir: dir, Now: now, Logger: f.log})
}

// RebuildSegments makes who is in which segment anew, from the journey index, which has to be open. It returns how many segments
// there are.
func (f *Folder) RebuildSegments(ctx context.Context) (n int, err error) {
	if err := os.RemoveAll(filepath.Join(f.Dir, segmentsDir)); err != nil {
		return 0, err
	}
	all, err := f.Workspaces.List(ctx)
	if err != nil {
		return 0, err
	}
	for _, w := range all {
		list, err := f.Segments.List(ctx, w.ID)
		if err != nil {
			return 0, err
		}
		n += len(list)
	}
	live := f.live(time.Now)
	if err := live.Start(); err != nil {
		return n, err
	}
	return n, errors.Join(live.Refresh(ctx), live.Stop(ctx))
}

// segmentFigures tell how far segments are behind.
func (s *Server) segmentFigures() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "jejak_segments_lag", Help: "Changes that segments do not know yet.",
	}, func() float64 { return float64(s.live.Lag()) })
}
