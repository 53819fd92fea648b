package maps

import (
	"regexp"
	"strings"
)

// Places are keys of small letters and digits that sort as texts do. None ends in 0, so that there is always room for another
// one between two: the fractional indexing of collaborative editors (D. Greenspan, "Implementing fractional indexing", 2020).
const (
	digits   = "0123456789abcdefghijklmnopqrstuvwxyz"
	maxPlace = 500
)

var placeForm = regexp.MustCompile(`^[0-9a-z]*[1-9a-z]$`)

func validPlace(p string) bool { return len(p) <= maxPlace && placeForm.MatchString(p) }

// Between is a place behind one and before another. Empty is the beginning or the end; where the two are not in order, it is
// one behind the first.
func Between(before, behind string) string {
	if behind != "" && before >= behind {
		return after(before)
	}
	if behind == "" {
		return after(before)
	}
	return middle(before, behind)
}

// middle finds a place between two that are in order; an empty end is open.
func middle(a, b string) string {
	if b != "" {
		n := 0
		for n < len(b) && digitAt(a, n) == strings.IndexByte(digits, b[n]) {
			n++
		}
		if n > 0 {
			return b[:n] + middle(a[min(n, len(a)):], b[n:])
		}
	}
	low, high := digitAt(a, 0), len(digits)
	if b != "" {
		high = strings.IndexByte(digits, b[0])
	}
	switch {
	case high-low > 1:
		return digits[(low+high)/2 : (low+high)/2+1]
	case len(b) > 1:
		return b[:1]
	}
	return digits[low:low+1] + middle(a[min(1, len(a)):], "")
}

// digitAt reads the digit of a place, 0 behind its end.
func digitAt(p string, i int) int {
	if i >= len(p) {
		return 0
	}
	return strings.IndexByte(digits, p[i])
}

// after is a place behind one, short also after many of them.
func after(p string) string {
	if p == "" {
		return "1"
	}
	last := digitAt(p, len(p)-1)
	if last < len(digits)-1 {
		return p[:len(p)-1] + digits[last+1:last+2]
	}
	return p + "1"
}
