package trail

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"jejak/internal/journey"
)

// names gives each value of a breakdown, or each name of a path step, a number; 0 is no value. One question shares it.
type names struct {
	mu   sync.Mutex
	no   map[string]uint32
	list []string
}

func newNames() *names { return &names{no: map[string]uint32{"": 0}, list: []string{""}} }

func (n *names) of(s string) uint32 {
	n.mu.Lock()
	defer n.mu.Unlock()
	i, ok := n.no[s]
	if !ok {
		i = uint32(len(n.list))
		n.no[s] = i
		n.list = append(n.list, s)
	}
	return i
}

// nodeOp is what a node of a filter looks at.
type nodeOp uint8

const (
	opFalse nodeOp = iota
	opTrue
	opAnd
	opOr
	opNot
	opCode    // the column's code is in table
	opRange   // the column's stored number lies in [low, high]
	opNumber  // the column's number passes test
	opNumSet  // the column's number is (not) in a set
	opNumText // the column's number, as text, passes test
	opChannel
	opSource
)

// node is a filter compiled for one kind of one part: what does not depend on the row is already decided.
type node struct {
	op    nodeOp
	kids  []*node
	table []bool
	col   *col
	test  *journey.Test
	set   map[float64]bool
	neg   bool

	low, high int64
}

func constant(v bool) *node {
	if v {
		return &node{op: opTrue}
	}
	return &node{op: opFalse}
}

func (n *node) eval(p *part, row, ord int) bool {
	switch n.op {
	case opTrue:
		return true
	case opAnd:
		for _, k := range n.kids {
			if !k.eval(p, row, ord) {
				return false
			}
		}
		return true
	case opOr:
		for _, k := range n.kids {
			if k.eval(p, row, ord) {
				return true
			}
		}
		return false
	case opNot:
		return !n.kids[0].eval(p, row, ord)
	case opCode:
		return n.table[n.col.vals.At(ord)]
	case opRange:
		v := n.col.vals.At(ord)
		return v >= n.low && v <= n.high
	case opNumber:
		f, ok := n.col.number(ord)
		return ok && n.test.MatchNumber(f)
	case opNumSet:
		f, ok := n.col.number(ord)
		return (ok && n.set[f]) != n.neg
	case opNumText:
		f, ok := n.col.number(ord)
		text := ""
		if ok {
			text = journey.NumberText(f)
		}
		return n.test.Match(text, ok)
	case opChannel:
		return n.table[p.channel.At(row)]
	case opSource:
		return n.table[p.source.At(row)]
	}
	return false
}

// reads reports whether the node needs the row's place in its kind.
func (n *node) reads() bool {
	switch n.op {
	case opCode, opRange, opNumber, opNumSet, opNumText:
		return true
	}
	return slices.ContainsFunc(n.kids, (*node).reads)
}

func and(kids []*node) *node {
	var out []*node
	for _, k := range kids {
		switch k.op {
		case opFalse:
			return k
		case opTrue:
		default:
			out = append(out, k)
		}
	}
	switch len(out) {
	case 0:
		return constant(true)
	case 1:
		return out[0]
	}
	return &node{op: opAnd, kids: out}
}

func or(kids []*node) *node {
	var out []*node
	for _, k := range kids {
		switch k.op {
		case opTrue:
			return k
		case opFalse:
		default:
			out = append(out, k)
		}
	}
	switch len(out) {
	case 0:
		return constant(false)
	case 1:
		return out[0]
	}
	return &node{op: opOr, kids: out}
}

func not(k *node) *node {
	switch k.op {
	case opTrue, opFalse:
		return constant(k.op == opFalse)
	}
	return &node{op: opNot, kids: []*node{k}}
}

// compiler compiles filters for one part; what a condition says of a dictionary is worked out once.
type compiler struct {
	p      *part
	points []journey.Touchpoint
	tables map[tableKey][]bool
	owned  []*owned // [kind], where asked for
	never  *node
}

// owned are the rows of a kind that belong to touchpoints.
type owned struct {
	each []*node // [touchpoint]: which is the first one whose rule matches
	any  *node
}

type tableKey struct {
	cond *journey.Condition
	path string
}

func newCompiler(p *part, points []journey.Touchpoint) *compiler {
	return &compiler{p: p, points: points, tables: map[tableKey][]bool{}, owned: make([]*owned, len(p.dir.Kinds)), never: constant(false)}
}

// rules is a compiler of touchpoints' rules, which cannot themselves ask for touchpoints.
func (c *compiler) rules() *compiler {
	return &compiler{p: c.p, tables: c.tables, never: c.never}
}

func (c *compiler) filter(f *journey.Filter, kind int) *node {
	if f == nil {
		return constant(true)
	}
	k := &c.p.dir.Kinds[kind]
	if len(f.Event) > 0 && !slices.Contains(f.Event, k.Name) {
		return c.never
	}
	var kids []*node
	if len(f.Channel) > 0 {
		kids = append(kids, c.channel(f.Channel, k))
	}
	if len(f.Source) > 0 {
		kids = append(kids, c.source(f.Source))
	}
	if len(f.Touchpoint) > 0 {
		kids = append(kids, c.touchpoint(f.Touchpoint, kind))
	}
	for i := range f.Where {
		kids = append(kids, c.condition(&f.Where[i], propertyPath(f.Where[i].Property), kind))
	}
	for i := range f.All {
		kids = append(kids, c.filter(&f.All[i], kind))
	}
	if len(f.Any) > 0 {
		var some []*node
		for i := range f.Any {
			some = append(some, c.filter(&f.Any[i], kind))
		}
		kids = append(kids, or(some))
	}
	if f.Not != nil {
		kids = append(kids, not(c.filter(f.Not, kind)))
	}
	return and(kids)
}

