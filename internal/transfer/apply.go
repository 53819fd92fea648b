package transfer

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// mapper turns rows into items. It is made from a Mapping and used by one goroutine.
type mapper struct {
	columns []string // in the order of row.values
	decimal string
	skip    []compiledSkip
	events  []compiledEvent
	seen    *counter
}

type compiledSkip struct {
	reason string
	when   []condition
}

type compiledEvent struct {
	when       []condition
	typ        event.Type
	name       *value
	channel    *value
	time       *value
	messageID  *value
	ids        []named
	properties []named
	traits     []named
	context    []named
}

type condition struct {
	column  int
	c       Condition
	matches *regexp.Regexp
}

type named struct {
	name string
	path []string
	v    *value
}

// value is a compiled Value.
type value struct {
	v        Value
	from     template
	unless   int // the column that must be missing; -1: none
	plus     template
	minus    template
	multiply []template
	zone     *time.Location
}

// newMapper compiles a mapping that has been validated.
func newMapper(m *Mapping) (*mapper, error) {
	c := compiler{places: map[string]int{}}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return nil, err
	}
	c.zone = zone
	out := &mapper{decimal: m.File.DecimalSep, seen: newCounter()}
	for _, s := range m.Skip {
		out.skip = append(out.skip, compiledSkip{s.Reason, c.conditions(s.When)})
	}
	for _, e := range m.Events {
		ce := compiledEvent{
			when: c.conditions(e.When), typ: event.Track,
			name: c.value(e.Event), channel: c.value(e.Channel), time: c.value(e.Time), messageID: c.value(e.MessageID),
			ids: c.named(e.IDs), properties: c.named(e.Properties), traits: c.named(e.Traits), context: c.named(e.Context),
		}
		if e.Type != "" {
			ce.typ, _ = event.ParseType(e.Type)
		}
		out.events = append(out.events, ce)
	}
	out.columns = c.columns
	return out, c.err
}

type compiler struct {
	columns []string
	places  map[string]int
	zone    *time.Location
	err     error
}

// rowName is the column "#": what names a row by its content, as in the messageIds made here.
const rowName = -2

func (c *compiler) column(name string) int {
	if name == "#" {
		return rowName
	}
	i, ok := c.places[name]
	if !ok {
		i = len(c.columns)
		c.places[name] = i
		c.columns = append(c.columns, name)
	}
	return i
}

func (c *compiler) template(text string) template {
	t, err := parseTemplate(text, c.column)
	if err != nil && c.err == nil {
		c.err = err
	}
	return t
}

func (c *compiler) value(v *Value) *value {
	if v == nil {
		return nil
	}
	out := &value{v: *v, from: c.template(v.From), plus: c.template(v.Plus), minus: c.template(v.Minus), zone: c.zone, unless: -1}
	if v.IfMissing != "" {
		out.unless = c.column(v.IfMissing)
	}
	for _, m := range v.Multiply {
		out.multiply = append(out.multiply, c.template(m))
	}
	if v.Zone != "" {
		zone, err := time.LoadLocation(v.Zone)
		if err != nil && c.err == nil {
			c.err = err
		}
		out.zone = zone
	}
	return out
}

func (c *compiler) named(values map[string]Value) []named {
	var out []named
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		out = append(out, named{name, strings.Split(name, "."), c.value(&v)})
	}
	return out
}

func (c *compiler) conditions(list []Condition) []condition {
	var out []condition
	for _, w := range list {
		cond := condition{column: c.column(w.Column), c: w}
		if w.Matches != nil {
			re, err := regexp.Compile(*w.Matches)
			if err != nil && c.err == nil {
				c.err = err
			}
			cond.matches = re
		}
		out = append(out, cond)
	}
	return out
}

