package server_test

import (
	"fmt"
	"testing"
	"time"
)

// A theme that people write about unhappily, more than they write of other things, is proposed once; one that is as happy as the rest
// and one of few texts are not.
func TestUnhappyThemesAreProposedAsPains(t *testing.T) {
	t.Parallel()
	w := found(t)
	var batch []map[string]any
	say := func(times int, what, text string, sentiment float64) {
		for i := range times {
			c := comment(fmt.Sprintf("%s%g-%d", what, sentiment, i), fmt.Sprintf("%s-%d", what, i/2), text)
			c["properties"].(map[string]any)["sentiment"] = sentiment
			c["timestamp"] = time.Now().Add(-72 * time.Hour).Format(time.RFC3339)
			batch = append(batch, c)
		}
	}
	say(24, "late", "the delivery was late", -0.9) // 12 people, two texts each
	say(4, "late", "the delivery was fine", 0.8)   // two of them
	say(20, "lamp", "the lamp is bright", 0.8)
	say(12, "lamp", "the lamp is broken", -0.9)
	say(12, "few", "the refund never came", -0.9)
	say(20, "glad", "all is well", 0.8)
	w.send(len(batch), batch...)
	theme := func(name, word string) (id string) {
		var one struct{ ID string }
		w.owner.must("POST", w.path("/voice/themes"), map[string]any{"name": name, "rule": map[string]any{"any": []string{word}}}, &one)
		return one.ID
	}
	late := theme("Late delivery", "delivery")
	theme("Lamps", "lamp")
	theme("Refunds", "refund")
	w.texts(map[string]any{})
	type row struct {
		ID, Kind, Title, Status string
		Evidence                struct{ Theme string }
		Seen                    struct {
			People int
			Share  struct{ K, N int }
		}
	}
	look := func() (rows []row) {
		var register struct{ Pains []row }
		w.owner.must("POST", w.path("/pains/propose"), map[string]any{"range": map[string]any{"last": "30d"}}, &register)
		for _, p := range register.Pains {
			if p.Kind == "theme" {
				rows = append(rows, p)
			}
		}
		return rows
	}
	first := look()
	if len(first) != 1 || first[0].Title != "Late delivery" || first[0].Evidence.Theme != late || first[0].Status != "proposed" {
		t.Fatalf("found %+v", first)
	}
	// 12 of the 38 who wrote: 12 of delivery, 10 of lamps, 6 of refunds, 10 glad ones.
	if s := first[0].Seen; s.People != 12 || s.Share.K != 12 || s.Share.N != 38 {
		t.Errorf("figures %+v", s)
	}
	// Mended yesterday: those who wrote before are told beside those who wrote since.
	pain := w.path("/pains/%s", first[0].ID)
	w.owner.must("PATCH", pain, map[string]any{"status": "mended", "mended": time.Now().Add(-24 * time.Hour).Format(time.DateOnly)}, nil)
	var mending struct {
		Verdict       string
		Before, After struct{ Share struct{ K, N int } }
	}
	w.owner.must("GET", pain+"/mending", nil, &mending)
	if b, a := mending.Before.Share, mending.After.Share; b.N != 38 || b.K != 12 || a.N != 0 || mending.Verdict != "few" {
		t.Errorf("mended: %+v", mending)
	}
	w.owner.must("PATCH", pain, map[string]any{"status": "proposed"}, nil)
	if again := look(); len(again) != 1 || again[0].ID != first[0].ID {
		t.Errorf("at the second look: %+v", again)
	}
}
