package trail

import (
	"bytes"
	"cmp"
	"hash/crc32"
	"maps"
	"math"
	"slices"
	"strings"

	"jejak/internal/column"
	"jejak/internal/event"
	"jejak/internal/journey"
)

// row is a fresh event, not yet in columns.
type row struct {
	person  event.Person
	subject event.Subject
	seq     uint64
	time    int64
	source  uint32
	kind    string
	channel string
	ids     string
	vals    []val
}

// val is a property of a row. Its path begins with p (properties), c (context) or t (traits).
type val struct{ path, text string }

func (r *row) before(o *row) int {
	return cmp.Or(comparePersons(r.person, o.person), cmp.Compare(r.time, o.time), cmp.Compare(r.seq, o.seq))
}

func comparePersons(a, b event.Person) int { return bytes.Compare(a[:], b[:]) }

// builder makes a part of rows that come in order.
type builder struct {
	persons  []event.Person
	off      []uint32
	subjOff  []uint32
	subjects []event.Subject
	ids      []string
	subject  []uint32
	time     []int64
	seq      []uint64
	kind     []uint32
	channel  []uint32
	source   []uint32

	kinds     []*kindBuilder
	kindNo    map[string]uint32
	channels  []string
	channelNo map[string]uint32
	sources   []uint32
	sourceNo  map[uint32]uint32
	dicts     map[string]*dictBuilder
}

type kindBuilder struct {
	name     string
	rows     int
	channels map[uint32]bool
	cols     map[string]*colBuilder
	usual    []*colBuilder // of the latest row's values, in their order: the next row mostly has the same
}

type dictBuilder struct {
	codes map[string]uint32
	texts []string // code i+1
	last  uint32   // code given out last, 0 is none
}

// colBuilder collects numbers as long as every value is one in canonical form, then codes.
type colBuilder struct {
	path    string
	dict    *dictBuilder
	codes   []uint32
	nums    []float64 // NaN is absent
	text    bool
	present int
}

func newBuilder() *builder {
	return &builder{
		kindNo: map[string]uint32{}, channelNo: map[string]uint32{},
		sourceNo: map[uint32]uint32{}, dicts: map[string]*dictBuilder{},
	}
}

func (b *builder) startPerson(id event.Person) {
	b.persons = append(b.persons, id)
	b.off = append(b.off, uint32(len(b.time)))
	b.subjOff = append(b.subjOff, uint32(len(b.subjects)))
}

// ordinal numbers a subject within the present person.
func (b *builder) ordinal(s event.Subject, ids string) uint32 {
	from := int(b.subjOff[len(b.subjOff)-1])
	if i := slices.Index(b.subjects[from:], s); i >= 0 {
		return uint32(i)
	}
	b.subjects, b.ids = append(b.subjects, s), append(b.ids, ids)
	return uint32(len(b.subjects) - 1 - from)
}

func (b *builder) kindOf(name string) uint32 {
	n, ok := b.kindNo[name]
	if !ok {
		n = uint32(len(b.kinds))
		name = strings.Clone(name)
		b.kindNo[name] = n
		b.kinds = append(b.kinds, &kindBuilder{name: name, channels: map[uint32]bool{}, cols: map[string]*colBuilder{}})
	}
	return n
}

func (b *builder) channelOf(name string) uint32 {
	n, ok := b.channelNo[name]
	if !ok {
		n = uint32(len(b.channels))
		name = strings.Clone(name)
		b.channelNo[name] = n
		b.channels = append(b.channels, name)
	}
	return n
}

func (b *builder) sourceOf(s uint32) uint32 {
	n, ok := b.sourceNo[s]
	if !ok {
		n = uint32(len(b.sources))
		b.sourceNo[s] = n
		b.sources = append(b.sources, s)
	}
	return n
}

// add appends a row of the present person; its values follow through the kind's columns.
func (b *builder) add(subject uint32, time int64, seq uint64, kind, channel, source uint32) *kindBuilder {
	b.subject = append(b.subject, subject)
	b.time = append(b.time, time)
	b.seq = append(b.seq, seq)
	b.kind = append(b.kind, kind)
	b.channel = append(b.channel, channel)
	b.source = append(b.source, source)
	k := b.kinds[kind]
	if !k.channels[channel] {
		k.channels[channel] = true
	}
	k.rows++
	return k
}

