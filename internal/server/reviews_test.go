package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A file of reviews is looked at, stored once, and read with where it came from; whoever may not look at people learns nothing of who
// wrote, neither in the list nor by looking for a name.
func TestReviewsOfAFile(t *testing.T) {
	t.Parallel()
	w := found(t)
	file := "date,email,product,stars,review,name,may_show\n2026-03-02,ana@example.com,Tea,5,Great,Ana Lim,yes\n2026-03-03,bo@example.com,,2,Slow,Bo,no\n2026-03-04,cy@example.com,Tea,,,,\n"
	marketer := w.token("marketer")
	type told struct {
		Rows, Reviews, Stored, Duplicate int64
		Skipped                          map[string]int64
		First                            []struct{ Who string }
	}
	bring := func(c *browser, query string, want int) (got told) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), "POST", w.url+w.path("/reviews/import")+query, strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "text/csv")
		req.Header.Set("Authorization", "Bearer "+c.token)
		status, body := do(t, c.client, req)
		if status != want {
			t.Fatalf("%d %s", status, body)
		}
		_ = json.Unmarshal([]byte(body), &got) // a fault has other fields
		return got
	}
	if got := bring(marketer, "?dryRun=true", 200); got.Rows != 3 || got.Reviews != 2 || got.Stored != 0 || got.Skipped["no_stars"] != 1 || len(got.First) != 2 || got.First[0].Who != "ana@example.com" {
		t.Errorf("%+v", got)
	}
	if got := bring(marketer, "", 200); got.Stored != 2 || got.Duplicate != 0 {
		t.Errorf("%+v", got)
	}
	if got := bring(marketer, "", 200); got.Stored != 0 || got.Duplicate != 2 {
		t.Errorf("%+v", got)
	}
	type list struct {
		Total   int
		Reviews []struct{ Person, Name, Author, Text, Product, SourceName, SourceKind string }
	}
	ask := func(c *browser, body map[string]any) (got list) {
		t.Helper()
		c.must("POST", w.path("/reviews/list"), body, &got)
		return got
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ask(w.owner, map[string]any{}).Total < 2 { // they are read in the background
		if ctx.Err() != nil {
			t.Fatal("the reviews never come")
		}
	}
	if got := ask(w.owner, map[string]any{"brand": true}); got.Total != 1 || got.Reviews[0].Text != "Slow" || got.Reviews[0].SourceName != "Reviews" || got.Reviews[0].SourceKind != "import" || got.Reviews[0].Author != "Bo" {
		t.Errorf("%+v", got)
	}
	if got := ask(w.owner, map[string]any{"search": "lim"}); got.Total != 1 {
		t.Errorf("%+v", got)
	}
	for _, role := range []string{"viewer", "finance"} {
		c := w.token(role)
		got := ask(c, map[string]any{})
		if got.Total != 2 {
			t.Fatalf("%s: %+v", role, got)
		}
		for _, r := range got.Reviews {
			if r.Person != strings.Repeat("0", len(r.Person)) || r.Name != "" || r.Author != "" || r.Text == "" {
				t.Errorf("%s learns who wrote: %+v", role, r)
			}
		}
		if got := ask(c, map[string]any{"search": "lim"}); got.Total != 0 {
			t.Errorf("%s finds a name: %+v", role, got)
		}
	}
	bring(w.token("viewer"), "", 403)
	bring(w.token("support"), "?dryRun=true", 403)
}
