// Package topic says what a brand listens to: named boolean queries over mentions, and what makes them match.
package topic

import (
	"slices"
	"strings"
)

// Query is a boolean query over mentions. Its text reads back as the same query.
type Query struct{ root node }

// op is what a node of a query does.
type op uint8

const (
	opAnd    op = iota // all of its parts match
	opOr               // one of them does
	opNot              // its only part does not
	opWords            // a word, or several in a row
	opPrefix           // a word that begins so
	opTag              // a #tag or an @name in the text
	opField            // a property of the mention
)

// node is a part of a query. Only and, or and not have parts; all others have a text, a field its name too.
type node struct {
	op     op
	parts  []node
	text   string // as it was written
	field  string
	prefix bool // of a field: values that begin so
}

// Fields are what a query can ask of a mention beside its text: "lang:id", "network:mastodon", "author:ann", "kind:media", "topic:brand".
func Fields() []string { return []string{"lang", "network", "author", "kind", "topic"} }

// String is the query in its shortest form: words side by side for AND, - for NOT.
func (q Query) String() string {
	var b strings.Builder
	q.root.write(&b, 0)
	return b.String()
}

// write puts a part in parentheses where what stands around it binds more strongly: OR 0, AND 1, NOT 2.
func (n node) write(b *strings.Builder, around int) {
	own := map[op]int{opOr: 0, opAnd: 1}
	if strength, ok := own[n.op]; ok && strength < around {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.op {
	case opAnd, opOr:
		between := map[op]string{opAnd: " ", opOr: " OR "}[n.op]
		for i, part := range n.parts {
			if i > 0 {
				b.WriteString(between)
			}
			part.write(b, own[n.op]+1)
		}
	case opNot:
		b.WriteByte('-')
		n.parts[0].write(b, 2)
	case opWords:
		b.WriteString(quoted(n.text, false))
	case opPrefix:
		b.WriteString(n.text + "*")
	case opTag:
		b.WriteString(n.text)
	case opField:
		b.WriteString(n.field + ":" + quoted(n.text, true))
		if n.prefix {
			b.WriteByte('*')
		}
	}
}

// quoted puts a text between quotation marks where it would else read as something other.
func quoted(s string, value bool) string {
	special := strings.ContainsFunc(s, func(r rune) bool { return isSpace(r) || strings.ContainsRune(`()"*`, r) })
	if !value {
		special = special || slices.Contains([]string{"AND", "OR", "NOT"}, s) || strings.ContainsAny(s[:1], "-#@") || fieldOf(s) != ""
	}
	if special || s == "" {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}

// fieldOf is the name of the field that a word asks for, "" where it asks for none.
func fieldOf(word string) string {
	name, _, ok := strings.Cut(word, ":")
	if name = strings.ToLower(name); ok && slices.Contains(Fields(), name) {
		return name
	}
	return ""
}
