package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/client"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
	"jejak/internal/server"
	"jejak/internal/touchpoint"
	"jejak/internal/transfer"
	"jejak/internal/transfer/remote"
	"jejak/internal/workspace"
)

type importCmd struct {
	folderFlags
	File      string `arg:"" help:"CSV, text, NDJSON, XES or Parquet file, gzip too."`
	Mapping   string `short:"m" placeholder:"FILE" help:"How rows become events; docs/import.md. Not needed for what 'jejak export' wrote, items of the Segment specification, or XES."`
	Source    string `short:"s" placeholder:"NAME|ID" help:"Source of the events. An export keeps its own sources by default."`
	Reviews   string `enum:",play,appstore" default:"" placeholder:"STORE" help:"The file has the reviews of an app, as Google Play (play) or the App Store (appstore) hands them out."`
	App       string `placeholder:"NAME" help:"The app that the reviews are of."`
	Create    bool   `help:"Make the source where there is none of this name."`
	Workspace uint32 `placeholder:"N" help:"Number of the workspace; the only one by default."`
	Server    string `placeholder:"URL" env:"JEJAK_SERVER" help:"Send to a running server instead of a data folder."`
	Token     string `placeholder:"TOKEN" env:"JEJAK_TOKEN" help:"API token for the server."`
	DryRun    int    `placeholder:"N" help:"Show the events of the first N rows and store nothing."`
	JSON      bool   `help:"Print the report as JSON."`
}

// Run imports the file. It ends with 1 where anything was rejected or skipped without the mapping saying so.
func (c *importCmd) Run(env *Env) error {
	if c.Reviews != "" {
		return c.importReviews(env)
	}
	im := transfer.Import{File: c.File, Source: c.Source}
	if c.Mapping != "" {
		f, err := os.Open(c.Mapping)
		if err != nil {
			return fault.Wrap(fault.NotFound, err, "The mapping file cannot be read.")
		}
		defer f.Close()
		if im.Mapping, err = transfer.ReadMapping(f); err != nil {
			return err
		}
		if c.Source == "" && c.DryRun == 0 {
			return fault.New(fault.Invalid, "Say with --source which source the events are of.")
		}
	}
	if c.DryRun > 0 {
		return c.preview(env, im)
	}
	return c.run(env, im)
}

// run takes a file in and says what became of it.
func (c *importCmd) run(env *Env, im transfer.Import) error {
	bar := newProgress(env.Err, "importing")
	im.Progress = func(p transfer.Progress) {
		bar.show(fmt.Sprintf("%d rows, %d events", p.Report.Rows, p.Report.Events), float64(p.Bytes)/float64(max(1, p.Size)))
	}
	begun := time.Now()
	report, err := c.into(env, func(sink transfer.Sink) (transfer.Report, error) {
		defer bar.done()
		return im.Run(env.Context, sink)
	})
	if c.JSON {
		if err := printJSON(env, report); err != nil {
			return err
		}
	} else if report.Rows > 0 {
		report.Write(env.Out)
		took := time.Since(begun)
		fmt.Fprintf(env.Out, "%.1f s, %.0f events a second\n", took.Seconds(), float64(report.Events)/took.Seconds())
	}
	if err != nil {
		return err
	}
	if report.Refused() > 0 {
		return exitCode(1)
	}
	return nil
}

// into opens where the events go.
func (c *importCmd) into(env *Env, run func(transfer.Sink) (transfer.Report, error)) (report transfer.Report, err error) {
	if c.Server != "" {
		cl, err := client.New(c.Server, c.Token, max(1, c.Workspace), nil)
		if err != nil {
			return report, fault.Wrap(fault.Invalid, err, "The server cannot be asked.")
		}
		sources := serverSources{cl, c.Create}
		return run(remote.New(c.Server, sources.writeKey))
	}
	err = c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
		ws, err := workspaceOf(env, f, c.Workspace)
		if err != nil {
			return err
		}
		sources := folderSources{f.Workspaces, ws, c.Create || c.Source == ""}
		local := transfer.NewLocal(ws, f.Events, f.Ingester, sources.find)
		local.Prepare = func(ctx context.Context, h *transfer.Header) error { return sources.prepare(ctx, f.Touchpoints, h) }
		report, err = run(local)
		return err
	})
	return report, err
}

// prepare makes the channels and sources that a whole history names, where they are missing.
func (s folderSources) prepare(ctx context.Context, channels *touchpoint.Store, h *transfer.Header) error {
	have, err := channels.Channels(ctx, s.ws)
	if err != nil {
		return err
	}
	for _, c := range h.Channels {
		if slices.ContainsFunc(have, func(there touchpoint.Channel) bool { return there.ID == c.ID }) {
			continue
		}
		if _, err := channels.CreateChannel(ctx, s.ws, touchpoint.Channel{ID: c.ID, Name: c.Name}); err != nil {
			return err
		}
	}
	list, err := s.store.Sources(ctx, s.ws)
	if err != nil {
		return err
	}
	for _, src := range h.Sources {
		if slices.ContainsFunc(list, func(there workspace.Source) bool { return there.Name == src.Name }) {
			continue
		}
		if _, err := s.store.CreateSource(ctx, s.ws, workspace.SourceDraft{Name: src.Name, Kind: src.Kind, Channel: src.Channel}); err != nil {
			return err
		}
	}
	return nil
}

