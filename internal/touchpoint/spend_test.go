package touchpoint_test

import (
	"math"
	"testing"

	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestSpend(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		rows := []journey.Spend{
			{Day: "2026-03-02", Channel: "ads", Campaign: "payday", Amount: 1_500_000.5},
			{Day: "2026-03-01", Channel: "search", Amount: 20, Currency: "USD"},
		}
		for range 2 { // the same rows again change nothing
			if err := w.PutSpend(t.Context(), w.ws, rows); err != nil {
				t.Fatal(err)
			}
		}
		d, err := w.Definitions(t.Context(), w.ws)
		if err != nil {
			t.Fatal(err)
		}
		want2 := journey.Spend{Day: "2026-03-02", Channel: "ads", Campaign: "payday", Amount: 1_500_000.5, Currency: "IDR"}
		if len(d.Spend) != 2 || d.Spend[0] != rows[1] || d.Spend[1] != want2 {
			t.Errorf("kept %+v", d.Spend)
		}
		// Another amount replaces, 0 takes away.
		rows[0].Amount, rows[1].Amount = 7, 0
		if err := w.PutSpend(t.Context(), w.ws, rows); err != nil {
			t.Fatal(err)
		}
		all, err := w.Spend(t.Context(), w.ws)
		if err != nil || len(all) != 1 || all[0].Amount != 7 {
			t.Errorf("kept %+v, %v", all, err)
		}
		for _, bad := range []journey.Spend{
			{Day: "02/03/2026", Channel: "ads", Amount: 1},
			{Day: "2026-03-02", Channel: "Ads!", Amount: 1},
			{Day: "2026-03-02", Channel: "ads", Amount: -1},
			{Day: "2026-03-02", Channel: "ads", Amount: math.Inf(1)},
			{Day: "2026-03-02", Channel: "ads", Amount: 1, Currency: "rupiah"},
			{Day: "2026-03-02", Channel: "ads", Campaign: "a\nb", Amount: 1},
		} {
			faulttest.Want(t, w.PutSpend(t.Context(), w.ws, []journey.Spend{rows[0], bad}), fault.Invalid)
		}
		faulttest.Want(t, w.PutSpend(t.Context(), 999, rows), fault.NotFound)
	})
}
