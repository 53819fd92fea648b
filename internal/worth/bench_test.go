package worth

import (
	"math/rand/v2"
	"testing"
	"time"

	"jejak/internal/journey"
)

// BenchmarkValue is a shop of 7,000 buyers and half a year, as the demo's: model, check and forecast.
func BenchmarkValue(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	days, err := journey.IntervalsOf(journey.Day, day1.UnixMilli(), day1.AddDate(0, 0, 182).UnixMilli(), time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	q := journey.Question{Kind: journey.KindValue}.WithDefaults().Value
	for b.Loop() {
		o := &Orders{Days: days, Holdout: 137, Later: make([]int32, 182)}
		for range 7000 {
			var buyer Buyer
			rate := r.ExpFloat64() / 80
			for day := r.Float64() * 180; day < 182; day += 1 + r.ExpFloat64()/rate {
				buyer.Order(int32(day), 1e6*r.ExpFloat64(), o.Holdout)
			}
			o.Buyers = append(o.Buyers, buyer)
		}
		if a := New(*q, o).Answer; a.Model.State != "ok" {
			b.Fatal(a.Model.State)
		}
	}
}
