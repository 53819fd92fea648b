package topic

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a query.
const (
	maxQuery  = 4000 // characters
	maxLeaves = 300
	maxDepth  = 40
)

// SyntaxError is what keeps a query from being read, and where: At counts characters from 1.
type SyntaxError struct {
	At      int
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s (at character %d)", e.Message, e.At) }

// Parse reads a query: words, "phrases", prefix*, #tag, @name, lang: network: author: kind: topic:, AND (or nothing between), OR, NOT
// or -, and parentheses. NOT binds more strongly than AND, and AND than OR. A query has to ask for something that is there: one that
// an empty text fits is refused. The error is a *SyntaxError.
func Parse(text string) (Query, error) {
	if !utf8.ValidString(text) {
		return Query{}, &SyntaxError{1, "this is not valid text"}
	}
	if n := utf8.RuneCountInString(text); n > maxQuery {
		return Query{}, &SyntaxError{maxQuery + 1, fmt.Sprintf("a query has at most %d characters, and this has %d", maxQuery, n)}
	}
	p := parser{text: halfWidth(text)}
	if err := p.next(); err != nil {
		return Query{}, err
	}
	if p.tok.kind == tokEnd {
		return Query{}, p.fail("write at least one word")
	}
	root, err := p.or(0)
	if err != nil {
		return Query{}, err
	}
	if p.tok.kind != tokEnd { // only ) ends a query too early
		return Query{}, p.fail("there is no ( for this )")
	}
	q := Query{root}
	if q.Compile().Match(&Text{}) {
		return Query{}, &SyntaxError{1, "this asks only for what is not there: add a word that the mentions have"}
	}
	return q, nil
}

// halfWidth writes the signs of a query as they are read, however a keyboard writes them: one for one, so that places stay.
func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '＂', '「', '」':
			return '"'
		case '（':
			return '('
		case '）':
			return ')'
		case '：':
			return ':'
		case '＃':
			return '#'
		case '＠':
			return '@'
		case '＊':
			return '*'
		}
		return r
	}, text)
}

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokOpen
	tokClose
	tokAnd
	tokOr
	tokNot
	tokLeaf
)

type token struct {
	kind tokenKind
	at   int // byte
	leaf node
}

// parser is a parser by recursive descent with one token ahead.
type parser struct {
	text   string
	pos    int
	tok    token
	leaves int
}

func (p *parser) fail(format string, args ...any) error {
	return p.failAt(p.tok.at, format, args...)
}

func (p *parser) failAt(at int, format string, args ...any) error {
	return &SyntaxError{utf8.RuneCountInString(p.text[:at]) + 1, fmt.Sprintf(format, args...)}
}

func (p *parser) or(depth int) (node, error) {
	return p.several(opOr, depth, p.and, func() (bool, error) {
		if p.tok.kind != tokOr {
			return false, nil
		}
		return true, p.next()
	})
}

func (p *parser) and(depth int) (node, error) {
	return p.several(opAnd, depth, p.not, func() (bool, error) {
		switch p.tok.kind {
		case tokAnd:
			return true, p.next()
		case tokEnd, tokClose, tokOr:
			return false, nil
		case tokOpen, tokNot, tokLeaf:
		}
		return true, nil
	})
}

// several reads one part, and more while more says so.
func (p *parser) several(kind op, depth int, part func(int) (node, error), more func() (bool, error)) (node, error) {
	all := node{op: kind}
	for {
		one, err := part(depth)
		if err != nil {
			return node{}, err
		}
		if one.op == kind { // (a b) c is a b c
			all.parts = append(all.parts, one.parts...)
		} else {
			all.parts = append(all.parts, one)
		}
		if again, err := more(); err != nil {
			return node{}, err
		} else if !again {
			break
		}
	}
	if len(all.parts) == 1 {
		return all.parts[0], nil
	}
	return all, nil
}

