package survey

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func wantFault(t *testing.T, err error, kind fault.Kind, with string) {
	t.Helper()
	text, _ := json.Marshal(err)
	if !fault.Is(err, kind) || !strings.Contains(string(text), with) {
		t.Errorf("%s, want %s with %s", text, kind, with)
	}
}

func TestSurveysAreKept(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v, err := w.store.Create(ctx, ws, Survey{Name: " Delivery ", Owner: "Rini", Content: asked(), State: Running})
		if err != nil || v.Name != "Delivery" || v.State != Draft || v.Version != 1 {
			t.Fatalf("%+v %v", v, err)
		}
		got, err := w.store.Get(ctx, ws, v.ID)
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(v)
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("kept  %s\nasked %s", a, b)
		}
		if all, err := w.store.List(ctx, ws+1); err != nil || len(all) != 0 {
			t.Errorf("another workspace sees %v %v", all, err)
		}
		_, err = w.store.Get(ctx, ws+1, v.ID)
		wantFault(t, err, fault.NotFound, v.ID)
		wantFault(t, w.store.Delete(ctx, ws+1, v.ID), fault.NotFound, v.ID)
		if v, err = w.store.SetState(ctx, ws, v.ID, Running); err != nil || v.State != Running || v.Version != 1 {
			t.Errorf("%+v %v", v, err)
		}
		second := v
		v.Name = "After delivery"
		if v, err = w.store.Update(ctx, ws, v); err != nil || v.Version != 2 || v.State != Running {
			t.Errorf("%+v %v", v, err)
		}
		_, err = w.store.Update(ctx, ws, second)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Conflict || e.Current.(Survey).Name != "After delivery" {
			t.Errorf("%v is no conflict with the newer one", err)
		}
		if err := w.store.Delete(ctx, ws, v.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.store.Get(ctx, ws, v.ID)
		wantFault(t, err, fault.NotFound, v.ID)
	})
}

func TestWhatASurveyMayNotBe(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		for field, spoil := range map[string]func(v *Survey, c *Content){
			`"name"`:                                  func(v *Survey, _ *Content) { v.Name = " " },
			`"content.languages"`:                     func(_ *Survey, c *Content) { c.Languages = nil },
			`"content.languages[1]"`:                  func(_ *Survey, c *Content) { c.Languages[1] = "en" },
			`"content.questions[1].id"`:               func(_ *Survey, c *Content) { c.Questions[1].ID = "hello" },
			`"content.questions[0].id"`:               func(_ *Survey, c *Content) { c.Questions[0].ID = "end" },
			`"content.questions[1].title"`:            func(_ *Survey, c *Content) { c.Questions[1].Title = Text{"id": "?"} },
			`"content.questions[6].help"`:             func(_ *Survey, c *Content) { c.Questions[6].Help = Text{"<script>": "?"} },
			`"content.questions[6].help.en"`:          func(_ *Survey, c *Content) { c.Questions[6].Help = en("{{answer:say}}") },
			`"content.questions[2].options[1].id"`:    func(_ *Survey, c *Content) { c.Questions[2].Options[1].ID = "price" },
			`"content.questions[2].options[1].label"`: func(_ *Survey, c *Content) { c.Questions[2].Options[1].Label = nil },
			`"content.questions[3].columns"`:          func(_ *Survey, c *Content) { c.Questions[3].Columns = nil },
			`"content.questions[1].next[0].to"`:       func(_ *Survey, c *Content) { c.Questions[1].Next[0].To = "nps" },
			`"content.questions[2].show[0]"`:          func(_ *Survey, c *Content) { c.Questions[2].Show[0].Value = "9" },
			`"content.questions[2].show[0].question"`: func(_ *Survey, c *Content) { c.Questions[2].Show[0].Question = "say" },
			`"content.questions[4].options"`:          func(_ *Survey, c *Content) { c.Questions[4].Multiple = true },
			`"content.questions[7].kind"`:             func(_ *Survey, c *Content) { c.Questions[7].Kind = "quiz" },
			`"content.theme.accent"`:                  func(_ *Survey, c *Content) { c.Theme.Accent = "url(evil)" },
			`"content.theme.logo"`:                    func(_ *Survey, c *Content) { c.Theme.Logo = "javascript:alert(1)" },
			`"content.targeting.share"`:               func(_ *Survey, c *Content) { c.Targeting.Share = point(1.5) },
			`"content.targeting.via[0]"`:              func(_ *Survey, c *Content) { c.Targeting.Via = []Via{"fax"} },
			`"content.targeting.who.stage.in`:         func(_ *Survey, c *Content) { c.Targeting.Who = &journey.Segment{Stage: &journey.Standing{}} },
			`"content.targeting.trigger.event.where`: func(_ *Survey, c *Content) {
				c.Targeting.Trigger = &Trigger{Event: journey.Filter{Where: []journey.Condition{{Property: "x", Op: "like"}}}}
			},
		} {
			v := Survey{Name: "x", Content: asked()}
			spoil(&v, &v.Content)
			_, err := w.store.Create(ctx, ws, v)
			wantFault(t, err, fault.Invalid, field)
		}
		ruled := Survey{Name: "x", Content: asked()}
		ruled.Content.Targeting.Trigger = &Trigger{Event: journey.Filter{Where: []journey.Condition{{Property: "x", Op: "like"}}}}
		_, err := w.store.Create(ctx, ws, ruled)
		var e *fault.Error
		if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Code != "op_unknown" || e.Fields[0].With["v1"] != "like" {
			t.Errorf("a rule's fault keeps its own words: %+v", err)
		}
		many := Survey{Content: asked()}
		many.Content.Theme.Accent, many.Content.Questions[1].Title = "red", nil
		_, err = w.store.Create(ctx, ws, many)
		if !errors.As(err, &e) || len(e.Fields) != 3 {
			t.Errorf("all faults at once: %v", err)
		}
		if all, err := w.store.List(ctx, ws); err != nil || len(all) != 0 {
			t.Errorf("kept %v %v", all, err)
		}
		empty, err := w.store.Create(ctx, ws, Survey{Name: "Empty", Content: Content{Languages: []string{"en"}}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.store.SetState(ctx, ws, empty.ID, Running)
		wantFault(t, err, fault.Conflict, "add a question")
	})
}

