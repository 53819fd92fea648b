package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// SavedSegment is a rule over people with a name. Questions take it as Segment{ID: …}.
type SavedSegment struct {
	ID          string    `json:"id,omitempty"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Owner       string    `json:"owner,omitempty"`
	Rule        Segment   `json:"rule"`
	Version     int       `json:"version,omitempty"`
	Created     time.Time `json:"created,omitzero"`
	Changed     time.Time `json:"changed,omitzero"`
	People      *int      `json:"people,omitempty"` // in it now; nil until that has been looked at
	AsOf        uint64    `json:"asOf,omitempty"`   // the last change that People knows
	Fault       string    `json:"fault,omitempty"`  // why it cannot be asked any more
}

// Segments lists the saved segments.
func (c *Client) Segments(ctx context.Context) ([]SavedSegment, error) {
	var list struct {
		Segments []SavedSegment `json:"segments"`
	}
	err := c.call(ctx, http.MethodGet, "/segments", nil, &list)
	return list.Segments, err
}

// SaveSegment saves a new segment: its name, description, owner and rule.
func (c *Client) SaveSegment(ctx context.Context, name, description, owner string, rule Segment) (SavedSegment, error) {
	in := struct {
		Name        string  `json:"name"`
		Description string  `json:"description,omitempty"`
		Owner       string  `json:"owner,omitempty"`
		Rule        Segment `json:"rule"`
	}{name, description, owner, rule}
	var s SavedSegment
	err := c.call(ctx, http.MethodPost, "/segments", in, &s)
	return s, err
}

// DeleteSegment deletes a segment that no other one is made with.
func (c *Client) DeleteSegment(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, "/segments/"+url.PathEscape(id), nil, nil)
}

// SegmentMove says that somebody entered or left a segment.
type SegmentMove struct {
	Number  uint64    `json:"number"`
	At      time.Time `json:"at"`
	Person  string    `json:"person"`
	Entered bool      `json:"entered"`
}

// SegmentMoves are who entered and left a segment after a number, the oldest first, at most a thousand.
func (c *Client) SegmentMoves(ctx context.Context, id string, after uint64) ([]SegmentMove, error) {
	v := url.Values{"limit": {"1000"}}
	setNumber(v, "after", int(after))
	var page struct {
		Moves []SegmentMove `json:"moves"`
	}
	err := c.call(ctx, http.MethodGet, "/segments/"+url.PathEscape(id)+"/moves?"+v.Encode(), nil, &page)
	return page.Moves, err
}
