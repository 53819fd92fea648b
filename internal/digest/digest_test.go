package digest

import (
	"context"
	"errors"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail"
	"jejak/internal/mail/mailtest"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const (
	ws     = event.Workspace(4)
	broken = int64(3) // a user whom nobody can tell anything of
)

// world is a user in Jakarta to whom things happen, by a clock of its own.
type world struct {
	t     *testing.T
	store *Store
	box   *mail.Outbox
	inbox *mailtest.Server
	send  *Sender

	mu    sync.Mutex
	now   time.Time
	news  []News
	gone  bool
	place *time.Location
}

func setup(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	w := &world{t: t, inbox: mailtest.Start(t, false), place: time.FixedZone("WIB", 7*3600)}
	w.now = time.Date(2026, 3, 2, 12, 0, 0, 0, w.place) // a Monday
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	w.box, err = mail.OpenOutbox(t.Context(), db, mail.Options{
		Server: &mail.Server{Host: w.inbox.Host, Port: w.inbox.Port, Security: mail.Open}, From: netmail.Address{Address: "hello@example.com"},
		Root: "https://jejak.example.com", Key: key, Now: w.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	if w.store, err = Open(t.Context(), db, w.clock); err != nil {
		t.Fatal(err)
	}
	w.send = NewSender(w.store, w.box, Options{
		Now: w.clock,
		Reader: func(_ context.Context, _ event.Workspace, user int64) (Reader, bool, error) {
			if user == broken {
				return Reader{}, false, errors.New("the row cannot be read")
			}
			return Reader{Email: "sari@example.com", Name: "Sari", Language: "id", Zone: w.place, Brand: "Kopi Senja"}, !w.gone, nil
		},
		News: func(context.Context, event.Workspace, int64, Reader) ([]News, error) { return w.news, nil },
	})
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) at(day, hour int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = time.Date(2026, 3, day, hour, 0, 0, 0, w.place)
}

func (w *world) happens(title string) {
	w.news = append([]News{{Title: title, Path: "/w/4/maps/m1?view=comments", At: event.TimeOf(w.now)}}, w.news...)
}

// round sends what is due and tells how many digests went out.
func (w *world) round() int {
	w.t.Helper()
	n, err := w.send.Round(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if sent, err := w.box.Deliver(w.t.Context()); err != nil || sent != n {
		w.t.Fatalf("%d sent of %d, %v", sent, n, err)
	}
	return n
}

func (w *world) set(every Every) {
	w.t.Helper()
	if err := w.store.Set(w.t.Context(), ws, 7, every); err != nil {
		w.t.Fatal(err)
	}
}

func TestADigestADay(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		if every, err := w.store.Get(t.Context(), ws, 7); every != Off || err != nil {
			t.Fatalf("%s without having asked for it, %v", every, err)
		}
		w.happens("before it was asked for")
		w.at(2, 13)
		w.set(Daily)
		w.at(2, 14)
		w.happens("Budi menyebut Anda · Toko")
		w.at(3, 7)
		if n := w.round(); n != 0 {
			t.Errorf("%d before eight", n)
		}
		w.at(3, 8)
		if n := w.round(); n != 1 {
			t.Fatalf("%d at eight", n)
		}
		m := w.inbox.All()[0]
		if m.To != "sari@example.com" || m.Subject != "Hari Anda di Kopi Senja: 1 baru" || !strings.Contains(m.HTML, "https://jejak.example.com/w/4/maps/m1?view=comments") ||
			strings.Contains(m.HTML, "before it was asked for") || !strings.Contains(m.Header.Get("List-Unsubscribe"), "/u/") {
			t.Errorf("%s %s", m.Subject, m.HTML)
		}
		if n := w.round(); n != 0 {
			t.Errorf("%d a second time", n)
		}
		w.at(4, 9)
		if n := w.round(); n != 0 {
			t.Errorf("%d with nothing new", n)
		}
		w.happens("late")
		w.at(5, 11) // it was not running at eight
		if n := w.round(); n != 1 {
			t.Errorf("%d after a stop", n)
		}
		w.happens("more")
		w.gone = true
		w.at(6, 9)
		if n := w.round(); n != 0 {
			t.Errorf("%d to somebody who has left", n)
		}
		w.gone = false
		w.set(Off)
		if n := w.round(); n != 0 {
			t.Errorf("%d to somebody who wants none", n)
		}
	})
}

func TestOneWhoFailsHoldsUpNobody(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.set(Daily)
	if err := w.store.Set(t.Context(), ws, broken, Daily); err != nil {
		t.Fatal(err)
	}
	w.at(2, 14)
	w.happens("Budi menyebut Anda")
	w.at(3, 8)
	if n, err := w.send.Round(t.Context()); n != 1 || err == nil {
		t.Errorf("%d queued, %v", n, err)
	}
}

func TestADigestAWeek(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.set(Weekly)
	w.happens("on Monday")
	total := 0
	for day := 3; day <= 16; day++ {
		w.at(day, 9)
		if w.happens("each day"); w.round() == 1 {
			total++
			if day != 9 && day != 16 {
				t.Errorf("on March %d, which is no Monday", day)
			}
		}
	}
	if m := w.inbox.All(); total != 2 || m[0].Subject != "Minggu Anda di Kopi Senja: 7 baru" {
		t.Errorf("%d digests, the first %q", total, m[0].Subject)
	}
	if err := w.store.Set(t.Context(), ws, 7, "hourly"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
