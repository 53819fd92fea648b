// Package help keeps articles that answer customers' questions, finds the best one for a question, and notes what none answers.
package help

import (
	"slices"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/journey"
)

// Text is an article in one language.
type Text struct {
	Title string `json:"title" maxLength:"300"`
	Body  string `json:"body" maxLength:"60000" doc:"Markdown; HTML in it is left out"`
	Words string `json:"words,omitempty" maxLength:"2000" doc:"other words that people ask with; searched, not shown"`
}

// Article is an answer in one language or several.
type Article struct {
	ID        string          `json:"id" example:"a3"`
	Kind      string          `json:"kind" enum:"article,faq"`
	Texts     map[string]Text `json:"texts" doc:"by language: en, id, zh-Hant, or any other tag"`
	First     string          `json:"first" doc:"the language to fall back on"`
	Published bool            `json:"published" doc:"drafts are seen by the team alone"`
	Owner     string          `json:"owner"`
	document.Stamp
	ChangedBy string `json:"changedBy"`
}

// Best is the text in the first language that a reader prefers and the article has, else in the article's own.
func (a Article) Best(languages []string) (language string, t Text) {
	for _, want := range languages {
		if t, ok := a.Texts[want]; ok {
			return want, t
		}
		for _, have := range slices.Sorted(keysOf(a.Texts)) {
			if base(have) == base(want) {
				return have, a.Texts[have]
			}
		}
	}
	return a.First, a.Texts[a.First]
}

// Site is a workspace's public help page.
type Site struct {
	Slug  string `json:"slug" pattern:"^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$" doc:"of its address: /help/{slug}"`
	Title string `json:"title" maxLength:"200"`
	Open  bool   `json:"open" doc:"anybody may read the published articles"`
}

// Asked is a question that no article answered.
type Asked struct {
	ID       string     `json:"id" example:"q5"`
	Text     string     `json:"text" doc:"as it was asked first"`
	Language string     `json:"language,omitempty"`
	Count    int        `json:"count" doc:"how often; the same words in another order are the same question"`
	First    event.Time `json:"first"`
	Last     event.Time `json:"last"`
	Done     bool       `json:"done" doc:"somebody has seen to it"`
}

// Use is how often an article was read and what readers said of it.
type Use struct {
	Article string       `json:"article"`
	Read    int          `json:"read"`
	Helped  journey.Rate `json:"helped" doc:"said that it helped, of those who said anything, with Wilson's interval"`
}

// Hit is an article that a search found.
type Hit struct {
	Article  string  `json:"article"`
	Language string  `json:"language" doc:"of the text shown"`
	Title    string  `json:"title"`
	Summary  string  `json:"summary" doc:"the beginning of its text, without marks"`
	Covered  float64 `json:"covered" doc:"share of the question's words that it holds"`
}

// Answer is what a search found, the best first.
type Answer struct {
	Known bool  `json:"known" doc:"the first one answers the question as far as words can tell; else say that there is no answer"`
	Hits  []Hit `json:"hits"`
}
