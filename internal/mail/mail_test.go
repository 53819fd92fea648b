package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail/mailtest"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

// world is an outbox whose server is a real one, by a clock of its own.
type world struct {
	t      *testing.T
	db     *sqldb.DB
	box    *Outbox
	server *mailtest.Server
	log    *bytes.Buffer

	mu  sync.Mutex
	now time.Time
	o   Options
}

func setup(t *testing.T, db *sqldb.DB, change ...func(*world)) *world {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, server: mailtest.Start(t, false), log: &bytes.Buffer{}, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	w.o = Options{
		Server: &Server{Host: w.server.Host, Port: w.server.Port, Security: StartTLS, Roots: w.server.Roots},
		From:   netmail.Address{Name: "Kopi Jejak", Address: "hello@example.com"}, Root: "https://jejak.example.com", Key: key, Now: w.clock,
		Logger: slog.New(slog.NewTextHandler(w.log, nil)),
	}
	for _, f := range change {
		f(w)
	}
	w.open()
	return w
}

// open opens the outbox anew, as after a restart.
func (w *world) open() {
	w.t.Helper()
	box, err := OpenOutbox(w.t.Context(), w.db, w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.box = box
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) put(occasion, to string) {
	w.t.Helper()
	err := w.box.Put(w.t.Context(), Draft{Workspace: ws, Occasion: occasion, Kind: Survey, About: "v1", Letter: letter(to)})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(address string) (why string, err error) {
	err = w.db.Read(w.t.Context(), func(tx *sqldb.ReadTx) error {
		why, err = w.box.Refused(w.t.Context(), tx, ws, address)
		return err
	})
	return why, err
}

func letter(to string) Letter {
	return Letter{
		To: to, Language: "en", Subject: "How was it?", Preview: "One minute", Brand: "Kopi Jejak", Title: "Would you recommend us?", Row: true,
		Choices: []Choice{{Label: "9", Name: "9 of 10", URL: "https://jejak.example.com/s/abc?answer=q1:9"}}, Low: "No", High: "Yes",
		Unsubscribe: "https://jejak.example.com/u/token",
	}
}

func (w *world) deliver() int {
	w.t.Helper()
	n, err := w.box.Deliver(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) one() Mail {
	w.t.Helper()
	all, err := w.box.List(w.t.Context(), ws, Survey, "v1", "", 0, 10)
	if err != nil || len(all) != 1 {
		w.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func TestAMailGoesOutOnceWithBothForms(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		w.put("a", "Rina@Example.com")
		w.put("a", "rina@example.com") // the same occasion
		if n := w.deliver(); n != 1 {
			t.Fatalf("%d sent", n)
		}
		w.put("a", "rina@example.com") // also after it was sent
		w.open()
		if n := w.deliver(); n != 0 {
			t.Fatalf("%d sent again", n)
		}
		m := w.server.All()[0]
		h := m.Header
		if m.From != "hello@example.com" || m.To != "rina@example.com" || m.Subject != "How was it?" || h.Get("From") != `"Kopi Jejak" <hello@example.com>` ||
			h.Get("List-Unsubscribe") != "<https://jejak.example.com/u/token>" || h.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" ||
			h.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(h.Get("Message-Id"), "@example.com>") {
			t.Errorf("%+v", h)
		}
		for _, part := range []string{m.Plain, m.HTML} {
			if !strings.Contains(part, "Would you recommend us?") || !strings.Contains(part, "https://jejak.example.com/s/abc?answer=q1:9") ||
				!strings.Contains(part, "https://jejak.example.com/u/token") || !strings.Contains(part, "Unsubscribe") {
				t.Errorf("%s", part)
			}
		}
		if got := w.one(); got.State != Sent || got.Attempts != 1 || got.Address != "rina@example.com" {
			t.Errorf("%+v", got)
		}
		if strings.Contains(w.log.String(), "rina") {
			t.Errorf("the log names people: %s", w.log)
		}
	})
}

// What is refused for now is tried again, later and later, and given up in the end; what is refused for good is not.
func TestWhatTheServerRefuses(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		code := 451
		w.server.Refuse = func(string) *smtp.SMTPError {
			if code == 0 {
				return nil
			}
			return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "Not now, rina@example.com"}
		}
		w.put("a", "rina@example.com")
		w.deliver()
		if got := w.one(); got.State != Queued || got.Reason != "451 4.1.1 Not now, rina@example.com" || got.Attempts != 1 || got.Due != event.TimeOf(w.now.Add(time.Minute)) {
			t.Fatalf("%+v", got)
		}
		w.deliver()
		if got := w.one(); got.Attempts != 1 {
			t.Errorf("it was tried again at once: %+v", got)
		}
		code = 0
		w.pass(time.Minute)
		if n := w.deliver(); n != 1 || w.one().State != Sent || w.one().Reason != "" {
			t.Errorf("%d, %+v", n, w.one())
		}
		code = 550
		w.put("b", "nobody@example.com")
		w.deliver()
		all, err := w.box.List(t.Context(), ws, Survey, "v1", Failed, 0, 10)
		if err != nil || len(all) != 1 || all[0].State != Failed {
			t.Fatalf("%+v, %v", all, err)
		}
		if why, err := w.refused("Nobody@example.com"); why != Bounced || err != nil {
			t.Errorf("%q, %v", why, err)
		}
		if err := w.box.Accept(t.Context(), ws, "nobody@example.com"); err != nil {
			t.Fatal(err)
		}
		if why, _ := w.refused("nobody@example.com"); why != Bounced {
			t.Error("a mailbox that is not there is written to again")
		}
		code = 452
		w.put("c", "full@example.com")
		for range len(waits()) + 1 {
			w.deliver()
			w.pass(25 * time.Hour)
		}
		counts, err := w.box.Counts(t.Context(), ws, Survey, "v1")
		if err != nil || counts != (Tally{Sent: 1, Failed: 2}) {
			t.Errorf("%+v, %v", counts, err)
		}
		if strings.Contains(w.log.String(), "@") {
			t.Errorf("the log names people: %s", w.log)
		}
	})
}

