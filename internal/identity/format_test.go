package identity

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"jejak/internal/event"
)

// TestFormats pins every durable byte. A difference here is a change of format: give it a new number, keep reading the
// old one, and write it down in docs/formats/identity.md.
func TestFormats(t *testing.T) {
	t.Parallel()
	name := [16]byte{0xaa, 15: 0xff}
	hexName := "aa" + strings.Repeat("00", 14) + "ff"
	id := func(text string, epoch uint32, s Status) linkID { return linkID{node{ids(text)[0], epoch}, s} }
	subject := subjectRecord{alone: true, joined: true, born: 3, link: 300, person: name}
	link := linkRecord{
		rule: RuleMerge, subject: name, at: 1000, seq: 7, rules: 1, cause: 2, actor: "bo",
		ids: []linkID{id("u:1", 0, UsedKnown), id("a:x", 2, AsideLimit)},
	}
	person := personRecord{name: name, born: 3, subjects: 4, size: 128, counts: counts{{event.Email, 2}, {event.UserID, 1}}}
	device := epochRecord{1, 2, "u1"}
	numbers := counter{300, 1}
	review := reviewRecord{
		subject: name, pair: pair{node{ids("u:1")[0], 0}, node{ids("u:2")[0], 0}}, reason: TwoUsers, status: Rejected,
		at: 5, seq: 6, decided: 7, when: 8, actor: "bo",
	}
	revoked := revokedRecord{9, "bo"}
	decision, err := encodeDecision(&Decision{Seq: 7, What: Revoke, Number: 3, Subject: name, At: 9, Actor: "bo"})
	if err != nil {
		t.Fatal(err)
	}
	userID, anonymous := "07757365725f6964", "0c616e6f6e796d6f75735f6964"
	for _, test := range []struct {
		name, want string
		value      []byte
		read       func([]byte) (any, error)
		wrote      any
	}{
		{
			"subject", "01 03 03 ac02 " + hexName, subject.encode(),
			func(b []byte) (any, error) { return decodeSubject(b) }, subject,
		},
		{
			"link", "01 03 " + hexName + " e807 07 01 02 02626f 02 " + userID + " 0131 02 " + anonymous + " 0178 02 03", link.encode(),
			func(b []byte) (any, error) { return decodeLink(b) }, link,
		},
		{
			"person", "01 03 04 8001 02 05656d61696c 02 " + userID + " 01", person.encode(),
			func(b []byte) (any, error) { return decodePerson(name, b) }, person,
		},
		{"id", "01 " + hexName, encodeID(name), func(b []byte) (any, error) { return decodeID(b) }, event.Person(name)},
		{"edge", "01 01", encodeEdge(true), func(b []byte) (any, error) { return decodeEdge(b) }, true},
		{"epoch", "01 01 02 027531", device.encode(), func(b []byte) (any, error) { return decodeEpoch(b) }, device},
		{"bound", "01 03", encodeBound(3), func(b []byte) (any, error) { return decodeBound(b) }, uint32(3)},
		{"counter", "01 ac02 01", numbers.encode(), func(b []byte) (any, error) { return decodeCounter(b) }, numbers},
		{
			"review", "01 01 03 " + hexName + " " + userID + " 0131 " + userID + " 0132 05 06 07 08 02626f", review.encode(),
			func(b []byte) (any, error) { return decodeReview(b) }, review,
		},
		{
			"decision", "01 " + fmt.Sprintf("%x", `{"seq":7,"what":"revoke","number":3,"subject":"`+hexName+`","at":"1970-01-01T00:00:00.009Z","actor":"bo"}`),
			decision, func(b []byte) (any, error) { return decodeDecision(b) },
			Decision{Seq: 7, What: Revoke, Number: 3, Subject: name, At: 9, Actor: "bo"},
		},
		{"pair", "01 07", encodeNumber(7), func(b []byte) (any, error) { return decodeNumber(b) }, uint64(7)},
		{"revoked", "01 09 02626f", revoked.encode(), func(b []byte) (any, error) { return decodeRevoked(b) }, revoked},
		{
			"size", "01 05 40 03 40", encodeSamples([]sample{{5, 64}, {8, 64}}),
			func(b []byte) (any, error) { return decodeSamples(b, true) },
			[]sample{{5, 64}, {8, 64}},
		},
	} {
		if got := fmt.Sprintf("%x", test.value); got != strings.ReplaceAll(test.want, " ", "") {
			t.Errorf("%s is %s, want %s", test.name, got, test.want)
		}
		if got, err := test.read(test.value); err != nil || fmt.Sprint(got) != fmt.Sprint(test.wrote) {
			t.Errorf("%s reads as %v (%v), want %v", test.name, got, err, test.wrote)
		}
		newer := bytes.Clone(test.value)
		newer[0]++
		if _, err := test.read(newer); err == nil {
			t.Errorf("%s of a newer format is read", test.name)
		}
		for n := range test.value {
			if _, err := test.read(test.value[:n]); err == nil && (test.name != "size" || n%2 == 0) {
				t.Errorf("%s cut to %d bytes is read", test.name, n)
			}
		}
		if _, err := test.read(append(bytes.Clone(test.value), 1)); err == nil {
			t.Errorf("%s with a byte too many is read", test.name)
		}
	}
	rules, err := encodeRules(DefaultRules())
	if want := "\x01" + `{"limits":{"anonymous_id":500,"email":5,"phone":5,"user_id":1},"otherLimit":5,` +
		`"priority":["user_id","email","phone"],"maxMergeEvents":10000}`; err != nil || string(rules) != want {
		t.Errorf("rules are %q, want %q", rules, want)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		got  []byte
		want string
	}{
		{keyID(nil, 7, node{ids("u:budi")[0], 0}), "I\x00\x00\x00\x07\x07user_idbudi"},
		{keyID(nil, 7, node{ids("a:x")[0], 2}), "I\x00\x00\x00\x07\x0canonymous_idx\x00\x00\x00\x02"},
		{keyNumber(nil, kindLink, 7, 258), "L\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x01\x02"},
	} {
		if string(test.got) != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
	for _, n := range []node{{ids("u:budi")[0], 0}, {ids("a:x")[0], 2}, {event.ID{Type: "x", Value: "y\x00"}, 0}} {
		if got, ok := nodeOfKey(keyID(nil, 7, n)); !ok || got != n {
			t.Errorf("%v reads as %v", n, got)
		}
	}
}

// TestCounted: over any stretch, about one change in step is counted.
func TestCounted(t *testing.T) {
	t.Parallel()
	for _, stride := range []uint64{1, 2, 3, 32, 64, 100, 4096} {
		n := 0
		for i := range uint64(64_000) {
			if counted(1+i*stride, 64) {
				n++
			}
		}
		if n < 900 || n > 1100 {
			t.Errorf("every %d: %d of 1000", stride, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	subject := subjectRecord{born: 1, link: 1}
	link := linkRecord{rule: RuleNew, ids: []linkID{{node{ids("u:1")[0], 0}, UsedNew}}}
	f.Add(subject.encode())
	f.Add(link.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		// Whatever reads, writes itself again and reads the same; nothing panics.
		if l, err := decodeLink(b); err == nil {
			if again, err := decodeLink(l.encode()); err != nil || fmt.Sprint(again) != fmt.Sprint(l) {
				t.Errorf("%v reads as %v", l, again)
			}
		}
		if s, err := decodeSubject(b); err == nil {
			if again, err := decodeSubject(s.encode()); err != nil || again != s {
				t.Errorf("%v reads as %v", s, again)
			}
		}
		_, _ = decodePerson(event.Person{}, b)
		_, _ = decodeReview(b)
		_, _ = decodeSamples(b, true)
	})
}
