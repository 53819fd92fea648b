package survey

import (
	"fmt"
	"math"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// reason is what a person is told of one check.
func (w *world) reason(v Survey, p event.Person, code string, change func(*Visitor)) string {
	w.t.Helper()
	visitor := Visitor{Person: p, Via: ViaWidget, URL: "https://shop.example/cart?step=2", Languages: []string{"en"}}
	if change != nil {
		change(&visitor)
	}
	d, err := w.desk.Why(w.t.Context(), ws, v.ID, visitor)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range d.Checks {
		if c.Code == code {
			return fmt.Sprint(c.Pass, " ", c.Reason)
		}
	}
	return "not looked at"
}

func TestEachReasonForAsking(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ana := w.knows(1, event.ID{Type: event.UserID, Value: "ana"}, event.ID{Type: event.AnonymousID, Value: "a-1"})
		bo := w.knows(2, event.ID{Type: event.UserID, Value: "bo"})
		w.members = []event.Person{ana}
		day := 24 * time.Hour
		w.does(ana, "Checkout Started", 40*time.Minute, `{"product_id":"tea"}`)
		w.does(bo, "Checkout Started", 40*time.Minute, `{}`)
		w.does(bo, "Order Completed", 20*time.Minute, `{}`)
		f := func(code, want string, p event.Person, aim func(*Targeting), change func(*Visitor)) {
			t.Helper()
			c := asked()
			if aim != nil {
				aim(&c.Targeting)
			}
			v := w.running(c)
			if got := w.reason(v, p, code, change); got != want {
				t.Errorf("%s: %s, want %s", code, got, want)
			}
			if _, err := w.store.SetState(t.Context(), ws, v.ID, Ended); err != nil {
				t.Fatal(err)
			}
		}
		f("state", "true running", ana, nil, nil)
		f("language", "true reads", ana, nil, func(v *Visitor) { v.Languages = []string{"zh-TW"} })
		f("language", "true first", ana, nil, func(v *Visitor) { v.Languages = []string{"fr"} })
		f("channel", "true any", ana, nil, nil)
		f("channel", "true comes_by", ana, func(a *Targeting) { a.Via = []Via{ViaEmail, ViaWidget} }, nil)
		f("channel", "false other_way", ana, func(a *Targeting) { a.Via = []Via{ViaEmail} }, nil)
		f("where", "true on_page", ana, func(a *Targeting) { a.Where = []string{"/nowhere", "/cart"} }, nil)
		f("where", "false other_page", ana, func(a *Targeting) { a.Where = []string{"/checkout*"} }, nil)
		f("where", "true any", ana, func(a *Targeting) { a.Where = []string{"/checkout*"} }, func(v *Visitor) { v.Via = ViaEmail })
		in := func(a *Targeting) {
			a.Who = &journey.Segment{Did: &journey.Did{Event: journey.Filter{Event: journey.Names{"x"}}}}
		}
		f("who", "true in_segment", ana, in, nil)
		f("who", "false not_in_segment", bo, in, nil)
		f("who", "false unknown_person", event.Person{}, in, nil)
		left := func(wait time.Duration) func(a *Targeting) {
			return func(a *Targeting) {
				unless := journey.Filter{Event: journey.Names{"Order Completed"}}
				a.Trigger = &Trigger{Event: journey.Filter{Event: journey.Names{"Checkout Started"}}, Unless: &unless, Wait: journey.Duration(wait)}
			}
		}
		f("trigger", "true due", ana, left(30*time.Minute), nil)
		f("trigger", "false too_soon", ana, left(time.Hour), nil)
		f("trigger", "false done_meanwhile", bo, left(30*time.Minute), nil)
		f("trigger", "false no_trigger", ana, func(a *Targeting) {
			a.Trigger = &Trigger{Event: journey.Filter{Event: journey.Names{"Checkout Started"}}, Until: journey.Duration(10 * time.Minute)}
		}, nil)
		f("share", "true drawn", ana, func(a *Targeting) { a.Share = point(1 - 1e-9) }, nil)
		f("share", "false not_drawn", ana, func(a *Targeting) { a.Share = point(0) }, nil)
		f("quota", "true room", ana, func(a *Targeting) { a.Quota = 1 }, nil)
		night := func(v *Visitor) {
			v.Via, v.Zone = ViaEmail, time.FixedZone("", 9*3600) // it is 21:00 there
		}
		if _, err := w.store.SetSettings(t.Context(), ws, Settings{QuietFrom: "20:00", QuietTo: "08:00", CooldownDays: 7}); err != nil {
			t.Fatal(err)
		}
		f("quiet", "false quiet_hours", ana, nil, night)
		f("quiet", "true awake", ana, nil, func(v *Visitor) { v.Via = ViaEmail })
		f("quiet", "true any", ana, nil, func(v *Visitor) { v.Zone = time.FixedZone("", 9*3600) })
		w.pass(day) // the rest is about what was seen before
		seenBefore(t, w, ana, bo)
	})
}

