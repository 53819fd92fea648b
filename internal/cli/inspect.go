package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/server"
)

type inspectCmd struct {
	folderFlags
	Workspace uint32 `placeholder:"N" help:"Number of the workspace; the only one by default."`
	Person    string `xor:"what" placeholder:"ID" help:"Show one person: 32 hexadecimal digits, or type:value such as email:ana@example.com."`
	Event     uint64 `xor:"what" placeholder:"SEQ" help:"Show one change of the feed by its sequence number."`
}

// Run shows what a folder holds.
func (c *inspectCmd) Run(env *Env) error {
	return c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
		switch {
		case c.Event != 0:
			return c.event(env, f)
		case c.Person != "":
			return c.person(env, f)
		default:
			return c.counts(env, f)
		}
	})
}

func (c *inspectCmd) event(env *Env, f *server.Folder) error {
	found := false
	err := f.Events.Changes(env.Context, c.Event-1, 1, func(ch event.Change) error {
		found = true
		return printJSON(env, shownChange(ch))
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "There is no change %d: the last one is %d.", c.Event, f.Events.LastSeq())
	}
	return err
}

// shownEvent is an event for people who look into a folder.
type shownEvent struct {
	Type       string          `json:"type"`
	Name       string          `json:"name"`
	Channel    string          `json:"channel"`
	Source     event.Source    `json:"source"`
	MessageID  string          `json:"messageId"`
	IDs        []event.ID      `json:"ids"`
	Time       event.Time      `json:"time"`
	OriginalAt event.Time      `json:"originalTimestamp,omitempty"`
	SentAt     event.Time      `json:"sentAt,omitempty"`
	ReceivedAt event.Time      `json:"receivedAt"`
	Properties json.RawMessage `json:"properties,omitempty"`
	Traits     json.RawMessage `json:"traits,omitempty"`
	Context    json.RawMessage `json:"context,omitempty"`
}

type shown struct {
	Seq       uint64          `json:"seq"`
	Workspace event.Workspace `json:"workspace"`
	Subject   event.Subject   `json:"subject"`
	Person    event.Person    `json:"person"`
	From      *event.Person   `json:"movedFrom,omitempty"`
	Event     *shownEvent     `json:"event,omitempty"`
}

func shownChange(c event.Change) shown {
	s := shown{Seq: c.Seq, Workspace: c.Workspace, Subject: c.Subject, Person: c.Person}
	if !c.From.IsZero() {
		s.From = &c.From
	}
	if e := c.Event; e != nil {
		s.Event = &shownEvent{
			Type: e.Type.String(), Name: e.Name, Channel: e.Channel, Source: e.Source, MessageID: e.MessageID, IDs: e.IDs,
			Time: e.Time, OriginalAt: e.OriginalAt, SentAt: e.SentAt, ReceivedAt: e.ReceivedAt,
			Properties: e.Properties, Traits: e.Traits, Context: e.Context,
		}
	}
	return s
}

func (c *inspectCmd) person(env *Env, f *server.Folder) error {
	ws, err := workspaceOf(env, f, c.Workspace)
	if err != nil {
		return err
	}
	reader := identity.NewReader(f.Events.Identity())
	var p event.Person
	if t, value, ok := cutID(c.Person); ok {
		var found bool
		p, found, err = reader.PersonOf(ws, event.ID{Type: event.IDType(t), Value: value})
		if err == nil && !found {
			err = fault.New(fault.NotFound, "Nobody has the %s %q.", t, value)
		}
	} else {
		err = p.UnmarshalText([]byte(c.Person))
		if err != nil {
			err = fault.Wrap(fault.Invalid, err, "A person is 32 hexadecimal digits, or type:value.")
		} else {
			p, err = reader.MovedTo(ws, p)
		}
	}
	if err != nil {
		return err
	}
	profile, err := reader.Person(ws, p)
	if err != nil {
		return err
	}
	return printJSON(env, profile)
}

func cutID(s string) (t, value string, ok bool) {
	for i, r := range s {
		if r == ':' {
			return s[:i], s[i+1:], true
		}
	}
	return "", "", false
}

func (c *inspectCmd) counts(env *Env, f *server.Folder) error {
	all, err := f.Workspaces.List(env.Context)
	if err != nil {
		return err
	}
	sources := table{title: "ledger, all time", left: 3, head: []string{"workspace", "source", "name", "received", "stored", "duplicate", "rejected"}}
	for _, w := range all {
		rows, err := f.Events.Ledger(w.ID, eventlog.Query{})
		if err != nil {
			return err
		}
		place, err := f.Workspaces.Place(env.Context, w.ID)
		if err != nil {
			return err
		}
		var sum eventlog.Counts
		add := func(source, name string, n eventlog.Counts) {
			sources.rows = append(sources.rows, []any{
				w.Name, source, name, number(n.Received), number(n.Stored), number(n.Duplicate), number(n.Rejected),
			})
		}
		for i := 0; i < len(rows); {
			source, n := rows[i].Source, eventlog.Counts{}
			for ; i < len(rows) && rows[i].Source == source; i++ {
				n.Add(rows[i].Counts)
			}
			add(strconv.FormatUint(uint64(source), 10), place.Sources[source], n)
			sum.Add(n)
		}
		add("", "total", sum)
	}
	sizes := table{title: f.Dir, left: 1, head: []string{"part", "bytes"}}
	for _, part := range []string{"control.db", "log", "trail"} {
		n, err := sizeOf(filepath.Join(f.Dir, part))
		if err != nil {
			return err
		}
		sizes.rows = append(sizes.rows, []any{part, strconv.FormatInt(n, 10)})
	}
	fmt.Fprintf(env.Out, "last change %d\n\n", f.Events.LastSeq())
	return writeTables(env.Out, []table{sources, sizes})
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }

func sizeOf(path string) (n int64, err error) {
	err = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return n, err
}
