package api

import (
	"encoding/json"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// Counts is what became of events: received = stored + duplicate + rejected.
type Counts struct {
	Received  uint64 `json:"received"`
	Stored    uint64 `json:"stored"`
	Duplicate uint64 `json:"duplicate"`
	Rejected  uint64 `json:"rejected"`
}

// Source is a place that sends events.
type Source struct {
	ID       event.Source `json:"id"`
	Name     string       `json:"name"`
	Kind     string       `json:"kind" example:"website" enum:"website,app,server,store,call,email,chat,social,ads,survey,import,other"`
	Channel  string       `json:"channel" example:"web" doc:"channel of events that name none"`
	WriteKey string       `json:"writeKey,omitempty" doc:"what senders sign in with; absent for a role that may not see keys"`
	Created  event.Time   `json:"created"`
	Disabled bool         `json:"disabled" doc:"its write key is refused"`
	Last24h  Counts       `json:"last24h"`
	LastSeen event.Time   `json:"lastSeen,omitempty" doc:"the last hour with an event, within the past 30 days"`
}

// SourceList is all sources of a workspace.
type SourceList struct {
	Sources []Source `json:"sources"`
}

// SourceNew makes a source.
type SourceNew struct {
	Name    string `json:"name" minLength:"1" maxLength:"200"`
	Kind    string `json:"kind" enum:"website,app,server,store,call,email,chat,social,ads,survey,import,other" example:"website"`
	Channel string `json:"channel,omitempty" maxLength:"60" example:"web" doc:"the kind's usual one by default"`
}

// SourceChange changes a source; what is absent stays.
type SourceChange struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Kind     *string `json:"kind,omitempty" enum:"website,app,server,store,call,email,chat,social,ads,survey,import,other"`
	Channel  *string `json:"channel,omitempty" maxLength:"60"`
	Disabled *bool   `json:"disabled,omitempty"`
}

// LiveEvent is one event as it came in, with its verdict.
type LiveEvent struct {
	At        event.Time    `json:"at"`
	Type      string        `json:"type" example:"track"`
	Name      string        `json:"name" example:"Order Completed"`
	MessageID string        `json:"messageId"`
	Outcome   string        `json:"outcome" enum:"stored,duplicate,rejected"`
	Reason    string        `json:"reason,omitempty" doc:"why it was rejected: a stable word"`
	Detail    string        `json:"detail,omitempty" doc:"what was wrong with it, for people"`
	Told      *ingest.Told  `json:"told,omitempty" doc:"the detail as a stable word and values, for those who say it in another language"`
	Person    *event.Person `json:"person,omitempty"`
}

// LiveCount is how much comes in.
type LiveCount struct {
	Seq    uint64 `json:"seq" doc:"the last durable change"`
	Stored uint64 `json:"stored" doc:"changes in the last second"`
	People *int   `json:"people,omitempty" doc:"people known, where the index knows"`
}

// LedgerRow is what became of one source's events in one hour or day.
type LedgerRow struct {
	Source     event.Source `json:"source"`
	SourceName string       `json:"sourceName,omitempty" doc:"of deleted sources too"`
	Start      event.Time   `json:"start"`
	Counts
	Reasons map[string]uint64 `json:"reasons,omitempty" doc:"rejected events by reason"`
}

// LedgerTotal is the sum of the rows.
type LedgerTotal struct {
	Counts
	Reasons map[string]uint64 `json:"reasons,omitempty" doc:"rejected events by reason"`
}

// Ledger accounts for every event received: received = stored + duplicate + rejected, in each row and in total.
type Ledger struct {
	Rows  []LedgerRow `json:"rows"`
	Total LedgerTotal `json:"total"`
}

// QuarantineRow is one rejected event, kept as it came.
type QuarantineRow struct {
	ID         uint64       `json:"id"`
	Source     event.Source `json:"source"`
	SourceName string       `json:"sourceName,omitempty" doc:"of deleted sources too"`
	At         event.Time   `json:"at"`
	Reason     string       `json:"reason" doc:"a stable word"`
	Detail     string       `json:"detail" doc:"what was wrong with it, for people"`
	Told       *ingest.Told `json:"told,omitempty" doc:"the detail as a stable word and values, for those who say it in another language"`
	Body       string       `json:"body" doc:"as it came; not always JSON"`
	Cut        bool         `json:"cut" doc:"it was so large that only its beginning was kept"`
	Replayed   bool         `json:"replayed"`
	ReplayedAt event.Time   `json:"replayedAt,omitempty"`
}

// QuarantinePage is a page of rejected events, newest first.
type QuarantinePage struct {
	Rows []QuarantineRow `json:"rows"`
	Next uint64          `json:"next,omitempty" doc:"give it as before for the next page; absent on the last one"`
}

// ReplayRequest sends a rejected event in again.
type ReplayRequest struct {
	Body json.RawMessage `json:"body,omitempty" doc:"the mended event, one item as in a batch; as it came by default"`
}

// Verdict is what became of one event.
type Verdict struct {
	Index     int           `json:"index"`
	MessageID string        `json:"messageId"`
	Outcome   string        `json:"outcome" enum:"stored,duplicate,rejected"`
	Reason    string        `json:"reason,omitempty"`
	Detail    string        `json:"detail,omitempty"`
	Told      *ingest.Told  `json:"told,omitempty" doc:"the detail as a stable word and values, for those who say it in another language"`
	Seq       uint64        `json:"seq,omitempty"`
	Person    *event.Person `json:"person,omitempty"`
}

// ReplayResult is what became of a replayed event.
type ReplayResult struct {
	Verdicts []Verdict `json:"verdicts"`
}