func (b *builder) col(k *kindBuilder, path string) *colBuilder {
	c := k.cols[path]
	if c == nil {
		d := b.dicts[path]
		if d == nil {
			d = &dictBuilder{codes: map[string]uint32{}}
			b.dicts[strings.Clone(path)] = d
		}
		c = &colBuilder{path: strings.Clone(path), dict: d}
		k.cols[c.path] = c
	}
	return c
}

func (d *dictBuilder) code(text string) uint32 {
	if d.last > 0 && d.texts[d.last-1] == text {
		return d.last
	}
	n, ok := d.codes[text]
	if !ok {
		text = strings.Clone(text)
		d.texts = append(d.texts, text)
		n = uint32(len(d.texts))
		d.codes[text] = n
	}
	d.last = n
	return n
}

// set gives the kind's latest row (the rows-th) a value. A path set twice keeps the last.
func (c *colBuilder) set(rows int, text string) {
	if !c.text {
		if f, ok := canonicalNumber(text); ok {
			c.setNumber(rows, f)
			return
		}
		c.becomeText()
	}
	c.setCode(rows, c.dict.code(text))
}

func (c *colBuilder) setNumber(rows int, f float64) {
	if c.text {
		c.setCode(rows, c.dict.code(journey.NumberText(f)))
		return
	}
	if len(c.nums) < rows {
		c.present++
		for len(c.nums) < rows-1 {
			c.nums = append(c.nums, math.NaN())
		}
		c.nums = append(c.nums, f)
	}
	c.nums[rows-1] = f
}

func (c *colBuilder) setCode(rows int, code uint32) {
	if len(c.codes) < rows {
		c.present++
		for len(c.codes) < rows-1 {
			c.codes = append(c.codes, 0)
		}
		c.codes = append(c.codes, code)
	}
	c.codes[rows-1] = code
}

func (c *colBuilder) becomeText() {
	c.text = true
	c.codes = make([]uint32, 0, cap(c.nums))
	seen := map[float64]uint32{}
	for _, f := range c.nums {
		if math.IsNaN(f) {
			c.codes = append(c.codes, 0)
			continue
		}
		code, ok := seen[f]
		if !ok {
			code = c.dict.code(journey.NumberText(f))
			seen[f] = code
		}
		c.codes = append(c.codes, code)
	}
	c.nums = nil
}

// canonicalNumber reads a text that is a number's one canonical form, so that the number alone brings the text back.
func canonicalNumber(s string) (float64, bool) {
	if len(s) > 24 {
		return 0, false
	}
	if whole, ok := smallInt(s); ok {
		return float64(whole), true
	}
	f, ok := journey.Number(s)
	return f, ok && journey.NumberText(f) == s
}

