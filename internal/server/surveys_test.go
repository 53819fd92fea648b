package server_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func words(s string) map[string]any { return map[string]any{"en": s} }

func nps(id string) map[string]any {
	return map[string]any{"id": id, "kind": "nps", "title": map[string]any{"en": "Would you recommend us, {{trait:name|friend}}?", "id": "Apakah Anda akan merekomendasikan kami?"}}
}

type publicSurvey struct {
	Token, Language, Dir, Next string
	Questions                  []struct{ ID, Title string }
	Answers                    []struct {
		Question string
		Score    *float64
	}
	Finished, Preview bool
}

type savedAnswers struct {
	Saved    []string
	Ignored  []struct{ Question, Reason string }
	Next     string
	Finished bool
}

// survey makes a survey and begins it.
func (w *world) survey(name string, content map[string]any) (id string) {
	w.t.Helper()
	var made struct{ ID string }
	w.owner.must("POST", w.path("/surveys"), map[string]any{"name": name, "content": content}, &made)
	w.owner.must("POST", w.path("/surveys/%s/state", made.ID), map[string]any{"state": "running"}, nil)
	return made.ID
}

// next is what the widget of a visitor is told to show; nil is nothing.
func (w *world) next(visit map[string]any) *publicSurvey {
	w.t.Helper()
	visit["writeKey"] = w.key
	status, body := w.browser().try("POST", "/api/v1/public/surveys/next", visit)
	if status == http.StatusNoContent {
		return nil
	}
	var got struct{ Survey publicSurvey }
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK {
		w.t.Fatalf("next: %d %s", status, body)
	}
	return &got.Survey
}

func (w *world) answers(token string, body map[string]any) (got savedAnswers) {
	w.t.Helper()
	w.browser().must("POST", "/api/v1/public/surveys/"+token+"/answers", body, &got)
	return got
}

type timelineEvent struct {
	Name, MessageID string
	Properties      map[string]any
}

// heard waits until somebody's timeline has an event, and tells the timeline, the newest first.
func (w *world) heard(user, event string) (all []timelineEvent) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for {
		seq := w.srv.Folder.Events.LastSeq()
		if err := w.srv.Folder.Trail.WaitFor(ctx, seq); err != nil {
			w.t.Fatal(err)
		}
		var people struct{ People []struct{ Person string } }
		w.owner.must("GET", w.path("/people?search=%s", user), nil, &people)
		for _, p := range people.People {
			var page struct{ Events []timelineEvent }
			w.owner.must("GET", w.path("/people/%s/events", p.Person), nil, &page)
			for _, e := range page.Events {
				if e.Name == event {
					return page.Events
				}
			}
		}
		if err := w.srv.Folder.Events.Wait(ctx, seq); err != nil {
			w.t.Fatalf("%s never heard of %s: %v", user, event, err)
		}
	}
}