// A survey that is changed asks otherwise from then on; what was answered means what it meant.
func TestAChangeLeavesOldAnswersAlone(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		ana := event.ID{Type: event.UserID, Value: "ana"}
		v := w.running(asked())
		p, _ := w.next(ana)
		w.pass(time.Second)
		w.answer(p.Token, Post{Answers: []Answer{{Question: "nps", Score: point(2)}, {Question: "why", Choices: []string{"price"}}}})

		spoiled := v
		spoiled.Content.Questions = append([]Question{}, v.Content.Questions...)
		spoiled.Content.Questions[1] = Question{ID: "nps", Kind: CES, Title: en("Easy?")}
		spoiled.Content.Questions[2].Show = nil
		_, err := w.store.Update(ctx, ws, spoiled)
		wantFault(t, err, fault.Invalid, "content.questions[1].kind")

		changed := v
		changed.Content = asked()
		changed.Content.Questions[2].Options = []Option{{ID: "quality", Label: en("Quality")}}
		changed.Content.Questions[2].Title = en("What is missing?")
		changed.Content.Questions[4].Next = nil
		if _, err = w.store.Update(ctx, ws, changed); err != nil {
			t.Fatal(err)
		}
		// The person who began with the old survey goes on with it.
		look, err := w.desk.Look(ctx, p.Token, "", "")
		if err != nil || look.Questions[2].Title != "Why {{answer:nps}}?" || len(look.Answers) != 2 || look.Next != "parts" {
			t.Errorf("%+v %v", look, err)
		}
		all := w.responses(v.ID, Listing{}).Responses
		if len(all) != 1 || all[0].Version != 1 || all[0].Answers[1].Labels[0] != "Price" || all[0].Answers[1].Ask != "Why …?" {
			t.Errorf("%+v", all)
		}
		if next, _ := w.next(event.ID{Type: event.UserID, Value: "bo"}); next.Questions[2].Title != "What is missing?" {
			t.Errorf("%+v", next.Questions[2])
		}
	})
}

