package transfer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"jejak/internal/collect"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
)

// exportVersion is the version of an exported event, in the part "jejak" of an NDJSON line and in the key
// "jejak.export" of a Parquet file. A newer one is refused. docs/formats/export.md describes both.
const exportVersion = 1

// parquetKey marks a Parquet file that 'jejak export' wrote.
const parquetKey = "jejak.export"

// record is one exported event.
type record struct {
	event  event.Event
	person event.Person
	source string // its name
}

// line is a record as NDJSON: an item of the Segment specification, and beside it, under "jejak", what that has no word for.
type line struct {
	Type        string          `json:"type"`
	MessageID   string          `json:"messageId"`
	Event       string          `json:"event,omitempty"`
	UserID      string          `json:"userId,omitempty"`
	AnonymousID string          `json:"anonymousId,omitempty"`
	Channel     string          `json:"channel,omitempty"`
	Timestamp   event.Time      `json:"timestamp"`
	OriginalAt  event.Time      `json:"originalTimestamp,omitzero"`
	SentAt      event.Time      `json:"sentAt,omitzero"`
	ReceivedAt  event.Time      `json:"receivedAt"`
	Properties  json.RawMessage `json:"properties,omitempty"`
	Traits      json.RawMessage `json:"traits,omitempty"`
	Context     json.RawMessage `json:"context,omitempty"`
	Jejak       *jejakPart      `json:"jejak"`
}

type jejakPart struct {
	Version int        `json:"version"`
	Seq     uint64     `json:"seq"`
	Source  string     `json:"source"`
	Person  string     `json:"person"`
	Name    string     `json:"name"`
	IDs     []event.ID `json:"ids"`
	Flags   []string   `json:"flags,omitempty"`
}

var flagNames = []struct {
	flag event.Flag
	name string
}{{event.FutureClock, "future_clock"}, {event.Replayed, "replayed"}, {event.MadeMessageID, "made_message_id"}}

func namesOfFlags(f event.Flag) (names []string) {
	for _, n := range flagNames {
		if f&n.flag != 0 {
			names = append(names, n.name)
		}
	}
	return names
}

func flagsOf(names []string) (f event.Flag) {
	for _, name := range names {
		for _, n := range flagNames {
			if n.name == name {
				f |= n.flag
			}
		}
	}
	return f
}

func (r *record) line() *line {
	e := &r.event
	l := &line{
		Type: e.Type.String(), MessageID: e.MessageID, Channel: e.Channel,
		UserID: e.ID(event.UserID), AnonymousID: e.ID(event.AnonymousID),
		Timestamp: e.Time, OriginalAt: e.OriginalAt, SentAt: e.SentAt, ReceivedAt: e.ReceivedAt,
		Properties: e.Properties, Traits: e.Traits, Context: e.Context,
		Jejak: &jejakPart{exportVersion, e.Seq, r.source, r.person.String(), e.Name, e.IDs, namesOfFlags(e.Flags)},
	}
	if e.Type == event.Track {
		l.Event = e.Name
	}
	return l
}

// exported is an item of an export file, ready to be taken in again, or a fact.
type exported struct {
	item     ingest.Item
	source   string
	received event.Time
	fact     *factPart // instead of the item
}

func (l *line) exported() (x exported, err error) {
	if l.Jejak.Version > exportVersion {
		return x, fmt.Errorf("is of export version %d: this build reads up to %d", l.Jejak.Version, exportVersion)
	}
	t, ok := event.ParseType(l.Type)
	if !ok {
		return x, fmt.Errorf("type %q is none of the six calls", l.Type)
	}
	x.source, x.received = l.Jejak.Source, l.ReceivedAt
	x.item.Final = true
	x.item.Event = event.Event{
		Type: t, Flags: flagsOf(l.Jejak.Flags), Name: l.Jejak.Name, Channel: l.Channel, MessageID: l.MessageID, IDs: l.Jejak.IDs,
		Time: l.Timestamp, OriginalAt: l.OriginalAt, SentAt: l.SentAt,
		Properties: l.Properties, Traits: l.Traits, Context: l.Context,
	}
	return x, nil
}

// column is a record as a row of a Parquet file. Times are optional milliseconds, bodies and ids are JSON.
type column struct {
	Seq        uint64 `parquet:"seq"`
	Time       int64  `parquet:"time,timestamp(millisecond)"`
	ReceivedAt int64  `parquet:"received_at,timestamp(millisecond)"`
	OriginalAt *int64 `parquet:"original_at,optional,timestamp(millisecond)"`
	SentAt     *int64 `parquet:"sent_at,optional,timestamp(millisecond)"`
	Type       string `parquet:"type,dict"`
	Name       string `parquet:"name,dict"`
	Channel    string `parquet:"channel,dict"`
	Source     string `parquet:"source,dict"`
	Person     string `parquet:"person,dict"`
	MessageID  string `parquet:"message_id"`
	IDs        string `parquet:"ids"`
	Flags      string `parquet:"flags,dict"`
	Properties string `parquet:"properties"`
	Traits     string `parquet:"traits"`
	Context    string `parquet:"context"`
}

