package worth

import (
	"math"

	"jejak/internal/clv"
	"jejak/internal/journey"
)

// mostRepeats is the last row of the table by repeat purchases: so many or more.
const mostRepeats = 7

// check fits the model to what was before the holdout, and holds it against what came. full is the model of everything, by which the
// history is drawn where there is no holdout.
func (s *Study) check(o *Orders, full clv.Model) {
	h := &s.Answer.Holdout
	days := len(o.Days.Starts)
	split := Split(o.Holdout, days)
	switch {
	case o.Holdout < 0:
		h.State = "outside"
	case split >= days:
		h.State = "none"
	}
	if h.State != "" {
		s.history(o, full, split)
		return
	}
	h.From, h.Days = dateOf(o.Days.Starts[split], s.zone), days-split
	u := s.unit()
	var cells []clv.Cell
	for i := range s.Buyers {
		if b := &s.Buyers[i]; int(b.First) < split {
			h.People++
			h.Actual += int(b.Later - b.EarlyLater)
			cells = append(cells, clv.Cell{
				Repeat: int(b.EarlyLater), Last: float64(b.EarlyLast-b.First) / u, Age: float64(split-1-int(b.First)) / u, N: 1,
			})
		}
	}
	m, _, told := s.fit(cells)
	h.State, h.Parameters = told.State, told.Parameters
	if m != nil {
		s.people(m, split, float64(h.Days)/u)
	}
	s.history(o, m, split)
}

// people compares person by person.
func (s *Study) people(m clv.Model, split int, length float64) {
	h, u := &s.Answer.Holdout, s.unit()
	groups := make([]journey.HoldoutGroup, mostRepeats+1)
	var link correlation
	known := map[[2]int32]float64{}
	for i := range s.Buyers {
		b := &s.Buyers[i]
		if int(b.First) >= split {
			continue
		}
		age := float64(split-1-int(b.First)) / u
		key := [2]int32{b.EarlyLater, b.First}
		later, ok := known[key]
		if !ok {
			later = m.Later(int(b.EarlyLater), age, length)
			known[key] = later
		}
		expected := later * m.Alive(int(b.EarlyLater), float64(b.EarlyLast-b.First)/u, age)
		actual := float64(b.Later - b.EarlyLater)
		h.Expected += expected
		h.MAE += math.Abs(expected - actual)
		link.add(expected, actual)
		g := &groups[min(mostRepeats, int(b.EarlyLater))]
		g.People++
		g.Actual += actual
		g.Expected += expected
	}
	h.Correlation = link.value()
	h.MAE /= float64(h.People)
	for r, g := range groups {
		if g.People == 0 {
			continue
		}
		g.Repeats, g.Actual, g.Expected = r, g.Actual/float64(g.People), g.Expected/float64(g.People)
		h.ByRepeats = append(h.ByRepeats, g)
	}
}

// mostPoints bounds the points of the history, which are a week apart, or some weeks.
const mostPoints = 520

// history counts the repeat purchases of those who first bought before the holdout, beside what the model expects of people of whom
// nothing but their first day is known.
func (s *Study) history(o *Orders, m clv.Model, split int) {
	days := len(o.Days.Starts)
	if days == 0 {
		return
	}
	firsts := make([]int, days)
	for i := range s.Buyers {
		if b := &s.Buyers[i]; int(b.First) < split {
			firsts[b.First]++
		}
	}
	u := s.unit()
	var expected []float64 // of one person, by days since the first
	if m != nil {
		expected = make([]float64, days)
		for d := 1; d < days; d++ {
			expected[d] = m.New(float64(d) / u)
		}
	}
	step := 7 * max(1, (days/7+mostPoints-1)/mostPoints)
	actual, done, errors, weeks := 0, 0, 0.0, 0
	for end := step; ; end += step {
		end = min(end, days)
		for ; done < end; done++ {
			actual += int(o.Later[done])
		}
		p := journey.HistoryPoint{Until: dateOf(o.Days.Starts[end-1], s.zone), Actual: actual, Holdout: end > split}
		if m != nil {
			for d := range min(end, split) {
				if firsts[d] > 0 {
					p.Expected += float64(firsts[d]) * expected[end-1-d]
				}
			}
		}
		if p.Holdout && m != nil && actual > 0 {
			errors += math.Abs(p.Expected-float64(actual)) / float64(actual)
			weeks++
		}
		s.Answer.History = append(s.Answer.History, p)
		if end == days {
			break
		}
	}
	if weeks > 0 {
		s.Answer.Holdout.MAPE = errors / float64(weeks)
	}
}
