package journeytest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// aView is one view of an item, with what lies between it and the next view of its visit.
type aView struct {
	item    string
	at      *fact
	during  []*fact // itself and what follows, in the visit
	next    *aView  // in the visit
	first   bool
	channel string
}

// readings is what the oracle of content finds of one item.
type readings struct {
	views, entries, exits, onward, clicked, scrolled int

	people, assisted, converted int
	times                       []int64
	depth                       exact
	channels                    map[string]*journey.ContentChannel
}

func (a *asking) content() {
	q := a.q.Content
	views, clicks := a.matcher(q.Views), a.matcher(q.Clicks)
	named := func(e *fact) string {
		v, _ := e.Value(q.Property)
		return journey.ItemName(v)
	}
	freq := map[string]int{}
	for _, p := range a.people {
		for _, e := range p.seen {
			if name := named(e); views(e) && q.Wanted(name) {
				freq[name]++
			}
		}
	}
	ranking := rank(freq, q.Top)
	items := make([]readings, ranking.groups())
	results := 0
	for _, p := range a.people {
		if a.reader(p, q, ranking, items, a.views(p, q, func(e *fact) string {
			if views(e) {
				return named(e)
			}
			return ""
		}), clicks) {
			results++
		}
	}
	a.ans.Content = &journey.ContentAnswer{Items: []journey.ContentItem{}, Converted: journey.Wilson(results, a.ans.People)}
	for g := range items {
		a.ans.Content.Items = append(a.ans.Content.Items, items[g].row(ranking, g, results, a.ans.People))
	}
}

// views cuts what a person did into visits, and those into views.
func (a *asking) views(p *person, q *journey.Content, named func(*fact) string) []*aView {
	var all []*aView
	var now *aView
	fresh := true
	for i, e := range p.seen {
		if i > 0 && e.time-p.seen[i-1].time >= q.Gap.Millis() {
			now, fresh = nil, true
		}
		if name := named(e); name != "" {
			v := &aView{item: name, at: e, first: fresh, channel: e.Channel}
			if now != nil {
				now.next = v
			}
			now, fresh = v, false
			all = append(all, v)
		}
		if now != nil {
			now.during = append(now.during, e)
		}
	}
	return all
}

// reader adds a person's views up; it reports whether they converted after any.
func (a *asking) reader(p *person, q *journey.Content, rank *ranking, items []readings, all []*aView, clicks func(*fact) bool) bool {
	all = slices.DeleteFunc(all, func(v *aView) bool { return !q.Wanted(v.item) })
	if len(all) == 0 {
		return false
	}
	a.ans.People++
	a.ans.Events += len(all)
	converts := func(*fact) bool { return false }
	if q.Conversion != nil {
		converts = a.matcher(q.Conversion)
	}
	met := map[int]bool{} // and whether a conversion followed
	channels := map[string]bool{}
	result := false
	for _, v := range all {
		g := rank.of(v.item)
		items[g].read(v, q, clicks)
		ch := items[g].channel(v.channel)
		ch.Views++
		if key := fmt.Sprint(g, v.channel); !channels[key] {
			channels[key] = true
			ch.People++
		}
		for _, e := range p.seen {
			behind := e.time > v.at.time || e.time == v.at.time && e.seq > v.at.seq
			if converts(e) && behind && e.time-v.at.time <= q.LookBack.Millis() {
				met[g], result = true, true
			}
		}
		if !met[g] {
			met[g] = false
		}
	}
	for g, assisted := range met {
		items[g].people++
		if assisted {
			items[g].assisted++
		}
		if result {
			items[g].converted++
		}
		if c := a.cell; c != nil {
			rest := g == len(rank.names)
			right := c.Item == nil && !c.Other || c.Other && rest || !c.Other && !rest && rank.names[g] == *c.Item
			a.hit(p, right && (c.Outcome == "" || assisted))
		}
	}
	return result
}

func (r *readings) read(v *aView, q *journey.Content, clicks func(*fact) bool) {
	r.views++
	if v.first {
		r.entries++
	}
	end := v.during[len(v.during)-1].time
	if v.next == nil {
		r.exits++
	} else {
		end = v.next.at.time
		if v.next.item != v.item {
			r.onward++
		}
	}
	if v.next != nil || end > v.at.time {
		r.times = append(r.times, end-v.at.time)
	}
	clicked := false
	depth, scrolled := 0.0, false
	for i, e := range v.during {
		clicked = clicked || i > 0 && clicks(e)
		if text, ok := e.Value(q.Scroll); ok {
			if f, ok := journey.Number(text); ok && (!scrolled || f > depth) {
				depth, scrolled = f, true
			}
		}
	}
	if clicked {
		r.clicked++
	}
	if scrolled {
		r.scrolled++
		r.depth.add(min(100, max(0, depth)))
	}
}