// folderSources finds the sources of a workspace by name or number.
type folderSources struct {
	store  *workspace.Store
	ws     event.Workspace
	create bool
}

func (s folderSources) find(ctx context.Context, name string) (ingest.Source, error) {
	if name == "" {
		return ingest.Source{}, fault.New(fault.Invalid, "Say with --source which source the events are of.")
	}
	list, err := s.store.Sources(ctx, s.ws)
	if err != nil {
		return ingest.Source{}, err
	}
	var names []string
	for _, x := range list {
		if x.Name == name || strconv.FormatUint(uint64(x.ID), 10) == name {
			return ingest.Source{ID: x.ID, Workspace: s.ws, Channel: x.Channel}, nil
		}
		names = append(names, x.Name)
	}
	if !s.create {
		return ingest.Source{}, fault.New(fault.NotFound, "There is no source %q. There are: %s. Use --create to make it.", name, strings.Join(names, ", "))
	}
	x, err := s.store.CreateSource(ctx, s.ws, workspace.SourceDraft{Name: name, Kind: "import", Channel: "other"})
	return ingest.Source{ID: x.ID, Workspace: s.ws, Channel: x.Channel}, err
}

// serverSources finds the write keys of a server's sources by name or number.
type serverSources struct {
	client *client.Client
	create bool
}

// keyedSource is what the server says of a source.
type keyedSource struct {
	ID       uint32 `json:"id"`
	Name     string `json:"name"`
	WriteKey string `json:"writeKey"`
}

func (s serverSources) writeKey(ctx context.Context, name string) (string, error) {
	var list struct {
		Sources []keyedSource `json:"sources"`
	}
	if err := s.client.Get(ctx, "/sources", &list); err != nil {
		return "", err
	}
	names := make([]string, 0, len(list.Sources))
	for _, x := range list.Sources {
		if x.Name == name || strconv.FormatUint(uint64(x.ID), 10) == name {
			return x.key()
		}
		names = append(names, x.Name)
	}
	if !s.create {
		return "", fault.New(fault.NotFound, "The server has no source %q. There are: %s. Use --create to make it.", name, strings.Join(names, ", "))
	}
	var made keyedSource
	err := s.client.Post(ctx, "/sources", map[string]string{"name": name, "kind": "import", "channel": "other"}, &made)
	var refused *client.Error
	if errors.As(err, &refused) && refused.Kind == "forbidden" {
		return "", fault.New(fault.Forbidden, "The server has no source %q, and the token's role may not make one: use a token of a developer, admin or owner, or make the source under Sources.", name)
	}
	if err != nil {
		return "", err
	}
	return made.key()
}

func (x *keyedSource) key() (string, error) {
	if x.WriteKey == "" {
		return "", fault.New(fault.Forbidden, "The token's role may not see write keys: use one of a developer, admin or owner.")
	}
	return x.WriteKey, nil
}

// previewed is an event of a dry run.
type previewed struct {
	Verdict    string          `json:"verdict"`
	Type       string          `json:"type,omitempty"`
	Name       string          `json:"name,omitempty"`
	Time       event.Time      `json:"time,omitzero"`
	Channel    string          `json:"channel,omitempty"`
	IDs        []event.ID      `json:"ids,omitempty"`
	MessageID  string          `json:"messageId,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
	Traits     json.RawMessage `json:"traits,omitempty"`
	Context    json.RawMessage `json:"context,omitempty"`
}

func (c *importCmd) preview(env *Env, im transfer.Import) error {
	items, report, err := im.Preview(c.DryRun)
	if err != nil {
		return err
	}
	return writePreview(env, items, &report)
}

func writePreview(env *Env, items []ingest.Item, report *transfer.Report) error {
	enc := json.NewEncoder(env.Out)
	enc.SetEscapeHTML(false)
	seen := map[string]bool{}
	for i := range items {
		if err := enc.Encode(previewOf(&items[i], seen)); err != nil {
			return err
		}
	}
	writePreviewReport(env.Err, report)
	return nil
}

func previewOf(it *ingest.Item, seen map[string]bool) previewed {
	e := &it.Event
	p := previewed{
		Verdict: "stored", Type: e.Type.String(), Name: e.Name, Time: e.Time, Channel: e.Channel, IDs: e.IDs, MessageID: e.MessageID,
		Properties: e.Properties, Traits: e.Traits, Context: e.Context,
	}
	switch {
	case it.Fault != "":
		p.Verdict = "rejected: " + string(it.Fault) + ": " + it.Detail
	case len(e.IDs) == 0:
		p.Verdict = "rejected: no_ids: the row has no value for any of its ids"
	case seen[e.MessageID]:
		p.Verdict = "duplicate"
	}
	seen[e.MessageID] = true
	return p
}

func writePreviewReport(w io.Writer, r *transfer.Report) {
	fmt.Fprintf(w, "%d rows, %d events; nothing was stored\n", r.Rows, r.Events)
	for reason, n := range r.Skipped {
		fmt.Fprintf(w, "  skipped %d: %s\n", n, reason)
	}
}
