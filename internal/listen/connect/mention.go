package connect

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
)

// Mention is what somebody said elsewhere, as a network tells it. Only ID and one of Text and Title are always there.
type Mention struct {
	Network      string // feed, mastodon, bluesky, youtube, play, appstore…
	ID           string // the network's own, and the same in every connection
	Author       string // as people know them there
	AuthorID     string // the network's own, where it is not Author
	AuthorKind   string // person, media, brand, influencer…, where the network tells
	Verified     bool
	URL          string
	Title        string
	Text         string // plain
	Language     string // BCP 47
	At           time.Time
	Channel      string   // social by default
	Reach        *float64 // followers of the author, or views
	Interactions *float64 // likes, replies and shares
	Rating       *float64 // stars
	Topic        string   // where only this topic was asked for
}

// Name is what the events of mentions are called.
const Name = "Mentioned"

// SourceName is the source that connections send as.
const SourceName = "Listening"

// Bounds in bytes. What is longer is cut, at a character.
const (
	longestText  = 20_000
	longestTitle = 500
	longestWord  = 200
	longestURL   = 2000
)

// Said is whether there is something to keep.
func (m Mention) Said() bool {
	return m.ID != "" && m.Network != "" && strings.TrimSpace(m.Text+m.Title) != ""
}

// key is the mention's id, short.
func (m Mention) key() string {
	id := clean(m.ID, longestURL)
	if len(id) > 120 || id != m.ID {
		sum := sha256.Sum256([]byte(m.ID))
		return hex.EncodeToString(sum[:16])
	}
	return id
}

// Whose is the id of the author: their own on that network, and nobody else's.
func (m Mention) Whose() event.ID {
	author := m.AuthorID
	if author == "" {
		author = m.Author
	}
	if author == "" {
		author = m.key()
	}
	return event.ID{Type: "network", Value: clean(m.Network, longestWord) + ":" + clean(author, longestWord)}
}

// Event is the mention as an event that a connection brought, or a file where that is "". A time that is absent or yet to come is now.
func (m Mention) Event(connection string, now time.Time) (event.Event, error) {
	text := clean(m.Text, longestText)
	if text == "" {
		text = clean(m.Title, longestText)
	}
	p := map[string]any{"network": clean(m.Network, longestWord), "text": text}
	for name, value := range map[string]string{
		"connection": connection, "author": clean(m.Author, longestWord), "author_id": clean(m.AuthorID, longestWord), "author_kind": clean(m.AuthorKind, longestWord),
		"url": link(m.URL), "title": clean(m.Title, longestTitle), "language": clean(m.Language, 35), "topic": clean(m.Topic, longestWord),
	} {
		if value != "" {
			p[name] = value
		}
	}
	if m.Verified {
		p["verified"] = true
	}
	for name, value := range map[string]*float64{"reach": m.Reach, "interactions": m.Interactions, "rating": m.Rating} {
		if value != nil && !math.IsNaN(*value) && !math.IsInf(*value, 0) {
			p[name] = *value
		}
	}
	at := m.At
	if at.IsZero() || at.After(now) || at.Year() < 1990 {
		at = now
	}
	e := event.Event{
		Type: event.Track, Name: Name, Channel: m.Channel, MessageID: "mention:" + clean(m.Network, longestWord) + ":" + m.key(),
		IDs: []event.ID{m.Whose()}, Time: event.TimeOf(at), OriginalAt: event.TimeOf(at),
	}
	if e.Channel == "" {
		e.Channel = "social"
	}
	var err error
	e.Properties, err = json.Marshal(p)
	return e, err
}

func link(s string) string {
	if s = clean(s, longestURL+1); len(s) > longestURL || !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return ""
	}
	return s
}

// clean makes a text valid, without NUL and with no more than so many bytes.
func clean(s string, most int) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return strings.TrimSpace(s[:most])
}