// propertyPath is the column's path of a condition's property.
func propertyPath(property string) string {
	if p, ok := strings.CutPrefix(property, "context."); ok {
		return "c" + p
	}
	return "p" + property
}

// tableNode tests a row's local number, which is one of few for the kind.
func tableNode(op nodeOp, table []bool, occur []uint32) *node {
	yes, no := false, false
	for _, i := range occur {
		yes, no = yes || table[i], no || !table[i]
	}
	if !no || !yes {
		return constant(yes)
	}
	return &node{op: op, table: table}
}

func (c *compiler) channel(want []string, k *kindDir) *node {
	table := make([]bool, len(c.p.dir.Channels))
	for i, name := range c.p.dir.Channels {
		table[i] = slices.Contains(want, name)
	}
	return tableNode(opChannel, table, k.Channels)
}

func (c *compiler) source(want []string) *node {
	table := make([]bool, len(c.p.dir.Sources))
	occur := make([]uint32, len(table))
	for i, s := range c.p.dir.Sources {
		table[i] = slices.Contains(want, strconv.FormatUint(uint64(s), 10))
		occur[i] = uint32(i)
	}
	return tableNode(opSource, table, occur)
}

func (c *compiler) touchpoint(want []string, kind int) *node {
	if len(c.points) == 0 {
		return c.never
	}
	own := c.touchpoints(kind)
	if own.any.op == opFalse {
		return own.any
	}
	var some []*node
	all := true
	for i := range c.points {
		if slices.Contains(want, c.points[i].ID) {
			some = append(some, own.each[i])
		} else {
			all = false
		}
	}
	if all {
		return own.any
	}
	return or(some)
}

// touchpoints are compiled once for a kind: a question may ask for each of them.
func (c *compiler) touchpoints(kind int) *owned {
	own := c.owned[kind]
	if own != nil {
		return own
	}
	own = &owned{}
	rules := c.rules()
	var earlier []*node
	for i := range c.points {
		rule := rules.filter(&c.points[i].Rule, kind)
		if rule.op == opFalse {
			own.each = append(own.each, rule)
			continue
		}
		own.each = append(own.each, and([]*node{rule, not(or(earlier))}))
		earlier = append(earlier, rule)
	}
	own.any = or(earlier)
	c.owned[kind] = own
	return own
}

func (c *compiler) condition(cond *journey.Condition, path string, kind int) *node {
	col := c.p.cols[kind][path]
	if col == nil {
		return constant(cond.Op == journey.OpNotExists || cond.Op == journey.OpNe || cond.Op == journey.OpNotIn)
	}
	key := tableKey{cond, path}
	table := c.tables[key]
	if table != nil && !col.dir.Number { // of another kind it may be a column of numbers
		return &node{op: opCode, col: col, table: table}
	}
	test, err := journey.NewTest(*cond) // a regular expression takes its time to compile
	if err != nil {
		panic("BUG: an invalid condition passed validation: " + err.Error()) //nolint:forbidigo // Ask validates first
	}
	if !col.dir.Number {
		table = make([]bool, col.dict.Len()+1)
		table[0] = test.Match("", false)
		for i := range col.dict.Len() {
			table[i+1] = test.Match(col.dict.At(i), true)
		}
		c.tables[key] = table
		return &node{op: opCode, col: col, table: table}
	}
	switch cond.Op {
	case journey.OpEq, journey.OpNe, journey.OpIn, journey.OpNotIn:
		values, ok := cond.Value.([]any)
		if !ok {
			values = []any{cond.Value}
		}
		if list, ok := cond.Value.([]string); ok {
			values = nil
			for _, s := range list {
				values = append(values, s)
			}
		}
		set := map[float64]bool{}
		for _, v := range values {
			if text, ok := journey.TextOf(v); ok {
				if f, ok := canonicalNumber(text); ok {
					set[f] = true
				}
			}
		}
		return &node{op: opNumSet, col: col, set: set, neg: cond.Op == journey.OpNe || cond.Op == journey.OpNotIn}
	}
	if test.Numeric() {
		return number(col, cond.Op, test)
	}
	return &node{op: opNumText, col: col, test: test}
}

// number tests a column's numbers. Stored as whole numbers they go up with what they stand for, so that the ones that pass lie side by
// side, and no number has to be worked out to be tested.
func number(c *col, op journey.Op, test *journey.Test) *node {
	if c.dir.Scale == 0 || op == journey.OpBetween || c.vals.Width() > 6 {
		return &node{op: opNumber, col: c, test: test}
	}
	absent := c.vals.Base()
	top := 1 << (8 * c.vals.Width())
	upwards := op == journey.OpGt || op == journey.OpGte
	edge := int64(sort.Search(top, func(i int) bool {
		return test.MatchNumber(float64(absent+1+int64(i))/float64(c.dir.Scale)) == upwards
	}))
	n := &node{op: opRange, col: c, low: absent + 1, high: absent + edge}
	if upwards {
		n.low, n.high = absent+1+edge, absent+int64(top)
	}
	if n.low > n.high {
		return constant(false)
	}
	return n
}
