package simulate

import (
	"math"
	"time"

	"jejak/internal/journey"
)

// Spend is what the brand paid for its channels on each day of its history, as platforms of advertisements tell it. It is simulated as
// all the rest: a little more or less from month to month, more in the last quarter of a year.
func Spend(o Options) ([]journey.Spend, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, err
	}
	paid := []struct {
		channel string
		rupiah  float64 // a day for each simulated person
	}{{"ads", 300}, {"social", 140}, {"search", 90}, {"marketplace", 100}, {"email", 16}, {"whatsapp", 24}}
	end, begin := o.End.In(zone), o.End.Add(-o.Length).In(zone)
	var rows []journey.Spend
	for day := begin; !day.After(end); day = day.AddDate(0, 0, 1) {
		for i, p := range paid {
			wave := 1 + 0.15*math.Sin(float64(int(day.Month())*(i+2))+float64(o.Seed%7))
			if day.Month() >= time.October {
				wave *= 1.2
			}
			rows = append(rows, journey.Spend{
				Day: day.Format(time.DateOnly), Channel: p.channel, Amount: math.Round(p.rupiah*wave*float64(o.People)/1e3) * 1e3, Currency: Currency,
			})
		}
	}
	return rows, nil
}
