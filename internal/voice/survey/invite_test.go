package survey

import (
	"context"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"jejak/internal/event"
	"jejak/internal/follow"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/mail/mailtest"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// posted is a world with mail, and somebody who mails its surveys.
type posted struct {
	*world
	postman *Postman
	inbox   *mailtest.Server
	box     *mail.Outbox
	mailing mail.Options
	ticking func(n int) // at each mail that is queued
	ticks   int
}

// tick is the time, as the outbox reads it.
func (w *posted) tick() time.Time {
	if w.ticking != nil {
		w.ticks++
		w.ticking(w.ticks)
	} else {
		w.ticks = 0
	}
	return w.clock()
}

// none is a log in which nothing happens: tests hand events over themselves.
type none struct{ follow.Feed }

func post(t *testing.T, db *sqldb.DB) *posted {
	t.Helper()
	return postAt(t, db, 0)
}

// postAt mails so many a minute.
func postAt(t *testing.T, db *sqldb.DB, rate int) *posted {
	t.Helper()
	w := &posted{world: setup(t, db), inbox: mailtest.Start(t, false)}
	w.mailing = mail.Options{
		Server: &mail.Server{Host: w.inbox.Host, Port: w.inbox.Port, Security: mail.Open}, From: netmail.Address{Address: "hello@example.com"},
		Root: "https://jejak.example.com", Key: sealing(t), Now: w.tick, Rate: rate,
	}
	var err error
	if w.box, err = mail.OpenOutbox(t.Context(), db, w.mailing); err != nil {
		t.Fatal(err)
	}
	w.desk.o.Mail = w.box
	w.desk.o.Brand = func(context.Context, event.Workspace) (string, error) { return "Kopi Senja", nil }
	w.again()
	return w
}

// again joins the postman anew, as after a restart.
func (w *posted) again() {
	w.t.Helper()
	p := NewPostman(w.desk, none{}, PostmanOptions{Person: func(_ event.Workspace, s event.Subject) (event.Person, error) {
		return event.Person(s), nil
	}})
	w.postman = p
}

// happens has a person do something now, and the postman see it.
func (w *posted) happens(p event.Person, name string, seq uint64) {
	w.t.Helper()
	w.does(p, name, 0, `{"product_id":"tea"}`)
	e := w.did[p][len(w.did[p])-1]
	if err := w.postman.read(w.t.Context(), []event.Change{{Seq: seq, Workspace: ws, Subject: event.Subject(p), Person: p, Event: &e}}); err != nil {
		w.t.Fatal(err)
	}
}

// refusing is a server that knows nobody by an address.
func refusing(address string) func(to string) *smtp.SMTPError {
	return func(to string) *smtp.SMTPError {
		if to != address {
			return nil
		}
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody here"}
	}
}

func (w *posted) round() int {
	w.t.Helper()
	n, err := w.postman.Round(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.box.Deliver(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func delivered(wait time.Duration) Content {
	return Content{
		Languages: []string{"en"}, Questions: []Question{{ID: "q", Kind: NPS, Title: en("Well?")}}, Email: Invitation{OnTrigger: true},
		Targeting: Targeting{Trigger: &Trigger{Event: journey.Filter{Event: []string{"Delivered"}}, Wait: journey.Duration(wait)}},
	}
}

func TestATriggerMailsOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := post(t, db)
		w.running(delivered(72 * time.Hour))
		ana := w.knows(1, event.ID{Type: event.Email, Value: "Ana@example.com"}, event.ID{Type: event.UserID, Value: "ana"})
		budi := w.knows(2, event.ID{Type: event.UserID, Value: "budi"})
		w.happens(ana, "Delivered", 1)
		w.happens(ana, "Delivered", 1) // seen again after a crash
		w.happens(budi, "Delivered", 2)
		w.happens(budi, "Something else", 3)
		if n := w.round(); n != 0 {
			t.Fatalf("%d mailed before the time has come", n)
		}
		w.pass(72 * time.Hour)
		w.again()
		if n := w.round(); n != 1 || len(w.inbox.All()) != 1 || w.inbox.All()[0].To != "ana@example.com" {
			t.Fatalf("%d mailed, %d came", n, len(w.inbox.All()))
		}
		w.happens(ana, "Delivered", 1) // and again after it was mailed
		w.pass(100 * time.Hour)
		if n := w.round(); n != 0 || len(w.inbox.All()) != 1 {
			t.Errorf("%d mailed a second time", n)
		}
		if w.tell(); w.sent != 1 {
			t.Errorf("%d events", w.sent)
		}
		for _, m := range w.log {
			if m.Name != EventShown || m.Channel != "email" || m.Properties["via"] != "email" {
				t.Errorf("%+v", m)
			}
		}
	})
}

// What stands against a mail for a time puts it off; it comes when that is over.
func TestQuietHoursAndCooldownPutMailsOff(t *testing.T) {
	w := post(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	if _, err := w.store.SetSettings(t.Context(), ws, Settings{CooldownDays: 2, QuietFrom: "11:00", QuietTo: "13:30"}); err != nil {
		t.Fatal(err)
	}
	w.running(delivered(0))
	w.running(delivered(0))
	ana := w.knows(1, event.ID{Type: event.Email, Value: "ana@example.com"})
	w.happens(ana, "Delivered", 1)
	if n := w.round(); n != 0 {
		t.Fatalf("%d mailed at %s", n, w.clock())
	}
	w.pass(89 * time.Minute)
	if n := w.round(); n != 0 {
		t.Fatalf("%d mailed at %s", n, w.clock())
	}
	w.pass(time.Minute)
	if n := w.round(); n != 1 {
		t.Fatalf("%d mailed when the quiet hours are over, not one of two", n)
	}
	w.pass(47 * time.Hour)
	if n := w.round(); n != 0 {
		t.Errorf("%d mailed within the cooldown", n)
	}
	w.pass(time.Hour)
	if n := w.round(); n != 1 || len(w.inbox.All()) != 2 {
		t.Errorf("%d mailed after the cooldown, %d came", n, len(w.inbox.All()))
	}
}

// A rate lets some of those who were decided on at one moment wait until quiet hours have begun: they get theirs when these are over,
// each where they live.
func TestARateDoesNotMailIntoQuietHours(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := postAt(t, db, 1)
		if _, err := w.store.SetSettings(t.Context(), ws, Settings{QuietFrom: "12:02", QuietTo: "13:00"}); err != nil {
			t.Fatal(err)
		}
		w.running(delivered(0))
		for i := range byte(4) {
			w.happens(w.knows(i+1, event.ID{Type: event.Email, Value: string('a'+rune(i)) + "@example.com"}), "Delivered", uint64(i+1))
		}
		if n := w.round(); n != 4 {
			t.Fatalf("%d mails queued, want 4", n)
		}
		want := func(when string, n int) {
			t.Helper()
			if _, err := w.box.Deliver(t.Context()); err != nil || len(w.inbox.All()) != n {
				t.Fatalf("%s: %d mails came, want %d; %v", when, len(w.inbox.All()), n, err)
			}
		}
		want("at 12:00", 1)
		w.pass(61 * time.Second)
		want("at 12:01", 2)
		w.pass(61 * time.Second)
		want("at 12:02, when it is quiet", 2)
		mails, err := w.desk.Mails(t.Context(), ws, w.mailedSurvey(), mail.Queued, 0)
		if err != nil || len(mails) != 2 || mails[0].Reason != mail.ReasonQuiet || mails[0].Next != event.TimeOf(w.clock().Truncate(time.Hour).Add(time.Hour)) {
			t.Fatalf("%+v %v", mails, err)
		}
		w.pass(57 * time.Minute)
		want("at 12:59", 2)
		w.pass(time.Minute)
		want("at 13:00", 3)
		w.pass(61 * time.Second)
		want("at 13:01", 4)
	})
}