// A response goes from being seen to being told, once, whatever fails between.
func TestResponsesAreToldOnce(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		ana := event.ID{Type: event.AnonymousID, Value: "a-1"}
		w.knows(1, ana)
		w.traits = map[string]string{"name": "Ana"}
		v := w.running(asked())
		p, ok := w.next(ana)
		if !ok || p.Questions[0].Title != "Hello Ana" || p.Next != "hello" {
			t.Fatalf("%+v", p)
		}
		if n := w.tell(); n != 0 {
			t.Errorf("%d events of a survey that nobody saw", n)
		}
		if err := w.desk.Seen(ctx, p.Token, "https://shop.example/cart"); err != nil {
			t.Fatal(err)
		}
		if err := w.desk.Seen(ctx, p.Token, "https://shop.example/again"); err != nil {
			t.Fatal(err)
		}
		if n := w.tell(); n != 1 {
			t.Errorf("%d events of one show", n)
		}
		w.answer(p.Token, Post{Elapsed: 5000, Answers: []Answer{{Question: "nps", Score: point(9)}, {Question: "why", Choices: []string{"price"}}}})
		w.pass(9 * time.Minute)
		if n := w.tell(); n != 0 {
			t.Errorf("%d events while somebody is answering", n)
		}
		w.pass(time.Minute)
		w.refuse = errors.New("disk full")
		if _, err := w.desk.Tell(ctx); err == nil {
			t.Error("a log that refuses is no fault")
		}
		w.refuse = nil
		if n := w.tell(); n != 0 {
			t.Errorf("%d events at once after a failure", n)
		}
		w.pass(time.Minute)
		if n := w.tell(); n < 1 || len(w.log) != 2 {
			t.Errorf("%d events, the log has %v", n, w.log)
		}
		got := w.answer(p.Token, Post{Elapsed: 6000, Answers: []Answer{{Question: "nps", Score: point(1)}, {Question: "review", Score: point(5), Text: "Good", Consent: agree(true)}}})
		if len(got.Ignored) != 1 || got.Ignored[0].Reason != "late" {
			t.Errorf("%+v", got)
		}
		if got := w.answer(p.Token, Post{Elapsed: 7000, Done: true}); !got.Finished {
			t.Errorf("%+v", got)
		}
		w.tell()
		w.tell()
		w.pass(time.Hour)
		w.tell()
		if len(w.log) != 3 || w.log["survey:"+w.response(v.ID)+":nps"].Properties["score"] != 9.0 {
			t.Errorf("%v", w.log)
		}
		review := w.log["survey:"+w.response(v.ID)+":review"]
		if review.Name != EventReview || review.Properties["product"] != "Tea" || review.Properties["public"] != true || review.Properties["rating"] != 5.0 {
			t.Errorf("%+v", review)
		}
		if nps := w.log["survey:"+w.response(v.ID)+":nps"]; nps.Properties["stage"] != "retention" || nps.Properties["rating"] != nil {
			t.Errorf("%+v", nps)
		}
		c := mustGet(t, w, v.ID).Counts
		if c.Shown != 1 || c.Begun != 1 || c.Finished != 1 || c.Set != 0 || c.Dismissed != 0 {
			t.Errorf("%+v", c)
		}
		_, err := w.desk.Answer(ctx, p.Token, Post{Answers: []Answer{{Question: "say", Text: "more"}}})
		wantFault(t, err, fault.Conflict, "already")
	})
}

func mustGet(t *testing.T, w *world, id string) Survey {
	t.Helper()
	v, err := w.store.Get(t.Context(), ws, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// response is the id of a survey's only response.
func (w *world) response(id string) string {
	w.t.Helper()
	all := w.responses(id, Listing{}).Responses
	if len(all) != 1 {
		w.t.Fatalf("%d responses", len(all))
	}
	return all[0].ID
}

func TestSpamIsSetAside(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		v := w.running(asked())
		score := []Answer{{Question: "nps", Score: point(9)}}
		p, _ := w.next(event.ID{Type: event.AnonymousID, Value: "bot"})
		w.pass(time.Hour)
		w.answer(p.Token, Post{Answers: score, Trap: "http://buy.example", Done: true})
		p, _ = w.next(event.ID{Type: event.AnonymousID, Value: "script"})
		w.pass(100 * time.Millisecond)
		w.answer(p.Token, Post{Answers: score, Done: true, Elapsed: 60_000}) // it says that it took a minute
		if n := w.tell(); n != 0 {
			t.Errorf("%d events of spam", n)
		}
		if c := mustGet(t, w, v.ID).Counts; c.Set != 2 || c.Begun != 0 || c.Finished != 0 {
			t.Errorf("%+v", c)
		}
		if p := w.responses(v.ID, Listing{State: "set_aside"}); p.Total != 2 || p.Responses[0].SetAside == p.Responses[1].SetAside {
			t.Errorf("%+v", p)
		}
		if p := w.responses(v.ID, Listing{}); p.Total != 0 {
			t.Errorf("%+v", p)
		}
	})
}

