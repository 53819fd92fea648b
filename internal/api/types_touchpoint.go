package api

import "jejak/internal/journey"

// Touchpoint is a named rule over events, placed on a stage.
type Touchpoint struct {
	ID            string         `json:"id"`
	Name          string         `json:"name" example:"Checkout, web"`
	Stage         string         `json:"stage,omitempty" doc:"id of the stage it belongs to; none while it has no place"`
	Rule          journey.Filter `json:"rule"`
	Owner         string         `json:"owner,omitempty" doc:"who looks after it"`
	MomentOfTruth bool           `json:"momentOfTruth"`
	Place         int            `json:"place" doc:"from 0; an event belongs to the first touchpoint whose rule it meets"`
}

// TouchpointList is all touchpoints in their order.
type TouchpointList struct {
	Touchpoints []Touchpoint `json:"touchpoints"`
}

// TouchpointNew makes a touchpoint, behind all others unless place says where.
type TouchpointNew struct {
	Name          string         `json:"name" minLength:"1" maxLength:"200"`
	Stage         string         `json:"stage,omitempty" maxLength:"100"`
	Rule          journey.Filter `json:"rule"`
	Owner         string         `json:"owner,omitempty" maxLength:"200"`
	MomentOfTruth bool           `json:"momentOfTruth,omitempty"`
	Place         *int           `json:"place,omitempty" minimum:"0"`
}

// TouchpointChange changes a touchpoint; what is absent stays.
type TouchpointChange struct {
	Name          *string         `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Stage         *string         `json:"stage,omitempty" maxLength:"100"`
	Rule          *journey.Filter `json:"rule,omitempty"`
	Owner         *string         `json:"owner,omitempty" maxLength:"200"`
	MomentOfTruth *bool           `json:"momentOfTruth,omitempty"`
	Place         *int            `json:"place,omitempty" minimum:"0"`
}

// StageTemplateList is the built-in stage models.
type StageTemplateList struct {
	Templates []journey.StageModel `json:"templates"`
}

// Channel is a way by which people and the brand meet.
type Channel struct {
	ID      string `json:"id" example:"web"`
	Name    string `json:"name" example:"Website"`
	BuiltIn bool   `json:"builtIn"`
}

// ChannelNew adds a channel of one's own.
type ChannelNew struct {
	ID   string `json:"id" pattern:"^[a-z0-9][a-z0-9_-]{0,39}$" patternDescription:"up to 40 small letters, digits, - and _" example:"kiosk"`
	Name string `json:"name" minLength:"1" maxLength:"200" example:"Kiosk"`
}

// ChannelList is all channels of a workspace.
type ChannelList struct {
	Channels []Channel `json:"channels"`
}
