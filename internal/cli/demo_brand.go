package cli

import (
	"context"
	"fmt"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/help"
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

// makeSaved makes the groups that the brand's team follows, and its dashboard.
func makeSaved(ctx context.Context, f *server.Folder, ws event.Workspace) error {
	for _, s := range simulate.Segments() {
		if _, err := f.Segments.Create(ctx, ws, s); err != nil {
			return fmt.Errorf("segment %s: %w", s.Name, err)
		}
	}
	_, err := f.Dashboards.Create(ctx, ws, simulate.Dashboard())
	return err
}

// makeVoice makes the themes that the brand's team named, its prepared answers with their public page, and what was asked in vain.
func makeVoice(ctx context.Context, f *server.Folder, ws event.Workspace, by account.Caller) error {
	for _, t := range simulate.Themes() {
		if _, err := f.Themes.Create(ctx, ws, t); err != nil {
			return fmt.Errorf("theme %s: %w", t.Name, err)
		}
	}
	for _, a := range simulate.Articles() {
		if _, err := f.Help.Create(ctx, ws, by.Actor(), a); err != nil {
			return fmt.Errorf("article %s: %w", a.Texts[a.First].Title, err)
		}
	}
	for _, q := range simulate.Questions() {
		for range q.Times {
			if err := f.Help.Note(ctx, ws, q.Text, q.Language); err != nil {
				return err
			}
		}
	}
	return f.Help.KeepSite(ctx, ws, help.Site{Slug: simulate.HelpAddress, Title: simulate.Brand, Open: true})
}