func (p *parser) not(depth int) (node, error) {
	if depth > maxDepth {
		return node{}, p.fail("parentheses and NOT go at most %d deep", maxDepth)
	}
	switch p.tok.kind {
	case tokNot:
		if err := p.next(); err != nil {
			return node{}, err
		}
		one, err := p.not(depth + 1)
		if err == nil && one.op == opNot { // not not
			return one.parts[0], nil
		}
		return node{op: opNot, parts: []node{one}}, err
	case tokOpen:
		open := p.tok.at
		if err := p.next(); err != nil {
			return node{}, err
		}
		one, err := p.or(depth + 1)
		if err != nil {
			return node{}, err
		}
		if p.tok.kind != tokClose {
			return node{}, p.failAt(open, "this ( is not closed")
		}
		return one, p.next()
	case tokLeaf:
		one := p.tok.leaf
		if p.leaves++; p.leaves > maxLeaves {
			return node{}, p.fail("a query has at most %d words", maxLeaves)
		}
		return one, p.next()
	case tokEnd:
		return node{}, p.fail("a word is missing at the end")
	case tokAnd, tokOr, tokClose:
	}
	return node{}, p.fail("a word is missing here")
}

func isSpace(r rune) bool { return unicode.IsSpace(r) }

// next reads the next token.
func (p *parser) next() error {
	rest := strings.TrimLeftFunc(p.text[p.pos:], isSpace)
	p.pos = len(p.text) - len(rest)
	p.tok = token{at: p.pos}
	if rest == "" {
		return nil
	}
	sign := map[byte]tokenKind{'(': tokOpen, ')': tokClose}
	if kind, ok := sign[rest[0]]; ok {
		p.tok.kind = kind
		p.pos++
		return nil
	}
	if rest[0] == '-' {
		p.tok.kind = tokNot
		p.pos++
		return nil
	}
	p.tok.kind = tokLeaf
	if rest[0] == '"' {
		text, err := p.quote()
		p.tok.leaf = node{op: opWords, text: text}
		if err == nil && !hasLetter(text) {
			err = p.fail("there is no letter or digit between these quotation marks")
		}
		return err
	}
	word := p.word()
	switch word {
	case "AND":
		p.tok.kind = tokAnd
	case "OR":
		p.tok.kind = tokOr
	case "NOT":
		p.tok.kind = tokNot
	default:
		return p.leaf(word)
	}
	return nil
}

// word reads up to a blank, parenthesis or quotation mark.
func (p *parser) word() string {
	begin := p.pos
	for p.pos < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.pos:])
		if isSpace(r) || strings.ContainsRune(`()"`, r) {
			break
		}
		p.pos += size
	}
	return p.text[begin:p.pos]
}

// quote reads what stands between quotation marks, without doubled blanks.
func (p *parser) quote() (string, error) {
	text, _, ok := strings.Cut(p.text[p.pos+1:], `"`)
	if !ok {
		return "", p.failAt(p.pos, `this " is not closed`)
	}
	p.pos += len(text) + 2
	return strings.Join(strings.Fields(text), " "), nil
}

// leaf makes the part of a query that a word stands for.
func (p *parser) leaf(word string) error {
	if name := fieldOf(word); name != "" {
		return p.field(name, word[len(name)+1:])
	}
	text, prefix := strings.CutSuffix(word, "*")
	switch {
	case strings.Contains(text, "*"):
		return p.fail("* stands only at the end of a word")
	case strings.ContainsAny(text[:min(1, len(text))], "#@"):
		var f folder
		tags := f.fold(text).tags
		if len(tags) < 3 || strings.Count(tags, " ") != 2 || prefix {
			return p.fail("a tag or name is # or @ with letters, digits and _ behind it")
		}
		p.tok.leaf = node{op: opTag, text: strings.TrimSpace(tags)}
	case !hasLetter(text):
		return p.fail("%q has no letter or digit", word)
	case prefix:
		var f folder
		if strings.Count(f.fold(text).words, " ") != 2 {
			return p.fail("* stands behind one word")
		}
		p.tok.leaf = node{op: opPrefix, text: text}
	default:
		p.tok.leaf = node{op: opWords, text: text}
	}
	return nil
}

func (p *parser) field(name, value string) error {
	if value == "" && strings.HasPrefix(p.text[p.pos:], `"`) {
		text, err := p.quote()
		if err != nil {
			return err
		}
		value = text
		if strings.HasPrefix(p.text[p.pos:], "*") {
			p.pos++
			value += "*"
		}
	}
	value, prefix := strings.CutSuffix(value, "*")
	if plain(value) == "" || strings.Contains(value, "*") {
		return p.fail("say what %s: is to be, as in %s:%s", name, name, map[string]string{"lang": "id", "network": "mastodon", "author": "ann", "kind": "media", "topic": "brand"}[name])
	}
	p.tok.leaf = node{op: opField, field: name, text: value, prefix: prefix}
	return nil
}

func hasLetter(s string) bool {
	var f folder
	return f.fold(s).words != " "
}