// seenBefore looks at what having seen a survey does: to the same one, to others, and under another id of the same person.
func seenBefore(t *testing.T, w *world, ana, bo event.Person) {
	t.Helper()
	c := asked()
	c.Targeting.Again, c.Targeting.Quota = 30, 1
	first := w.running(c)
	c.Targeting = Targeting{}
	second := w.running(c)
	c.Targeting = Targeting{IgnoresCooldown: true}
	rude := w.running(c)
	f := func(v Survey, p event.Person, code, want string) {
		t.Helper()
		if got := w.reason(v, p, code, nil); got != want {
			t.Errorf("%s of %s: %s, want %s", code, v.ID, got, want)
		}
	}
	p, _ := w.next(event.ID{Type: event.AnonymousID, Value: "a-1"})
	f(first, ana, "again", "true never_seen")
	f(second, ana, "cooldown", "true rested")
	if err := w.desk.Seen(t.Context(), p.Token, ""); err != nil {
		t.Fatal(err)
	}
	f(first, ana, "again", "false seen")
	f(second, ana, "again", "true never_seen")
	f(second, ana, "cooldown", "false shown_lately")
	f(rude, ana, "cooldown", "true ignored")
	f(second, bo, "cooldown", "true rested")
	w.pass(time.Minute)
	w.answer(p.Token, Post{Answers: []Answer{{Question: "nps", Score: point(9)}}, Done: true})
	f(first, bo, "quota", "false full")
	w.pass(8 * 24 * time.Hour)
	f(second, ana, "cooldown", "true rested")
	f(first, ana, "again", "false seen")
	w.pass(24 * 24 * time.Hour)
	f(first, ana, "again", "true long_ago")
	if _, err := w.store.SetState(t.Context(), ws, first.ID, Paused); err != nil {
		t.Fatal(err)
	}
	f(first, ana, "state", "false not_running")
}

