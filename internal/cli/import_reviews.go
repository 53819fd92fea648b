package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/listen/appreviews"
	connections "jejak/internal/listen/connect"
)

// appReviews writes the reviews of an app store's file as items of the Segment specification, which are imported in its place. What
// becomes of a review is what becomes of one that is uploaded on the screen, with the same messageId.
func (c *importCmd) appReviews() (name string, err error) {
	if c.App == "" || c.Mapping != "" {
		return "", fault.New(fault.Invalid, "Say with --app which app the reviews are of, and leave --mapping away: the store's columns are known.")
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return "", fault.Wrap(fault.NotFound, err, "The file cannot be read.")
	}
	all, err := appreviews.New().Read(connections.Settings{"store": c.Reviews, "app": c.App}, file)
	if err != nil {
		return "", err
	}
	out, err := os.CreateTemp("", "jejak-reviews-*.ndjson")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	text := bufio.NewWriter(out)
	lines := json.NewEncoder(text)
	for _, m := range all {
		e, err := m.Event("", time.Now())
		if err == nil {
			err = lines.Encode(itemOf(e))
		}
		if err != nil {
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

// firstLines shows what would be sent.
func firstLines(env *Env, name string, n int) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	for range n {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // that was all
		}
		fmt.Fprint(env.Out, line)
	}
	fmt.Fprintln(env.Err, "nothing was stored")
	return nil
}
