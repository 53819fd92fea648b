package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/server"
	"jejak/internal/transfer"
)

type exportCmd struct {
	folderFlags
	File      string   `arg:"" help:"File to write: .ndjson or .parquet, with .gz too."`
	Source    []string `short:"s" placeholder:"NAME|ID" help:"Only of these sources."`
	From      string   `placeholder:"TIME" help:"Only events from this day or time on, in the workspace's zone."`
	To        string   `placeholder:"TIME" help:"Only events before this time; a day is included."`
	Workspace uint32   `placeholder:"N" help:"Number of the workspace; the only one by default."`
	Force     bool     `help:"Write over a file that is there."`
}

// Run writes the events to a file, which is there whole or not at all.
func (c *exportCmd) Run(env *Env) error {
	x := transfer.Export{Sources: map[event.Source]string{}}
	name := c.File
	name, x.Gzip = strings.CutSuffix(name, ".gz")
	switch filepath.Ext(name) {
	case ".ndjson", ".jsonl", ".json":
		x.Format = "ndjson"
	case ".parquet":
		x.Format = "parquet"
	default:
		return fault.New(fault.Invalid, "%s ends in none of .ndjson, .parquet, .ndjson.gz.", c.File)
	}
	if x.Gzip && x.Format == "parquet" {
		return fault.New(fault.Invalid, "Parquet is compressed by itself: leave .gz out.")
	}
	if _, err := os.Stat(c.File); err == nil && !c.Force {
		return fault.New(fault.Conflict, "%s is there already: use --force to write over it.", c.File)
	}
	return c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error { return c.export(env, f, x) })
}

func (c *exportCmd) export(env *Env, f *server.Folder, x transfer.Export) (err error) {
	if x.Workspace, err = workspaceOf(env, f, c.Workspace); err != nil {
		return err
	}
	if err := c.choose(env.Context, f, &x); err != nil {
		return err
	}
	bar := newProgress(env.Err, "exporting")
	x.Progress = func(done, last uint64, events int64) {
		bar.show(fmt.Sprintf("%d events", events), float64(done)/float64(max(1, last)))
	}
	tmp, err := os.CreateTemp(filepath.Dir(c.File), ".jejak-export-*")
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The file cannot be written.")
	}
	n, err := x.Run(env.Context, f.Events, tmp)
	bar.done()
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), c.File)
	}
	if err != nil {
		return errors.Join(fault.Wrap(fault.Unavailable, err, "The file cannot be written."), os.Remove(tmp.Name()))
	}
	return c.tell(env.Out, n)
}

// tell says what is in the file, and what of the history is not.
func (c *exportCmd) tell(w io.Writer, n transfer.Written) error {
	text := fmt.Sprintf("%d events", n.Events)
	if n.Decisions > 0 || n.Rejected > 0 {
		text += fmt.Sprintf(", %d rejected items and %d decisions about identity", n.Rejected, n.Decisions)
	}
	text += fmt.Sprintf(" in %s\n", c.File)
	switch {
	case n.NoDecisions == 0 && n.NoRejected == 0:
	case strings.HasSuffix(c.File, ".parquet"):
		text += fmt.Sprintf("%d rejected items and %d decisions about identity are not in a Parquet file; use NDJSON\n", n.NoRejected, n.NoDecisions)
	default:
		text += fmt.Sprintf("%d rejected items and %d decisions about identity are not in a part of a history; export all of it\n", n.NoRejected, n.NoDecisions)
	}
	if n.Lost > 0 {
		text += fmt.Sprintf("%d decisions about identity are not in the file: an earlier build made them and did not keep their places; use a backup\n", n.Lost)
	}
	_, err := io.WriteString(w, text)
	return err
}

// choose reads which events are asked for.
func (c *exportCmd) choose(ctx context.Context, f *server.Folder, x *transfer.Export) error {
	w, err := f.Workspaces.Get(ctx, x.Workspace)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		return err
	}
	if x.From, err = boundary(c.From, zone, 0); err != nil {
		return err
	}
	if x.To, err = boundary(c.To, zone, 1); err != nil {
		return err
	}
	list, err := f.Workspaces.Sources(ctx, x.Workspace)
	if err != nil {
		return err
	}
	for _, s := range list {
		x.Sources[s.ID] = s.Name
		x.Places.Sources = append(x.Places.Sources, transfer.SourceInfo{Name: s.Name, Kind: s.Kind, Channel: s.Channel})
	}
	channels, err := f.Touchpoints.Channels(ctx, x.Workspace)
	if err != nil {
		return err
	}
	for _, ch := range channels {
		if !ch.BuiltIn {
			x.Places.Channels = append(x.Places.Channels, transfer.ChannelInfo{ID: ch.ID, Name: ch.Name})
		}
	}
	find := folderSources{store: f.Workspaces, ws: x.Workspace}
	for _, name := range c.Source {
		src, err := find.find(ctx, name)
		if err != nil {
			return err
		}
		x.Only = append(x.Only, src.ID)
	}
	return nil
}

// boundary reads a day or a time; a day moves on by days.
func boundary(text string, zone *time.Location, days int) (event.Time, error) {
	if text == "" {
		return 0, nil
	}
	if at, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return event.TimeOf(at.AddDate(0, 0, days)), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "%q is neither a day such as 2026-01-31 nor a time such as 2026-01-31T08:00:00+07:00.", text)
	}
	return event.TimeOf(at), nil
}
