package journey

import (
	"math"
	"sort"
	"time"

	"jejak/internal/event"
)

// The intervals and periods.
const (
	Hour  = "hour"
	Day   = "day"
	Week  = "week"
	Month = "month"
)

// MaxIntervals bounds how many intervals an answer can have.
const MaxIntervals = 20_000

// Span is a resolved range, [From, To) in milliseconds. An open end is the least or the greatest number.
type Span struct{ From, To int64 }

// Everything is the span without ends.
var Everything = Span{math.MinInt64, math.MaxInt64} //nolint:gochecknoglobals // a constant that Go cannot write as one

// Has reports whether t lies in the span.
func (s Span) Has(t event.Time) bool { return int64(t) >= s.From && int64(t) < s.To }

// Times is the span as an answer tells it: 0 for an open end.
func (s Span) Times() (from, to event.Time) {
	if s.From != math.MinInt64 {
		from = event.Time(s.From)
	}
	if s.To != math.MaxInt64 {
		to = event.Time(s.To)
	}
	return from, to
}

// Resolve turns a range into times.
func (r Range) Resolve(zone *time.Location, now event.Time) (Span, error) {
	s := Everything
	if zone == nil {
		zone = time.UTC
	}
	if r.Last != 0 {
		if r.From != "" || r.To != "" {
			return s, wrongf("range_last", "last stands alone: leave from and to out")
		}
		end := int64(now) - r.Ago.Millis()
		return Span{end - r.Last.Millis(), end}, nil
	}
	if r.Ago != 0 {
		return s, wrongf("range_ago", "ago belongs to last: give from and to as they are")
	}
	if r.From != "" {
		t, _, err := parseMoment(r.From, zone)
		if err != nil {
			return s, err
		}
		s.From = t.UnixMilli()
	}
	if r.To != "" {
		t, date, err := parseMoment(r.To, zone)
		if err != nil {
			return s, err
		}
		if date {
			y, m, d := t.Date()
			t = midnight(y, m, d+1, zone)
		}
		s.To = t.UnixMilli()
	}
	if s.From >= s.To {
		return s, wrongf("range_order", "from must lie before to")
	}
	return s, nil
}

func parseMoment(s string, zone *time.Location) (t time.Time, date bool, err error) {
	if t, err = time.Parse(time.DateOnly, s); err == nil {
		y, m, d := t.Date()
		return midnight(y, m, d, zone), true, nil
	}
	if t, err = time.Parse(time.RFC3339Nano, s); err != nil {
		return t, false, wrongf("not_a_moment", "%q is neither a date such as 2026-01-31 nor a time such as 2026-01-31T09:00:00Z", s)
	}
	return t, false, nil
}

// midnight is the first moment of a day. Where clocks skip midnight, or show the hour before it twice, time.Date may answer with
// a moment of the day before (São Paulo, 2001-10-14 began at 01:00).
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); t.Day() != day.Day() {
		hour, minute, second := t.Clock()
		t = t.Add(24*time.Hour - time.Duration(hour)*time.Hour - time.Duration(minute)*time.Minute - time.Duration(second)*time.Second)
	}
	return t
}

// Floor is the start of the interval that holds t. Days begin at midnight in the zone, weeks on Monday; hours are whole hours of the zone's clock.
func Floor(interval string, t int64, zone *time.Location) int64 {
	at := time.UnixMilli(t).In(zone)
	y, m, d := at.Date()
	switch interval {
	case Hour:
		_, offset := at.Zone()
		off := int64(offset) * 1000
		local := t + off
		const hour = 3_600_000
		return local - ((local%hour)+hour)%hour - off
	case Week:
		d -= (int(at.Weekday()) + 6) % 7
	case Month:
		d = 1
	}
	return midnight(y, m, d, zone).UnixMilli()
}

// Next is the start of the interval after the one that begins at start.
func Next(interval string, start int64, zone *time.Location) int64 {
	if interval == Hour {
		return start + 3_600_000
	}
	at := time.UnixMilli(start).In(zone)
	y, m, d := at.Date()
	switch interval {
	case Week:
		d += 7
	case Month:
		m, d = m+1, 1
	default:
		d++
	}
	return midnight(y, m, d, zone).UnixMilli()
}

// Intervals are the starts of consecutive intervals, and the end of the last.
type Intervals struct {
	Starts []int64
	End    int64
}

// IntervalsOf covers [from, to).
func IntervalsOf(interval string, from, to int64, zone *time.Location) (Intervals, error) {
	if zone == nil {
		zone = time.UTC
	}
	v := Intervals{Starts: []int64{}}
	if from >= to {
		return v, nil
	}
	for at := Floor(interval, from, zone); at < to; at = v.End {
		if len(v.Starts) == MaxIntervals {
			return v, wrongf("range_fine", "the range has more than %d intervals of one %s", MaxIntervals, interval)
		}
		v.Starts = append(v.Starts, at)
		v.End = Next(interval, at, zone)
	}
	return v, nil
}

// Unfinished are the places of the intervals that begin before the span, or end after it or after now (0 is not known): of these
// a part only is counted, so that they look like a rise or a fall that there was not.
func (v Intervals) Unfinished(s Span, now int64) (at []int) {
	end := s.To
	if now != 0 {
		end = min(end, now)
	}
	for i, start := range v.Starts {
		next := v.End
		if i+1 < len(v.Starts) {
			next = v.Starts[i+1]
		}
		if start < s.From || next > end {
			at = append(at, i)
		}
	}
	return at
}

// Index is the interval that holds t, -1 before the first, len(Starts) after the last.
func (v Intervals) Index(t int64) int {
	if t >= v.End {
		return len(v.Starts)
	}
	return sort.Search(len(v.Starts), func(i int) bool { return v.Starts[i] > t }) - 1
}
