package api

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/ingest"
	"jejak/internal/journey"
)

type ledgerQuery struct {
	InWorkspace
	From   string       `query:"from" maxLength:"40" doc:"RFC 3339 time, or a date that begins in the workspace's zone; 7 days ago by default" example:"2026-01-01"`
	To     string       `query:"to" maxLength:"40" doc:"the end, not included; a date includes that day; now by default" example:"2026-01-31"`
	Source event.Source `query:"source" maximum:"4294967295" doc:"all by default"`
	By     string       `query:"by" enum:"hour,day" default:"day"`
}

type quarantineQuery struct {
	InWorkspace
	Source event.Source `query:"source" maximum:"4294967295" doc:"all by default"`
	Before uint64       `query:"before" doc:"rows before this one"`
	Limit  int          `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// QuarantinePath names a rejected event of a workspace.
type QuarantinePath struct {
	InWorkspace
	ID uint64 `path:"id"`
}

type replayRequest struct {
	QuarantinePath
	Body *ReplayRequest `required:"false"`
}

func (a *API) registerLedger() {
	const tag = "Sources"
	register(a, describe("GET", wsRoot+"/ledger", "getLedger", tag, "What became of every event: received = stored + duplicate + rejected"), needs(account.LedgerRead), a.getLedger)
	register(a, describe("GET", wsRoot+"/quarantine", "listQuarantine", tag, "Rejected events with their reasons, newest first"), needs(account.QuarantineRead), a.listQuarantine)
	register(a, describe("GET", wsRoot+"/quarantine/{id}", "getQuarantined", tag, "One rejected event"), needs(account.QuarantineRead), a.getQuarantined)
	register(a, describe("POST", wsRoot+"/quarantine/{id}/replay", "replayQuarantined", tag, "Send it in again, mended or as it was; possible once"), needs(account.QuarantineReplay), a.replayQuarantined)
}

func (a *API) getLedger(ctx context.Context, in *ledgerQuery) (*reply[Ledger], error) {
	place, err := a.o.Workspaces.Place(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	asked := journey.Range{From: in.From, To: in.To}
	if in.From == "" && in.To == "" {
		asked.Last = journey.Duration(7 * 24 * 3600 * 1e9)
	}
	span, err := asked.Resolve(place.Zone, event.TimeOf(a.o.Now()))
	if err != nil {
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "The range cannot be read: from and to are dates or RFC 3339 times."), "range_unread")
	}
	query := eventlog.Query{Source: in.Source}
	query.From, query.To = span.Times()
	query.From = event.Time(journey.Floor(in.By, int64(query.From), place.Zone)) // the rows are whole ones
	rows, err := a.o.Events.Ledger(in.WS, query)
	if err != nil {
		return nil, err
	}
	type key struct {
		source event.Source
		start  event.Time
	}
	sums := map[key]*LedgerRow{}
	ledger := Ledger{Rows: []LedgerRow{}}
	for _, row := range rows {
		at := key{row.Source, event.Time(journey.Floor(in.By, int64(row.Start), place.Zone))}
		sum := sums[at]
		if sum == nil {
			sum = &LedgerRow{Source: at.source, SourceName: place.Sources[at.source], Start: at.start}
			sums[at] = sum
		}
		sum.add(row.Counts)
		sum.Reasons = addReasons(sum.Reasons, row.Reasons)
		ledger.Total.add(row.Counts)
		ledger.Total.Reasons = addReasons(ledger.Total.Reasons, row.Reasons)
	}
	for _, sum := range sums {
		ledger.Rows = append(ledger.Rows, *sum)
	}
	slices.SortFunc(ledger.Rows, func(x, y LedgerRow) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.Source, y.Source))
	})
	return answer(ledger), nil
}

func addReasons(to, from map[string]uint64) map[string]uint64 {
	if to == nil && len(from) > 0 {
		to = map[string]uint64{}
	}
	for reason, n := range from {
		to[reason] += n
	}
	return to
}

func (a *API) listQuarantine(ctx context.Context, in *quarantineQuery) (*reply[QuarantinePage], error) {
	place, err := a.o.Workspaces.Place(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	rows, err := a.o.Events.Quarantine(in.WS, eventlog.Query{Source: in.Source, Before: in.Before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	page := QuarantinePage{Rows: make([]QuarantineRow, len(rows))}
	for i, q := range rows {
		page.Rows[i] = a.quarantineRow(q, place.Sources)
	}
	if len(rows) == in.Limit {
		page.Next = rows[len(rows)-1].ID
	}
	return answer(page), nil
}

func (a *API) getQuarantined(ctx context.Context, in *QuarantinePath) (*reply[QuarantineRow], error) {
	place, err := a.o.Workspaces.Place(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	q, err := a.o.Events.Quarantined(in.WS, in.ID)
	return answer(a.quarantineRow(q, place.Sources)), err
}

func (a *API) quarantineRow(q eventlog.Quarantined, names map[event.Source]string) QuarantineRow {
	return QuarantineRow{
		ID: q.ID, Source: q.Source, SourceName: names[q.Source], At: q.At, Reason: q.Reason, Detail: q.Detail, Told: a.o.Details.Read(q.Detail),
		Body: strings.ToValidUTF8(string(q.Raw), "\uFFFD"), Cut: q.Size > len(q.Raw), Replayed: q.Replayed != 0, ReplayedAt: q.Replayed,
	}
}

func (a *API) replayQuarantined(ctx context.Context, in *replayRequest) (*reply[ReplayResult], error) {
	q, err := a.o.Events.Quarantined(in.WS, in.ID)
	if err != nil {
		return nil, err
	}
	raw, how := q.Raw, "as it was"
	switch {
	case in.Body != nil && len(bytes.TrimSpace(in.Body.Body)) > 0:
		raw, how = in.Body.Body, "mended"
	case q.Size > len(q.Raw):
		return nil, fault.Coded(fault.New(fault.Invalid, "Only the beginning of this body was kept, so it cannot be replayed as it was: send it mended."), "replay_cut")
	}
	items, err := a.o.Decode(raw)
	if err != nil {
		return nil, err
	}
	src, err := a.o.Workspaces.Source(ctx, in.WS, q.Source)
	if err != nil && !fault.Is(err, fault.NotFound) { // a deleted source's events may still be mended
		return nil, err
	}
	verdicts, err := a.o.Ingester.Replay(ctx, in.WS, in.ID, src.Channel, items)
	if err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, callerOf(ctx), in.WS, "quarantine.replay", target("quarantine", in.ID), how); err != nil {
		return nil, err
	}
	result := ReplayResult{Verdicts: make([]Verdict, len(verdicts))}
	for i, v := range verdicts {
		result.Verdicts[i] = a.verdictOf(v)
	}
	return answer(result), nil
}

func (a *API) verdictOf(v ingest.Verdict) Verdict {
	out := Verdict{
		Index: v.Index, MessageID: v.MessageID, Outcome: string(v.Outcome), Reason: string(v.Reason), Detail: v.Detail, Told: a.o.Details.Read(v.Detail), Seq: v.Seq,
	}
	if !v.Person.IsZero() {
		out.Person = &v.Person
	}
	return out
}