func optionalTime(t event.Time) *int64 {
	if t == 0 {
		return nil
	}
	n := int64(t)
	return &n
}

func (r *record) column() (column, error) {
	e := &r.event
	ids, err := json.Marshal(e.IDs)
	return column{
		Seq: e.Seq, Time: int64(e.Time), ReceivedAt: int64(e.ReceivedAt), OriginalAt: optionalTime(e.OriginalAt), SentAt: optionalTime(e.SentAt),
		Type: e.Type.String(), Name: e.Name, Channel: e.Channel, Source: r.source, Person: r.person.String(), MessageID: e.MessageID,
		IDs: string(ids), Flags: strings.Join(namesOfFlags(e.Flags), ","),
		Properties: string(e.Properties), Traits: string(e.Traits), Context: string(e.Context),
	}, err
}

func (c *column) exported() (x exported, err error) {
	l := line{
		Type: c.Type, MessageID: c.MessageID, Channel: c.Channel, Timestamp: event.Time(c.Time), ReceivedAt: event.Time(c.ReceivedAt),
		Properties: json.RawMessage(c.Properties), Traits: json.RawMessage(c.Traits), Context: json.RawMessage(c.Context),
		Jejak: &jejakPart{Version: exportVersion, Source: c.Source, Name: c.Name},
	}
	if c.OriginalAt != nil {
		l.OriginalAt = event.Time(*c.OriginalAt)
	}
	if c.SentAt != nil {
		l.SentAt = event.Time(*c.SentAt)
	}
	if c.Flags != "" {
		l.Jejak.Flags = strings.Split(c.Flags, ",")
	}
	if err := json.Unmarshal([]byte(c.IDs), &l.Jejak.IDs); err != nil {
		return x, err
	}
	return l.exported()
}

// exportRows reads what 'jejak export' wrote.
type exportRows interface {
	read() ([]exported, error) // io.EOF at the end, *badRow for a record to pass over; valid until the next call
	close() error
}

// exportLines also reads items of the Segment specification that others wrote, one or one batch a line.
type exportLines struct {
	lines  *lineReader
	number int64
	out    []exported
}

func (x *exportLines) read() ([]exported, error) {
	b, err := x.lines.next()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	x.number++
	if errors.Is(err, errLongLine) {
		return nil, unreadable(x.number, err)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the file cannot be read behind row %d: it was cut off or damaged", x.number-1)
	}
	var l line
	if err := json.Unmarshal(b, &l); err == nil && l.Jejak != nil {
		if l.Type == "" {
			return x.fact(b)
		}
		e, err := l.exported()
		if err != nil {
			return nil, &badRow{"not_an_export", fmt.Sprintf("row %d %v", x.number, err)}
		}
		x.out = append(x.out[:0], e)
		return x.out, nil
	}
	items, err := collect.Decode(bytes.Clone(b))
	if err != nil {
		return nil, &badRow{"not_readable", fmt.Sprintf("row %d: %v", x.number, err)}
	}
	x.out = x.out[:0]
	for _, it := range items {
		// What was recorded elsewhere was received long ago: its timestamp counts, and where there is none, its own clock.
		it.Final = true
		if it.Event.Time == 0 {
			it.Event.Time = it.Event.OriginalAt
		}
		x.out = append(x.out, exported{item: it})
	}
	return x.out, nil
}

func (x *exportLines) fact(b []byte) ([]exported, error) {
	var l factLine
	err := json.Unmarshal(b, &l)
	switch {
	case err != nil:
	case l.Jejak.Version > historyVersion:
		err = fmt.Errorf("is of export version %d: this build reads up to %d", l.Jejak.Version, historyVersion)
	case l.Jejak.none():
		err = errors.New("is neither an event nor another line of an export")
	}
	if err != nil {
		return nil, &badRow{"not_an_export", fmt.Sprintf("row %d %v", x.number, err)}
	}
	x.out = append(x.out[:0], exported{fact: &l.Jejak})
	return x.out, nil
}

func (x *exportLines) close() error { return nil }

type exportColumns struct {
	r       *parquet.GenericReader[column]
	counted *countingReader
	size    int64
	buffer  []column
	have    int
	at      int
	number  int64
	out     [1]exported
}

func (x *exportColumns) read() ([]exported, error) {
	for x.at >= x.have {
		n, err := x.r.Read(x.buffer)
		x.at, x.have = 0, n
		if n == 0 && err != nil {
			return nil, err
		}
	}
	c := &x.buffer[x.at]
	x.at++
	x.number++
	x.counted.n = x.size * x.number / max(1, x.r.NumRows())
	var err error
	if x.out[0], err = c.exported(); err != nil {
		return nil, &badRow{"not_an_export", fmt.Sprintf("row %d %v", x.number, err)}
	}
	return x.out[:], nil
}

func (x *exportColumns) close() error { return x.r.Close() }
