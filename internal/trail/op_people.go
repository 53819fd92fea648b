package trail

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// people lists who is behind a cell of another question's answer, or everyone the question sees.
func (x *query) people() (*journey.Answer, error) {
	p := x.q.People
	inner, cell := x.q, &journey.Cell{}
	if p.Of != nil {
		inner = *p.Of
		if p.Cell != nil {
			cell = p.Cell
		}
		if cell.Compare {
			inner = compared(inner)
		}
		inner.Compare = nil
		var own journey.Cell
		inner, own = inner.OfGroup(*cell)
		cell = &own
	}
	of, err := newQuery(x.ctx, x.snap, inner, x.d, x.workers)
	if err != nil {
		return nil, err
	}
	of.cell, of.hits = cell, newMemberSet(x.snap)
	if p.Of == nil {
		err = of.everyone()
	} else {
		_, err = of.answer()
	}
	if err != nil {
		return nil, err
	}
	if p.Of != nil && x.q.Segment != nil {
		of.d = x.d // people stand in the workspace's own stages
		of.members, err = of.segment(x.q.Segment)
		if err != nil {
			return nil, err
		}
		of.hits.and(of.members)
	}
	x.span = of.span
	return x.list(of.hits)
}

// everyoneAcc notes all persons that are seen.
type everyoneAcc struct{ hits *memberSet }

func (a everyoneAcc) add(c *chunk) {
	set := a.hits.of(c.sh.no, c.part)
	for _, idx := range c.idx {
		set.set(int(idx))
	}
}

func (x *query) everyone() error {
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Filter, points: x.d.Touchpoints}
	_, err := x.scan(spec, x.members, func() accumulator { return everyoneAcc{x.hits} })
	return err
}

// found is a person with what a list is sorted by.
type found struct {
	id          event.Person
	first, last int64
	events      uint32
	shard       int
	part, idx   int
}

func (x *query) list(hits *memberSet) (*journey.Answer, error) {
	p := x.q.People
	search := strings.ToLower(p.Search)
	first := best[found]{n: p.Offset + p.Limit, compare: order(p.Sort)}
	ans := &journey.Answer{}
	hits.each(func(shard, part, word int, w *uint64) {
		for m := *w; m != 0; m &= m - 1 {
			f, ok := x.locate(shard, part-1, word*64+trailingZeros(m))
			if !ok {
				continue
			}
			if search != "" {
				w := x.whole(f)
				if !w.matches(search) {
					continue
				}
			}
			ans.Events += int(f.events)
			ans.People++
			first.add(f)
		}
	})
	on := newMemberSet(x.snap)
	page := []journey.PersonRow{}
	for _, f := range first.list[min(p.Offset, len(first.list)):] {
		r := journey.PersonRow{Person: f.id, FirstSeen: event.Time(f.first), LastSeen: event.Time(f.last), Events: int(f.events)}
		w := x.whole(f)
		r.Traits = w.traits()
		page = append(page, r)
		on.of(f.shard, f.part).set(f.idx)
	}
	if err := x.standing(page, on); err != nil {
		return nil, err
	}
	ans.Persons = &journey.PeopleAnswer{Total: ans.People, People: page}
	return ans, nil
}

// order compares persons by what a list is sorted by; ties by person.
func order(by string) func(a, b found) int {
	return func(a, b found) int {
		var c int
		switch by {
		case "first_seen":
			c = cmp.Compare(a.first, b.first)
		case "events":
			c = cmp.Compare(b.events, a.events)
		default:
			c = cmp.Compare(b.last, a.last)
		}
		return cmp.Or(c, comparePersons(a.id, b.id))
	}
}

// best keeps the first n of many values, sorted.
type best[T any] struct {
	n       int
	compare func(a, b T) int
	list    []T
}

func (b *best[T]) add(v T) {
	if len(b.list) == b.n && (b.n == 0 || b.compare(v, b.list[b.n-1]) > 0) {
		return
	}
	i, _ := slices.BinarySearchFunc(b.list, v, b.compare)
	if len(b.list) == b.n {
		b.list = b.list[:b.n-1]
	}
	b.list = slices.Insert(b.list, i, v)
}

// locate finds a person's figures; ok is false for one who is read elsewhere.
func (x *query) locate(shard, at, idx int) (found, bool) {
	v := x.snap.views[shard]
	f := found{shard: shard, part: at, idx: idx}
	if at >= 0 {
		if idx >= len(v.parts[at].persons) || v.skip[at].contains(idx) {
			return f, false
		}
		p := v.parts[at]
		from, to := p.off[idx], p.off[idx+1]
		f.id, f.events, f.first, f.last = p.persons[idx], to-from, p.time.At(int(from)), p.time.At(int(to)-1)
		return f, true
	}
	if idx >= len(v.mixed) {
		return f, false
	}
	f.id, f.first, f.last = v.mixed[idx].id, math.MaxInt64, math.MinInt64
	w := x.whole(f)
	w.rows(func(p *part, row int) {
		t := p.time.At(row)
		f.first, f.last = min(f.first, t), max(f.last, t)
		f.events++
	})
	return f, true
}