// The thin thread: somebody leaves checkout, is asked why, answers, and the answer is on their timeline and in the results.
func TestSurveyFromWidgetToResults(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	w := foundAt(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	did := func(event string, at time.Time) map[string]any {
		return map[string]any{"type": "track", "event": event, "userId": "ana", "anonymousId": "a-1", "timestamp": at.UTC().Format(time.RFC3339)}
	}
	now := time.Now()
	w.send(2, map[string]any{"type": "identify", "userId": "ana", "anonymousId": "a-1", "traits": map[string]any{"name": "Ana"}},
		did("Checkout Started", now.Add(-time.Hour)))
	id := w.survey("Left checkout", map[string]any{
		"languages": []string{"en", "id"}, "stage": "transaction",
		"questions": []any{nps("again"), map[string]any{
			"id": "why", "kind": "choice", "title": words("Why not?"), "multiple": true, "other": true,
			"options": []any{map[string]any{"id": "price", "label": words("Too dear")}, map[string]any{"id": "slow", "label": words("Too slow")}},
			"show":    []any{map[string]any{"question": "again", "op": "lte", "value": 6}},
		}, map[string]any{"id": "say", "kind": "text", "title": words("Anything else?")}},
		"targeting": map[string]any{"trigger": map[string]any{
			"event": map[string]any{"event": "Checkout Started"}, "unless": map[string]any{"event": "Order Completed"}, "wait": "30m",
		}},
	})
	visit := map[string]any{"anonymousId": "a-1", "userId": "ana", "url": "https://shop.example/cart#x", "languages": []string{"en-GB"}}
	p := w.next(visit)
	if p == nil || p.Next != "again" || p.Questions[0].Title != "Would you recommend us, Ana?" {
		t.Fatalf("%+v", p)
	}
	if q := w.next(map[string]any{"anonymousId": "stranger", "url": "https://shop.example/"}); q != nil {
		t.Errorf("somebody who was never at checkout is asked %+v", q)
	}
	guest := w.browser()
	guest.must("POST", "/api/v1/public/surveys/"+p.Token+"/seen", map[string]any{"url": "https://shop.example/cart"}, nil)
	shown := w.heard("ana", "Survey Shown")[0]
	if shown.Properties["survey_id"] != id || shown.Properties["via"] != "widget" || shown.Properties["url"] != "https://shop.example/cart" {
		t.Errorf("%+v", shown)
	}
	if again := w.next(visit); again != nil {
		t.Error("the same survey comes twice")
	}
	got := w.answers(p.Token, map[string]any{"answers": []any{map[string]any{"question": "again", "score": 3}}, "elapsedMs": 4000})
	if got.Next != "why" || got.Finished || len(got.Ignored) != 0 {
		t.Errorf("%+v", got)
	}
	got = w.answers(p.Token, map[string]any{"elapsedMs": 9000, "answers": []any{
		map[string]any{"question": "why", "choices": []string{"slow", "price"}},
		map[string]any{"question": "say", "text": "The page was terribly slow and I hate it"},
		map[string]any{"question": "nothing", "text": "?"},
	}})
	if got.Next != "end" || len(got.Saved) != 3 || len(got.Ignored) != 1 || got.Ignored[0].Reason != "unknown" {
		t.Errorf("%+v", got)
	}
	ahead.Store(int64(time.Minute)) // nobody answers in no time
	got = w.answers(p.Token, map[string]any{"done": true, "elapsedMs": 9500})
	began := time.Now()
	if !got.Finished {
		t.Fatalf("%+v", got)
	}
	events := w.heard("ana", "Survey Answered")
	t.Logf("on the timeline after %v", time.Since(began))
	byQuestion := map[string]timelineEvent{}
	for _, e := range events {
		if e.Name == "Survey Answered" {
			byQuestion[fmt.Sprint(e.Properties["question"])] = e
		}
	}
	if a := byQuestion["again"].Properties; a["score"] != 3.0 || a["survey"] != "nps" || a["stage"] != "transaction" || a["ask"] != "Would you recommend us, friend?" {
		t.Errorf("%+v", a)
	}
	if a := byQuestion["why"].Properties; a["choice"] != "Too dear, Too slow" || a["picked"] != "|price|slow|" {
		t.Errorf("%+v", a)
	}
	if a := byQuestion["say"].Properties; a["feeling"] != "scored" || a["language"] != "en" || a["sentiment"].(float64) >= 0 {
		t.Errorf("%+v", a)
	}
	surveyResults(t, w, id)
	surveyThemes(t, w, id)
}

// surveyThemes holds that an open answer tells the themes that it is of, as they are now, and the others none.
func surveyThemes(t *testing.T, w *world, id string) {
	t.Helper()
	for name, words := range map[string][]string{"Slow pages": {"slow"}, "Lamps": {"lamp"}, "Prices": {"too dear"}} {
		w.owner.must("POST", w.path("/voice/themes"), map[string]any{"name": name, "rule": map[string]any{"any": words}}, nil)
	}
	var known struct{ Themes []struct{ ID, Name string } }
	w.owner.must("GET", w.path("/voice/themes"), nil, &known)
	names := map[string]string{}
	for _, one := range known.Themes {
		names[one.ID] = one.Name
	}
	var list struct {
		Responses []struct {
			Answers []struct {
				Question string
				Themes   []string
			}
		}
	}
	w.owner.must("POST", w.path("/surveys/%s/responses/list", id), map[string]any{}, &list)
	found := map[string]string{}
	for _, a := range list.Responses[0].Answers {
		for _, one := range a.Themes {
			found[a.Question] += names[one]
		}
	}
	if len(found) != 1 || found["say"] != "Slow pages" {
		t.Errorf("themes of the answers: %v", found)
	}
}

func surveyResults(t *testing.T, w *world, id string) {
	t.Helper()
	var r struct {
		Shown, Answered struct {
			N      int
			People map[string]any
		}
		Response  struct{ K, N int }
		Finishing struct{ K, N int }
		Questions []struct {
			ID, State string
			N         int
			Score     *struct{ N, Value float64 }
			Shares    []struct {
				Value  string
				Rate   struct{ K, N int }
				People map[string]any
			}
			Feeling *struct{ Scored int }
			Groups  []struct {
				Value string
				N     int
			}
		}
		Notes []string
	}
	w.owner.must("POST", w.path("/surveys/%s/results", id), map[string]any{"by": "stage"}, &r)
	if r.Shown.N != 1 || r.Answered.N != 1 || r.Response.K != 1 || r.Response.N != 1 || r.Finishing.K != 1 {
		t.Errorf("%+v", r)
	}
	again, why, say := r.Questions[0], r.Questions[1], r.Questions[2]
	if again.N != 1 || again.Score == nil || again.Score.Value != -100 || len(again.Shares) != 11 || again.Shares[3].Rate.K != 1 ||
		len(again.Groups) != 1 || again.Groups[0].Value != "transaction" {
		t.Errorf("%+v", again)
	}
	if len(why.Shares) != 3 || why.Shares[0].Rate.K != 1 || why.Shares[1].Rate.K != 1 || why.Shares[2].Rate.K != 0 || say.Feeling.Scored != 1 {
		t.Errorf("%+v %+v", why, say)
	}
	for _, behind := range []map[string]any{r.Shown.People, r.Answered.People, again.Shares[3].People, why.Shares[0].People} {
		var people struct{ Persons struct{ Total int } }
		w.owner.must("POST", w.path("/ask"), map[string]any{"kind": "people", "people": behind}, &people)
		if people.Persons.Total != 1 {
			t.Errorf("%d people behind 1: %v", people.Persons.Total, behind)
		}
	}
	status, text := w.owner.try("GET", w.path("/surveys/%s/export", id), nil)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if status != 200 || err != nil || len(rows) != 2 || rows[1][9] != "3" || rows[1][10] != "Too dear; Too slow" {
		t.Errorf("%d %v %v", status, err, rows)
	}
	var list struct {
		Total     int
		Responses []struct {
			Person  string
			Answers []struct{ Ask string }
		}
	}
	for _, body := range []map[string]any{{}, {"search": "TERRIBLY"}, {"question": "why"}, {"range": map[string]any{"last": "1d"}}} {
		w.owner.must("POST", w.path("/surveys/%s/responses/list", id), body, &list)
		if list.Total != 1 || len(list.Responses) != 1 || len(list.Responses[0].Answers) != 3 {
			t.Errorf("%v: %+v", body, list)
		}
	}
	w.owner.must("POST", w.path("/surveys/%s/responses/list", id), map[string]any{"search": "score"}, &list)
	if list.Total != 0 {
		t.Error("what nobody wrote is found")
	}
	var decision struct {
		Asked  bool
		Checks []struct {
			Code, Reason string
			Pass         bool
		}
	}
	w.owner.must("POST", w.path("/surveys/%s/responses/list", id), map[string]any{}, &list)
	w.owner.must("GET", w.path("/surveys/%s/why?person=%s", id, list.Responses[0].Person), nil, &decision)
	failed := ""
	for _, c := range decision.Checks {
		if !c.Pass {
			failed += c.Code + ":" + c.Reason + " "
		}
	}
	if decision.Asked || len(decision.Checks) != 12 || failed != "again:seen cooldown:shown_lately " {
		t.Errorf("%+v", decision)
	}
}

// A page is told when to come back for a survey that only waits, also where it is of another site.
func TestSurveySaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	began := time.Now().Truncate(time.Second)
	var ahead atomic.Int64
	w := foundAt(t, func() time.Time { return began.Add(time.Duration(ahead.Load())) })
	w.send(1, map[string]any{
		"type": "track", "event": "Checkout Started", "userId": "ana", "anonymousId": "a-1", "timestamp": began.Add(-10 * time.Minute).UTC().Format(time.RFC3339),
	})
	if err := w.srv.Folder.Trail.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	after := func(wait string) {
		w.survey("Left after "+wait, map[string]any{
			"languages": []string{"en"}, "questions": []any{nps("q")}, "targeting": map[string]any{"trigger": map[string]any{
				"event": map[string]any{"event": "Checkout Started"}, "unless": map[string]any{"event": "Order Completed"}, "wait": wait,
			}},
		})
	}
	as := "anonymousId"
	f := func(who string, status int, want string) {
		t.Helper()
		res, err := http.Post(w.url+"/api/v1/public/surveys/next", "application/json", strings.NewReader(fmt.Sprintf(`{"writeKey":%q,%q:%q}`, w.key, as, who)))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		got, there := res.Header["Retry-After"]
		if res.StatusCode != status || there != (want != "") || res.Header.Get("Retry-After") != want || res.Header.Get("Access-Control-Expose-Headers") != "Retry-After" {
			t.Errorf("%s: %d, back after %v, want %d and %q", who, res.StatusCode, got, status, want)
		}
	}
	f("a-1", http.StatusNoContent, "")
	after("48h")
	f("a-1", http.StatusNoContent, "3600")
	after("30m")
	f("a-1", http.StatusNoContent, "1200")
	f("stranger", http.StatusNoContent, "")
	as = "userId"
	f("ana", http.StatusNoContent, "") // anybody can say so
	as = "anonymousId"
	ahead.Store(int64(10*time.Minute + 300*time.Millisecond))
	f("a-1", http.StatusNoContent, "600")
	ahead.Store(int64(20*time.Minute - time.Second))
	f("a-1", http.StatusNoContent, "5")
	ahead.Store(int64(20 * time.Minute))
	f("a-1", http.StatusOK, "")
}