func (r *readings) channel(name string) *journey.ContentChannel {
	if name == "" {
		return &journey.ContentChannel{}
	}
	if r.channels == nil {
		r.channels = map[string]*journey.ContentChannel{}
	}
	if r.channels[name] == nil {
		r.channels[name] = &journey.ContentChannel{Channel: name}
	}
	return r.channels[name]
}

func (r *readings) row(rank *ranking, g, results, people int) journey.ContentItem {
	row := journey.ContentItem{Views: r.views, People: r.people, Channels: []journey.ContentChannel{}}
	row.Item, row.Other = rank.name(g)
	if n := len(r.times); n > 0 {
		sum := int64(0)
		for _, t := range r.times {
			sum += t
		}
		row.Time = journey.ContentTime{N: n, Median: journey.MedianOf(r.times), Mean: sum / int64(n)}
	}
	if r.scrolled > 0 {
		row.Scroll = journey.ContentMean{N: r.scrolled, Mean: r.depth.value() / float64(r.scrolled)}
	}
	row.Entry, row.Exit = journey.Wilson(r.entries, r.views), journey.Wilson(r.exits, r.views)
	row.Onward, row.Clicked = journey.Wilson(r.onward, r.views), journey.Wilson(r.clicked, r.views)
	row.Assisted, row.Without = journey.Wilson(r.assisted, r.people), journey.Wilson(results-r.converted, people-r.people)
	if row.Assisted.N > 0 && row.Without.N > 0 {
		d := stat.Difference(stat.Share{K: row.Assisted.K, N: row.Assisted.N}, stat.Share{K: row.Without.K, N: row.Without.N})
		row.Lift = &journey.Interval{Value: d.Value, Low: d.Low, High: d.High}
	}
	for _, ch := range r.channels {
		row.Channels = append(row.Channels, *ch)
	}
	slices.SortFunc(row.Channels, func(x, y journey.ContentChannel) int {
		return cmp.Or(cmp.Compare(y.Views, x.Views), strings.Compare(x.Channel, y.Channel))
	})
	return row
}

// content asks about pages, or anything that a property names.
func (g *Gen) content(q *journey.Question) {
	c := &journey.Content{
		Type: pick(g, []string{"", "page", "product", "email"}), Views: g.maybeFilter(2), Clicks: g.maybeFilter(2), Conversion: g.maybeFilter(2),
		Property: pick(g, []string{"", "plan", "context.page.path", "ship.city", "price"}), Scroll: pick(g, []string{"", "price", "ship.days"}),
		Top: g.IntN(4), Search: pick(g, []string{"", "", "/", "P", "/a"}),
	}
	c.Gap, c.LookBack = g.span(), g.span()
	q.Kind, q.Content = journey.KindContent, c
}

// span is a length of time such as the world knows, or none.
func (g *Gen) span() journey.Duration {
	return journey.Duration(pick(g, []int64{0, 0, 3600e9, 5 * 3600e9, 72 * 3600e9}))
}

func (g *Gen) contentCell(c *journey.Cell, a *journey.ContentAnswer) {
	c.Outcome = pick(g, []string{"", "converted"})
	if len(a.Items) > 0 && g.IntN(4) > 0 {
		it := pick(g, a.Items)
		c.Item, c.Other = &it.Item, it.Other
	}
}

func (s *script) content(b *strings.Builder, a *journey.ContentAnswer) {
	fmt.Fprintf(b, "%d of %d viewers converted\n", a.Converted.K, a.Converted.N)
	for _, i := range a.Items {
		fmt.Fprintf(b, "%s: %d views by %d people", called(i.Item, i.Other), i.Views, i.People)
		if i.Time.N > 0 {
			fmt.Fprintf(b, "; %d timed, median %s, mean %s", i.Time.N, span(i.Time.Median), span(i.Time.Mean))
		}
		if i.Scroll.N > 0 {
			fmt.Fprintf(b, "; %d scrolled to %s %%", i.Scroll.N, rounded(i.Scroll.Mean))
		}
		fmt.Fprintf(b, "; entry %d, exit %d, onward %d, clicked %d; assisted %d/%d, without %d/%d", i.Entry.K, i.Exit.K, i.Onward.K, i.Clicked.K,
			i.Assisted.K, i.Assisted.N, i.Without.K, i.Without.N)
		for _, ch := range i.Channels {
			fmt.Fprintf(b, "; %s %d by %d", ch.Channel, ch.Views, ch.People)
		}
		fmt.Fprintln(b)
	}
}
