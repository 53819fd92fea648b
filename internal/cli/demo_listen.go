package cli

import (
	"context"
	"fmt"
	"slices"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/server"
	"jejak/internal/simulate"
)

// makeListening makes what the simulated brand listens to, and when it is told.
func makeListening(ctx context.Context, f *server.Folder, ws event.Workspace) error {
	var first string
	for _, t := range simulate.Topics() {
		made, err := f.Topics.Create(ctx, ws, t)
		if err != nil {
			return fmt.Errorf("topic %s: %w", t.Name, err)
		}
		if first == "" {
			first = made.ID
		}
	}
	for _, c := range simulate.AlertConditions(first) {
		if _, err := f.Alerts.Create(ctx, ws, c); err != nil {
			return fmt.Errorf("alert condition %s: %w", c.Name, err)
		}
	}
	return nil
}

// mentionsAtOnce is how many mentions are taken in together.
const mentionsAtOnce = 500

// listen takes in what is said of the brand elsewhere; nothing is fetched.
func listen(ctx context.Context, f *server.Folder, brand map[string]ingest.Source, o simulate.Options) error {
	all, err := simulate.Mentions(o)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(all, mentionsAtOnce) {
		if _, err := f.Ingester.Ingest(ctx, brand["social"], o.End, part); err != nil {
			return err
		}
	}
	return nil
}