func TestLinks(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v := w.running(asked())
		links := func(d LinkDraft) []Link {
			t.Helper()
			all, err := w.store.OpenLinks(ctx, ws, v.ID, d)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		ana := event.ID{Type: event.Email, Value: "ana@example.com"}
		single := links(LinkDraft{Kind: SingleLink, IDs: [][]event.ID{{ana}}, Count: 2})
		if len(single) != 3 || single[0].Token == single[1].Token || len(single[0].IDs) != 1 || len(single[1].IDs) != 0 {
			t.Fatalf("%+v", single)
		}
		score := []Answer{{Question: "nps", Score: point(9)}}
		look := func(token string) (Public, error) { return w.desk.Look(ctx, token, "", "id,en;q=0.5") }
		p, err := look(single[0].Token)
		if err != nil || p.Token != single[0].Token || p.Language != "id" {
			t.Fatalf("%+v %v", p, err)
		}
		w.answer(p.Token, Post{Answers: score})
		if p, err = look(single[0].Token); err != nil || len(p.Answers) != 1 || p.Next != "review" {
			t.Errorf("what was answered is not there when the person comes back: %+v %v", p, err)
		}
		w.answer(p.Token, Post{Done: true})
		_, err = look(single[0].Token)
		wantFault(t, err, fault.Conflict, "already")

		open := links(LinkDraft{Kind: OpenLink, Name: "QR code at the till"})[0]
		one, err := look(open.Token)
		two, err2 := look(open.Token)
		if err != nil || err2 != nil || one.Token == two.Token || one.Token == open.Token {
			t.Errorf("two visitors of one link share a response: %v %v", err, err2)
		}
		_, err = w.desk.Answer(ctx, open.Token, Post{Answers: score})
		wantFault(t, err, fault.Invalid, "look at the survey first")
		w.answer(one.Token, Post{Answers: score})
		if again, err := look(one.Token); err != nil || len(again.Answers) != 1 {
			t.Errorf("%+v %v", again, err)
		}
		preview := links(LinkDraft{Kind: PreviewLink})[0]
		if p, err = look(preview.Token); err != nil || !p.Preview {
			t.Errorf("%+v %v", p, err)
		}
		if got := w.answer(preview.Token, Post{Answers: score, Done: true}); !got.Finished || mustGet(t, w, v.ID).Counts.Begun != 2 {
			t.Errorf("a preview is kept: %+v", got)
		}
		listed, err := w.store.Links(ctx, ws, v.ID)
		if err != nil || len(listed) != 5 {
			t.Fatalf("%+v %v", listed, err)
		}
		for _, l := range listed {
			if (l.Token != "") != (l.Kind == OpenLink) || l.ID == single[0].ID && l.Used == 0 || l.ID == open.ID && l.Begun != 1 {
				t.Errorf("%+v", l)
			}
		}
		if err := w.store.CloseLink(ctx, ws, v.ID, open.ID); err != nil {
			t.Fatal(err)
		}
		_, err = look(open.Token)
		wantFault(t, err, fault.NotFound, "not open")
		_, err = look("t.s1.forged")
		wantFault(t, err, fault.NotFound, "not open")
		_, err = w.store.OpenLinks(ctx, ws, v.ID, LinkDraft{Kind: SingleLink})
		wantFault(t, err, fault.Invalid, "count")
		_, err = w.store.OpenLinks(ctx, ws, v.ID, LinkDraft{Kind: SingleLink, IDs: [][]event.ID{{}}})
		wantFault(t, err, fault.Invalid, "ids[0]")
		last := links(LinkDraft{Kind: OpenLink})[0]
		if two, err = look(last.Token); err != nil {
			t.Fatal(err)
		}
		if _, err := w.store.SetState(ctx, ws, v.ID, Paused); err != nil {
			t.Fatal(err)
		}
		_, err = look(last.Token) // nobody new is asked, who was asked in person may answer
		wantFault(t, err, fault.NotFound, "not asked any more")
		if _, err := look(single[1].Token); err != nil {
			t.Error(err)
		}
		if _, err := w.store.SetState(ctx, ws, v.ID, Ended); err != nil {
			t.Fatal(err)
		}
		if _, err := look(one.Token); err != nil { // who has begun goes on
			t.Error(err)
		}
		_, err = w.desk.Answer(ctx, two.Token, Post{Answers: score})
		wantFault(t, err, fault.NotFound, "not asked any more")
		_, err = look(single[1].Token)
		wantFault(t, err, fault.NotFound, "not asked any more")
	})
}

