package survey

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/event"
)

func TestWayThroughASurvey(t *testing.T) {
	t.Parallel()
	c := asked()
	f := func(way, next string, answers ...Answer) {
		t.Helper()
		said := map[string]Answer{}
		for _, a := range answers {
			said[a.Question] = a
		}
		var ids []string
		for _, i := range c.way(said) {
			ids = append(ids, c.Questions[i].ID)
		}
		if got := strings.Join(ids, " "); got != way || c.next(said, false) != next {
			t.Errorf("%v: %s then %s; want %s then %s", answers, got, c.next(said, false), way, next)
		}
	}
	score := func(id string, n float64) Answer { return Answer{Question: id, Score: point(n)} }
	choose := func(ids ...string) Answer { return Answer{Question: "why", Choices: ids} }
	f("hello nps parts ease review say may", "hello")
	f("hello nps review say may", "review", score("nps", 9))
	f("hello nps why parts ease review say may", "why", score("nps", 8))
	f("hello nps why parts ease", "parts", score("nps", 0), choose("price", "speed"))
	f("hello nps why parts ease review say may", "parts", score("nps", 0), choose("speed"))
	f("hello nps why parts ease", End, score("nps", 0), choose("price"), score("ease", 3))
	// What the way leaves out counts for nothing: the choice was made before the score was changed.
	f("hello nps review say may", "review", score("nps", 10), choose("price"))
	f("hello nps parts ease review say may", "nps", Answer{Question: "may", Consent: agree(true)}) // required, and passed over
}

func TestConditions(t *testing.T) {
	t.Parallel()
	f := func(op string, value any, a *Answer, want bool) {
		t.Helper()
		var given Answer
		if a != nil {
			given = *a
		}
		if got := holds(Condition{Question: "q", Op: op, Value: value}, given, a != nil); got != want {
			t.Errorf("%s %v of %+v is %v", op, value, a, got)
		}
	}
	seven, both, yes := &Answer{Score: point(7)}, &Answer{Choices: []string{"a", "b"}, Other: "else"}, &Answer{Consent: agree(true)}
	f("answered", nil, seven, true)
	f("answered", nil, nil, false)
	f("not_answered", nil, nil, true)
	f("eq", 7.0, seven, true)
	f("eq", 7, seven, true)
	f("eq", 8.0, seven, false)
	f("eq", 7.0, nil, false)
	f("ne", 8.0, seven, true)
	f("ne", 7.0, seven, false)
	f("ne", 7.0, nil, true)
	f("gte", 7.0, seven, true)
	f("gte", 7.5, seven, false)
	f("lte", 6.0, seven, false)
	f("lte", 6.0, both, false)
	f("eq", "b", both, true)
	f("eq", "other", both, true)
	f("ne", "b", both, false)
	f("in", []any{"x", "a"}, both, true)
	f("in", []any{"x"}, both, false)
	f("in", nil, both, false)
	f("eq", true, yes, true)
	f("eq", false, yes, false)
	f("like", 7.0, seven, false)
}

func TestWhatIsAnAnswer(t *testing.T) {
	t.Parallel()
	c := asked()
	f := func(id string, a Answer, want string) {
		t.Helper()
		a.Question = id
		got, ok := c.Questions[c.index(id)].fit(a)
		text := "wrong"
		if ok {
			raw, _ := json.Marshal(got)
			text = strings.ReplaceAll(string(raw), `"`, "'")
		}
		if text != want {
			t.Errorf("%s %+v: %s, want %s", id, a, text, want)
		}
	}
	f("nps", Answer{Score: point(0), Text: "ignored"}, "{'question':'nps','score':0}")
	f("nps", Answer{Score: point(11)}, "wrong")
	f("nps", Answer{Score: point(-1)}, "wrong")
	f("nps", Answer{Score: point(7.5)}, "wrong")
	f("nps", Answer{}, "{'question':'nps'}")
	f("ease", Answer{Score: point(0)}, "wrong")
	f("ease", Answer{Score: point(7)}, "{'question':'ease','score':7}")
	f("why", Answer{Choices: []string{"speed", "price", "speed"}}, "{'question':'why','choices':['price','speed']}")
	f("why", Answer{Choices: []string{"nothing"}}, "wrong")
	f("why", Answer{Other: "  else "}, "{'question':'why','other':'else'}")
	f("parts", Answer{Rows: map[string]string{"staff": "good"}}, "{'question':'parts','rows':{'staff':'good'}}")
	f("parts", Answer{Rows: map[string]string{"staff": "great"}}, "wrong")
	f("parts", Answer{Rows: map[string]string{"roof": "good"}}, "wrong")
	f("say", Answer{Text: "a\x00b"}, "wrong")
	f("say", Answer{Text: "\xff"}, "wrong")
	f("say", Answer{Text: " 很好 "}, "{'question':'say','text':'很好'}")
	f("say", Answer{Text: strings.Repeat("象", 6000)}, "{'question':'say','text':'"+strings.Repeat("象", 5000)+"'}")
	f("review", Answer{Text: "no stars"}, "wrong")
	f("review", Answer{Score: point(5), Title: "Good", Text: "Very", Consent: agree(true)}, "{'question':'review','score':5,'text':'Very','title':'Good','consent':true}")
	f("hello", Answer{Text: "to a note"}, "wrong")
	single := Question{ID: "one", Kind: Choice, Options: []Option{{ID: "a"}, {ID: "b"}}, Other: true}
	if _, ok := single.fit(Answer{Choices: []string{"a", "b"}}); ok {
		t.Error("two of a single choice")
	}
	if _, ok := single.fit(Answer{Choices: []string{"a"}, Other: "b"}); ok {
		t.Error("an option and something else of a single choice")
	}
}

