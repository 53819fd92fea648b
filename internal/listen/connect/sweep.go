package connect

import (
	"encoding/json"
	"time"
)

// Sweep is the place of a connector whose network hands pages out newest first: each sweep goes from the newest mention back to what was
// known, page by page, and only then moves Since, so that one which breaks off loses nothing.
type Sweep struct {
	Since  time.Time `json:"since,omitzero"`   // up to here all is known
	Newest time.Time `json:"newest,omitzero"`  // of this sweep
	Cursor string    `json:"cursor,omitempty"` // of the next page; "" for the newest one
	Pages  int       `json:"pages,omitempty"`  // of this sweep
	Swept  bool      `json:"swept,omitempty"`  // the first sweep is over, whether it found anything or not
	Seen   Seen      `json:"seen"`
}

// See notes a mention, and reports whether it is new. A time that is yet to come moves nothing.
func (s *Sweep) See(id string, at, now time.Time) bool {
	if at.After(s.Newest) && !at.After(now) {
		s.Newest = at
	}
	return s.Seen.Add(id)
}

// Turn ends a page, after which comes that of a cursor, "" after the last, and reports whether the sweep goes on. It does not where the
// page reached what was known, nor, at the first sweep, beyond its first pages.
func (s *Sweep) Turn(cursor string, reached bool, first int) bool {
	s.Pages++
	if cursor != "" && cursor != s.Cursor && !reached && (s.Swept || !s.Since.IsZero() || s.Pages < first) {
		s.Cursor = cursor
		return true
	}
	if s.Newest.After(s.Since) {
		s.Since = s.Newest
	}
	s.Newest, s.Cursor, s.Pages, s.Swept = time.Time{}, "", 0, true
	return false
}

// Resume reads a place as Fetch gave it out; one that is absent or cannot be read is the beginning.
func Resume[T any](place json.RawMessage) (p T) {
	if json.Unmarshal(place, &p) != nil {
		var beginning T
		return beginning
	}
	return p
}
