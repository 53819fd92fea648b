package sqldb

import (
	"context"
	"fmt"
	"strings"
)

// Statements are the SQL statements of a domain package by name, from its .sql file.
type Statements map[string]string

// ParseStatements reads a file of statements: each follows a line "-- name: Name", and may have more comment lines.
func ParseStatements(file string) Statements {
	all := Statements{}
	for i, block := range strings.Split(file, "-- name: ") {
		name, text, _ := strings.Cut(block, "\n")
		if i == 0 {
			continue
		}
		name = strings.TrimSpace(name)
		if all[name] != "" || strings.TrimSpace(text) == "" {
			panic(fmt.Sprintf("BUG: SQL statement %q is there twice or empty", name)) //nolint:forbidigo // the file is embedded
		}
		all[name] = strings.TrimSuffix(strings.TrimSpace(text), ";")
	}
	return all
}

// Get is the statement of a name.
func (s Statements) Get(name string) string {
	text, ok := s[name]
	if !ok {
		panic(fmt.Sprintf("BUG: no SQL statement is called %q", name)) //nolint:forbidigo // the name stands in the code
	}
	return text
}

// Check has the database prepare every statement, so that one which does not fit the schema is found at the start.
func (db *DB) Check(ctx context.Context, statements Statements) error {
	for name, text := range statements {
		if err := db.prepare(ctx, text); err != nil {
			return fmt.Errorf("SQL statement %s: %w", name, classify(err))
		}
	}
	return nil
}

// prepare has the writing side read a statement: there both databases take writes as well. Nothing is run.
func (db *DB) prepare(ctx context.Context, text string) (err error) {
	prepared, err := db.writing.PrepareContext(ctx, db.rebind(text))
	if err != nil {
		return err
	}
	defer func() { err = prepared.Close() }()
	return nil
}
