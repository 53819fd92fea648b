package api

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/journey"
	"jejak/internal/voice/heard"
)

type timelineQuery struct {
	PersonPath
	Before  string `query:"before" maxLength:"64" doc:"the next of the page before"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Channel string `query:"channel" maxLength:"60" doc:"all by default"`
}

// moment is a place in a person's order of events.
type moment struct {
	time event.Time
	seq  uint64
}

func (m moment) String() string { return fmt.Sprintf("%d-%d", m.time, m.seq) }

func parseMoment(s string) (m moment, err error) {
	if s == "" {
		return moment{math.MaxInt64, math.MaxUint64}, nil
	}
	if _, err := fmt.Sscanf(s, "%d-%d", &m.time, &m.seq); err != nil || m.String() != s {
		return m, fault.InvalidFields("This page of the timeline cannot be found.", []fault.Field{{Name: "before", Message: errUnknownPage.Error()}})
	}
	return m, nil
}

func (a *API) listPersonEvents(ctx context.Context, in *timelineQuery) (*reply[Timeline], error) {
	before, err := parseMoment(in.Before)
	if err != nil {
		return nil, err
	}
	profile, err := a.reader().Person(in.WS, in.Person)
	if err != nil {
		return nil, err
	}
	found, err := a.newest(ctx, in, profile.Subjects, before)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	touchpoints, err := journey.NewTouchpointMatcher(d.Touchpoints)
	if err != nil {
		return nil, err
	}
	page := Timeline{Events: []TimelineEvent{}}
	if len(found) > in.Limit {
		found = found[:in.Limit]
		last := found[in.Limit-1].event
		page.Next = moment{last.Time, last.Seq}.String()
	}
	for _, f := range found {
		t := timelineEvent(f)
		if i := touchpoints.Of(journey.FactsOf(f.event)); i >= 0 {
			t.Touchpoint = d.Touchpoints[i].ID
		}
		t.SourceName = d.SourceName(f.event.Source)
		if c, ok := a.o.Heard.CorrectionOf(in.WS, f.event.Seq); ok {
			t.Corrected = &c
		}
		if scorer, score, ok := a.o.Heard.ScoredBy(in.WS, f.event.Seq); ok {
			t.Scored = &EventScore{Scorer: scorer, Feeling: heard.ClassOf(score), Score: score}
		}
		page.Events = append(page.Events, t)
	}
	if a.hides(ctx, in.WS) {
		page.hideContacts()
	}
	return answer(page), nil
}

type ofSubject struct {
	subject event.Subject
	event   *event.Event
}

func newestFirst(x, y ofSubject) int {
	return cmp.Or(cmp.Compare(y.event.Time, x.event.Time), cmp.Compare(y.event.Seq, x.event.Seq))
}

// newest merges the subjects' events before a moment: the limit's newest and one more, newest first. A subject is read only
// as far back as its events can still be among them.
func (a *API) newest(ctx context.Context, in *timelineQuery, subjects []identity.SubjectInfo, before moment) ([]ofSubject, error) {
	want := in.Limit + 1
	var kept []ofSubject // the newest so far, sorted
	for _, s := range subjects {
		var own []ofSubject
		err := a.o.Events.SubjectEventsBefore(ctx, in.WS, s.Subject, before.time, before.seq, func(e *event.Event) bool {
			f := ofSubject{s.Subject, e}
			if len(kept) == want && newestFirst(kept[want-1], f) < 0 {
				return false
			}
			if in.Channel == "" || e.Channel == in.Channel {
				own = append(own, f)
			}
			return len(own) < want
		})
		if err != nil {
			return nil, err
		}
		kept = append(kept, own...)
		slices.SortFunc(kept, newestFirst)
		kept = kept[:min(len(kept), want)]
	}
	return kept, nil
}

func timelineEvent(f ofSubject) TimelineEvent {
	e := f.event
	t := TimelineEvent{
		Seq: e.Seq, Time: e.Time, ReceivedAt: e.ReceivedAt, Type: e.Type.String(), Name: e.Name, Channel: e.Channel, Source: e.Source,
		Subject: f.subject, MessageID: e.MessageID, Properties: Object(e.Properties), Traits: Object(e.Traits), Context: Object(e.Context),
	}
	for _, flag := range []struct {
		bit  event.Flag
		word string
	}{{event.FutureClock, "future_clock"}, {event.Replayed, "replayed"}, {event.MadeMessageID, "made_message_id"}} {
		if e.Flags&flag.bit != 0 {
			t.Flags = append(t.Flags, flag.word)
		}
	}
	return t
}
