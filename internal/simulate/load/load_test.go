package load

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEveryCallIsSentOnceAndIsWellFormed(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 5000)

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Batch []struct {
				MessageID   string `json:"messageId"`
				AnonymousID string `json:"anonymousId"`
				Event       string `json:"event"`
			} `json:"batch"`
		}
		key, _, _ := r.BasicAuth()
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || key != "k" {
			http.Error(w, "bad", http.StatusBadRequest)
			return
		}
		for _, c := range body.Batch {
			if c.AnonymousID == "" || c.Event == "" {
				t.Errorf("incomplete: %+v", c)
			}
			seen <- c.MessageID
		}
		_, _ = w.Write([]byte(`{"success":true,"stored":` + strconv.Itoa(len(body.Batch)) + `}`)) // the client checks
	}))
	defer server.Close()
	r, err := Run(context.Background(), Options{URL: server.URL, WriteKey: "k", Events: 1234, Batch: 100, Connections: 3, People: 50, Run: "t"})
	if err != nil || r.Stored != 1234 || r.Failed != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	close(seen)
	ids := map[string]bool{}
	for id := range seen {
		ids[id] = true
	}
	if len(ids) != 1234 {
		t.Errorf("%d distinct messageIds", len(ids))
	}
	if size := int(r.Bytes) / r.Events; size < 440 || size > 500 {
		t.Errorf("%d bytes a call", size)
	}
}

func TestFailuresAreCounted(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	r, err := Run(context.Background(), Options{URL: server.URL, Events: 30, Batch: 10, Connections: 2, People: 5, Rate: 100_000})
	if err != nil || r.Failed != 3 || r.FirstFail == "" {
		t.Errorf("%+v, %v", r, err)
	}
}
