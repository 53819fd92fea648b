package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
	"jejak/internal/listen/appreviews"
	connections "jejak/internal/listen/connect"
	"jejak/internal/listen/topic"
	"jejak/internal/server"
	"jejak/internal/transfer"
	"jejak/internal/voice/feeling"
	"jejak/internal/voice/sentiment"
)

// appReviews are the events of the reviews in an app store's file. What becomes of a review is what becomes of one that is uploaded on
// the screen, with the same messageId and the same rules of whose it is.
func (c *importCmd) appReviews(env *Env) ([]event.Event, error) {
	if c.App == "" || c.Mapping != "" {
		return nil, fault.New(fault.Invalid, "Say with --app which app the reviews are of, and leave --mapping away: the store's columns are known.")
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, err, "The file cannot be read.")
	}
	all, err := appreviews.New().Read(connections.Settings{"store": c.Reviews, "app": c.App}, file)
	if err != nil {
		return nil, err
	}
	rules, err := c.authorRules(env)
	if err != nil {
		return nil, err
	}
	events := make([]event.Event, len(all))
	for i, m := range all {
		if events[i], err = m.Event("", time.Now()); err != nil {
			return nil, err
		}
		events[i].IDs = append(events[i].IDs, topic.Whose(rules, m.Network, m.Author)...)
	}
	return events, nil
}

// authorRules say which authors are people who are known, where the events would go.
func (c *importCmd) authorRules(env *Env) (rules []topic.AuthorRule, err error) {
	if c.Server != "" {
		cl, err := connect(env, c.Server, c.Token, c.Workspace)
		if err != nil {
			return nil, err
		}
		var got struct {
			Rules []topic.AuthorRule `json:"rules"`
		}
		err = cl.Get(env.Context, "/voice/authors", &got)
		return got.Rules, err
	}
	err = c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
		ws, err := workspaceOf(env, f, c.Workspace)
		if err == nil {
			rules, err = f.Topics.Authors(env.Context, ws)
		}
		return err
	})
	if c.DryRun > 0 && c.Data == "" && fault.Is(err, fault.NotFound) {
		fmt.Fprintln(env.Err, "whose the reviews are by the rules of a workspace is not looked up: give --data or --server")
		err = nil
	}
	return rules, err
}

// importReviews imports the reviews as items of the Segment specification, or shows what they would be stored as.
func (c *importCmd) importReviews(env *Env) error {
	events, err := c.appReviews(env)
	if err != nil {
		return err
	}
	if c.DryRun > 0 {
		return c.previewReviews(env, events[:min(c.DryRun, len(events))])
	}
	name, err := writeItems(events)
	if name != "" {
		defer os.Remove(name)
	}
	if err != nil {
		return err
	}
	c.Create = true
	return c.run(env, transfer.Import{File: name, Source: cmp.Or(c.Source, connections.SourceName)})
}

// previewReviews shows events as they would be stored, with the feeling that they get then.
func (c *importCmd) previewReviews(env *Env, events []event.Event) error {
	conf, err := c.load()
	if err != nil {
		return err
	}
	models, err := sentiment.Embedded()
	if err != nil {
		return err
	}
	reader := feeling.New(models, feeling.Options{Names: feeling.Names(), Later: conf.Sentiment.URL != nil && conf.Sentiment.Wait})
	items := make([]ingest.Item, len(events))
	for i, e := range events {
		e.Properties = reader.Properties(e.Name, e.Properties)
		items[i].Event = e
	}
	n := int64(len(events))
	return writePreview(env, items, &transfer.Report{Rows: n, Events: n})
}

// writeItems writes events into a file of their own, which is the caller's to remove.
func writeItems(events []event.Event) (name string, err error) {
	out, err := os.CreateTemp("", "jejak-reviews-*.ndjson")
	if err != nil {
		return "", fmt.Errorf("a place for the reviews: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	text := bufio.NewWriter(out)
	lines := json.NewEncoder(text)
	for _, e := range events {
		if err := lines.Encode(itemOf(e)); err != nil {
			return out.Name(), err
		}
	}
	return out.Name(), text.Flush()
}

// itemOf is an event as an item of the Segment specification.
func itemOf(e event.Event) map[string]any {
	ids := []map[string]string{}
	for _, id := range e.IDs {
		ids = append(ids, map[string]string{"type": string(id.Type), "id": id.Value})
	}
	return map[string]any{
		"type": "track", "event": e.Name, "messageId": e.MessageID, "timestamp": e.Time, "channel": e.Channel, "properties": e.Properties,
		"context": map[string]any{"externalIds": ids},
	}
}
