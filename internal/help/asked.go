package help

import (
	"context"
	"fmt"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/pain"
	"jejak/internal/sqldb"
)

// Note keeps a question that no article answers: once, with how often it was asked. Where there are too many, the one asked least often
// and longest ago gives way.
func (s *Store) Note(ctx context.Context, ws event.Workspace, question, language string) error {
	question, err := tidyQuestion(question)
	if err != nil {
		return err
	}
	words := strings.Join(terms(s.mapping, searched(language), question), " ")
	if words == "" {
		return nil
	}
	now := event.TimeOf(s.now())
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Next(ctx, "help question")
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("noteAsked"), ws, fmt.Sprintf("q%d", n), searched(language)+" "+words, question, language, now, now)
		if err != nil {
			return err
		}
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countAsked"), ws)
		if err != nil || count <= maxQuestions {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("forgetAsked"), ws, ws)
		return err
	})
}

// Asked are the questions that no article answered, those asked most often first; settled ones last.
func (s *Store) Asked(ctx context.Context, ws event.Workspace) (all []Asked, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (q Asked, err error) {
			return q, row.Scan(&q.ID, &q.Text, &q.Language, &q.Count, &q.First, &q.Last, &q.Done)
		}, s.statements.Get("asked"), ws)
		return err
	})
	return all, err
}

// Settle says that somebody has seen to a question, or has not. Steps join the same transaction. Faults: NotFound.
func (s *Store) Settle(ctx context.Context, ws event.Workspace, id string, done bool, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("settleAsked"), number(done), ws, id)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "This workspace has no question %q.", id)
		}
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Read counts that a published article was read. Faults: NotFound.
func (s *Store) Read(ctx context.Context, ws event.Workspace, article string) error {
	return s.count(ctx, ws, article, 1, 0, 0)
}

// Helped counts whether a reader says that a published article helped. Faults: NotFound.
func (s *Store) Helped(ctx context.Context, ws event.Workspace, article string, yes bool) error {
	return s.count(ctx, ws, article, 0, number(yes), number(!yes))
}

func (s *Store) count(ctx context.Context, ws event.Workspace, article string, views, helped, failed int) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		a, err := s.One(ctx, tx.Read(), ws, article)
		if err != nil {
			return err
		}
		if !a.Published {
			return fault.New(fault.NotFound, "There is no article %q.", article)
		}
		_, err = tx.Exec(ctx, s.statements.Get("count"), ws, article, views, helped, failed)
		return err
	})
}

// Use is how often each article was read and what readers said.
func (s *Store) Use(ctx context.Context, ws event.Workspace) (all []Use, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (u Use, err error) {
			var yes, no int
			err = row.Scan(&u.Article, &u.Read, &yes, &no)
			u.Helped = journey.Wilson(yes, yes+no)
			return u, err
		}, s.statements.Get("use"), ws)
		return err
	})
	return all, err
}

// Site is a workspace's help page; ok is false where it has none.
func (s *Store) Site(ctx context.Context, ws event.Workspace) (site Site, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		site, ok, err = sqldb.One(ctx, tx, func(row sqldb.Scanner) (x Site, err error) {
			var open int
			err = row.Scan(&x.Slug, &x.Title, &open)
			x.Open = open == 1
			return x, err
		}, s.statements.Get("site"), ws)
		return err
	})
	return site, ok, err
}

// Find is the open help page at an address. Faults: NotFound.
func (s *Store) Find(ctx context.Context, slug string) (ws event.Workspace, site Site, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		var open int
		_, ok, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (struct{}, error) {
			return struct{}{}, row.Scan(&ws, &site.Slug, &site.Title, &open)
		}, s.statements.Get("siteOf"), slug)
		if site.Open = open == 1; err == nil && (!ok || !site.Open) {
			err = fault.New(fault.NotFound, "There is no help page here.")
		}
		return err
	})
	return ws, site, err
}

// KeepSite sets a workspace's help page. Steps join the same transaction. Faults: Invalid, Conflict (another workspace has that address).
func (s *Store) KeepSite(ctx context.Context, ws event.Workspace, site Site, also ...sqldb.Step) error {
	if site.Title = strings.TrimSpace(site.Title); !slug.MatchString(site.Slug) || site.Title == "" || len(site.Title) > 800 {
		return fault.New(fault.Invalid, "A help page has a title, and an address of small letters, digits and hyphens, such as kopi-senja.")
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		owner, ok, err := sqldb.One(ctx, tx.Read(), func(row sqldb.Scanner) (ws event.Workspace, err error) {
			var name, title string
			var open int
			return ws, row.Scan(&ws, &name, &title, &open)
		}, s.statements.Get("siteOf"), site.Slug)
		if err != nil {
			return err
		}
		if ok && owner != ws {
			return fault.New(fault.Conflict, "Another workspace has the address %q: choose another one.", site.Slug)
		}
		if _, err := tx.Exec(ctx, s.statements.Get("keepSite"), ws, site.Slug, site.Title, number(site.Open)); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

// oftenAsked is how often a question without an answer is asked before it is a pain.
const oftenAsked = 5

// Pains are the questions that were asked again and again and have no answer.
func (s *Store) Pains(ctx context.Context, ws event.Workspace, _ journey.Range) ([]pain.Found, error) {
	all, err := s.Asked(ctx, ws)
	if err != nil {
		return nil, err
	}
	var found []pain.Found
	for _, q := range all {
		if !q.Done && q.Count >= oftenAsked {
			found = append(found, pain.Found{
				Kind: pain.Question, Message: "pains.question", Params: map[string]string{"text": q.Text, "count": fmt.Sprint(q.Count)},
				Evidence: pain.Evidence{Theme: q.ID},
			})
		}
	}
	return found, nil
}
