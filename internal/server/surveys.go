package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/identity"
	"jejak/internal/ingest"
	"jejak/internal/mail"
	"jejak/internal/voice/survey"
)

// desk puts surveys before people, once it is started. The journey index has to be open.
func (f *Folder) desk(now func() time.Time, box *mail.Outbox) *survey.Desk {
	return survey.NewDesk(f.Surveys, survey.DeskOptions{
		Engine: f.Trail, People: peopleOf{f}, Definitions: f.Touchpoints.Definitions, Expand: f.Segments.Expand,
		Read: f.readAnswer, Send: (&surveySender{f: f, now: now, from: newOwnSource(f.Workspaces, "Surveys", "survey")}).send, Now: now, Logger: f.log,
		Mail: box, Brand: f.brand,
	})
}

// reviews reads what people say of products, once it is started.
func (f *Folder) reviews(now func() time.Time) *survey.Reviews {
	return survey.NewReviews(f.Surveys, f.feed(), survey.ReviewOptions{
		Now: now, Logger: f.log,
		Person: func(ws event.Workspace, s event.Subject) (event.Person, error) {
			p, _, err := identity.NewReader(f.Events.Identity()).PersonOfSubject(ws, s)
			return p, err
		},
	})
}

// readAnswer says how the words of an answer feel, as those of all other texts are read.
func (f *Folder) readAnswer(language, text string) survey.Feeling {
	got := f.Feelings.Read("", text) // people answer in their own language, whichever the survey was in
	if got.Language == "" {
		got = f.Feelings.Read(language, text)
	}
	out := survey.Feeling{State: got.Feeling, Language: got.Language}
	if got.Feeling == "scored" {
		out.Score = &got.Sentiment
	}
	return out
}

// peopleOf tells surveys who somebody is.
type peopleOf struct{ f *Folder }

// Of is the person of the first id that is known.
func (p peopleOf) Of(ws event.Workspace, ids []event.ID) (event.Person, bool, error) {
	reader := identity.NewReader(p.f.Events.Identity())
	for _, id := range ids {
		if person, ok, err := reader.PersonOf(ws, id); err != nil || ok {
			return person, ok, err
		}
	}
	return event.Person{}, false, nil
}

// IDs are those of a person, users and addresses first.
func (p peopleOf) IDs(ws event.Workspace, person event.Person) (ids []event.ID, err error) {
	profile, err := identity.NewReader(p.f.Events.Identity()).Person(ws, person)
	for _, info := range profile.IDs {
		if !slices.Contains(ids, info.ID) {
			ids = append(ids, info.ID)
		}
	}
	rank := []event.IDType{event.UserID, event.Email, event.Phone, event.LoyaltyID, event.AnonymousID}
	slices.SortStableFunc(ids, func(a, b event.ID) int {
		return cmp.Compare(uint(slices.Index(rank, a.Type)), uint(slices.Index(rank, b.Type))) // unknown types last
	})
	return ids, err
}

// mostEvents bounds how far back a person's events are looked at.
const mostEvents = 5000

// Events are a person's since a time, the latest first.
func (p peopleOf) Events(ctx context.Context, ws event.Workspace, person event.Person, since event.Time, fn func(*event.Event) bool) error {
	profile, err := identity.NewReader(p.f.Events.Identity()).Person(ws, person)
	if err != nil {
		return err
	}
	var all []*event.Event
	for _, s := range profile.Subjects {
		n := 0
		err := p.f.Events.SubjectEventsBefore(ctx, ws, s.Subject, math.MaxInt64, math.MaxUint64, func(e *event.Event) bool {
			if n++; e.Time < since || n > mostEvents {
				return false
			}
			all = append(all, e)
			return true
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(all, func(a, b *event.Event) int { return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(b.Seq, a.Seq)) })
	for _, e := range all {
		if !fn(e) {
			return nil
		}
	}
	return nil
}

// surveySender takes what surveys tell in as events.
type surveySender struct {
	f    *Folder
	now  func() time.Time
	from *ownSource
}

func (s *surveySender) send(ctx context.Context, ws event.Workspace, messages []survey.Message) error {
	src, err := s.from.of(ctx, ws)
	if err != nil {
		return err
	}
	items := make([]ingest.Item, len(messages))
	for i, m := range messages {
		e := event.Event{Type: event.Track, Name: m.Name, Channel: m.Channel, MessageID: m.ID, Time: m.Time, IDs: slices.Clone(m.IDs)}
		if e.Properties, err = json.Marshal(m.Properties); err != nil {
			return err
		}
		if m.URL != "" {
			if e.Context, err = json.Marshal(map[string]any{"page": map[string]any{"url": m.URL}}); err != nil {
				return err
			}
		}
		raw, err := json.Marshal(m)
		if err != nil {
			return err
		}
		items[i] = ingest.Item{Event: e, Final: true, Raw: raw}
	}
	verdicts, err := s.f.Ingester.Ingest(ctx, src, s.now(), items)
	for _, v := range verdicts {
		if v.Outcome == ingest.Rejected {
			err = errors.Join(err, fmt.Errorf("an answer was set aside: %s: %s", v.Reason, v.Detail))
		}
	}
	if err != nil && len(verdicts) > 0 {
		s.f.log.Warn("some answers are in quarantine", "workspace", ws, "error", err)
		return nil
	}
	return err
}

// closeSurveys ends what surveys do in the background.
func (s *Server) closeSurveys(ctx context.Context) (err error) {
	if s.surveys != nil {
		err = s.surveys.Stop(ctx)
	}
	if s.reviews != nil {
		err = errors.Join(err, s.reviews.Stop(ctx))
	}
	return errors.Join(err, s.closeMail(ctx))
}

// startSurveys begins it.
func (s *Server) startSurveys() error {
	if s.Folder.ReadOnly {
		return nil
	}
	s.surveys.Start()
	return errors.Join(s.reviews.Start(), s.startMail())
}

func (f *Folder) openSurveys(ctx context.Context, o FolderOptions) (err error) {
	key, err := f.key()
	if err != nil {
		return err
	}
	f.Surveys, err = survey.OpenStore(ctx, f.Control, survey.StoreOptions{Check: f.checkQuestion, Key: key, Now: o.Now})
	return err
}
