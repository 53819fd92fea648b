package survey

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// fromLog is the link of responses that came as events: of another Jejak, a file, a simulation, or of before this database was made.
const fromLog = "log"

// heardElsewhere is the part of an event's properties that a response is made of.
type heardElsewhere struct {
	Survey   string   `json:"survey_id"`
	Response string   `json:"response"`
	Question string   `json:"question"`
	Via      Via      `json:"via"`
	URL      string   `json:"url"`
	Language string   `json:"language"`
	Stage    string   `json:"stage"`
	Product  string   `json:"product"`
	Score    *float64 `json:"score"`
	Picked   string   `json:"picked"`
	Text     string   `json:"text"`
	Title    string   `json:"title"`
	Consent  *bool    `json:"consent"`
	Public   *bool    `json:"public"`
	Feeling  string   `json:"feeling"`
	Feels    *float64 `json:"sentiment"`
}

// told reports whether an event is one that surveys tell.
func told(e *event.Event) bool {
	return e.Name == EventShown || e.Name == EventAnswered || e.Name == EventDismissed || e.Name == EventReview
}

// adopt takes what an event says of a survey into the responses, unless the response was given here: then it is there already.
func (s *Store) adopt(ctx context.Context, tx *sqldb.WriteTx, c event.Change) error {
	var p heardElsewhere
	if json.Unmarshal(c.Event.Properties, &p) != nil || p.Survey == "" || p.Response == "" || len(p.Response) > 100 || !p.Via.known() {
		return nil
	}
	known, err := s.all(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(known[c.Workspace], func(v Survey) bool { return v.ID == p.Survey })
	if i < 0 {
		return nil
	}
	v := &known[c.Workspace][i]
	r, there, err := sqldb.One(ctx, tx.Read(), scanResponse, s.statements.Get("response"), c.Workspace, p.Response)
	if err != nil || there && (r.link != fromLog || r.survey != v.ID) {
		return err
	}
	if !there {
		t := ticket{Workspace: c.Workspace, Survey: v.ID, Response: p.Response, Via: p.Via, Link: fromLog, IDs: c.Event.IDs, Product: cut(p.Product, 200)}
		r = t.begin(v.Version)
	}
	before := r
	if !p.write(&r, &v.Content, c.Event) {
		return nil
	}
	statement := "insertResponse"
	if there {
		statement = "updateResponse"
	}
	if err := s.putResponse(ctx, tx, statement, &r); err != nil {
		return err
	}
	return s.addCounts(ctx, tx, &before, &r)
}

// write notes one event; false is one that fits no question.
func (p *heardElsewhere) write(r *response, c *Content, e *event.Event) bool {
	at := e.Time
	if p.URL != "" && r.url == "" {
		r.url = cut(p.URL, 2000)
	}
	switch e.Name {
	case EventShown:
		r.shown = at
	case EventDismissed:
		r.dismissed = at
	default:
		i := c.index(p.Question)
		if i < 0 || c.Questions[i].Kind == Note {
			return false
		}
		fitted, ok := c.Questions[i].fit(p.answer(e))
		if !ok || fitted.empty() {
			return false
		}
		k := kept{Answer: fitted, At: at}
		if words := fitted.words(); words != "" && p.Feeling != "" {
			k.Feeling = Feeling{State: p.Feeling, Language: p.Language, Score: p.Feels}
		}
		// The map may be another reader's own.
		answers := map[string]kept{}
		for id, was := range r.answers {
			answers[id] = was
		}
		answers[p.Question] = k
		r.answers = answers
		if !slices.Contains(r.told, p.Question) { // the log may be read again
			r.told = append(slices.Clone(r.told), p.Question)
		}
		r.lang, r.stage = p.Language, p.Stage
		if r.begun == 0 || at < r.begun {
			r.begun = at
		}
		r.done = true
		if c.missing(r.said()) == End {
			r.finished = max(r.finished, at)
		}
	}
	r.changed = max(r.changed, at)
	return true
}

func (p *heardElsewhere) answer(e *event.Event) Answer {
	a := Answer{Question: p.Question, Score: p.Score, Text: p.Text, Title: p.Title, Consent: p.Consent}
	if e.Name == EventReview {
		a.Consent = p.Public
	}
	for _, id := range strings.Split(strings.Trim(p.Picked, "|"), "|") {
		switch id {
		case "":
		case otherOption:
			a.Other = p.Text
		default:
			a.Choices = append(a.Choices, id)
		}
	}
	var all map[string]any
	if json.Unmarshal(e.Properties, &all) == nil {
		for name, value := range all {
			row, ok := strings.CutPrefix(name, "matrix_")
			if column, isText := value.(string); ok && isText {
				if a.Rows == nil {
					a.Rows = map[string]string{}
				}
				a.Rows[row] = column
			}
		}
	}
	return a
}