// whole is a found person with the places of all rows.
type whole struct {
	v    *view
	refs []ref
}

func (x *query) whole(f found) *whole {
	w := &whole{v: x.snap.views[f.shard]}
	if f.part < 0 {
		w.refs = w.v.mixed[f.idx].refs
	} else {
		w.refs = []ref{{part: f.part, idx: f.idx}}
	}
	return w
}

// rows hands out the person's living rows.
func (f *whole) rows(fn func(p *part, row int)) {
	for _, r := range f.refs {
		p := f.v.parts[r.part]
		for row := int(p.off[r.idx]); row < int(p.off[r.idx+1]); row++ {
			if len(r.dead) == 0 || !slices.Contains(r.dead, uint32(p.subject.At(row))) {
				fn(p, row)
			}
		}
	}
}

// traits are the latest values.
func (f *whole) traits() map[string]string {
	var rows []place
	for _, r := range f.refs {
		p := f.v.parts[r.part]
		for row := int(p.off[r.idx]); row < int(p.off[r.idx+1]); row++ {
			if p.traited[p.kind.At(row)] && (len(r.dead) == 0 || !slices.Contains(r.dead, uint32(p.subject.At(row)))) {
				rows = append(rows, place{part: r.part, row: row, time: p.time.At(row), seq: uint64(p.seq.At(row))})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, place.compare)
	m := map[string]string{}
	for _, w := range rows {
		p := f.v.parts[w.part]
		kind := int(p.kind.At(w.row))
		ord := p.rank(kind, w.row)
		for path, c := range p.cols[kind] {
			if path[0] != 't' {
				continue
			}
			if text, ok := c.text(ord); ok {
				m[path[1:]] = strings.Clone(text)
			}
		}
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// text is the ord-th value of a column.
func (c *col) text(ord int) (string, bool) {
	if c.dir.Number {
		f, ok := c.number(ord)
		if !ok {
			return "", false
		}
		return numberText(f), true
	}
	code := int(c.vals.At(ord))
	if code == 0 {
		return "", false
	}
	return c.dict.At(code - 1), true
}

// matches looks for a part of a trait's latest value, and for the beginning of an id.
func (f *whole) matches(search string) bool {
	for _, r := range f.refs {
		p := f.v.parts[r.part]
		for s := p.subjOff[r.idx]; s < p.subjOff[r.idx+1]; s++ {
			if slices.Contains(r.dead, s-p.subjOff[r.idx]) {
				continue
			}
			for i, word := range strings.Split(p.ids.At(int(s)), "\x00") {
				if i%2 == 1 && strings.HasPrefix(strings.ToLower(word), search) {
					return true
				}
			}
		}
	}
	for _, v := range f.traits() {
		if strings.Contains(strings.ToLower(v), search) {
			return true
		}
	}
	return false
}

// standAcc remembers each person's last position.
type standAcc struct {
	walk  position
	until int64
	found map[event.Person]string
}

func (a *standAcc) add(c *chunk) {
	for i := range c.idx {
		a.walk.walk(c.time[c.off[i]:c.off[i+1]], c.mask[c.off[i]:c.off[i+1]], a.until)
		switch n := len(a.walk.moves); {
		case n == 0:
		case a.walk.moves[n-1].to < 0:
			a.found[c.person(i)] = "lapsed"
		default:
			a.found[c.person(i)] = a.walk.model.Stages[a.walk.moves[n-1].to].ID
		}
	}
}

// standing fills in the stage of each row in the workspace's own model.
func (x *query) standing(page []journey.PersonRow, on *memberSet) error {
	model := x.d.Stages
	if len(model.Stages) == 0 || len(page) == 0 {
		return nil
	}
	until := int64(math.MaxInt64)
	if x.d.Now != 0 {
		until = int64(x.d.Now)
	}
	spec := x.stagesSpec(&model, until)
	spec.filter = nil
	accs, err := x.scan(spec, on, func() accumulator {
		return &standAcc{position{model: &model, counts: make([]int, len(model.Stages))}, until, map[event.Person]string{}}
	})
	for _, a := range accs {
		for i := range page {
			if s, ok := a.(*standAcc).found[page[i].Person]; ok {
				page[i].Stage = s
			}
		}
	}
	return err
}