// answersOf draws answers to the survey's questions, some of which are none.
func answersOf(t *rapid.T, c *Content) (posts []Post) {
	n := rapid.IntRange(0, 12).Draw(t, "posts")
	for i := range n {
		q := rapid.SampledFrom(c.Questions).Draw(t, "question")
		a := Answer{Question: q.ID}
		switch {
		case q.scored():
			a.Score = point(float64(rapid.IntRange(0, 10).Draw(t, "score")))
		case q.Kind == Choice:
			a.Choices = rapid.SliceOfN(rapid.SampledFrom([]string{"price", "speed", "no"}), 0, 3).Draw(t, "choices")
		case q.Kind == Matrix:
			a.Rows = map[string]string{"staff": rapid.SampledFrom([]string{"good", "bad", "ugly"}).Draw(t, "column")}
		case q.Kind == Consent:
			a.Consent = agree(rapid.Bool().Draw(t, "consent"))
		default:
			a.Text = rapid.StringN(0, 5, 20).Draw(t, "text")
		}
		elapsed := rapid.IntRange(0, 5).Draw(t, "elapsed") // ties are ordinary
		posts = append(posts, Post{Answers: []Answer{a}, Elapsed: elapsed, Done: rapid.IntRange(0, n).Draw(t, "done") == i})
	}
	return posts
}

// In whatever order answers arrive, as long as none was told yet, they make the same response.
func TestAnswersInAnyOrderAreTheSameResponse(t *testing.T) {
	t.Parallel()
	c := asked()
	rapid.Check(t, func(t *rapid.T) {
		posts := answersOf(t, &c)
		took := func(posts []Post) string {
			r := response{answers: map[string]kept{}}
			for _, p := range posts {
				r.merge(&c, p, event.Time(1), nil)
				r.done = r.done || p.Done
			}
			raw, err := json.Marshal([]any{r.said(), r.counted(&c), c.next(r.said(), r.done)})
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}
		want := took(posts)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		random.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
		if got := took(posts); got != want {
			t.Fatalf("%s\nin another order %s", want, got)
		}
	})
}

// Whatever strangers send, what is kept fits the questions, can be told, and the way through the survey ends.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`[{"question":"nps","score":9}]`, `[{"question":"why","choices":["price"],"other":"x"}]`, `[{"question":"parts","rows":{"staff":"good"}}]`,
		`[{"question":"review","score":5,"text":"<script>","consent":true}]`, `[{"question":"nps","score":1e308},{"question":"hello"}]`, `[{}]`, `{`,
	} {
		f.Add([]byte(seed))
	}
	c := asked()
	f.Fuzz(func(t *testing.T, body []byte) {
		var answers []Answer
		if json.Unmarshal(body, &answers) != nil {
			return
		}
		r := response{answers: map[string]kept{}}
		r.merge(&c, Post{Answers: answers}, 1, nil)
		for id, k := range r.answers {
			q := c.Questions[c.index(id)]
			low, high := q.scale()
			if k.Score != nil && (!q.scored() || *k.Score < float64(low) || *k.Score > float64(high)) {
				t.Fatalf("%s keeps the score %v", id, *k.Score)
			}
			if !plainText(k.words()) || len([]rune(k.Text)) > maxAnswer {
				t.Fatalf("%s keeps %q", id, k.words())
			}
			for _, o := range k.Choices {
				if !q.offers(o) {
					t.Fatalf("%s keeps the option %q", id, o)
				}
			}
			again, ok := q.fit(k.Answer)
			if !ok || !same(again, k.Answer) {
				t.Fatalf("%+v is not an answer to its own question: %+v", k.Answer, again)
			}
		}
		r.begun, r.finished = 1, 1
		one := claim{v: Survey{ID: "v1"}, c: c, r: r, names: r.untold(&c, 2)}
		for _, m := range one.messages() {
			if _, err := json.Marshal(m.Properties); err != nil || len([]rune(m.ID)) > 100 {
				t.Fatalf("%v cannot be told: %v", m, err)
			}
		}
	})
}
