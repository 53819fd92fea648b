// Package sentiment says how a text feels, from −1 to 1 and in three classes, by small linear models of our own for each language.
package sentiment

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"jejak/internal/fault"
)

// Label is one of three classes.
type Label int8

// The classes.
const (
	Negative Label = -1
	Neutral  Label = 0
	Positive Label = 1
)

// String is the word for a class.
func (l Label) String() string {
	switch l {
	case Positive:
		return "positive"
	case Negative:
		return "negative"
	case Neutral:
	}
	return "neutral"
}

// LabelOf is the class with the highest chance. Where positive and negative are even it is neutral, so that a label never
// speaks against the sign of its score.
func LabelOf(negative, neutral, positive float64) Label {
	switch {
	case positive > negative && positive > neutral:
		return Positive
	case negative > positive && negative > neutral:
		return Negative
	}
	return Neutral
}

// State tells a text that was scored from one that was not.
type State uint8

// The states of a text.
const (
	// NotScored is a text that nobody read yet, or that has nothing to read.
	NotScored State = iota
	Scored
	// Unsupported is a text in a language without a model.
	Unsupported
)

// String is the word for a state.
func (s State) String() string {
	return [...]string{"not scored", "scored", "unsupported"}[s]
}

// Verdict is what is said of a text. Label and Score mean something only where it was scored.
type Verdict struct {
	State    State
	Language Language // "" where it is none of ours
	Label    Label
	// Score is the chance of positive less that of negative, from −1 to 1: above 0 where the label is positive, below where it is
	// negative, and from −0.5 to 0.5 where it is neutral.
	Score float64
}

// Models are those of the languages, and the one that tells them apart. They are read-only and safe for concurrent use.
type Models struct {
	by      map[Language]*Model
	teller  *Model
	figures map[Language][]Figure
}

//go:embed models
var embedded embed.FS

// Embedded are the models that come with this build.
func Embedded() (*Models, error) {
	folder, err := fs.Sub(embedded, "models")
	if err != nil {
		return nil, fmt.Errorf("embedded models: %w", err)
	}
	return Open(folder)
}

// Open reads the models of a folder: id.model and so on, and la.model. A language whose file is absent has no model.
func Open(folder fs.FS) (*Models, error) {
	m := &Models{by: map[Language]*Model{}, figures: map[Language][]Figure{}}
	for _, l := range append(Languages(), Teller) {
		file, err := fs.ReadFile(folder, string(l)+".model")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the model of %s: %w", l, err)
		}
		model, err := Decode(file)
		if err != nil {
			return nil, fmt.Errorf("the model of %s: %w", l, err)
		}
		if model.Language != l {
			return nil, fault.New(fault.Corrupt, "The model in %s.model is of %q.", l, string(model.Language))
		}
		if m.figures[l], err = figuresOf(folder, l); err != nil {
			return nil, err
		}
		if l == Teller {
			m.teller = model
		} else {
			m.by[l] = model
		}
	}
	return m, nil
}

// Has reports whether a language has a model.
func (m *Models) Has(l Language) bool { return m.by[l] != nil }

// Figures say how good a language's model is on rows that it never saw.
func (m *Models) Figures(l Language) []Figure { return m.figures[l] }

// Scorer reads texts, one after the other: one for each goroutine, since its buffers are used again.
type Scorer struct {
	models *Models
	by     map[Language]*Extractor
	teller *Extractor
}

// Scorer makes one.
func (m *Models) Scorer() *Scorer {
	s := &Scorer{models: m, by: map[Language]*Extractor{}}
	for l, model := range m.by {
		s.by[l] = NewExtractor(l, model.Bits)
	}
	if m.teller != nil {
		s.teller = NewExtractor(Teller, m.teller.Bits)
	}
	return s
}

// Score says how a text in this language feels. At most the first 64 KiB of it are read.
func (s *Scorer) Score(l Language, text string) Verdict {
	model := s.models.by[l]
	if model == nil {
		return Verdict{State: Unsupported}
	}
	f := s.by[l].Of(text)
	if f.Empty() {
		return Verdict{State: NotScored, Language: l}
	}
	negative, neutral, positive := Chances(model.Answer(f))
	return Verdict{State: Scored, Language: l, Label: LabelOf(negative, neutral, positive), Score: positive - negative}
}

// Read tells the language and says how the text feels.
func (s *Scorer) Read(text string) Verdict {
	switch l, ok := s.Tell(text); {
	case !ok:
		return Verdict{State: NotScored}
	case l == "":
		return Verdict{State: Unsupported}
	default:
		return s.Score(l, text)
	}
}
