package journey

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of what a filter can see of an event's JSON. They are part of the semantics: every engine keeps to them.
const (
	// MaxValue is how many bytes of a text are kept (cut at a rune). Longer texts are equal where these are.
	MaxValue = 1024
	// MaxPath is the longest path of a property; longer ones are not seen.
	MaxPath = 200
	// MaxDepth is how deep nested objects flatten.
	MaxDepth = 8
)

// contextPaths are the parts of the context that filters can read.
var contextPaths = [...]string{
	"page.path", "page.url", "page.title", "page.referrer", "device.type", "os.name", "locale", "timezone",
}

// ContextVisible reports whether a path into the context can be asked about. campaign.* can, whatever its last name.
func ContextVisible(path string) bool {
	for _, p := range contextPaths {
		if p == path {
			return true
		}
	}
	return strings.HasPrefix(path, "campaign.")
}

// NumberText is the canonical text of a number: plain digits where that is sensible.
func NumberText(f float64) string {
	if f == 0 {
		return "0"
	}
	if a := math.Abs(f); a >= 1e21 || a < 1e-7 {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// Number reads a text as a finite decimal number.
func Number(s string) (float64, bool) {
	if s == "" || (s[0] != '-' && (s[0] < '0' || s[0] > '9')) {
		return 0, false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

// TextOf is the canonical text of a scalar as JSON decodes it; ok is false for null, lists and objects.
func TextOf(v any) (text string, ok bool) {
	switch v := v.(type) {
	case string:
		return clip(v), true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return NumberText(v), true
	case json.Number:
		return literalText(v.String()), true
	case int:
		return strconv.Itoa(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	}
	return "", false
}

// literalText keeps a long whole number digit by digit (it is an id, not a quantity) and makes others canonical.
func literalText(s string) string {
	if wholeNumber(s) {
		return clip(s)
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return clip(s)
	}
	return NumberText(f)
}

func wholeNumber[T ~string | ~[]byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && (i > 0 || s[i] != '-') {
			return false
		}
	}
	return len(s) > 0 && string(s) != "-0"
}

func clip[T ~string | ~[]byte](s T) T {
	if len(s) <= MaxValue {
		return s
	}
	n := MaxValue
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var errJSON = errors.New("not a JSON object")

// Flatten calls fn with every scalar in a JSON object, by its path with dots, in order of the document (where a path comes
// twice, the last one counts). null is absent. A list gives its length as path.length; a list of scalars is also
// one value, its compact JSON text. Path and text are valid during the call only.
func Flatten(raw []byte, fn func(path, text []byte)) error {
	if len(raw) == 0 {
		return nil
	}
	f := flattener{src: raw, fn: fn, path: make([]byte, 0, 64)}
	f.space()
	if f.peek() != '{' || !f.object(1) {
		return errJSON
	}
	return nil
}

type flattener struct {
	src  []byte
	i    int
	path []byte
	fn   func(path, text []byte)
}

func (f *flattener) peek() byte {
	if f.i < len(f.src) {
		return f.src[f.i]
	}
	return 0
}

func (f *flattener) space() {
	for f.i < len(f.src) {
		switch f.src[f.i] {
		case ' ', '\t', '\n', '\r':
			f.i++
		default:
			return
		}
	}
}

func (f *flattener) emit(depth int, text []byte) {
	if depth <= MaxDepth && len(f.path) <= MaxPath {
		f.fn(f.path, text)
	}
}

// object reads an object whose members lie depth levels deep. false is a syntax fault.
func (f *flattener) object(depth int) bool {
	f.i++
	f.space()
	if f.peek() == '}' {
		f.i++
		return true
	}
	mark := len(f.path)
	for {
		f.space()
		key, ok := f.quoted()
		if !ok {
			return false
		}
		if mark > 0 || depth > 1 {
			f.path = append(f.path, '.')
		}
		f.path = append(f.path, key...)
		f.space()
		if f.peek() != ':' {
			return false
		}
		f.i++
		if !f.value(depth) {
			return false
		}
		f.path = f.path[:mark]
		f.space()
		switch f.peek() {
		case ',':
			f.i++
		case '}':
			f.i++
			return true
		default:
			return false
		}
	}
}

func (f *flattener) value(depth int) bool {
	f.space()
	switch f.peek() {
	case '{':
		return f.object(depth + 1)
	case '[':
		return f.list(depth)
	case '"':
		s, ok := f.quoted()
		if ok {
			f.emit(depth, clip(s))
		}
		return ok
	case 't', 'f', 'n':
		w := f.word()
		if string(w) == "true" || string(w) == "false" {
			f.emit(depth, w)
			return true
		}
		return string(w) == "null"
	default:
		w := f.word()
		if len(w) == 0 || (w[0] != '-' && (w[0] < '0' || w[0] > '9')) {
			return false
		}
		if wholeNumber(w) {
			f.emit(depth, clip(w))
		} else {
			f.emit(depth, []byte(literalText(string(w))))
		}
		return true
	}
}

func (f *flattener) word() []byte {
	start := f.i
	for f.i < len(f.src) {
		switch f.src[f.i] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return f.src[start:f.i]
		}
		f.i++
	}
	return f.src[start:f.i]
}

func (f *flattener) list(depth int) bool {
	start, scalars := f.i, true
	end, ok := f.skipList()
	if !ok {
		return false
	}
	var items []json.RawMessage
	if json.Unmarshal(f.src[start:end], &items) != nil {
		return false
	}
	n := len(items)
	for _, it := range items {
		scalars = scalars && it[0] != '{' && it[0] != '['
	}
	if scalars && n > 0 {
		if b, err := json.Marshal(items); err == nil {
			f.emit(depth, clip(b))
		}
	}
	mark := len(f.path)
	f.path = append(f.path, ".length"...)
	f.emit(depth, strconv.AppendInt(nil, int64(n), 10))
	f.path = f.path[:mark]
	return true
}

// skipList moves behind the list that begins here.
func (f *flattener) skipList() (end int, ok bool) {
	open, quoted := 0, false
	for ; f.i < len(f.src); f.i++ {
		c := f.src[f.i]
		switch {
		case quoted && c == '\\':
			f.i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			open++
		case c == ']' || c == '}':
			if open--; open == 0 {
				f.i++
				return f.i, true
			}
		}
	}
	return f.i, false
}

// quoted reads a string. What it returns may lie in the source.
func (f *flattener) quoted() ([]byte, bool) {
	if f.peek() != '"' {
		return nil, false
	}
	start := f.i
	if n := bytes.IndexByte(f.src[start+1:], '"'); n >= 0 && plainASCII(f.src[start+1:start+1+n]) { // nearly every string
		f.i = start + n + 2
		return f.src[start+1 : start+1+n], true
	}
	plain, ascii := true, true
	for f.i++; f.i < len(f.src); f.i++ {
		switch c := f.src[f.i]; {
		case c == '"':
			f.i++
			if in := f.src[start+1 : f.i-1]; plain && (ascii || utf8.Valid(in)) {
				return in, true
			}
			var s string // this way also mends bytes that are not UTF-8
			err := json.Unmarshal(f.src[start:f.i], &s)
			return []byte(s), err == nil
		case c == '\\':
			plain = false
			f.i++
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false
}

// plainASCII reports whether there is neither a backslash nor anything beyond ASCII in b. It looks at eight bytes at a time.
func plainASCII(b []byte) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		w := binary.LittleEndian.Uint64(b)
		slash := w ^ '\\'*ones
		if ((slash-ones)&^slash|w)&highs != 0 {
			return false
		}
	}
	for _, c := range b {
		if c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
