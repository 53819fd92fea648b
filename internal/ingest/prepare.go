package ingest

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
)

// Reason is the stable word for why an item was rejected; docs/verdicts.md explains each to people.
type Reason string

// The reasons that are found here. Wire formats have more of their own.
const (
	BadType       Reason = "bad_type"        // not one of the six calls
	NoEvent       Reason = "no_event"        // a track call without the event's name
	NoIDs         Reason = "no_ids"          // names nobody
	BlockedIDs    Reason = "blocked_ids"     // names only values that stand for nobody
	LongMessageID Reason = "long_message_id" // a messageId of more than 100 characters
	TooLarge      Reason = "too_large"       // a part, or the whole, is over its limit
	BadText       Reason = "bad_text"        // not valid UTF-8, or with a NUL
	BadTime       Reason = "bad_time"        // a time before 1900 or after 9999
	BadBody       Reason = "bad_body"        // properties, traits or context that are no JSON object
)

// Limits of one event.
const (
	messageIDMax = 100 // characters
	nameMax      = 1000
	idMax        = 1000
	idsMax       = 64
	bodyMax      = 256 << 10 // properties, traits and context together
)

// futureMax is how far ahead of ours a sender's clock may lie.
const futureMax = event.Time(24 * time.Hour / time.Millisecond)

// earliest and latest bound a time that can be meant.
var (
	earliest = event.TimeOf(time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC))
	latest   = event.TimeOf(time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC))
)

// The channels that every workspace has.
var channels = map[string]struct{}{
	"web": {}, "app": {}, "store": {}, "call": {}, "email": {}, "sms": {}, "whatsapp": {}, "chat": {}, "social": {}, "ads": {},
	"search": {}, "referral": {}, "marketplace": {}, "community": {}, "event": {}, "other": {},
}

// batch is the items of one call, made ready before they wait for their turn.
type batch struct {
	src      Source
	received event.Time
	items    []Item
	ready    []prepared
	verdicts []Verdict
	counted  bool // duplicates are in the ledger already
}

// prepared is an item with all that can be decided without the store.
type prepared struct {
	reason Reason // not empty: rejected
	detail string
	key    eventlog.MessageKey
	time   event.Time
	ids    []event.ID
	value  []byte
	late   *event.Event // where the ids are only known in the end; encoded then
}

func (in *Ingester) prepare(src Source, received, timed event.Time, flags event.Flag, items []Item) *batch {
	b := &batch{
		src: src, received: received, items: items,
		ready: make([]prepared, len(items)), verdicts: make([]Verdict, len(items)),
	}
	size := 0
	for i := range items {
		e := &items[i].Event
		size += len(e.Name) + len(e.Properties) + len(e.Traits) + len(e.Context) + len(e.MessageID) + 192
	}
	buf := make([]byte, 0, size)
	for i := range items {
		p := &b.ready[i]
		b.verdicts[i] = Verdict{Index: i, MessageID: strings.ToValidUTF8(items[i].Event.MessageID, "\uFFFD")}
		if p.reason, p.detail = items[i].Fault, items[i].Detail; p.reason != "" {
			continue
		}
		e := items[i].Event
		e.Flags |= flags
		if p.reason, p.detail = in.complete(&e, src, timed, items[i].Final); p.reason != "" {
			continue
		}
		e.ReceivedAt = received
		b.verdicts[i].MessageID = e.MessageID
		p.key, p.time, p.ids = eventlog.KeyOf(src.ID, e.MessageID), e.Time, e.IDs
		if slices.ContainsFunc(e.IDs, isPrevious) {
			p.late = &e
			e.Properties, e.Traits, e.Context = bytes.Clone(e.Properties), bytes.Clone(e.Traits), bytes.Clone(e.Context)
			continue
		}
		at := len(buf)
		buf = e.AppendEncode(buf)
		p.value = buf[at:len(buf):len(buf)]
	}
	return b
}

// isPrevious tells an id that identity replaces by what the workspace knows it as, which no stored event carries as it came.
func isPrevious(id event.ID) bool { return id.Type == identity.PreviousID }