// smallInt is the quick way for the most frequent numbers.
func smallInt(s string) (n int64, ok bool) {
	if len(s) == 0 || len(s) > 15 || (s[0] == '0' && len(s) > 1) {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// addRow appends a fresh row of the present person.
func (b *builder) addRow(r *row) {
	k := b.add(b.ordinal(r.subject, r.ids), r.time, r.seq, b.kindOf(r.kind), b.channelOf(r.channel), b.sourceOf(r.source))
	for i, v := range r.vals {
		if i >= len(k.usual) {
			k.usual = append(k.usual, b.col(k, v.path))
		} else if k.usual[i].path != v.path {
			k.usual[i] = b.col(k, v.path)
		}
		k.usual[i].set(k.rows, v.text)
	}
}

// buildRows makes a part of fresh rows in any order.
func buildRows(rows []*row, asOf uint64) *part {
	slices.SortFunc(rows, (*row).before)
	b := newBuilder()
	for i, r := range rows {
		if i == 0 || rows[i-1].person != r.person {
			b.startPerson(r.person)
		}
		b.addRow(r)
	}
	return b.finish(asOf)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli) //nolint:gochecknoglobals // a table of constants

// finish encodes the columns. The builder is spent.
func (b *builder) finish(asOf uint64) *part {
	d := &directory{AsOf: asOf, Rows: len(b.time), Channels: b.channels, Sources: b.sources}
	if len(b.time) > 0 {
		d.MinTime, d.MaxTime = slices.Min(b.time), slices.Max(b.time)
	}
	b.off = append(b.off, uint32(len(b.time)))
	b.subjOff = append(b.subjOff, uint32(len(b.subjects)))
	w := &sections{data: make([]byte, fileHeader, 64+len(b.time)*24)}
	d.Persons = w.raw(castBytes(b.persons))
	d.Off = w.raw(castBytes(b.off))
	d.SubjOff = w.raw(castBytes(b.subjOff))
	d.Subjects = w.raw(castBytes(b.subjects))
	d.IDs = w.close(column.AppendStrings(w.data, b.ids))
	d.Subject = w.close(column.AppendInts(w.data, b.subject))
	d.Time = w.close(column.AppendInts(w.data, b.time))
	d.Seq = w.close(column.AppendInts(w.data, b.seq))
	d.Kind = w.close(column.AppendInts(w.data, b.kind))
	d.Channel = w.close(column.AppendInts(w.data, b.channel))
	d.Source = w.close(column.AppendInts(w.data, b.source))
	b.ranks(d, w)
	b.planes(d, w)
	b.encodeDicts(d, w)
	when, first := b.when(d)
	for i, k := range b.kinds {
		kd := kindDir{Name: k.name, Rows: k.rows, Channels: slices.Sorted(maps.Keys(k.channels)), When: w.raw(castBytes(when[i])), MinTime: first[i]}
		for _, path := range slices.Sorted(maps.Keys(k.cols)) {
			if c := k.cols[path]; c.present > 0 {
				kd.Cols = append(kd.Cols, c.encode(k.rows, w))
			}
		}
		d.Kinds = append(d.Kinds, kd)
	}
	p, err := openPart(d, w.data, "")
	if err != nil {
		panic("BUG: a part just built does not open: " + err.Error()) //nolint:forbidigo // these are our own bytes
	}
	return p
}

// ranks lets a row's place among the rows of its kind be found by counting within one block. Blocks grow with the number
// of kinds, so that this takes at most a quarter of a byte for each row.
func (b *builder) ranks(d *directory, w *sections) {
	d.BlockShift = 10
	for 1<<d.BlockShift < 16*len(b.kinds) {
		d.BlockShift++
	}
	counts := make([]uint32, len(b.kinds))
	var ranks []uint32
	for r, k := range b.kind {
		if r&(1<<d.BlockShift-1) == 0 {
			ranks = append(ranks, counts...)
		}
		counts[k]++
	}
	ranks = append(ranks, counts...)
	d.Ranks = w.raw(castBytes(ranks))
}

// planes keeps the bits of kinds apart, so that the rows of one kind are told from others 64 at a time.
func (b *builder) planes(d *directory, w *sections) {
	n := planesFor(len(b.kinds))
	planes := make([]uint64, (len(b.kind)+63)/64*n)
	for r, k := range b.kind {
		at := r >> 6 * n
		for i := range n {
			planes[at+i] |= uint64(k>>i&1) << (r & 63)
		}
	}
	d.Planes = w.raw(castBytes(planes))
}

// encodeDicts sorts each dictionary that codes refer to, and renumbers the codes.
func (b *builder) encodeDicts(d *directory, w *sections) {
	used := map[string]bool{}
	for _, k := range b.kinds {
		for path, c := range k.cols {
			used[path] = used[path] || (c.text && c.present > 0)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(used)) {
		if !used[path] {
			continue
		}
		dict := b.dicts[path]
		order := make([]uint32, len(dict.texts))
		for i := range order {
			order[i] = uint32(i)
		}
		slices.SortFunc(order, func(x, y uint32) int { return strings.Compare(dict.texts[x], dict.texts[y]) })
		renumber, sorted := make([]uint32, len(order)+1), make([]string, len(order))
		for i, old := range order {
			renumber[old+1] = uint32(i) + 1
			sorted[i] = dict.texts[old]
		}
		dict.texts = sorted
		for _, k := range b.kinds {
			if c := k.cols[path]; c != nil && c.text {
				for i, code := range c.codes {
					c.codes[i] = renumber[code]
				}
			}
		}
		d.Dicts = append(d.Dicts, dictDir{path, w.close(column.AppendStrings(w.data, sorted))})
	}
}

// fewValues is up to how many values of a column are all counted for the schema.
const fewValues = 256

func (c *colBuilder) encode(rows int, w *sections) colDir {
	d := colDir{Path: c.path, Present: c.present, Number: !c.text, Numeric: !c.text}
	if !c.text {
		for len(c.nums) < rows {
			c.nums = append(c.nums, math.NaN())
		}
		d.Top = topNumbers(c.nums)
		ints, scale := scaled(c.nums)
		d.Scale = scale
		if scale > 0 {
			d.Sec = w.close(column.AppendInts(w.data, ints))
			return d
		}
		raw := make([]uint64, rows)
		for i, f := range c.nums {
			raw[i] = math.Float64bits(f)
		}
		d.Sec = w.close(column.AppendInts(w.data, raw))
		return d
	}
	for len(c.codes) < rows {
		c.codes = append(c.codes, 0)
	}
	counts := make([]int, len(c.dict.texts)+1)
	for _, code := range c.codes {
		counts[code]++
	}
	d.Numeric = true
	for code, n := range counts {
		if code > 0 && n > 0 {
			d.Top = append(d.Top, valueCount{c.dict.texts[code-1], n})
			if d.Numeric {
				_, d.Numeric = journey.Number(c.dict.texts[code-1])
			}
		}
	}
	d.Top = topValues(d.Top)
	d.Sec = w.close(column.AppendInts(w.data, c.codes))
	return d
}

func topValues(v []valueCount) []valueCount {
	slices.SortFunc(v, func(a, b valueCount) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value)) })
	if len(v) > fewValues {
		v = slices.Clone(v[:4*journey.SchemaValues])
	}
	return v
}

