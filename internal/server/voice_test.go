package server_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"jejak/internal/server"
)

type said struct {
	Seq       uint64
	Text      string
	Feeling   string
	Language  string
	Name      string
	Score     *float64
	Scorer    string
	Corrected *struct{ Was, Who string }
	Person    string
}

func comment(id, user, text string) map[string]any {
	return map[string]any{"type": "track", "event": "Comment Posted", "messageId": id, "userId": user, "properties": map[string]any{"text": text}}
}

// meanFeeling is the mean sentiment of comments as the journey answers it.
func (w *world) meanFeeling() float64 {
	w.t.Helper()
	var got struct {
		Trend struct{ Series []struct{ Total float64 } }
	}
	w.owner.must("POST", w.path("/ask"), map[string]any{
		"kind": "trend", "filter": map[string]any{"event": "Comment Posted"}, "trend": map[string]any{"measure": "mean", "property": "sentiment"},
	}, &got)
	if len(got.Trend.Series) != 1 {
		w.t.Fatalf("no mean in %+v", got)
	}
	return got.Trend.Series[0].Total
}

func (w *world) texts(query map[string]any) []said {
	w.t.Helper()
	if err := w.srv.Folder.Heard.WaitFor(w.t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		w.t.Fatal(err)
	}
	var page struct{ Texts []said }
	w.owner.must("POST", w.path("/voice/texts"), query, &page)
	return page.Texts
}