// complete checks a draft and fills in what it leaves open.
func (in *Ingester) complete(e *event.Event, src Source, received event.Time, final bool) (Reason, string) {
	if e.Type.String() == "" {
		return BadType, saysNoCall.Words
	}
	if e.Name == "" {
		if e.Name = nameOf(e.Type); e.Name == "" {
			return NoEvent, saysNoEvent.Words
		}
	}
	if reason, detail := checkText(e); reason != "" {
		return reason, detail
	}
	if reason, detail := setTime(e, received, final); reason != "" {
		return reason, detail
	}
	if len(e.IDs) == 0 {
		return NoIDs, saysNoIDs.Words
	}
	if e.IDs = in.resolver.Clean(src.Workspace, e.IDs); len(e.IDs) == 0 {
		return BlockedIDs, saysBlockedIDs.Words
	}
	if e.MessageID == "" {
		e.MessageID = newMessageID()
		e.Flags |= event.MadeMessageID
	}
	e.Source, e.Channel = src.ID, in.channel(src, e.Channel)
	if in.o.Feel != nil {
		e.Properties = in.o.Feel(e.Name, e.Properties)
	}
	return "", ""
}

func nameOf(t event.Type) string {
	switch t {
	case event.Page:
		return event.NamePage
	case event.Screen:
		return event.NameScreen
	case event.Identify:
		return event.NameIdentify
	case event.Group:
		return event.NameGroup
	case event.Alias:
		return event.NameAlias
	}
	return ""
}

func checkText(e *event.Event) (Reason, string) {
	if len(e.MessageID) > messageIDMax && utf8.RuneCountInString(e.MessageID) > messageIDMax {
		return LongMessageID, saysLongMessageID.With(messageIDMax)
	}
	if len(e.Name) > nameMax || len(e.Channel) > nameMax {
		return TooLarge, saysLongName.With(nameMax)
	}
	if len(e.IDs) > idsMax {
		return TooLarge, saysManyIDs.With(len(e.IDs), idsMax)
	}
	if n := len(e.Properties) + len(e.Traits) + len(e.Context); n > bodyMax {
		return TooLarge, saysLargeBody.With(n>>10, bodyMax>>10)
	}
	for _, s := range [...]string{e.Name, e.Channel, e.MessageID} {
		if !text(s) {
			return BadText, saysNameText.Words
		}
	}
	for _, id := range e.IDs {
		if len(id.Value) > idMax {
			return TooLarge, saysLongID.With(id.Type, len(id.Value), idMax)
		}
		if !text(string(id.Type)) || !text(id.Value) {
			return BadText, saysIDText.Words
		}
	}
	for _, body := range [...][]byte{e.Properties, e.Traits, e.Context} {
		if len(body) == 0 {
			continue
		}
		if body[0] != '{' || body[len(body)-1] != '}' {
			return BadBody, saysNoObject.Words
		}
		if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
			return BadText, saysBodyText.Words
		}
	}
	return "", ""
}

func text(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// setTime decides when it happened. Both clocks of the sender given: what lies between them is right even where both are wrong,
// so it is taken from our own. Else the time given, else the sender's clock when it happened, else ours. A sender's clock that is
// more than a day ahead is not believed.
func setTime(e *event.Event, received event.Time, final bool) (Reason, string) {
	for _, t := range [...]event.Time{e.Time, e.OriginalAt, e.SentAt} {
		if t != 0 && (t < earliest || t > latest) {
			return BadTime, saysFarTime.Words
		}
	}
	switch {
	case final && e.Time != 0:
	case e.SentAt != 0 && e.OriginalAt != 0:
		e.Time = received - (e.SentAt - e.OriginalAt)
	case e.Time == 0 && e.OriginalAt != 0:
		e.Time = e.OriginalAt
	case e.Time == 0:
		e.Time = received
	}
	if e.Time > received+futureMax {
		e.Time = received
		e.Flags |= event.FutureClock
	}
	if e.Time < earliest {
		return BadTime, saysFarClock.Words
	}
	return "", ""
}

func (in *Ingester) channel(src Source, given string) string {
	for _, c := range [...]string{given, src.Channel} {
		if c == "" {
			continue
		}
		if _, ok := channels[c]; ok || in.o.KnownChannel != nil && in.o.KnownChannel(src.Workspace, c) {
			return c
		}
	}
	return "other"
}

// newMessageID makes a messageId for an event that came without one.
func newMessageID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process first
	return "jejak-" + hex.EncodeToString(b[:])
}