func TestResponsesAreListedAndExported(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v := w.running(asked())
		for i, text := range []string{"Pretty 100% good", "=HYPERLINK(\"evil\")", "a_b"} {
			p, ok := w.next(event.ID{Type: event.UserID, Value: fmt.Sprint("u", i)})
			if !ok {
				t.Fatal("nothing is asked")
			}
			w.pass(time.Minute)
			w.answer(p.Token, Post{Answers: []Answer{{Question: "nps", Score: point(9)}, {Question: "say", Text: text}}, Done: i < 2})
		}
		find := func(l Listing) int {
			t.Helper()
			p := w.responses(v.ID, l)
			if p.Total != len(p.Responses) || p.Capped {
				t.Errorf("%+v: %d of %d", l, len(p.Responses), p.Total)
			}
			return p.Total
		}
		for want, all := range map[int][]Listing{
			3: {{}, {Language: "en"}, {Question: "say"}, {To: event.TimeOf(w.clock()) + 1}},
			2: {{State: "finished"}}, 1: {{Search: "100%"}, {Search: "A_B"}, {State: "partial"}, {Search: "good pretty"}, {Search: "hyperlink("}},
			0: {{Search: "axb"}, {Search: "!!"}, {Search: "pretty evil"}, {Question: "may"}, {Language: "id"}, {State: "dismissed"}, {State: "shown"}, {To: 1}, {Search: "10x"}},
		} {
			for _, l := range all {
				if got := find(l); got != want {
					t.Errorf("%+v finds %d, want %d", l, got, want)
				}
			}
		}
		var b bytes.Buffer
		if err := w.desk.Export(ctx, ws, v.ID, "en", func(ids []event.ID) []event.ID { return ids }, &b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 4 || rows[0][9] != "Would you recommend us?" || rows[0][11] != "How was: Staff" {
			t.Fatalf("%v %v", rows, err)
		}
		last := len(rows[0]) - 2
		if rows[1][9] != "9" || rows[2][last] != "'=HYPERLINK(\"evil\")" || rows[3][6] != "" {
			t.Errorf("%q", rows)
		}
	})
}

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		if s, err := w.store.Settings(ctx, ws); err != nil || s.CooldownDays != 7 {
			t.Errorf("%+v %v", s, err)
		}
		want := Settings{CooldownDays: 0, QuietFrom: "21:00", QuietTo: "08:00", Theme: Theme{Accent: "#123456"}}
		if _, err := w.store.SetSettings(ctx, ws, want); err != nil {
			t.Fatal(err)
		}
		if s, err := w.store.Settings(ctx, ws); err != nil || s != want {
			t.Errorf("%+v %v", s, err)
		}
		_, err := w.store.SetSettings(ctx, ws, Settings{CooldownDays: -1, QuietFrom: "25:00"})
		wantFault(t, err, fault.Invalid, "quietFrom")
	})
}

// A desk may be started and stopped in any order and any number of times, and tells what waits as soon as it is started.
func TestDeskStartsAndStops(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		w.running(asked())
		p, _ := w.next(event.ID{Type: event.UserID, Value: "ana"})
		if err := w.desk.Seen(ctx, p.Token, ""); err != nil {
			t.Fatal(err)
		}
		told := make(chan string, 10)
		w.desk.o.Send = func(_ context.Context, _ event.Workspace, messages []Message) error {
			for _, m := range messages {
				told <- m.Name
			}
			return nil
		}
		if err := w.desk.Stop(ctx); err != nil {
			t.Error(err)
		}
		w.desk.Start()
		w.desk.Start()
		if name := <-told; name != EventShown {
			t.Errorf("told %s", name)
		}
		if err := w.desk.Dismissed(ctx, p.Token); err != nil {
			t.Fatal(err)
		}
		if name := <-told; name != EventDismissed { // it is woken, and does not wait for its next look
			t.Errorf("told %s", name)
		}
		for range 2 {
			if err := w.desk.Stop(ctx); err != nil {
				t.Error(err)
			}
		}
		w.desk.Start()
		if err := w.desk.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}
