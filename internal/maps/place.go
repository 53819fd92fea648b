package maps

import (
	"regexp"
	"strings"
)

// Places are keys of small letters and digits that sort as texts do. None ends in 0, so that there is always room for another
// one between two: the fractional indexing of collaborative editors (D. Greenspan, "Implementing fractional indexing", 2020). The
// screens find one between; here, what has no place yet is put behind all others.
const (
	digits   = "0123456789abcdefghijklmnopqrstuvwxyz"
	maxPlace = 500
)

var placeForm = regexp.MustCompile(`^[0-9a-z]*[1-9a-z]$`)

func validPlace(p string) bool { return len(p) <= maxPlace && placeForm.MatchString(p) }

// after is a place behind one, short also after many of them.
func after(p string) string {
	if p == "" {
		return "1"
	}
	last := strings.IndexByte(digits, p[len(p)-1])
	if last < len(digits)-1 {
		return p[:len(p)-1] + digits[last+1:last+2]
	}
	return p + "1"
}
