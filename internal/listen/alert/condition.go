// Package alert raises an alert when what is said elsewhere fits a condition that a team set.
package alert

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
)

// Kind is what a condition watches.
type Kind string

// The kinds. A window is the last hours up to a mention; those before it are as long.
const (
	Volume       Kind = "volume"       // mentions in the window against the mean of the 24 windows before
	Interactions Kind = "interactions" // interactions in the window against the mean of the 7 windows before
	Influencer   Kind = "influencer"   // one mention of at least so much reach
	Verified     Kind = "verified"     // one mention of an author that the network vouches for
	Reach        Kind = "reach"        // the reach of all mentions in the window
	Negative     Kind = "negative"     // the share of negative ones among the mentions with a score in the window
	NewWord      Kind = "word"         // a word of several mentions in the window that was hardly there in the 7 windows before
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{Volume, Interactions, Influencer, Verified, Reach, Negative, NewWord}
}

// windowsBefore is how many windows make the baseline of a kind; 0 is none.
func (k Kind) windowsBefore() int {
	switch k {
	case Volume:
		return 24
	case Interactions, NewWord:
		return 7
	case Influencer, Verified, Reach, Negative:
	}
	return 0
}

// Condition is when an alert is raised.
type Condition struct {
	ID        string  `json:"id" example:"a1"`
	Name      string  `json:"name" example:"Sudden talk about us"`
	Kind      Kind    `json:"kind" enum:"volume,interactions,influencer,verified,reach,negative,word"`
	Topic     string  `json:"topic,omitempty" doc:"id; empty for all mentions"`
	Window    int     `json:"window" minimum:"1" maximum:"168" doc:"hours"`
	Threshold float64 `json:"threshold" doc:"volume, interactions and word: so many times the mean before; influencer: reach of one mention; reach: of all; negative: share from 0 to 1; verified: not used"`
	Least     int     `json:"least" minimum:"1" doc:"of fewer mentions in the window nothing is raised; influencer and verified: not used"`
	Cooldown  int     `json:"cooldown" minimum:"1" maximum:"720" doc:"hours after an alert in which none is raised again"`
	Paused    bool    `json:"paused,omitempty"`

	document.Stamp

	since uint64 // changes up to this one are history
}

const (
	maxConditions = 50 // of a workspace: each mention is held against every one
	maxName       = 100
	maxWindow     = 168
	maxCooldown   = 720
	maxLeast      = 1_000_000
)

func (c *Condition) tidy() error {
	c.Name = strings.TrimSpace(c.Name)
	var faults []fault.Field
	wrong := func(bad bool, field, format string, args ...any) {
		if bad {
			faults = append(faults, fault.Field{Name: field, Message: fmt.Sprintf(format, args...)})
		}
	}
	n := utf8.RuneCountInString(c.Name)
	wrong(n < 1 || n > maxName || !utf8.ValidString(c.Name), "name", "must be text of 1 to %d characters", maxName)
	wrong(!slices.Contains(Kinds(), c.Kind), "kind", "must be one of %v", Kinds())
	wrong(c.Window < 1 || c.Window > maxWindow, "window", "must be from 1 to %d hours", maxWindow)
	wrong(c.Cooldown < 1 || c.Cooldown > maxCooldown, "cooldown", "must be from 1 to %d hours", maxCooldown)
	wrong(c.Least < 1 || c.Least > maxLeast, "least", "must be from 1 to %d mentions", maxLeast)
	low, high := 0.0, 1e12
	switch c.Kind {
	case Volume, Interactions, NewWord:
		low, high = 1, 1000
	case Influencer, Reach:
		low = 1
	case Negative:
		low, high = 0.01, 1
	case Verified:
		c.Threshold = 0
	}
	wrong(math.IsNaN(c.Threshold) || c.Threshold < low || c.Threshold > high, "threshold", "must be from %v to %v", low, high)
	if len(faults) > 0 {
		return fault.InvalidFields("This condition cannot be saved.", faults)
	}
	return nil
}

// Mention is what a condition looks at.
type Mention struct {
	Seq                 uint64
	At                  event.Time
	Scored, Negative    bool
	Reach, Interactions int64
	Verified            bool
	Topics              []string // ids
	Words               []string // told where some condition asks for new words
}

// Alert is one raising of a condition, with its figures of then.
type Alert struct {
	Condition string     `json:"condition" doc:"id"`
	Name      string     `json:"name" doc:"of the condition, then"`
	Kind      Kind       `json:"kind" enum:"volume,interactions,influencer,verified,reach,negative,word"`
	Topic     string     `json:"topic,omitempty"`
	Seq       uint64     `json:"seq" doc:"number of the mention that raised it"`
	From      event.Time `json:"from" doc:"where the window began"`
	At        event.Time `json:"at" doc:"when it was said"`
	Made      event.Time `json:"made" doc:"when it was raised here"`
	Value     float64    `json:"value" doc:"what passed the threshold: mentions, interactions, reach, a share; of a word its mentions"`
	Mentions  int        `json:"mentions" doc:"in the window"`
	Baseline  *float64   `json:"baseline,omitempty" doc:"mean of the windows before, where the kind has one"`
	Before    int        `json:"before,omitempty" doc:"how many windows it is the mean of"`
	Window    int        `json:"window" doc:"hours"`
	Threshold float64    `json:"threshold"`
	Word      string     `json:"word,omitempty"`
}

const hour = event.Time(time.Hour / time.Millisecond)