// A page of any site may ask, answer and look; it is told nothing of who is signed in here, and gets no cookie.
func TestAnySiteMayCallPublicSurveys(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := w.survey("Open", map[string]any{"languages": []string{"en"}, "questions": []any{nps("q")}})
	req, err := http.NewRequest("OPTIONS", w.url+"/api/v1/public/surveys/next", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := w.owner.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if h := resp.Header; resp.StatusCode != 204 || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Headers") != "Content-Type" {
		t.Errorf("%d %v", resp.StatusCode, h)
	}
	shop := w.browser()
	shop.header = http.Header{"Origin": {"https://shop.example"}, "Sec-Fetch-Site": {"cross-site"}}
	var got struct{ Survey publicSurvey }
	shop.must("POST", "/api/v1/public/surveys/next", map[string]any{"writeKey": w.key, "anonymousId": "a"}, &got)
	if got.Survey.Token == "" {
		t.Error("nothing is asked")
	}
	if status, _ := shop.try("POST", w.path("/surveys/%s/state", id), map[string]any{"state": "ended"}); status != http.StatusForbidden && status != http.StatusUnauthorized {
		t.Errorf("a page of another site ends a survey: %d", status)
	}
}

// What nobody sends by mistake ends in an answer that says so, and leaves the survey as it is.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := w.survey("Open", map[string]any{"languages": []string{"en"}, "questions": []any{nps("q"), map[string]any{"id": "t", "kind": "text", "title": words("?")}}})
	guest := w.browser()
	token := w.next(map[string]any{"anonymousId": "a"}).Token
	f := func(path string, body any, want ...int) {
		t.Helper()
		status, text := guest.try("POST", "/api/v1/public/surveys/"+path, body)
		for _, one := range want {
			if status == one {
				return
			}
		}
		t.Errorf("%s %.80v: %d %.200s", path, body, status, text)
	}
	answers := token + "/answers"
	f(answers, map[string]any{"answers": "no list"}, 400)
	f(answers, map[string]any{"answers": []any{map[string]any{"question": "q", "score": "9"}}}, 400)
	f(answers, map[string]any{"answers": []any{map[string]any{"question": "t", "text": strings.Repeat("x", 6000)}}}, 400)
	f(answers, map[string]any{"answers": make([]map[string]any, 100)}, 400)
	f(answers, map[string]any{"elapsedMs": -5}, 400)
	f(answers, map[string]any{"padding": strings.Repeat("x", 300<<10)}, 400, 413)
	f(token[:len(token)-2]+"xx/answers", map[string]any{"done": true}, 404)
	f("nothing/answers", map[string]any{"done": true}, 404)
	f("nothing/seen", map[string]any{}, 404)
	f("next", map[string]any{"writeKey": "wrong"}, 401)
	f("next", map[string]any{"writeKey": w.key}, 204)
	f("next", map[string]any{"writeKey": w.key, "preview": "nothing"}, 404)
	f("next", map[string]any{"writeKey": w.key, "anonymousId": "a\u0000b", "languages": []string{"%%%", "en"}}, 200, 204)
	got := w.answers(token, map[string]any{"answers": []any{
		map[string]any{"question": "q", "score": 11}, map[string]any{"question": "t", "text": "a\u0000b"}, map[string]any{"question": "__proto__"},
	}, "done": true})
	if len(got.Saved) != 0 || len(got.Ignored) != 3 || got.Finished {
		t.Errorf("%+v", got)
	}
	var list struct{ Total int }
	w.owner.must("POST", w.path("/surveys/%s/responses/list", id), map[string]any{}, &list)
	if list.Total != 0 {
		t.Errorf("%d responses of nothing", list.Total)
	}
	for range 700 {
		if status, _ := guest.try("POST", "/api/v1/public/surveys/next", map[string]any{"writeKey": "wrong"}); status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("an address may ask as often as it likes")
}

