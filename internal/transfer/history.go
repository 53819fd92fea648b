package transfer

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

// historyVersion is the version of the lines of an NDJSON export that are no events, in their part "jejak". A newer one is
// refused. docs/formats/export.md describes them.
const historyVersion = 2

// Header begins an NDJSON export. All but Export and Part is for making the places that events come from.
type Header struct {
	Export   string        `json:"export"`         // made up anew for each file: names it while it is taken in
	Part     bool          `json:"part,omitempty"` // some events only, and nothing else
	Sources  []SourceInfo  `json:"sources,omitempty"`
	Channels []ChannelInfo `json:"channels,omitempty"`      // of the workspace's own
	Lost     int           `json:"lostDecisions,omitempty"` // made before a build that keeps them
}

// SourceInfo is a source as it has to be made where it is missing.
type SourceInfo struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Channel string `json:"channel"`
}

// ChannelInfo is a channel of a workspace's own.
type ChannelInfo struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// trailer ends an NDJSON export: how many lines of each kind came before. A file without it was cut off.
type trailer struct {
	Events    int64 `json:"events"`
	Decisions int64 `json:"decisions"`
	Rejected  int64 `json:"rejected"`
	Ledger    int64 `json:"ledger"`
}

// rejectedLine is an item in quarantine. Its body stands as text where it is UTF-8.
type rejectedLine struct {
	Source     string     `json:"source"`
	ReceivedAt event.Time `json:"receivedAt"`
	ReplayedAt event.Time `json:"replayedAt,omitzero"`
	Reason     string     `json:"reason"`
	Detail     string     `json:"detail,omitempty"`
	Size       int        `json:"size"`
	Body       string     `json:"body,omitempty"`
	Bytes      []byte     `json:"bytes,omitempty"`
}

// ledgerLine is an hour of a source. Only the duplicates cannot be counted from the other lines.
type ledgerLine struct {
	Source    string     `json:"source"`
	Hour      event.Time `json:"hour"`
	Received  uint64     `json:"received"`
	Stored    uint64     `json:"stored"`
	Duplicate uint64     `json:"duplicate"`
	Rejected  uint64     `json:"rejected"`
}

// factLine is a line that is no event: one of its parts is there.
type factLine struct {
	Jejak factPart `json:"jejak"`
}

type factPart struct {
	Version  int                `json:"version"`
	Header   *Header            `json:"header,omitempty"`
	Decision *identity.Decision `json:"decision,omitempty"`
	Rejected *rejectedLine      `json:"rejected,omitempty"`
	Ledger   *ledgerLine        `json:"ledger,omitempty"`
	Trailer  *trailer           `json:"trailer,omitempty"`
}

func (f *factPart) none() bool {
	return f.Header == nil && f.Decision == nil && f.Rejected == nil && f.Ledger == nil && f.Trailer == nil
}

// newExportName names an export file, so that it is known again.
func newExportName() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process first
	return hex.EncodeToString(b[:])
}

func rejectedOf(q *eventlog.Quarantined, source string) *rejectedLine {
	r := &rejectedLine{Source: source, ReceivedAt: q.At, ReplayedAt: q.Replayed, Reason: q.Reason, Detail: q.Detail, Size: q.Size}
	if utf8.Valid(q.Raw) {
		r.Body = string(q.Raw)
	} else {
		r.Bytes = q.Raw
	}
	return r
}

// part makes a fact ready to be taken in; ok is false for one that changes nothing.
func (f *factPart) part() (p Part, ok bool) {
	switch {
	case f.Decision != nil:
		return Part{Fact: &ingest.Fact{Decision: f.Decision}}, true
	case f.Rejected != nil:
		r := f.Rejected
		raw := r.Bytes
		if raw == nil {
			raw = []byte(r.Body)
		}
		return Part{Source: r.Source, Received: r.ReceivedAt, Fact: &ingest.Fact{Rejected: &eventlog.Quarantined{
			At: r.ReceivedAt, Replayed: r.ReplayedAt, Reason: r.Reason, Detail: r.Detail, Size: r.Size, Raw: raw,
		}}}, true
	case f.Ledger != nil && f.Ledger.Duplicate > 0:
		return Part{Source: f.Ledger.Source, Received: f.Ledger.Hour, Fact: &ingest.Fact{Duplicates: f.Ledger.Duplicate}}, true
	}
	return p, false
}

