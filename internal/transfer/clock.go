package transfer

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// parseTime reads text by the first layout that fits. A layout without an offset is a wall clock in zone.
func parseTime(text string, layouts []string, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, layout := range layouts {
		switch layout {
		case "unix":
			if seconds, err := strconv.ParseFloat(text, 64); err == nil {
				return time.UnixMilli(int64(seconds * 1000)), nil
			}
			continue
		case "unix_ms":
			if millis, err := strconv.ParseInt(text, 10, 64); err == nil {
				return time.UnixMilli(millis), nil
			}
			continue
		case "rfc3339":
			layout = time.RFC3339Nano
		}
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if namesOffset(layout) {
			return t, nil
		}
		return onWallClock(t, zone), nil
	}
	return time.Time{}, errors.New(saysNoTime.With(text, strings.Join(layouts, " / ")))
}

func namesOffset(layout string) bool {
	return strings.Contains(layout, "Z07") || strings.Contains(layout, "-07")
}

// onWallClock is the moment at which a clock in zone shows what t shows in UTC. Where clocks are put back and show it
// twice, it is the first of the two; where they are put forward and never show it, it is as much after the jump as the
// clock that was not put forward would say (02:30 becomes 03:30). Go leaves both undefined.
func onWallClock(t time.Time, zone *time.Location) time.Time {
	_, before := t.Add(-24 * time.Hour).In(zone).Zone()
	_, after := t.Add(24 * time.Hour).In(zone).Zone()
	first := t.Add(-time.Duration(before) * time.Second).In(zone)
	second := t.Add(-time.Duration(after) * time.Second).In(zone)
	shows := func(u time.Time) bool {
		_, offset := u.Zone()
		return u.Add(time.Duration(offset) * time.Second).Equal(t)
	}
	switch {
	case shows(first) && shows(second):
		if second.Before(first) {
			return second
		}
		return first
	case shows(second):
		return second
	default:
		return first
	}
}
