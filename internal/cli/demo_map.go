package cli

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/maps"
	"jejak/internal/server"
	"jejak/internal/simulate"
)

// drawMap draws the brand's map, bound to the touchpoints that the workspace has now.
func drawMap(ctx context.Context, f *server.Folder, ws event.Workspace, by account.Caller) error {
	list, err := f.Touchpoints.List(ctx, ws)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, t := range list {
		ids[t.Name] = t.ID
	}
	draft := simulate.Map(func(name string) string { return ids[name] })
	_, err = f.Maps.Create(ctx, ws, maps.Author{Actor: by.Actor(), User: int64(by.User.ID), Name: by.Name()}, draft)
	return err
}
