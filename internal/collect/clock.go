package collect

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// times reads the sender's clocks. What client libraries call timestamp is the time by their own clock, so with a time of
// sending beside it and no originalTimestamp it is one; ingest reckons the rest. A time that was given and cannot be read is a
// fault, for an event at a wrong time is a wrong journey; but not that of a clock which only serves to correct.
func (d *decoder) times(e *event.Event, dr *draft, final bool) (ingest.Reason, string) {
	given, okGiven := d.time(dr.f[fTimestamp])
	original, okOriginal := d.time(dr.f[fOriginalTimestamp])
	sent, _ := d.time(dr.f[fSentAt])
	switch {
	case !okGiven:
		return ingest.BadTime, d.badTime("timestamp", dr.f[fTimestamp])
	case !okOriginal && given == 0:
		return ingest.BadTime, d.badTime("originalTimestamp", dr.f[fOriginalTimestamp])
	}
	e.Time, e.SentAt, e.OriginalAt = given, sent, original
	if original == 0 {
		e.OriginalAt = given
		if !okOriginal {
			e.SentAt = 0 // the timestamp was reckoned by somebody, so it is final
		}
	}
	if final && e.Time == 0 {
		e.Time = e.OriginalAt
	}
	return "", ""
}

func (d *decoder) badTime(name string, v span) string {
	return saysTime.With(name, d.raw(v))
}

// layouts are the times that are read beside the usual one. Without a zone they are UTC.
var layouts = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999Z07", "2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 Z0700", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04Z07:00",
	"2006-01-02", time.RFC1123, time.RFC1123Z,
}

// time reads a point in time; 0 where none is given. Numbers are Unix times, in milliseconds where seconds would lie beyond the
// year 5000.
func (d *decoder) time(v span) (event.Time, bool) {
	switch v.kind {
	case absent, null:
		return 0, true
	case number:
		return unixTime(d.b[v.at:v.end])
	case text:
	default:
		return 0, false
	}
	b := d.bytes(v)
	if len(b) == 0 {
		return 0, true
	}
	if t, ok := usualTime(b); ok {
		return t, t != 0
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, string(b)); err == nil {
			t := event.TimeOf(at)
			return t, t != 0
		}
	}
	if len(bytes.Trim(b, "0123456789.")) == 0 {
		return unixTime(b)
	}
	return 0, false
}

func unixTime(b []byte) (event.Time, bool) {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil || f < 1e8 || f > 1e15 { // 1973; a smaller number is no time that anybody meant
		return 0, false
	}
	if f < 1e11 {
		f *= 1000
	}
	return event.Time(math.Floor(f)), true
}

// usualTime reads 2006-01-02T15:04:05.000Z, which nearly all are, without time.Parse.
func usualTime(b []byte) (event.Time, bool) {
	const form = "0000-00-00T00:00:00.000Z"
	if len(b) != len(form) {
		return 0, false
	}
	var n [7]int
	part := 0
	for i := range form {
		if form[i] != '0' {
			if b[i] != form[i] {
				return 0, false
			}
			part++
			continue
		}
		c := b[i] - '0'
		if c > 9 {
			return 0, false
		}
		n[part] = n[part]*10 + int(c)
	}
	year, month, day := n[0], n[1], n[2]
	if month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return 0, false
	}
	days := daysSince1970(year, month, day)
	return event.Time((days*86400+int64(n[3]*3600+n[4]*60+n[5]))*1000 + int64(n[6])), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysSince1970 counts in years that begin in March, so that the leap day is the last.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return int64(365*year+year/4-year/100+year/400+(153*(month-3)+2)/5+day-1) - 719468
}
