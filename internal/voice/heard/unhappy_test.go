package heard_test

import (
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/theme"
)

// Everybody counts once, whoever else shares their theme, and only for what they wrote in the time.
func TestUnhappyCountsPeople(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Workspace(t, db, uint32(ws))
		f := newFeed()
		bad, good := `{"text":"delivery is late","language":"en","sentiment":-0.8}`, `{"text":"delivery is quick","language":"en","sentiment":0.8}`
		f.add(said(1, 1, "Comment Posted", "web", bad), said(2, 1, "Comment Posted", "web", bad), said(1, 2, "Comment Posted", "web", bad),
			said(1, 3, "Comment Posted", "web", good), said(3, 1, "Comment Posted", "web", good), said(4, 30, "Comment Posted", "web", bad),
			said(5, 1, "Comment Posted", "web", `{"text":"the lamp broke","language":"en","sentiment":-0.9}`))
		w := setup(t, db, f)
		w.wait(t)
		delivery, err := w.themes.Create(t.Context(), ws, theme.Theme{Name: "Delivery", Rule: theme.Rule{Any: []string{"delivery"}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			of   event.Workspace
			q    heard.Query
			k, n int
		}{
			{ws, heard.Query{}, 3, 5},
			{ws, heard.Query{From: event.TimeOf(noon.Add(-24 * time.Hour))}, 2, 4},
			{ws, heard.Query{To: event.TimeOf(noon.Add(-24 * time.Hour))}, 1, 1},
			{ws, heard.Query{Theme: delivery.ID}, 3, 4},
			{ws, heard.Query{Feelings: []string{heard.Positive}}, 0, 2},
			{ws + 1, heard.Query{}, 0, 0},
		} {
			got, err := w.Unhappy(t.Context(), c.of, c.q, []string{delivery.ID, "t99"})
			if err != nil {
				t.Fatal(err)
			}
			if one := got[delivery.ID]; one.K != c.k || one.N != c.n || got["t99"].K != 0 {
				t.Errorf("%+v: %+v, want %d of %d", c.q, got, c.k, c.n)
			}
		}
	})
}
