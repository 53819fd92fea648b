package survey

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
)

//go:embed survey.sql
var statementFile string

// maxSurveys is how many a workspace has.
const maxSurveys = 200

// defaultCooldown is how many days lie between two surveys where a workspace does not say.
const defaultCooldown = 7

// StoreOptions are what a Store stands on.
type StoreOptions struct {
	// Check tells what is wrong with a question of a workspace (fault.Invalid), saved segments in it included.
	Check func(ctx context.Context, ws event.Workspace, q journey.Question) error
	Key   seal.Key // of the tokens that visitors get
	Now   func() time.Time
}

// Store keeps the surveys of all workspaces and what was answered. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	o          StoreOptions

	mu    sync.Mutex
	known map[event.Workspace][]Survey // as committed; nil: to be read
	woken chan struct{}                // something is to be told as an event
}

// OpenStore readies the store.
func OpenStore(ctx context.Context, db *sqldb.DB, o StoreOptions) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), o: o, woken: make(chan struct{}, 1)}
	if err := db.Check(ctx, s.statements); err != nil {
		return nil, err
	}
	return s, s.readOld(ctx)
}

// all are the surveys of every workspace, from memory: a widget asks for them with every page. They are not to be changed.
func (s *Store) all(ctx context.Context) (map[event.Workspace][]Survey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil {
		return s.known, nil
	}
	known := map[event.Workspace][]Survey{}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		rows, err := sqldb.All(ctx, tx, scanSurvey, s.statements.Get("surveys"))
		for _, row := range rows {
			known[row.ws] = append(known[row.ws], row.Survey)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.known = known
	return known, nil
}

func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = nil
}

type surveyRow struct {
	Survey
	ws event.Workspace
}

func scanSurvey(row sqldb.Scanner) (v surveyRow, err error) {
	var content string
	if err := row.Scan(&v.ws, &v.ID, &v.Name, &v.Owner, &v.State, &v.Version, &content, &v.Created, &v.Changed); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(content), &v.Content); err != nil {
		return v, fmt.Errorf("content of survey %s: %w", v.ID, err)
	}
	return v, nil
}

// List is a workspace's surveys, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) ([]Survey, error) {
	var counts map[string]Counts
	var list []Survey
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		rows, err := sqldb.All(ctx, tx, scanCounts, s.statements.Get("counts"), ws)
		counts = map[string]Counts{}
		for _, row := range rows {
			counts[row.survey] = row.Counts
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	known, err := s.all(ctx)
	for _, one := range known[ws] {
		one.Counts = counts[one.ID]
		list = append(list, one)
	}
	return list, err
}

type countsRow struct {
	Counts
	survey string
}

func scanCounts(row sqldb.Scanner) (c countsRow, err error) {
	return c, row.Scan(&c.survey, &c.Shown, &c.Begun, &c.Finished, &c.Dismissed, &c.Set, &c.Latest)
}

// Get is one survey. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (v Survey, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if v, err = s.one(ctx, tx, ws, id); err != nil {
			return err
		}
		row, _, err := sqldb.One(ctx, tx, scanCounts, s.statements.Get("countsOf"), ws, id)
		v.Counts = row.Counts
		return err
	})
	return v, err
}

func (s *Store) one(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Survey, error) {
	row, ok, err := sqldb.One(ctx, tx, scanSurvey, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "This workspace has no survey %.50q.", id), "survey_unknown")
	}
	return row.Survey, err
}

// Create makes a survey, as a draft; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, v Survey, also ...sqldb.Step) (Survey, error) {
	if err := s.tidy(ctx, ws, &v); err != nil {
		return v, err
	}
	now := event.TimeOf(s.o.Now())
	v.State, v.Version, v.Created, v.Changed, v.Counts = Draft, 1, now, now, Counts{}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("count"), ws)
		if err != nil {
			return err
		}
		if n >= maxSurveys {
			return fault.Coded(fault.New(fault.TooLarge, "A workspace has at most %d surveys: delete one first.", maxSurveys), "surveys_most", "most", strconv.Itoa(maxSurveys))
		}
		number, err := tx.Next(ctx, "survey")
		if err != nil {
			return err
		}
		v.ID = fmt.Sprintf("v%d", number)
		if err := s.put(ctx, tx, "insert", ws, v); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("insertCounts"), ws, v.ID); err != nil {
			return err
		}
		return s.keepVersion(ctx, tx, ws, v, also)
	})
	return v, err
}

