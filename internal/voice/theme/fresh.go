package theme

import (
	"jejak/internal/stat"
)

// Fresh says whether a theme is more talked about in the last week than in the four weeks before.
type Fresh struct {
	Recent  int     `json:"recent" doc:"its texts of the last seven days"`
	OfAll   int     `json:"ofAll" doc:"all texts of these days"`
	Before  int     `json:"before" doc:"its texts of the 28 days before"`
	OfThose int     `json:"ofThose" doc:"all texts of those days"`
	P       float64 `json:"p" doc:"one-sided p-value that its share did not grow: Fisher's exact test where counts are small, else two proportions with continuity correction"`
	Q       float64 `json:"q" doc:"the same with the other themes looked at (Benjamini and Hochberg 1995)"`
	State   string  `json:"state" enum:"new,rising,steady" doc:"new: hardly heard before, rising: more than before, each with q ≤ 0.05; steady: neither"`
}

// The states of a theme.
const (
	New    = "new"
	Rising = "rising"
	Steady = "steady"
)

// Windows of the comparison, in days, and when it counts.
const (
	RecentDays = 7
	BeforeDays = 28

	falseShare  = 0.05
	fewest      = 3
	newFromTime = 5 // times the share before: heard so much more often that it is as good as new
)

// Judge tells which of several themes grew: the shares of the last week against those of the weeks before (stat.Greater), each
// with q, so that of the themes called new or rising at most one in twenty is expected to be so by chance.
func Judge(list []Fresh) {
	p := make([]float64, len(list))
	for i, f := range list {
		p[i] = stat.Greater(stat.Share{K: f.Recent, N: f.OfAll}, stat.Share{K: f.Before, N: f.OfThose})
	}
	for i, q := range stat.BenjaminiHochberg(p) {
		f := &list[i]
		f.P, f.Q, f.State = p[i], q, Steady
		if q > falseShare || f.Recent < fewest {
			continue
		}
		f.State = Rising
		now := stat.Share{K: f.Recent, N: f.OfAll}.Value()
		if now >= newFromTime*(stat.Share{K: f.Before, N: f.OfThose}).Value() {
			f.State = New
		}
	}
}