func (c *condition) holds(r *row) bool {
	v, missing, w := r.values[c.column], r.missing[c.column], &c.c
	switch {
	case w.Exists != nil:
		return *w.Exists != missing
	case w.Not != nil:
		return missing || v != *w.Not
	case w.NotIn != nil:
		return missing || !slices.Contains(w.NotIn, v)
	case w.NotPre != nil:
		return missing || !strings.HasPrefix(v, *w.NotPre)
	case missing:
		return false
	case w.Is != nil:
		return v == *w.Is
	case w.In != nil:
		return slices.Contains(w.In, v)
	case w.Prefix != nil:
		return strings.HasPrefix(v, *w.Prefix)
	case w.Matches != nil:
		return c.matches.MatchString(v)
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	return err == nil && (w.Above != nil && x > *w.Above || w.Below != nil && x < *w.Below)
}

func hold(list []condition, r *row) bool {
	for i := range list {
		if !list[i].holds(r) {
			return false
		}
	}
	return true
}

// noEvent is the reason under which rows are counted that no event of the mapping takes.
const noEvent = "no_event_of_the_mapping"

// items appends the events of a row, or says why there is none.
func (m *mapper) items(r *row, dst []ingest.Item) (out []ingest.Item, skipped string) {
	for i := range m.skip {
		if hold(m.skip[i].when, r) {
			return dst, m.skip[i].reason
		}
	}
	r.name = nameOfRow(r.content, m.seen)
	made := len(dst)
	for i := range m.events {
		e := &m.events[i]
		if !hold(e.when, r) {
			continue
		}
		it := m.item(e, r)
		if it.Event.MessageID == "" {
			it.Event.MessageID = fmt.Sprintf("%s-%d", r.name, i)
		}
		it.Raw = nil
		if it.Fault != "" || len(it.Event.IDs) == 0 {
			it.Raw = slices.Clone(r.raw())
		}
		dst = append(dst, it)
	}
	if len(dst) == made {
		return dst, noEvent
	}
	return dst, ""
}

// nameOfRow names the n-th row with this content: the same row of the same or another file has the same name, and a row that is
// there twice has two.
func nameOfRow(content []byte, seen *counter) string {
	h := xxh3.Hash128(content)
	b := h.Bytes()
	name := "row-" + hex.EncodeToString(b[:])
	if ordinal := seen.next(h.Lo); ordinal > 0 {
		name += fmt.Sprintf("-%d", ordinal)
	}
	return name
}

func (m *mapper) item(e *compiledEvent, r *row) (it ingest.Item) {
	it.Final = true
	ev := &it.Event
	ev.Type = e.typ
	fail := func(what string, err error) {
		if it.Fault == "" {
			it.Fault, it.Detail = "malformed", saysRow.With(r.number, what, err)
		}
	}
	text := func(what string, v *value) string {
		if v == nil {
			return ""
		}
		x, ok, err := v.eval(r, m.decimal)
		if err != nil {
			fail(what, err)
		}
		if !ok {
			return ""
		}
		s, _ := textOf(x)
		return s
	}
	ev.Name, ev.Channel, ev.MessageID = text("event", e.name), text("channel", e.channel), text("messageId", e.messageID)
	at, ok, err := e.time.moment(r)
	switch {
	case err != nil:
		fail("time", err)
	case !ok:
		fail("time", errors.New(saysMissing.Words))
	default:
		ev.Time = event.TimeOf(at)
		ev.OriginalAt = ev.Time
	}
	var ids []event.ID
	for _, n := range e.ids {
		if id := normalID(n.name, text("id "+n.name, n.v)); id.Value != "" {
			ids = append(ids, id)
		}
	}
	ev.SetIDs(ids)
	ev.Properties = m.body(r, e.properties, fail)
	ev.Traits = m.body(r, e.traits, fail)
	ev.Context = m.body(r, e.context, fail)
	return it
}

// normalID writes an id the way the collector does, so that a customer list and a website mean the same person: addresses in
// small letters, telephone numbers without what makes them easier to read. What is neither is no id.
func normalID(name, value string) event.ID {
	value = strings.TrimSpace(value)
	switch event.IDType(name) {
	case event.Email:
		value = strings.ToLower(value)
		if at := strings.LastIndexByte(value, '@'); at < 1 || at == len(value)-1 || strings.ContainsAny(value, " \t\n") {
			value = ""
		}
	case event.Phone:
		value = normalPhone(value)
	}
	return event.ID{Type: event.IDType(name), Value: value}
}

func normalPhone(value string) string {
	digits := make([]byte, 0, len(value))
	for i := range len(value) {
		switch c := value[i]; {
		case '0' <= c && c <= '9', c == '+' && i == 0:
			digits = append(digits, c)
		case strings.IndexByte(" -.()/", c) < 0:
			return ""
		}
	}
	number := string(digits)
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		number = "+" + rest
	}
	if n := len(strings.TrimPrefix(number, "+")); n < 7 || n > 15 {
		return ""
	}
	return number
}

// body builds a JSON object; a name with dots goes into nested objects, and a missing value is left out.
func (m *mapper) body(r *row, values []named, fail func(string, error)) json.RawMessage {
	if len(values) == 0 {
		return nil
	}
	root := make(map[string]any, len(values))
	for _, n := range values {
		x, ok, err := n.v.eval(r, m.decimal)
		if err != nil {
			fail(n.name, err)
			continue
		}
		if !ok {
			continue
		}
		o := root
		for _, key := range n.path[:len(n.path)-1] {
			inner, ok := o[key].(map[string]any)
			if !ok {
				inner = map[string]any{}
				o[key] = inner
			}
			o = inner
		}
		o[n.path[len(n.path)-1]] = x
	}
	if len(root) == 0 {
		return nil
	}
	b, err := json.Marshal(root)
	if err != nil {
		fail("properties", err)
		return nil
	}
	return b
}

// fill writes a template out; ok is false where a column of it is missing.
func (t template) fill(r *row) (string, bool) {
	if len(t) == 1 && t[0].column >= 0 {
		return r.values[t[0].column], !r.missing[t[0].column]
	}
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.column == rowName:
			b.WriteString(r.name)
		case p.column < 0:
			b.WriteString(p.text)
		case r.missing[p.column]:
			return "", false
		default:
			b.WriteString(r.values[p.column])
		}
	}
	return b.String(), len(t) > 0
}

