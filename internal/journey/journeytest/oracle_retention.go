package journeytest

import (
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
)

func (a *asking) retention() error {
	r := a.q.Retention
	starts, returns := a.matcher(&r.Start), a.matcher(&r.Return)
	a.count(starts)
	rank := a.rank // by starting events
	a.ans.People, a.ans.Events = 0, 0
	a.count(func(e *fact) bool { return starts(e) || returns(e) })
	a.rank = rank
	v, err := a.intervals(r.Period, starts)
	if err != nil {
		return err
	}
	ans := &journey.RetentionAnswer{}
	ans.Cohorts, ans.Mean = a.cohorts(v, everyValue)
	if a.q.Breakdown != nil {
		for g := range rank.groups() {
			var group journey.RetentionGroup
			group.Value, group.Other = rank.name(g)
			group.Cohorts, group.Mean = a.cohorts(v, g)
			ans.Groups = append(ans.Groups, group)
		}
	}
	a.ans.Retention = ans
	return nil
}

// everyValue stands in place of a group for all of them.
const everyValue = -1

// cohorts are those of the starts whose starting event has a group's value.
func (a *asking) cohorts(v journey.Intervals, group int) ([]journey.Cohort, []journey.Rate) {
	periods := a.q.Retention.Periods + 1
	sizes, back := make([]int, len(v.Starts)), make([][]int, len(v.Starts))
	for i := range back {
		back[i] = make([]int, periods)
	}
	for _, p := range a.people {
		a.begin(p, v, group, sizes, back)
	}
	cohorts := []journey.Cohort{}
	ks, ns := make([]int, periods), make([]int, periods)
	for c, size := range sizes {
		if size == 0 {
			continue
		}
		cohort := journey.Cohort{Start: event.Time(v.Starts[c]), Size: size}
		for k := range periods {
			_, end := a.period(v, c, k)
			cell := journey.RetentionCell{Rate: journey.Wilson(back[c][k], size), Unfinished: end > a.span.To || end > int64(a.d.Now)}
			if !cell.Unfinished {
				ks[k] += back[c][k]
				ns[k] += size
			}
			cohort.Cells = append(cohort.Cells, cell)
		}
		cohorts = append(cohorts, cohort)
	}
	var mean []journey.Rate
	for k := range ks {
		mean = append(mean, journey.Wilson(ks[k], ns[k]))
	}
	return cohorts, mean
}

// begin counts one person's starts with a group's value, and the periods they came back in.
func (a *asking) begin(p *person, v journey.Intervals, group int, sizes []int, back [][]int) {
	r := a.q.Retention
	starts, returns := a.matcher(&r.Start), a.matcher(&r.Return)
	began := map[int]bool{}
	for i, e := range p.seen {
		c := v.Index(e.time)
		if !starts(e) || began[c] || (r.Mode == "first" && len(began) > 0) {
			continue
		}
		began[c] = true
		value, _ := a.value(p, e)
		if group != everyValue && a.rank.of(value) != group {
			continue
		}
		sizes[c]++
		mine := a.cell != nil && (a.cell.At == 0 || a.cell.At == event.Time(v.Starts[c]))
		if group == everyValue { // a cell of one value is counted with that value
			mine = mine && (a.q.Breakdown == nil || a.cell.Value == nil && !a.cell.Other)
		} else {
			mine = mine && a.picks(group)
		}
		a.hit(p, mine && a.cell.Period == nil)
		for k := range r.Periods + 1 {
			start, end := a.period(v, c, k)
			if r.Match == "on_or_after" {
				end = a.span.To
			}
			if slices.ContainsFunc(p.seen[i+1:], func(e *fact) bool { return returns(e) && e.time >= start && e.time < end }) {
				back[c][k]++
				a.hit(p, mine && a.cell.Period != nil && *a.cell.Period == k)
			}
		}
	}
}

// period is the k-th period after the c-th.
func (a *asking) period(v journey.Intervals, c, k int) (start, end int64) {
	start = v.Starts[c]
	for range k {
		start = journey.Next(a.q.Retention.Period, start, a.zone)
	}
	return start, journey.Next(a.q.Retention.Period, start, a.zone)
}
