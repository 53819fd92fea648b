package identity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"jejak/internal/event"

	"pgregory.net/rapid"
)

func drawIDs(t *rapid.T) []event.ID {
	kinds := []struct {
		t event.IDType
		n int
	}{
		{event.UserID, 3}, {event.AnonymousID, 4}, {event.Email, 3}, {event.Phone, 2}, {event.DeviceID, 2}, {"shop_card", 2},
	}
	n := rapid.IntRange(1, 3).Draw(t, "ids")
	var ids []event.ID
	for range n {
		k := kinds[rapid.SampledFrom([]int{0, 0, 1, 1, 1, 2, 2, 3, 4, 5}).Draw(t, "type")]
		ids = append(ids, event.ID{Type: k.t, Value: fmt.Sprint("v", rapid.IntRange(1, k.n).Draw(t, "value"))})
	}
	return ids
}

func drawRules(t *rapid.T) Rules {
	r := DefaultRules() // with every event counted, as the oracle does
	r.Limits[event.UserID] = rapid.IntRange(1, 2).Draw(t, "users")
	r.Limits[event.Email] = rapid.IntRange(1, 2).Draw(t, "emails")
	r.Limits[event.AnonymousID] = rapid.IntRange(1, 4).Draw(t, "anonymous")
	r.OtherLimit = rapid.IntRange(1, 3).Draw(t, "others")
	r.MaxMergeEvents = rapid.SampledFrom([]int{2, 4, 8, 200}).Draw(t, "max")
	if rapid.Bool().Draw(t, "priority") {
		r.Priority = []event.IDType{event.Email, event.UserID}
	}
	return r
}

// TestRevokeLaw lives random histories with decisions, changes of rules and revocations, and holds them against the
// oracle, which lives the same history without the revoked links.
func TestRevokeLaw(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := setupRapid(t)
		var history []happening
		banned := map[string]bool{}
		accepts := map[uint64]int{} // link -> place in history
		set := func() {
			rules := drawRules(t)
			if err := b.r.SetRules(b.tx, testWS, rules); err != nil {
				t.Fatal(err)
			}
			history = append(history, happening{kind: newRules, rules: rules})
		}
		set()
		steps := rapid.IntRange(5, 40).Draw(t, "steps")
		for range steps {
			switch rapid.SampledFrom([]string{"send", "send", "send", "send", "send", "send", "revoke", "decide", "rules"}).Draw(t, "step") {
			case "send":
				ids := drawIDs(t)
				history = append(history, happening{kind: sent, ids: b.r.Clean(testWS, slices.Clone(ids))})
				b.sendIDs(ids)
			case "rules":
				set()
			case "revoke":
				if subject, link, ok := b.revokeAny(t); ok {
					if i, review := accepts[link]; review {
						history[i].undone = true
					} else {
						banned[subject] = true
					}
				}
			case "decide":
				reviews, err := NewReader(b.tx).Reviews(testWS, true, 10)
				if err != nil {
					t.Fatal(err)
				}
				if len(reviews) == 0 {
					continue
				}
				v := rapid.SampledFrom(reviews).Draw(t, "review")
				h := happening{
					kind: rejected, subject: b.subjectText(v.Subject),
					a: nodeText(v.Keep.Type, v.Keep.Value, int(v.Keep.Epoch)), b: nodeText(v.Join.Type, v.Join.Value, int(v.Join.Epoch)),
				}
				if rapid.Bool().Draw(t, "accept") {
					h.kind = accepted
					b.accept(v.Number)
					accepts[b.lastNumber()] = len(history)
				} else if err := b.r.Reject(b.tx, testWS, v.Number, "dewi", 1); err != nil {
					t.Fatal(err)
				}
				history = append(history, h)
			}
		}
		b.clean()
		o := newOracle(banned)
		o.live(history)
		if got, want := b.partition(), o.partition(); !slices.Equal(got, want) {
			t.Fatalf("persons\n got %q\nwant %q", got, want)
		}
		b.movesAddUp()
	})
}

// TestAnyOrder: where no limit is hit, the order of arrival changes nothing but names.
func TestAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var events [][]event.ID
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			person := rapid.IntRange(1, 4).Draw(t, "person")
			var ids []event.ID
			for range rapid.IntRange(1, 3).Draw(t, "ids") {
				kind := rapid.SampledFrom([]event.IDType{event.UserID, event.AnonymousID, event.Email, event.DeviceID}).Draw(t, "type")
				n := 1
				if kind != event.UserID {
					n = rapid.IntRange(1, 3).Draw(t, "n")
				}
				ids = append(ids, event.ID{Type: kind, Value: fmt.Sprintf("p%d-%d", person, n)})
			}
			events = append(events, ids)
		}
		var first map[event.Subject][]event.Subject
		seed := rapid.Uint64().Draw(t, "seed")
		for round := range 3 {
			b := setupRapid(t)
			for _, ids := range events {
				b.sendIDs(ids)
			}
			b.clean()
			got := b.together()
			if round == 0 {
				first = got
			} else if fmt.Sprint(got) != fmt.Sprint(first) {
				t.Fatalf("another order gave\n%v\nand before\n%v", got, first)
			}
			rng := rand.New(rand.NewPCG(seed, uint64(round)))
			rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		}
	})
}
