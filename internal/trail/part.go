// Package trail is the journey index: it follows the change feed, keeps every person's events in columns, and answers questions.
package trail

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"unsafe"

	"jejak/internal/column"
	"jejak/internal/event"
)

// part is an immutable set of rows of one shard in columns, sorted by (person, time, seq). It lies in memory or in a mapped file,
// in the same bytes. A person may have rows in several parts of the shard.
type part struct {
	dir    *directory
	data   []byte
	file   string // "" in memory
	mapped []byte // the whole file

	persons  []event.Person // sorted
	off      []uint32       // persons+1: where each one's rows begin
	subjOff  []uint32       // persons+1: where each one's subjects begin
	subjects []event.Subject
	ids      column.Strings // for each subject, its ids as type NUL value, joined by NUL
	subject  column.Ints    // for each row, which of the person's subjects
	time     column.Ints
	seq      column.Ints
	kind     column.Ints // local numbers, into dir.Kinds
	channel  column.Ints // local numbers, into dir.Channels
	source   column.Ints // local numbers, into dir.Sources
	planes   []uint64    // [64 rows][bit of kind]: that bit of each row's kind
	ranks    []uint32    // [block][kind]: how many rows of the kind lie before the block
	dicts    map[string]column.Strings
	cols     []map[string]*col // [kind][path]
	when     [][]uint16        // [kind]: of each of its rows, roughly when; see whenOf
	traited  []bool            // kinds whose rows carry traits
}

// directory says where everything lies in a part. In a file it is the JSON at the end.
type directory struct {
	AsOf       uint64   `json:"asOf"` // the change up to which rows and their owners are right
	Rows       int      `json:"rows"`
	MinTime    int64    `json:"minTime"`
	MaxTime    int64    `json:"maxTime"`
	BlockShift uint     `json:"blockShift"`
	WhenShift  uint     `json:"whenShift"`
	Channels   []string `json:"channels"`
	Sources    []uint32 `json:"sources"`

	Persons  section   `json:"persons"`
	Off      section   `json:"off"`
	SubjOff  section   `json:"subjOff"`
	Subjects section   `json:"subjects"`
	IDs      section   `json:"ids"`
	Subject  section   `json:"subject"`
	Time     section   `json:"time"`
	Seq      section   `json:"seq"`
	Kind     section   `json:"kind"`
	Channel  section   `json:"channel"`
	Source   section   `json:"source"`
	Ranks    section   `json:"ranks"`
	Planes   section   `json:"planes"`
	Dicts    []dictDir `json:"dicts"`
	Kinds    []kindDir `json:"kinds"`
}

type section struct {
	Off int    `json:"o"`
	Len int    `json:"n"`
	CRC uint32 `json:"c"`
}

type dictDir struct {
	Path string  `json:"path"`
	Sec  section `json:"s"`
}

type kindDir struct {
	Name     string   `json:"name"`
	Rows     int      `json:"rows"`
	Channels []uint32 `json:"channels"` // local numbers that occur
	Cols     []colDir `json:"cols,omitempty"`
	When     section  `json:"when"`
	MinTime  int64    `json:"minTime"` // of its rows
}

type colDir struct {
	Path    string       `json:"path"`
	Present int          `json:"present"`
	Number  bool         `json:"number,omitempty"`  // stored as numbers, not as codes of the path's dictionary
	Numeric bool         `json:"numeric,omitempty"` // every value reads as a number
	Scale   int64        `json:"scale,omitempty"`   // numbers are whole multiples of 1/Scale; 0: floating point
	Top     []valueCount `json:"top,omitempty"`     // all values where they are few, else the most frequent
	Sec     section      `json:"s"`
}

type valueCount struct {
	Value string `json:"v"`
	N     int    `json:"n"`
}

// col is a property of one kind: one entry for each row of that kind, in order of rows.
type col struct {
	dir  *colDir
	vals column.Ints
	dict column.Strings // where not numbers: code i+1 is the i-th string; 0 is absent
}

// openPart reads the columns of data as dir says.
func openPart(dir *directory, data []byte, file string) (*part, error) {
	p, _, err := openAt(dir, data, file)
	return p, err
}

