package transfer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Mapping says how the rows of a file become events. docs/import.md explains every key.
type Mapping struct {
	Version int        `yaml:"version"`
	File    FileFormat `yaml:"file"`
	Zone    string     `yaml:"zone"`
	Skip    []SkipRule `yaml:"skip"`
	Events  []EventMap `yaml:"events"`
}

// FileFormat says how the file is read.
type FileFormat struct {
	Format     string   `yaml:"format"` // csv, text, ndjson, parquet, xes
	Encoding   string   `yaml:"encoding"`
	Separator  string   `yaml:"separator"`
	Quotes     string   `yaml:"quotes"` // double, lazy, none
	Widths     []int    `yaml:"widths"`
	Header     *bool    `yaml:"header"`
	Columns    []string `yaml:"columns"`
	SkipLines  int      `yaml:"skipLines"`
	Missing    []string `yaml:"missing"`
	DecimalSep string   `yaml:"decimal"`
}

// SkipRule leaves rows out and says why.
type SkipRule struct {
	Reason string      `yaml:"reason"`
	When   []Condition `yaml:"when"`
}

// Condition compares one column. Exactly one comparison is given.
type Condition struct {
	Column  string   `yaml:"column"`
	Is      *string  `yaml:"is"`
	Not     *string  `yaml:"not"`
	In      []string `yaml:"in"`
	NotIn   []string `yaml:"notIn"`
	Prefix  *string  `yaml:"prefix"`
	NotPre  *string  `yaml:"notPrefix"`
	Matches *string  `yaml:"matches"`
	Above   *float64 `yaml:"above"`
	Below   *float64 `yaml:"below"`
	Exists  *bool    `yaml:"exists"`
}

// EventMap makes one event of a row. A row makes one for each EventMap whose When holds.
type EventMap struct {
	When       []Condition      `yaml:"when"`
	Type       string           `yaml:"type"`
	Event      *Value           `yaml:"event"`
	Channel    *Value           `yaml:"channel"`
	Time       *Value           `yaml:"time"`
	MessageID  *Value           `yaml:"messageId"`
	IDs        map[string]Value `yaml:"ids"`
	Properties map[string]Value `yaml:"properties"`
	Traits     map[string]Value `yaml:"traits"`
	Context    map[string]Value `yaml:"context"`
}

// Value is text with {column} in it, or a mapping with more to say.
type Value struct {
	From     string            `yaml:"from"`
	Type     string            `yaml:"type"` // string, number, bool, date, json
	Map      map[string]string `yaml:"map"`
	Default  *string           `yaml:"default"`
	Multiply []string          `yaml:"multiply"`
	Layout   stringList        `yaml:"layout"`
	Zone     string            `yaml:"zone"`
	Plus     string            `yaml:"plus"`
	Minus    string            `yaml:"minus"`

	IfMissing string `yaml:"ifMissing"` // only where this column is missing
}

// UnmarshalYAML takes plain text for {from: text}.
func (v *Value) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		v.From = n.Value
		return nil
	}
	type plain Value
	if err := rejectUnknown(n, "from", "type", "map", "default", "multiply", "layout", "zone", "plus", "minus", "ifMissing"); err != nil {
		return err
	}
	return n.Decode((*plain)(v))
}

// rejectUnknown is needed because KnownFields does not reach into a type's own UnmarshalYAML.
func rejectUnknown(n *yaml.Node, known ...string) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		found := false
		for _, k := range known {
			found = found || n.Content[i].Value == k
		}
		if !found {
			return fmt.Errorf("line %d: field %s is none of %s", n.Content[i].Line, n.Content[i].Value, strings.Join(known, ", "))
		}
	}
	return nil
}

type stringList []string

