package heard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Scorer is a model elsewhere that says how texts feel, beside or in the place of those of our own.
type Scorer interface {
	// Name is shown beside each score.
	Name() string
	// Batch is how many texts it takes at once.
	Batch() int
	// Score says how some texts feel, from −1 to 1, in their order; nil for one that it has no usable answer for. It is called concurrently. An
	// error means that nothing was scored; its RetryAfter is kept to.
	Score(ctx context.Context, texts []string) ([]*float64, error)
}

const (
	askAtOnce   = 4                // batches that are asked about at the same time
	tries       = 8                // of a text without a usable answer, until another model is set
	firstPause  = time.Minute      // before such a text is tried again; doubled each time
	longestRest = 10 * time.Minute // before a Scorer with a fault is asked again
	never       = event.Time(1 << 62)
)

// unscored is a text that waits.
type unscored struct {
	Text
	ws    event.Workspace
	tries int
}

func scanUnscored(row sqldb.Scanner) (u unscored, err error) {
	var subject, body string
	if err := row.Scan(&u.Seq, &u.ws, &subject, &body, &u.tries); err != nil {
		return u, err
	}
	if err := json.Unmarshal([]byte(body), &u.Said); err != nil {
		return u, fmt.Errorf("text %d: %w", u.Seq, err)
	}
	return u, u.subject.UnmarshalText([]byte(subject))
}

// haveScored has texts scored until ctx ends, the newest first. At the first time, those up to a number are left as they are.
func (s *Store) haveScored(ctx context.Context, since uint64) {
	begun := false
	for failures := 0; ctx.Err() == nil; {
		var rest time.Duration
		var scored bool
		var err error
		if !begun {
			err = s.beginScoring(ctx, since)
		}
		if begun = begun || err == nil; begun {
			scored, rest, err = s.scoreSome(ctx)
		}
		if ctx.Err() != nil {
			return
		}
		s.noteTrouble(scored, err)
		if err == nil {
			failures = 0
			sleep(ctx, rest, s.came)
			continue
		}
		rest = min(longestRest, s.o.Every<<min(failures, 20))
		var told *fault.Error
		if errors.As(err, &told) {
			rest = max(rest, told.RetryAfter)
		}
		failures++
		sleep(ctx, rest, nil)
	}
}

// sleep waits, unless it is woken.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

type scoring struct {
	scorer string
	seq    uint64
}

// beginScoring notes which model is asked. What another one had no answer for is tried again.
func (s *Store) beginScoring(ctx context.Context, since uint64) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		at, known, err := s.scoringAt(ctx, tx.Read())
		if err != nil || known && at.scorer == s.o.Scorer.Name() && at.seq <= since {
			return err
		}
		if !known || at.seq > since { // the log was another one
			at.seq = since
		}
		if _, err := tx.Exec(ctx, s.statements.Get("setScorer"), s.o.Scorer.Name(), at.seq); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("tryAnew"))
		return err
	})
}

func (s *Store) scoringAt(ctx context.Context, tx *sqldb.ReadTx) (at scoring, known bool, err error) {
	return sqldb.One(ctx, tx, func(row sqldb.Scanner) (v scoring, err error) { return v, row.Scan(&v.scorer, &v.seq) }, s.statements.Get("scorer"))
}

// scoreSome enlists what came, has the newest of those that are due scored, and returns how long there is nothing more to do unless
// something is heard. Fault: Unavailable, also where no answer could be taken.
func (s *Store) scoreSome(ctx context.Context) (scored bool, rest time.Duration, err error) {
	if err := s.enlist(ctx, s.handled.Seq()); err != nil {
		return false, 0, err
	}
	size := max(1, s.o.Scorer.Batch())
	due, next, err := s.due(ctx, askAtOnce*size)
	if err != nil || len(due) == 0 {
		rest = longestRest
		if next > 0 && next < never {
			rest = max(0, min(rest, next.Std().Sub(s.o.Now())))
		}
		return false, rest, err
	}
	var batches errgroup.Group
	batches.SetLimit(askAtOnce)
	var done atomic.Int32
	for batch := range slices.Chunk(due, size) {
		batches.Go(func() error {
			n, err := s.scoreBatch(ctx, batch)
			done.Add(int32(n))
			return err
		})
	}
	if err = batches.Wait(); err == nil && done.Load() == 0 {
		err = fault.Coded(fault.New(fault.Unavailable, "The model gives no answers that can be taken. Texts that it was asked about wait."), "no_answer")
	}
	return done.Load() > 0, 0, err
}

