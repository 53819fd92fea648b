package server_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jejak/internal/config"
	"jejak/internal/mail/mailtest"
)

// mailing is a world whose mail goes to a real server.
func mailing(t *testing.T, now func() time.Time) (*world, *mailtest.Server) {
	t.Helper()
	to := mailtest.Start(t, false)
	flags := config.Flags{
		Listen: "127.0.0.1:0", Data: t.TempDir(), PublicURL: "http://jejak.example.com", MailFrom: "Kopi Jejak <hello@example.com>", MailRate: "0",
		MailURL: fmt.Sprintf("smtp://%s:%d?tls=off", to.Host, to.Port),
	}
	c, err := config.Load(flags, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return foundWith(t, c, now), to
}

// pressed is where a link of a mail leads, by what its address holds.
func pressed(t *testing.T, m mailtest.Mail, holds string) *url.URL {
	t.Helper()
	for _, found := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(m.HTML, -1) {
		if address := html.UnescapeString(found[1]); strings.Contains(address, holds) {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
	}
	t.Fatalf("no link of the mail holds %s: %s", holds, m.HTML)
	return nil
}

type delivery struct {
	ID, State                                  string
	People, Queued, Sent, Held, Left, Answered int
	Reasons                                    []struct {
		Code, Reason string
		People       int
	}
}

// asked is how many get a mail, or have got it.
func (d delivery) asked() int { return d.Queued + d.Sent }

// invite has a survey sent, and waits until everybody was decided on.
func (w *world) invite(survey string, body map[string]any) (got delivery) {
	w.t.Helper()
	w.owner.must("POST", w.path("/surveys/%s/mail/send", survey), body, &got)
	if got.ID == "" {
		return got
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for got.State == "gathering" || got.State == "sending" {
		if err := ctx.Err(); err != nil {
			w.t.Fatalf("it never was through: %+v", got)
		}
		w.owner.must("GET", w.path("/surveys/%s/mail/deliveries/%s", survey, got.ID), nil, &got)
	}
	return got
}

func person(user string, traits map[string]any) map[string]any {
	return map[string]any{"type": "identify", "userId": user, "traits": traits}
}

// A survey goes out by mail to whom nothing is against, in their language; a look at its links answers nothing, and the answer is on the
// timeline as one by mail.
func TestSurveyByMail(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	w, inbox := mailing(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	w.send(3, person("ana", map[string]any{"email": "Ana@example.com", "name": "Ana", "language": "id"}), person("cici", map[string]any{"name": "Cici"}),
		person("budi", map[string]any{"email": "budi@example.com"}))
	id := w.survey("After delivery", map[string]any{
		"languages": []string{"en", "id"}, "email": map[string]any{"subject": map[string]any{"en": "How was it, {{trait:name|friend}}?"}},
		"questions": []any{nps("again"), map[string]any{"id": "say", "kind": "text", "title": words("Anything else?")}},
	})
	if got := w.invite(id, map[string]any{"dry": true}); got.People != 3 || got.asked() != 2 || len(got.Reasons) != 1 || got.Reasons[0].Reason != "no_address" {
		t.Fatalf("%+v", got)
	}
	if got := w.invite(id, map[string]any{}); got.asked() != 2 {
		t.Fatalf("%+v", got)
	}
	mails := map[string]mailtest.Mail{}
	for _, m := range inbox.Wait(2) {
		mails[m.To] = m
	}
	ana := mails["ana@example.com"]
	if ana.Subject != "How was it, Ana?" || mails["budi@example.com"].Subject != "How was it, friend?" || !strings.Contains(ana.HTML, "Apakah Anda akan merekomendasikan kami?") {
		t.Errorf("%q %q", ana.Subject, mails["budi@example.com"].Subject)
	}
	link := pressed(t, ana, "answer=again%3A9")
	if link.Host != "jejak.example.com" || link.Query().Get("language") != "id" {
		t.Errorf("%s", link)
	}
	token := strings.TrimPrefix(link.Path, "/s/")
	shown := w.heard("ana", "Survey Shown")[0]
	if shown.Properties["via"] != "email" || shown.Properties["survey_id"] != id {
		t.Errorf("%+v", shown)
	}

	// What programs do with the links of mails: they open them, and say nothing.
	for range 2 {
		if status, body := w.browser().try("GET", link.RequestURI(), nil); status != http.StatusOK || !strings.Contains(body, "widget.js") {
			t.Fatalf("%d %.200s", status, body)
		}
	}
	var page publicSurvey
	w.browser().must("GET", "/api/v1/public/surveys/"+token+"?language="+link.Query().Get("language"), nil, &page)
	if len(page.Answers) != 0 || page.Next != "again" || page.Language != "id" {
		t.Errorf("a look has answered: %+v", page)
	}
	ahead.Store(int64(time.Minute)) // nobody answers within a blink
	w.answers(token, map[string]any{"answers": []any{map[string]any{"question": "again", "score": 9}}, "elapsedMs": 4000})
	w.answers(token, map[string]any{"done": true, "elapsedMs": 9000})
	if got := w.heard("ana", "Survey Answered")[0]; got.Properties["via"] != "email" || got.Properties["score"] != 9.0 {
		t.Errorf("%+v", got)
	}
	if got := w.invite(id, map[string]any{}); got.asked() != 0 || got.Reasons[0].Reason != "seen" || got.Reasons[0].People != 2 {
		t.Errorf("%+v", got)
	}
	var state struct {
		Ready              bool
		From               string
		Counts             struct{ Queued, Sent, Failed int }
		Answered, Finished int
	}
	w.owner.must("GET", w.path("/surveys/%s/mail", id), nil, &state)
	if !state.Ready || state.From != `"Kopi Jejak" <hello@example.com>` || state.Counts.Sent != 2 || state.Answered != 1 || state.Finished != 1 {
		t.Errorf("%+v", state)
	}
	var outbox struct {
		Mails []struct{ Address, State string }
	}
	w.owner.must("GET", w.path("/surveys/%s/mail/outbox?state=sent", id), nil, &outbox)
	if len(outbox.Mails) != 2 || outbox.Mails[0].State != "sent" || !strings.Contains(outbox.Mails[0].Address, "@example.com") {
		t.Errorf("%+v", outbox)
	}
	w.token("viewer").must("GET", w.path("/surveys/%s/mail", id), nil, &state)
	var deliveries struct{ Deliveries []delivery }
	w.owner.must("GET", w.path("/surveys/%s/mail/deliveries", id), nil, &deliveries)
	first := deliveries.Deliveries[len(deliveries.Deliveries)-1]
	if len(deliveries.Deliveries) != 2 || first.Sent != 2 || first.Answered != 1 || first.Held != 1 {
		t.Errorf("%+v", deliveries)
	}
	for part, want := range map[string]string{"answered": "Ana", "held&reason=no_address": "Cici"} {
		var behind struct{ People []struct{ Name string } }
		w.owner.must("GET", w.path("/surveys/%s/mail/deliveries/%s/people?part=%s", id, first.ID, part), nil, &behind)
		if len(behind.People) != 1 || behind.People[0].Name != want {
			t.Errorf("%s: %+v", part, behind)
		}
	}
	if _, file := w.owner.try("GET", w.path("/surveys/%s/mail/export", id), nil); !strings.Contains(file, first.ID+",done,") {
		t.Error(file)
	}
	if status, _ := w.token("viewer").try("POST", w.path("/surveys/%s/mail/deliveries/%s/stop", id, first.ID), nil); status != http.StatusForbidden {
		t.Errorf("a viewer may stop it: %d", status)
	}
	if status, _ := w.token("viewer").try("POST", w.path("/surveys/%s/mail/send", id), map[string]any{}); status != http.StatusForbidden {
		t.Errorf("a viewer may mail: %d", status)
	}
}

// The link at a mail's end ends the mails by one POST without a cookie, as RFC 8058 has it; a look at it ends nothing.
func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	w, inbox := mailing(t, nil)
	w.send(1, person("ana", map[string]any{"email": "ana@example.com"}))
	content := map[string]any{"languages": []string{"en"}, "questions": []any{nps("q")}, "targeting": map[string]any{"ignoresCooldown": true}}
	first, second := w.survey("First", content), w.survey("Second", content)
	w.invite(first, map[string]any{})
	m := inbox.Wait(1)[0]
	link := pressed(t, m, "/u/")
	if m.Header.Get("List-Unsubscribe") != "<"+link.String()+">" {
		t.Errorf("%s", m.Header.Get("List-Unsubscribe"))
	}
	status, page := w.browser().try("GET", link.Path, nil)
	if status != http.StatusOK || !strings.Contains(page, "ana@example.com will get no more questions from Brand") {
		t.Fatalf("%d %s", status, page)
	}
	if got := w.invite(second, map[string]any{"dry": true}); got.asked() != 1 {
		t.Errorf("a look has unsubscribed: %+v", got)
	}
	post := func(body string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", w.url+link.Path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Accept-Language", "zh-TW,zh;q=0.9")
		return do(t, w.browser().client, req)
	}
	if status, page := post("List-Unsubscribe=One-Click"); status != http.StatusOK || !strings.Contains(page, "已取消") {
		t.Fatalf("%d %s", status, page)
	}
	if got := w.invite(second, map[string]any{}); got.asked() != 0 || got.Reasons[0].Code != "mail" || got.Reasons[0].Reason != "unsubscribed" {
		t.Errorf("%+v", got)
	}
	if status, page := post("do=back"); status != http.StatusOK || !strings.Contains(page, "之後會再寄") {
		t.Fatalf("%d %s", status, page)
	}
	if got := w.invite(second, map[string]any{}); got.asked() != 1 {
		t.Errorf("%+v", got)
	}
	if status, page := w.browser().try("GET", "/u/nonsense", nil); status != http.StatusNotFound || !strings.Contains(page, "not complete") {
		t.Errorf("%d %s", status, page)
	}
}

// Without a mail server everything says so, and nothing is queued.
func TestNoMailServer(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(1, person("ana", map[string]any{"email": "ana@example.com"}))
	id := w.survey("First", map[string]any{"languages": []string{"en"}, "questions": []any{nps("q")}})
	if got := w.invite(id, map[string]any{"dry": true}); got.asked() != 0 || got.Reasons[0].Reason != "mail_off" {
		t.Errorf("%+v", got)
	}
	for _, path := range []string{"send", "test"} {
		if status, body := w.owner.try("POST", w.path("/surveys/%s/mail/%s", id, path), map[string]any{}); status != http.StatusConflict || !strings.Contains(body, "No mail server is set") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	var state struct{ Ready bool }
	w.owner.must("GET", w.path("/surveys/%s/mail", id), nil, &state)
	if state.Ready {
		t.Error("mail is ready")
	}
	var drawn struct{ Subject, HTML string }
	content := map[string]any{"languages": []string{"en"}, "questions": []any{nps("q")}}
	w.owner.must("POST", w.path("/surveys/mail/preview"), map[string]any{"content": content}, &drawn)
	if drawn.Subject != "A question from Brand" || !strings.Contains(drawn.HTML, "Would you recommend us, friend?") {
		t.Errorf("%+v", drawn)
	}
}

// 'Delivered three days ago: ask for a review' comes when the time has come, once, also over a restart.
func TestSurveyByMailAfterItsTrigger(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	w, inbox := mailing(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	w.send(1, person("ana", map[string]any{"email": "ana@example.com"}))
	id := w.survey("Delivered", map[string]any{
		"languages": []string{"en"}, "questions": []any{nps("q")}, "email": map[string]any{"onTrigger": true},
		"targeting": map[string]any{"trigger": map[string]any{"event": map[string]any{"event": "Order Delivered"}, "wait": "72h"}},
	})
	w.send(2, map[string]any{"type": "track", "event": "Order Delivered", "userId": "ana", "messageId": "m1"},
		map[string]any{"type": "track", "event": "Order Delivered", "userId": "ana", "messageId": "m2"})
	waiting := func() (n int) {
		var state struct{ Waiting int }
		w.owner.must("GET", w.path("/surveys/%s/mail", id), nil, &state)
		return state.Waiting
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for waiting() != 2 {
		if err := ctx.Err(); err != nil {
			t.Fatal("the trigger was never seen")
		}
	}
	if n, err := w.srv.MailRound(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d mailed at once, %v", n, err)
	}
	ahead.Store(int64(73 * time.Hour))
	for range 2 {
		if _, err := w.srv.MailRound(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if m := inbox.Wait(1); m[0].To != "ana@example.com" || waiting() != 0 {
		t.Errorf("%+v, %d wait", m[0].Header, waiting())
	}
	if len(inbox.All()) != 1 {
		t.Errorf("%d mails for one person", len(inbox.All()))
	}
}

// Invitations are told by mail, without the password.
func TestInvitationByMail(t *testing.T) {
	t.Parallel()
	w, inbox := mailing(t, nil)
	var made struct {
		Password string
		Mailed   bool
	}
	w.owner.must("POST", w.path("/members"), map[string]any{"email": "new@example.com", "name": "New", "role": "viewer"}, &made)
	m := inbox.Wait(1)[0]
	if !made.Mailed || m.To != "new@example.com" || m.Subject != "You are invited to Brand on Jejak" || strings.Contains(m.Raw, made.Password) || made.Password == "" {
		t.Errorf("%+v %s", made, m.Raw)
	}
}