// UnmarshalYAML takes one text for a list of one.
func (l *stringList) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = stringList{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// ReadMapping reads and checks a mapping file; all faults are told at once.
func ReadMapping(r io.Reader) (*Mapping, error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	m := &Mapping{}
	if err := d.Decode(m); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fault.New(fault.Invalid, "the mapping file is empty")
		}
		return nil, fault.Wrap(fault.Invalid, err, "the mapping file cannot be read")
	}
	if fields := m.validate(); len(fields) > 0 {
		return nil, fault.InvalidFields("the mapping file has faults", fields)
	}
	return m, nil
}

func (m *Mapping) validate() []fault.Field {
	var c checker
	if m.Version != 1 {
		c.add("version", "must be 1")
	}
	m.File.validate(&c)
	c.zone("zone", m.Zone)
	for i, s := range m.Skip {
		at := fmt.Sprintf("skip[%d]", i)
		if s.Reason == "" {
			c.add(at+".reason", "is missing: say why such rows are left out")
		}
		if len(s.When) == 0 {
			c.add(at+".when", "is missing: without it every row would be left out")
		}
		c.conditions(at, s.When)
	}
	if len(m.Events) == 0 {
		c.add("events", "is empty: no row would make an event")
	}
	for i := range m.Events {
		m.Events[i].validate(&c, fmt.Sprintf("events[%d]", i))
	}
	return c
}

type checker []fault.Field