// Update puts a survey in the place of the one with its id, which keeps its state; version 0 replaces any version. What was answered
// before belongs to the version before. Steps join the same transaction. Faults: Invalid, NotFound, Conflict (another version, which
// the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, v Survey, also ...sqldb.Step) (Survey, error) {
	if err := s.tidy(ctx, ws, &v); err != nil {
		return v, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx.Read(), ws, v.ID)
		if err != nil {
			return err
		}
		if v.Version != 0 && v.Version != old.Version {
			return fault.Stale("survey", old)
		}
		if err := s.keepsMeaning(ctx, tx.Read(), ws, &v); err != nil {
			return err
		}
		counts, _, err := sqldb.One(ctx, tx.Read(), scanCounts, s.statements.Get("countsOf"), ws, v.ID)
		if err != nil {
			return err
		}
		v.State, v.Version, v.Created, v.Changed = old.State, old.Version+1, old.Created, event.TimeOf(s.o.Now())
		v.Counts = counts.Counts
		if v.State == Running && len(v.Content.Questions) == 0 {
			return fault.Coded(fault.New(fault.Conflict, "A survey that is running needs a question: pause it first."), "survey_running_empty")
		}
		if err := s.put(ctx, tx, "update", ws, v); err != nil {
			return err
		}
		return s.keepVersion(ctx, tx, ws, v, also)
	})
	return v, err
}

// keepsMeaning refuses a question that has become another kind of question: answers to both would count as the same thing.
func (s *Store) keepsMeaning(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, v *Survey) error {
	versions, err := sqldb.All(ctx, tx, scanContent, s.statements.Get("versions"), ws, v.ID)
	if err != nil {
		return err
	}
	kinds := map[string]Kind{}
	highs := map[string]int{}
	for _, old := range versions {
		for _, q := range old.Questions {
			kinds[q.ID] = q.Kind
			_, highs[q.ID] = q.scale()
		}
	}
	var f faults
	for i, q := range v.Content.Questions {
		at := nth("content.questions", i)
		if was, ok := kinds[q.ID]; ok && was != q.Kind {
			f.bad(at+".kind", "kind_was", "was %s in an earlier version: give the new question another id, so that old answers keep their meaning", was)
		} else if _, high := q.scale(); ok && high != highs[q.ID] {
			f.bad(at+".max", "max_was", "was %d in an earlier version: give the new question another id, so that scales are never mixed", highs[q.ID])
		}
	}
	if len(f.all) > 0 {
		return fault.Coded(fault.InvalidFields("This survey cannot be saved.", f.all), "survey_not_saved")
	}
	return nil
}

func scanContent(row sqldb.Scanner) (c Content, err error) {
	var version int
	var text string
	if err := row.Scan(&version, &text); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(text), &c)
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, v Survey) error {
	content, err := json.Marshal(v.Content)
	if err != nil {
		return err
	}
	args := []any{v.Name, v.Owner, v.State, v.Version, content, v.Changed}
	if statement == "insert" {
		args = append(args, v.Created)
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement), append(args, ws, v.ID)...)
	tx.AfterCommit(s.forget)
	return err
}

func (s *Store) keepVersion(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v Survey, also []sqldb.Step) error {
	content, err := json.Marshal(v.Content)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, s.statements.Get("insertVersion"), ws, v.ID, v.Version, content, v.Changed); err != nil {
		return err
	}
	return tx.Run(ctx, also...)
}

// version is a survey's content as it was.
func (s *Store) version(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, version int) (c Content, err error) {
	text, ok, err := sqldb.One(ctx, tx, sqldb.Into[string], s.statements.Get("version"), ws, id, version)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, fault.Coded(fault.New(fault.NotFound, "This survey has no version %d.", version), "survey_no_version")
	}
	return c, json.Unmarshal([]byte(text), &c)
}

