package server_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The public page finds, falls back, counts and notes, without an account, a cookie or a script.
func TestHelpPagesAnswerAnybody(t *testing.T) {
	t.Parallel()
	w := found(t)
	text := func(title, body string) map[string]any { return map[string]any{"title": title, "body": body} }
	var article struct{ ID string }
	w.owner.must("POST", w.path("/help/articles"), map[string]any{"published": true, "first": "en", "texts": map[string]any{
		"en": text("How long does delivery take?", "**3 days**<script>alert(1)</script>"), "id": text("Berapa lama pengiriman?", "Tiga hari"),
	}}, &article)
	var draft struct{ ID string }
	w.owner.must("POST", w.path("/help/articles"), map[string]any{"texts": map[string]any{"en": text("Secret plans", "x")}}, &draft)

	get := func(path, language string) (int, string, http.Header) {
		req, err := http.NewRequest("GET", w.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Language", language)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var b strings.Builder
		if _, err := io.Copy(&b, res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, b.String(), res.Header
	}
	if status, body, header := get("/help/brand", "id"); status != 404 || !strings.Contains(body, "<h1>Tidak ada apa-apa di alamat ini.</h1>") ||
		header.Get("Content-Type") != "text/html; charset=utf-8" || header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %s before it is opened: %s", status, header.Get("Content-Type"), body)
	}
	w.owner.must("PUT", w.path("/help/site"), map[string]any{"slug": "brand", "title": "Brand & Co", "open": true}, nil)
	status, body, header := get("/help/brand", "id-ID,id;q=0.9")
	policy := header.Get("Content-Security-Policy")
	if status != 200 || !strings.Contains(body, "Berapa lama pengiriman?") || !strings.Contains(body, `<html lang="id">`) || strings.Contains(body, "Secret") ||
		!strings.Contains(body, "Brand &amp; Co") || !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(body, "<script") || len(header["Set-Cookie"]) > 0 {
		t.Errorf("%d %s\n%s", status, policy, body)
	}
	if _, body, _ = get("/help/brand?q=delivery+time&lang=en", ""); !strings.Contains(body, "This may answer it") {
		t.Error(body)
	}
	for range 5 {
		if _, body, _ = get("/help/brand?q="+url.QueryEscape(`do you open on "Sundays"?<b>`), "en"); !strings.Contains(body, "no answer to that yet") || strings.Contains(body, "<b>") {
			t.Error(body)
		}
	}
	path := "/help/brand/" + article.ID
	if _, body, _ = get(path, "zh-TW"); !strings.Contains(body, `<article lang="en">`) || !strings.Contains(body, "這篇文章以其他語言撰寫") || !strings.Contains(body, "<strong>3 days</strong>") || strings.Contains(body, "<script") {
		t.Error(body)
	}
	if status, body, _ = get("/help/brand/"+draft.ID, "en"); status != 404 || !strings.Contains(body, `href="/help/brand?lang=en">Back to all articles`) || strings.Contains(body, "Secret") {
		t.Errorf("a draft is %d: %s", status, body)
	}
	res, err := http.PostForm(w.url+path, url.Values{"helped": {"yes"}})
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("%v %v", res, err)
	}
	_ = res.Body.Close()

	var shelf struct {
		Use []struct {
			Read   int
			Helped struct{ K, N int }
		}
		Asked []struct{ Count int }
	}
	w.token("viewer").must("GET", w.path("/help"), nil, &shelf)
	if len(shelf.Use) != 1 || shelf.Use[0].Read != 1 || shelf.Use[0].Helped.K != 1 || len(shelf.Asked) != 1 || shelf.Asked[0].Count != 5 {
		t.Errorf("%+v", shelf)
	}
	// What is asked again and again is proposed as a pain point.
	var register struct {
		Pains []struct{ Kind, Message string }
	}
	w.owner.must("POST", w.path("/pains/propose"), map[string]any{}, &register)
	if len(register.Pains) != 1 || register.Pains[0].Kind != "question" {
		t.Errorf("%+v", register)
	}
}

