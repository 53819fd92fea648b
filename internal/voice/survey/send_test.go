package survey

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// throng is a world of many people, each with an address; the third shares that of the second, and each tenth has none.
type throng struct {
	*world
	people []event.Person
	most   int // that were asked about at once
	looked int // whose ids were read
	calls  func(looked int)
}

func (w *world) throng(n int) *throng {
	c := &throng{world: w}
	for i := range n {
		var p event.Person
		binary.BigEndian.PutUint64(p[:], uint64(i+1))
		c.people = append(c.people, p)
	}
	w.desk.o.Engine, w.desk.o.People = c, c
	return c
}

func (c *throng) Members(_ context.Context, _ event.Workspace, _ journey.Segment, within []event.Person, _ journey.Definitions) (uint64, []event.Person, error) {
	if within == nil {
		return 1, c.people, nil
	}
	return 1, within, nil
}

func (c *throng) Ask(_ context.Context, _ event.Workspace, q journey.Question, _ journey.Definitions) (journey.Answer, error) {
	c.most = max(c.most, len(q.Segment.People))
	got := &journey.PeopleAnswer{Total: len(q.Segment.People)}
	for _, p := range q.Segment.People[:min(len(q.Segment.People), q.People.Limit)] {
		got.People = append(got.People, journey.PersonRow{Person: p})
	}
	return journey.Answer{Kind: q.Kind, Persons: got}, nil
}

func (c *throng) IDs(_ event.Workspace, p event.Person) ([]event.ID, error) {
	if c.looked++; c.calls != nil {
		c.calls(c.looked)
	}
	n := binary.BigEndian.Uint64(p[:])
	switch {
	case n == 3:
		n = 2
	case n%10 == 0:
		return []event.ID{{Type: event.UserID, Value: fmt.Sprint(n)}}, nil
	}
	return []event.ID{{Type: event.Email, Value: fmt.Sprintf("p%d@example.com", n)}}, nil
}

func (c *throng) Of(_ event.Workspace, ids []event.ID) (p event.Person, ok bool, err error) {
	var n uint64
	if _, err := fmt.Sscanf(ids[0].Value, "p%d@", &n); err != nil {
		return p, false, nil
	}
	binary.BigEndian.PutUint64(p[:], n)
	return p, true, nil
}

func oneQuestion() Content {
	return Content{Languages: []string{"en"}, Questions: []Question{{ID: "q", Kind: NPS, Title: en("Well?")}}}
}

func (w *world) sends(survey string) Delivery {
	w.t.Helper()
	out, err := w.desk.Send(w.t.Context(), ws, survey, nil, "Ana")
	if err != nil || out.ID == "" || out.State != SendingGathers {
		w.t.Fatalf("%+v %v", out, err)
	}
	return out
}

// through sends all that goes on.
func (w *world) through() {
	w.t.Helper()
	for {
		if more, err := w.desk.SendSome(w.t.Context()); err != nil {
			w.t.Fatal(err)
		} else if !more {
			return
		}
	}
}

func (w *world) delivery(survey, id string) Delivery {
	w.t.Helper()
	out, err := w.desk.Delivery(w.t.Context(), ws, survey, id)
	if err != nil {
		w.t.Fatal(err)
	}
	if sum := out.Left + out.Held + out.Queued + out.Sent + out.Failed + out.Withdrawn; sum != out.People {
		w.t.Errorf("%d people, and the figures add up to %d: %+v", out.People, sum, out)
	}
	return out
}

// recipients are the addresses of all mails of a survey, with how often each has one.
func (w *posted) recipients(survey string) map[string]int {
	w.t.Helper()
	all := map[string]int{}
	for offset := 0; ; offset += mailsAPage {
		page, err := w.desk.Mails(w.t.Context(), ws, survey, "", offset)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, m := range page {
			all[m.Address]++
		}
		if len(page) < mailsAPage {
			return all
		}
	}
}

