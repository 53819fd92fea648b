package survey

import (
	"context"
	"time"

	"jejak/internal/event"
)

// quietUntil is when the quiet hours of now are over where people live in a zone; zero while they are awake.
func (o Settings) quietUntil(now time.Time, zone *time.Location) time.Time {
	now = now.In(zone)
	clock := now.Format("15:04")
	inside := clock >= o.QuietFrom && clock < o.QuietTo
	if o.QuietFrom > o.QuietTo { // over midnight
		inside = clock >= o.QuietFrom || clock < o.QuietTo
	}
	to, err := time.Parse("15:04", o.QuietTo)
	if o.QuietFrom == "" || !inside || err != nil { // it was checked when it was set
		return time.Time{}
	}
	end := time.Date(now.Year(), now.Month(), now.Day(), to.Hour(), to.Minute(), 0, 0, zone)
	if !end.After(now) {
		end = end.AddDate(0, 0, 1)
	}
	return end
}

// quietAt is until when a survey that was queued waits: its turn may have come in quiet hours only.
func (d *Desk) quietAt(ctx context.Context, ws event.Workspace, zone string) (event.Time, error) {
	settings, err := d.store.Settings(ctx, ws)
	if err != nil || settings.QuietFrom == "" {
		return 0, err
	}
	place, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		defs, err := d.o.Definitions(ctx, ws)
		if err != nil {
			return 0, err
		}
		if place = defs.Zone; place == nil {
			place = time.UTC
		}
	}
	if until := settings.quietUntil(d.o.Now(), place); !until.IsZero() {
		return event.TimeOf(until), nil
	}
	return 0, nil
}
