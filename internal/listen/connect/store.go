package connect

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
)

//go:embed store.sql
var statementFile string

// Connection is one connector of a workspace with its settings.
type Connection struct {
	ID       string     `json:"id" example:"n3"`
	Kind     string     `json:"kind" example:"feed"`
	Name     string     `json:"name" example:"News about coffee"`
	Settings Settings   `json:"settings" doc:"those that are no secrets"`
	Secrets  []string   `json:"secrets" nullable:"false" doc:"names of the secrets that are set"`
	Every    int        `json:"every" doc:"seconds between two fetches; 0 where nothing is fetched"`
	Paused   bool       `json:"paused"`
	Version  int        `json:"version" doc:"one more at each change"`
	Created  event.Time `json:"created"`
	Changed  event.Time `json:"changed"`
	State    State      `json:"state"`

	// Made are secrets that were made for a new connection: nobody sees them again.
	Made Settings `json:"made,omitempty" doc:"secrets that were made for it, shown this once"`
	// Token is what the address of a webhook ends in; "" of other kinds.
	Token string `json:"-"`

	workspace event.Workspace
	sealed    string
	place     json.RawMessage
}

// Problem is what is wrong with a connection.
type Problem struct {
	Text string            `json:"problem,omitempty" doc:"what is wrong, and what to do, in English"`
	Code string            `json:"code,omitempty" doc:"a stable word for it, where there is one" example:"unreachable"`
	With map[string]string `json:"with,omitempty" doc:"what the code's words name" example:"{\"host\":\"feeds.example.com\"}"`
}

// kept is the problem as the database has it: JSON where there is one. An older Jejak kept the text alone.
func (p Problem) kept() string {
	if p.Text == "" {
		return ""
	}
	text, err := json.Marshal(p)
	if err != nil {
		return p.Text
	}
	return string(text)
}

func problemOf(kept string) (p Problem) {
	if !strings.HasPrefix(kept, "{") || json.Unmarshal([]byte(kept), &p) != nil {
		p = Problem{Text: kept}
	}
	return p
}

// State is how a connection fares.
type State struct {
	Next     event.Time `json:"next,omitempty" doc:"when it is fetched next"`
	Good     event.Time `json:"good,omitempty" doc:"when it last went well"`
	Failed   event.Time `json:"failed,omitempty" doc:"when it last went wrong"`
	Failures int        `json:"failures" doc:"how often in a row it has gone wrong"`
	Problem
	Mentions int64 `json:"mentions" doc:"how many it has brought so far"`
}

// Draft is what people say of a connection.
type Draft struct {
	Kind     string
	Name     string
	Settings Settings // a secret that is absent stays as it was
	Every    int      // seconds; 0 is the usual
	Paused   bool
	Version  int // of the one that is changed; 0 changes any
}

// How often a connection may be fetched, in seconds.
const (
	usualEvery = 15 * 60
	leastEvery = 5 * 60
	mostEvery  = 7 * 24 * 3600
)

const (
	maxConnections = 200 // of a workspace
	longestName    = 100
)

// Store keeps the connections of all workspaces. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	key        seal.Key
	kinds      map[string]Connector
	now        func() time.Time
}

// Open readies the store for connections of these kinds.
func Open(ctx context.Context, db *sqldb.DB, key seal.Key, kinds []Connector, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), key: key, kinds: map[string]Connector{}, now: now}
	for _, k := range kinds {
		s.kinds[k.Kind()] = k
	}
	return s, db.Check(ctx, s.statements)
}

// Kinds are what a connection can be, by name.
func (s *Store) Kinds() []Connector {
	return slices.SortedFunc(maps.Values(s.kinds), func(a, b Connector) int { return strings.Compare(a.Kind(), b.Kind()) })
}

// Fetched reports whether connections of a kind are fetched from, and not pushed to.
func (s *Store) Fetched(kind string) bool { return fetches(s.kinds[kind]) }

// List is a workspace's connections, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) ([]Connection, error) {
	return s.read(ctx, "all", ws)
}

