package attribution

import "slices"

// Shapley divides what each coalition of units earned (Shapley 1953): a set of units is worth the conversions of all paths that
// touch no unit outside it, however often and in whatever order. That game is a sum of one unanimity game for each path, whose
// members share alike, so it is exact for any number of units: each path's conversions are divided equally among its distinct
// units.
func (l *Log) Shapley() []Credit {
	credits := make([]Credit, l.units)
	for _, p := range l.paths {
		set := distinct(p.Touches)
		for _, u := range set {
			credits[u].Conversions += p.Conversions / float64(len(set))
			credits[u].Value += p.Value / float64(len(set))
		}
	}
	return credits
}

func distinct(touches []int) []int {
	set := slices.Clone(touches)
	slices.Sort(set)
	return slices.Compact(set)
}