func topNumbers(nums []float64) []valueCount {
	counts := map[float64]int{}
	last, run := math.NaN(), 0 // equal numbers often follow each other
	for _, f := range nums {
		switch {
		case math.IsNaN(f):
		case f == last:
			run++
		default:
			if run > 0 {
				counts[last] += run
			}
			if last, run = f, 1; len(counts) > fewValues {
				return nil
			}
		}
	}
	if run > 0 {
		counts[last] += run
	}
	if len(counts) > fewValues {
		return nil
	}
	var v []valueCount
	for f, n := range counts {
		v = append(v, valueCount{journey.NumberText(f), n})
	}
	return topValues(v)
}

// absentInt stands for no value among scaled numbers, one below the least.
const maxScaled = 1 << 53

// scaled finds the least power of ten that makes every number whole, and gives them as whole numbers above 0; 0 is absent.
// Dividing by a power of ten is correctly rounded, so it brings exactly the same numbers back.
func scaled(nums []float64) ([]int64, int64) {
	for _, scale := range []int64{1, 10, 100, 1000, 10_000, 1_000_000} {
		if ints, ok := scaleBy(nums, scale); ok {
			return ints, scale
		}
	}
	return nil, 0
}

func scaleBy(nums []float64, scale int64) ([]int64, bool) {
	out := make([]int64, len(nums))
	for i, f := range nums {
		if math.IsNaN(f) {
			out[i] = absentNumber
			continue
		}
		n := math.Round(f * float64(scale))
		if math.Abs(n) >= maxScaled || n/float64(scale) != f {
			return nil, false
		}
		out[i] = int64(n)
	}
	least := int64(math.MaxInt64)
	for _, n := range out {
		if n != absentNumber {
			least = min(least, n)
		}
	}
	for i, n := range out {
		if n == absentNumber {
			out[i] = least - 1
		}
	}
	// The first entry's base must be least-1 in any case: readers take the column's base as absent.
	return append(out, least-1), true
}

const absentNumber = math.MinInt64

// fileHeader is the room for a file's magic bytes and version before its first section.
const fileHeader = 16

// sections collects encoded columns, each at a multiple of 8.
type sections struct{ data []byte }

func (w *sections) raw(b []byte) section {
	return w.close(append(w.data, b...))
}

// close makes a section of what grown has behind data.
func (w *sections) close(grown []byte) section {
	s := section{Off: len(w.data), Len: len(grown) - len(w.data)}
	s.CRC = crc32.Checksum(grown[s.Off:], castagnoli)
	w.data = append(grown, make([]byte, -len(grown)&7)...)
	return s
}
