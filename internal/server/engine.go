package server

import (
	"context"
	"path/filepath"

	"github.com/prometheus/client_golang/prometheus"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/trail"
)

// trailDir is the folder of the journey index. It is derived: whoever deletes it gets it again.
const trailDir = "trail"

func (f *Folder) openTrail() (err error) {
	dir := filepath.Join(f.Dir, trailDir)
	if f.ReadOnly {
		scratch, err := f.scratchDir()
		if err != nil {
			return err
		}
		dir = filepath.Join(scratch, trailDir)
	}
	f.Trail, err = trail.Open(dir, corrected{f.Events.Follow(), f.Heard}, trail.Options{Logger: f.log})
	return err
}

// RebuildTrail makes the journey index anew from the log. The folder has to be open without it.
func (f *Folder) RebuildTrail(ctx context.Context) (trail.Stats, error) {
	if f.Trail != nil {
		panic("BUG: the journey index is rebuilt while it is open") //nolint:forbidigo // it would delete files that are mapped
	}
	last := f.Events.LastSeq()
	if err := trail.Rebuild(ctx, filepath.Join(f.Dir, trailDir), corrected{f.Events, f.Heard}, trail.Options{Logger: f.log}); err != nil {
		return trail.Stats{}, err
	}
	if err := f.openTrail(); err != nil {
		return trail.Stats{}, err
	}
	stats := f.Trail.Stats()
	if stats.Persisted < last {
		return stats, fault.New(fault.Internal, "The journey index was rebuilt up to change %d of %d.", stats.Persisted, last)
	}
	return stats, nil
}

// Engine answers questions about what the folder holds.
func (f *Folder) Engine() journey.Engine {
	if f.Trail == nil {
		return noEngine{}
	}
	return f.Trail
}

// lag is how many changes the journey index does not know yet.
func (f *Folder) lag() uint64 {
	if f.Trail == nil {
		return 0
	}
	applied, last := f.Trail.Applied(), f.Events.LastSeq()
	return last - min(applied, last)
}

func (f *Folder) trailFigures() []figure {
	if f.Trail == nil {
		return nil
	}
	s := f.Trail.Stats()
	return []figure{
		{"jejak_trail_applied", "Last change that answers know.", prometheus.CounterValue, float64(s.Applied)},
		{"jejak_trail_persisted", "Last change that the journey index has on disk.", prometheus.CounterValue, float64(s.Persisted)},
		{"jejak_trail_parts", "Parts of the journey index.", prometheus.GaugeValue, float64(s.Parts)},
		{"jejak_trail_rows", "Rows of the journey index.", prometheus.GaugeValue, float64(s.Rows)},
		{"jejak_trail_tail_rows", "Rows of it that are only in memory.", prometheus.GaugeValue, float64(s.TailRows)},
		{"jejak_trail_file_bytes", "Size of the journey index on disk.", prometheus.GaugeValue, float64(s.FileBytes)},
		{"jejak_trail_tail_bytes", "Memory of the parts that are not on disk.", prometheus.GaugeValue, float64(s.TailBytes)},
	}
}

// noEngine answers where the journey index is not open.
type noEngine struct{}

// Ask answers nothing.
func (noEngine) Ask(context.Context, event.Workspace, journey.Question, journey.Definitions) (journey.Answer, error) {
	return journey.Answer{}, fault.New(fault.Unavailable, "The journey index is not open.")
}

// Schema answers nothing.
func (noEngine) Schema(context.Context, event.Workspace) (journey.Schema, error) {
	return journey.Schema{}, fault.New(fault.Unavailable, "The journey index is not open.")
}
