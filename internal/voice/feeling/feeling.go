// Package feeling writes on an event how the text in it feels, so that whatever is heard counts as a signal from then on.
package feeling

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"

	"jejak/internal/voice/sentiment"
)

// The words of the property "feeling".
const (
	Scored      = "scored"
	NotScored   = "not_scored"  // nobody read it yet, or it has nothing to read
	Unsupported = "unsupported" // in a language without a model
)

// Feeling is what is said of a text.
type Feeling struct {
	Feeling   string  // Scored, NotScored or Unsupported
	Language  string  // id, en, zh, ar; as it was given where that is none of these; "" where it is not known
	Sentiment float64 // −1 to 1, three decimals; of a scored one
}

// Names are the events whose text is read unless other ones are named.
func Names() []string {
	return []string{
		"Review Submitted", "Product Reviewed", "Comment Posted", "Message Received", "Chat Message", "Chat Message Received",
		"Email Received", "Mentioned", "Feedback Given", "Survey Answered",
	}
}

// textKeys are the properties that a text is looked for in; the first that holds one is read.
func textKeys() []string {
	return []string{"text", "message", "review", "review_body", "comment", "body"}
}

// Options say what a Reader does.
type Options struct {
	Names []string // of the events that are read
	// Later leaves texts not scored, for a model elsewhere that scores them later. Their language is told all the same.
	Later bool
}

// Reader reads the texts of events. It is safe for concurrent use.
type Reader struct {
	models  *sentiment.Models
	later   bool
	names   map[string]struct{}
	scorers sync.Pool
}

// New makes a Reader.
func New(models *sentiment.Models, o Options) *Reader {
	r := &Reader{models: models, later: o.Later, names: make(map[string]struct{}, len(o.Names))}
	for _, name := range o.Names {
		r.names[name] = struct{}{}
	}
	r.scorers.New = func() any { return models.Scorer() }
	return r
}

// Models are those that texts are read with.
func (r *Reader) Models() *sentiment.Models { return r.models }

// Heard reports whether events of a name are read.
func (r *Reader) Heard(name string) bool {
	_, ok := r.names[name]
	return ok
}

// Read says how a text feels. The language is told by the text where none is given; "zh-Hant" is read as "zh".
func (r *Reader) Read(language, text string) Feeling {
	scorer := r.scorers.Get().(*sentiment.Scorer)
	defer r.scorers.Put(scorer)
	var v sentiment.Verdict
	known := primary(language)
	if known == "" {
		v = scorer.Read(text)
	} else {
		v = scorer.Score(sentiment.Language(known), text)
	}
	f := Feeling{Feeling: NotScored, Language: string(v.Language)}
	if f.Language == "" {
		f.Language = language
	}
	if r.later {
		return f
	}
	switch v.State {
	case sentiment.Scored:
		f.Feeling, f.Sentiment = Scored, math.Round(v.Score*1000)/1000
	case sentiment.Unsupported:
		f.Feeling = Unsupported
	case sentiment.NotScored:
	}
	return f
}

// primary is the language of a tag: zh of zh-Hant-TW, id of id_ID.
func primary(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return tag
}

// Properties adds language, sentiment and feeling to the properties of an event whose name is listed, and that has a text and
// neither a sentiment nor a feeling. All others come back as they are, without being looked into.
func (r *Reader) Properties(name string, properties []byte) []byte {
	if !r.Heard(name) || len(properties) == 0 {
		return properties
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(properties, &all) != nil || all["sentiment"] != nil || all["feeling"] != nil {
		return properties
	}
	text := Text(all)
	if text == "" {
		return properties
	}
	var language string
	_ = json.Unmarshal(all["language"], &language) // anything but a text is no language
	return r.Read(language, text).append(properties, all["language"] != nil)
}

// Text is the text in the properties of an event, "" where there is none.
func Text(properties map[string]json.RawMessage) string {
	for _, key := range textKeys() {
		var text string
		if raw := properties[key]; len(raw) > 2 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil && strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// append writes the feeling behind the last property of a JSON object that has some.
func (f Feeling) append(object []byte, hasLanguage bool) []byte {
	end := bytes.LastIndexByte(object, '}')
	out := make([]byte, 0, len(object)+80)
	out = append(out, object[:end]...)
	if !hasLanguage && f.Language != "" {
		out = strconv.AppendQuote(append(out, `,"language":`...), f.Language)
	}
	if f.Feeling == Scored {
		out = strconv.AppendFloat(append(out, `,"sentiment":`...), f.Sentiment, 'f', -1, 64)
	}
	out = append(append(append(out, `,"feeling":"`...), f.Feeling...), '"')
	return append(out, object[end:]...)
}

// Correct gives properties the score that a person said, in the place of what is there.
func Correct(properties []byte, score float64) []byte {
	var all map[string]json.RawMessage
	if json.Unmarshal(properties, &all) != nil {
		return properties
	}
	all["sentiment"] = strconv.AppendFloat(nil, score, 'f', -1, 64)
	all["feeling"] = json.RawMessage(`"` + Scored + `"`)
	out, err := json.Marshal(all)
	if err != nil {
		return properties
	}
	return out
}

// Map is the feeling as properties, for whoever makes an event of it.
func (f Feeling) Map() map[string]any {
	out := map[string]any{"feeling": f.Feeling}
	if f.Language != "" {
		out["language"] = f.Language
	}
	if f.Feeling == Scored {
		out["sentiment"] = f.Sentiment
	}
	return out
}
