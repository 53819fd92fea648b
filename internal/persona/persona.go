// Package persona keeps personas: segments of people with a name, a face and a story.
package persona

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed persona.sql
var statementFile string

// Story is what a team tells of a persona; any of it may be empty.
type Story struct {
	Initials     string `json:"initials,omitempty" maxLength:"3" doc:"stand for a picture; those of the name where they are absent"`
	Colour       string `json:"colour,omitempty" enum:"blue,teal,green,yellow,orange,pink,violet,grey" doc:"behind the initials"`
	Quote        string `json:"quote,omitempty" maxLength:"500" doc:"what the persona would say"`
	Text         string `json:"text,omitempty" maxLength:"5000" doc:"life, character, how they shop"`
	Goals        string `json:"goals,omitempty" maxLength:"2000"`
	Frustrations string `json:"frustrations,omitempty" maxLength:"2000"`
	Channels     string `json:"channels,omitempty" maxLength:"2000" doc:"which channels they prefer, as the team sees it"`
}

// Persona is a rule over people with a story. The rule can name a saved segment by its id.
type Persona struct {
	ID    string          `json:"id" example:"p3"`
	Name  string          `json:"name" example:"Dewi, who asks before she buys"`
	Owner string          `json:"owner" doc:"who looks after it"`
	Story Story           `json:"story"`
	Rule  journey.Segment `json:"rule" doc:"who they are; mostly the id of a saved segment"`
	document.Stamp
}

// Limits of a workspace.
const (
	maxPersonas = 100
	maxName     = 200
)

// Check tells what is wrong with a question of a workspace (fault.Invalid), saved segments in it included.
type Check func(ctx context.Context, ws event.Workspace, q journey.Question) error

// Store keeps the personas of all workspaces. It is safe for concurrent use.
type Store struct {
	*document.Store[Persona]
	check Check
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, check Check, now func() time.Time) (*Store, error) {
	s := &Store{check: check}
	docs, err := document.Open(ctx, db, document.Kind[Persona]{
		Name: "persona", Most: maxPersonas, Full: "personas: delete one first", Series: "persona", Prefix: "p",
		Head: func(p *Persona) (*string, *document.Stamp) { return &p.ID, &p.Stamp },
		Tidy: s.tidy, Scan: scan, Cells: cells,
	}, sqldb.ParseStatements(statementFile), now)
	s.Store = docs
	return s, err
}

func scan(row sqldb.Scanner) (p Persona, err error) {
	var story, rule string
	if err := row.Scan(&p.ID, &p.Name, &p.Owner, &story, &rule, &p.Version, &p.Created, &p.Changed); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(story), &p.Story); err != nil {
		return p, fmt.Errorf("story of persona %s: %w", p.ID, err)
	}
	if err := json.Unmarshal([]byte(rule), &p.Rule); err != nil {
		return p, fmt.Errorf("rule of persona %s: %w", p.ID, err)
	}
	return p, nil
}

func cells(p Persona) ([]any, error) {
	story, err := json.Marshal(p.Story)
	if err != nil {
		return nil, err
	}
	rule, err := json.Marshal(p.Rule)
	return []any{p.Name, p.Owner, story, rule, p.Version, p.Created, p.Changed}, err
}

// Fill names a workspace's personas in a question that is broken down by persona and names none itself, and where such a question stands
// for the people of a cell. The question that it is given stays as it is.
func (s *Store) Fill(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, error) {
	if b := q.Breakdown; b != nil && b.By == "persona" && len(b.Segments) == 0 {
		all, err := s.List(ctx, ws)
		if err != nil {
			return q, err
		}
		own := *b
		for _, p := range all[:min(len(all), journey.MaxGroups)] {
			own.Segments = append(own.Segments, journey.Group{Value: p.ID, Segment: p.Rule})
		}
		q.Breakdown = &own
	}
	if q.People != nil && q.People.Of != nil && q.People.Of.Kind != journey.KindPeople {
		of, err := s.Fill(ctx, ws, *q.People.Of)
		if err != nil {
			return q, err
		}
		people := *q.People
		people.Of = &of
		q.People = &people
	}
	return q, nil
}

// Unused is a step that ends in Conflict where a persona names a segment: it joins the segment's deletion.
func (s *Store) Unused(ws event.Workspace, segment string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		all, err := s.All(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		for _, p := range all {
			if slices.Contains(p.Rule.Saved(), segment) {
				return fault.Coded(fault.New(fault.Conflict, "The persona %q is made with this segment: change or delete the persona first.", p.Name), "segment_in_persona", "persona", p.Name)
			}
		}
		return nil
	}
}

// tidy trims the texts and tells what is wrong with the persona.
func (s *Store) tidy(ctx context.Context, _ *sqldb.WriteTx, ws event.Workspace, p *Persona) error {
	var faults []fault.Field
	for _, c := range []struct {
		field       string
		text        *string
		least, most int
	}{
		{"name", &p.Name, 1, maxName},
		{"owner", &p.Owner, 0, maxName},
		{"story.initials", &p.Story.Initials, 0, 3},
		{"story.quote", &p.Story.Quote, 0, 500},
		{"story.text", &p.Story.Text, 0, 5000},
		{"story.goals", &p.Story.Goals, 0, 2000},
		{"story.frustrations", &p.Story.Frustrations, 0, 2000},
		{"story.channels", &p.Story.Channels, 0, 2000},
	} {
		*c.text = strings.TrimSpace(*c.text)
		if n := utf8.RuneCountInString(*c.text); n < c.least || n > c.most || !utf8.ValidString(*c.text) {
			faults = append(faults, fault.Field{Name: c.field, Message: fmt.Sprintf("must be text of %d to %d characters", c.least, c.most), Code: "text_between", With: fault.Values(c.least, c.most)})
		}
	}
	if colours := []string{"", "blue", "teal", "green", "yellow", "orange", "pink", "violet", "grey"}; !slices.Contains(colours, p.Story.Colour) {
		faults = append(faults, fault.Field{Name: "story.colour", Message: "must be one of " + strings.Join(colours, " ") + ", or empty", Code: "persona_colour"})
	}
	err := s.check(ctx, ws, journey.Question{Kind: journey.KindPeople, Segment: &p.Rule})
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	if faults = append(faults, ruleFaults(err)...); len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("This persona cannot be saved.", faults), "persona_not_saved")
	}
	return nil
}

// ruleFaults are those of the rule, each by its place below "rule".
func ruleFaults(err error) []fault.Field {
	var e *fault.Error
	if !errors.As(err, &e) {
		return nil
	}
	if len(e.Fields) == 0 {
		return []fault.Field{{Name: "rule", Message: e.Message, Code: "question_unusable"}}
	}
	faults := slices.Clone(e.Fields)
	for i := range faults {
		faults[i].Name = "rule" + strings.TrimPrefix(faults[i].Name, "segment")
	}
	return faults
}
