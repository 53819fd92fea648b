package survey

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// Whom a trigger brings no mail is kept with the reason, of each the latest one, until they are mailed; putting off is no reason yet.
func TestATriggerTellsWhomItHeldBack(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := post(t, db)
		if _, err := w.store.SetSettings(t.Context(), ws, Settings{CooldownDays: 2}); err != nil {
			t.Fatal(err)
		}
		v := w.running(delivered(0))
		ana := w.knows(1, event.ID{Type: event.Email, Value: "ana@example.com"})
		budi := w.knows(2, event.ID{Type: event.UserID, Value: "budi"})
		cici := w.knows(3, event.ID{Type: event.UserID, Value: "cici"})
		told := func(when string, held, people int, want ...Against) {
			t.Helper()
			all, err := w.desk.Deliveries(t.Context(), ws, v.ID)
			if err != nil || len(all) != 1 || all[0].ID != TriggerDelivery {
				t.Fatalf("%s: %+v %v", when, all, err)
			}
			if got := all[0]; got.Held != held || got.People != people || !slices.Equal(got.Reasons, want) {
				t.Errorf("%s: %d held back of %d by %+v, want %d of %d by %+v", when, got.Held, got.People, got.Reasons, held, people, want)
			}
		}
		behind := func(reason string) []event.Person {
			t.Helper()
			people, err := w.desk.Behind(t.Context(), ws, v.ID, TriggerDelivery, PartHeld, reason, 0, 50)
			if err != nil {
				t.Fatal(err)
			}
			return people
		}

		w.happens(ana, "Delivered", 1)
		w.happens(budi, "Delivered", 2)
		w.happens(budi, "Delivered", 3)
		w.happens(cici, "Delivered", 4)
		if n := w.round(); n != 1 {
			t.Fatalf("%d mails queued, want 1", n)
		}
		noAddress := Against{"mail", "no_address", 2}
		told("two without an address", 2, 3, noAddress)
		if got := behind("no_address"); !slices.Equal(got, []event.Person{budi, cici}) {
			t.Errorf("behind the figure are %v", got)
		}

		w.happens(ana, "Delivered", 5) // who has been asked is held back, and has been mailed once
		w.round()
		told("one has seen it", 3, 4, noAddress, Against{"again", "seen", 1})
		if got := behind("seen"); !slices.Equal(got, []event.Person{ana}) {
			t.Errorf("behind those who have seen it are %v", got)
		}

		w.knows(3, event.ID{Type: event.Email, Value: "cici@example.com"})
		w.happens(cici, "Delivered", 6)
		if n := w.round(); n != 1 {
			t.Fatalf("%d mails queued, want 1", n)
		}
		told("the third has an address now", 2, 4, Against{"again", "seen", 1}, Against{"mail", "no_address", 1})

		var out strings.Builder
		if err := w.desk.ExportDeliveries(t.Context(), ws, v.ID, &out); err != nil || !strings.Contains(out.String(), "again/seen: 1; mail/no_address: 1") {
			t.Errorf("%s %v", out.String(), err)
		}
		if err := w.store.Delete(t.Context(), ws, v.ID); err != nil {
			t.Fatal(err)
		}
		err := db.Read(t.Context(), func(tx *sqldb.ReadTx) error {
			left, err := w.store.triggerReasons(t.Context(), tx, ws, v.ID)
			if len(left) != 0 {
				t.Errorf("of a deleted survey %+v is left", left)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// Who waits for quiet hours to end is not held back; who would have to wait for longer than the survey stays due is, by that reason.
func TestWhatPutsOffForTooLongHoldsBack(t *testing.T) {
	w := post(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	if _, err := w.store.SetSettings(t.Context(), ws, Settings{QuietFrom: "11:00", QuietTo: "13:30"}); err != nil {
		t.Fatal(err)
	}
	c := delivered(0)
	patient := w.running(c)
	c.Targeting.Trigger.Until = 3600e9
	hasty := w.running(c)
	ana := w.knows(1, event.ID{Type: event.Email, Value: "ana@example.com"})
	w.happens(ana, "Delivered", 1)
	w.round()
	if all, err := w.desk.Deliveries(t.Context(), ws, patient.ID); err != nil || len(all) != 0 {
		t.Errorf("who only waits is told as %+v %v", all, err)
	}
	all, err := w.desk.Deliveries(t.Context(), ws, hasty.ID)
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Reasons, []Against{{"quiet", "quiet_hours", 1}}) {
		t.Errorf("%+v %v", all, err)
	}
	w.pass(2 * time.Hour)
	if n := w.round(); n != 1 {
		t.Errorf("%d mails queued after the quiet hours, want that of the patient survey", n)
	}
}
