// Package webhook takes in mentions that other programs send, signed as Standard Webhooks (standardwebhooks.com) are.
package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
)

const (
	prefix       = "whsec_"
	window       = 5 * time.Minute // that a delivery may be late or early: an older one may be somebody's replay
	mostMentions = 500
)

// Connector reads deliveries. Settings: secret.
type Connector struct{}

// New makes the connector.
func New() *Connector { return &Connector{} }

// Kind is its name.
func (*Connector) Kind() string { return "webhook" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "secret", Required: true, Secret: true}}
}

// Fresh makes a secret.
func (*Connector) Fresh() connect.Settings {
	key := make([]byte, 24)
	_, _ = rand.Read(key) // never fails
	return connect.Settings{"secret": prefix + base64.StdEncoding.EncodeToString(key)}
}

// Check reads the secret.
func (*Connector) Check(s connect.Settings) error {
	if key := keyOf(s["secret"]); len(key) < 16 {
		return connect.Wrong("secret", "must be whsec_ and at least 16 bytes in base64")
	}
	return nil
}

func keyOf(secret string) []byte {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, prefix))
	if err != nil {
		return nil
	}
	return key
}

// Sign is the signature of a delivery, for who sends one.
func Sign(secret, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, keyOf(secret))
	fmt.Fprintf(mac, "%s.%s.", id, timestamp)
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Receive reads a delivery.
func (*Connector) Receive(s connect.Settings, d connect.Delivery, now time.Time) ([]connect.Mention, error) {
	if err := verify(s["secret"], d, now); err != nil {
		return nil, err
	}
	return Read(d.ID, d.Body)
}

// verify checks that who sent a delivery has the secret, and sent it just now.
func verify(secret string, d connect.Delivery, now time.Time) error {
	seconds, err := strconv.ParseInt(d.Timestamp, 10, 64)
	if d.ID == "" || d.Signature == "" || err != nil {
		return fault.New(fault.Unauthenticated, "A delivery needs the headers webhook-id, webhook-timestamp (seconds since 1970) and webhook-signature.")
	}
	if len(keyOf(secret)) == 0 {
		return fault.New(fault.Unauthenticated, "This address has no secret: make the connection anew.")
	}
	want, known := []byte(Sign(secret, d.ID, d.Timestamp, d.Body)), false
	for one := range strings.FieldsSeq(d.Signature) { // several while a sender changes secrets
		known = hmac.Equal([]byte(one), want) || known
	}
	if !known {
		return fault.New(fault.Unauthenticated, "The signature is not that of this delivery: sign \"id.timestamp.body\" with the secret of the connection.")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return fault.New(fault.Unauthenticated, "The delivery was signed more than five minutes ago, or is yet to come: sign it when it is sent, and set the clock.")
	}
	return nil
}

type mention struct {
	Network      string   `json:"network"`
	ID           string   `json:"id"`
	Author       string   `json:"author"`
	AuthorID     string   `json:"author_id"`
	AuthorKind   string   `json:"author_kind"`
	Verified     bool     `json:"verified"`
	URL          string   `json:"url"`
	Title        string   `json:"title"`
	Text         string   `json:"text"`
	Language     string   `json:"language"`
	Time         string   `json:"time"`
	Topic        string   `json:"topic"`
	Channel      string   `json:"channel"`
	Reach        *float64 `json:"reach"`
	Interactions *float64 `json:"interactions"`
	Rating       *float64 `json:"rating"`
}

// Read reads the body of a delivery: one mention, or {"mentions": […]}. A mention without an id is known by the delivery's. Fault:
// Invalid.
func Read(delivery string, body []byte) ([]connect.Mention, error) {
	var many struct {
		Mentions *[]mention `json:"mentions"`
	}
	var all []mention
	err := json.Unmarshal(body, &many)
	switch {
	case err == nil && many.Mentions != nil:
		all = *many.Mentions
	case err == nil:
		all = make([]mention, 1)
		err = json.Unmarshal(body, &all[0])
	}
	if err != nil || !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "The body must be a mention in JSON, or {\"mentions\": […]}."), "webhook_no_json")
	}
	if len(all) > mostMentions {
		return nil, fault.Coded(fault.New(fault.Invalid, "A delivery holds at most %d mentions: send several.", mostMentions), "webhook_most", "most", strconv.Itoa(mostMentions))
	}
	out := make([]connect.Mention, len(all))
	for i, one := range all {
		if out[i], err = one.whole(fmt.Sprintf("%s.%d", delivery, i)); err != nil {
			return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "Mention %d: %s", i+1, err.Error()), "webhook_mention", "n", strconv.Itoa(i+1))
		}
	}
	return out, nil
}

func (m mention) whole(id string) (connect.Mention, error) {
	out := connect.Mention{
		Network: m.Network, ID: m.ID, Author: m.Author, AuthorID: m.AuthorID, AuthorKind: m.AuthorKind, Verified: m.Verified, URL: m.URL,
		Title: m.Title, Text: m.Text, Language: m.Language, Channel: m.Channel, Reach: m.Reach, Interactions: m.Interactions,
		Rating: m.Rating, Topic: m.Topic,
	}
	if out.Network == "" {
		return out, fault.New(fault.Invalid, "network must say where it was said.")
	}
	if out.ID == "" {
		out.ID = id
	}
	if !out.Said() {
		return out, fault.New(fault.Invalid, "text must say what was said.")
	}
	if m.Time != "" {
		at, err := time.Parse(time.RFC3339, m.Time)
		if err != nil {
			return out, fault.New(fault.Invalid, "time must be as in 2026-01-31T09:30:00Z.")
		}
		out.At = at
	}
	return out, nil
}