// A connection that breaks off is a matter of this try: the mail goes out later, under the same id, and others are not held up.
func TestAConnectionThatBreaksOff(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	cut := true
	w.server.Cut = func(to string) bool { return cut && to == "rina@example.com" }
	w.put("a", "rina@example.com")
	w.put("b", "budi@example.com")
	if n := w.deliver(); n != 1 || w.server.All()[0].To != "budi@example.com" {
		t.Fatalf("%d sent", n)
	}
	cut = false
	w.pass(time.Minute)
	w.open()
	if n := w.deliver(); n != 1 || w.server.All()[1].To != "rina@example.com" {
		t.Errorf("%d sent", n)
	}
}

// A crash between the server's answer and the note of it is the one thing that SMTP cannot rule out: the same mail goes out again,
// with the same Message-ID.
func TestACrashBeforeTheNote(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.put("a", "rina@example.com")
	crash := errors.New("crash")
	w.box.OnSent(Survey, func(Mail) sqldb.Step {
		return func(context.Context, *sqldb.WriteTx) error { return crash }
	})
	if _, err := w.box.Deliver(t.Context()); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	w.open()
	told := 0
	w.box.OnSent(Survey, func(m Mail) sqldb.Step {
		return func(context.Context, *sqldb.WriteTx) error { told++; return nil }
	})
	if n := w.deliver(); n != 1 || told != 1 {
		t.Fatalf("%d sent, %d told", n, told)
	}
	all := w.server.All()
	if len(all) != 2 || all[0].Header.Get("Message-Id") != all[1].Header.Get("Message-Id") {
		t.Errorf("%d mails", len(all))
	}
}

