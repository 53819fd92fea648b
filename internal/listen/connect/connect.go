// Package connect keeps the connections that mentions come by, and fetches from each in its turn without end.
package connect

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"jejak/internal/fault"
)

// Settings are what a connection of a kind needs to know, by the names of its Fields; secrets among them.
type Settings map[string]string

// Field is one setting of a kind.
type Field struct {
	Name     string   `json:"name" example:"url"`
	Required bool     `json:"required"`
	Secret   bool     `json:"secret" doc:"kept sealed, and never shown again"`
	Options  []string `json:"options,omitempty" doc:"what it may be, where that is a choice"`
}

// Connector is a kind of connection. Its methods are called concurrently.
type Connector interface {
	Kind() string
	Fields() []Field
	// Check says what is wrong with settings that have all required fields and none that is unknown. Fault: Invalid.
	Check(s Settings) error
}

// Fetcher is a Connector that is asked for what is new.
type Fetcher interface {
	Connector
	// Fetch reads one page from a place, which is what the page before returned, and nil at the first. What it returned before may
	// come again. A fault's RetryAfter is kept to.
	Fetch(ctx context.Context, s Settings, place json.RawMessage) (Page, error)
}

// Page is what one Fetch brought.
type Page struct {
	Mentions []Mention
	Place    json.RawMessage // where to go on; as it was where nil
	More     bool            // there is more at once
	Wait     time.Duration   // how long the server wants to be left alone; 0 says nothing
}

// fetches tells kinds that are fetched from, and not pushed to.
func fetches(c Connector) bool {
	_, ok := c.(Fetcher)
	return ok
}

// checkSettings tidies settings and holds them against the fields of a kind.
func checkSettings(c Connector, given Settings) (Settings, error) {
	out := Settings{}
	var faults []fault.Field
	fields := c.Fields()
	for name := range given {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			faults = append(faults, fault.Field{Name: "settings." + clean(name, longestWord), Message: "is no setting of this kind"})
		}
	}
	for _, f := range fields {
		value := strings.TrimSpace(given[f.Name])
		switch {
		case len(value) > longestURL || value != clean(value, longestURL):
			faults = append(faults, fault.Field{Name: "settings." + f.Name, Message: "must be text of at most 2,000 bytes"})
		case value == "" && f.Required:
			faults = append(faults, fault.Field{Name: "settings." + f.Name, Message: "must be given"})
		case value != "" && len(f.Options) > 0 && !slices.Contains(f.Options, value):
			faults = append(faults, fault.Field{Name: "settings." + f.Name, Message: "must be one of " + strings.Join(f.Options, ", ")})
		case value != "":
			out[f.Name] = value
		}
	}
	if len(faults) > 0 {
		slices.SortFunc(faults, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
		return nil, fault.InvalidFields("This connection cannot be saved.", faults)
	}
	return out, c.Check(out)
}

// Wrong is a fault of one setting.
func Wrong(name, message string) error {
	return fault.InvalidFields("This connection cannot be saved.", []fault.Field{{Name: "settings." + name, Message: message}})
}