func (s *Store) read(ctx context.Context, statement string, args ...any) (all []Connection, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, s.scan, s.statements.Get(statement), args...)
		return err
	})
	return all, err
}

// Get is one connection. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (c Connection, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		c, err = s.one(ctx, tx, ws, id)
		return err
	})
	return c, err
}

func (s *Store) one(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Connection, error) {
	c, ok, err := sqldb.One(ctx, tx, s.scan, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no connection %q.", id)
	}
	return c, err
}

// ByToken is the webhook whose address ends in a token, and its workspace. Faults: NotFound.
func (s *Store) ByToken(ctx context.Context, token string) (event.Workspace, Connection, error) {
	all, err := s.read(ctx, "by_token", token)
	if err == nil && len(all) != 1 {
		err = fault.New(fault.NotFound, "Nobody listens at this address: look the address of the connection up.")
	}
	if err != nil {
		return 0, Connection{}, err
	}
	return all[0].workspace, all[0], nil
}

func (s *Store) scan(row sqldb.Scanner) (c Connection, err error) {
	var settings, place, problem string
	var paused int
	if err := row.Scan(&c.workspace, &c.ID, &c.Kind, &c.Name, &settings, &c.sealed, &c.Token, &c.Every, &paused, &c.Version, &c.Created, &c.Changed,
		&place, &c.State.Next, &c.State.Good, &c.State.Failed, &c.State.Failures, &problem, &c.State.Mentions); err != nil {
		return c, err
	}
	c.State.Problem = problemOf(problem)
	c.Paused, c.place, c.Secrets = paused == 1, json.RawMessage(place), []string{}
	if err := json.Unmarshal([]byte(settings), &c.Settings); err != nil {
		return c, fmt.Errorf("settings of connection %s: %w", c.ID, err)
	}
	// A secret leaves its name among the settings, with nothing.
	for name, value := range c.Settings {
		if value == "" {
			c.Secrets = append(c.Secrets, name)
			delete(c.Settings, name)
		}
	}
	slices.Sort(c.Secrets)
	return c, nil
}

// Create makes a connection; steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, d Draft, also ...sqldb.Step) (c Connection, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		all, err := sqldb.All(ctx, tx.Read(), s.scan, s.statements.Get("all"), ws)
		if err != nil {
			return err
		}
		if len(all) >= maxConnections {
			return fault.New(fault.TooLarge, "A workspace has at most %d connections: delete some first.", maxConnections)
		}
		n, err := tx.Next(ctx, "connection")
		if err != nil {
			return err
		}
		now := event.TimeOf(s.now())
		c = Connection{ID: fmt.Sprintf("n%d", n), Kind: d.Kind, Created: now, workspace: ws}
		if _, ok := s.kinds[d.Kind]; !ok {
			return fault.InvalidFields("This connection cannot be saved.", []fault.Field{{Name: "kind", Message: "must be one of those that there are"}})
		}
		if kind, ok := s.kinds[d.Kind].(Receiver); ok {
			c.Token, c.Made = rand.Text(), kind.Fresh()
			d.Settings = maps.Clone(d.Settings)
			if d.Settings == nil {
				d.Settings = Settings{}
			}
			maps.Copy(d.Settings, c.Made)
		}
		return s.put(ctx, tx, "insert", c, d, &c, also)
	})
	return c, err
}

// Update changes a connection; its kind stays. Where other things are fetched from then on, fetching begins anew. Faults: Invalid,
// NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, id string, d Draft, also ...sqldb.Step) (c Connection, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		if d.Version != 0 && d.Version != old.Version {
			return fault.Stale("connection", old)
		}
		return s.put(ctx, tx, "update", old, d, &c, also)
	})
	return c, err
}