func TestTheWayIsProtected(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	strangers := *w.o.Server
	strangers.Roots = nil
	w.o.Server = &strangers
	w.open()
	w.put("a", "rina@example.com")
	if _, err := w.box.Deliver(t.Context()); err == nil || w.box.Trouble() == "" || len(w.server.All()) != 0 {
		t.Fatalf("sent to a server whose certificate nobody knows: %v, %q", err, w.box.Trouble())
	}
	if got := w.one(); got.State != Queued || got.Attempts != 0 {
		t.Errorf("the server's trouble is counted against the mail: %+v", got)
	}
	if n, err := w.box.Deliver(t.Context()); n != 0 || err != nil {
		t.Errorf("it is tried again at once: %d, %v", n, err)
	}
	direct := mailtest.Start(t, true)
	direct.User, direct.Password = "jejak", "hunter2"
	w.o.Server = &Server{Host: direct.Host, Port: direct.Port, Security: TLS, Roots: direct.Roots, User: "jejak", Password: "hunter3"}
	w.open()
	if _, err := w.box.Deliver(t.Context()); err == nil || !strings.Contains(w.box.Trouble(), "535") || strings.Contains(w.box.Trouble(), "hunter") {
		t.Fatalf("%v, %q", err, w.box.Trouble())
	}
	w.o.Server.Password = "hunter2"
	w.open()
	if n := w.deliver(); n != 1 || w.box.Trouble() != "" {
		t.Errorf("%d sent, %q", n, w.box.Trouble())
	}
}

func TestSoManyAMinute(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)), func(w *world) { w.o.Rate = 3 })
	for i := range 7 {
		w.put(fmt.Sprint(i), "rina@example.com")
	}
	var sent []int
	for range 3 {
		sent = append(sent, w.deliver())
		w.open() // a restart does not begin the minute anew
		sent = append(sent, w.deliver())
		w.pass(time.Minute + time.Millisecond)
	}
	if fmt.Sprint(sent) != "[3 0 3 0 1 0]" {
		t.Errorf("%v", sent)
	}
}

func TestWhoLeavesGetsNoMore(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		link, err := w.box.LeaveURL(Leaving{Workspace: ws, Kind: Survey, Address: "rina@example.com"})
		token, ours := strings.CutPrefix(link, "https://jejak.example.com/u/")
		if err != nil || !ours || strings.ContainsAny(token, "/+?&#%") {
			t.Fatalf("%s, %v", link, err)
		}
		if got, err := w.box.Leaver(token); err != nil || got.Address != "rina@example.com" || got.Workspace != ws {
			t.Errorf("%+v, %v", got, err)
		}
		for _, wrong := range []string{"", "x", token[:len(token)-3], token + "AA", strings.ToUpper(token)} {
			if _, err := w.box.Leaver(wrong); !fault.Is(err, fault.NotFound) {
				t.Errorf("%.20q: %v", wrong, err)
			}
		}
		w.put("a", "rina@example.com")
		if err := w.box.Refuse(t.Context(), Leaving{Workspace: ws, Address: "Rina@example.com"}); err != nil {
			t.Fatal(err)
		}
		if n := w.deliver(); n != 0 || w.one().State != Failed || w.one().Reason != Unsubscribed {
			t.Errorf("%d sent, %+v", n, w.one())
		}
		if why, err := w.refused("rina@example.com"); why != Unsubscribed || err != nil {
			t.Errorf("%q, %v", why, err)
		}
		if err := w.box.Accept(t.Context(), ws, "rina@example.com"); err != nil {
			t.Fatal(err)
		}
		if why, _ := w.refused("rina@example.com"); why != "" {
			t.Errorf("%q", why)
		}
	})
}

func TestWithoutAServerNothingIsQueued(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)), func(w *world) { w.o.Server = nil })
	err := w.box.Put(t.Context(), Draft{Workspace: ws, Occasion: "a", Kind: Survey, About: "v1", Letter: letter("rina@example.com")})
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "No mail server is set") || w.box.Ready() || w.box.From() != "" {
		t.Errorf("%v", err)
	}
	w.box.Start()
	if err := w.box.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

