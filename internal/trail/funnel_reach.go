package trail

import (
	"math/bits"
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

// arrivals are the earliest attempts of those who came as far as some step and no farther.
type arrivals struct {
	person []int32   // from the first at hand on
	way    []int32   // among those of the step
	rows   [][]int32 // by step: the row that served it
}

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
			w.begin(rb, whose, slots)
		case len(w.ways[j-1].row) == 0:
			w.ways[j].cut(0)
			continue
		default:
			w.further(whose, slots[j], j)
			w.inTime(rb, j)
		}
		if len(w.guards) > 0 {
			w.guarded(slots, j)
		}
	}
}

// begin lists the rows of the second step that come in time after one of the first, and the latest of the first before each.
func (w *walker) begin(rb *rowBits, whose *personBits, slots [][]uint64) {
	w.follow(whose, slots[0], slots[1])
	w.ways[1].room(total(w.next))
	if w.whole && rb.wholeKind(0) && rb.wholeKind(1) {
		w.listInTime(rb, slots[0], slots[1])
		return
	}
	y, n := &w.ways[1], 0
	for i, m := range w.next {
		for ; m != 0; m &= m - 1 {
			row := i<<6 + trailingZeros(m)
			y.row[n], y.start[n] = int32(row), int32(latest(slots[0], row))
			n++
		}
	}
	y.cut(n)
	w.inTime(rb, 1)
}

// follow finds the rows of a step that come next after a start. A bit behind each start, added to the rows that are neither's, is carried
// to the next that is.
func (w *walker) follow(whose *personBits, starts, step []uint64) {
	w.again, w.next = sized(w.again, len(starts)), sized(w.next, len(starts))
	carry, over := uint64(0), uint64(0)
	for i, m := range step {
		start, last := starts[i], whose.last[i]
		open := start &^ last
		sum, c := bits.Add64(^(start | m | last), open<<1|over, carry)
		over, carry = open>>63, c
		w.again[i], w.next[i] = sum&start&^m, sum&m
	}
}

// listInTime is for first steps that have all the rows of a kind each. The latest start before a row is then the last of its kind until
// there, so that it has to be looked for only where it is in time.
func (w *walker) listInTime(rb *rowBits, starts, step []uint64) {
	t, y, n := w.nearness(rb, 1), &w.ways[1], 0
	for i, before := range t.step.before {
		s, p := int(t.start.before[i])-1, int(before)
		for m := w.next[i]; m != 0; m &= m - 1 {
			until := m&-m - 1
			apart := t.step.stretch(p+bits.OnesCount64(step[i]&until)) - t.start.stretch(s+bits.OnesCount64(starts[i]&until))
			row := i<<6 + trailingZeros(m)
			y.row[n] = int32(row)
			if t.unclear(apart) {
				apart = t.clear(int32(latest(starts, row)), int32(row))
			}
			n += t.near(apart)
		}
	}
	y.cut(n)
	for i, row := range y.row {
		y.start[i] = int32(latest(starts, int(row)))
	}
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

// unclear reports whether rows so many stretches apart have to be looked at.
func (t *nearness) unclear(apart int) bool { return uint(apart-t.sure-1) < uint(t.never-t.sure-1) }

// clear looks at both rows, and says how far apart they may be taken to be.
func (t *nearness) clear(start, at int32) int {
	if t.exactly(start, at) {
		return t.sure
	}
	return t.never
}

// near is 1 for rows that are surely within the window, else 0, without a branch: it is anybody's guess.
func (t *nearness) near(apart int) int { return int(uint(apart-t.sure-1) >> 63) }

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
		if t.unclear(apart) {
			apart = t.clear(start, at)
		}
		y.row[n], y.from[n], y.start[n] = at, y.from[i], start
		n += t.near(apart)
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

// awaitAll begins with nobody having arrived.
func (w *walker) awaitAll(whose *personBits) {
	w.awaited = room(w.awaited, whose.persons)
	fill(w.awaited, 1)
}

// arrive lists the earliest way of each person to a step, but of those who came farther. Without a branch: who comes is anybody's guess.
func (w *walker) arrive(whose *personBits, last int) {
	rows, came, n := w.ways[last].row, &w.came, 0
	came.person, came.way = room(came.person, len(rows)), room(came.way, len(rows))
	for i, row := range rows {
		person := whose.person(int(row)) - whose.from
		came.person[n], came.way[n] = int32(person), int32(i)
		n += int(w.awaited[person])
		w.awaited[person] = 0
	}
	came.person, came.way = came.person[:n], came.way[:n]
}

// others lists those who are still awaited, with their first rows of the first step.
func (w *walker) others(whose *personBits, begun []uint64) {
	came := &w.came
	came.steps(1)
	came.person, came.rows[0] = came.person[:0], came.rows[0][:0]
	for i, m := range begun {
		for ; m != 0; m &= m - 1 {
			row := i<<6 + trailingZeros(m)
			if person := whose.person(row) - whose.from; w.awaited[person] == 1 {
				came.person, came.rows[0] = append(came.person, int32(person)), append(came.rows[0], int32(row))
			}
		}
	}
}

// steps makes room for the rows of so many steps.
func (c *arrivals) steps(n int) {
	for len(c.rows) < n {
		c.rows = append(c.rows, nil)
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

// trace sets the rows of those who arrived, from the step where they are back to the first.
func (w *walker) trace(last int) {
	came := &w.came
	came.steps(last + 1)
	for j := range last + 1 {
		came.rows[j] = room(came.rows[j], len(came.way))
	}
	starts, first := w.ways[last].start, came.rows[0]
	for i, way := range came.way {
		first[i] = starts[way]
	}
	for j := last; j > 0; j-- {
		y, rows := &w.ways[j], came.rows[j]
		for i, way := range came.way {
			rows[i] = y.row[way]
		}
		if j == 1 {
			return // the second step's ways come from nowhere
		}
		for i, way := range came.way {
			came.way[i] = y.from[way]
		}
	}
}

// earliest goes back from the starts of those who arrived to the earliest ones from which they would have come as far.
func (w *walker) earliest(rb *rowBits, slots [][]uint64, last int) {
	first, ends := w.came.rows[0], w.came.rows[last]
	w.todo = room(w.todo, len(first))
	n := 0
	for i, start := range first {
		w.todo[n] = int32(i)
		n += int(w.again[start>>6] >> (start & 63) & 1)
	}
	near := w.nearness(rb, last)
	for n > 0 {
		todo := w.todo[:n]
		n = 0
		for _, i := range todo {
			start := first[i]
			before := int32(latest(slots[0], int(start)))
			if !near.within(before, ends[i]) || w.barred(slots, before, start) {
				continue
			}
			first[i], todo[n] = before, i
			n += int(w.again[before>>6] >> (before & 63) & 1)
		}
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
