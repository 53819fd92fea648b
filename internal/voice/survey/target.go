package survey

import (
	"time"

	"jejak/internal/journey"
)

// Check is one reason for which a person is asked a survey, or not.
type Check struct {
	Code   string            `json:"code" enum:"state,language,channel,where,who,trigger,share,quota,again,cooldown,quiet"`
	Pass   bool              `json:"pass"`
	Reason string            `json:"reason" doc:"a stable word for why, such as not_running, no_trigger, too_soon; any, where the survey does not mind" example:"shown_lately"`
	With   map[string]string `json:"with,omitempty" doc:"figures and times of the reason"`
}

// Decision is whether a person is asked a survey now, and every reason in the order in which they are looked at.
type Decision struct {
	Asked  bool    `json:"asked"`
	Checks []Check `json:"checks"`
}

// longestWait is how long after its trigger a survey can be due.
const longestWait = journey.Duration(366 * 24 * time.Hour)
