package cli

import (
	"context"
	"fmt"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/maps"
	"jejak/internal/server"
	"jejak/internal/simulate"
	"jejak/internal/voice/survey"
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

// makeSurveys makes the brand's surveys and begins them. Simulated answers name them by the ids that they have in a new folder.
func makeSurveys(ctx context.Context, f *server.Folder, ws event.Workspace) error {
	for _, draft := range simulate.Surveys() {
		made, err := f.Surveys.Create(ctx, ws, draft)
		if err != nil {
			return err
		}
		if made.ID != draft.ID {
			return fmt.Errorf("the survey %q has the id %s, and simulated answers say %s", draft.Name, made.ID, draft.ID)
		}
		if _, err := f.Surveys.SetState(ctx, ws, made.ID, survey.Running); err != nil {
			return err
		}
	}
	return nil
}