// Nothing that people write gets into the headers, or becomes markup.
func TestNobodyAddsHeadersOrMarkup(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	l := letter("rina@example.com")
	l.Subject = "Hi\r\nBcc: all@example.com\r\n\r\n<b>body</b>\x00"
	l.Title, l.Brand, l.Note = "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "a\nb & c"
	l.Choices[0].URL, l.Logo, l.Accent = "javascript:alert(1)", "javascript:alert(1)", "red;background:url(http://x)"
	l.Language = "en\r\nX-Evil: 1"
	if err := w.box.Put(t.Context(), Draft{Workspace: ws, Occasion: "a", Kind: Survey, About: "v1", Letter: l}); err != nil {
		t.Fatal(err)
	}
	w.deliver()
	m := w.server.All()[0]
	if m.Header.Get("Bcc") != "" || m.Header.Get("X-Evil") != "" || m.Subject != "Hi Bcc: all@example.com <b>body</b>" {
		t.Errorf("%q %+v", m.Subject, m.Header)
	}
	for _, bad := range []string{"<script", "<img", `href="javascript`, "url(http"} {
		if strings.Contains(m.HTML, bad) {
			t.Errorf("the mail holds %s", bad)
		}
	}
	for _, to := range []string{"", "rina", "rina@example.com, budi@example.com", "Rina <rina@example.com>", "rina@example.com\r\nBcc: x@example.com", strings.Repeat("a", 300) + "@example.com"} {
		err := w.box.Put(t.Context(), Draft{Workspace: ws, Occasion: to, Kind: Survey, About: "v1", Letter: letter(to)})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%.30q: %v", to, err)
		}
	}
}

// Who reads the database must not answer in somebody's place.
func TestTheOutboxHoldsNoLinks(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.put("a", "rina@example.com")
	var kept string
	err := w.db.Read(t.Context(), func(tx *sqldb.ReadTx) (err error) {
		kept, _, err = sqldb.One(t.Context(), tx, sqldb.Into[string], "SELECT letter FROM mail_outbox")
		return err
	})
	if err != nil || kept == "" || strings.Contains(kept, "jejak.example.com") {
		t.Errorf("%.100q, %v", kept, err)
	}
}

func TestLettersInEveryLanguage(t *testing.T) {
	for name := range words["en"] {
		for _, l := range Languages() {
			if strings.TrimSpace(words[l][name]) == "" {
				t.Errorf("%s has no words for %s", l, name)
			}
			for _, place := range []string{"{brand}", "{by}", "{n}", "{m}", "{address}"} {
				if strings.Contains(words["en"][name], place) != strings.Contains(words[l][name], place) {
					t.Errorf("%s in %s and %s differ", name, l, place)
				}
			}
		}
	}
	l := letter("rina@example.com")
	l.Language = "ar"
	html, err := l.HTML()
	if err != nil || !strings.Contains(html, `dir="rtl"`) || !strings.Contains(html, "text-align:right") || !strings.Contains(html, "إلغاء الاشتراك") {
		t.Errorf("%v %.300s", err, html)
	}
	for wanted, want := range map[string]string{"id-ID": "id", "zh-TW": "zh-Hant", "ar-EG": "ar", "fr": "en", "": "en", "!!": "en"} {
		if got := Best(wanted); got != want {
			t.Errorf("%s reads %s", wanted, got)
		}
	}
	if readableOn("#ffee00") != "#111111" || readableOn("#1f6f5c") != "#ffffff" {
		t.Error("a button cannot be read")
	}
}

func TestItSendsInTheBackground(t *testing.T) {
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.box.Start()
	w.box.Start()
	w.put("a", "rina@example.com")
	if got := w.server.Wait(1); got[0].To != "rina@example.com" {
		t.Errorf("%+v", got)
	}
	for range 2 {
		if err := w.box.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
