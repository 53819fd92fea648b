// Package event is the word that everything in Jejak speaks: an immutable fact about what a person did or said on a channel.
package event

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Workspace is the number of a brand's workspace; 0 is none.
type Workspace uint32

// Source is the number of a place that sends events; 0 is none. Numbers are unique over all workspaces.
type Source uint32

// Time is milliseconds since 1970-01-01 UTC; 0 means absent. Finer parts of a clock are cut off on the way in,
// and ties are ordered by sequence number.
type Time int64

// TimeOf cuts t to milliseconds; the zero time is absent.
func TimeOf(t time.Time) Time {
	if t.IsZero() {
		return 0
	}
	return Time(t.UnixMilli())
}

// Std is the time in UTC; absent is the zero time.
func (t Time) Std() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(t)).UTC()
}

// MarshalText writes RFC 3339 with milliseconds; absent is empty.
func (t Time) MarshalText() ([]byte, error) {
	if t == 0 {
		return nil, nil
	}
	return t.Std().AppendFormat(nil, "2006-01-02T15:04:05.000Z07:00"), nil
}

// UnmarshalText reads RFC 3339; empty is absent.
func (t *Time) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = 0
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return fmt.Errorf("time %q: %w", text, err)
	}
	*t = TimeOf(at)
	return nil
}

// Type is the call that brought the event, in the words of the Segment specification.
type Type uint8

// The six calls. Their numbers are durable.
const (
	Track Type = iota + 1
	Page
	Screen
	Identify
	Group
	Alias
)

var typeNames = [...]string{"", "track", "page", "screen", "identify", "group", "alias"}

// String is the wire word of the type.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return ""
}

// ParseType reads a wire word; ok is false for an unknown one.
func ParseType(s string) (t Type, ok bool) {
	i := slices.Index(typeNames[1:], s)
	return Type(i + 1), i >= 0
}

// Names of events whose call carries none. A page's or screen's own name stays in its property "name".
const (
	NamePage     = "Page Viewed"
	NameScreen   = "Screen Viewed"
	NameIdentify = "Identified"
	NameGroup    = "Group Joined"
	NameAlias    = "Aliased"
)

// IDType says what kind of identifier an ID is.
type IDType string

// The built-in id types; a workspace may use others, which rank behind these.
const (
	UserID      IDType = "user_id"
	AnonymousID IDType = "anonymous_id"
	Email       IDType = "email"
	Phone       IDType = "phone"
	DeviceID    IDType = "device_id"
	LoyaltyID   IDType = "loyalty_id"
)

// ID is a typed identifier of a person.
type ID struct {
	Type  IDType `json:"type"`
	Value string `json:"value"`
}

// Compare orders ids by type, then value.
func (id ID) Compare(other ID) int {
	return cmp.Or(cmp.Compare(id.Type, other.Type), cmp.Compare(id.Value, other.Value))
}

// Subject names the exact set of ids that an event carries, with the epoch of its anonymous id.
type Subject [16]byte

// Person names the subjects linked together: the name of the person's oldest subject.
type Person [16]byte

func (s Subject) String() string { return hex.EncodeToString(s[:]) }
func (p Person) String() string  { return hex.EncodeToString(p[:]) }

// IsZero reports whether no person is meant.
func (p Person) IsZero() bool { return p == Person{} }

// MarshalText writes 32 hexadecimal digits.
func (s Subject) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

// MarshalText writes 32 hexadecimal digits.
func (p Person) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, p[:]), nil }

// UnmarshalText reads 32 hexadecimal digits.
func (s *Subject) UnmarshalText(text []byte) error { return unhex(s[:], text) }

// UnmarshalText reads 32 hexadecimal digits.
func (p *Person) UnmarshalText(text []byte) error { return unhex(p[:], text) }

func unhex(dst, text []byte) error {
	if len(text) != 2*len(dst) {
		return fmt.Errorf("%q is not %d hexadecimal digits", text, 2*len(dst))
	}
	_, err := hex.Decode(dst, text)
	return err
}

// Flag marks something about an event that a reader should know.
type Flag uint8

const (
	// FutureClock: the sender's time lay more than 24 h ahead, so Time is ReceivedAt.
	FutureClock Flag = 1 << iota
	// Replayed: the event came out of quarantine.
	Replayed
	// MadeMessageID: the sender gave no messageId, so the server made one.
	MadeMessageID
)

// Event is one thing that a person did or said. It never changes once stored.
type Event struct {
	Seq       uint64 // place in the change feed; 0 until stored
	Source    Source
	Type      Type
	Flags     Flag
	Name      string // the track call's event, or one of the Name constants
	Channel   string
	MessageID string
	IDs       []ID // sorted and distinct, blocked values dropped

	Time       Time // what everything uses
	OriginalAt Time // the sender's clock when it happened
	SentAt     Time // the sender's clock when it was sent
	ReceivedAt Time // our clock

	// Each is a JSON object, or empty.
	Properties json.RawMessage
	Traits     json.RawMessage
	Context    json.RawMessage
}

// ID returns the value of the event's first id of a type, "" if it has none.
func (e *Event) ID(t IDType) string {
	for _, id := range e.IDs {
		if id.Type == t {
			return id.Value
		}
	}
	return ""
}

// SetIDs sorts ids, drops doubles and keeps them.
func (e *Event) SetIDs(ids []ID) {
	slices.SortFunc(ids, ID.Compare)
	e.IDs = slices.Compact(ids)
}

// Change is one entry of the change feed: an event stored, or a subject moved to another person.
type Change struct {
	Seq       uint64
	Workspace Workspace
	Subject   Subject
	Person    Person // the subject's person from here on
	From      Person // the subject's person before, where it moved; zero for a new event
	Event     *Event // nil where the change is only a move
}
