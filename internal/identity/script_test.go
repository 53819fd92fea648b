package identity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jejak/internal/event"
)

// script plays steps on a bench:
//
//	u:1 e:jane@ = A     the event belongs to person A; a new letter is a person apart from all others, = A+B joins two
//	revoke u:1 e:jane@  revokes the link in force of the subject that these ids last made
//	undo A              revokes an accepted review of A
//	accept, reject      decides the oldest open review
//	reviews 1 two_users how many wait, and why (of the newest)
//	rules               one e-mail address from now on
//	A, B                the letters are different persons;  A = B that they are one
func script(t *testing.T, b *bench, steps ...string) {
	t.Helper()
	letters := map[string]event.Subject{}
	last := map[string]event.Subject{}
	for i, step := range steps {
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("step %d, %q: %s", i+1, step, fmt.Sprintf(format, args...))
		}
		verb, rest, _ := strings.Cut(step, " ")
		switch verb {
		case "revoke":
			record, ok, err := getSubject(b.tx, testWS, last[rest])
			if err != nil || !ok {
				fail("no such subject (%v)", err)
			}
			b.revoke(record.link)
		case "undo":
			profile, err := NewReader(b.tx).Person(testWS, b.place[letters[rest]])
			if err != nil {
				fail("%v", err)
			}
			i := slices.IndexFunc(profile.Links, func(l Link) bool { return l.InForce && l.Rule == RuleReview })
			if i < 0 {
				fail("no accepted review")
			}
			b.revoke(profile.Links[i].Number)
		case "accept", "reject":
			reviews, err := NewReader(b.tx).Reviews(testWS, true, 100)
			if err != nil || len(reviews) == 0 {
				fail("no open review (%v)", err)
			}
			review := reviews[len(reviews)-1].Number
			if verb == "accept" {
				b.accept(review)
			} else if err := b.r.Reject(b.tx, testWS, review, "dewi", 1); err != nil {
				fail("%v", err)
			}
		case "rules":
			b.setRules(rulesLimit(event.Email, 1))
		case "reviews":
			reviews, err := NewReader(b.tx).Reviews(testWS, true, 100)
			if err != nil {
				fail("%v", err)
			}
			got := fmt.Sprint(len(reviews))
			if len(reviews) > 0 {
				got += " " + reviews[0].Reason.String()
			}
			if got != rest {
				fail("%s wait", got)
			}
		default:
			left, right, equal := strings.Cut(step, " = ")
			if !equal { // letters apart
				apart := strings.Split(step, ", ")
				for i, a := range apart {
					for _, z := range apart[:i] {
						if b.place[letters[a]] == b.place[letters[z]] {
							fail("%s and %s are one person", z, a)
						}
					}
				}
				continue
			}
			want := strings.Split(right, "+")
			var s event.Subject
			if letter, ok := letters[left]; ok {
				s = letter
			} else {
				s = b.send(left).Subject
				last[left] = s
			}
			for _, l := range want {
				known, ok := letters[l]
				if !ok {
					for other, q := range letters {
						if b.place[q] == b.place[s] {
							fail("is person %s", other)
						}
					}
					letters[l] = s
				} else if b.place[known] != b.place[s] {
					fail("is not person %s: %v", l, b.who(s, letters))
				}
			}
		}
		b.clean()
	}
}

func (b *bench) who(s event.Subject, letters map[string]event.Subject) (who []string) {
	for _, l := range slices.Sorted(maps.Keys(letters)) {
		if b.place[letters[l]] == b.place[s] {
			who = append(who, l)
		}
	}
	return who
}

func (b *bench) revoke(link uint64) []Move {
	b.t.Helper()
	b.seq++
	moves, err := b.r.Revoke(b.tx, testWS, link, "budi", event.Time(b.seq), b.seq)
	if err != nil {
		b.t.Fatal(err)
	}
	b.follow(moves)
	return moves
}

func (b *bench) setRules(change func(*Rules)) {
	b.t.Helper()
	rules := DefaultRules()
	change(&rules)
	if err := b.r.SetRules(b.tx, testWS, rules); err != nil {
		b.t.Fatal(err)
	}
}
