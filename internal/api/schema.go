package api

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/dashboard"
	"jejak/internal/event"
	"jejak/internal/help"
	"jejak/internal/journey"
	"jejak/internal/listen/alert"
	"jejak/internal/listen/connect"
	"jejak/internal/listen/topic"
	"jejak/internal/maps"
	"jejak/internal/pain"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/survey"
	"jejak/internal/voice/theme"
)

// The types below stand in for types of packages that know nothing of HTTP: each says how such a type looks in JSON.
type (
	timeSchema     struct{}
	hexSchema      struct{}
	durationSchema struct{}
	namesSchema    struct{}
)

func (timeSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Examples: []any{"2026-01-31T09:30:00.000Z"}}
}

func (hexSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Pattern: "^[0-9a-f]{32}$", PatternDescription: "32 hexadecimal digits",
		Examples: []any{"5f2c9a1e0b7d4c3388aa01f2e3d4c5b6"},
	}
}

func (durationSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Pattern: "^([0-9]+(ms|s|m|h|d|w))?$", PatternDescription: "a count and a unit: ms, s, m, h, d or w",
		Examples: []any{"7d"},
	}
}

func (namesSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString},
		{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}},
	}}
}

// schemaName is the name of a type. Those of maps, surveys and what was heard would else be called like others: Stage, Card, Question; so would
// the places of a question.
func schemaName(t reflect.Type, hint string) string {
	if t == reflect.TypeFor[journey.Touchpoint]() {
		return "Place"
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if t.PkgPath() == reflect.TypeFor[maps.Map]().PkgPath() && !strings.HasPrefix(name, "Map") {
		return "Map" + name
	}
	if t.PkgPath() == reflect.TypeFor[help.Article]().PkgPath() && !strings.HasPrefix(name, "Help") {
		return "Help" + name
	}
	if t.PkgPath() == reflect.TypeFor[pain.Pain]().PkgPath() && !strings.HasPrefix(name, "Pain") {
		return "Pain" + name
	}
	if t.PkgPath() == reflect.TypeFor[survey.Survey]().PkgPath() && !strings.HasPrefix(name, "Survey") {
		return "Survey" + name
	}
	if t.PkgPath() == reflect.TypeFor[heard.Text]().PkgPath() {
		return "Heard" + name
	}
	if t.PkgPath() == reflect.TypeFor[connect.Field]().PkgPath() {
		return "Listen" + name
	}
	if t.PkgPath() == reflect.TypeFor[theme.Theme]().PkgPath() && !strings.HasPrefix(name, "Theme") {
		return "Theme" + name
	}
	if t.PkgPath() == reflect.TypeFor[alert.Alert]().PkgPath() && !strings.HasPrefix(name, "Alert") {
		return "Alert" + name
	}
	if t.PkgPath() == reflect.TypeFor[topic.Topic]().PkgPath() && !strings.HasPrefix(name, "Topic") {
		return "Topic" + name
	}
	return name
}

func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	for t, alias := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[event.Time]():       reflect.TypeFor[timeSchema](),
		reflect.TypeFor[event.Person]():     reflect.TypeFor[hexSchema](),
		reflect.TypeFor[event.Subject]():    reflect.TypeFor[hexSchema](),
		reflect.TypeFor[journey.Duration](): reflect.TypeFor[durationSchema](),
		reflect.TypeFor[journey.Names]():    reflect.TypeFor[namesSchema](),
		reflect.TypeFor[dashboard.Chart]():  reflect.TypeFor[Object](),
	} {
		r.RegisterTypeAlias(t, alias)
	}
	return r
}

// tidySchemas says of every list that it is never null, which encode sees to, and drops what only the framework uses.
func tidySchemas(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		listsNeverNull(s)
	}
}

func listsNeverNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	listsNeverNull(s.Items)
	for _, p := range s.Properties {
		listsNeverNull(p)
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		listsNeverNull(more)
	}
	for _, o := range s.OneOf {
		listsNeverNull(o)
	}
}

// Object is a JSON object as it was stored.
type Object json.RawMessage

// MarshalJSON writes it as it is.
func (o Object) MarshalJSON() ([]byte, error) {
	if len(o) == 0 {
		return []byte("{}"), nil
	}
	return o, nil
}

// Schema says that it may hold anything.
func (Object) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
}