// A survey to many answers at once, goes on in batches, and its figures add up; two who share an address are asked once; a second press
// asks nobody.
func TestASurveyGoesToManyInBatches(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := post(t, db)
		const people = 2*sentAtOnce + 50
		all := w.throng(people)
		v := w.running(oneQuestion())
		tried, err := w.desk.Try(t.Context(), ws, v.ID, nil)
		if err != nil || tried.People != people || tried.Queued != people-people/10-1 || tried.Held != people/10+1 || tried.ID != "" {
			t.Fatalf("%+v %v", tried, err)
		}
		all.looked = 0
		first := w.sends(v.ID)
		if all.looked != 0 {
			t.Error("the call itself looked at people")
		}
		w.through()
		got := w.delivery(v.ID, first.ID)
		want := []Against{{"mail", "no_address", people / 10}, {"again", "seen", 1}}
		if got.State != SendingDone || got.People != people || got.Queued != tried.Queued || got.Left != 0 || !slices.Equal(got.Reasons, want) {
			t.Fatalf("%+v", got)
		}
		if all.most > sentAtOnce {
			t.Errorf("%d people were asked about at once", all.most)
		}
		again := w.sends(v.ID)
		w.through()
		if got := w.delivery(v.ID, again.ID); got.Queued != 0 || got.Held != people {
			t.Errorf("pressed again: %+v", got)
		}
		list, err := w.desk.Deliveries(t.Context(), ws, v.ID)
		if err != nil || len(list) != 2 || list[0].ID != again.ID || list[1].Queued != tried.Queued {
			t.Errorf("%+v %v", list, err)
		}
		none, err := w.desk.Behind(t.Context(), ws, v.ID, first.ID, PartHeld, "no_address", 0, 100)
		if err != nil || len(none) != people/10 || binary.BigEndian.Uint64(none[0][:]) != 10 {
			t.Errorf("%d people without an address, %v", len(none), err)
		}
	})
}

// Wherever the process is killed, the sending goes on after the next start, and everybody is asked exactly once.
func TestAKilledSendingAsksEverybodyExactlyOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := post(t, db)
		const people = 2*sentAtOnce + 50
		all := w.throng(people)
		v := w.running(oneQuestion())
		one := w.sends(v.ID)
		inside := 0
		for _, kill := range []func(cancel func()){
			func(cancel func()) { cancel() }, // before it began
			func(cancel func()) { all.calls = at(all.looked+sentAtOnce/2, cancel) },
			func(cancel func()) { w.ticking = at(sentAtOnce/2, cancel) }, // within the transaction
			func(cancel func()) { all.calls = at(all.looked+sentAtOnce+20, cancel) },
			func(cancel func()) { w.ticking = at(sentAtOnce/2, cancel) },
		} {
			ctx, cancel := context.WithCancel(t.Context())
			kill(cancel)
			for ctx.Err() == nil {
				if more, err := w.desk.SendSome(ctx); err == nil && !more {
					t.Fatal("it was through before it was killed")
				}
			}
			cancel()
			all.calls, w.ticking = nil, nil
			if got := w.delivery(v.ID, one.ID); got.State == SendingDone {
				t.Fatalf("%+v", got)
			} else if got.Queued > 0 {
				inside++
			}
			w.restarts(db)
			w.desk.o.Engine, w.desk.o.People = all, all
		}
		if inside == 0 {
			t.Error("it was never killed in the middle")
		}
		w.through()
		got := w.delivery(v.ID, one.ID)
		if got.State != SendingDone || got.Queued != people-people/10-1 || got.Held != people/10+1 {
			t.Fatalf("%+v", got)
		}
		to := w.recipients(v.ID)
		for address, n := range to {
			if n != 1 {
				t.Errorf("%s has %d mails", address, n)
			}
		}
		if len(to) != got.Queued {
			t.Errorf("%d addresses have a mail, want %d", len(to), got.Queued)
		}
	})
}

// at calls fn at the nth call.
func at(n int, fn func()) func(int) {
	return func(now int) {
		if now == n {
			fn()
		}
	}
}

// restarts opens all that stands on the database anew.
func (w *posted) restarts(db *sqldb.DB) {
	w.t.Helper()
	var err error
	if w.store, err = OpenStore(w.t.Context(), db, w.store.o); err != nil {
		w.t.Fatal(err)
	}
	if w.box, err = mail.OpenOutbox(w.t.Context(), db, w.mailing); err != nil {
		w.t.Fatal(err)
	}
	o := w.desk.o
	o.Mail = w.box
	w.desk = NewDesk(w.store, o)
	w.again()
}

// A stop takes back what waits; who has had the mail has had it, and the others can be asked another time.
func TestAStoppedSendingAsksNobodyMore(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := postAt(t, db, 5)
		const people = 2 * sentAtOnce
		w.throng(people)
		v := w.running(oneQuestion())
		one := w.sends(v.ID)
		for range 2 { // who is meant, and the first batch
			if _, err := w.desk.SendSome(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.box.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := w.desk.StopSending(t.Context(), ws, v.ID, one.ID)
		held := sentAtOnce/10 + 1
		if err != nil || got.State != SendingStopped || got.Sent != 5 || got.Queued != 0 || got.Withdrawn != sentAtOnce-held-5 || got.Left != people-sentAtOnce || got.Held != held {
			t.Fatalf("%+v %v", got, err)
		}
		w.through()
		w.pass(time.Hour)
		if n, err := w.box.Deliver(t.Context()); n != 0 || err != nil {
			t.Errorf("%d mails went out after the stop, %v", n, err)
		}
		if after := w.delivery(v.ID, one.ID); after.Sent != 5 || after.Left != got.Left {
			t.Errorf("%+v", after)
		}
		again, err := w.desk.Try(t.Context(), ws, v.ID, nil)
		if err != nil || again.Queued != people-people/10-1-5 {
			t.Errorf("%+v %v", again, err)
		}
	})
}

