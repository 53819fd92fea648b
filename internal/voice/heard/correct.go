package heard

import (
	"context"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Correction is what a person said of the feeling of a text, in the place of the model.
type Correction struct {
	Feeling string     `json:"feeling" enum:"negative,neutral,positive" doc:"what they said"`
	Was     string     `json:"was" enum:"negative,neutral,positive,not_scored,unsupported" doc:"what the model had said"`
	Who     string     `json:"who"`
	At      event.Time `json:"at" doc:"when they said it"`

	number  int
	subject event.Subject
	said    event.Time
	score   int64 // the model's
	ws      event.Workspace
	seq     uint64

	Language string `json:"-"`
	Text     string `json:"-"`
}

// Score is what a corrected text counts as.
func (c Correction) Score() float64 { return scoreOf(c.Feeling) }

func scanCorrection(row sqldb.Scanner) (c Correction, err error) {
	var subject string
	if err := row.Scan(&c.ws, &c.seq, &c.number, &subject, &c.said, &c.Feeling, &c.Was, &c.score, &c.Language, &c.Text, &c.Who, &c.At); err != nil {
		return c, err
	}
	return c, c.subject.UnmarshalText([]byte(subject))
}

func (s *Store) loadCorrections(ctx context.Context) error {
	var all []Correction
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		all, err = sqldb.All(ctx, tx, scanCorrection, s.statements.Get("corrections"))
		return err
	})
	for _, c := range all { // the last of a text counts
		s.note(c)
	}
	return err
}

func (s *Store) note(c Correction) {
	if c.Feeling == "" {
		delete(s.said, place{c.ws, c.seq})
		return
	}
	s.said[place{c.ws, c.seq}] = c
}

// Corrected is the score that counts for an event in the place of the one that it came with: a person's, else that of a model
// elsewhere; ok is false where neither spoke. It is a look-up or two in memory.
func (s *Store) Corrected(ws event.Workspace, seq uint64) (score float64, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if c, ok := s.said[place{ws, seq}]; ok {
		return c.Score(), true
	}
	v, ok := s.scores.of(place{ws, seq})
	return v.score(), ok
}

// CorrectionOf is what a person said of the feeling of an event; ok is false where nobody did.
func (s *Store) CorrectionOf(ws event.Workspace, seq uint64) (c Correction, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, ok = s.said[place{ws, seq}]
	return c, ok
}

// applyCorrection gives a text what a model elsewhere and a person said of it.
func (s *Store) applyCorrection(ws event.Workspace, t *Text) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.scores.apply(ws, t)
	if c, ok := s.said[place{ws, t.Seq}]; ok {
		score := c.Score()
		t.Feeling, t.Score = c.Feeling, &score
	}
}

// Correct notes what a person says of the feeling of a text: a class, or "" for what the model said. It counts here at once, and in
// every answer of the journey as soon as the subject is read again, which it asks for. Steps join the same transaction. Faults:
// Invalid, NotFound.
func (s *Store) Correct(ctx context.Context, ws event.Workspace, seq uint64, class, who string, also ...sqldb.Step) (t Text, err error) {
	if class != "" && !slices.Contains([]string{Negative, Neutral, Positive}, class) {
		return t, fault.InvalidFields("This is no feeling.", []fault.Field{{Name: "feeling", Message: "must be negative, neutral or positive, or empty for what the model said"}})
	}
	s.work.Lock()
	defer s.work.Unlock()
	var c Correction
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if t, err = s.get(ctx, tx.Read(), ws, seq); err != nil {
			return err
		}
		before, err := sqldb.All(ctx, tx.Read(), scanCorrection, s.statements.Get("correctionsOf"), ws, seq)
		if err != nil {
			return err
		}
		c = Correction{
			Feeling: class, Was: t.Feeling, score: milliOf(t.Score), Who: who, At: event.TimeOf(s.o.Now()),
			ws: ws, seq: seq, number: 1, subject: t.subject, said: t.At, Language: t.Language, Text: t.Text,
		}
		if n := len(before); n > 0 {
			c.number, c.Was, c.score = before[n-1].number+1, before[0].Was, before[0].score
		}
		t.Feeling, t.Score = c.Feeling, nil
		if class == "" {
			t.Feeling, t.Score = c.Was, scoreIn(c.Was, c.score)
			s.mu.RLock()
			s.scores.apply(ws, &t) // which may have come meanwhile
			s.mu.RUnlock()
		} else {
			score := c.Score()
			t.Score = &score
		}
		_, err = tx.Exec(ctx, s.statements.Get("correct"), ws, seq, c.number, c.subject.String(), c.said, c.Feeling, c.Was, c.score, c.Language, c.Text, c.Who, c.At)
		if err == nil {
			_, err = tx.Exec(ctx, s.statements.Get("scored"), t.Feeling, milliOf(t.Score), t.Scorer, seq)
		}
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return t, err
	}
	s.mu.Lock()
	s.note(c)
	s.feel(ws, &t)
	s.decorate(ws, &t)
	s.mu.Unlock()
	return t, s.o.Again(ctx, ws, t.subject)
}

// feel writes how a text feels into its row; the caller holds mu.
func (s *Store) feel(ws event.Workspace, t *Text) {
	if sp := s.spaces[ws]; sp != nil {
		if i, ok := sp.of(t.Seq); ok {
			sp.rows[i].class, sp.rows[i].score = uint8(slices.Index(Feelings(), t.Feeling)), int16(milliOf(t.Score))
		}
	}
}

// Corrections are all that are in force in a workspace, by the number of their text: what a model can be trained on.
func (s *Store) Corrections(ws event.Workspace) []Correction {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := []Correction{}
	for at, c := range s.said {
		if at.ws == ws {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b Correction) int {
		if a.seq < b.seq {
			return -1
		}
		return 1
	})
	return all
}
