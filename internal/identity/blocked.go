package identity

import (
	"slices"
	"strings"

	"jejak/internal/event"
)

// Values that name nobody. Programs send them where they have no id; one of them promoted to an id would join
// strangers. From Segment's identity settings and PostHog's list, each with its own rule of case.
var (
	blockedExact = [...]string{"-1", "null", "[object Object]", "NaN", "None", "none"}
	blockedFold  = [...]string{
		"anonymous", "guest", "distinctid", "distinct_id", "id", "not_authenticated", "email", "undefined",
		"true", "false", "blank",
	}
)

// maxType is the longest name of an id type in bytes; longer ones, and ids without a type, name nobody.
const maxType = 64

// longestBlocked lets long values, which are most, pass with one comparison.
const longestBlocked = len("not_authenticated")

// Blocked reports whether an id is one that every workspace refuses. White space around a value does not count.
func Blocked(id event.ID) bool {
	if id.Type == "" || len(id.Type) > maxType {
		return true
	}
	v := strings.TrimSpace(id.Value)
	if strings.Trim(v, "0-") == "" { // Segment's ^[0-]*$, which takes in the empty value
		return true
	}
	if len(v) > longestBlocked {
		return false
	}
	return slices.Contains(blockedExact[:], v) ||
		slices.ContainsFunc(blockedFold[:], func(b string) bool { return strings.EqualFold(b, v) })
}

// Clean sorts ids, drops doubles, blocked values and the workspace's own blocked values, in place. Nothing left means
// that the event names nobody. Safe for concurrent use, so it can run before events are put in order.
func (r *Resolver) Clean(ws event.Workspace, ids []event.ID) []event.ID {
	rules := r.rulesOf(ws).current()
	ids = slices.DeleteFunc(ids, rules.blocked)
	slices.SortFunc(ids, event.ID.Compare)
	return slices.Compact(ids)
}