// mailedSurvey is the one survey that there is.
func (w *posted) mailedSurvey() string {
	w.t.Helper()
	all, err := w.store.List(w.t.Context(), ws)
	if err != nil || len(all) != 1 {
		w.t.Fatal(len(all), err)
	}
	return all[0].ID
}

func TestTheMailOfEachKindOfQuestion(t *testing.T) {
	t.Parallel()
	options := []Option{{ID: "price", Label: en("Price <b>")}, {ID: "speed", Label: en("Speed")}}
	for name, c := range map[string]struct {
		q     Question
		want  string // a link's end
		count int
	}{
		"nps":     {Question{Kind: NPS}, "answer=q%3A10&language=en", 11},
		"csat":    {Question{Kind: CSAT}, "answer=q%3A5&language=en", 5},
		"ces":     {Question{Kind: CES}, "answer=q%3A7&language=en", 7},
		"rating":  {Question{Kind: Rating, Max: 3}, "answer=q%3A3&language=en", 3},
		"choice":  {Question{Kind: Choice, Options: options}, "answer=q%3Aspeed&language=en", 2},
		"consent": {Question{Kind: Consent}, "answer=q%3Ano&language=en", 2},
		"text":    {Question{Kind: Open}, "", 0},
		"matrix":  {Question{Kind: Matrix, Rows: options, Columns: options}, "", 0},
	} {
		c.q.ID, c.q.Title = "q", en("Well, {{trait:name|friend}}?")
		content := Content{Languages: []string{"en"}, Questions: []Question{{ID: "hi", Kind: Note, Title: en("Hello")}, c.q}}
		l := content.letter("Kopi", "en", Theme{}, map[string]string{"name": "Ana"}, "https://j/s/abc")
		html, err := l.HTML()
		if err != nil || l.Title != "Well, Ana?" || len(l.Text) != 1 || len(l.Choices) != c.count || strings.Contains(html, "<b>") {
			t.Errorf("%s: %v, %+v", name, err, l)
			continue
		}
		if c.count == 0 {
			if l.Button == nil || l.Button.URL != "https://j/s/abc?language=en" {
				t.Errorf("%s: %+v", name, l.Button)
			}
		} else if got := l.Choices[c.count-1].URL; got != "https://j/s/abc?"+c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	empty := Content{Languages: []string{"en"}, Questions: []Question{{ID: "hi", Kind: Note, Title: en("Hello")}}}
	if l := empty.letter("Kopi", "en", Theme{}, nil, "https://j/s/abc"); l.Button == nil || l.Subject == "" {
		t.Errorf("%+v", l)
	}
}