// openAt is openPart that tells the place of a fault.
func openAt(dir *directory, data []byte, file string) (*part, int, error) {
	p := &part{dir: dir, data: data, file: file, dicts: map[string]column.Strings{}}
	o := opener{p: p}
	raw := func(s section, size int) []byte {
		b := o.bytes(s)
		if len(b)%size != 0 {
			o.fail(s, fmt.Errorf("length %d is not a multiple of %d", len(b), size))
			return nil
		}
		return b
	}
	p.persons = castSlice[event.Person](raw(dir.Persons, 16))
	p.off = castSlice[uint32](raw(dir.Off, 4))
	p.subjOff = castSlice[uint32](raw(dir.SubjOff, 4))
	p.subjects = castSlice[event.Subject](raw(dir.Subjects, 16))
	p.ranks = castSlice[uint32](raw(dir.Ranks, 4))
	p.planes = castSlice[uint64](raw(dir.Planes, 8))
	p.ids = o.strings(dir.IDs)
	for s, c := range map[*section]*column.Ints{
		&dir.Subject: &p.subject, &dir.Time: &p.time, &dir.Seq: &p.seq,
		&dir.Kind: &p.kind, &dir.Channel: &p.channel, &dir.Source: &p.source,
	} {
		*c = o.ints(*s)
		if o.err == nil && c.Len() != dir.Rows {
			o.fail(*s, fmt.Errorf("%d values for %d rows", c.Len(), dir.Rows))
		}
	}
	for _, d := range dir.Dicts {
		p.dicts[d.Path] = o.strings(d.Sec)
	}
	for k := range dir.Kinds {
		m := make(map[string]*col, len(dir.Kinds[k].Cols))
		for i := range dir.Kinds[k].Cols {
			d := &dir.Kinds[k].Cols[i]
			c := &col{dir: d, vals: o.ints(d.Sec), dict: p.dicts[d.Path]}
			want := dir.Kinds[k].Rows
			if d.Scale > 0 {
				want++ // the last one only sets the base
			}
			if o.err == nil && c.vals.Len() != want {
				o.fail(d.Sec, fmt.Errorf("%d values for %d rows", c.vals.Len(), dir.Kinds[k].Rows))
			}
			m[d.Path] = c
		}
		p.cols = append(p.cols, m)
		p.when = append(p.when, castSlice[uint16](raw(dir.Kinds[k].When, 2)))
		if n := len(p.when[k]); o.err == nil && n != dir.Kinds[k].Rows {
			o.fail(dir.Kinds[k].When, fmt.Errorf("%d moments for %d rows", n, dir.Kinds[k].Rows))
		}
		p.traited = append(p.traited, slices.ContainsFunc(dir.Kinds[k].Cols, func(c colDir) bool { return c.Path[0] == 't' }))
	}
	if want := (dir.Rows + 63) / 64 * planesFor(len(dir.Kinds)); o.err == nil && len(p.planes) != want {
		o.fail(dir.Planes, fmt.Errorf("%d words of planes where %d were due", len(p.planes), want))
	}
	if o.err == nil && len(p.off) != len(p.persons)+1 {
		o.fail(dir.Off, fmt.Errorf("%d offsets for %d persons", len(p.off), len(p.persons)))
	}
	return p, o.at, o.err
}

// opener keeps the first fault, with its place in the file.
type opener struct {
	p   *part
	at  int
	err error
}

func (o *opener) fail(s section, err error) {
	if o.err == nil {
		o.at, o.err = s.Off, err
	}
}

func (o *opener) bytes(s section) []byte {
	if s.Off < 0 || s.Len < 0 || s.Off+s.Len > len(o.p.data) {
		o.fail(s, fmt.Errorf("section [%d, +%d) lies outside", s.Off, s.Len))
		return nil
	}
	return o.p.data[s.Off : s.Off+s.Len : s.Off+s.Len]
}

func (o *opener) ints(s section) column.Ints {
	c, _, err := column.OpenInts(o.bytes(s))
	if err != nil {
		o.fail(s, err)
	}
	return c
}

func (o *opener) strings(s section) column.Strings {
	c, _, err := column.OpenStrings(o.bytes(s))
	if err != nil {
		o.fail(s, err)
	}
	return c
}

// castSlice sees bytes as fixed-size values. Sections begin at multiples of 8 and mappings at pages, so they are aligned.
func castSlice[T any](b []byte) []T {
	if len(b) == 0 {
		return nil
	}
	var t T
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(t)))
}

func castBytes[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

// find is the index of a person, -1 if the part has no row of theirs.
func (p *part) find(id event.Person) int {
	i := sort.Search(len(p.persons), func(i int) bool { return bytes.Compare(p.persons[i][:], id[:]) >= 0 })
	if i < len(p.persons) && p.persons[i] == id {
		return i
	}
	return -1
}

// rank is how many rows of a kind lie before a row.
func (p *part) rank(kind, row int) int {
	kinds := len(p.dir.Kinds)
	block := row >> p.dir.BlockShift
	n := int(p.ranks[block*kinds+kind])
	from := block << p.dir.BlockShift
	if p.kind.Width() == 1 {
		return n + bytes.Count(p.kind.Bytes()[from:row], []byte{byte(int64(kind) - p.kind.Base())})
	}
	for r := from; r < row; r++ {
		if int(p.kind.At(r)) == kind {
			n++
		}
	}
	return n
}