// put writes what a draft makes of a connection.
func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, old Connection, d Draft, out *Connection, also []sqldb.Step) error {
	kind, ok := s.kinds[old.Kind]
	if !ok {
		return fault.New(fault.Invalid, "This Jejak knows no connections of the kind %q.", old.Kind)
	}
	c := old
	c.Name, c.Paused, c.Every = strings.TrimSpace(d.Name), d.Paused, d.Every
	if n := utf8.RuneCountInString(c.Name); n < 1 || n > longestName || !utf8.ValidString(c.Name) {
		return fault.InvalidFields("This connection cannot be saved.", []fault.Field{{Name: "name", Message: fmt.Sprintf("must be text of 1 to %d characters", longestName)}})
	}
	switch {
	case !fetches(kind):
		c.Every = 0
	case c.Every == 0:
		c.Every = usualEvery
	case c.Every < leastEvery || c.Every > mostEvery:
		return fault.InvalidFields("This connection cannot be saved.", []fault.Field{{Name: "every", Message: fmt.Sprintf("must be %d to %d seconds", leastEvery, mostEvery)}})
	}
	whole, err := s.settings(old)
	if err != nil {
		return err
	}
	kept := whole
	whole = maps.Clone(d.Settings)
	for _, f := range kind.Fields() {
		if value, set := kept[f.Name]; f.Secret && set && d.Settings[f.Name] == "" {
			if whole == nil {
				whole = Settings{}
			}
			whole[f.Name] = value
		}
	}
	if whole, err = checkSettings(kind, whole); err != nil {
		return err
	}
	now := event.TimeOf(s.now())
	c.Version, c.Changed = old.Version+1, now
	if !maps.Equal(whole, kept) {
		c.State.Failures, c.State.Problem = 0, Problem{}
	}
	shown, err := s.hide(&c, kind, whole)
	if err != nil {
		return err
	}
	if !maps.Equal(c.Settings, old.Settings) {
		c.place = nil
	}
	if c.State.Next = 0; fetches(kind) {
		c.State.Next = now
	}
	*out = c
	if err := s.write(ctx, tx, statement, c, shown); err != nil {
		return err
	}
	return tx.Run(ctx, also...)
}

// hide parts settings into those that are shown and the sealed ones, and returns the row's: the names of secrets are in it, with
// nothing.
func (s *Store) hide(c *Connection, kind Connector, whole Settings) (Settings, error) {
	secrets, row := Settings{}, maps.Clone(whole)
	c.Settings, c.Secrets, c.sealed = maps.Clone(whole), []string{}, ""
	for _, f := range kind.Fields() {
		if value := whole[f.Name]; f.Secret && value != "" {
			secrets[f.Name], row[f.Name] = value, ""
			delete(c.Settings, f.Name)
			c.Secrets = append(c.Secrets, f.Name)
		}
	}
	slices.Sort(c.Secrets)
	if len(secrets) == 0 {
		return row, nil
	}
	text, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	c.sealed, err = s.key.Seal(text, purpose(*c))
	return row, err
}

func purpose(c Connection) string { return fmt.Sprintf("connection %d %s", c.workspace, c.ID) }

// settings are a connection's with its secrets.
func (s *Store) settings(c Connection) (Settings, error) {
	whole := Settings{}
	maps.Copy(whole, c.Settings)
	if c.sealed == "" {
		return whole, nil
	}
	text, err := s.key.Open(c.sealed, purpose(c))
	if err != nil {
		return nil, err
	}
	return whole, json.Unmarshal(text, &whole)
}

func (s *Store) write(ctx context.Context, tx *sqldb.WriteTx, statement string, c Connection, shown Settings) error {
	settings, err := json.Marshal(shown)
	if err != nil {
		return err
	}
	paused := 0
	if c.Paused {
		paused = 1
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement), c.Kind, c.Name, string(settings), c.sealed, c.Token, c.Every, paused, c.Version, c.Created, c.Changed,
		string(c.place), c.State.Next, c.State.Good, c.State.Failed, c.State.Failures, c.State.kept(), c.State.Mentions, c.workspace, c.ID)
	return err
}

// Delete takes a connection away; its mentions stay. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("delete"), ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "This workspace has no connection %q.", id)
		}
		return tx.Run(ctx, also...)
	})
}