func (c *checker) add(name, format string, args ...any) {
	*c = append(*c, fault.Field{Name: name, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) zone(name, zone string) {
	if _, err := time.LoadLocation(zone); err != nil {
		c.add(name, "%q is no IANA time zone, such as Asia/Jakarta", zone)
	}
}

func (c *checker) oneOf(name, value string, allowed ...string) {
	for _, a := range allowed {
		if value == a {
			return
		}
	}
	c.add(name, "%q is none of %s", value, strings.Join(allowed, ", "))
}

func (f *FileFormat) validate(c *checker) {
	c.oneOf("file.format", f.Format, "csv", "text", "ndjson", "parquet", "xes")
	c.oneOf("file.encoding", f.Encoding, "", "utf-8", "latin-1", "windows-1252")
	c.oneOf("file.quotes", f.Quotes, "", "double", "lazy", "none")
	c.oneOf("file.decimal", f.DecimalSep, "", ".", ",")
	switch f.Format {
	case "csv":
		if s := f.separator(); s == 0 || s == '"' || s == '\r' || s == '\n' {
			c.add("file.separator", "%q is not one character", f.Separator)
		}
	case "text":
		if f.Separator != "" && f.Separator != "whitespace" {
			c.add("file.separator", "is whitespace for text, or absent with widths; use format csv for %q", f.Separator)
		}
		for i, w := range f.Widths {
			if w < 1 {
				c.add(fmt.Sprintf("file.widths[%d]", i), "must be at least 1")
			}
		}
	}
	if !f.header() && len(f.Columns) == 0 && (f.Format == "csv" || f.Format == "text") {
		c.add("file.columns", "is missing: a file without a header needs names for its columns")
	}
}

func (f *FileFormat) header() bool { return f.Header == nil || *f.Header }

func (f *FileFormat) separator() rune {
	switch f.Separator {
	case "":
		return ','
	case "tab":
		return '\t'
	}
	if r := []rune(f.Separator); len(r) == 1 {
		return r[0]
	}
	return 0
}

func (c *checker) conditions(at string, list []Condition) {
	for i, w := range list {
		name := fmt.Sprintf("%s.when[%d]", at, i)
		if w.Column == "" {
			c.add(name+".column", "is missing")
		}
		n := 0
		for _, given := range []bool{
			w.Is != nil, w.Not != nil, w.In != nil, w.NotIn != nil, w.Prefix != nil, w.NotPre != nil,
			w.Matches != nil, w.Above != nil, w.Below != nil, w.Exists != nil,
		} {
			if given {
				n++
			}
		}
		if n != 1 {
			c.add(name, "needs exactly one of is, not, in, notIn, prefix, notPrefix, matches, above, below, exists")
		}
		if w.Matches != nil {
			if _, err := regexp.Compile(*w.Matches); err != nil {
				c.add(name+".matches", "%v", err)
			}
		}
	}
}

func (e *EventMap) validate(c *checker, at string) {
	c.conditions(at, e.When)
	t, ok := event.Track, true
	if e.Type != "" {
		if t, ok = event.ParseType(e.Type); !ok {
			c.add(at+".type", "%q is none of track, page, screen, identify, group", e.Type)
		}
	}
	if t == event.Alias {
		c.add(at+".type", "alias cannot be imported: give both ids to an identify event instead")
	}
	if ok && t == event.Track && e.Event == nil {
		c.add(at+".event", "is missing: a track event needs a name")
	}
	if e.Time == nil {
		c.add(at+".time", "is missing")
	} else if len(e.Time.Layout) == 0 {
		c.add(at+".time.layout", "is missing: say how the time is written, such as \"2006-01-02 15:04:05\", rfc3339, unix or unix_ms")
	}
	if len(e.IDs) == 0 {
		c.add(at+".ids", "is empty: an event needs at least one id of a person")
	}
	for name, v := range map[string]*Value{"event": e.Event, "channel": e.Channel, "time": e.Time, "messageId": e.MessageID} {
		if v != nil {
			v.validate(c, at+"."+name)
		}
	}
	for part, values := range map[string]map[string]Value{"ids": e.IDs, "properties": e.Properties, "traits": e.Traits, "context": e.Context} {
		for name, v := range values {
			v.validate(c, at+"."+part+"."+name)
		}
	}
}

func (v *Value) validate(c *checker, at string) {
	c.oneOf(at+".type", v.Type, "", "string", "number", "bool", "date", "json")
	c.zone(at+".zone", v.Zone)
	if v.From == "" && len(v.Multiply) == 0 && v.Default == nil {
		c.add(at, "is empty: write text with {column} in it")
	}
	if len(v.Multiply) > 0 && (v.From != "" || v.Type != "number") {
		c.add(at+".multiply", "takes the place of from, and needs type: number")
	}
	if v.Type == "date" && len(v.Layout) == 0 {
		c.add(at+".layout", "is missing: say how the date is written")
	}
	for _, text := range append([]string{v.From, v.Plus, v.Minus}, v.Multiply...) {
		if _, err := parseTemplate(text, func(string) int { return 0 }); err != nil {
			c.add(at, "%v", err)
		}
	}
}

// template is text with columns in it.
type template []templatePart

type templatePart struct {
	text   string
	column int // -1: text
}

// parseTemplate reads "a {column} b"; {{ and }} are the brackets themselves.
func parseTemplate(text string, column func(string) int) (template, error) {
	var t template
	literal := strings.Builder{}
	flush := func() {
		if literal.Len() > 0 {
			t = append(t, templatePart{text: literal.String(), column: -1})
			literal.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "{{"), strings.HasPrefix(text[i:], "}}"):
			literal.WriteByte(text[i])
			i++
		case text[i] == '{':
			end := strings.IndexByte(text[i:], '}')
			if end < 2 {
				return nil, fmt.Errorf("%q: a { needs a column and a }", text)
			}
			flush()
			t = append(t, templatePart{column: column(text[i+1 : i+end])})
			i += end
		case text[i] == '}':
			return nil, fmt.Errorf("%q: a } without its {", text)
		default:
			literal.WriteByte(text[i])
		}
	}
	flush()
	return t, nil
}

// parseShift reads "3d", "36h", "-90m", "15s": days are calendar days, the rest is exact.
func parseShift(s string) (days int, exact time.Duration, err error) {
	s = strings.TrimSpace(s)
	if digits, ok := strings.CutSuffix(s, "d"); ok {
		days, err = strconv.Atoi(strings.TrimSpace(digits))
		return days, 0, err
	}
	exact, err = time.ParseDuration(s)
	return 0, exact, err
}
