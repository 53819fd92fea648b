package stat_test

import (
	"encoding/csv"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"jejak/internal/stat"
)

func people(x []float64, y []int) []stat.Pattern {
	var list []stat.Pattern
	for i := range x {
		list = append(list, stat.Pattern{X: []float64{x[i]}, N: 1, K: y[i]})
	}
	return stat.Patterns(list)
}

// Hours of study and passing an examination, the textbook example: intercept −4.0777, slope 1.5046, standard error 0.6287, p 0.0167,
// log-likelihood −8.0299 (R's glm and most textbooks).
func TestLogitOfStudyHours(t *testing.T) {
	t.Parallel()
	hours := []float64{0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5}
	passed := []int{0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1}
	l := stat.FitLogit(people(hours, passed), 0)
	near(t, "intercept", l.Intercept, -4.0777, 1e-4)
	near(t, "slope", l.Coef[0].Value, 1.5046, 1e-4)
	near(t, "standard error", l.Coef[0].StdErr, 0.6287, 1e-4)
	near(t, "p", l.Coef[0].P, 0.0167, 1e-4)
	near(t, "log-likelihood", l.LogLikelihood, -8.02988, 1e-5)
	near(t, "null", l.Null, 20*math.Log(0.5), 1e-9)
	if !l.Converged {
		t.Error("did not converge")
	}
}

// With one feature of two values and no ridge, the log odds ratio and its error are those of the table.
func TestLogitOfATableIsItsOddsRatio(t *testing.T) {
	t.Parallel()
	l := stat.FitLogit([]stat.Pattern{{X: []float64{0}, N: 100, K: 20}, {X: []float64{1}, N: 50, K: 25}}, 0)
	near(t, "odds ratio", math.Exp(l.Coef[0].Value), 4, 1e-9)
	near(t, "standard error", l.Coef[0].StdErr, math.Sqrt(1./20+1./80+1./25+1./25), 1e-9)
	ridged := stat.FitLogit([]stat.Pattern{{X: []float64{0}, N: 100, K: 20}, {X: []float64{1}, N: 50, K: 25}}, 10)
	if c := ridged.Coef[0]; c.Value <= 0 || c.Value >= l.Coef[0].Value || c.StdErr >= l.Coef[0].StdErr {
		t.Errorf("a ridge must shrink: %+v", c)
	}
}

// Where a feature parts the outcomes, the ridge keeps the figures finite; huge features too.
func TestLogitOfSeparatedOutcomesIsFinite(t *testing.T) {
	t.Parallel()
	for _, scale := range []float64{1, 1e6, 1e-6} {
		l := stat.FitLogit([]stat.Pattern{{X: []float64{0}, N: 100}, {X: []float64{scale}, N: 100, K: 100}}, 1)
		c := l.Coef[0]
		for _, v := range []float64{l.Intercept, c.Value, c.Low, c.High, c.P, l.LogLikelihood} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("scale %g: %+v", scale, l)
			}
		}
	}
	none := stat.FitLogit([]stat.Pattern{{X: []float64{0}, N: 5}}, 1)
	if none.Converged || none.Coef != nil {
		t.Errorf("one class alone: %+v", none)
	}
}

// draws makes people whose outcome follows known coefficients; the second feature hangs on the first.
func draws(r *rand.Rand, n int, beta ...float64) []stat.Pattern {
	var list []stat.Pattern
	for range n {
		x := make([]float64, len(beta))
		for j := range x {
			x[j] = r.NormFloat64()
		}
		if len(x) > 1 {
			x[1] = 0.6*x[0] + 0.8*x[1]
		}
		eta := -0.5
		for j, b := range beta {
			eta += b * x[j]
		}
		p := stat.Pattern{X: x, N: 1}
		if r.Float64() < 1/(1+math.Exp(-eta)) {
			p.K = 1
		}
		list = append(list, p)
	}
	return list
}

func TestLogitFindsKnownEffectsAgain(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	want := []float64{0.8, -0.4, 0, 0.3}
	covered, all := 0, 0
	for range 60 {
		l := stat.FitLogit(stat.Patterns(draws(r, 800, want...)), 1)
		for j, c := range l.Coef {
			all++
			if c.Low <= want[j] && want[j] <= c.High {
				covered++
			}
		}
	}
	if share := float64(covered) / float64(all); share < 0.91 || share > 0.99 {
		t.Errorf("95 %% intervals hold the truth in %.3f", share)
	}
}

