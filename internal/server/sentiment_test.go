package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"jejak/internal/config"
)

// chat is a server that speaks /v1/chat/completions, of a model that finds everything bad.
func chat(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Messages []struct{ Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer sk-hunter2" {
			t.Errorf("%s %v", r.URL.Path, err)
		}
		var data struct {
			Texts []struct {
				N    int
				Text string
			}
		}
		if err := json.Unmarshal([]byte(q.Messages[len(q.Messages)-1].Content), &data); err != nil {
			t.Error(err)
		}
		var entries []string
		for _, one := range data.Texts {
			if strings.Contains(one.Text, "ani") {
				t.Errorf("it was told who speaks: %s", one.Text)
			}
			entries = append(entries, fmt.Sprintf(`{"n":%d,"label":"negative","score":-0.5}`, one.N))
		}
		content, err := json.Marshal(`{"texts":[` + strings.Join(entries, ",") + `]}`)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, `{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}]}`, content)
	}))
	t.Cleanup(s.Close)
	return s
}

// A model elsewhere, named by the settings on this machine, scores what customers write; its scores count in the journey, and both the
// list and the timeline say whose they are.
func TestAModelElsewhereScores(t *testing.T) {
	t.Parallel()
	for until, came := range map[string]string{"own": "scored", "wait": "not_scored"} {
		t.Run(until, func(t *testing.T) {
			t.Parallel()
			c, err := config.Load(config.Flags{
				Listen: "127.0.0.1:0", Data: t.TempDir(), SentimentURL: chat(t).URL + "/v1", SentimentModel: "qwen2.5:7b", SentimentKey: "sk-hunter2", SentimentUntil: until,
			}, func(string) string { return "" })
			if err != nil {
				t.Fatal(err)
			}
			w := foundWith(t, c, nil)
			sent := w.srv.Folder.Events.LastSeq() + 1
			w.send(1, comment("m1", "ani", "Barangnya bagus, puas sekali"))
			if err := w.srv.Folder.Events.Wait(t.Context(), sent); err != nil { // the score has the subject read again
				t.Fatal(err)
			}
			if err := w.srv.Folder.Trail.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
				t.Fatal(err)
			}
			list := w.texts(map[string]any{})
			if len(list) != 1 || list[0].Feeling != "negative" || *list[0].Score != -0.5 || list[0].Scorer != "qwen2.5:7b" {
				t.Errorf("%+v", list)
			}
			if mean := w.meanFeeling(); mean != -0.5 {
				t.Errorf("the journey says %v", mean)
			}
			var timeline struct {
				Events []struct {
					Properties struct{ Feeling string }
					Scored     *struct{ Scorer, Feeling string }
				}
			}
			w.owner.must("GET", w.path("/people/%s/events", list[0].Person), nil, &timeline)
			e := timeline.Events[0]
			if e.Properties.Feeling != came || e.Scored == nil || e.Scored.Scorer != "qwen2.5:7b" || e.Scored.Feeling != "negative" {
				t.Errorf("on the timeline, where it came as %s: %+v", came, e)
			}
			var models struct {
				Elsewhere struct {
					Model   string
					Problem string
				}
			}
			w.owner.must("GET", w.path("/voice/models"), nil, &models)
			if models.Elsewhere.Model != "qwen2.5:7b" || models.Elsewhere.Problem != "" {
				t.Errorf("%+v", models)
			}
		})
	}
}
