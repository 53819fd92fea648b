package cluster_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/cluster"
)

func options() cluster.Options {
	return cluster.Options{Most: 6, Least: 5, Resamples: 6, Shuffles: 19, Seed: 7}
}

// planted are groups of rows around centres, in no order, with the group of each row.
func planted(random *rand.Rand, groups, each, columns int) (rows [][]float64, of []int) {
	for i := range groups * each {
		g := i % groups
		row := make([]float64, columns)
		for j := range row {
			row[j] = random.NormFloat64() * 0.4
			if j%groups == g {
				row[j] += 5
			}
		}
		rows, of = append(rows, row), append(of, g)
	}
	return rows, of
}

func noise(random *rand.Rand, n, columns int) (rows [][]float64) {
	for range n {
		row := make([]float64, columns)
		for j := range row {
			row[j] = float64(random.IntN(4))
		}
		rows = append(rows, row)
	}
	return rows
}

func TestPlantedGroupsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		groups := rapid.IntRange(2, 5).Draw(t, "groups")
		rows, of := planted(random, groups, 15, 6)
		got := cluster.Find(rows, options())
		if len(got.Groups) != groups {
			t.Fatalf("%d groups are found, %d were planted: %+v", len(got.Groups), groups, got.Groups)
		}
		name := map[int]int{}
		for i, g := range got.Of {
			if was, ok := name[of[i]]; ok && was != g {
				t.Fatalf("row %d of planted group %d is in %d, others in %d", i, of[i], g, was)
			}
			name[of[i]] = g
		}
		for _, g := range got.Groups {
			if g.Rows != 15 || g.Stability < 0.95 || g.Silhouette < 0.4 {
				t.Errorf("a clear group of 15: %+v", g)
			}
		}
	})
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		rows, _ := planted(random, 3, 12, 4)
		rows = append(rows, noise(random, rapid.IntRange(0, 20).Draw(t, "noise"), 4)...)
		rows = append(rows, rows[:5]...) // some are alike
		order := random.Perm(len(rows))
		other := make([][]float64, len(rows))
		for to, from := range order {
			other[to] = rows[from]
		}
		a, b := cluster.Find(rows, options()), cluster.Find(other, options())
		if a.Silhouette != b.Silhouette || a.Reference != b.Reference || !slices.Equal(a.Groups, b.Groups) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		for to, from := range order {
			if a.Of[from] != b.Of[to] {
				t.Fatalf("row %d is in %d, and in %d when it comes as row %d", from, a.Of[from], b.Of[to], to)
			}
		}
	})
}

// Rows whose columns have nothing to do with each other are one group, save by the chance that the reference leaves: one in twenty.
func TestWithoutStructureThereIsOneGroup(t *testing.T) {
	t.Parallel()
	found := 0
	for seed := range uint64(20) {
		got := cluster.Find(noise(rand.New(rand.NewPCG(seed, 3)), 80, 5), options())
		if len(got.Groups) > 1 {
			found++
		} else if got.Groups[0].Rows != 80 || got.Reference < got.Silhouette {
			t.Errorf("%+v", got)
		}
	}
	if found > 5 {
		t.Errorf("groups are found in %d of 20 sets of noise", found)
	}
}

// Somebody can ask for more groups than are clearest.
func TestTheNumberOfGroupsCanBeGiven(t *testing.T) {
	t.Parallel()
	rows, _ := planted(rand.New(rand.NewPCG(5, 5)), 2, 30, 4)
	o := options()
	o.Groups = 3
	got, clearest := cluster.Find(rows, o), cluster.Find(rows, options())
	if len(got.Groups) != 3 || len(clearest.Groups) != 2 || got.Silhouette >= clearest.Silhouette || !slices.Equal(got.Choices, clearest.Choices) {
		t.Errorf("%+v\n%+v", got, clearest)
	}
}

func TestFewOrLikeRows(t *testing.T) {
	t.Parallel()
	alike := make([][]float64, 50)
	for i := range alike {
		alike[i] = []float64{3, 0, 7}
	}
	for name, rows := range map[string][][]float64{"none": nil, "one": {{1, 2}}, "two": {{1, 2}, {9, 9}}, "alike": alike, "no columns": {{}, {}, {}}} {
		got := cluster.Find(rows, options())
		if len(got.Of) != len(rows) || len(got.Groups) > 1 || len(rows) > 0 && got.Groups[0].Rows != len(rows) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAGroupIsToldByItsConditions(t *testing.T) {
	t.Parallel()
	// Condition 0 is the group but for one row; 1 says the same less well; 2 is of everybody; 3 is of nobody in the group.
	in := []bool{true, true, true, true, false, false, false, false, false, false}
	holds := [][]bool{
		{true, true, true, true, true, false, false, false, false, false},
		{true, true, true, false, true, false, false, false, false, false},
		{true, true, true, true, true, true, true, true, true, true},
		{false, false, false, false, true, true, true, true, true, false},
	}
	marks, rule := cluster.Explain(holds, []int{0, 0, 1, 2}, in, 4)
	want := []cluster.Mark{
		{Literal: cluster.Literal{Condition: 0}, Group: 4, All: 5},
		{Literal: cluster.Literal{Condition: 3, Not: true}, Group: 4, All: 5},
	}
	if !slices.Equal(marks, want) {
		t.Errorf("marks %+v", marks)
	}
	if rule.Hits != 4 || rule.Passed != 4 || rule.Group != 4 || rule.F1() != 1 || len(rule.Literals) != 2 {
		t.Errorf("rule %+v", rule)
	}
	_, none := cluster.Explain(holds[2:3], []int{0}, in, 4)
	if len(none.Literals) != 0 || none.Passed != 10 || none.Hits != 4 {
		t.Errorf("a rule is made of nothing: %+v", none)
	}
}