// due are the newest texts that wait and are due; where there are none, next is when the first one will be, 0 for never.
func (s *Store) due(ctx context.Context, most int) (due []unscored, next event.Time, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		due, err = sqldb.All(ctx, tx, scanUnscored, s.statements.Get("dueTexts"), event.TimeOf(s.o.Now()), most)
		if err == nil && len(due) == 0 {
			next, _, err = sqldb.One(ctx, tx, sqldb.Into[event.Time], s.statements.Get("nextDue"))
		}
		return err
	})
	return due, next, err
}

// enlist puts texts that came since among those that wait.
func (s *Store) enlist(ctx context.Context, upTo uint64) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		at, _, err := s.scoringAt(ctx, tx.Read())
		if err != nil || at.seq >= upTo {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("enlist"), at.seq, upTo); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("setScorer"), at.scorer, upTo)
		return err
	})
}

// scoreBatch has some texts scored, keeps what is said of them, and returns how many that is, or that have nothing to read. They stop to
// wait only once everybody has been told, so that a crash between has them scored again and loses nothing.
func (s *Store) scoreBatch(ctx context.Context, batch []unscored) (n int, err error) {
	var asked []*unscored
	var texts []string
	for i := range batch {
		if text := strings.TrimSpace(batch[i].words()); says(text) {
			asked, texts = append(asked, &batch[i]), append(texts, text)
		}
	}
	n = len(batch) - len(asked) // these stay not scored, and need not wait
	if len(texts) > 0 {
		scores, err := s.o.Scorer.Score(ctx, texts)
		if err != nil {
			return 0, err
		}
		if len(scores) != len(texts) {
			return 0, fmt.Errorf("%d scores for %d texts", len(scores), len(texts))
		}
		for i, u := range asked {
			if u.Score = scores[i]; u.Score == nil {
				u.tries++
				continue
			}
			n++
		}
	}
	if err := s.keepScores(ctx, batch); err != nil {
		return 0, err
	}
	return n, s.endWait(ctx, batch)
}

// says reports whether a text has anything to read: letters, digits or emoji.
func says(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r) })
}

// keepScores keeps scores and has them count.
func (s *Store) keepScores(ctx context.Context, batch []unscored) error {
	name, now := s.o.Scorer.Name(), event.TimeOf(s.o.Now())
	s.work.Lock()
	defer s.work.Unlock()
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, u := range batch {
			if u.Score == nil {
				continue
			}
			if _, err := tx.Exec(ctx, s.statements.Get("keepScore"), u.ws, u.Seq, milliOf(u.Score), name, now); err != nil {
				return err
			}
			if _, corrected := s.CorrectionOf(u.ws, u.Seq); corrected {
				continue
			}
			if _, err := tx.Exec(ctx, s.statements.Get("scored"), ClassOf(*u.Score), milliOf(u.Score), name, u.Seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range batch {
		if u.Score == nil {
			continue
		}
		s.scores.note(place{u.ws, u.Seq}, milliOf(u.Score), name)
		if _, corrected := s.said[place{u.ws, u.Seq}]; !corrected {
			u.Feeling = ClassOf(*u.Score)
			s.feel(u.ws, &u.Text)
		}
	}
	return nil
}

// endWait tells everybody who follows the log, and takes texts from those that wait, or puts off those without an answer.
func (s *Store) endWait(ctx context.Context, batch []unscored) error {
	told := map[event.Subject]bool{}
	for _, u := range batch {
		if u.Score == nil || told[u.subject] {
			continue
		}
		told[u.subject] = true
		if err := s.o.Again(ctx, u.ws, u.subject); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, u := range batch {
			statement, args := "done", []any{u.Seq}
			if u.Score == nil && u.tries > 0 {
				due := never
				if u.tries < tries {
					due = event.TimeOf(s.o.Now().Add(firstPause << (u.tries - 1)))
				}
				statement, args = "putOff", []any{u.tries, due, u.Seq}
			}
			if _, err := tx.Exec(ctx, s.statements.Get(statement), args...); err != nil {
				return err
			}
		}
		return nil
	})
}
