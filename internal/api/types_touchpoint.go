package api

import "jejak/internal/journey"

// Touchpoint is a named rule over events, placed on a stage.
type Touchpoint struct {
	ID            string         `json:"id"`
	Name          string         `json:"name" example:"Checkout, web"`
	Stage         string         `json:"stage,omitempty" doc:"id of the stage it belongs to"`
	Rule          journey.Filter `json:"rule"`
	MomentOfTruth bool           `json:"momentOfTruth"`
	Position      int            `json:"position" doc:"an event belongs to the first touchpoint that matches, in this order"`
}

// TouchpointList is all touchpoints in their order.
type TouchpointList struct {
	Touchpoints []Touchpoint `json:"touchpoints"`
}

// TouchpointNew makes a touchpoint, behind all others.
type TouchpointNew struct {
	Name          string         `json:"name" minLength:"1" maxLength:"200"`
	Stage         string         `json:"stage,omitempty" maxLength:"100"`
	Rule          journey.Filter `json:"rule"`
	MomentOfTruth bool           `json:"momentOfTruth,omitempty"`
}

// TouchpointChange changes a touchpoint; what is absent stays.
type TouchpointChange struct {
	Name          *string         `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Stage         *string         `json:"stage,omitempty" maxLength:"100"`
	Rule          *journey.Filter `json:"rule,omitempty"`
	MomentOfTruth *bool           `json:"momentOfTruth,omitempty"`
	Position      *int            `json:"position,omitempty" minimum:"0"`
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

// ChannelList is all channels of a workspace.
type ChannelList struct {
	Channels []Channel `json:"channels"`
}