func TestRelativeWeightsShareWhatIsExplained(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	list := stat.Patterns(draws(r, 20_000, 0.8, 0, 0, 0.4))
	got := stat.RelativeWeights(list, 1)
	sum := 0.0
	for _, w := range got.Weights {
		sum += w
	}
	near(t, "sum", sum, got.R2, 1e-12)
	w := got.Weights
	// The second feature does nothing but hang on the first: it gets a share all the same, a smaller one. Uncorrelated features of effects
	// 0.8 and 0.4 stand as their squares.
	if w[0] < 3*w[1] || w[1] < w[2] || w[2] > 0.01*got.R2 {
		t.Errorf("weights %v of %v", w, got.R2)
	}
	near(t, "ratio", (w[0]+w[1])/w[3], 4, 0.5)
	near(t, "inflation", got.Inflation[0], 1/(1-0.36), 0.05)
	near(t, "inflation", got.Inflation[2], 1, 0.01)
	// The same feature twice: halves, and a warning.
	twice := make([]stat.Pattern, len(list))
	for i, p := range list {
		twice[i] = stat.Pattern{X: []float64{p.X[0], p.X[0], p.X[3]}, N: p.N, K: p.K}
	}
	double := stat.RelativeWeights(twice, 1)
	near(t, "halves", double.Weights[0], double.Weights[1], 1e-9)
	near(t, "sum", double.Weights[0]+double.Weights[1]+double.Weights[2], double.R2, 1e-12)
	if double.Inflation[0] < 1e4 {
		t.Errorf("inflation %v", double.Inflation)
	}
	constant := stat.RelativeWeights([]stat.Pattern{{X: []float64{1, 0}, N: 9, K: 2}, {X: []float64{1, 1}, N: 9, K: 7}}, 1)
	if constant.Weights[0] != 0 || constant.Weights[1] <= 0 {
		t.Errorf("a constant explains nothing: %+v", constant)
	}
}

// With two uncorrelated features the weights are what each explains alone, in any order of people.
func TestRelativeWeightsDoNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	list := draws(rand.New(rand.NewPCG(5, 6)), 500, 0.5, 0.5)
	a := stat.RelativeWeights(stat.Patterns(slices.Clone(list)), 1)
	slices.Reverse(list)
	b := stat.RelativeWeights(stat.Patterns(list), 1)
	if !slices.Equal(a.Weights, b.Weights) || a.R2 != b.R2 {
		t.Errorf("%v and %v", a, b)
	}
}

// Mobile phone customers (European Customer Satisfaction Index): satisfaction moves loyalty more than expectations do, as in the
// published model (Tenenhaus et al. 2005), where it is the strongest path.
func TestSatisfactionMovesLoyalty(t *testing.T) {
	t.Parallel()
	rows := table(t, "survey_ecsi_mobi/mobi.csv")
	var list []stat.Pattern
	for _, r := range rows {
		mean := func(names ...string) float64 {
			sum := 0.0
			for _, n := range names {
				v, err := strconv.ParseFloat(r[n], 64)
				if err != nil {
					t.Fatal(err)
				}
				sum += v
			}
			return sum / float64(len(names))
		}
		p := stat.Pattern{X: []float64{mean("CUSA1", "CUSA2", "CUSA3"), mean("CUEX1", "CUEX2", "CUEX3"), mean("CUSCO")}, N: 1}
		if mean("CUSL3") >= 8 { // would recommend
			p.K = 1
		}
		list = append(list, p)
	}
	if len(list) != 250 {
		t.Fatalf("%d answers", len(list))
	}
	list = stat.Patterns(list)
	l, w := stat.FitLogit(list, 1), stat.RelativeWeights(list, 1)
	if l.Coef[0].Low <= 0 || w.Weights[0] < 2*w.Weights[1] || w.Weights[0] < w.Weights[2] || w.R2 < 0.2 {
		t.Errorf("satisfaction %+v, weights %+v", l.Coef[0], w)
	}
}

// Airport passengers: the rating of the whole and the ease of finding one's way move recommendation.
func TestRatingsMoveRecommendation(t *testing.T) {
	t.Parallel()
	var list []stat.Pattern
	for _, r := range table(t, "survey_sfo_nps/sfo_customer_survey_2017.csv") {
		all, err := strconv.Atoi(r["Q7ALL"])
		find, err2 := strconv.Atoi(r["Q14FIND"])
		nps, err3 := strconv.Atoi(r["NETPRO"])
		if err != nil || err2 != nil || err3 != nil || all < 1 || all > 5 || find < 1 || find > 5 || nps > 10 {
			continue
		}
		p := stat.Pattern{X: []float64{float64(all), float64(find)}, N: 1}
		if nps >= 9 {
			p.K = 1
		}
		list = append(list, p)
	}
	list = stat.Patterns(list)
	l, w := stat.FitLogit(list, 1), stat.RelativeWeights(list, 1)
	if l.Coef[0].Low <= 0 || w.Weights[0] <= w.Weights[1] || w.R2 < 0.1 || w.R2 > 0.6 {
		t.Errorf("%+v, weights %+v", l.Coef, w)
	}
}

func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../shared/data", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("skipped: the real data set %s is not there (../shared/data is not part of the project)", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}