// eval is the value for JSON: string, json.Number, bool or raw JSON. ok is false where it is missing.
func (v *value) eval(r *row, decimal string) (x any, ok bool, err error) {
	if v.unless >= 0 && !r.missing[v.unless] {
		return nil, false, nil
	}
	if len(v.multiply) > 0 {
		return v.product(r, decimal)
	}
	text, ok := v.from.fill(r)
	if ok && v.v.Map != nil {
		text, ok = v.v.Map[text]
	}
	if !ok && v.v.Default != nil {
		text, ok = *v.v.Default, true
	}
	if !ok {
		return nil, false, nil
	}
	switch v.v.Type {
	case "number":
		n, err := number(text, decimal)
		return n, true, err
	case "bool":
		b, err := truth(text)
		return b, true, err
	case "json":
		if !json.Valid([]byte(text)) {
			return nil, false, errors.New(saysNoJSON.With(text))
		}
		return json.RawMessage(text), true, nil
	case "date":
		at, _, err := v.moment(r)
		if err != nil {
			return nil, false, err
		}
		return event.TimeOf(at).Std().Format("2006-01-02T15:04:05.000Z07:00"), true, nil
	}
	return text, true, nil
}

// product multiplies exactly enough for money: both are decimal numbers with few digits.
func (v *value) product(r *row, decimal string) (any, bool, error) {
	x := 1.0
	for _, t := range v.multiply {
		text, ok := t.fill(r)
		if !ok {
			return nil, false, nil
		}
		n, err := number(text, decimal)
		if err != nil {
			return nil, false, err
		}
		f, err := n.Float64()
		if err != nil {
			return nil, false, err
		}
		x *= f
	}
	return json.Number(strconv.FormatFloat(round(x), 'f', -1, 64)), true, nil
}

// round drops what binary fractions add behind the ninth significant decimal.
func round(x float64) float64 {
	s := strconv.FormatFloat(x, 'g', 12, 64)
	y, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return x
	}
	return y
}

// number keeps the digits as written where JSON allows them.
func number(text, decimal string) (json.Number, error) {
	text = strings.TrimSpace(text)
	if decimal == "," {
		text = strings.ReplaceAll(strings.ReplaceAll(text, ".", ""), ",", ".")
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f-f != 0 {
		return "0", errors.New(saysNoNumber.With(text))
	}
	if json.Valid([]byte(text)) {
		return json.Number(text), nil
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), nil
}

func truth(text string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "t", "yes", "y", "1":
		return true, nil
	case "false", "f", "no", "n", "0":
		return false, nil
	}
	return false, errors.New(saysNoTruth.With(text))
}

// moment is the value as a time.
func (v *value) moment(r *row) (at time.Time, ok bool, err error) {
	text, ok := v.from.fill(r)
	if !ok && v.v.Default != nil {
		text, ok = *v.v.Default, true
	}
	if !ok {
		return at, false, nil
	}
	if at, err = parseTime(text, v.v.Layout, v.zone); err != nil {
		return at, false, err
	}
	for sign, t := range map[int]template{1: v.plus, -1: v.minus} {
		if len(t) == 0 {
			continue
		}
		shift, ok := t.fill(r)
		if !ok {
			return at, false, nil
		}
		days, exact, err := parseShift(shift)
		if err != nil {
			return at, false, errors.New(saysNoSpan.With(shift))
		}
		if days != 0 {
			y, m, d := at.In(v.zone).Date()
			h, mi, s := at.In(v.zone).Clock()
			at = onWallClock(time.Date(y, m, d+sign*days, h, mi, s, at.Nanosecond(), time.UTC), v.zone)
		}
		at = at.Add(time.Duration(sign) * exact)
	}
	return at, true, nil
}

// counter counts how often a row's content came before, in about 12 bytes a row.
type counter struct {
	slots []uint64 // open addressing, 0 is empty
	used  int
	more  map[uint64]uint32 // of contents seen more than once
}

func newCounter() *counter { return &counter{slots: make([]uint64, 1024), more: map[uint64]uint32{}} }

func (c *counter) next(h uint64) uint32 {
	if h == 0 {
		h = 1
	}
	if c.used*4 >= len(c.slots)*3 {
		old := c.slots
		c.slots, c.used = make([]uint64, 2*len(old)), 0
		for _, o := range old {
			if o != 0 {
				c.place(o)
			}
		}
	}
	if c.place(h) {
		return 0
	}
	c.more[h]++
	return c.more[h]
}

func (c *counter) place(h uint64) bool {
	mask := uint64(len(c.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch c.slots[i] {
		case 0:
			c.slots[i] = h
			c.used++
			return true
		case h:
			return false
		}
	}
}
