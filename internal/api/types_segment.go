package api

import (
	"jejak/internal/event"
	"jejak/internal/journey"
)

// SavedSegment is a rule over people with a name, and how many people it picks now.
type SavedSegment struct {
	ID          string          `json:"id" example:"s3"`
	Name        string          `json:"name" example:"Big buyers"`
	Description string          `json:"description"`
	Owner       string          `json:"owner" doc:"who looks after it"`
	Rule        journey.Segment `json:"rule"`
	Version     int             `json:"version" doc:"one more at each change"`
	Created     event.Time      `json:"created"`
	Changed     event.Time      `json:"changed"`
	People      *int            `json:"people,omitempty" doc:"who are in it now; absent until that has been looked at"`
	AsOf        uint64          `json:"asOf" doc:"the last change that people knows"`
	Fault       string          `json:"fault,omitempty" doc:"why it cannot be asked any more: what its rule names is gone"`
}

// SavedSegmentList is the segments of a workspace, the oldest first.
type SavedSegmentList struct {
	Segments []SavedSegment `json:"segments"`
}

// SegmentNew saves a segment.
type SegmentNew struct {
	Name        string          `json:"name" minLength:"1" maxLength:"200"`
	Description string          `json:"description,omitempty" maxLength:"5000"`
	Owner       string          `json:"owner,omitempty" maxLength:"200" doc:"you, where it is absent"`
	Rule        journey.Segment `json:"rule"`
}

// SegmentChange changes a segment; what is absent stays.
type SegmentChange struct {
	Version     int              `json:"version,omitempty" minimum:"0" doc:"the version that was looked at: if there is a newer one, the answer is 409 with it as current; 0 changes any"`
	Name        *string          `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Description *string          `json:"description,omitempty" maxLength:"5000"`
	Owner       *string          `json:"owner,omitempty" maxLength:"200"`
	Rule        *journey.Segment `json:"rule,omitempty"`
}

// SegmentRule is a rule that is not saved.
type SegmentRule struct {
	Rule journey.Segment `json:"rule"`
}

// SegmentSize is how many people a rule picks.
type SegmentSize struct {
	People int    `json:"people"`
	Of     int    `json:"of" doc:"everybody"`
	AsOf   uint64 `json:"asOf"`
}

// SizePoint is how many people were in a segment at the end of an hour or a day; of the one that is not over, how many there are.
type SizePoint struct {
	Start  event.Time `json:"start"`
	People int        `json:"people"`
}

// SegmentSizes is the size of a segment over time, the oldest first.
type SegmentSizes struct {
	Sizes []SizePoint `json:"sizes"`
}

// SegmentMove says that somebody entered or left a segment.
type SegmentMove struct {
	Number  uint64       `json:"number" doc:"counts up by one within a segment"`
	At      event.Time   `json:"at" doc:"when it was seen"`
	Person  event.Person `json:"person"`
	Entered bool         `json:"entered" doc:"false: left"`
}

// SegmentMoves is a page of who entered and left, the oldest first.
type SegmentMoves struct {
	Moves []SegmentMove `json:"moves"`
}
