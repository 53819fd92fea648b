package simulate

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/listen/alert"
	"jejak/internal/listen/topic"
)

// Topics are what the simulated brand listens to.
func Topics() []topic.Topic {
	return []topic.Topic{
		{Name: "Nusa Home", Kind: topic.Brand, Query: `"nusa home" OR @nusahome OR #nusahome OR 努沙`, Exclusions: "lowongan OR 徵才 OR hiring"},
		{Name: "Ruma Living", Kind: topic.Competitor, Query: `"ruma living" OR @rumaliving OR 儒瑪`},
		{Name: "#HematListrik", Kind: topic.Campaign, Query: "#hematlistrik"},
	}
}

// AlertConditions are when the simulated brand is told; topic is the id of its own topic.
func AlertConditions(topic string) []alert.Condition {
	return []alert.Condition{
		{Name: "Sudden talk about Nusa Home", Kind: alert.Volume, Topic: topic, Window: 6, Threshold: 4, Least: 12, Cooldown: 24},
		{Name: "Somebody with many followers", Kind: alert.Influencer, Topic: topic, Window: 1, Threshold: 60_000, Least: 1, Cooldown: 72},
	}
}

// spikeBefore is how long before the end of the history the new version of the app is complained about, on all networks at once.
const spikeBefore = 3*24*time.Hour + 5*time.Hour

// spikeMentions come within two hours.
const spikeMentions = 48

// Mentions are what is said of the brand and its competitor elsewhere in the simulated history, in the order in which it was said.
func Mentions(o Options) ([]ingest.Item, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	m := mentioner{r: rand.New(rand.NewPCG(o.Seed, 0x6d656e74))}
	end := event.TimeOf(o.End)
	for at := event.TimeOf(o.End.Add(-o.Length)); at < end; at += event.Time(m.r.ExpFloat64() * float64(4*time.Hour/time.Millisecond)) {
		m.say(at, false)
	}
	for range spikeMentions {
		m.say(event.TimeOf(o.End.Add(-spikeBefore+time.Duration(m.r.IntN(120))*time.Minute)), true)
	}
	slices.SortStableFunc(m.items, func(a, b ingest.Item) int { return int(a.Event.Time - b.Event.Time) })
	return m.items, m.err
}

type mentioner struct {
	r     *rand.Rand
	items []ingest.Item
	err   error
}

// voices are the authors: few are heard often.
const voices = 90

var (
	networks    = [...]string{"mastodon", "bluesky", "youtube", "feed"}
	authorKinds = [...]string{"person", "influencer", "media", "brand"}
	namings     = map[string][3]string{
		"id": {"Nusa Home: ", "@nusahome ", "Soal Nusa Home. "}, "en": {"Nusa Home: ", "@nusahome ", "About Nusa Home. "}, "zh": {"努沙家居:", "@nusahome ", "關於努沙,"},
	}
	rivalNamings = map[string]string{"id": "Ruma Living: ", "en": "Ruma Living: ", "zh": "儒瑪家居:"}
)

func (m *mentioner) say(at event.Time, spike bool) {
	author := m.r.IntN(voices)
	if m.r.IntN(3) > 0 {
		author %= 30
	}
	language := [...]string{"id", "id", "id", "en", "zh"}[m.r.IntN(5)]
	rival := !spike && m.r.IntN(3) == 0
	about := subjects[1+m.r.IntN(len(subjects)-1)]
	good := m.r.IntN(5) < 3
	if spike {
		about, good = subjects[freshSubject], false
	}
	said := about.poor[language]
	if good {
		said = about.good[language]
	}
	text := namings[language][m.r.IntN(3)]
	if rival {
		text = rivalNamings[language]
	}
	text += said.say(m.r.Uint64())
	if !rival && !spike && m.r.IntN(6) == 0 {
		text += " #HematListrik"
	}
	network := networks[author%len(networks)]
	kind, reach := authorKinds[0], 40+m.r.IntN(900)
	switch {
	case author%23 == 5:
		kind, reach = authorKinds[1], 20_000+m.r.IntN(60_000)
	case network == "feed":
		kind, reach = authorKinds[2], 3000+m.r.IntN(9000)
	case author%17 == 4:
		kind = authorKinds[3]
	}
	name := fmt.Sprintf("suara%02d", author)
	properties, err := json.Marshal(map[string]any{
		"network": network, "author": name, "author_kind": kind, "verified": author%23 == 5, "text": text, "reach": reach,
		"interactions": m.r.IntN(1 + reach/50), "url": fmt.Sprintf("https://%s.example.com/%s/%d", network, name, len(m.items)),
	})
	if err != nil {
		m.err = err
	}
	m.items = append(m.items, ingest.Item{Final: true, Event: event.Event{
		Type: event.Track, Name: "Mentioned", Channel: map[bool]string{true: "web", false: "social"}[network == "feed"],
		MessageID: fmt.Sprintf("mention:%s:%d", network, len(m.items)), Time: at, OriginalAt: at, Properties: properties,
		IDs: []event.ID{{Type: "network", Value: network + ":" + name}},
	}})
}
