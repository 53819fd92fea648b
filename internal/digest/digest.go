// Package digest mails people what concerns them, once a day or a week, where they asked for it.
package digest

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
)

//go:embed digest.sql
var statementFile string

// Every is how often somebody is mailed.
type Every string

// How often. Off is what everybody has until they ask for something else: then they are told in the app alone.
const (
	Off    Every = "off"
	Daily  Every = "daily"
	Weekly Every = "weekly" // on Mondays
)

// hour is when digests are sent, in the zone of the workspace.
const hour = 8

// Store keeps who wants which digest. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), now: now}
	return s, db.Check(ctx, s.statements)
}

// Get is how often a user is mailed what concerns them in a workspace.
func (s *Store) Get(ctx context.Context, ws event.Workspace, user int64) (every Every, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		var ok bool
		if every, ok, err = sqldb.One(ctx, tx, sqldb.Into[Every], s.statements.Get("one"), ws, user); !ok {
			every = Off
		}
		return err
	})
	return every, err
}

// Set changes it. What happened before is not mailed. Fault: Invalid.
func (s *Store) Set(ctx context.Context, ws event.Workspace, user int64, every Every) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		switch every {
		case Off:
			_, err := tx.Exec(ctx, s.statements.Get("delete"), ws, user)
			return err
		case Daily, Weekly:
			_, err := tx.Exec(ctx, s.statements.Get("set"), ws, user, every, event.TimeOf(s.now()))
			return err
		}
		return fault.InvalidFields("This is no digest.", []fault.Field{{Name: "every", Message: "must be one of off daily weekly"}})
	})
}

// Reader is who gets a digest.
type Reader struct {
	Email, Name, Language string
	Zone                  *time.Location // of the workspace
	Brand                 string
}

// News is one thing that concerns somebody, in their language.
type News struct {
	Title, Text string
	Path        string // of its place in the app
	At          event.Time
}

// Options are what a Sender stands on.
type Options struct {
	// Reader is a user of a workspace; ok is false where they are none any more, or may not look at it.
	Reader func(ctx context.Context, ws event.Workspace, user int64) (r Reader, ok bool, err error)
	// News is what concerns them, the newest first.
	News   func(ctx context.Context, ws event.Workspace, user int64, r Reader) ([]News, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// Sender mails digests. Between Start and Stop it does.
type Sender struct {
	store *Store
	box   *mail.Outbox
	o     Options

	mu   sync.Mutex
	stop context.CancelFunc // nil while stopped
	done chan struct{}
}

// NewSender joins one; it mails nothing before Start.
func NewSender(store *Store, box *mail.Outbox, o Options) *Sender {
	return &Sender{store: store, box: box, o: o}
}

// Start mails in the background. A started Sender is left alone, and so is one without a mail server.
func (s *Sender) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil || !s.box.Ready() {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.done = stop, make(chan struct{})
	go s.run(ctx, s.done)
}

// Stop ends it. A stopped Sender is left alone.
func (s *Sender) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop == nil {
		return nil
	}
	s.stop()
	select {
	case <-s.done:
		s.stop = nil
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Sender) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		if _, err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.o.Logger.Error("digests wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

type choice struct {
	ws    event.Workspace
	user  int64
	every Every
	since event.Time
}

// Round queues the digests whose time has come, and returns how many. It is not called concurrently.
func (s *Sender) Round(ctx context.Context) (queued int, err error) {
	var all []choice
	err = s.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (c choice, err error) {
			return c, row.Scan(&c.ws, &c.user, &c.every, &c.since)
		}, s.store.statements.Get("all"))
		return err
	})
	faults := []error{err}
	for _, c := range all { // one that fails holds up nobody else
		sent, err := s.see(ctx, c)
		if err != nil {
			faults = append(faults, fmt.Errorf("digest of user %d in workspace %d: %w", c.user, c.ws, err))
		}
		if sent && err == nil {
			queued++
		}
	}
	return queued, errors.Join(faults...)
}

// see queues one digest where its time has come and there is something to tell. What was told, and that it was queued, is kept in one
// piece, so that a restart neither repeats nor loses any.
func (s *Sender) see(ctx context.Context, c choice) (sent bool, err error) {
	r, ok, err := s.o.Reader(ctx, c.ws, c.user)
	if err != nil || !ok {
		return false, err
	}
	now := s.o.Now()
	slot := lastSlot(now.In(r.Zone), c.every)
	if event.TimeOf(slot) <= c.since {
		return false, nil
	}
	until := event.TimeOf(now)
	news, err := s.o.News(ctx, c.ws, c.user, r)
	if err != nil {
		return false, err
	}
	l := mail.Letter{To: r.Email, Language: r.Language, Brand: r.Brand}
	n := 0
	for _, one := range news {
		if one.At < c.since || one.At >= until { // what comes within this very millisecond is told the next time
			continue
		}
		if n++; len(l.Items) < mostItems {
			l.Items = append(l.Items, mail.Item{Title: one.Title, Text: one.Text, URL: s.box.Root() + one.Path})
		}
	}
	steps := []sqldb.Step{func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.store.statements.Get("told"), until, c.ws, c.user)
		return err
	}}
	if n > 0 {
		if err := s.address(&l, c, n, r); err != nil {
			return false, err
		}
		steps = append(steps, s.box.Queue(mail.Draft{
			Workspace: c.ws, Kind: mail.Digest, Occasion: fmt.Sprintf("digest:%d:%s", c.user, slot.Format(time.DateOnly)), Letter: l,
		}))
	}
	return n > 0, s.store.db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, steps...) })
}

const mostItems = 25

// address says what a digest is, and how to end it.
func (s *Sender) address(l *mail.Letter, c choice, n int, r Reader) (err error) {
	word := func(name string) string {
		return mail.Word(r.Language, "digest."+name, "brand", r.Brand, "n", strconv.Itoa(n))
	}
	l.Subject = word(string(c.every))
	l.Title, l.Note = l.Subject, word("note")
	l.Button = &mail.Choice{Label: word("open"), URL: fmt.Sprintf("%s/w/%d", s.box.Root(), c.ws)}
	l.Unsubscribe, err = s.box.LeaveURL(mail.Leaving{Workspace: c.ws, Kind: mail.Digest, User: c.user})
	return err
}

// lastSlot is the last moment, now or before, at which a digest is sent.
func lastSlot(now time.Time, every Every) time.Time {
	slot := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, now.Location())
	if slot.After(now) {
		slot = slot.AddDate(0, 0, -1)
	}
	for every == Weekly && slot.Weekday() != time.Monday {
		slot = slot.AddDate(0, 0, -1)
	}
	return slot
}
