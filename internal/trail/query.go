package trail

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// query is one question being answered of one snapshot.
type query struct {
	ctx     context.Context
	snap    *snapshot
	q       journey.Question
	d       journey.Definitions
	span    journey.Span
	workers int
	members *memberSet   // persons in the segment; nil: everyone
	labels  personLabels // of a breakdown by trait
	general bool         // without the quick ways through a part: a test compares them

	cell *journey.Cell // the people of this cell are wanted…
	hits *memberSet    // …here
}

// accumulator takes chunks in and is merged by its operator. One belongs to one worker.
type accumulator interface {
	// add is called once for each chunk, which is reused afterwards.
	add(c *chunk)
}

// An accumulator may have quicker ways too; each returns false where it is not fit for a part.
type (
	// wholeReader knows what it needs of a part, without those to skip, from its directory.
	wholeReader interface {
		whole(pp *partPlan, skip bitset) bool
	}
	// byteReader reads a task's persons from the part's columns itself.
	byteReader interface {
		bytes(t task, pp *partPlan, skip, in bitset) bool
	}
)

// shardPlan is one shard with the question compiled for each of its parts.
type shardPlan struct {
	no    int
	v     *view
	plans []*partPlan
}

// task is some persons of one part, or of the mixed ones (part -1).
type task struct {
	sh       *shardPlan
	part     int
	from, to int
}

// taskPersons is how many persons are one task: a multiple of 64, so that no two workers write one word of a set.
const taskPersons = 4096

func (x *query) scan(spec *scanSpec, members *memberSet, make func() accumulator) ([]accumulator, error) {
	shards := x.compile(spec, members)
	var tasks []task
	accs := []accumulator{make()}
	quick, _ := accs[0].(wholeReader)
	if x.general {
		quick = nil
	}
	for _, sh := range shards {
		if sh == nil {
			continue
		}
		for i, p := range sh.v.parts {
			if !slices.ContainsFunc(sh.plans[i].kinds, func(k kindPlan) bool { return !k.dead }) {
				continue
			}
			if quick != nil && members == nil && quick.whole(sh.plans[i], sh.v.skip[i]) {
				continue
			}
			tasks = appendTasks(tasks, sh, i, len(p.persons), members)
		}
		tasks = appendTasks(tasks, sh, -1, len(sh.v.mixed), members)
	}
	var next atomic.Int64
	workers := max(1, min(x.workers, len(tasks)))
	for range workers - 1 {
		accs = append(accs, make())
	}
	var broken atomic.Pointer[string]
	run := func(acc accumulator) {
		defer func() { // one question fails, the service goes on
			if r := recover(); r != nil {
				text := fmt.Sprintf("%v\n%s", r, debug.Stack())
				broken.Store(&text)
				next.Store(int64(len(tasks)))
			}
		}()
		s := &scanner{spec: spec, general: x.general}
		s.out.reset()
		for {
			i := int(next.Add(1)) - 1
			if i >= len(tasks) || x.ctx.Err() != nil {
				return
			}
			if t := tasks[i]; t.part < 0 {
				s.mixed(t, members, acc)
			} else {
				s.clean(t, members, acc)
			}
		}
	}
	var wg sync.WaitGroup
	for _, acc := range accs[1:] {
		wg.Go(func() { run(acc) })
	}
	run(accs[0])
	wg.Wait()
	if text := broken.Load(); text != nil {
		return nil, fmt.Errorf("BUG: a question failed: %s", *text)
	}
	return accs, x.ctx.Err()
}

// appendTasks appends a part's tasks, without those in which nobody is wanted.
func appendTasks(tasks []task, sh *shardPlan, part, persons int, members *memberSet) []task {
	in := members.of(sh.no, part)
	for from := 0; from < persons; from += taskPersons {
		to := min(from+taskPersons, persons)
		if in == nil || in[from>>6:(to+63)>>6].some() {
			tasks = append(tasks, task{sh, part, from, to})
		}
	}
	return tasks
}

// compile plans how each part is read; a shard in which nobody is wanted has no plan.
func (x *query) compile(spec *scanSpec, members *memberSet) []*shardPlan {
	shards := make([]*shardPlan, len(x.snap.views))
	x.each(len(shards), func(i int) {
		if !members.some(i) {
			return
		}
		sh := &shardPlan{no: i, v: x.snap.views[i]}
		for _, p := range sh.v.parts {
			sh.plans = append(sh.plans, compile(p, spec))
		}
		shards[i] = sh
	})
	return shards
}

// each calls fn with the numbers below n, on all workers.
func (x *query) each(n int, fn func(i int)) {
	var next atomic.Int64
	run := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			fn(i)
		}
	}
	var wg sync.WaitGroup
	for range min(x.workers, n) - 1 {
		wg.Go(run)
	}
	run()
	wg.Wait()
}

// few reports whether so few of a task's persons are wanted that it is quicker to go to each than to read all.
func (t *task) few(in bitset) bool {
	return in != nil && total(in[t.from>>6:(t.to+63)>>6])*fewOf < t.to-t.from
}

// fewOf is one person in how many.
const fewOf = 64

