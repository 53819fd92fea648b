package heard

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/journey"
)

// A moment's period is the one that a search finds, whatever the periods' length, also where clocks are changed.
func TestPeriodOfAMoment(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		interval := rapid.SampledFrom([]string{journey.Hour, journey.Day, journey.Week, journey.Month}).Draw(t, "interval")
		from := rapid.Int64Range(1.6e12, 1.8e12).Draw(t, "from")
		to := from + rapid.Int64Range(1, 40*24*3600e3).Draw(t, "length")
		v, err := journey.IntervalsOf(interval, from, to, zone)
		if err != nil {
			t.Fatal(err)
		}
		c := newCalendar(v)
		for _, at := range append(v.Starts[1:len(v.Starts):len(v.Starts)], from, to-1, rapid.Int64Range(from, to-1).Draw(t, "at")) {
			if got, want := c.of(at), v.Index(at); got != want {
				t.Fatalf("%d is in period %d, want %d", at, got, want)
			}
		}
	})
}

// What is counted in parts is what is counted at once.
func TestCountedSideBySideIsTheSame(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{0, 1, abreastRows - 1, 3*abreastRows + 7} {
		sum, next := 0, uint32(0)
		abreast(rows, func(from, to uint32) [2]uint32 { return [2]uint32{from, to} }, func(part [2]uint32) {
			if part[0] != next {
				t.Errorf("%d rows: a part begins at %d and not at %d", rows, part[0], next)
			}
			sum, next = sum+int(part[1]-part[0]), part[1]
		})
		if sum != rows {
			t.Errorf("%d rows were counted, of %d", sum, rows)
		}
	}
}
