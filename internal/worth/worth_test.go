package worth

import (
	"bufio"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/journey"
)

// day1 is the first day that the CDNOW customers bought.
var day1 = time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC)

// cdnow reads the purchase histories of the 1/10 sample from 1997-01-01 up to a date, with a check from another.
func cdnow(t *testing.T, q journey.Value, until string) *Study {
	t.Helper()
	f, err := os.Open("../../../shared/data/clv_cdnow/CDNOW_sample.txt")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: the real data set clv_cdnow is not there (../shared/data is not part of the project)")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	end, err := time.Parse(time.DateOnly, until)
	if err != nil {
		t.Fatal(err)
	}
	o := &Orders{Currency: "USD"}
	if o.Days, err = journey.IntervalsOf(journey.Day, day1.UnixMilli(), end.UnixMilli()+1, time.UTC); err != nil {
		t.Fatal(err)
	}
	q.Property = "dollars"
	full := journey.Question{Kind: journey.KindValue, Value: &q}.WithDefaults()
	o.Holdout, o.Later = full.Value.HoldoutDay(o.Days, nil), make([]int32, len(o.Days.Starts))
	split := Split(o.Holdout, len(o.Days.Starts))
	at := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		w := strings.Fields(lines.Text())
		when, err := time.Parse("20060102", w[2])
		if err != nil {
			t.Fatal(err)
		}
		dollars, err := strconv.ParseFloat(w[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if when.After(end) {
			continue
		}
		if _, ok := at[w[1]]; !ok {
			at[w[1]] = len(o.Buyers)
			o.Buyers = append(o.Buyers, Buyer{})
		}
		b, day := &o.Buyers[at[w[1]]], int32(o.Days.Index(when.UnixMilli()))
		if b.Order(day, dollars, split) && int(b.First) < split {
			o.Later[day]++
		}
	}
	return New(*full.Value, o)
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.6g, want %.6g ± %g", what, got, want, tolerance)
	}
}

func parameters(t *testing.T, got []journey.ModelParameter, want ...float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d parameters", len(got))
	}
	for i, p := range got {
		near(t, p.Name, p.Value, want[i], 0.001*want[i]+0.001)
	}
}

// From raw purchases to the published figures: the calibration period of the papers, asked as it is.
func TestRawOrdersGiveThePublishedModels(t *testing.T) {
	t.Parallel()
	a := cdnow(t, journey.Value{}, "1997-09-30").Answer
	if a.Buyers != 2357 || a.Model.N != 2357 || a.Model.Repeaters != 946 || !a.Model.Converged || a.LaterDay.K != 946 {
		t.Errorf("%d buyers, %+v", a.Buyers, a.Model)
	}
	parameters(t, a.Model.Parameters, 0.2426, 4.4136, 0.7929, 2.4259)
	near(t, "log-likelihood", a.Model.LogLikelihood, -9582.43, 0.1)
	parameters(t, a.Spend.Parameters, 6.25, 3.745, 15.45)
	near(t, "log-likelihood of spending", a.Spend.LogLikelihood, -4055.92, 0.1)
	near(t, "correlation of number and mean", a.Spend.Correlation, 0.11, 0.01) // Fader, Hardie, Lee (2005), RFM and CLV: .11
	a = cdnow(t, journey.Value{Model: "pareto_nbd"}, "1997-09-30").Answer
	parameters(t, a.Model.Parameters, 0.5531, 10.577, 0.6062, 11.67)
	near(t, "log-likelihood", a.Model.LogLikelihood, -9594.98, 0.1)
}

// The check of the papers: 39 weeks to fit, 39 weeks to foretell.
func TestTheHoldoutIsThePapersOne(t *testing.T) {
	t.Parallel()
	for model, correlation := range map[string]float64{"bg_nbd": 0.626, "pareto_nbd": 0.630} {
		a := cdnow(t, journey.Value{Model: model, HoldoutFrom: "1997-10-01"}, "1998-06-30").Answer
		h := a.Holdout
		if h.State != "ok" || h.From != "1997-10-01" || h.Days != 273 || h.People != 2357 || h.Actual != 1882 {
			t.Fatalf("%+v", h)
		}
		near(t, model+" correlation", h.Correlation, correlation, 0.003)
		near(t, model+" total", h.Expected/float64(h.Actual), 0.9, 0.06)
		if h.MAPE > 0.06 || h.MAPE <= 0 {
			t.Errorf("%s: cumulative purchases are off by %.3f", model, h.MAPE)
		}
		people := 0
		for _, g := range h.ByRepeats {
			people += g.People
		}
		last := a.History[len(a.History)-1]
		if people != 2357 || last.Until != "1998-06-30" || !last.Holdout || last.Actual != 2457+1882 {
			t.Errorf("%d people, %+v", people, last)
		}
	}
}

