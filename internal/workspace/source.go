package workspace

import (
	"context"
	"crypto/rand"
	"errors"
	"regexp"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Source is a place that sends events.
type Source struct {
	ID        event.Source    `json:"id"`
	Workspace event.Workspace `json:"workspace"`
	Name      string          `json:"name"`
	Kind      string          `json:"kind"`
	Channel   string          `json:"channel" doc:"the channel of events that name none"`
	WriteKey  string          `json:"writeKey"`
	Disabled  bool            `json:"disabled"`
	Created   event.Time      `json:"created"`

	deleted event.Time
}

// SourceDraft is a new source.
type SourceDraft struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Channel string `json:"channel"`
}

// SourcePatch changes what it gives.
type SourcePatch struct {
	Name     *string `json:"name,omitempty"`
	Kind     *string `json:"kind,omitempty"`
	Channel  *string `json:"channel,omitempty"`
	Disabled *bool   `json:"disabled,omitempty"`
}

// Kinds are what a source can be; they choose its icon and its snippets.
func Kinds() []string {
	return []string{"website", "app", "server", "store", "call", "email", "chat", "social", "ads", "survey", "import", "other"}
}

// CreateSource makes a source with a new write key; steps join the same transaction. Faults: Invalid, NotFound, Conflict.
func (s *Store) CreateSource(ctx context.Context, ws event.Workspace, draft SourceDraft, also ...sqldb.Step) (Source, error) {
	src := Source{
		Workspace: ws, Name: strings.TrimSpace(draft.Name), Kind: draft.Kind, Channel: draft.Channel,
		WriteKey: newWriteKey(), Created: event.TimeOf(s.now()),
	}
	if err := src.validate(); err != nil {
		return Source{}, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.get(ctx, tx.Read(), ws); err != nil {
			return err
		}
		n, err := tx.Next(ctx, "source")
		if err != nil {
			return err
		}
		src.ID = event.Source(n)
		_, err = tx.Exec(ctx, s.statements.Get("insertSource"),
			src.ID, ws, src.Name, src.Kind, src.Channel, src.WriteKey, src.Disabled, src.Created)
		if err != nil {
			return nameTaken(err)
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return Source{}, err
	}
	return src, s.refresh(ctx)
}

// Sources are a workspace's sources, oldest first.
func (s *Store) Sources(ctx context.Context, ws event.Workspace) (all []Source, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanSource, s.statements.Get("sources"), ws)
		return err
	})
	return all, err
}

// Source is one source of a workspace. Faults: NotFound.
func (s *Store) Source(ctx context.Context, ws event.Workspace, id event.Source) (src Source, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		src, err = s.source(ctx, tx, ws, id)
		return err
	})
	return src, err
}

func (s *Store) source(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id event.Source) (Source, error) {
	src, ok, err := sqldb.One(ctx, tx, scanSource, s.statements.Get("source"), ws, id)
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "this workspace has no source %d", id), "source_gone")
	}
	return src, err
}

// UpdateSource changes a source; steps join the same transaction. Faults: Invalid, NotFound, Conflict.
func (s *Store) UpdateSource(ctx context.Context, ws event.Workspace, id event.Source, patch SourcePatch, also ...sqldb.Step) (Source, error) {
	return s.changeSource(ctx, ws, id, also, func(src *Source) error {
		set(&src.Name, patch.Name)
		set(&src.Kind, patch.Kind)
		set(&src.Channel, patch.Channel)
		set(&src.Disabled, patch.Disabled)
		src.Name = strings.TrimSpace(src.Name)
		return src.validate()
	})
}

// RotateKey gives a source a new write key; the old one is worth nothing from then on. Faults: NotFound.
func (s *Store) RotateKey(ctx context.Context, ws event.Workspace, id event.Source, also ...sqldb.Step) (Source, error) {
	return s.changeSource(ctx, ws, id, also, func(src *Source) error {
		src.WriteKey = newWriteKey()
		return nil
	})
}

// DeleteSource ends a source. Its number and name stay known, for its events stay. Faults: NotFound.
func (s *Store) DeleteSource(ctx context.Context, ws event.Workspace, id event.Source, also ...sqldb.Step) error {
	_, err := s.changeSource(ctx, ws, id, also, func(src *Source) error {
		src.deleted = event.TimeOf(s.now())
		return nil
	})
	return err
}

func (s *Store) changeSource(
	ctx context.Context, ws event.Workspace, id event.Source, also []sqldb.Step, change func(*Source) error,
) (src Source, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if src, err = s.source(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if err := change(&src); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, s.statements.Get("updateSource"),
			src.Name, src.Kind, src.Channel, src.WriteKey, src.Disabled, src.deleted, id)
		if err != nil {
			return nameTaken(err)
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return Source{}, err
	}
	return src, s.refresh(ctx)
}

func scanSource(row sqldb.Scanner) (src Source, err error) {
	err = row.Scan(&src.ID, &src.Workspace, &src.Name, &src.Kind, &src.Channel, &src.WriteKey, &src.Disabled, &src.Created, &src.deleted)
	return src, err
}

// newWriteKey is 32 letters and digits with 160 bits of chance. Write keys stand in web pages, so they are no secret and
// are stored as they are; they must not be guessed, though, nor look alike.
func newWriteKey() string {
	return strings.ToLower(rand.Text() + rand.Text())[:32]
}

func nameTaken(err error) error {
	if errors.Is(err, sqldb.ErrTaken) {
		return &fault.Error{
			Kind: fault.Conflict, Message: "another source of this workspace has this name", Code: "source_name_taken", Err: err,
			Fields: []fault.Field{{Name: "name", Message: "is the name of another source", Code: "source_name_taken"}},
		}
	}
	return err
}

var channelID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

func (src Source) validate() error {
	var faults []fault.Field
	add := func(name, message, code string) {
		faults = append(faults, fault.Field{Name: name, Message: message, Code: code})
	}
	if wrong := badName(src.Name); wrong != nil {
		faults = append(faults, *wrong)
	}
	if !slices.Contains(Kinds(), src.Kind) {
		add("kind", "must be one of "+strings.Join(Kinds(), ", "), "")
	}
	if !channelID.MatchString(src.Channel) {
		add("channel", "must be a channel's id, such as web or store", "channel_id")
	}
	if len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("this source cannot be saved", faults), "source_not_saved")
	}
	return nil
}
