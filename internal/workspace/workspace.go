// Package workspace keeps brands' workspaces and their sources, and knows at once whose write key an event came with.
package workspace

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // zones are known where the system has none, as in a bare container
	"unicode/utf8"

	"golang.org/x/text/currency"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

//go:embed workspace.sql
var statementFile string

// Workspace is one brand; it owns everything else.
type Workspace struct {
	ID       event.Workspace `json:"id"`
	Name     string          `json:"name"`
	Zone     string          `json:"zone" doc:"IANA time zone: where days, weeks and months begin" example:"Asia/Jakarta"`
	Currency string          `json:"currency" doc:"ISO 4217" example:"IDR"`
	Settings Settings        `json:"settings"`
	Created  event.Time      `json:"created"`
}

// Settings are a workspace's small choices.
type Settings struct {
	Locale  string `json:"locale,omitempty" enum:"en,id,zh-Hant" doc:"language of the screens for people who chose none"`
	Website string `json:"website,omitempty" maxLength:"300" doc:"where the brand's own site is; shown in snippets"`
}

// Draft is a new workspace.
type Draft struct {
	Name     string   `json:"name"`
	Zone     string   `json:"zone"`
	Currency string   `json:"currency"`
	Settings Settings `json:"settings,omitempty"`
}

// Patch changes what it gives.
type Patch struct {
	Name     *string   `json:"name,omitempty"`
	Zone     *string   `json:"zone,omitempty"`
	Currency *string   `json:"currency,omitempty"`
	Settings *Settings `json:"settings,omitempty"`
}

// Founding is a step of making a workspace that needs to know which: its owner, its touchpoints.
type Founding func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error

// Store keeps workspaces and sources. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time

	loading sync.Mutex // one load at a time, so that a later one never loses to an earlier one
	cache   atomic.Pointer[snapshot]
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), now: now}
	if err := db.Check(ctx, s.statements); err != nil {
		return nil, err
	}
	if _, err := s.load(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Create makes a workspace; steps join the same transaction. Faults: Invalid.
func (s *Store) Create(ctx context.Context, draft Draft, steps ...Founding) (Workspace, error) {
	w := Workspace{
		Name: strings.TrimSpace(draft.Name), Zone: draft.Zone, Currency: draft.Currency,
		Settings: draft.Settings, Created: event.TimeOf(s.now()),
	}
	if err := w.validate(); err != nil {
		return Workspace{}, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Next(ctx, "workspace")
		if err != nil {
			return err
		}
		w.ID = event.Workspace(n)
		if _, err := tx.Exec(ctx, s.statements.Get("insertWorkspace"), w.ID, w.Name, w.Zone, w.Currency, w.Settings.json(), w.Created); err != nil {
			return err
		}
		for _, step := range steps {
			if err := step(ctx, tx, w.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Workspace{}, err
	}
	return w, s.refresh(ctx)
}

// List is every workspace.
func (s *Store) List(ctx context.Context) (all []Workspace, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanWorkspace, s.statements.Get("workspaces"))
		return err
	})
	return all, err
}

// Get is one workspace. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace) (w Workspace, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		w, err = s.get(ctx, tx, ws)
		return err
	})
	return w, err
}

func (s *Store) get(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) (Workspace, error) {
	w, ok, err := sqldb.One(ctx, tx, scanWorkspace, s.statements.Get("workspace"), ws)
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "there is no workspace %d", ws), "workspace_gone")
	}
	return w, err
}

// Update changes a workspace; steps join the same transaction. Faults: Invalid, NotFound.
func (s *Store) Update(ctx context.Context, ws event.Workspace, patch Patch, also ...sqldb.Step) (w Workspace, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if w, err = s.get(ctx, tx.Read(), ws); err != nil {
			return err
		}
		set(&w.Name, patch.Name)
		set(&w.Zone, patch.Zone)
		set(&w.Currency, patch.Currency)
		set(&w.Settings, patch.Settings)
		w.Name = strings.TrimSpace(w.Name)
		if err := w.validate(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("updateWorkspace"), w.Name, w.Zone, w.Currency, w.Settings.json(), ws); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return Workspace{}, err
	}
	return w, s.refresh(ctx)
}

func scanWorkspace(row sqldb.Scanner) (w Workspace, err error) {
	var settings string
	if err := row.Scan(&w.ID, &w.Name, &w.Zone, &w.Currency, &settings, &w.Created); err != nil {
		return w, err
	}
	if err := json.Unmarshal([]byte(settings), &w.Settings); err != nil {
		return w, fmt.Errorf("settings of workspace %d: %w", w.ID, err)
	}
	return w, nil
}

func (s Settings) json() []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic("BUG: settings that are no JSON: " + err.Error()) //nolint:forbidigo // two strings always are
	}
	return text
}

const maxName = 200 // characters

func (w Workspace) validate() error {
	var faults []fault.Field
	add := func(name, message, code string) {
		faults = append(faults, fault.Field{Name: name, Message: message, Code: code})
	}
	if wrong := badName(w.Name); wrong != nil {
		faults = append(faults, *wrong)
	}
	if _, err := location(w.Zone); err != nil {
		add("zone", "is no IANA time zone, such as Asia/Jakarta or UTC", "zone")
	}
	if unit, err := currency.ParseISO(w.Currency); err != nil || unit.String() != w.Currency {
		add("currency", "is no ISO 4217 code in capitals, such as IDR or EUR", "currency")
	}
	switch w.Settings.Locale {
	case "", "en", "id", "zh-Hant":
	default:
		add("settings.locale", "must be en, id or zh-Hant", "")
	}
	if site := w.Settings.Website; site != "" && !strings.HasPrefix(site, "https://") && !strings.HasPrefix(site, "http://") || len(site) > 300 {
		add("settings.website", "must begin with https:// or http:// and be at most 300 bytes", "website")
	}
	if len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("this workspace cannot be saved", faults), "workspace_not_saved")
	}
	return nil
}

// location reads a zone's name; the machine's own zone, which time.LoadLocation would take, is no name.
func location(zone string) (*time.Location, error) {
	if zone == "" || zone == "Local" {
		return nil, fmt.Errorf("zone %q is no name", zone)
	}
	return time.LoadLocation(zone)
}

// badName says what is wrong with a name, nil if nothing is.
func badName(name string) *fault.Field {
	switch n := utf8.RuneCountInString(name); {
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return &fault.Field{Name: "name", Message: "must be plain text of one line", Code: "one_line"}
	case n == 0:
		return &fault.Field{Name: "name", Message: "is missing", Code: "missing"}
	case n > maxName:
		return &fault.Field{
			Name: "name", Message: fmt.Sprintf("has %d characters, at most %d are kept", n, maxName),
			Code: "most_characters", With: fault.Values(maxName),
		}
	}
	return nil
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
