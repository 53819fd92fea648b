package survey

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/sqldb"
	"jejak/internal/voice/theme"
)

// words are all that somebody wrote, to search in.
func (r *response) words() string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(r.answers)) {
		if words := r.answers[id].words(); words != "" {
			all = append(all, strings.ToLower(words))
		}
	}
	return strings.Join(all, "\n")
}

// searchMost is how many of the newest responses with some words are looked through.
const searchMost = 2000

// readAtOnce is how many responses become findable in one transaction.
const readAtOnce = 500

// ofSurvey is a word that stands with those of every response to a survey, ofQuestion with those of every one that answers a question, so
// that only these are found. No text has them: they begin with a character for private use, which is no part of a word.
func ofSurvey(ws event.Workspace, survey string) string {
	return fmt.Sprintf("\ue000%dx%s", ws, survey)
}

func ofQuestion(id string) string {
	return "\ue001" + strings.NewReplacer("_", "\ue002", "-", "\ue003").Replace(id) // as they would end the word
}

// terms are what a response is found by, between blanks; "" where nothing was answered.
func (r *response) terms() string {
	if len(r.answers) == 0 {
		return ""
	}
	all := []string{ofSurvey(r.ws, r.survey)}
	for _, id := range slices.Sorted(maps.Keys(r.answers)) {
		all = append(all, ofQuestion(id))
	}
	return strings.Join(append(all, theme.Terms(r.words())...), " ")
}

// wanted is what a response has to have so that it is listed; "" where no response can.
func (l Listing) wanted(ws event.Workspace, survey string) string {
	terms := theme.Query(l.Search)
	if len(terms) == 0 && l.Search != "" || l.Question != "" && !idForm.MatchString(l.Question) {
		return ""
	}
	if terms = append(terms, ofSurvey(ws, survey)); l.Question != "" {
		terms = append(terms, ofQuestion(l.Question))
	}
	return `"` + strings.Join(terms, `" "`) + `"`
}

// found looks through the responses once: for how many there are, and for those of the page. Where words are looked for, or answers to a
// question that few answered, only those that have them are looked at.
func (s *Store) found(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey string, l Listing, args []any) (p Page, rows []response, err error) {
	statement := "found"
	if l.Search != "" || l.Question != "" {
		terms := l.wanted(ws, survey)
		if terms == "" {
			return p, nil, nil
		}
		last, more, err := sqldb.One(ctx, tx, sqldb.Into[int64], s.statements.Get("farthest"), terms, searchMost)
		if err != nil {
			return p, nil, err
		}
		if p.Capped = more && l.Search != ""; l.Search != "" || !more {
			statement, args = "foundTerms", append([]any{terms, last}, args...)
		}
	}
	ids, err := sqldb.All(ctx, tx, sqldb.Into[string], s.statements.Get(statement), args...)
	if err != nil {
		return p, nil, err
	}
	p.Total = len(ids)
	from := min(l.Offset, len(ids))
	for _, id := range ids[from:min(from+l.Limit, len(ids))] {
		r, ok, err := sqldb.One(ctx, tx, scanResponse, s.statements.Get("response"), ws, id)
		if err != nil {
			return p, nil, err
		}
		if ok {
			rows = append(rows, r)
		}
	}
	return p, rows, nil
}

// findable has a response found by what was answered, where that has changed.
func (s *Store) findable(ctx context.Context, tx *sqldb.WriteTx, r *response) (err error) {
	terms := r.terms()
	if terms == r.found && r.number >= 0 {
		return nil
	}
	if r.number > 0 {
		if _, err := tx.Exec(ctx, s.statements.Get("deleteTerms"), r.number); err != nil {
			return err
		}
	}
	if r.found = terms; terms == "" {
		r.number = 0
		return nil
	}
	if r.number <= 0 {
		if r.number, err = tx.Next(ctx, "survey words"); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertTerms"), r.number, terms)
	return err
}

// readOld makes responses findable that were kept before they could be.
func (s *Store) readOld(ctx context.Context) error {
	for {
		var rows []response
		err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
			rows, err = sqldb.All(ctx, tx, scanResponse, s.statements.Get("unread"), readAtOnce)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
			for i := range rows {
				r := &rows[i]
				if err := s.findable(ctx, tx, r); err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, s.statements.Get("setNumber"), r.number, r.ws, r.id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
