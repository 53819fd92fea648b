package maps

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
)

// templateFiles are the templates in the order of their names. Every text in them is a triple: English, Indonesian, Traditional Chinese (Taiwan).
//
//go:embed templates/*.json
var templateFiles embed.FS

// laneNames says what the lane of a kind is called, in the words of the screens.
//
//go:embed lanes.json
var laneNames []byte

// Template is a map to begin with, in several languages.
type Template struct {
	ID    string
	State State
	file  templateFile
	lanes map[LaneKind]texts
}

// templateFile is a template as it is written: cards stand at their step, and their order is the order on the sheet.
type templateFile struct {
	ID          string          `json:"id"`
	State       State           `json:"state"`
	Name        texts           `json:"name"`
	Description texts           `json:"description"`
	Persona     texts           `json:"persona"`
	Lanes       []LaneKind      `json:"lanes"`
	Stages      []templateStage `json:"stages"`
}

type templateStage struct {
	ID    string         `json:"id"`
	Stage string         `json:"stage"` // of the stage models that every workspace has
	Name  texts          `json:"name"`
	Steps []templateStep `json:"steps"`
}

type templateStep struct {
	ID    string         `json:"id"`
	Name  texts          `json:"name"`
	Cards []templateCard `json:"cards"`
	Next  []templateEdge `json:"next"`
}

type templateCard struct {
	Lane    LaneKind `json:"lane"`
	Channel string   `json:"channel"`
	Moment  bool     `json:"moment"`
	Value   *int     `json:"value"`
	Impact  int      `json:"impact"`
	Effort  int      `json:"effort"`
	Text    texts    `json:"text"`
}

type templateEdge struct {
	To    string `json:"to"`
	Label texts  `json:"label"`
}

// texts is one text in the languages of templateLanguages.
type texts [3]string

func (t texts) in(lang string) string {
	return t[max(0, slices.Index(templateLanguages(), lang))]
}

func templateLanguages() []string { return []string{"en", "id", "zh-Hant"} }

// Templates are the maps to begin with: the three stage models as skeletons that ask what to find out, two worked examples with their lessons,
// and four common trades.
func Templates() []Template {
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic("BUG: no templates in the binary: " + err.Error()) //nolint:forbidigo // the build put them there
	}
	var lanes map[LaneKind]texts
	if err := json.Unmarshal(laneNames, &lanes); err != nil {
		panic("BUG: lanes.json: " + err.Error()) //nolint:forbidigo // the build put it there
	}
	all := make([]Template, 0, len(entries))
	for _, entry := range entries {
		var file templateFile
		b, err := templateFiles.ReadFile(path.Join("templates", entry.Name()))
		if err == nil {
			err = json.Unmarshal(b, &file)
		}
		if err != nil {
			panic("BUG: " + entry.Name() + ": " + err.Error()) //nolint:forbidigo // the build put them there
		}
		all = append(all, Template{ID: file.ID, State: file.State, file: file, lanes: lanes})
	}
	return all
}

// Name of the map, in en, id or zh-Hant; in English where the language is another.
func (t Template) Name(lang string) string { return t.file.Name.in(lang) }

// Description says what the map shows; that of a worked example ends with its lesson.
func (t Template) Description(lang string) string { return t.file.Description.in(lang) }

// Personas are those through whose eyes it is drawn: nobody, where a team brings its own.
func (t Template) Personas(lang string) []Persona {
	if t.file.Persona == (texts{}) {
		return nil
	}
	return []Persona{{Name: t.file.Persona.in(lang)}}
}

// Sheet is the content in one language. Ids and places are the same in each, so that what is bound to a card stays bound to it.
func (t Template) Sheet(lang string) Sheet {
	var s Sheet
	for _, kind := range t.file.Lanes {
		s.Lanes = append(s.Lanes, Lane{ID: "l_" + string(kind), Kind: kind, Name: t.lanes[kind].in(lang), Place: templatePlace(len(s.Lanes))})
	}
	for _, stage := range t.file.Stages {
		id := "g_" + stage.ID
		s.Stages = append(s.Stages, Stage{ID: id, Name: stage.Name.in(lang), Stage: stage.Stage, Place: templatePlace(len(s.Stages))})
		for _, step := range stage.Steps {
			s.addStep(step, id, lang)
		}
	}
	return s
}

func (s *Sheet) addStep(step templateStep, stage, lang string) {
	id := "s_" + step.ID
	s.Steps = append(s.Steps, Step{ID: id, Stage: stage, Name: step.Name.in(lang), Place: templatePlace(len(s.Steps))})
	inLane := map[LaneKind]int{}
	for _, c := range step.Cards {
		inLane[c.Lane]++
		s.Cards = append(s.Cards, Card{
			ID: fmt.Sprintf("c_%s_%s_%d", step.ID, c.Lane, inLane[c.Lane]), Step: id, Lane: "l_" + string(c.Lane), Place: templatePlace(len(s.Cards)),
			Text: c.Text.in(lang), Value: c.Value, Channel: c.Channel, Moment: c.Moment || c.Lane == LaneMoment, Impact: c.Impact, Effort: c.Effort,
		})
	}
	for _, e := range step.Next {
		s.Edges = append(s.Edges, Edge{ID: "e_" + step.ID + "_" + e.To, From: id, To: "s_" + e.To, Label: e.Label.in(lang), Place: templatePlace(len(s.Edges))})
	}
}

// templatePlace is the place of the nth thing of a list. It ends in no zero, so that there is always a place before it.
func templatePlace(n int) string { return fmt.Sprintf("%03di", n) }
