package feeling_test

import (
	"encoding/json"
	"sync"
	"testing"

	"jejak/internal/voice/feeling"
	"jejak/internal/voice/sentiment"
)

func reader(t testing.TB) *feeling.Reader {
	t.Helper()
	models, err := sentiment.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return feeling.New(models, feeling.Options{Names: feeling.Names()})
}

func TestPropertiesGetAFeelingOnce(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, c := range []struct {
		name, event, given string
		language, feeling  string
		sign               int
	}{
		{"Indonesian", "Comment Posted", `{"text":"Pengirimannya cepat sekali, barangnya bagus banget, puas!"}`, "id", "scored", 1},
		{"English complaint", "Message Received", `{"message":"Terrible service, the lamp arrived broken and nobody answers."}`, "en", "scored", -1},
		{"Chinese review", "Review Submitted", `{"rating":5,"review":"非常好,很滿意,會再買"}`, "zh", "scored", 1},
		{"language given with a region", "Comment Posted", `{"text":"太差了,再也不買","language":"zh-Hant-TW"}`, "zh-Hant-TW", "scored", -1},
		{"nothing to read", "Comment Posted", `{"text":"  …  "}`, "", "not_scored", 0},
		{"a language without a model", "Comment Posted", `{"text":"とても良いランプでした、ありがとうございます"}`, "", "unsupported", 0},
		{"a language without a model, given", "Comment Posted", `{"text":"très bien","language":"fr"}`, "fr", "unsupported", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := r.Properties(c.event, []byte(c.given))
			var got struct {
				Language, Feeling string
				Sentiment         *float64
			}
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%s: %v", out, err)
			}
			if got.Language != c.language || got.Feeling != c.feeling || (got.Sentiment != nil) != (c.feeling == "scored") {
				t.Errorf("%s became %s", c.given, out)
			}
			if got.Sentiment != nil && *got.Sentiment*float64(c.sign) <= 0 {
				t.Errorf("%s has the sentiment %v", c.given, *got.Sentiment)
			}
			if again := r.Properties(c.event, out); string(again) != string(out) {
				t.Errorf("read twice it becomes %s", again)
			}
		})
	}
}

func TestOtherEventsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, c := range [][2]string{
		{"Product Viewed", `{"text":"bagus sekali"}`},
		{"Comment Posted", `{"text":"bagus sekali","sentiment":-1}`},
		{"Comment Posted", `{"text":"bagus sekali","feeling":"not_scored"}`},
		{"Comment Posted", `{"text":7,"post":"x"}`},
		{"Comment Posted", `{}`},
		{"Comment Posted", ``},
		{"Comment Posted", `{"text":}`},
	} {
		if out := r.Properties(c[0], []byte(c[1])); string(out) != c[1] {
			t.Errorf("%s %s became %s", c[0], c[1], out)
		}
	}
}

// Where a model elsewhere scores, nothing is scored here, in whatever language, and the language is told all the same.
func TestTextsAreLeftForLater(t *testing.T) {
	t.Parallel()
	r := feeling.New(reader(t).Models(), feeling.Options{Names: feeling.Names(), Later: true})
	for given, want := range map[string]string{
		`{"text":"The delivery was late and the box was wet."}`: `{"text":"The delivery was late and the box was wet.","language":"en","feeling":"not_scored"}`,
		`{"text":"très bien","language":"fr"}`:                  `{"text":"très bien","language":"fr","feeling":"not_scored"}`,
		`{"text":"bad","sentiment":-1}`:                         `{"text":"bad","sentiment":-1}`,
	} {
		if out := r.Properties("Comment Posted", []byte(given)); string(out) != want {
			t.Errorf("%s became %s", given, out)
		}
	}
}

func TestManyReadAtOnce(t *testing.T) {
	t.Parallel()
	r := reader(t)
	want := r.Read("", "The delivery was late and the box was wet.")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if got := r.Read("", "The delivery was late and the box was wet."); got != want {
					t.Errorf("%+v, and alone %+v", got, want)
				}
			}
		})
	}
	all.Wait()
}

// FuzzProperties: what comes out is JSON wherever what went in was, and has all that it had.
func FuzzProperties(f *testing.F) {
	f.Add(`{"text":"bagus","a":{"b":1}}`)
	f.Add(`{"text":"\ud800","language":"\""}`)
	f.Add(`{"text":"good" } `)
	r := reader(f)
	f.Fuzz(func(t *testing.T, given string) {
		out := r.Properties("Comment Posted", []byte(given))
		var before, after map[string]any
		if json.Unmarshal([]byte(given), &before) != nil {
			if string(out) != given {
				t.Fatalf("%q became %q", given, out)
			}
			return
		}
		if err := json.Unmarshal(out, &after); err != nil {
			t.Fatalf("%q became %q: %v", given, out, err)
		}
		for key := range before {
			if _, ok := after[key]; !ok {
				t.Fatalf("%q lost %q: %q", given, key, out)
			}
		}
	})
}

func BenchmarkProperties(b *testing.B) {
	r := reader(b)
	for _, c := range []struct{ name, event string }{{"other", "Product Viewed"}, {"heard", "Comment Posted"}} {
		b.Run(c.name, func(b *testing.B) {
			body := []byte(`{"post":"Living room","text":"Pengirimannya cepat sekali, barangnya bagus banget dan sesuai foto"}`)
			for b.Loop() {
				r.Properties(c.event, body)
			}
		})
	}
}
