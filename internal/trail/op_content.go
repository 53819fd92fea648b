package trail

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"jejak/internal/journey"
)

// The slots of content: everything tells how long a view lasts.
const (
	viewBit     = 2
	clickBit    = 4
	resultBit   = 8
	channelSlot = 4 // the first of the channels'
)

func (x *query) content() (*journey.Answer, error) {
	q := x.q.Content
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, label: labelBy{by: "property", path: q.Property, names: newNames(), d: &x.d}}
	conversion := cmp.Or(q.Conversion, &journey.Filter{Not: &journey.Filter{}}) // by default there is none
	for _, f := range []*journey.Filter{nil, q.Views, q.Clicks, conversion} {
		spec.add(f, x.span)
	}
	seen, err := x.rankPass(spec, viewBit)
	if err != nil {
		return nil, err
	}
	items := newItems(q, spec.label.names, seen.freq)
	channels := x.channels()
	for i := range channels {
		spec.slots = append(spec.slots, slot{filter: &journey.Filter{Channel: channels[i : i+1]}, span: x.span})
	}
	spec.number = q.Scroll
	accs, err := x.scan(spec, x.members, func() accumulator {
		groups := len(items.rank.names) + 1
		return &contentAcc{
			totals: newTotals(), items: items, gap: q.Gap.Millis(), lookBack: q.LookBack.Millis(), channels: len(channels),
			figures: make([]itemFigures, groups), state: make([]itemState, groups), byChannel: make([]channelFigures, groups*len(channels)),
			cell: x.cell, hits: x.hits,
		}
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*contentAcc)
	for _, o := range accs[1:] {
		sum.merge(o.(*contentAcc))
	}
	return &journey.Answer{People: sum.people, Events: sum.events, Content: sum.answer(channels)}, nil
}

// channels are the names of channels that occur, in order.
func (x *query) channels() []string {
	var all []string
	for _, v := range x.snap.views {
		for _, p := range v.parts {
			for _, c := range p.dir.Channels {
				if c != "" && !slices.Contains(all, c) {
					all = append(all, strings.Clone(c))
				}
			}
		}
	}
	slices.Sort(all)
	return all[:min(len(all), journey.MaxContentChannels)]
}

// items says which item a label is: labels that differ behind ? are one.
type items struct {
	rank *ranking
	item []uint32 // by label: number of the item, 0 for none
	fold []int    // by label: place in the answer, -1 for an item that is not searched for
}

func newItems(q *journey.Content, labels *names, freq []int) *items {
	clean, sums := newNames(), []int{}
	it := &items{item: make([]uint32, len(labels.list)), fold: make([]int, len(labels.list))}
	for l, name := range labels.list {
		no := clean.of(journey.ItemName(name))
		it.item[l] = no
		for int(no) >= len(sums) {
			sums = append(sums, 0)
		}
		if l < len(freq) && q.Wanted(clean.list[no]) {
			sums[no] += freq[l]
		}
	}
	it.rank = rankNames(clean, sums, q.Top)
	for l, no := range it.item {
		it.fold[l] = -1
		if q.Wanted(clean.list[no]) {
			it.fold[l] = int(it.rank.of(no))
		}
	}
	return it
}

// itemFigures are one item's sums.
type itemFigures struct {
	views, people, entries, exits, onward, clicked int
	assisted, converted                            int // viewers who converted after it, after anything
	times                                          sketch
	spent                                          int64
	scrolled                                       int
	depth                                          exactSum
}

type channelFigures struct {
	views, people int
	nth           int // the person who was counted last
}

// itemState is what the person at hand did with an item.
type itemState struct {
	nth       int
	last      int64
	converted bool
}

// contentAcc follows each person from view to view.
type contentAcc struct {
	totals
	items     *items
	gap       int64
	lookBack  int64
	channels  int
	figures   []itemFigures
	byChannel []channelFigures // [item][channel]
	results   int              // viewers who converted

	nth    int
	state  []itemState
	mine   []int // items that the person viewed
	result bool
	viewed bool
	latest int64

	cell *journey.Cell
	hits *memberSet

	open open
}

// open is the view at hand.
type open struct {
	item    uint32 // 0: none
	group   int
	start   int64
	depth   float64
	clicked bool
}

func (a *contentAcc) add(c *chunk) {
	for i := range c.idx {
		a.begin()
		views := a.walk(c, i)
		a.finish()
		if views > 0 {
			a.people++
			a.events += views
		}
		a.hit(c, i)
	}
}

func (a *contentAcc) begin() {
	a.nth++
	a.mine, a.result, a.viewed, a.open = a.mine[:0], false, false, open{}
}

func (a *contentAcc) walk(c *chunk, person int) (views int) {
	before, fresh := int64(0), true // fresh: the visit has no view yet
	for r := int(c.off[person]); r < int(c.off[person+1]); r++ {
		t, m := c.time[r], c.mask[r]
		if r > int(c.off[person]) && t-before >= a.gap {
			a.close(before, 0)
			fresh = true
		}
		before = t
		if m&resultBit != 0 {
			a.convert(t)
		}
		label := c.label[r]
		if m&viewBit == 0 || label == 0 || int(label) >= len(a.items.item) || a.items.item[label] == 0 {
			a.extend(m, c.num[r])
			continue
		}
		a.close(t, a.items.item[label])
		a.open = open{item: a.items.item[label], group: a.items.fold[label], start: t, depth: math.NaN()}
		a.extend(0, c.num[r])
		if g := a.open.group; g >= 0 {
			views++
			a.view(g, t, m, fresh)
		}
		fresh = false
	}
	a.close(before, 0)
	return views
}