// Where nothing is to be shown yet, the wait is that of the first survey against which there is nothing else.
func TestWaitUntilASurveyIsDue(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ana, bo := event.ID{Type: event.AnonymousID, Value: "ana"}, event.ID{Type: event.AnonymousID, Value: "bo"}
		left, paid := w.knows(1, ana), w.knows(2, bo)
		w.does(left, "Checkout Started", 10*time.Minute, `{}`)
		w.does(paid, "Checkout Started", 10*time.Minute, `{}`)
		w.does(paid, "Order Completed", 5*time.Minute, `{}`)
		after := func(wait time.Duration, aim func(*Targeting)) Survey {
			t.Helper()
			c := asked()
			unless := journey.Filter{Event: journey.Names{"Order Completed"}}
			c.Targeting.Trigger = &Trigger{Event: journey.Filter{Event: journey.Names{"Checkout Started"}}, Unless: &unless, Wait: journey.Duration(wait)}
			if aim != nil {
				aim(&c.Targeting)
			}
			return w.running(c)
		}
		f := func(when string, id event.ID, want time.Duration) {
			t.Helper()
			if p, wait := w.nextOrWait(id); p != nil || wait != want {
				t.Errorf("%s: %v in %v, want nothing in %v", when, p, wait, want)
			}
		}
		f("no survey", ana, 0)
		hour := after(time.Hour, nil)
		f("one waits", ana, 50*time.Minute)
		half := after(30*time.Minute, nil)
		after(2*time.Hour, nil)
		f("the soonest of three", ana, 20*time.Minute)
		after(15*time.Minute, func(a *Targeting) { a.Where = []string{"/elsewhere"} })
		after(15*time.Minute, func(a *Targeting) { a.Share = point(0) })
		after(15*time.Minute, func(a *Targeting) {
			a.Who = &journey.Segment{Did: &journey.Did{Event: journey.Filter{Event: journey.Names{"x"}}}}
		})
		f("others would not come anyway", ana, 20*time.Minute)
		f("done meanwhile", bo, 0)
		f("nobody known", event.ID{Type: event.AnonymousID, Value: "stranger"}, 0)
		w.pass(20*time.Minute - 300*time.Millisecond)
		f("almost due", ana, 300*time.Millisecond)
		w.pass(300 * time.Millisecond)
		p, wait := w.nextOrWait(ana)
		if p == nil || wait != 0 {
			t.Fatalf("%v in %v when it is due", p, wait)
		}
		if err := w.desk.Seen(t.Context(), p.Token, ""); err != nil {
			t.Fatal(err)
		}
		f("the cooldown outlasts the wait", ana, 0)
		for _, v := range []Survey{half, hour} {
			if _, err := w.store.SetState(t.Context(), ws, v.ID, Ended); err != nil {
				t.Fatal(err)
			}
		}
		after(45*time.Minute, func(a *Targeting) { a.IgnoresCooldown = true })
		f("one does not mind the cooldown", ana, 15*time.Minute)
	})
}

func TestPagesFitPatterns(t *testing.T) {
	t.Parallel()
	f := func(pattern, address string, want bool) {
		t.Helper()
		if got := onPage(pattern, address); got != want {
			t.Errorf("%s on %s: %v", address, pattern, got)
		}
	}
	f("/cart", "https://shop.example/cart?x=1#y", true)
	f("/cart", "https://shop.example/cart/2", false)
	f("/cart*", "https://shop.example/cart/2", true)
	f("/", "https://shop.example", true)
	f("*/cart", "https://shop.example/id/cart", true)
	f("shop.example/*", "http://shop.example/cart", true)
	f("https://shop.example/*", "http://shop.example/cart", false)
	f("https://*.example/*/pay", "https://shop.example/a/b/pay", true)
	f("/pay?step=*", "https://shop.example/pay?step=2", true)
	f("/pay?step=3", "https://shop.example/pay?step=2", false)
	f("*", "https://shop.example/x", true)
	f("/x", "://", false)
}

// About the share of people is drawn, always the same ones, and others for another survey.
func TestSharesAreDrawnEvenly(t *testing.T) {
	t.Parallel()
	const n = 10_000
	first, both := 0, 0
	for i := range n {
		who := fmt.Sprint("person", i)
		if lot("v1", who) < 0.3 {
			first++
			if lot("v2", who) < 0.3 {
				both++
			}
		}
		if lot("v1", who) != lot("v1", who) {
			t.Fatal("a lot is drawn twice")
		}
	}
	// Six standard deviations of the binomial distribution.
	if d := math.Abs(float64(first) - 0.3*n); d > 6*math.Sqrt(n*0.3*0.7) {
		t.Errorf("%d of %d at 0.3", first, n)
	}
	if d := math.Abs(float64(both) - 0.09*n); d > 6*math.Sqrt(n*0.09*0.91) {
		t.Errorf("%d of %d at 0.09: two surveys draw the same people", both, n)
	}
}
