package touchpoint

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Channel is a way by which people and a brand meet.
type Channel struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	BuiltIn bool   `json:"builtIn"`
}

// BuiltIn are the channels that every workspace has.
func BuiltIn() []Channel {
	names := []string{
		"web", "Website", "app", "App", "store", "Store", "call", "Call", "email", "E-mail", "sms", "SMS",
		"whatsapp", "WhatsApp", "chat", "Chat", "social", "Social media", "ads", "Ads", "search", "Search",
		"referral", "Word of mouth", "marketplace", "Marketplace", "community", "Community", "event", "Event", "other", "Other",
	}
	var all []Channel
	for pair := range slices.Chunk(names, 2) {
		all = append(all, Channel{ID: pair[0], Name: pair[1], BuiltIn: true})
	}
	return all
}

const (
	maxChannels = 100 // of a workspace's own
	maxName     = 200 // characters
)

var channelID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// Channels are the built-in channels and then the workspace's own.
func (s *Store) Channels(ctx context.Context, ws event.Workspace) (all []Channel, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		own, err := s.ownChannels(ctx, tx, ws)
		all = append(BuiltIn(), own...)
		return err
	})
	return all, err
}

func (s *Store) ownChannels(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) ([]Channel, error) {
	return sqldb.All(ctx, tx, func(row sqldb.Scanner) (c Channel, err error) {
		return c, row.Scan(&c.ID, &c.Name)
	}, s.statements.Get("channels"), ws)
}

// CreateChannel adds a channel of the workspace's own; steps join the same transaction. Faults: Invalid, Conflict.
func (s *Store) CreateChannel(ctx context.Context, ws event.Workspace, c Channel, also ...sqldb.Step) (Channel, error) {
	c.Name, c.BuiltIn = strings.TrimSpace(c.Name), false
	var faults []fault.Field
	if !channelID.MatchString(c.ID) {
		faults = append(faults, fault.Field{Name: "id", Message: "must be up to 40 small letters, digits, - and _, such as kiosk", Code: "channel_new"})
	}
	faults = append(faults, badName("name", c.Name)...)
	if len(faults) > 0 {
		return Channel{}, fault.Coded(fault.InvalidFields("this channel cannot be saved", faults), "channel_not_saved")
	}
	if slices.ContainsFunc(BuiltIn(), func(b Channel) bool { return b.ID == c.ID }) {
		return Channel{}, fault.Coded(fault.New(fault.Conflict, "the channel %s is there already", c.ID), "channel_there")
	}
	return c, s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		own, err := s.ownChannels(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		if len(own) >= maxChannels {
			return fault.Coded(fault.New(fault.TooLarge, "a workspace has at most %d channels of its own", maxChannels), "channels_most", "most", strconv.Itoa(maxChannels))
		}
		_, err = tx.Exec(ctx, s.statements.Get("insertChannel"), ws, c.ID, c.Name)
		if errors.Is(err, sqldb.ErrTaken) {
			return fault.Coded(fault.Wrap(fault.Conflict, err, "the channel %s is there already", c.ID), "channel_there")
		}
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

// DeleteChannel takes a channel of the workspace's own off the list. Events that came by it keep it. Faults: NotFound.
func (s *Store) DeleteChannel(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("deleteChannel"), ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Coded(fault.New(fault.NotFound, "this workspace has no channel %q of its own", id), "channel_gone")
		}
		return tx.Run(ctx, also...)
	})
}

// badName tells what is wrong with the name that stands in a field: nothing, or one fault.
func badName(field, name string) []fault.Field {
	switch n := utf8.RuneCountInString(name); {
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return []fault.Field{{Name: field, Message: "must be plain text of one line", Code: "one_line"}}
	case n == 0:
		return []fault.Field{{Name: field, Message: "is missing", Code: "missing"}}
	case n > maxName:
		return []fault.Field{{Name: field, Message: fmt.Sprintf("must have at most %d characters", maxName), Code: "most_characters", With: fault.Values(maxName)}}
	}
	return nil
}
