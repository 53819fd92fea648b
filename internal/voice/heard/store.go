package heard

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/follow"
	"jejak/internal/journey"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
	"jejak/internal/voice/theme"
)

//go:embed heard.sql
var statementFile string

// Options are what a Store stands on.
type Options struct {
	Heard       func(name string) bool                                                      // whether events of a name are texts
	Touchpoints func(ctx context.Context, ws event.Workspace) ([]journey.Touchpoint, error) // of a workspace, as they are now
	Themes      func(ctx context.Context, ws event.Workspace) ([]theme.Theme, error)
	Topics      func(ctx context.Context, ws event.Workspace) ([]topic.Topic, error)
	// Event reads one event again. It is asked where touchpoints have changed.
	Event func(ctx context.Context, ws event.Workspace, s event.Subject, at event.Time, seq uint64) (*event.Event, error)
	// Again tells everybody who follows the change feed to read a subject's events again.
	Again  func(ctx context.Context, ws event.Workspace, s event.Subject) error
	Now    func() time.Time
	Logger *slog.Logger
	Every  time.Duration // between looks for changed touchpoints, and at first before what failed is tried again (a Scorer, a lookup of texts); 5 s
	Scorer Scorer        // a model elsewhere; nil for none
	// Of more than Many texts (50,000), whoever asks waits no longer than Patience (200 ms) for the texts of new themes and topics that they do not
	// ask about.
	Many     int
	Patience time.Duration
}

// Store keeps the texts of all workspaces in the control database, and of each the few small columns that lists and counts need in
// memory. All of it but the corrections, and what a model elsewhere said, is derived from the event log. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	o          Options
	follower   *follow.Follower

	work   sync.Mutex // one who writes at a time
	search sync.Mutex // one who looks for the texts of a theme or topic at a time; taken before work

	mu      sync.RWMutex
	spaces  map[event.Workspace]*space
	said    map[place]Correction // those in force
	scores  scores               // of a model elsewhere
	trouble error                // what is wrong with it; nil while it answers
	failed  map[lookup]failure
	loaded  chan struct{} // closed once the columns are there
	handled follow.Progress
	stamps  map[event.Workspace]string

	wanting  chan struct{}   // somebody waits for new themes and topics
	searched follow.Progress // how often they have been looked for since
	tooLong  atomic.Uint64   // the time of these that somebody has waited for in vain

	came     chan struct{} // something was heard, for whoever has it scored
	starting sync.Mutex
	stop     context.CancelFunc
	done     sync.WaitGroup
}

type place struct {
	ws  event.Workspace
	seq uint64
}

// format is that of what is derived here; with another one it is made again.
const format = 3 // 2: author kind, reach and interactions; 3: scorer

// Open readies the store; it follows nothing before Start.
func Open(ctx context.Context, db *sqldb.DB, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Every <= 0 {
		o.Every = 5 * time.Second
	}
	if o.Many <= 0 {
		o.Many = 50_000
	}
	if o.Patience <= 0 {
		o.Patience = 200 * time.Millisecond
	}
	s := &Store{
		db: db, statements: sqldb.ParseStatements(statementFile), o: o, spaces: map[event.Workspace]*space{}, said: map[place]Correction{}, failed: map[lookup]failure{},
		loaded: make(chan struct{}), stamps: map[event.Workspace]string{}, scores: newScores(), came: make(chan struct{}, 1), wanting: make(chan struct{}, 1),
	}
	if err := db.Check(ctx, s.statements); err != nil {
		return nil, err
	}
	return s, errors.Join(s.loadScores(ctx), s.loadCorrections(ctx))
}

// loadPage is how many rows are read at once, so that memory stays bounded.
const loadPage = 20_000

