package maps_test

import (
	"reflect"
	"testing"

	"jejak/internal/journey"
	"jejak/internal/maps"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// A revision goes on to mean what it meant when it was drawn; those that mean the same share what is kept.
func TestRevisionsKeepTheRulesOfTheirTime(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		seen := func(event string) map[string]journey.Segment {
			return map[string]journey.Segment{"g1": {Did: &journey.Did{Event: journey.Filter{Event: []string{event}}}}}
		}
		w.segments = seen("Page Viewed")
		first, second := w.create().Map.ID, w.create().Map.ID
		w.draw(first) // 2
		w.draw(second)
		w.segments = seen("Paid")
		w.rules.Touchpoints = nil
		w.change(first, rini, 2, put(maps.KindStep, "s1", f{"name": "Looks"})) // 3
		w.segments = nil
		w.change(first, rini, 3, put(maps.KindStep, "s1", f{"name": "Watches"})) // 4
		for revision, want := range map[int64]maps.Rules{
			2: {Touchpoints: []maps.Touchpoint{{ID: "t1", Name: "Website", Rule: journey.Filter{Event: []string{"Page Viewed"}}}}, Segments: seen("Page Viewed")},
			3: {Touchpoints: []maps.Touchpoint{}, Segments: seen("Paid")},
		} {
			if got := w.get(first, revision).Rules; got == nil || !reflect.DeepEqual(*got, want) {
				t.Errorf("of revision %d it keeps %+v, want %+v", revision, got, want)
			}
		}
		if got := w.get(first, 0).Rules; got != nil {
			t.Errorf("as it is it is read by %+v, want what holds now", got)
		}
		copies := func() (n int) {
			t.Helper()
			err := db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
				n, _, err = sqldb.One(ctx, tx, sqldb.Into[int], "SELECT COUNT(*) FROM map_rules WHERE workspace = ?", ws)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := copies(); n != 3 {
			t.Errorf("%d copies are kept of what changed twice", n)
		}
		if err := w.s.Delete(ctx, ws, first); err != nil {
			t.Fatal(err)
		}
		if n := copies(); n != 1 || w.get(second, 1).Rules == nil {
			t.Errorf("with the map went all but %d copies", n)
		}
	})
}
