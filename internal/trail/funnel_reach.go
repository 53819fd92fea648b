package trail

import (
	"math/bits"
	"slices"
)

// ways are the attempts of many persons that served a step, in the order of their starts.
type ways struct {
	row   []int32 // that served the step
	from  []int32 // the place of each way among those of the step before; from the third step on
	start []int32 // the row of the first step
}

func (y *ways) cut(n int) { y.row, y.from, y.start = y.row[:n], y.from[:n], y.start[:n] }

func (y *ways) room(n int) {
	y.row, y.from, y.start = room(y.row, n), room(y.from, n), room(y.start, n)
}

// deepestWay is how far a person came, in steps behind the first, and the place of the way among those of that step.
type deepestWay struct{ step, way int32 }

// reach follows the starts of everybody at once, one step after the other. Each loop does one thing and branches on no row's content,
// so that no way waits for another to be read. Of the starts before one and the same second step only the latest is followed: none of
// the others gets further, as its window ends sooner.
func (w *walker) reach(rb *rowBits, whose *personBits, slots [][]uint64) {
	for len(w.ways) < w.steps {
		w.ways = append(w.ways, ways{})
	}
	for j := 1; j < w.steps; j++ {
		switch {
		case j == 1:
			w.begin(whose, slots[0], slots[1])
		case len(w.ways[j-1].row) == 0:
			w.ways[j].cut(0)
			continue
		default:
			w.further(whose, slots[j], j)
		}
		w.inTime(rb, j)
		if len(w.guards) > 0 {
			w.guarded(slots, j)
		}
	}
}

// begin lists the rows of the second step that come next after one of the first, and the latest of the first before each. A bit behind
// each of the first's, added to the rows that are neither's, is carried to the next that is.
func (w *walker) begin(whose *personBits, starts, step []uint64) {
	y := &w.ways[1]
	y.room(total(step))
	w.again = sized(w.again, len(starts))
	n, carry, over := 0, uint64(0), uint64(0)
	for i, m := range step {
		start := starts[i]
		open := start &^ whose.last[i]
		sum, c := bits.Add64(^(start | m | whose.last[i]), open<<1|over, carry)
		over, carry = open>>63, c
		w.again[i] = sum & start &^ m
		for q := sum & m; q != 0; q &= q - 1 {
			p := i<<6 + trailingZeros(q)
			s := int32(latest(starts, p))
			y.row[n], y.start[n] = int32(p), s
			n++
		}
	}
	y.cut(n)
}

// further finds, for each way, the person's next row that serves step j. Where there is none, the way ends.
func (w *walker) further(whose *personBits, step []uint64, j int) {
	stops, last := whose.stops(step), whose.last
	before, y := &w.ways[j-1], &w.ways[j]
	y.room(len(before.row))
	n := 0
	for i, at := range before.row {
		s := int(at)
		p := upcoming(stops, s+1)
		y.row[n], y.from[n], y.start[n] = int32(p), int32(i), before.start[i]
		n += int(step[p>>6] >> (p & 63) &^ (last[s>>6] >> (s & 63)) & 1)
	}
	y.cut(n)
}

// upcoming is the first bit from i on, of which there is one.
func upcoming(b []uint64, i int) int {
	w := i >> 6
	if m := b[w]>>(i&63) | b[w+1]<<1<<(^i&63); m != 0 {
		return i + trailingZeros(m)
	}
	for w++; b[w] == 0; w++ {
	}
	return w<<6 + trailingZeros(b[w])
}

// nearness tells whether a step's row is within the window after a start. Stretches of time, which lie close together, tell of most.
type nearness struct {
	rb          *rowBits
	window      int64
	start, step *kindPlaces // nil where rows have to be looked at
	sure, never int         // stretches between two rows that are within the window, and between two that are not
}

func (w *walker) nearness(rb *rowBits, j int) nearness {
	t := nearness{rb: rb, window: w.window, start: rb.whenOf(0), step: rb.whenOf(j)}
	shift := rb.pp.p.dir.WhenShift
	t.sure, t.never = int((w.window+1)>>shift)-1, int((w.window-1)>>shift)+2
	if t.start == nil || t.step == nil {
		t.step = nil
	}
	return t
}