func TestWorthAddsUp(t *testing.T) {
	t.Parallel()
	s := cdnow(t, journey.Value{}, "1997-09-30")
	a := s.Answer
	people, worth, purchases, alive := 0, 0.0, 0.0, 0
	for i, d := range a.Deciles {
		people, worth, purchases = people+d.People, worth+d.Worth, purchases+d.Purchases
		if i > 0 && d.Worth/float64(d.People) > a.Deciles[i-1].Worth/float64(a.Deciles[i-1].People) {
			t.Errorf("decile %d is worth more than the one before", d.Decile)
		}
	}
	for _, b := range a.Alive {
		alive += b.People
	}
	if people != a.Buyers || alive != a.Buyers || len(a.Forecast) != 12 {
		t.Errorf("%d in deciles, %d in bins, %d months", people, alive, len(a.Forecast))
	}
	near(t, "worth", worth, a.Expected.Worth, 1e-6*worth)
	near(t, "purchases", purchases, a.Forecast[11].Purchases, 1e-6*purchases)
	if a.Expected.Worth >= a.Expected.Revenue || a.Expected.Worth < a.Expected.Revenue*0.9 {
		t.Errorf("a tenth a year off %v is %v", a.Expected.Revenue, a.Expected.Worth)
	}
	groups, cells := 0, 0
	for _, g := range a.Groups {
		groups += g.Share.K
		n := 0
		for i := range s.Buyers {
			if s.Has(&journey.Cell{Part: "group", Item: &g.Name}, i) {
				n++
			}
		}
		if n != g.Share.K {
			t.Errorf("%s: %d of %d", g.Name, n, g.Share.K)
		}
	}
	for _, c := range a.Cells {
		cells += c.People
	}
	field := 0 // of the grid, whatever the money
	for r := 1; r <= 5; r++ {
		for q := 1; q <= 5; q++ {
			item := strconv.Itoa(10*r + q)
			n := 0
			for _, c := range a.Cells {
				if c.R == r && c.F == q {
					n += c.People
				}
			}
			for i := range s.Buyers {
				if s.Has(&journey.Cell{Part: "rfm", Item: &item}, i) {
					field++
					n--
				}
			}
			if n != 0 {
				t.Errorf("field %s is off by %d people", item, n)
			}
		}
	}
	if field != a.Buyers {
		t.Errorf("%d in fields", field)
	}
	if groups != a.Buyers || cells != a.Buyers {
		t.Errorf("%d in groups, %d in cells", groups, cells)
	}
	none := 0.0
	flat := cdnow(t, journey.Value{Discount: &none}, "1997-09-30").Answer
	near(t, "no discount", flat.Expected.Worth, flat.Expected.Revenue, 1e-6*flat.Expected.Revenue)
}

// Nothing to model, or nothing at all, is told and not made up.
func TestNotEnoughIsSaid(t *testing.T) {
	t.Parallel()
	days, err := journey.IntervalsOf(journey.Day, day1.UnixMilli(), day1.AddDate(0, 0, 20).UnixMilli(), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	q := journey.Question{Kind: journey.KindValue}.WithDefaults().Value
	for name, make := range map[string]func() []Buyer{
		"few_customers": func() []Buyer { return nil },
		"few_repeaters": func() []Buyer {
			var list []Buyer
			for i := range 100 {
				var b Buyer
				b.Order(int32(i%20), journey.Amount([]float64{5e300, -1e15, 1e15}[i%3]), 15)
				list = append(list, b)
			}
			return list
		},
		"no_spread": func() []Buyer {
			var list []Buyer
			for range 100 {
				var b Buyer
				b.Order(0, -3, 15)
				b.Order(5, math.NaN(), 15)
				list = append(list, b)
			}
			return list
		},
	} {
		o := &Orders{Days: days, Holdout: 15, Buyers: make(), Later: make32(len(days.Starts))}
		a := New(*q, o).Answer
		if a.Model.State != name || a.Expected != nil || len(a.Deciles) != 0 || a.Spend.State != "few_repeaters" {
			t.Errorf("%s: %+v", name, a)
		}
		if _, err := json.Marshal(a); err != nil { // no NaN, no infinity
			t.Errorf("%s: %v", name, err)
		}
	}
}

func make32(n int) []int32 { return make([]int32, n) }
