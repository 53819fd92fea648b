package help

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/mapping"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

//go:embed help.sql
var statementFile string

// Limits of a workspace.
const (
	maxArticles  = 1_000
	maxTexts     = 20
	maxTitle     = 300
	maxBody      = 60_000
	maxWords     = 2_000
	maxQuestion  = 300
	maxQuestions = 2_000
	maxIndexes   = 16 // workspaces whose index is kept in memory
)

// Store keeps the articles of all workspaces and searches them. It is safe for concurrent use.
type Store struct {
	*document.Store[Article]
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time
	mapping    mapping.IndexMapping
	Renderer   *Renderer

	mu      sync.Mutex
	indexes map[event.Workspace]*index
	order   []event.Workspace // of use, the latest last
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	if library.err != nil {
		return nil, fmt.Errorf("BUG: %w", library.err)
	}
	m, err := newMapping()
	if err != nil {
		return nil, fmt.Errorf("BUG: %w", err)
	}
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), now: now, mapping: m, Renderer: NewRenderer(), indexes: map[event.Workspace]*index{}}
	s.Store, err = document.Open(ctx, db, document.Kind[Article]{
		Name: "article", Most: maxArticles, Full: "articles: delete those that nobody reads", Series: "help article", Prefix: "a",
		Head: func(a *Article) (*string, *document.Stamp) { return &a.ID, &a.Stamp },
		Tidy: func(_ context.Context, _ *sqldb.WriteTx, _ event.Workspace, a *Article) error { return a.tidy() },
		Kept: s.keepVersion,
	}, s.statements, now)
	return s, err
}

func keysOf[T any](m map[string]T) iter.Seq[string] { return maps.Keys(m) }

// Versions are all versions of an article, the oldest first. Faults: NotFound.
func (s *Store) Versions(ctx context.Context, ws event.Workspace, id string) (all []Article, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.One(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, kept, s.statements.Get("versions"), ws, id)
		return err
	})
	return all, err
}

func kept(row sqldb.Scanner) (a Article, err error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(text), &a)
}

// Create makes an article. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, by string, a Article, also ...sqldb.Step) (Article, error) {
	a.ChangedBy = by
	return s.Store.Create(ctx, ws, a, also...)
}

// Update puts an article in the place of the one with its id; version 0 replaces any version. Steps join the same transaction. Faults: Invalid,
// NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, by string, a Article, also ...sqldb.Step) (Article, error) {
	a.ChangedBy = by
	return s.Store.Update(ctx, ws, a, also...)
}

// keepVersion has every version stay, and the next search see the latest.
func (s *Store) keepVersion(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, a Article) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() { s.forget(ws) })
	_, err = tx.Exec(ctx, s.statements.Get("keepVersion"), ws, a.ID, a.Version, raw)
	return err
}

// Delete takes an article away with its versions and use. Steps join the same transaction. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	around := func(ctx context.Context, tx *sqldb.WriteTx) error {
		tx.AfterCommit(func() { s.forget(ws) })
		for _, statement := range []string{"dropVersions", "dropUse"} {
			if _, err := tx.Exec(ctx, s.statements.Get(statement), ws, id); err != nil {
				return err
			}
		}
		return nil
	}
	return s.Store.Delete(ctx, ws, id, append([]sqldb.Step{around}, also...)...)
}

var tag = regexp.MustCompile(`^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,3}$`)

var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$`)

// tidy trims the texts and tells what is wrong with the article.
func (a *Article) tidy() error {
	var faults []fault.Field
	bad := func(field, format string, args ...any) {
		faults = append(faults, fault.Field{Name: field, Message: fmt.Sprintf(format, args...)})
	}
	if a.Kind = cmp.Or(a.Kind, "article"); a.Kind != "article" && a.Kind != "faq" {
		bad("kind", "must be article or faq")
	}
	if a.Owner = strings.TrimSpace(a.Owner); utf8.RuneCountInString(a.Owner) > 200 || !utf8.ValidString(a.Owner) {
		bad("owner", "must be text of at most 200 characters")
	}
	if len(a.Texts) == 0 || len(a.Texts) > maxTexts {
		bad("texts", "must be in 1 to %d languages", maxTexts)
	}
	tidied := map[string]Text{}
	for language, t := range a.Texts {
		if !tag.MatchString(language) {
			bad("texts", "are in a language %q that is no tag such as en, id or zh-Hant", language)
		}
		for _, c := range []struct {
			field       string
			text        *string
			least, most int
		}{{"title", &t.Title, 1, maxTitle}, {"body", &t.Body, 0, maxBody}, {"words", &t.Words, 0, maxWords}} {
			*c.text = strings.TrimSpace(*c.text)
			if n := utf8.RuneCountInString(*c.text); n < c.least || n > c.most || !utf8.ValidString(*c.text) {
				bad("texts."+language+"."+c.field, "must be text of %d to %d characters", c.least, c.most)
			}
		}
		tidied[language] = t
	}
	a.Texts = tidied
	if _, ok := a.Texts[a.First]; !ok {
		a.First = ""
		for _, language := range slices.Sorted(maps.Keys(a.Texts)) {
			a.First = cmp.Or(a.First, language)
		}
	}
	if len(faults) > 0 {
		slices.SortFunc(faults, func(a, b fault.Field) int { return cmp.Compare(a.Name, b.Name) })
		return fault.InvalidFields("This article cannot be saved.", faults)
	}
	return nil
}

// forget drops the index of a workspace: it is made anew at the next search.
func (s *Store) forget(ws event.Workspace) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.indexes, ws)
	s.order = slices.DeleteFunc(s.order, func(o event.Workspace) bool { return o == ws })
}

// index is that of a workspace, made where there is none; the one that was not used for longest gives way.
func (s *Store) index(ctx context.Context, ws event.Workspace) (*index, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x, ok := s.indexes[ws]; ok {
		s.order = append(slices.DeleteFunc(s.order, func(o event.Workspace) bool { return o == ws }), ws)
		return x, nil
	}
	all, err := s.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	x, err := build(s.mapping, s.Renderer, all)
	if err != nil {
		return nil, err
	}
	if len(s.order) >= maxIndexes {
		delete(s.indexes, s.order[0])
		s.order = s.order[1:]
	}
	s.indexes[ws], s.order = x, append(s.order, ws)
	return x, nil
}

// Search finds the published articles that answer a question, in the languages that the reader prefers.
func (s *Store) Search(ctx context.Context, ws event.Workspace, question string, languages []string) (Answer, error) {
	question, err := tidyQuestion(question)
	if err != nil {
		return Answer{}, err
	}
	x, err := s.index(ctx, ws)
	if err != nil {
		return Answer{}, err
	}
	return x.find(ctx, s.Renderer, question, languages)
}

func tidyQuestion(question string) (string, error) {
	question = strings.Join(strings.Fields(question), " ")
	if n := utf8.RuneCountInString(question); n == 0 || n > maxQuestion || !utf8.ValidString(question) {
		return "", fault.New(fault.Invalid, "A question is text of 1 to %d characters.", maxQuestion)
	}
	return question, nil
}