// exactly looks at both rows.
func (t *nearness) exactly(start, at int32) bool {
	return t.rb.time(int(at))-t.rb.time(int(start)) <= t.window
}

func (t *nearness) within(start, at int32) bool {
	if t.step == nil {
		return t.exactly(start, at)
	}
	apart := t.step.at(int(at)) - t.start.at(int(start))
	return apart <= t.sure || (apart < t.never && t.exactly(start, at))
}

// inTime ends the ways that come to step j behind their window.
func (w *walker) inTime(rb *rowBits, j int) {
	t := w.nearness(rb, j)
	y, n := &w.ways[j], 0
	if t.step == nil {
		for i, at := range y.row {
			y.row[n], y.from[n], y.start[n] = at, y.from[i], y.start[i]
			if t.exactly(y.start[i], at) {
				n++
			}
		}
		y.cut(n)
		return
	}
	for i, at := range y.row {
		start := y.start[i]
		apart := t.step.at(int(at)) - t.start.at(int(start))
		if uint(apart-t.sure-1) < uint(t.never-t.sure-1) {
			apart = t.sure
			if !t.exactly(start, at) {
				apart = t.never
			}
		}
		y.row[n], y.from[n], y.start[n] = at, y.from[i], start
		n += int(uint(apart-t.sure-1) >> 63) // without a branch: it is anybody's guess
	}
	y.cut(n)
}

// guarded ends the ways on which an exclusion comes before step j.
func (w *walker) guarded(slots [][]uint64, j int) {
	y, n := &w.ways[j], 0
	for i, at := range y.row {
		y.row[n], y.from[n], y.start[n] = at, y.from[i], y.start[i]
		if !w.closed(slots, j, i) {
			n++
		}
	}
	y.cut(n)
}

// closed reports whether an exclusion comes before step j on a way to it.
func (w *walker) closed(slots [][]uint64, j, way int) bool {
	at := int(w.ways[j].row[way])
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		x := next(slots[w.steps+g], int(w.rowAt(j, way, gd.from))+1, at+1)
		if x < at || (x == at && gd.to != j) {
			return true
		}
	}
	return false
}

// deepest finds each person's earliest way of those that came farthest.
func (w *walker) deepest(whose *personBits) {
	w.deep = room(w.deep, whose.persons)
	clear(w.deep)
	for j := 1; j < w.steps; j++ {
		for i, row := range slices.Backward(w.ways[j].row) { // the earliest is written last
			w.deep[whose.person(int(row))-whose.from] = deepestWay{int32(j), int32(i)}
		}
	}
}

// rowAt is the row that served an earlier step of a way to step j.
func (w *walker) rowAt(j, way, earlier int) int32 {
	if earlier == 0 {
		return w.ways[j].start[way]
	}
	for ; j > earlier; j-- {
		way = int(w.ways[j].from[way])
	}
	return w.ways[j].row[way]
}

// trace appends the rows of a way, from the first step on.
func (w *walker) trace(rows []int32, d deepestWay) []int32 {
	n, i := len(rows), d.way
	rows = slices.Grow(rows, int(d.step)+1)[:n+int(d.step)+1]
	rows[n] = w.ways[d.step].start[i]
	for j := d.step; j > 0; j-- {
		rows[n+int(j)] = w.ways[j].row[i]
		i = w.ways[j].from[i] // nowhere, from the second step
	}
	return rows
}

// earliest goes back from the start of an attempt to the earliest one from which it would have come as far.
func (w *walker) earliest(t *nearness, slots [][]uint64, rows []int32) {
	for has(w.again, int(rows[0])) {
		before := int32(latest(slots[0], int(rows[0])))
		if !t.within(before, rows[len(rows)-1]) || w.barred(slots, before, rows[0]) {
			return
		}
		rows[0] = before
	}
}

// barred reports whether an exclusion behind the first step lies between an earlier start and one that it does not bar.
func (w *walker) barred(slots [][]uint64, before, start int32) bool {
	for g := range w.guards {
		if w.guards[g].from == 0 && next(slots[w.steps+g], int(before)+1, int(start)+1) <= int(start) {
			return true
		}
	}
	return false
}
