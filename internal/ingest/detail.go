package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Sentence says what is wrong with an item. Its words are English and have verbs of fmt for values; they are what senders are told and what
// the quarantine keeps. Its code stands for the same words in other languages.
type Sentence struct{ Code, Words string }

// With is the sentence of these values.
func (s Sentence) With(values ...any) string { return fmt.Sprintf(s.Words, values...) }

// Told is a sentence that was found again in what it said: its values as v1, v2 and so on, and what of them are sentences themselves.
type Told struct {
	Code string            `json:"code" doc:"a stable word for exactly this"`
	With map[string]string `json:"with,omitempty" doc:"the values in its words, as v1, v2 and so on"`
	In   map[string]Told   `json:"in,omitempty" doc:"those of the values that are such words themselves"`
}

// Details finds sentences again. It is safe for concurrent use.
type Details struct{ all []known }

type known struct {
	code   string
	begins string // what every such text begins with
	form   *regexp.Regexp
}

var verb = regexp.MustCompile(`%[.0-9]*[a-z]`)

// NewDetails knows these sentences. Of two that a text can be, it is the one with more words of its own.
func NewDetails(all []Sentence) *Details {
	d := &Details{}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Sentence) int { return cmp.Compare(ownWords(b), ownWords(a)) })
	for _, s := range all {
		own := verb.Split(s.Words, -1)
		form := regexp.QuoteMeta(own[0])
		for i, v := range verb.FindAllString(s.Words, -1) {
			switch v[len(v)-1] {
			case 'd':
				form += `(-?\d+)`
			case 'q':
				form += `("(?:[^"\\]|\\.)*")`
			default:
				form += `(.+?)`
			}
			form += regexp.QuoteMeta(own[i+1])
		}
		d.all = append(d.all, known{code: s.Code, begins: own[0], form: regexp.MustCompile(`(?s)\A` + form + `\z`)})
	}
	return d
}

func ownWords(s Sentence) int { return len(verb.ReplaceAllString(s.Words, "")) }

// deep bounds how many sentences lie in each other.
const deep = 4

// Read is which sentence a text is; nil for none that is known, as of an older version.
func (d *Details) Read(text string) *Told {
	if d == nil || text == "" {
		return nil
	}
	told, ok := d.read(text, deep)
	if !ok {
		return nil
	}
	return &told
}

func (d *Details) read(text string, left int) (told Told, ok bool) {
	for _, k := range d.all {
		if !strings.HasPrefix(text, k.begins) {
			continue
		}
		values := k.form.FindStringSubmatch(text)
		if values == nil {
			continue
		}
		told.Code = k.code
		for i, v := range values[1:] {
			if told.With == nil {
				told.With = map[string]string{}
			}
			name := "v" + strconv.Itoa(i+1)
			told.With[name] = v
			if left == 0 {
				continue
			}
			if inner, ok := d.read(v, left-1); ok {
				if told.In == nil {
					told.In = map[string]Told{}
				}
				told.In[name] = inner
			}
		}
		return told, true
	}
	return told, false
}

// What is found wrong here, whatever way an item came.
var (
	saysNoCall        = Sentence{"no_call", "the type is not one of track, page, screen, identify, group and alias"}
	saysNoEvent       = Sentence{"no_event", "a track call needs the name of its event"}
	saysNoIDs         = Sentence{"no_ids", "it has neither a userId nor an anonymousId nor another id"}
	saysBlockedIDs    = Sentence{"blocked_ids", "its ids are all values that stand for nobody, like null or anonymous"}
	saysLongMessageID = Sentence{"long_message_id", "the messageId has more than %d characters"}
	saysLongName      = Sentence{"long_name", "the name of the event or of its channel has more than %d bytes"}
	saysManyIDs       = Sentence{"many_ids", "it has %d ids: at most %d are taken"}
	saysLargeBody     = Sentence{"large_body", "it has %d KB: at most %d are taken"}
	saysNameText      = Sentence{"name_text", "a name or the messageId is not valid UTF-8, or has a NUL in it"}
	saysLongID        = Sentence{"long_id", "its %s has %d bytes: at most %d are taken"}
	saysIDText        = Sentence{"id_text", "an id is not valid UTF-8, or has a NUL in it"}
	saysNoObject      = Sentence{"no_object", "its properties, traits or context are not a JSON object"}
	saysBodyText      = Sentence{"body_text", "its properties, traits or context are not valid UTF-8, or have a NUL in them"}
	saysFarTime       = Sentence{"far_time", "a time lies before 1900 or after 9999"}
	saysFarClock      = Sentence{"far_clock", "by its clocks it happened before 1900"}
)

// Sentences are all that this package says of an item.
func Sentences() []Sentence {
	return []Sentence{
		saysNoCall, saysNoEvent, saysNoIDs, saysBlockedIDs, saysLongMessageID, saysLongName, saysManyIDs, saysLargeBody,
		saysNameText, saysLongID, saysIDText, saysNoObject, saysBodyText, saysFarTime, saysFarClock,
	}
}