// clean reads persons that lie in one part alone.
func (s *scanner) clean(t task, members *memberSet, acc accumulator) {
	pp := t.sh.plans[t.part]
	skip := t.sh.v.skip[t.part]
	in := members.of(t.sh.no, t.part)
	s.out.sh, s.out.part = t.sh, t.part
	if s.general || t.few(in) {
		s.persons(t, pp, skip, in, acc)
		return
	}
	if b, ok := acc.(byteReader); ok && pp.fast && b.bytes(t, pp, skip, in) {
		return
	}
	if b, ok := acc.(bitReader); ok && pp.bits.fit && b.wantsBits(pp) {
		s.bits(t, pp, skip, in, b)
		return
	}
	if pp.fast {
		s.fast(t, pp, skip, in, acc)
		return
	}
	s.persons(t, pp, skip, in, acc)
}

// persons reads persons row by row.
func (s *scanner) persons(t task, pp *partPlan, skip, in bitset, acc accumulator) {
	p := pp.p
	placed := -1 // the row that s.ords stand at
	for i := t.from; i < t.to; i++ {
		if skip.contains(i) || (in != nil && !in.has(i)) {
			continue
		}
		from, to := int(p.off[i]), int(p.off[i+1])
		if placed != from {
			s.seek(pp, from)
		}
		s.rows(pp, &s.out, from, to, nil, false)
		placed = to
		s.out.endPerson(i)
		if len(s.out.time) >= chunkRows {
			acc.add(&s.out)
			s.out.reset()
		}
	}
	if len(s.out.time) > 0 {
		acc.add(&s.out)
		s.out.reset()
	}
}

// mixed puts persons together from several places.
func (s *scanner) mixed(t task, members *memberSet, acc accumulator) {
	in := members.of(t.sh.no, -1)
	s.out.sh, s.out.part = t.sh, -1
	for i := t.from; i < t.to; i++ {
		if in != nil && !in.has(i) {
			continue
		}
		s.tmp.reset()
		for _, ref := range t.sh.v.mixed[i].refs {
			pp := t.sh.plans[ref.part]
			from, to := int(pp.p.off[ref.idx]), int(pp.p.off[ref.idx+1])
			s.seek(pp, from)
			s.rows(pp, &s.tmp, from, to, ref.dead, true)
		}
		s.append()
		s.out.endPerson(i)
		if len(s.out.time) >= chunkRows {
			acc.add(&s.out)
			s.out.reset()
		}
	}
	if len(s.out.time) > 0 {
		acc.add(&s.out)
		s.out.reset()
	}
}

// append brings the rows in tmp into order behind out.
func (s *scanner) append() {
	s.order = s.order[:0]
	for i := range s.tmp.time {
		s.order = append(s.order, i)
	}
	slices.SortFunc(s.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.tmp.time[a], s.tmp.time[b]), cmp.Compare(s.tmp.seq[a], s.tmp.seq[b]))
	})
	for _, i := range s.order {
		s.out.time, s.out.mask = append(s.out.time, s.tmp.time[i]), append(s.out.mask, s.tmp.mask[i])
		if len(s.tmp.label) > 0 {
			s.out.label = append(s.out.label, s.tmp.label[i])
		}
		if len(s.tmp.num) > 0 {
			s.out.num = append(s.out.num, s.tmp.num[i])
		}
		if len(s.tmp.rows) > 0 {
			s.out.rows = append(s.out.rows, s.tmp.rows[i])
		}
	}
}

// person is the id of the chunk's i-th person.
func (c *chunk) person(i int) event.Person {
	if c.part < 0 {
		return c.sh.v.mixed[c.idx[i]].id
	}
	return c.sh.v.parts[c.part].persons[c.idx[i]]
}

func newQuery(ctx context.Context, snap *snapshot, q journey.Question, d journey.Definitions, workers int) (*query, error) {
	x := &query{ctx: ctx, snap: snap, q: q.WithDefaults(), d: d, workers: workers}
	var err error
	if x.span, err = q.Range.Resolve(d.Zone, d.Now); err != nil {
		return nil, err
	}
	if x.members, err = x.segment(q.Segment); err != nil {
		return nil, err
	}
	x.d = q.Staged(d) // people stand in the workspace's stages all the same
	return x, nil
}

// answer works out the one answer of the question, without its comparison.
func (x *query) answer() (*journey.Answer, error) {
	var a *journey.Answer
	var err error
	switch x.q.Kind {
	case journey.KindTrend:
		a, err = x.trend()
	case journey.KindFunnel:
		a, err = x.funnel()
	case journey.KindPaths:
		a, err = x.paths()
	case journey.KindRetention:
		a, err = x.retention()
	case journey.KindStages:
		a, err = x.stages()
	case journey.KindPeople:
		a, err = x.people()
	case journey.KindTouchpoints:
		a, err = x.touchpoints()
	case journey.KindFriction:
		a, err = x.friction()
	case journey.KindAttribution:
		a, err = x.attribution()
	case journey.KindAudience:
		a, err = x.audience()
	case journey.KindValue:
		a, err = x.value()
	case journey.KindDrivers:
		a, err = x.drivers()
	case journey.KindContent:
		a, err = x.content()
	case journey.KindConformance:
		a, err = x.conformance()
	case journey.KindCoverage:
		a, err = x.coverage()
	}
	if err != nil {
		return nil, err
	}
	a.Kind, a.AsOf = x.q.Kind, x.snap.seq
	a.From, a.To = x.span.Times()
	a.Annotate(x.d)
	return a, nil
}

// compared is the question that a comparison asks.
func compared(q journey.Question) journey.Question {
	if q.Compare.Range != nil {
		q.Range = *q.Compare.Range
	} else {
		q.Segment = q.Compare.Segment
	}
	q.Compare = nil
	return q
}

func (x *query) zone() *time.Location {
	if x.d.Zone == nil {
		return time.UTC
	}
	return x.d.Zone
}