// What somebody with an id asks is on their timeline.
func TestHelpIsToldOnTheTimeline(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(1, map[string]any{"type": "track", "event": "Look", "userId": "ana"})
	w.owner.must("POST", w.path("/help/articles"), map[string]any{"published": true, "texts": map[string]any{"en": map[string]any{"title": "Opening hours", "body": ""}}}, nil)
	w.owner.must("PUT", w.path("/help/site"), map[string]any{"slug": "brand", "title": "Brand", "open": true}, nil)
	var got struct{ Known bool }
	anybody := w.browser()
	anybody.must("POST", "/api/v1/public/help/brand/answer", map[string]any{"question": "opening hours?", "languages": []string{"en"}, "userId": "ana"}, &got)
	if !got.Known {
		t.Error("not known")
	}
	anybody.must("POST", "/api/v1/public/help/brand/answer", map[string]any{"question": "parking nearby", "userId": "ana"}, &got)
	if got.Known {
		t.Error("known")
	}
	if err := w.srv.Folder.Trail.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"Help Searched": 1, "Help Not Found": 1} {
		var a struct{ Persons struct{ Total int } }
		did := map[string]any{"did": map[string]any{"event": map[string]any{"event": name}}}
		w.owner.must("POST", w.path("/ask"), map[string]any{"kind": "people", "segment": did, "people": map[string]any{}}, &a)
		if a.Persons.Total != want {
			t.Errorf("%s: %d people", name, a.Persons.Total)
		}
	}
	if status, _ := anybody.try("POST", "/api/v1/public/help/nobody/answer", map[string]any{"question": "x"}); status != 404 {
		t.Errorf("%d", status)
	}
}

// The widget of another site reads articles and says whether they helped; drafts and closed pages are not there for it.
func TestHelpForOtherSites(t *testing.T) {
	t.Parallel()
	w := found(t)
	var article, draft struct{ ID string }
	text := func(title, body string) map[string]any { return map[string]any{"title": title, "body": body} }
	w.owner.must("POST", w.path("/help/articles"), map[string]any{"published": true, "first": "en", "texts": map[string]any{
		"en": text("Delivery", "**3 days** <img src=x onerror=alert(1)><script>alert(1)</script>[x](javascript:alert(1))"), "zh-Hant": text("配送", "三天"),
	}}, &article)
	w.owner.must("POST", w.path("/help/articles"), map[string]any{"texts": map[string]any{"en": text("Secret", "x")}}, &draft)
	anybody := w.browser()
	const root = "/api/v1/public/help/brand/articles/"
	if status, _ := anybody.try("GET", root+article.ID, nil); status != 404 {
		t.Errorf("%d before it is open", status)
	}
	w.owner.must("PUT", w.path("/help/site"), map[string]any{"slug": "brand", "title": "Brand", "open": true}, nil)
	for languages, want := range map[string]string{"": "Delivery", "?languages=zh-TW": "配送", "?languages=ar,id": "Delivery"} {
		var got struct{ Title, Language, HTML string }
		anybody.must("GET", root+article.ID+languages, nil, &got)
		if got.Title != want || strings.Contains(got.HTML, "script") || strings.Contains(got.HTML, "onerror") {
			t.Errorf("%s: %+v", languages, got)
		}
	}
	for _, helped := range []bool{true, false, true} {
		anybody.must("POST", root+article.ID+"/said", map[string]any{"helped": helped}, nil)
	}
	for _, gone := range []string{draft.ID, "a99"} {
		if status, body := anybody.try("GET", root+gone, nil); status != 404 || strings.Contains(body, "Secret") {
			t.Errorf("%s: %d %s", gone, status, body)
		}
		if status, _ := anybody.try("POST", root+gone+"/said", map[string]any{"helped": true}); status != 404 {
			t.Errorf("%s: %d", gone, status)
		}
	}
	var shelf struct {
		Use []struct {
			Read   int
			Helped struct{ K, N int }
		}
	}
	w.owner.must("GET", w.path("/help"), nil, &shelf)
	if len(shelf.Use) != 1 || shelf.Use[0].Read != 3 || shelf.Use[0].Helped.K != 2 || shelf.Use[0].Helped.N != 3 {
		t.Errorf("%+v", shelf)
	}
}
