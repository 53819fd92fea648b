package topic

import (
	"strings"
	"unicode/utf8"
)

// Text is a mention as it is matched.
type Text struct {
	Text                                   string // title and text
	Language, Network, Author, Kind, Topic string

	folded
	ready bool
}

// Ready folds the text, which is else done by the first query that looks at it. A Text that is ready may be matched by several at once.
func (t *Text) Ready() {
	if t.ready {
		return
	}
	f := folder{words: make([]byte, 0, len(t.Text)+16)}
	t.folded = f.fold(t.Text)
	t.Author, t.Network, t.Kind, t.Topic, t.Language = plain(t.Author), plain(t.Network), plain(t.Kind), plain(t.Topic), plain(t.Language)
	t.ready = true
}

// Matcher is a query made ready for many texts. It is safe for concurrent use.
type Matcher struct {
	root    matcher
	anchors []string
}

type matcher struct {
	op     op
	parts  []matcher
	needle string // as it stands in a folded text
	exact  bool   // the needle ends with a word: a letter behind it makes another word
	stem   bool   // save the Indonesian suffix -nya, which is only 'the' or 'its'
	field  string
	prefix bool
}

// Compile makes a query ready.
func (q Query) Compile() Matcher { return Matcher{root: compile(q.root), anchors: q.root.anchors()} }

// Anchors are words of which a text has to have some whole entry to fit, so that an index of words can be asked first; nil where the
// query names none.
func (m Matcher) Anchors() []string { return m.anchors }

func (n node) anchors() (few []string) {
	switch n.op {
	case opWords:
		return []string{n.text}
	case opTag:
		return []string{n.text[1:]}
	case opOr:
		for _, part := range n.parts {
			more := part.anchors()
			if more == nil {
				return nil
			}
			few = append(few, more...)
		}
	case opAnd:
		for _, part := range n.parts {
			if own := part.anchors(); own != nil && (few == nil || len(own) < len(few)) {
				few = own
			}
		}
	case opNot, opPrefix, opField:
	}
	return few
}

func compile(n node) matcher {
	m := matcher{op: n.op, field: n.field, prefix: n.prefix}
	for _, part := range n.parts {
		m.parts = append(m.parts, compile(part))
	}
	var f folder
	switch n.op {
	case opWords, opPrefix:
		m.needle = f.fold(n.text).words
		// What begins or ends with a writing without spaces may stand inside of a run of it.
		body := strings.TrimSpace(m.needle)
		first, _ := utf8.DecodeRuneInString(body)
		last, _ := utf8.DecodeLastRuneInString(body)
		if isDense(first) {
			m.needle = m.needle[1:]
		}
		m.needle = m.needle[:len(m.needle)-1]
		m.exact = n.op == opWords && !isDense(last)
		m.stem = utf8.RuneCountInString(body[strings.LastIndexByte(body, ' ')+1:]) >= shortestStem
	case opTag:
		m.needle = " " + n.text + " "
	case opField:
		m.needle = plain(n.text)
		if n.field == "lang" {
			m.needle, _, _ = strings.Cut(m.needle, "-")
		}
	case opAnd, opOr, opNot:
	}
	return m
}

// Match reports whether a mention fits. It folds the text where that was not done.
func (m Matcher) Match(t *Text) bool {
	t.Ready()
	return m.root.match(t)
}

func (m *matcher) match(t *Text) bool {
	switch m.op {
	case opAnd:
		for i := range m.parts {
			if !m.parts[i].match(t) {
				return false
			}
		}
		return true
	case opOr:
		for i := range m.parts {
			if m.parts[i].match(t) {
				return true
			}
		}
		return false
	case opNot:
		return !m.parts[0].match(t)
	case opTag:
		return strings.Contains(t.tags, m.needle)
	case opField:
		return m.hasValue(t)
	case opWords, opPrefix:
	}
	_, ok := m.find(t.words, 0)
	return ok
}

func (m *matcher) hasValue(t *Text) bool {
	var value string
	switch m.field {
	case "lang":
		value = t.Language
	case "network":
		value = t.Network
	case "author":
		value = t.Author
	case "kind":
		value = t.Kind
	case "topic":
		value = t.Topic
	}
	if m.prefix {
		return strings.HasPrefix(value, m.needle)
	}
	return value == m.needle
}

// The suffix -nya of Indonesian, and of how many letters the word before it is at least, as texts are searched (package theme).
const (
	suffix       = "nya "
	shortestStem = 2
)

// find looks for the needle in folded words from a place on, and says where it is.
func (m *matcher) find(words string, from int) (at int, ok bool) {
	for from <= len(words) {
		i := strings.Index(words[from:], m.needle)
		if i < 0 {
			return 0, false
		}
		at = from + i
		if !m.exact {
			return at, true
		}
		if rest := words[at+len(m.needle):]; rest[0] == ' ' || m.stem && strings.HasPrefix(rest, suffix) {
			return at, true
		}
		from = at + 1
	}
	return 0, false
}

// Part is a piece of a text: what a query found in it, or what stands between.
type Part struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty" doc:"the query asks for this"`
}

// Parts cuts a text into what the words of a query found and what stands between. Words that must not be there are never found.
func (m Matcher) Parts(text string) []Part {
	f := folder{track: true}
	words := f.fold(text).words
	hit := make([]bool, len(text))
	m.root.mark(words, f.origins, hit)
	parts := []Part{}
	for i := 0; i < len(text); {
		end := i + 1
		for end < len(text) && hit[end] == hit[i] {
			end++
		}
		parts = append(parts, Part{Text: text[i:end], Hit: hit[i]})
		i = end
	}
	return parts
}

func (m *matcher) mark(words string, origins []origin, hit []bool) {
	for i := range m.parts {
		if m.op != opNot {
			m.parts[i].mark(words, origins, hit)
		}
	}
	needle := *m
	switch m.op {
	case opTag:
		var f folder
		needle = matcher{op: opWords, needle: strings.TrimSuffix(f.fold(m.needle).words, " "), exact: true}
		if needle.needle == "" {
			return
		}
	case opWords, opPrefix:
	case opAnd, opOr, opNot, opField:
		return
	}
	for at, ok := needle.find(words, 0); ok; at, ok = needle.find(words, at+1) {
		first, last := -1, -1
		for _, o := range origins[at:min(at+len(needle.needle), len(origins))] {
			if o.to > 0 {
				if first < 0 {
					first = o.from
				}
				last = o.to
			}
		}
		for i := max(first, 0); i < last; i++ {
			hit[i] = true
		}
	}
}
