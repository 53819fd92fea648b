package outbound

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"jejak/internal/fault"
)

const longestPause = 24 * time.Hour

// Fault is what an answer's status means for people; nil for one that holds what was asked for, and for 304. It carries how long
// the server wants to be left alone.
func (a Answer) Fault(now time.Time) error {
	wait := a.Pause(now)
	f := &fault.Error{Kind: fault.Unavailable, RetryAfter: wait, With: map[string]string{"host": a.Host, "status": strconv.Itoa(a.Status)}}
	switch s := a.Status; {
	case s >= 200 && s < 300, s == http.StatusNotModified:
		return nil
	case s == http.StatusTooManyRequests:
		f.Code, f.Kind, f.Message = "asked_too_often", fault.TooMany, a.Host+" has been asked too often. It is asked again when it allows."
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		f.Code, f.Kind, f.Message = "not_let_in", fault.Forbidden, a.Host+" does not let us in (status "+strconv.Itoa(s)+"): check the key or token, and what it may do."
	case s == http.StatusNotFound, s == http.StatusGone:
		f.Code, f.Kind, f.Message = "nothing_there", fault.NotFound, "There is nothing at this address of "+a.Host+" (status "+strconv.Itoa(s)+"): check the settings."
	case s >= 500:
		f.Code, f.Message = "server_fault", a.Host+" has a fault of its own (status "+strconv.Itoa(s)+"). It is asked again later."
	default:
		f.Code, f.Kind, f.Message = "not_understood", fault.Invalid, a.Host+" does not understand the question (status "+strconv.Itoa(s)+"): check the settings."
	}
	return f
}

// Pause is how long the server wants to be left alone: Retry-After (RFC 9110, 10.2.3), else, where no call is left, until the
// reset of X-RateLimit or RateLimit; 0 where it says nothing. It is a day at most.
func (a Answer) Pause(now time.Time) time.Duration {
	for _, told := range []string{a.Header.Get("Retry-After"), a.reset()} {
		if d, ok := until(told, now); ok {
			return min(max(d, 0), longestPause)
		}
	}
	return 0
}

func (a Answer) reset() string {
	for _, prefix := range []string{"X-RateLimit-", "RateLimit-"} {
		left := strings.TrimSpace(a.Header.Get(prefix + "Remaining"))
		if reset := a.Header.Get(prefix + "Reset"); reset != "" && (left == "0" || a.Status == http.StatusTooManyRequests) {
			return reset
		}
	}
	return ""
}

// until reads seconds, seconds since 1970, a date of HTTP or one of ISO 8601: servers write all four.
func until(told string, now time.Time) (time.Duration, bool) {
	told = strings.TrimSpace(told)
	if n, err := strconv.ParseFloat(told, 64); err == nil && n >= 0 && n < 1e12 {
		if n > 1e9 {
			return time.Unix(int64(n), 0).Sub(now), true
		}
		return time.Duration(min(n, longestPause.Seconds()) * float64(time.Second)), true
	}
	if t, err := http.ParseTime(told); err == nil {
		return t.Sub(now), true
	}
	if t, err := time.Parse(time.RFC3339, told); err == nil {
		return t.Sub(now), true
	}
	return 0, false
}
