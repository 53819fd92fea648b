package trail

import (
	"hash/maphash"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// rowMaker takes what the index needs of events. It belongs to the goroutine that follows.
//
// An event mostly has the paths of the one before it of the same name, in the same order, and some of its values: they are
// compared with those first, which costs a fraction of looking each up.
type rowMaker struct {
	texts   texts
	shapes  [shapeSlots]shape
	scratch []byte
	take    func(path, text []byte) // value, made once

	// Of the event under way.
	shape  *shape
	at     int // the hint that comes next
	prefix byte
	vals   []val

	// Room for rows and values to come.
	rows []row
	room []val
}

const (
	shapeSlots = 256 // by hash of the event's name; a later name takes the place of an earlier one
	shapeMax   = 64  // hints of one shape
	roomRows   = 16  // few, as one row keeps its neighbours' memory
	roomVals   = 256
)

// shape is what the latest event of a name had.
type shape struct {
	kind  string
	hints []hint
}

type hint struct {
	path   string // of a val
	text   string // the latest value
	hidden bool   // not to be asked about
}

func newRowMaker() *rowMaker {
	m := &rowMaker{texts: texts{seed: maphash.MakeSeed()}}
	m.take = m.value
	return m
}

func (m *rowMaker) row(e *event.Event, subject event.Subject, person event.Person) *row {
	if len(m.rows) == 0 {
		m.rows = make([]row, roomRows)
	}
	r := &m.rows[0]
	m.rows = m.rows[1:]
	*r = row{
		person: person, subject: subject, seq: e.Seq, time: int64(e.Time), source: uint32(e.Source),
		kind: m.texts.text(e.Name), channel: m.texts.text(e.Channel), ids: m.ids(e.IDs),
	}
	m.shape = &m.shapes[maphash.String(m.texts.seed, r.kind)%shapeSlots]
	if m.shape.kind != r.kind {
		*m.shape = shape{kind: r.kind, hints: m.shape.hints[:0]}
	}
	m.at, m.vals = 0, m.vals[:0]
	m.flatten('p', e.Properties)
	m.flatten('c', e.Context)
	m.flatten('t', e.Traits)
	if cap(m.room)-len(m.room) < len(m.vals) {
		m.room = make([]val, 0, max(len(m.vals), roomVals))
	}
	from := len(m.room)
	m.room = append(m.room, m.vals...)
	r.vals = slices.Clip(m.room[from:])
	return r
}

// ids are written as type NUL value, joined by NUL; a NUL within a value is dropped.
func (m *rowMaker) ids(ids []event.ID) string {
	b := m.scratch[:0]
	for i, id := range ids {
		if i > 0 {
			b = append(b, 0)
		}
		b = append(append(b, id.Type...), 0)
		from := len(b)
		b = append(b, id.Value...)
		b = b[:from+len(slices.DeleteFunc(b[from:], func(c byte) bool { return c == 0 }))]
	}
	m.scratch = b
	return string(b)
}

func (m *rowMaker) flatten(prefix byte, raw []byte) {
	m.prefix = prefix
	_ = journey.Flatten(raw, m.take)
}

func (m *rowMaker) value(path, text []byte) {
	h := m.hint(path)
	if h.hidden {
		return
	}
	if h.text != string(text) {
		h.text = m.texts.of(text)
	}
	m.vals = append(m.vals, val{h.path, h.text})
}

// hint is what is known of a path, good until the next call.
func (m *rowMaker) hint(path []byte) *hint {
	s := m.shape
	for i := m.at; i < len(s.hints) && i < m.at+2; i++ { // one may be missing this time
		if h := &s.hints[i]; h.path[0] == m.prefix && h.path[1:] == string(path) {
			m.at = i + 1
			return h
		}
	}
	m.scratch = append(append(m.scratch[:0], m.prefix), path...)
	h := hint{path: m.texts.of(m.scratch), hidden: m.prefix == 'c' && !journey.ContextVisible(string(path))}
	if m.at == shapeMax {
		return &h
	}
	if m.at == len(s.hints) {
		s.hints = append(s.hints, h)
	} else {
		s.hints[m.at] = h
	}
	m.at++
	return &s.hints[m.at-1]
}

// indexed is the paths of an event name that have columns.
type indexed struct {
	paths map[string]bool
	usual []string // those of the latest rows, by their place in a row: the same path mostly comes there again
}

func (s *space) indexedOf(kind string) *indexed {
	x := s.indexed[kind]
	if x == nil {
		x = &indexed{paths: map[string]bool{}}
		s.indexed[kind] = x
	}
	return x
}

// usually reports whether an indexed path is the one that was last at a place; false says nothing.
func (x *indexed) usually(place int, path string) bool {
	return place < len(x.usual) && x.usual[place] == path
}

// next notes that an indexed path was at a place.
func (x *indexed) next(place int, path string) {
	switch {
	case place < len(x.usual):
		x.usual[place] = path
	case place == len(x.usual) && place < shapeMax:
		x.usual = append(x.usual, path)
	}
}
