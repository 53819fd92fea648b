package survey

import (
	"reflect"
	"testing"
)

// Results by a value are those of the answers with this value, for each question. 400 people came by four ways in turn.
func TestResultsByValueAreThoseOfEachValue(t *testing.T) {
	t.Parallel()
	const people = 400
	d, id := crowd(t, people)
	for by, value := range map[string]func(Via) string{
		"via": func(v Via) string { return string(v) }, "channel": channelOf, "stage": func(Via) string { return "" },
	} {
		scores, n := map[string][]int{}, map[string]int{}
		for i := range people {
			v := value(ways[i%len(ways)])
			if scores[v] == nil {
				scores[v] = make([]int, 11)
			}
			scores[v][i*7%11]++
			n[v]++
		}
		got, err := d.Results(t.Context(), ws, id, Asking{By: by})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range got.Questions {
			groups := map[string]int{}
			for _, g := range q.Groups {
				groups[g.Value] = g.N
				if q.Kind == NPS && !reflect.DeepEqual(g.Score, scoreOf(NPS, 0, scores[g.Value])) {
					t.Errorf("by %s: the score of %q is %+v, want %+v", by, g.Value, g.Score, scoreOf(NPS, 0, scores[g.Value]))
				}
			}
			switch {
			case q.N == 0 && len(groups) > 0:
				t.Errorf("by %s: nobody answered %s, and its groups are %v", by, q.ID, groups)
			case q.N > 0 && !reflect.DeepEqual(groups, n):
				t.Errorf("by %s: %s has groups with %v answers, want %v", by, q.ID, groups, n)
			}
		}
	}
}
