package transfer

import (
	"bufio"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/journey"
)

// purchases are the days of each customer's purchases in order, read by these few lines and nothing else.
func purchases(t *testing.T, file string) (days map[string][]time.Time, cds int, dollars float64) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	days = map[string][]time.Time{}
	s := bufio.NewScanner(f)
	s.Scan() // the header
	for s.Scan() {
		w := strings.Fields(s.Text())
		at, err := time.Parse("20060102", w[1])
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.Atoi(w[2])
		if err != nil {
			t.Fatal(err)
		}
		x, err := strconv.ParseFloat(w[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		days[w[0]] = append(days[w[0]], at)
		cds += n
		dollars += x
	}
	for _, d := range days {
		sort.Slice(d, func(i, j int) bool { return d[i].Before(d[j]) })
	}
	return days, cds, dollars
}

func month(t time.Time) int { return t.Year()*12 + int(t.Month()) }

func TestRealCDNOWAgreesWithTheFile(t *testing.T) {
	t.Parallel()
	file := real(t, "clv_cdnow/CDNOW_master.txt")
	p := newPlace(t)
	r := run(t, p, file, exampleMapping(t, "cdnow.yaml"))
	p.accounted(t, r)
	if r.Rows != 69_659 || r.Stored != 69_659 {
		t.Fatalf("%+v", r)
	}
	if again := run(t, p, file, exampleMapping(t, "cdnow.yaml")); again.Stored != 0 || again.Duplicate != 69_659 {
		t.Errorf("the second time: %+v", again)
	}
	days, cds, dollars := purchases(t, file)
	a := p.asker(t, "America/New_York")
	const order = "Order Completed"
	for _, c := range []struct {
		measure, property string
		want              float64
	}{
		{"events", "", 69_659},
		{"people", "", 23_570},
		{"sum", "quantity", float64(cds)},
		{"sum", "revenue", dollars},
	} {
		if got := a.total(t, order, c.measure, c.property); math.Abs(got-c.want) > 0.005 {
			t.Errorf("%s %s: %v, want %v", c.measure, c.property, got, c.want)
		}
	}
	if cds != 167_881 || math.Abs(dollars-2_500_315.63) > 0.005 || len(days) != 23_570 {
		t.Errorf("the published totals are not the file's: %d CDs, %.2f dollars, %d people", cds, dollars, len(days))
	}
	checkRetention(t, a, days)
	checkStages(t, a, days)
}

// checkRetention compares monthly retention, cell by cell.
func checkRetention(t *testing.T, a *asker, days map[string][]time.Time) {
	t.Helper()
	const periods = 17
	type cell struct{ cohort, period int }
	sizes, back := map[int]int{}, map[cell]int{}
	for _, d := range days {
		first := month(d[0])
		sizes[first]++
		seen := map[int]bool{}
		for _, at := range d[1:] {
			seen[month(at)-first] = true
		}
		for k := range seen {
			back[cell{first, k}]++
		}
	}
	f := named1("Order Completed")
	answer := a.ask(t, journey.Question{
		Kind: journey.KindRetention, Retention: &journey.Retention{Start: f, Return: f, Period: "month", Periods: periods},
	})
	cells := 0
	for _, c := range answer.Retention.Cohorts {
		cohort := month(c.Start.Std().In(a.d.Zone))
		if c.Size != sizes[cohort] {
			t.Errorf("cohort %s: %d people, want %d", c.Start.Std(), c.Size, sizes[cohort])
		}
		for k, x := range c.Cells {
			cells++
			if x.K != back[cell{cohort, k}] {
				t.Errorf("cohort %s, month %d: %d came back, want %d", c.Start.Std(), k, x.K, back[cell{cohort, k}])
			}
		}
	}
	if len(answer.Retention.Cohorts) != len(sizes) || cells < 3*(periods+1) {
		t.Errorf("%d cohorts with %d cells, want %d cohorts", len(answer.Retention.Cohorts), cells, len(sizes))
	}
}

// checkStages compares where people stand at the end of the data, with and without lapsing.
func checkStages(t *testing.T, a *asker, days map[string][]time.Time) {
	t.Helper()
	f := named1("Order Completed")
	model := journey.StageModel{ID: "buyers", Stages: []journey.Stage{
		{ID: "first", Entry: f}, {ID: "repeat", Entry: f, Times: 2}, {ID: "loyal", Entry: f, Times: 5},
	}}
	end := time.Date(1998, 7, 1, 0, 0, 0, 0, a.d.Zone)
	// Half a day more than 90 keeps changed clocks from deciding.
	for _, lapse := range []time.Duration{0, 90*24*time.Hour + 12*time.Hour} {
		now, lapsed, entered := map[string]int{}, 0, map[string]int{}
		for _, d := range days {
			stage, seen := walk(d, lapse, entered)
			if lapse > 0 && end.Sub(local(seen, a.d.Zone)) > lapse {
				lapsed++
				continue
			}
			now[stage]++
		}
		model.Lapse = journey.Duration(lapse)
		got := a.ask(t, journey.Question{
			Kind: journey.KindStages, Range: journey.Range{From: "1997-01-01", To: "1998-06-30"},
			Stages: &journey.Stages{Model: &model, Interval: "month"},
		}).Stages
		for _, s := range got.Stages {
			if s.Now != now[s.ID] || s.Entered != entered[s.ID] {
				t.Errorf("lapse %s, stage %s: %d now, %d entered; want %d, %d", lapse, s.ID, s.Now, s.Entered, now[s.ID], entered[s.ID])
			}
		}
		if got.Lapsed != lapsed {
			t.Errorf("lapse %s: %d lapsed, want %d", lapse, got.Lapsed, lapsed)
		}
		t.Logf("lapse %s: now %v, lapsed %d, entered %v", lapse, now, lapsed, entered)
	}
}

func local(day time.Time, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
}

// walk is a customer's way through the stages: the n-th purchase ever decides, and a lapse empties the place, not the count.
func walk(d []time.Time, lapse time.Duration, entered map[string]int) (stage string, last time.Time) {
	rank := map[string]int{"": 0, "first": 1, "repeat": 2, "loyal": 3}
	ever := map[string]bool{}
	for i, at := range d {
		if lapse > 0 && i > 0 && at.Sub(last) > lapse {
			stage = ""
		}
		qualifies := "first"
		if i+1 >= 5 {
			qualifies = "loyal"
		} else if i+1 >= 2 {
			qualifies = "repeat"
		}
		if rank[qualifies] > rank[stage] {
			stage = qualifies
			ever[stage] = true
		}
		last = at
	}
	for s := range ever {
		entered[s]++
	}
	return stage, last
}
