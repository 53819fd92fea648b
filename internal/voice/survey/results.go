package survey

import (
	"jejak/internal/event"
	"jejak/internal/journey"
)

// Results are what people answered, as the engine that answers all other questions counts it. Scales are never mixed.
type Results struct {
	AsOf      uint64           `json:"asOf"`
	From      event.Time       `json:"from,omitempty"`
	To        event.Time       `json:"to,omitempty"`
	Interval  string           `json:"interval" enum:"day,week,month" doc:"of what is told over time"`
	Starts    []event.Time     `json:"starts"`
	Shown     Figure           `json:"shown" doc:"people who saw it"`
	Answered  Figure           `json:"answered" doc:"people who answered"`
	Dismissed Figure           `json:"dismissed" doc:"people who put it away"`
	Response  journey.Rate     `json:"response" doc:"of people who saw it, how many answered"`
	Finishing journey.Rate     `json:"finishing" doc:"of responses that were begun, how many were finished"`
	Questions []QuestionResult `json:"questions" doc:"in the survey's order; questions that it had before come last"`
	Notes     []string         `json:"notes,omitempty" doc:"as message keys: small_sample, not_shown"`
}

// Figure is a number with the way to the people behind it.
type Figure struct {
	N      int            `json:"n"`
	People journey.People `json:"people" doc:"who they are: a question and a cell of its answer"`
}

// QuestionResult is what was answered to one question.
type QuestionResult struct {
	ID      string        `json:"id"`
	Kind    Kind          `json:"kind" enum:"nps,csat,ces,rating,choice,matrix,text,consent,note,review"`
	Title   Text          `json:"title"`
	State   string        `json:"state" enum:"answered,not_answered,not_asked" doc:"not_asked: the survey was shown to nobody in the range"`
	Gone    bool          `json:"gone,omitempty" doc:"the survey does not ask it any more"`
	N       int           `json:"n" doc:"answers"`
	Score   *Score        `json:"score,omitempty" doc:"of nps, csat, ces, rating and review, once somebody answered"`
	Shares  []Share       `json:"shares,omitempty" doc:"of each score or option; several may be chosen at once"`
	Rows    []RowResult   `json:"rows,omitempty" doc:"of a matrix"`
	Time    []*Score      `json:"overTime,omitempty" doc:"one for each of starts; null where nobody answered"`
	Feeling *FeelingShare `json:"feeling,omitempty" doc:"of texts"`
	Groups  []GroupResult `json:"groups,omitempty" doc:"for each value of by"`
	Notes   []string      `json:"notes,omitempty" doc:"as message keys: small_sample"`
}

// Score is a score with its 95 % interval: NPS from -100 to 100, CSAT as the share of 4 and 5 (0 to 1), otherwise the mean.
type Score struct {
	Scale string  `json:"scale" enum:"nps,csat,ces,rating,review"`
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Small bool    `json:"small,omitempty" doc:"too few for the figure to be relied on"`
}

// Share is how many gave one answer.
type Share struct {
	Value  string         `json:"value" doc:"the score, or the option's id; other is something else"`
	Label  Text           `json:"label,omitempty" doc:"of an option"`
	Rate   journey.Rate   `json:"rate"`
	People journey.People `json:"people"`
}

// RowResult is one row of a matrix.
type RowResult struct {
	ID     string  `json:"id"`
	Label  Text    `json:"label"`
	N      int     `json:"n"`
	Shares []Share `json:"shares" doc:"of each column"`
}

// FeelingShare tells how answers in words feel. Texts that were not read are their own part.
type FeelingShare struct {
	Mean        *float64 `json:"mean,omitempty" doc:"-1 to 1, of those that were scored"`
	Scored      int      `json:"scored"`
	NotScored   int      `json:"notScored"`
	Unsupported int      `json:"unsupported"`
}

// GroupResult is the result of one group of people or answers.
type GroupResult struct {
	Value string `json:"value" doc:"empty where there is none"`
	Label string `json:"label,omitempty" doc:"of a segment: its name"`
	N     int    `json:"n"`
	Score *Score `json:"score,omitempty"`
}
