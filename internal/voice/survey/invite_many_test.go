package survey

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/sqldb/sqldbtest"
)

// crowded is a world whose segments all are of the same people.
type crowded struct {
	*world
	people []event.Person
}

func (w crowded) Ask(_ context.Context, _ event.Workspace, q journey.Question, _ journey.Definitions) (journey.Answer, error) {
	got := &journey.PeopleAnswer{Total: len(w.people)}
	for _, p := range w.people[q.People.Offset:min(len(w.people), q.People.Offset+q.People.Limit)] {
		got.People = append(got.People, journey.PersonRow{Person: p})
	}
	return journey.Answer{Kind: q.Kind, Persons: got}, nil
}

// Many mails are queued together, and yet two people who share an address are asked once, and a second press asks nobody.
func TestManyAreInvitedAtOnce(t *testing.T) {
	w := post(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	const people = 2*invitedAtOnce + 50
	all := crowded{world: w.world}
	w.desk.o.People = addresses{w.world}
	for i := range people {
		var p event.Person
		binary.BigEndian.PutUint64(p[:], uint64(i+1))
		all.people = append(all.people, p)
	}
	w.desk.o.Engine = all
	v := w.running(Content{Languages: []string{"en"}, Questions: []Question{{ID: "q", Kind: NPS, Title: en("Well?")}}})
	began := time.Now()
	got, err := w.desk.Invite(t.Context(), ws, v.ID, Batch{By: "Ana"})
	t.Logf("%d people in %v", people, time.Since(began))
	counts, counted := w.box.Counts(t.Context(), ws, mail.Survey, v.ID)
	if err != nil || counted != nil || got.People != people || got.Invited != people-1 || counts.Queued != people-1 {
		t.Fatalf("%+v, %d mails; %v %v", got, counts.Queued, err, counted)
	}
	if again, err := w.desk.Invite(t.Context(), ws, v.ID, Batch{By: "Ana"}); err != nil || again.Invited != 0 || len(again.Reasons) != 1 || again.Reasons[0].People != people {
		t.Errorf("pressed again: %+v %v", again, err)
	}
}

// addresses gives each person an address; the third shares that of the second.
type addresses struct{ *world }

func (addresses) IDs(_ event.Workspace, p event.Person) ([]event.ID, error) {
	n := binary.BigEndian.Uint64(p[:])
	if n == 3 {
		n = 2
	}
	return []event.ID{{Type: event.Email, Value: fmt.Sprintf("p%d@example.com", n)}}, nil
}
