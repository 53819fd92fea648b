package journey

import "slices"

// Group is the people whom one value of a breakdown by segment or persona stands for. Somebody may be in several groups, or in none.
type Group struct {
	Value   string  `json:"value,omitempty" maxLength:"200" doc:"the id of the saved segment by default"`
	Segment Segment `json:"segment"`
}

// MaxGroups is how many groups a breakdown has at most: each is asked for itself.
const MaxGroups = 20

// bySegment reports whether each value of a breakdown stands for a group of people, rather than for events or a trait.
func (b *Breakdown) bySegment() bool {
	return b != nil && (b.By == "segment" || b.By == "persona")
}

// Split is a question broken down by segment as the same question of everyone and of each group, none of them broken down; groups is nil
// for any other question. Its comparison is left out.
func (q Question) Split() (everyone Question, groups []Question) {
	if !q.Breakdown.bySegment() {
		return q, nil
	}
	everyone = q
	everyone.Breakdown, everyone.Compare = nil, nil
	for _, g := range q.Breakdown.Segments {
		groups = append(groups, everyone.among(g.Segment))
	}
	return everyone, groups
}

// among is the question of those people alone.
func (q Question) among(s Segment) Question {
	if q.Segment != nil {
		s = Segment{All: []Segment{*q.Segment, s}}
	}
	q.Segment = &s
	return q
}

// OfGroup is the question and the cell that are meant by a cell of a question that is broken down by segment; of any other it is the two
// themselves. The question's comparison has to be resolved.
func (q Question) OfGroup(c Cell) (Question, Cell) {
	if !q.Breakdown.bySegment() {
		return q, c
	}
	everyone, groups := q.Split()
	if c.Value == nil {
		return everyone, c
	}
	i := slices.IndexFunc(q.Breakdown.Segments, func(g Group) bool { return g.Value == *c.Value })
	c.Value = nil
	if i < 0 {
		return everyone.among(Segment{Not: &Segment{}}), c
	}
	return groups[i], c
}

// Join puts the answers of a question's groups, as Split gave them, into that of everyone.
func (a *Answer) Join(q Question, groups []*Answer) {
	values := q.Breakdown.Segments
	switch {
	case a.Trend != nil:
		everyone := a.Trend
		a.Trend = &TrendAnswer{Starts: everyone.Starts, Series: []TrendSeries{}, Unfinished: everyone.Unfinished}
		for i, g := range groups {
			a.Trend.Series = append(a.Trend.Series, g.Trend.over(everyone, values[i].Value))
		}
	case a.Funnel != nil:
		a.Funnel = &FunnelAnswer{Groups: []FunnelGroup{}}
		for i, g := range groups {
			one := g.Funnel.Groups[0]
			one.Value = values[i].Value
			a.Funnel.Groups = append(a.Funnel.Groups, one)
		}
	case a.Retention != nil:
		for i, g := range groups {
			a.Retention.Groups = append(a.Retention.Groups, RetentionGroup{Value: values[i].Value, Cohorts: g.Retention.Cohorts, Mean: g.Retention.Mean})
		}
	case a.Touchpoints != nil:
		rows := []TouchpointFigs{}
		for _, row := range a.Touchpoints.Rows {
			for i, g := range groups {
				at := slices.IndexFunc(g.Touchpoints.Rows, func(r TouchpointFigs) bool { return r.ID == row.ID })
				if at < 0 {
					continue
				}
				one := g.Touchpoints.Rows[at]
				one.Value = values[i].Value
				rows = append(rows, one)
			}
		}
		a.Touchpoints.Rows = rows
	}
}

// over is the one line of an answer on the intervals of everyone's, which are at least its own.
func (t *TrendAnswer) over(everyone *TrendAnswer, value string) TrendSeries {
	line := TrendSeries{Value: value, Points: make([]float64, len(everyone.Starts)), N: make([]int, len(everyone.Starts))}
	if len(t.Series) == 0 {
		return line
	}
	line.Total = t.Series[0].Total
	for i, start := range t.Starts {
		if at := slices.Index(everyone.Starts, start); at >= 0 {
			line.Points[at], line.N[at] = t.Series[0].Points[i], t.Series[0].N[i]
		}
	}
	return line
}

// groups says what is wrong with those of a breakdown by segment.
func (v *validator) groups(field string, b *Breakdown) {
	if n := len(b.Segments); n == 0 || n > MaxGroups {
		v.bad(field, "breakdown_count", "a breakdown by %s needs 1 to %d of them", b.By, MaxGroups)
	}
	seen := map[string]bool{}
	for i, g := range b.Segments {
		if g.Value == "" || seen[g.Value] {
			v.bad(at(nth(field, i), "value"), "missing_or_twice", "is missing, or there twice")
		}
		seen[g.Value] = true
		v.segment(at(nth(field, i), "segment"), g.Segment, 0)
	}
}
