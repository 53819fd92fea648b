// Package heard keeps every text that customers wrote, with whose it is, where it was said and how it feels, to list, count and search.
package heard

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/listen/topic"
	"jejak/internal/voice/feeling"
)

// The feelings of a text.
const (
	Negative    = "negative"
	Neutral     = "neutral"
	Positive    = "positive"
	NotScored   = feeling.NotScored
	Unsupported = feeling.Unsupported
)

// Feelings are all of them.
func Feelings() []string { return []string{Negative, Neutral, Positive, NotScored, Unsupported} }

// Who scored a text, where that is no model elsewhere.
const (
	ByJejak  = "jejak"
	BySender = "sender"
)

// neutralWithin is how far from 0 a score may lie to be neutral: of the score alone no class can be told more exactly, as a
// neutral text has one between −0.5 and 0.5 (docs/sentiment.md).
const neutralWithin = 0.2

// ClassOf is the feeling of a score.
func ClassOf(score float64) string {
	switch {
	case score > neutralWithin:
		return Positive
	case score < -neutralWithin:
		return Negative
	}
	return Neutral
}

// scoreOf is what a person's word counts as: they are sure.
func scoreOf(class string) float64 {
	return map[string]float64{Negative: -1, Positive: 1}[class]
}

// Text is one thing heard.
type Text struct {
	Seq        uint64       `json:"seq" doc:"number of the event that brought it"`
	At         event.Time   `json:"at"`
	Person     event.Person `json:"person"`
	Event      string       `json:"event" example:"Product Reviewed"`
	Channel    string       `json:"channel"`
	Touchpoint string       `json:"touchpoint,omitempty" doc:"id of the touchpoint that it was said at"`
	Language   string       `json:"language,omitempty" doc:"id, en, zh, ar, or as it was given"`
	Feeling    string       `json:"feeling" enum:"negative,neutral,positive,not_scored,unsupported"`
	Score      *float64     `json:"score,omitempty" doc:"−1 to 1, where there is one"`
	Scorer     string       `json:"scorer,omitempty" doc:"who said how it feels: jejak (models of our own), sender, or the name of a model elsewhere; empty where nobody did"`
	Network    string       `json:"network,omitempty" doc:"of a mention: where it was heard"`
	Topic      string       `json:"topic,omitempty" doc:"of a mention: id of the topic that its source was asked for"`
	AuthorKind string       `json:"authorKind,omitempty" doc:"of a mention, where the network tells it"`
	Said
	Themes    []string    `json:"themes,omitempty" doc:"ids of its themes"`
	Topics    []string    `json:"topics,omitempty" doc:"of a mention: ids of the topics that it is of"`
	Corrected *Correction `json:"corrected,omitempty" doc:"what a person said of the feeling"`

	subject             event.Subject
	reach, interactions uint32

	// While it is being taken in.
	terms   []string
	mention *topic.Text // nil of a text that is none
}

// Said is what is only shown.
type Said struct {
	Text         string   `json:"text"`
	Title        string   `json:"title,omitempty"`
	Author       string   `json:"author,omitempty" doc:"of a mention"`
	URL          string   `json:"url,omitempty"`
	Rating       *float64 `json:"rating,omitempty"`
	Verified     bool     `json:"verified,omitempty" doc:"of a mention: the network vouches for the author"`
	Reach        *float64 `json:"reach,omitempty" doc:"of a mention: how many may have seen it"`
	Interactions *float64 `json:"interactions,omitempty" doc:"of a mention: likes, replies and shares, where the network tells them"`
	Matched      string   `json:"matched,omitempty" doc:"of a mention: the type of the author's id that says whose it is beside their name on the network, as a rule gave it; empty where none does"`
	Survey       string   `json:"survey,omitempty" doc:"name of the survey that asked"`
	Ask          string   `json:"ask,omitempty" doc:"the question that it answers"`
}

// longestText is how many bytes of a text are kept here; the event has all of it.
const longestText = 16 << 10

// textOf reads an event; ok is false where it says nothing.
func textOf(e *event.Event, s event.Subject, p event.Person) (t Text, ok bool) {
	var all map[string]json.RawMessage
	if json.Unmarshal(e.Properties, &all) != nil {
		return t, false
	}
	said := feeling.Text(all)
	if said == "" {
		return t, false
	}
	t = Text{
		Seq: e.Seq, At: e.Time, Person: p, subject: s, Event: e.Name, Channel: e.Channel,
		Language: word(all["language"], 35),
		Said: Said{
			Text: cut(said, longestText), Title: word(all["title"], 300), URL: link(word(all["url"], 2000)), Rating: number(all["rating"]),
			Survey: word(all["survey_name"], 200), Ask: word(all["ask"], 500),
		},
	}
	if e.Name == mentioned { // other events use these words for other things
		t.readMention(e, all)
	}
	if i := strings.IndexAny(t.Language, "-_"); i > 0 {
		t.Language = t.Language[:i]
	}
	t.Language = strings.ToLower(t.Language)
	t.Feeling = NotScored
	if score := number(all["sentiment"]); score != nil && math.Abs(*score) <= 1 {
		t.Score, t.Feeling, t.Scorer = score, ClassOf(*score), BySender
		if word(all["feeling"], 20) == feeling.Scored {
			t.Scorer = ByJejak
		}
	} else if word(all["feeling"], 20) == Unsupported {
		t.Feeling = Unsupported
	}
	return t, true
}

// mentioned is the name of the events that are mentions.
const mentioned = "Mentioned"

func (t *Text) readMention(e *event.Event, all map[string]json.RawMessage) {
	t.Network, t.Topic, t.AuthorKind = word(all["network"], 40), word(all["topic"], 100), word(all["author_kind"], 40)
	t.Author, t.Reach, t.Interactions = word(all["author"], 200), number(all["reach"]), number(all["interactions"])
	t.Verified = string(all["verified"]) == "true"
	t.reach, t.interactions = whole(t.Reach), whole(t.Interactions)
	for _, id := range e.IDs {
		if id.Type != "network" {
			t.Matched = string(id.Type)
			break
		}
	}
}

// whole is a count as sums are made of it; more than four milliards count as so many.
func whole(f *float64) uint32 {
	if f == nil || *f <= 0 {
		return 0
	}
	return uint32(min(math.Round(*f), math.MaxUint32))
}

// words are what a text is searched by, and themes and topics are told by.
func (t *Text) words() string { return t.Title + "\n" + t.Text }

// asMention is a mention as topics are held against it; nil of a text that is none.
func (t *Text) asMention() *topic.Text {
	if t.Event != mentioned {
		return nil
	}
	m := &topic.Text{Text: t.words(), Language: t.Language, Network: t.Network, Author: t.Author, Kind: t.AuthorKind, Topic: t.Topic}
	m.Ready()
	return m
}

// word is a short text of the properties, "" where it is anything else.
func word(raw json.RawMessage, most int) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return cut(strings.TrimSpace(s), most)
}

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// link is an address that may be opened, "" for any other one.
func link(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

func number(raw json.RawMessage) *float64 {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}
