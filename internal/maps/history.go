package maps

import (
	"encoding/json"

	"jejak/internal/event"
)

// Revision is one line of a map's history.
type Revision struct {
	Revision int64      `json:"revision"`
	By       string     `json:"by"`
	At       event.Time `json:"at"`
	Note     string     `json:"note,omitempty"`
	Ops      int        `json:"ops" doc:"how many operations it was"`
	Version  *Version   `json:"version,omitempty" doc:"where it has a name"`
}

// Version is a revision with a name.
type Version struct {
	Revision int64      `json:"revision"`
	Name     string     `json:"name"`
	Because  string     `json:"because" doc:"why the map was revised"`
	By       string     `json:"by"`
	At       event.Time `json:"at"`
}

// Difference is one thing that is not the same in two revisions.
type Difference struct {
	Kind   Kind         `json:"kind" enum:"map,stage,step,lane,card,edge"`
	ID     string       `json:"id"`
	What   string       `json:"what" enum:"added,removed,changed"`
	Fields []FieldShift `json:"fields" doc:"in the order of their names"`
}

// FieldShift is a field that is not the same.
type FieldShift struct {
	Name string          `json:"name"`
	From json.RawMessage `json:"from,omitempty"`
	To   json.RawMessage `json:"to,omitempty"`
}

// File is a map as it is exported and taken in.
type File struct {
	Format      string    `json:"format" enum:"jejak-map"`
	Version     int       `json:"version" minimum:"1" maximum:"1"`
	Name        string    `json:"name" maxLength:"200"`
	Description string    `json:"description,omitempty"`
	State       State     `json:"state,omitempty" enum:"as_is,to_be"`
	Personas    []Persona `json:"personas,omitempty" maxItems:"50"`
	Owner       string    `json:"owner,omitempty"`
	Sheet       Sheet     `json:"sheet"`
	// Images are those that cards of the sheet show.
	Images []FileImage `json:"images,omitempty" maxItems:"1000" doc:"pictures that cards show, as many as have 32 MB together"`
}

// FileImage is a picture in a file.
type FileImage struct {
	ID   string `json:"id" pattern:"^i_[a-z0-9]{26}$"`
	Name string `json:"name,omitempty" maxLength:"200"`
	Data []byte `json:"data" doc:"a PNG, JPEG, WebP or GIF image, in base64"`
}