// extend takes in what happens during a view.
func (a *contentAcc) extend(mask uint64, depth float64) {
	if a.open.item == 0 {
		return
	}
	a.open.clicked = a.open.clicked || mask&clickBit != 0
	if depth == depth && !(depth <= a.open.depth) {
		a.open.depth = depth
	}
}

func (a *contentAcc) view(group int, t int64, mask uint64, fresh bool) {
	f, s := &a.figures[group], &a.state[group]
	f.views++
	if fresh {
		f.entries++
	}
	if s.nth != a.nth {
		*s = itemState{nth: a.nth}
		f.people++
		a.mine = append(a.mine, group)
	}
	s.last = t
	a.viewed, a.latest = true, t
	for ch := range a.channels {
		if mask>>(channelSlot+ch)&1 == 1 {
			b := &a.byChannel[group*a.channels+ch]
			b.views++
			if b.nth != a.nth {
				b.nth = a.nth
				b.people++
			}
		}
	}
}

// close ends the view at hand, at the next view's time where there is one in the visit.
func (a *contentAcc) close(at int64, next uint32) {
	o := a.open
	a.open = open{}
	if o.item == 0 || o.group < 0 {
		return
	}
	f := &a.figures[o.group]
	if next != 0 || at > o.start {
		f.times.add(at - o.start)
		f.spent += at - o.start
	}
	switch next {
	case 0:
		f.exits++
	case o.item:
	default:
		f.onward++
	}
	if o.clicked {
		f.clicked++
	}
	if o.depth == o.depth {
		f.scrolled++
		f.depth.add(min(100, max(0, o.depth)))
	}
}

func (a *contentAcc) convert(t int64) {
	if !a.viewed || t-a.latest > a.lookBack {
		return
	}
	a.result = true
	for _, g := range a.mine {
		if s := &a.state[g]; t-s.last <= a.lookBack {
			s.converted = true
		}
	}
}

func (a *contentAcc) finish() {
	if a.result {
		a.results++
	}
	for _, g := range a.mine {
		if a.state[g].converted {
			a.figures[g].assisted++
		}
		if a.result {
			a.figures[g].converted++
		}
	}
}

func (a *contentAcc) hit(c *chunk, person int) {
	if a.hits == nil || len(a.mine) == 0 {
		return
	}
	for _, g := range a.mine {
		if !a.items.rank.item(a.cell, g) || a.cell.Outcome == "converted" && !a.state[g].converted {
			continue
		}
		a.hits.of(c.sh.no, c.part).set(int(c.idx[person]))
		return
	}
}

func (a *contentAcc) merge(o *contentAcc) {
	a.totals.merge(&o.totals)
	a.results += o.results
	for i := range a.figures {
		f, g := &a.figures[i], &o.figures[i]
		f.views, f.people, f.entries, f.exits = f.views+g.views, f.people+g.people, f.entries+g.entries, f.exits+g.exits
		f.onward, f.clicked, f.assisted, f.converted = f.onward+g.onward, f.clicked+g.clicked, f.assisted+g.assisted, f.converted+g.converted
		f.spent, f.scrolled = f.spent+g.spent, f.scrolled+g.scrolled
		f.times.merge(&g.times)
		f.depth.merge(&g.depth)
	}
	for i := range a.byChannel {
		a.byChannel[i].views += o.byChannel[i].views
		a.byChannel[i].people += o.byChannel[i].people
	}
}

func (a *contentAcc) answer(channels []string) *journey.ContentAnswer {
	out := &journey.ContentAnswer{Items: []journey.ContentItem{}, Converted: journey.Wilson(a.results, a.people)}
	for g := range a.items.rank.groups() {
		f := &a.figures[g]
		row := journey.ContentItem{Views: f.views, People: f.people, Channels: []journey.ContentChannel{}}
		row.Item, row.Other = a.items.rank.name(g)
		if row.Time.N = f.times.n; f.times.n > 0 {
			row.Time.Median, row.Time.Mean = f.times.median(), f.spent/int64(f.times.n)
		}
		if row.Scroll.N = f.scrolled; f.scrolled > 0 {
			row.Scroll.Mean = f.depth.value() / float64(f.scrolled)
		}
		row.Entry, row.Exit = journey.Wilson(f.entries, f.views), journey.Wilson(f.exits, f.views)
		row.Onward, row.Clicked = journey.Wilson(f.onward, f.views), journey.Wilson(f.clicked, f.views)
		row.Assisted = journey.Wilson(f.assisted, f.people)
		row.Without = journey.Wilson(a.results-f.converted, a.people-f.people)
		row.Lift = difference(row.Assisted, row.Without)
		for ch, name := range channels {
			if b := a.byChannel[g*len(channels)+ch]; b.views > 0 {
				row.Channels = append(row.Channels, journey.ContentChannel{Channel: name, Views: b.views, People: b.people})
			}
		}
		slices.SortStableFunc(row.Channels, func(x, y journey.ContentChannel) int { return cmp.Compare(y.Views, x.Views) })
		out.Items = append(out.Items, row)
	}
	return out
}