// What becomes of the mails is told for each delivery, and each figure opens its people.
func TestTheFiguresOfADelivery(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := post(t, db)
		w.inbox.Refuse = refusing("p2@example.com")
		w.throng(11)
		v := w.running(oneQuestion())
		one := w.sends(v.ID)
		w.through()
		if _, err := w.box.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		for _, m := range w.inbox.All() {
			link := m.HTML[strings.Index(m.HTML, "/s/")+3:]
			token, _, _ := strings.Cut(link, "?")
			switch m.To {
			case "p1@example.com", "p4@example.com":
				w.answer(token, Post{Answers: []Answer{{Question: "q", Score: point(9)}}, Elapsed: 5000, Done: m.To == "p1@example.com"})
			case "p5@example.com":
				leave := m.HTML[strings.LastIndex(m.HTML, "/u/")+3:]
				leave, _, _ = strings.Cut(leave, `"`)
				l, err := w.box.Leaver(leave)
				if err == nil {
					err = w.box.Refuse(t.Context(), l)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		got := w.delivery(v.ID, one.ID)
		if got.Sent != 8 || got.Failed != 1 || got.Bounced != 1 || got.Unsubscribed != 1 || got.Answered != 2 || got.Finished != 1 || got.Held != 2 {
			t.Fatalf("%+v", got)
		}
		if got.AnsweredRate != journey.Wilson(2, 8) || got.BouncedRate != journey.Wilson(1, 9) || got.UnsubscribedRate != journey.Wilson(1, 8) {
			t.Errorf("%+v", got)
		}
		for part, want := range map[DeliveryPart][]int{
			"bounced": {2}, "failed": {2}, "unsubscribed": {5}, "answered": {1, 4}, "finished": {1}, "sent": {1, 4, 5, 6, 7, 8, 9, 11},
			"queued": nil, "withdrawn": nil, "left": nil, "held": {3, 10}, "people": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
		} {
			people, err := w.desk.Behind(t.Context(), ws, v.ID, one.ID, part, "", 0, 50)
			var numbers []int
			for _, p := range people {
				numbers = append(numbers, int(binary.BigEndian.Uint64(p[:])))
			}
			slices.Sort(numbers)
			if err != nil || !slices.Equal(numbers, want) {
				t.Errorf("%s: %v, want %v; %v", part, numbers, want, err)
			}
		}
		if _, err := w.desk.Behind(t.Context(), ws, v.ID, one.ID, "opened", "", 0, 50); !fault.Is(err, fault.Invalid) {
			t.Errorf("a figure that is not measured: %v", err)
		}
		if _, err := w.desk.Delivery(t.Context(), ws, v.ID, "m999"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		var out strings.Builder
		if err := w.desk.ExportDeliveries(t.Context(), ws, v.ID, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), one.ID+",done,") || !strings.Contains(out.String(), "again/seen: 1; mail/no_address: 1") {
			t.Error(out.String())
		}
		if err := w.store.Delete(t.Context(), ws, v.ID); err != nil {
			t.Error(err)
		}
	})
}

// Ten thousand are sent a survey while no more than a batch of them is held.
func TestTenThousandAreNotHeldAtOnce(t *testing.T) {
	w := post(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	const people = 10_000
	all := w.throng(people)
	v := w.running(oneQuestion())
	one := w.sends(v.ID)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most, began := uint64(0), time.Now()
	for batch := 0; ; batch++ {
		more, err := w.desk.SendSome(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if batch%10 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapAlloc)
		}
		if !more {
			break
		}
	}
	t.Logf("%v for each of %d people", time.Since(began)/people, people)
	got := w.delivery(v.ID, one.ID)
	if got.State != SendingDone || got.Queued != people-people/10-1 || all.most > sentAtOnce {
		t.Fatalf("%+v, %d at once", got, all.most)
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("%d bytes are held after a batch", grown)
	}
}

func sealing(t *testing.T) seal.Key {
	t.Helper()
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	return key
}
