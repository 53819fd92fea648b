package survey

import "slices"

// Public is a survey as somebody answers it, all texts in one language.
type Public struct {
	Token     string           `json:"token" doc:"what to give with answers; of an open link, it is another one for each visit: keep it"`
	Name      string           `json:"name"`
	Language  string           `json:"language"`
	Languages []string         `json:"languages"`
	Dir       string           `json:"dir" enum:"ltr,rtl"`
	Theme     Theme            `json:"theme"`
	Questions []PublicQuestion `json:"questions"`
	Thanks    string           `json:"thanks"`
	Answers   []Answer         `json:"answers" doc:"what was answered so far"`
	Next      string           `json:"next" doc:"id of the question to go on with, or end"`
	Finished  bool             `json:"finished"`
	Preview   bool             `json:"preview,omitempty" doc:"nothing is kept"`
	Trap      string           `json:"trap" doc:"name of a field that people do not see; give what is in it with answers"`
}

// PublicOption is an option in one language.
type PublicOption struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// PublicQuestion is a question in one language. In its texts {{answer:ID|instead}} is left for the page to fill as answers come.
type PublicQuestion struct {
	ID          string         `json:"id"`
	Kind        Kind           `json:"kind" enum:"nps,csat,ces,rating,choice,matrix,text,consent,note,review"`
	Title       string         `json:"title"`
	Help        string         `json:"help,omitempty"`
	Low         string         `json:"low,omitempty"`
	High        string         `json:"high,omitempty"`
	Placeholder string         `json:"placeholder,omitempty"`
	Required    bool           `json:"required,omitempty"`
	Multiple    bool           `json:"multiple,omitempty"`
	Options     []PublicOption `json:"options,omitempty"`
	Other       bool           `json:"other,omitempty"`
	Rows        []PublicOption `json:"rows,omitempty"`
	Columns     []PublicOption `json:"columns,omitempty"`
	Min         int            `json:"min" doc:"of a score"`
	Max         int            `json:"max"`
	Show        []Condition    `json:"show,omitempty"`
	Next        []Jump         `json:"next,omitempty"`
}

// trapField is a name that forms have, so that programs which fill in everything fill it in.
const trapField = "website"

// public is the survey in one of its languages, with a person's traits in its words.
func (c *Content) public(name, lang string, theme Theme, traits map[string]string) Public {
	say := func(t Text) string { return fill(t.in(lang, c.Languages[0]), traits) }
	options := func(all []Option) (out []PublicOption) {
		for _, o := range all {
			out = append(out, PublicOption{ID: o.ID, Label: say(o.Label)})
		}
		return out
	}
	p := Public{
		Name: name, Language: lang, Languages: c.Languages, Dir: direction(lang), Theme: c.Theme.over(theme), Thanks: say(c.Thanks),
		Trap: trapField, Questions: []PublicQuestion{},
	}
	for i := range c.Questions {
		q := &c.Questions[i]
		low, high := q.scale()
		p.Questions = append(p.Questions, PublicQuestion{
			ID: q.ID, Kind: q.Kind, Title: say(q.Title), Help: say(q.Help), Low: say(q.Low), High: say(q.High), Placeholder: say(q.Placeholder),
			Required: q.Required, Multiple: q.Multiple, Options: options(q.Options), Other: q.Other, Rows: options(q.Rows),
			Columns: options(q.Columns), Min: low, Max: high, Show: q.Show, Next: q.Next,
		})
	}
	return p
}

// over is the theme with what it leaves open as another one has it.
func (t Theme) over(other Theme) Theme {
	fallBack := func(own *string, other string) {
		if *own == "" {
			*own = other
		}
	}
	fallBack(&t.Accent, other.Accent)
	fallBack(&t.Background, other.Background)
	fallBack(&t.Text, other.Text)
	fallBack(&t.Logo, other.Logo)
	fallBack(&t.Position, other.Position)
	if t.Radius == nil {
		t.Radius = other.Radius
	}
	return t
}

// with is the survey for a token, and what was answered so far.
func (p Public) with(token string, r *response, c *Content) Public {
	p.Token, p.Answers = token, []Answer{}
	said := map[string]Answer{}
	done := false
	if r != nil {
		said, done, p.Finished = r.said(), r.done, r.finished != 0
	}
	for _, q := range c.Questions {
		if a, ok := said[q.ID]; ok && r != nil && slices.Contains(r.counted(c), q.ID) {
			p.Answers = append(p.Answers, a)
		}
	}
	p.Next = c.next(said, done)
	return p
}