// A text is heard with its feeling; a person corrects it, and the correction counts in the journey, also after everything derived is
// made anew.
func TestACorrectedFeelingCountsInTheJourney(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(2, comment("m1", "ani", "Pengiriman lama sekali, sangat kecewa!"), comment("m2", "budi", "Barangnya bagus, puas sekali"))
	bad := w.texts(map[string]any{"feelings": []string{"negative"}})
	if len(bad) != 1 || bad[0].Language != "id" || bad[0].Name != "ani" || bad[0].Score == nil {
		t.Fatalf("negative are %+v", bad)
	}
	before := w.meanFeeling()
	var corrected said
	w.owner.must("PUT", w.path("/voice/texts/%d/feeling", bad[0].Seq), map[string]any{"feeling": "positive"}, &corrected)
	if corrected.Feeling != "positive" || corrected.Corrected == nil || corrected.Corrected.Was != "negative" || corrected.Corrected.Who == "" {
		t.Errorf("corrected: %+v", corrected)
	}
	if err := w.srv.Folder.Trail.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	// The person's timeline has the event as it came, and says that it was corrected.
	var timeline struct {
		Events []struct {
			Properties struct{ Sentiment float64 }
			Corrected  *struct{ Feeling, Was, Who string }
		}
	}
	w.owner.must("GET", w.path("/people/%s/events", bad[0].Person), nil, &timeline)
	if e := timeline.Events[0]; e.Properties.Sentiment != *bad[0].Score || e.Corrected == nil || e.Corrected.Feeling != "positive" || e.Corrected.Was != "negative" || e.Corrected.Who == "" {
		t.Errorf("on the timeline: %+v", timeline.Events)
	}
	after := w.meanFeeling()
	if want := before + (1-*bad[0].Score)/2; after < want-0.001 || after > want+0.001 {
		t.Errorf("the mean was %.3f and is %.3f, want %.3f", before, after, want)
	}
	if status, _ := w.owner.try("PUT", w.path("/voice/texts/%d/feeling", bad[0].Seq), map[string]any{"feeling": "glad"}); status != 422 && status != 400 {
		t.Errorf("a feeling that is none answers %d", status)
	}
	var log struct {
		Entries []struct{ Action, Target string }
	}
	w.owner.must("GET", w.path("/audit"), nil, &log)
	if fmt.Sprint(log.Entries) == "[]" || log.Entries[0].Action != "feeling.correct" {
		t.Errorf("audit: %+v", log.Entries)
	}
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	f, err := server.OpenFolder(t.Context(), w.dir, server.FolderOptions{NoTrail: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.RebuildTrail(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := serve(t, settings(t, filepath.Clean(w.dir)))
	again.owner, again.ws = again.browser(), w.ws
	again.owner.must("POST", "/api/v1/session", map[string]any{"email": "owner@example.com", "password": password}, nil)
	again.owner.refresh()
	if rebuilt := again.meanFeeling(); rebuilt != after {
		t.Errorf("made anew the mean is %.3f, not %.3f", rebuilt, after)
	}
}

func TestThemesOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(3, comment("m1", "ani", "Pengiriman lama"), comment("m2", "budi", "Pengirimannya cepat"), comment("m3", "cici", "Lampu terang"))
	var one struct {
		ID      string
		Version int
	}
	w.owner.must("POST", w.path("/voice/themes"), map[string]any{"name": "Delivery", "rule": map[string]any{"any": []string{"pengiriman"}}}, &one)
	if got := w.texts(map[string]any{"theme": one.ID}); len(got) != 2 {
		t.Errorf("of the theme: %+v", got)
	}
	var sum struct {
		All    struct{ Texts int }
		Themes []struct {
			ID    string
			Texts int
			Fresh struct{ State string }
		}
	}
	w.owner.must("POST", w.path("/voice/summary"), map[string]any{"range": map[string]any{"last": "7d"}}, &sum)
	if sum.All.Texts != 3 || len(sum.Themes) != 1 || sum.Themes[0].Texts != 2 || sum.Themes[0].Fresh.State == "" {
		t.Errorf("summary %+v", sum)
	}
	var people struct{ People []struct{ Name string } }
	w.owner.must("POST", w.path("/voice/people"), map[string]any{"theme": one.ID}, &people)
	if len(people.People) != 2 {
		t.Errorf("people of the theme: %+v", people)
	}
	for _, bad := range []map[string]any{{"name": "x", "rule": map[string]any{}}, {"name": "", "rule": map[string]any{"any": []string{"a"}}}} {
		if status, body := w.owner.try("POST", w.path("/voice/themes"), bad); status < 400 || status >= 500 {
			t.Errorf("%v answers %d %s", bad, status, body)
		}
	}
	var models struct{ Models []struct{ Language string } }
	w.owner.must("GET", w.path("/voice/models"), nil, &models)
	if len(models.Models) != 4 {
		t.Errorf("models: %+v", models)
	}
	w.owner.must("POST", w.path("/voice/themes/propose"), map[string]any{}, nil)
	w.owner.must("DELETE", w.path("/voice/themes/%s", one.ID), nil, nil)
}

// A mention needs no person that is known: its author stands for themselves, it is stored once, and it counts by topic and network.
func TestMentionsAreHeard(t *testing.T) {
	t.Parallel()
	w := found(t)
	mention := func(id, author, text, url string) map[string]any {
		return map[string]any{
			"type": "track", "event": "Mentioned", "messageId": "mention:mastodon:" + id,
			"context":    map[string]any{"externalIds": []any{map[string]any{"type": "network", "id": "mastodon:" + author}}},
			"properties": map[string]any{"network": "mastodon", "topic": "brand", "author": author, "text": text, "url": url, "reach": 120},
		}
	}
	w.send(2, mention("1", "ann", "Nusa Home never answers, terrible service", "https://example.com/1"), mention("2", "bo", "<b>love</b> my new lamp", "javascript:alert(1)"))
	w.send(0, mention("1", "ann", "Nusa Home never answers, terrible service", "https://example.com/1"))
	if got := w.texts(map[string]any{"networks": []string{"mastodon"}}); len(got) != 2 {
		t.Errorf("heard on the network: %+v", got)
	}
	var brand struct{ ID string }
	w.owner.must("POST", w.path("/voice/topics"), map[string]any{"name": "Brand", "kind": "brand", "query": "topic:brand"}, &brand)
	if bad := w.texts(map[string]any{"topics": []string{brand.ID}, "feelings": []string{"negative"}}); len(bad) != 1 || bad[0].Language != "en" {
		t.Errorf("negative of the topic: %+v", bad)
	}
	var sum struct {
		Topics []struct {
			ID    string
			Texts int
			Share struct{ K, N int }
		}
		Networks []struct {
			Value string
			Texts int
			Reach int
		}
	}
	w.owner.must("POST", w.path("/voice/listening"), map[string]any{"range": map[string]any{"last": "7d"}}, &sum)
	if len(sum.Topics) != 1 || sum.Topics[0].Share.K != 2 || sum.Topics[0].Share.N != 2 || len(sum.Networks) != 1 || sum.Networks[0].Reach != 240 {
		t.Errorf("share of voice: %+v", sum)
	}
	status, body := w.owner.try("POST", w.path("/voice/topics"), map[string]any{"name": "Bad", "kind": "brand", "query": "a OR ("})
	if status != 400 || !strings.Contains(body, "at character 7") {
		t.Errorf("a query that does not read answers %d %s", status, body)
	}
	var trial struct{ Matches, Of int }
	w.owner.must("POST", w.path("/voice/topics/try"), map[string]any{"query": `"nusa home"`}, &trial)
	if trial.Matches != 1 || trial.Of != 2 {
		t.Errorf("a trial finds %+v", trial)
	}
}