// Single links end, open ones do not, and a viewer sees shortened addresses of people.
func TestSurveyLinksOverHTTP(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	w := foundAt(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	id := w.survey("Linked", map[string]any{"languages": []string{"en", "id"}, "questions": []any{nps("q")}})
	var made struct{ Links []struct{ ID, Token string } }
	w.owner.must("POST", w.path("/surveys/%s/links", id), map[string]any{"kind": "single", "ids": []any{[]any{map[string]any{"type": "email", "value": "ana@example.com"}}}}, &made)
	token := made.Links[0].Token
	guest := w.browser()
	guest.header = http.Header{"Accept-Language": {"id-ID,id;q=0.9"}}
	var p publicSurvey
	guest.must("GET", "/api/v1/public/surveys/"+token, nil, &p)
	if p.Language != "id" || p.Token != token {
		t.Errorf("%+v", p)
	}
	guest.must("POST", "/api/v1/public/surveys/"+token+"/seen", map[string]any{}, nil)
	ahead.Store(int64(time.Minute))
	if got := w.answers(token, map[string]any{"answers": []any{map[string]any{"question": "q", "score": 10}}, "done": true, "language": "id"}); !got.Finished {
		t.Errorf("%+v", got)
	}
	if status, body := guest.try("GET", "/api/v1/public/surveys/"+token, nil); status != http.StatusGone || !strings.Contains(body, `"gone"`) {
		t.Errorf("%d %s", status, body)
	}
	events := w.heard("ana", "Survey Answered")
	if events[0].Properties["via"] != "link" || events[0].Properties["language"] != "id" {
		t.Errorf("%+v", events[0])
	}
	for role, want := range map[string]string{"owner": "ana@example.com", "viewer": ""} {
		status, body := w.token(role).try("POST", w.path("/surveys/%s/responses/list", id), map[string]any{})
		if has := strings.Contains(body, "ana@example.com"); status == 200 && has != (want != "") {
			t.Errorf("%s sees %d %s", role, status, body)
		}
	}
	w.owner.must("POST", w.path("/surveys/%s/links", id), map[string]any{"kind": "open", "name": "QR"}, &made)
	guest.must("GET", "/api/v1/public/surveys/"+made.Links[0].Token, nil, &p)
	w.owner.must("DELETE", w.path("/surveys/%s/links/%s", id, made.Links[0].ID), nil, nil)
	if status, _ := guest.try("GET", "/api/v1/public/surveys/"+made.Links[0].Token, nil); status != http.StatusNotFound {
		t.Errorf("a closed link answers %d", status)
	}
	var audit struct{ Entries []struct{ Action string } }
	w.owner.must("GET", w.path("/audit"), nil, &audit)
	all := ""
	for _, e := range audit.Entries {
		all += e.Action + " "
	}
	for _, action := range []string{"survey.create", "survey.state", "survey.link", "survey.unlink"} {
		if !strings.Contains(all, action) {
			t.Errorf("%s is not in the audit log: %s", action, all)
		}
	}
}

// Reviews come from any source, are answered, and those whose authors agreed are markup that cannot break out of a page.
func TestReviewsOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	say := func(user string, properties map[string]any) map[string]any {
		return map[string]any{"type": "track", "event": "Product Reviewed", "userId": user, "properties": properties}
	}
	w.send(2, say("ana", map[string]any{"product": "Tea", "rating": 5, "text": "</script><b>Great", "public": true}),
		say("bo", map[string]any{"product": "Tea", "rating": 1, "text": "SECRET"}))
	var list struct {
		Total   int
		Reviews []struct{ ID, Text, Person string }
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for list.Total < 2 { // they are read in the background
		w.owner.must("POST", w.path("/reviews/list"), map[string]any{"product": "Tea"}, &list)
		if ctx.Err() != nil {
			t.Fatal("the reviews never come")
		}
	}
	for _, r := range list.Reviews {
		if strings.Contains(r.Text, "Great") {
			w.owner.must("PUT", w.path("/reviews/%s/reply", r.ID), map[string]any{"text": "Thank you"}, nil)
		}
	}
	status, body := w.browser().try("GET", "/api/v1/public/reviews/"+w.key+"?product=Tea", nil)
	var markup struct {
		Type   string `json:"@type"`
		Rating struct {
			Count int     `json:"reviewCount"`
			Value float64 `json:"ratingValue"`
		} `json:"aggregateRating"`
		Review []struct {
			Comment struct{ Text string }
			Body    string `json:"reviewBody"`
		}
	}
	if err := json.Unmarshal([]byte(body), &markup); err != nil || status != 200 || strings.Contains(body, "SECRET") || strings.Contains(body, "</script>") {
		t.Errorf("%d %s %v", status, body, err)
	}
	if markup.Type != "Product" || markup.Rating.Count != 1 || markup.Rating.Value != 5 || markup.Review[0].Comment.Text != "Thank you" || markup.Review[0].Body != "</script><b>Great" {
		t.Errorf("%+v", markup)
	}
	if status, _ := w.browser().try("GET", "/api/v1/public/reviews/wrong?product=Tea", nil); status != http.StatusNotFound {
		t.Errorf("%d", status)
	}
}
