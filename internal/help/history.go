package help

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Difference is one part of an article that is not the same in two versions.
type Difference struct {
	Field    string `json:"field" enum:"title,body,words,first,kind,owner,published"`
	Language string `json:"language,omitempty" doc:"of a text"`
	Lines    []Line `json:"lines" doc:"all of the part, in order"`
}

// Line is a line of one version, or of both.
type Line struct {
	What string `json:"what" enum:"same,out,in" doc:"in both; in the first alone; in the second alone"`
	Text string `json:"text"`
}

// Compare tells how one version of an article differs from another one: texts by line, the rest as a whole.
func Compare(from, to Article) []Difference {
	all := []Difference{}
	add := func(field, language, a, b string) {
		if a != b {
			all = append(all, Difference{Field: field, Language: language, Lines: linesOf(a, b)})
		}
	}
	languages := map[string]bool{}
	for _, a := range []Article{from, to} {
		for language := range a.Texts {
			languages[language] = true
		}
	}
	for _, language := range slices.Sorted(maps.Keys(languages)) {
		a, b := from.Texts[language], to.Texts[language]
		add("title", language, a.Title, b.Title)
		add("body", language, a.Body, b.Body)
		add("words", language, a.Words, b.Words)
	}
	add("first", "", from.First, to.First)
	add("kind", "", from.Kind, to.Kind)
	add("owner", "", from.Owner, to.Owner)
	add("published", "", word(from.Published), word(to.Published))
	return all
}

func word(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func linesOf(a, b string) (all []Line) {
	x, y := split(a), split(b)
	add := func(what string, lines []string) {
		for _, line := range lines {
			all = append(all, Line{what, line})
		}
	}
	for _, op := range difflib.NewMatcherWithJunk(x, y, false, nil).GetOpCodes() {
		if op.Tag == 'e' {
			add("same", x[op.I1:op.I2])
			continue
		}
		add("out", x[op.I1:op.I2])
		add("in", y[op.J1:op.J2])
	}
	return all
}

func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// Version is an article as it was. Faults: NotFound.
func (s *Store) Version(ctx context.Context, ws event.Workspace, id string, version int) (Article, error) {
	all, err := s.Versions(ctx, ws, id)
	if err != nil {
		return Article{}, err
	}
	for _, a := range all {
		if a.Version == version {
			return a, nil
		}
	}
	return Article{}, fault.New(fault.NotFound, "This article has no version %d.", version)
}

// Restore gives an article the texts of an earlier version, as a new one: nothing is lost, and who sees it stays as it is. Steps join the
// same transaction. Faults: NotFound.
func (s *Store) Restore(ctx context.Context, ws event.Workspace, by, id string, version int, also ...sqldb.Step) (Article, error) {
	old, err := s.Version(ctx, ws, id, version)
	if err != nil {
		return old, err
	}
	now, err := s.Get(ctx, ws, id)
	if err != nil {
		return now, err
	}
	now.Texts, now.First, now.Kind = old.Texts, old.First, old.Kind
	return s.Update(ctx, ws, by, now, also...)
}
