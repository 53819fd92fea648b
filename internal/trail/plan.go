package trail

import (
	"math"
	"slices"
	"strconv"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// slot is one thing that a question looks for; its place is its bit in a row's mask. An event is seen where any slot matches.
type slot struct {
	filter *journey.Filter // nil: every event
	span   journey.Span
	trait  string             // not "": events that carry this trait…
	test   *journey.Condition // …with a value that passes
}

// scanSpec says what a question needs of each row.
type scanSpec struct {
	slots  []slot
	filter *journey.Filter // of the question: rows that fail are not seen
	label  labelBy
	number string // path of the property whose number is needed
	points []journey.Touchpoint
	aside  bool // bits are handed out without regard to the slots' own ranges
	rows   bool // the places of rows are needed, to look further properties up
	named  bool // rows whose kind never has the label's property, or meets no touchpoint's rule, do not matter
}

// add asks for the rows of a span that a filter lets pass, and returns their bit in a row's mask.
func (s *scanSpec) add(f *journey.Filter, span journey.Span) uint64 {
	s.slots = append(s.slots, slot{filter: f, span: span})
	return 1 << (len(s.slots) - 1)
}

// rowRef is where a row lies.
type rowRef struct {
	p   *part
	row uint32
}

// labelBy says what names a row: a breakdown's value, or a path step.
type labelBy struct {
	by    string // "", event, channel, source, touchpoint, property, trait (as carried by the event)
	path  string // of property and trait
	names *names
	d     *journey.Definitions
}

// kindPlan is what to do with a row of one kind.
type kindPlan struct {
	dead     bool   // no row can matter
	mask     uint64 // bits that every row has
	residual []residual
	filter   *node // nil: passes
	needOrd  bool
	codeCol  *col     // a column whose code alone gives some of the bits…
	codeBits []uint64 // …by code
	label    uint32   // where the label depends on nothing else
	labelCol *col
	labelTab []uint32 // by code, channel or source
	labelNum map[float64]uint32
	rules    []rule // touchpoints that a row of this kind can match, in order
	number   *col
	numText  bool // number is a text column: tab holds its numbers
	numTab   []float64
}

type residual struct {
	bit  uint64
	node *node
}

type rule struct {
	node  *node
	label uint32
}

// partPlan is a scanSpec compiled for one part.
type partPlan struct {
	p          *part
	spec       *scanSpec
	kinds      []kindPlan
	from, to   int64 // no row outside matters
	spans      []slotSpan
	byChannel  bool
	bySource   bool
	needOrd    bool
	allInRange bool
	bits       bitPlan

	// For the fast way, where a kind is one byte: what a row needs by that byte.
	fast   bool
	steady bool       // every row that matters has its kind's mask and label
	plain  bool       // every row that matters only needs its mask and label from here
	step   [256]uint8 // 1: the row may matter
	simple [256]bool  // mask and label are the kind's
	masks  [256]uint64
	labels [256]uint32
}

// slotSpan clears mask bits outside a span, where slots differ in theirs.
type slotSpan struct {
	from, to int64
	mask     uint64
}

func compile(p *part, spec *scanSpec) *partPlan {
	pp := &partPlan{p: p, spec: spec, from: math.MaxInt64, to: math.MinInt64, kinds: make([]kindPlan, len(p.dir.Kinds))}
	c := newCompiler(p, spec.points)
	spans := map[journey.Span]uint64{}
	for i, s := range spec.slots {
		pp.from, pp.to = min(pp.from, s.span.From), max(pp.to, s.span.To)
		spans[s.span] |= 1 << i
	}
	if len(spans) > 1 {
		for s, mask := range spans {
			pp.spans = append(pp.spans, slotSpan{s.From, s.To, mask})
		}
	}
	pp.allInRange = p.dir.MinTime >= pp.from && p.dir.MaxTime < pp.to
	pp.byChannel, pp.bySource = spec.label.by == "channel", spec.label.by == "source"
	outside := p.dir.MaxTime < pp.from || p.dir.MinTime >= pp.to
	for k := range pp.kinds {
		kp := &pp.kinds[k]
		pp.compileSlots(c, kp, k)
		if outside || (kp.mask == 0 && len(kp.residual) == 0 && kp.codeCol == nil) || (kp.filter != nil && kp.filter.op == opFalse) {
			*kp = kindPlan{dead: true}
			continue
		}
		pp.compileLabel(c, kp, k)
		if spec.named && kp.nameless(spec.label.by) {
			*kp = kindPlan{dead: true}
			continue
		}
		pp.compileNumber(kp, k)
		pp.needOrd = pp.needOrd || kp.needOrd
	}
	pp.prepareFast()
	pp.prepareBits()
	return pp
}

func (pp *partPlan) prepareFast() {
	p := pp.p
	if p.kind.Width() != 1 {
		return
	}
	pp.fast, pp.plain = true, true
	base := int(p.kind.Base())
	for k := range pp.kinds {
		kp, b := &pp.kinds[k], k-base
		if kp.dead || b < 0 || b > 255 { // a kind outside has no rows left
			continue
		}
		pp.step[b] = 1
		pp.masks[b], pp.labels[b] = kp.mask, kp.label
		pp.simple[b] = len(kp.residual) == 0 && kp.codeCol == nil && kp.filter == nil && kp.labelTab == nil && kp.labelCol == nil &&
			len(kp.rules) == 0 && kp.number == nil && len(pp.spans) == 0 && !kp.needOrd
		if len(kp.rules) == 1 && kp.rules[0].node.op == opTrue && len(kp.residual) == 0 && kp.codeCol == nil && kp.filter == nil && len(pp.spans) == 0 && !kp.needOrd {
			pp.simple[b], pp.labels[b] = true, kp.rules[0].label
		}
		pp.plain = pp.plain && pp.simple[b]
	}
	pp.steady = pp.plain && pp.spec.number == ""
	pp.plain = pp.steady && pp.allInRange && !pp.spec.rows
}

func (pp *partPlan) compileSlots(c *compiler, kp *kindPlan, kind int) {
	for i := range pp.spec.slots {
		s := &pp.spec.slots[i]
		n := constant(true)
		if s.trait != "" {
			n = c.condition(s.test, "t"+s.trait, kind)
		} else if s.filter != nil {
			n = c.filter(s.filter, kind)
		}
		switch n.op {
		case opFalse:
		case opTrue:
			kp.mask |= 1 << i
		default:
			kp.needOrd = kp.needOrd || n.reads()
			if n.op != opCode || (kp.codeCol != nil && kp.codeCol != n.col) {
				kp.residual = append(kp.residual, residual{1 << i, n})
				continue
			}
			if kp.codeCol == nil {
				kp.codeCol, kp.codeBits = n.col, make([]uint64, len(n.table))
			}
			for code, ok := range n.table {
				if ok {
					kp.codeBits[code] |= 1 << i
				}
			}
		}
	}
	if f := c.filter(pp.spec.filter, kind); f.op != opTrue {
		kp.filter = f
		kp.needOrd = kp.needOrd || f.reads()
	}
}

func (pp *partPlan) compileLabel(c *compiler, kp *kindPlan, kind int) {
	l := pp.spec.label
	switch l.by {
	case "event":
		kp.label = l.names.of(pp.p.dir.Kinds[kind].Name)
	case "channel":
		for _, ch := range pp.p.dir.Channels {
			kp.labelTab = append(kp.labelTab, l.names.of(ch))
		}
	case "source":
		for _, s := range pp.p.dir.Sources {
			kp.labelTab = append(kp.labelTab, l.names.of(l.d.SourceName(event.Source(s))))
		}
	case "property", "trait":
		path := "t" + l.path
		if l.by == "property" {
			path = propertyPath(l.path)
		}
		col := pp.p.cols[kind][path]
		if col == nil {
			return
		}
		kp.labelCol, kp.needOrd = col, true
		if col.dir.Number {
			kp.labelNum = map[float64]uint32{}
			return
		}
		kp.labelTab = make([]uint32, col.dict.Len()+1)
		for i := range col.dict.Len() {
			kp.labelTab[i+1] = l.names.of(col.dict.At(i))
		}
	case "touchpoint":
		for i := range l.d.Touchpoints { // a question's own places may name touchpoints
			n := c.filter(&l.d.Touchpoints[i].Rule, kind)
			if n.op == opFalse {
				continue
			}
			kp.rules = append(kp.rules, rule{n, l.names.of(l.d.Touchpoints[i].ID)})
			kp.needOrd = kp.needOrd || n.reads()
			if n.op == opTrue {
				break
			}
		}
		kp.tabulate()
	}
}

// tabulate turns rules that one column's codes decide into a table: a row is then looked up once, whatever the number of rules.
func (kp *kindPlan) tabulate() {
	if len(kp.rules) < 2 || kp.rules[0].node.op != opCode {
		return
	}
	first := kp.rules[0].node
	for _, r := range kp.rules[1:] {
		if r.node.op != opTrue && (r.node.op != opCode || r.node.col != first.col) {
			return
		}
	}
	kp.labelCol, kp.labelTab = first.col, make([]uint32, len(first.table))
	for code := range kp.labelTab {
		for _, r := range kp.rules {
			if r.node.op == opTrue || r.node.table[code] {
				kp.labelTab[code] = r.label
				break
			}
		}
	}
	kp.rules = nil
}

// nameless reports whether no row of the kind has a label.
func (kp *kindPlan) nameless(by string) bool {
	return (by == "property" && kp.labelCol == nil) || (by == "touchpoint" && len(kp.rules) == 0 && kp.labelTab == nil)
}

func (pp *partPlan) compileNumber(kp *kindPlan, kind int) {
	if pp.spec.number == "" {
		return
	}
	col := pp.p.cols[kind][propertyPath(pp.spec.number)]
	if col == nil {
		return
	}
	kp.number, kp.needOrd = col, true
	if !col.dir.Number {
		kp.numText = true
		kp.numTab = make([]float64, col.dict.Len()+1)
		kp.numTab[0] = math.NaN()
		for i := range col.dict.Len() {
			f, ok := journey.Number(col.dict.At(i))
			if !ok {
				f = math.NaN()
			}
			kp.numTab[i+1] = f
		}
	}
}

// chunk is rows that a question sees, of whole persons, all from one part or all mixed.
type chunk struct {
	sh   *shardPlan
	part int      // index of the part, -1 for mixed persons
	idx  []uint32 // for each person: index in the part, or among the mixed
	off  []uint32 // persons+1

	time  []int64
	seq   []uint64
	mask  []uint64
	label []uint32
	num   []float64
	rows  []rowRef
}

func (c *chunk) reset() {
	c.idx, c.off = c.idx[:0], append(c.off[:0], 0)
	c.time, c.seq, c.mask, c.label, c.num = c.time[:0], c.seq[:0], c.mask[:0], c.label[:0], c.num[:0]
	c.rows = c.rows[:0]
}

// endPerson closes a person's rows; a person without any is left out.
func (c *chunk) endPerson(idx int) {
	if n := uint32(len(c.time)); n > c.off[len(c.off)-1] {
		c.idx, c.off = append(c.idx, uint32(idx)), append(c.off, n)
	}
}

// chunkRows is about how many rows go to an operator at a time, few enough to stay in the cache.
const chunkRows = 4096

// scanner reads rows for one worker.
type scanner struct {
	spec    *scanSpec
	general bool
	out     chunk
	tmp     chunk
	ords    []int
	order   []int
	sel     []uint32
	rb      rowBits
}

// rows appends the rows [from, to) of one person that matter. ords, where the plan needs them, hold each kind's place at from.
func (s *scanner) rows(pp *partPlan, out *chunk, from, to int, dead []uint32, withSeq bool) {
	p := pp.p
	for r := from; r < to; r++ {
		kind := int(p.kind.At(r))
		kp := &pp.kinds[kind]
		if kp.dead {
			continue
		}
		ord := 0
		if kp.needOrd {
			ord = s.ords[kind]
			s.ords[kind]++
		}
		if len(dead) > 0 && slices.Contains(dead, uint32(p.subject.At(r))) {
			continue
		}
		if s.row(pp, out, r, ord, kp) && withSeq {
			out.seq = append(out.seq, uint64(p.seq.At(r)))
		}
	}
}

// row appends one row, if it is seen.
func (s *scanner) row(pp *partPlan, out *chunk, r, ord int, kp *kindPlan) bool {
	p := pp.p
	t := p.time.At(r)
	if t < pp.from || t >= pp.to {
		return false
	}
	mask := kp.mask
	if kp.codeCol != nil {
		mask |= kp.codeBits[kp.codeCol.vals.At(ord)]
	}
	for i := range kp.residual {
		if kp.residual[i].node.eval(p, r, ord) {
			mask |= kp.residual[i].bit
		}
	}
	for i := range pp.spans {
		if sp := &pp.spans[i]; t < sp.from || t >= sp.to {
			mask &^= sp.mask
		}
	}
	if mask == 0 || (kp.filter != nil && !kp.filter.eval(p, r, ord)) {
		return false
	}
	out.time, out.mask = append(out.time, t), append(out.mask, mask)
	if s.spec.label.by != "" {
		out.label = append(out.label, pp.labelOf(kp, r, ord))
	}
	if s.spec.number != "" {
		out.num = append(out.num, kp.numberAt(ord))
	}
	if s.spec.rows {
		out.rows = append(out.rows, rowRef{p, uint32(r)})
	}
	return true
}

func (pp *partPlan) labelOf(kp *kindPlan, row, ord int) uint32 {
	switch {
	case pp.byChannel:
		return kp.labelTab[pp.p.channel.At(row)]
	case pp.bySource:
		return kp.labelTab[pp.p.source.At(row)]
	case kp.labelCol != nil && kp.labelNum != nil:
		f, ok := kp.labelCol.number(ord)
		if !ok {
			return 0
		}
		return pp.numberLabel(f)
	case kp.labelCol != nil:
		return kp.labelTab[kp.labelCol.vals.At(ord)]
	}
	for i := range kp.rules {
		if kp.rules[i].node.eval(pp.p, row, ord) {
			return kp.rules[i].label
		}
	}
	return kp.label
}

// numberLabel names a number. Plans are shared by workers, so it does not remember.
func (pp *partPlan) numberLabel(f float64) uint32 {
	return pp.spec.label.names.of(numberText(f))
}

func numberText(f float64) string {
	if n := int64(f); float64(n) == f && n > -1e15 && n < 1e15 {
		return strconv.FormatInt(n, 10)
	}
	return journey.NumberText(f)
}

func (kp *kindPlan) numberAt(ord int) float64 {
	switch {
	case kp.number == nil:
		return math.NaN()
	case kp.numText:
		return kp.numTab[kp.number.vals.At(ord)]
	}
	f, ok := kp.number.number(ord)
	if !ok {
		return math.NaN()
	}
	return f
}

// seek sets the scanner's places for a row to begin at.
func (s *scanner) seek(pp *partPlan, row int) {
	if !pp.needOrd {
		return
	}
	if len(s.ords) < len(pp.kinds) {
		s.ords = make([]int, len(pp.kinds))
	}
	for k := range pp.kinds {
		if pp.kinds[k].needOrd {
			s.ords[k] = pp.p.rank(k, row)
		}
	}
}
