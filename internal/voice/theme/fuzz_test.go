package theme

import (
	"encoding/json"
	"slices"
	"testing"
)

// A rule that is taken matches no empty text, stays as it is when it is tidied again, and a merge matches what either of the two did.
func FuzzRule(f *testing.F) {
	for _, seed := range [][3]string{
		{`{"any":["late","slow delivery"]}`, `{"any":["kurir lama"]}`, "The delivery was slow"},
		{`{"any":["送貨"],"none":["快"]}`, `{"any":["慢"],"none":["快"]}`, "送貨很慢"},
		{`{"all":["a","b"]}`, `{"any":["\u0000"," x  y "]}`, "x y"},
		{`{"any":["١","ß","İ"]}`, `{"none":["z"]}`, "STRASSE ١"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, one, other, text string) {
		a, okA := taken(one)
		b, okB := taken(other)
		terms := Terms(text)
		for _, r := range []Rule{a, b} {
			again := r.Tidy()
			if !slices.Equal(again.Any, r.Any) || !slices.Equal(again.All, r.All) || !slices.Equal(again.None, r.None) {
				t.Errorf("%+v is tidied to %+v", r, again)
			}
		}
		if okA && a.Compile().Match(nil) {
			t.Errorf("%+v matches an empty text", a)
		}
		if !okA || !okB {
			return
		}
		m, err := Merge(a, b)
		if err != nil || m.Validate() != nil { // more entries than a rule has
			return
		}
		if (a.Compile().Match(terms) || b.Compile().Match(terms)) && !m.Compile().Match(terms) {
			t.Errorf("%+v and %+v: one matches %q, and together they do not", a, b, text)
		}
	})
}

func taken(text string) (r Rule, ok bool) {
	if json.Unmarshal([]byte(text), &r) != nil {
		return Rule{}, false
	}
	r = r.Tidy()
	return r, r.Validate() == nil
}