// SetState begins, pauses or ends a survey. Steps join the same transaction. Faults: NotFound, Invalid, Conflict (nothing to ask).
func (s *Store) SetState(ctx context.Context, ws event.Workspace, id string, state State, also ...sqldb.Step) (v Survey, err error) {
	if !slices.Contains([]State{Draft, Running, Paused, Ended}, state) {
		return v, fault.InvalidFields("This is no state of a survey.", []fault.Field{{Name: "state", Message: "must be one of draft running paused ended"}})
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if v, err = s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		counts, _, err := sqldb.One(ctx, tx.Read(), scanCounts, s.statements.Get("countsOf"), ws, id)
		if err != nil {
			return err
		}
		v.Counts = counts.Counts
		if state == Running && !slices.ContainsFunc(v.Content.Questions, func(q Question) bool { return q.Kind != Note }) {
			return fault.Coded(fault.New(fault.Conflict, "This survey asks nothing yet: add a question first."), "survey_empty")
		}
		if state == Draft && v.Counts.Shown+v.Counts.Begun > 0 {
			return fault.Coded(fault.New(fault.Conflict, "People have seen this survey, so it is no draft any more: pause or end it."), "survey_seen")
		}
		v.State = state
		if err := s.put(ctx, tx, "update", ws, v); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return v, err
}

// Delete takes a survey away with its responses and links; what was told as events stays. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		for _, name := range []string{"deleteTriggerHeld", "deleteSendingPeople", "deleteSendings", "deleteLinks", "deleteTermsOf", "deleteResponses", "deleteCounts", "deleteVersions", "delete"} {
			if _, err := tx.Exec(ctx, s.statements.Get(name), ws, id); err != nil {
				return err
			}
		}
		tx.AfterCommit(s.forget)
		return tx.Run(ctx, also...)
	})
}

// Unused is a step that ends in Conflict where a survey is for a segment: it joins the segment's deletion.
func (s *Store) Unused(ws event.Workspace, segment string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		rows, err := sqldb.All(ctx, tx.Read(), scanSurvey, s.statements.Get("surveys"))
		if err != nil {
			return err
		}
		for _, v := range rows {
			if who := v.Content.Targeting.Who; v.ws == ws && who != nil && slices.Contains(who.Saved(), segment) {
				return fault.Coded(fault.New(fault.Conflict, "The survey %q is for this segment: change or delete the survey first.", v.Name), "segment_of_survey", "name", v.Name)
			}
		}
		return nil
	}
}

// Settings are those of a workspace.
func (s *Store) Settings(ctx context.Context, ws event.Workspace) (o Settings, err error) {
	o.CooldownDays = defaultCooldown
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		text, ok, err := sqldb.One(ctx, tx, sqldb.Into[string], s.statements.Get("settings"), ws)
		if err != nil || !ok {
			return err
		}
		return json.Unmarshal([]byte(text), &o)
	})
	return o, err
}

// SetSettings changes them. Steps join the same transaction. Faults: Invalid.
func (s *Store) SetSettings(ctx context.Context, ws event.Workspace, o Settings, also ...sqldb.Step) (Settings, error) {
	var f faults
	if o.check(&f); len(f.all) > 0 {
		return o, fault.Coded(fault.InvalidFields("These settings cannot be saved.", f.all), "survey_settings")
	}
	text, err := json.Marshal(o)
	if err != nil {
		return o, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := tx.Exec(ctx, s.statements.Get("setSettings"), ws, text); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return o, err
}

// tidy trims the texts and tells everything that is wrong with a survey.
func (s *Store) tidy(ctx context.Context, ws event.Workspace, v *Survey) error {
	var f faults
	v.Name, v.Owner = strings.TrimSpace(v.Name), strings.TrimSpace(v.Owner)
	if v.Name == "" {
		f.bad("name", "name", "must be text of 1 to 200 characters")
	}
	checkWord(&f, "name", v.Name, 200)
	checkWord(&f, "owner", v.Owner, 200)
	v.Content.check(&f)
	t := v.Content.Targeting
	if t.Who != nil {
		if err := s.checkRule(ctx, ws, &f, journey.Question{Kind: journey.KindPeople, Segment: t.Who}, "segment", "content.targeting.who"); err != nil {
			return err
		}
	}
	if t.Trigger != nil {
		for name, filter := range map[string]*journey.Filter{"event": &t.Trigger.Event, "unless": t.Trigger.Unless} {
			q := journey.Question{Kind: journey.KindTrend, Filter: filter}
			if err := s.checkRule(ctx, ws, &f, q, "filter", "content.targeting.trigger."+name); err != nil {
				return err
			}
		}
	}
	if len(f.all) > 0 {
		return fault.Coded(fault.InvalidFields("This survey cannot be saved.", f.all), "survey_not_saved")
	}
	return nil
}

// checkRule has an engine's rules look at a part of the survey. Its faults are told where the part stands.
func (s *Store) checkRule(ctx context.Context, ws event.Workspace, f *faults, q journey.Question, from, to string) error {
	err := s.o.Check(ctx, ws, q)
	var e *fault.Error
	if err == nil || !errors.As(err, &e) || e.Kind != fault.Invalid {
		return err
	}
	if len(e.Fields) == 0 {
		f.bad(to, "rule", "%s", e.Message)
	}
	for _, field := range e.Fields {
		field.Name = to + strings.TrimPrefix(field.Name, from)
		f.all = append(f.all, field)
	}
	return nil
}