// Historian is a Sink that can take in a whole history: decisions, rejected items and counts in their places among the events.
type Historian interface {
	Sink
	// Begin makes ready for an export: how many of its rows are in already. whole is false where there is another history.
	Begin(ctx context.Context, h *Header) (rows uint64, whole bool, err error)
	// Relive takes in what the rows after from, up to to, are made of, and notes in the same commit that they are in.
	Relive(ctx context.Context, from, to uint64, parts []Part) ([]ingest.Verdict, error)
}

// Begin looks whether the workspace is empty, or holds the beginning of this very export.
func (l *Local) Begin(ctx context.Context, h *Header) (rows uint64, whole bool, err error) {
	l.export = h.Export
	rows, whole, err = l.log.Imported(l.ws, h.Export)
	if err != nil || whole {
		return rows, whole, err
	}
	ledger, err := l.log.Ledger(l.ws, eventlog.Query{})
	if err != nil || len(ledger) > 0 {
		return 0, false, err
	}
	decided, lost, err := identity.NewReader(l.log.Identity()).Decisions(l.ws)
	if err != nil || len(decided) > 0 || lost > 0 {
		return 0, false, err
	}
	if l.Prepare != nil {
		err = l.Prepare(ctx, h)
	}
	return 0, true, err
}

// Relive is called after Begin said that the whole history can come in.
func (l *Local) Relive(ctx context.Context, from, to uint64, parts []Part) ([]ingest.Verdict, error) {
	ready := make([]ingest.Part, 0, len(parts))
	for _, p := range parts {
		src := ingest.Source{Workspace: l.ws}
		if p.Source != "" {
			var err error
			if src, err = l.source(ctx, p.Source); err != nil {
				return nil, err
			}
		}
		ready = append(ready, ingest.Part{Source: src, Received: p.Received.Std(), Items: p.Items, Counted: true, Fact: p.Fact})
	}
	return l.ingester.Relive(ctx, ingest.Mark{Workspace: l.ws, Export: l.export, From: from, To: to}, ready)
}

// Why a fact of a history is passed over; each is counted.
const (
	knownRow     = "already_in"
	notEmpty     = "workspace_not_empty"
	notByNetwork = "not_over_a_server"
	oneSource    = "one_source_for_all"
)

// story follows the lines of an export that are no events.
type story struct {
	header *Header // nil: an older export, or items of others
	sink   Historian
	done   uint64 // rows that are in
	why    string // facts are passed over; "" where they are taken in
	seen   trailer
	ended  bool
}

// begin asks the sink whether it takes the whole history.
func (s *story) begin(ctx context.Context, sink Sink, source string) (err error) {
	historian, ok := sink.(Historian)
	switch {
	case !ok:
		s.why = notByNetwork
	case source != "":
		s.why = oneSource
	default:
		s.why = notEmpty
		if s.header == nil || s.header.Part {
			return nil
		}
		var whole bool
		if s.done, whole, err = historian.Begin(ctx, s.header); whole {
			s.sink, s.why = historian, ""
		}
	}
	return err
}

// count keeps book of the kinds of rows, for the trailer to be held against.
func (s *story) count(x *exported) {
	switch f := x.fact; {
	case f == nil:
		s.seen.Events++
	case f.Header != nil:
		s.seen, s.ended = trailer{}, false
	case f.Decision != nil:
		s.seen.Decisions++
	case f.Rejected != nil:
		s.seen.Rejected++
	case f.Ledger != nil:
		s.seen.Ledger++
	case f.Trailer != nil:
		s.ended = *f.Trailer == s.seen
	}
}

// whole reports a file that ends before its trailer, or does not hold what that says.
func (s *story) whole(rows uint64) error {
	if s.header == nil || s.ended {
		return nil
	}
	return fault.New(fault.Invalid, "the export was cut off or changed behind row %d: what it held up to there is in. Import the whole file to go on", rows)
}