// load fills the columns from the database.
func (s *Store) load(ctx context.Context) error {
	type stamp struct {
		ws   event.Workspace
		text string
	}
	var after uint64
	return s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		stamps, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (v stamp, err error) { return v, row.Scan(&v.ws, &v.text) }, s.statements.Get("stamps"))
		if err != nil {
			return err
		}
		s.mu.Lock()
		for _, v := range stamps {
			s.stamps[v.ws] = v.text
		}
		s.mu.Unlock()
		for {
			page, err := sqldb.All(ctx, tx, scanColumns, s.statements.Get("page"), after, loadPage)
			if err != nil {
				return err
			}
			s.mu.Lock()
			for i := range page {
				s.space(page[i].ws).append(&page[i].Text)
			}
			s.mu.Unlock()
			if len(page) < loadPage {
				return nil
			}
			after = page[len(page)-1].Seq
		}
	})
}

type located struct {
	Text
	ws event.Workspace
}

func scanColumns(row sqldb.Scanner) (l located, err error) {
	var milli int64
	var verified int
	err = row.Scan(&l.Seq, &l.ws, &l.At, &l.Event, &l.Channel, &l.Touchpoint, &l.Language, &l.Feeling, &milli, &l.Network, &l.AuthorKind, &verified, &l.reach, &l.interactions)
	l.Score, l.Verified = scoreIn(l.Feeling, milli), verified == 1
	return l, err
}

func scanText(row sqldb.Scanner) (t Text, err error) {
	var milli int64
	var subject, person, body string
	err = row.Scan(&t.Seq, &t.At, &subject, &person, &t.Event, &t.Channel, &t.Touchpoint, &t.Language, &t.Feeling, &milli, &t.Network, &t.Topic, &t.AuthorKind, &t.Scorer, &body)
	if err != nil {
		return t, err
	}
	t.Score = scoreIn(t.Feeling, milli)
	if err := json.Unmarshal([]byte(body), &t.Said); err != nil {
		return t, fmt.Errorf("text %d: %w", t.Seq, err)
	}
	if err := t.subject.UnmarshalText([]byte(subject)); err != nil {
		return t, fmt.Errorf("text %d: %w", t.Seq, err)
	}
	return t, t.Person.UnmarshalText([]byte(person))
}

// scoreIn is a score as it is kept, in thousandths; texts without one have none.
func scoreIn(class string, milli int64) *float64 {
	if class == NotScored || class == Unsupported {
		return nil
	}
	score := float64(milli) / 1000
	return &score
}

func milliOf(score *float64) int64 {
	if score == nil {
		return 0
	}
	return int64(math.Round(*score * 1000))
}

// insertRows is how many rows one statement brings: reading a statement costs more than a row.
const insertRows = 50

// insert keeps texts that come after a place; those before it are there.
func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, texts []Text, after uint64) ([]Text, error) {
	fresh := slices.DeleteFunc(texts, func(t Text) bool { return t.Seq <= after })
	for group := range slices.Chunk(fresh, insertRows) {
		var rows, terms []any
		for i := range group {
			t := &group[i]
			body, err := json.Marshal(t.Said)
			if err != nil {
				return nil, err
			}
			rows = append(rows, t.Seq, ws, t.At, t.subject.String(), t.Person.String(), t.Event, t.Channel, t.Touchpoint,
				t.Language, t.Feeling, milliOf(t.Score), t.Network, t.Topic, t.AuthorKind, oneIf(t.Verified), t.reach, t.interactions, t.Scorer, body)
			t.terms = theme.Terms(t.words())
			t.mention = t.asMention()
			terms = append(terms, t.Seq, strings.Join(t.terms, " "))
		}
		if _, err := tx.Exec(ctx, s.statements.Get("insert")+strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", len(group)-1), rows...); err != nil {
			return nil, err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("terms")+strings.Repeat(", (?, ?)", len(group)-1), terms...); err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// get reads one text. Faults: NotFound.
func (s *Store) get(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, seq uint64) (Text, error) {
	t, ok, err := sqldb.One(ctx, tx, scanText, s.statements.Get("one"), ws, seq)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "Nothing was heard with the number %d.", seq)
	}
	return t, err
}

// space is the columns of a workspace; the caller holds mu.
func (s *Store) space(ws event.Workspace) *space {
	sp := s.spaces[ws]
	if sp == nil {
		sp = newSpace()
		s.spaces[ws] = sp
	}
	return sp
}

// ready waits until the columns are there.
func (s *Store) ready(ctx context.Context) error {
	select {
	case <-s.loaded:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
