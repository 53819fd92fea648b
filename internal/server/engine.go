package server

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// Trail is the journey index as the server uses it.
type Trail interface {
	journey.Engine
	// WaitFor returns when the index knows a change.
	WaitFor(ctx context.Context, seq uint64) error
	Close(ctx context.Context) error
}

func (f *Folder) openTrail(context.Context) error { return nil }

func (f *Folder) engine() journey.Engine {
	if f.Trail == nil {
		return noEngine{}
	}
	return f.Trail
}

func (f *Folder) lag() uint64 { return 0 }

func (f *Folder) trailFigures() []figure { return nil }

// noEngine answers where the journey index is not open.
type noEngine struct{}

var errNoEngine = fault.New(fault.Unavailable, "The journey index is not open.")

// Ask answers nothing.
func (noEngine) Ask(context.Context, event.Workspace, journey.Question, journey.Definitions) (journey.Answer, error) {
	return journey.Answer{}, errNoEngine
}

// Schema answers nothing.
func (noEngine) Schema(context.Context, event.Workspace) (journey.Schema, error) {
	return journey.Schema{}, errNoEngine
}
