package journey

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time, written as a count and a unit: "30s", "15m", "36h", "7d", "2w". Days are 24 hours, so that a
// window means the same on every date. Empty is 0.
type Duration time.Duration

var units = []struct {
	suffix string
	unit   time.Duration
}{{"w", 7 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// String writes the duration in the largest unit that divides it.
func (d Duration) String() string {
	if d == 0 {
		return ""
	}
	for _, u := range units {
		if time.Duration(d)%u.unit == 0 && (u.suffix != "w") {
			return strconv.FormatInt(int64(time.Duration(d)/u.unit), 10) + u.suffix
		}
	}
	return strconv.FormatInt(time.Duration(d).Milliseconds(), 10) + "ms"
}

// ParseDuration reads what String writes, and "2w".
func ParseDuration(s string) (Duration, error) {
	if s == "" {
		return 0, nil
	}
	if digits, ok := strings.CutSuffix(s, "ms"); ok {
		return parseCount(s, digits, time.Millisecond)
	}
	for _, u := range units {
		if digits, ok := strings.CutSuffix(s, u.suffix); ok {
			return parseCount(s, digits, u.unit)
		}
	}
	return 0, fmt.Errorf("duration %q needs a unit: s, m, h, d or w", s)
}

func parseCount(s, digits string, unit time.Duration) (Duration, error) {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > int64(100*365*24*time.Hour/unit) {
		return 0, fmt.Errorf("duration %q is not a count and a unit, such as 7d, of at most 100 years", s)
	}
	return Duration(time.Duration(n) * unit), nil
}

// Millis is the duration in the unit of event.Time.
func (d Duration) Millis() int64 { return time.Duration(d).Milliseconds() }

// MarshalText writes String.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads as ParseDuration does.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDuration(string(text))
	return err
}

// Names is one name or several; in JSON a string or a list of strings.
type Names []string

// MarshalJSON writes a single name as a string.
func (n Names) MarshalJSON() ([]byte, error) {
	if len(n) == 1 {
		return json.Marshal(n[0])
	}
	return json.Marshal([]string(n))
}

// UnmarshalJSON reads a string or a list of strings.
func (n *Names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = Names{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return fmt.Errorf("%s is neither a name nor a list of names", b)
	}
	*n = many
	return nil
}
