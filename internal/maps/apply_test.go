package maps

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jejak/internal/fault"
)

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("BUG: " + err.Error()) //nolint:forbidigo // what tests write can be written
	}
	return b
}

func put(kind Kind, id string, pairs ...any) Op {
	op := Op{Do: Put, Kind: kind, ID: id, Fields: Fields{}, Was: Fields{}}
	for i := 0; i+2 < len(pairs)+1; i += 3 { // name, was, value
		name := pairs[i].(string)
		op.Was[name], op.Fields[name] = raw(pairs[i+1]), raw(pairs[i+2])
	}
	return op
}

func fresh(kind Kind, id string, pairs ...any) Op {
	op := Op{Do: Put, Kind: kind, ID: id, Fields: Fields{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		op.Fields[pairs[i].(string)] = raw(pairs[i+1])
	}
	return op
}

// board is a map with a stage of two steps, three lanes and one card.
func board(t testing.TB) *doc {
	t.Helper()
	d, _, _, err := apply(newDoc(), []Op{
		fresh(KindMap, "", "name", "Buying"),
		fresh(KindStage, "g", "name", "Think"),
		fresh(KindStep, "s1", "name", "Look", "stage", "g"), fresh(KindStep, "s2", "name", "Buy", "stage", "g"),
		fresh(KindLane, "l", "kind", "action"), fresh(KindLane, "feel", "kind", "emotion"), fresh(KindLane, "pain", "kind", "pain"),
		fresh(KindCard, "c", "step", "s1", "lane", "l", "text", "reads the reviews"),
		fresh(KindEdge, "e", "from", "s1", "to", "s2", "label", "then"),
	}, nil, moment{"Rini", 1})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func card(t testing.TB, d *doc, id string) Card {
	t.Helper()
	s, err := d.sheet()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Cards, func(c Card) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("no card %s", id)
	}
	return s.Cards[i]
}

func TestTwoAuthorsOfOneCard(t *testing.T) {
	t.Parallel()
	const was = "reads the reviews"
	for _, c := range []struct {
		name          string
		first, second Op
		text          string
		others        []string
	}{
		{"other words of a text", put(KindCard, "c", "text", was, "reads all the reviews"), put(KindCard, "c", "text", was, "reads the reviews twice"), "reads all the reviews twice", nil},
		{"the same words", put(KindCard, "c", "text", was, "reads the news"), put(KindCard, "c", "text", was, "reads the blogs"), "reads the news", []string{`text "reads the blogs"`}},
		{"the same text", put(KindCard, "c", "text", was, "asks"), put(KindCard, "c", "text", was, "asks"), "asks", nil},
		{"other fields", put(KindCard, "c", "note", "", "why"), put(KindCard, "c", "text", was, "asks"), "asks", nil},
		{"a choice of words", put(KindCard, "c", "channel", "", "web"), put(KindCard, "c", "channel", "", "store"), was, []string{`channel "store"`}},
		{"a number that was weighed", put(KindCard, "c", "impact", 0, 4), put(KindCard, "c", "impact", 0, 2), was, []string{"impact 2"}},
		{"how far it has come", put(KindCard, "c", "status", "", Opened), put(KindCard, "c", "status", "", Dismissed), was, []string{`status "dismissed"`}},
		{"a place", put(KindCard, "c", "place", "1", "3"), put(KindCard, "c", "place", "1", "4"), was, nil},
		{"a text and its deletion", put(KindCard, "c", "text", was, "asks"), put(KindCard, "c", "text", was, ""), "asks", nil},
		{"a deletion and a text", put(KindCard, "c", "text", was, ""), put(KindCard, "c", "text", was, "asks"), "asks", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, ops, _, err := apply(board(t), []Op{c.first}, nil, moment{"Rini", 2})
			if err != nil {
				t.Fatal(err)
			}
			since := touched{}
			since.add(ops)
			d, _, _, err = apply(d, []Op{c.second}, since, moment{"Budi", 3})
			if err != nil {
				t.Fatal(err)
			}
			got := card(t, d, "c")
			var others []string
			for _, o := range got.Others {
				others = append(others, o.Field+" "+string(o.Value))
				if o.By != "Budi" || o.At != 3 {
					t.Errorf("the other is by %s at %d", o.By, o.At)
				}
			}
			if got.Text != c.text || !slices.Equal(others, c.others) {
				t.Errorf("%q with others %q, want %q with %q", got.Text, others, c.text, c.others)
			}
		})
	}
}

func TestDeletionsLoseToWhatWasWritten(t *testing.T) {
	t.Parallel()
	d, ops, _, err := apply(board(t), []Op{put(KindCard, "c", "text", "reads the reviews", "asks a friend")}, nil, moment{"Rini", 2})
	if err != nil {
		t.Fatal(err)
	}
	since := touched{}
	since.add(ops)
	for _, del := range []Op{{Do: Delete, Kind: KindCard, ID: "c"}, {Do: Delete, Kind: KindStep, ID: "s1"}, {Do: Delete, Kind: KindStage, ID: "g"}, {Do: Delete, Kind: KindLane, ID: "l"}} {
		after, ops, kept, err := apply(d, []Op{del}, since, moment{"Budi", 3})
		if err != nil || len(ops) != 0 || kept[0] != del.ID || !slices.Contains(kept, "c") {
			t.Errorf("deleting %s %s: kept %v, did %v, %v", del.Kind, del.ID, kept, ops, err)
		}
		if card(t, after, "c").Text != "asks a friend" {
			t.Errorf("deleting %s %s lost the text", del.Kind, del.ID)
		}
	}
	// Who has seen it may delete it, and says so with what was seen.
	seen := Op{Do: Delete, Kind: KindCard, ID: "c", Was: Fields{"text": raw("asks a friend")}}
	if after, _, kept, err := apply(d, []Op{seen}, since, moment{"Budi", 3}); err != nil || len(kept) != 0 || len(after.live) != len(d.live)-1 {
		t.Errorf("kept %v, %v", kept, err)
	}
	// A deletion that came first is undone by who writes, with the step that the card stands in.
	gone, _, kept, err := apply(d, []Op{{Do: Delete, Kind: KindStage, ID: "g"}}, nil, moment{"Budi", 3})
	if err != nil || len(kept) != 0 {
		t.Fatal(kept, err)
	}
	back, ops, _, err := apply(gone, []Op{put(KindCard, "c", "note", "", "and listens")}, nil, moment{"Rini", 4})
	if err != nil {
		t.Fatal(err)
	}
	got := card(t, back, "c")
	if got.Text != "asks a friend" || got.Note != "and listens" {
		t.Errorf("%+v", got)
	}
	var names []string
	for _, op := range ops {
		names = append(names, string(op.Kind)+" "+op.ID)
	}
	if want := []string{"stage g", "step s1", "card c"}; !slices.Equal(names, want) {
		t.Errorf("%v came back, want %v", names, want)
	}
	// Somebody who never heard of the deleted things builds the same from these operations alone.
	other := newDoc()
	for _, op := range append([]Op{fresh(KindLane, "l", "kind", "action", "place", "1")}, ops...) {
		other.play(op)
	}
	if !reflect.DeepEqual(card(t, other, "c"), got) {
		t.Errorf("%+v, want %+v", card(t, other, "c"), got)
	}
}

func TestWhatCannotBeApplied(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		op    Op
		field string
	}{
		{Op{Do: "set", Kind: KindCard, ID: "c"}, "ops[0].do"},
		{Op{Do: Put, Kind: "row", ID: "c"}, "ops[0].kind"},
		{Op{Do: Put, Kind: KindCard, ID: "c d"}, "ops[0].id"},
		{Op{Do: Put, Kind: KindMap, ID: "m1"}, "ops[0].id"},
		{Op{Do: Delete, Kind: KindMap}, "ops[0].do"},
		{fresh(KindCard, "c", "colour", "red"), "ops[0].fields.colour"},
		{fresh(KindCard, "c", "text", 5), "ops[0].fields.text"},
		{fresh(KindCard, "c", "text", strings.Repeat("a", maxText+1)), "ops[0].fields.text"},
		{fresh(KindCard, "c", "text", "a\x00b"), "ops[0].fields.text"},
		{fresh(KindCard, "c", "impact", 6), "ops[0].fields.impact"},
		{fresh(KindCard, "c", "status", "mended"), "ops[0].fields.status"},
		{fresh(KindCard, "c", "value", 6), "ops[0].fields.value"},
		{fresh(KindCard, "n", "step", "s1", "lane", "feel", "value", 3), "ops[0].fields.value"},
		{fresh(KindCard, "n", "step", "s1", "lane", "nowhere"), "ops[0].fields.lane"},
		{fresh(KindCard, "n", "lane", "l"), "ops[0].fields.step"},
		{fresh(KindCard, "c", "place", "10"), "ops[0].fields.place"},
		{fresh(KindCard, "c", "evidence", map[string]any{"signal": "mood"}), "ops[0].fields.evidence"},
		{fresh(KindCard, "c", "evidence", map[string]any{"sql": "x"}), "ops[0].fields.evidence"},
		{fresh(KindCard, "c", "others", []any{map[string]any{"field": "others", "value": []any{}}}), "ops[0].fields.others"},
		{fresh(KindLane, "n"), "ops[0].fields.kind"},
		{fresh(KindLane, "n", "kind", "smell"), "ops[0].fields.kind"},
		{fresh(KindEdge, "n", "from", "s1", "to", "s9"), "ops[0].fields.to"},
	} {
		d := board(t)
		_, _, _, err := apply(d, []Op{c.op}, nil, moment{"Rini", 2})
		text, _ := json.Marshal(err)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(string(text), `"`+c.field+`"`) {
			t.Errorf("%+v: %s, want a fault at %s", c.op, text, c.field)
		}
	}
}

func TestMapsThatBecomeTooLarge(t *testing.T) {
	t.Parallel()
	steps := []Op{}
	for i := range maxSteps + 1 {
		steps = append(steps, fresh(KindStep, fmt.Sprint("x", i), "place", "1"))
	}
	if _, _, _, err := apply(board(t), steps, nil, moment{}); !fault.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), "500 steps") {
		t.Error(err)
	}
	long := strings.Repeat("word ", maxText/5)
	d, ops := board(t), []Op{}
	for i := range maxBytes/maxText + 1 {
		ops = append(ops, fresh(KindCard, fmt.Sprint("x", i), "step", "s1", "lane", "l", "text", long, "place", "1"))
	}
	if _, _, _, err := apply(d, ops, nil, moment{}); !fault.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), "8 MB") {
		t.Error(err)
	}
}

// Whoever writes at the same moment as somebody else, in any order: each word that anybody wrote is on the sheet, among the others
// of its card, or was taken away by somebody who had seen it. The log, played again, is the same sheet at each revision.
func TestNothingThatWasWrittenIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 40).Draw(t, "moves") {
			w.move(t)
		}
		for _, a := range w.authors {
			w.send(t, a)
		}
		w.hold(t)
	})
}

// simAuthor sees a map as it was, and has not sent what they have done since.
type simAuthor struct {
	name    string
	sees    *doc
	at      int // the revision that sees began as
	pending []Op
}

type world struct {
	docs    []*doc // by revision
	log     [][]Op
	by      []string
	authors []*simAuthor
	words   map[string]bool // each written once, false when somebody who saw it took it away
	n       int
}

func newWorld(t *rapid.T) *world {
	d, ops, _, err := apply(newDoc(), []Op{
		fresh(KindStep, "s1"), fresh(KindStep, "s2"), fresh(KindLane, "l", "kind", "action"),
		fresh(KindCard, "c1", "step", "s1", "lane", "l"), fresh(KindCard, "c2", "step", "s2", "lane", "l"),
	}, nil, moment{"first", 1})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{docs: []*doc{newDoc(), d}, log: [][]Op{nil, ops}, by: []string{"", "first"}, words: map[string]bool{}}
	for _, name := range []string{"A", "B", "C"} {
		w.authors = append(w.authors, &simAuthor{name: name, sees: d.clone(), at: 1})
	}
	return w
}

func (w *world) move(t *rapid.T) {
	a := rapid.SampledFrom(w.authors).Draw(t, "author")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		w.send(t, a)
	case 1, 2: // looks
		w.send(t, a)
		a.sees, a.at = w.docs[len(w.docs)-1].clone(), len(w.docs)-1
	case 3:
		k := rapid.SampledFrom([]key{{KindCard, "c1"}, {KindCard, "c2"}, {KindStep, "s1"}, {KindStep, "s2"}}).Draw(t, "thing")
		w.erase(a, k)
	default:
		id := rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(t, "card")
		w.write(t, a, id, rapid.SampledFrom([]string{"text", "note"}).Draw(t, "field"))
	}
}

// write puts a new word into a text, and takes some of those out that are there.
func (w *world) write(t *rapid.T, a *simAuthor, id, field string) {
	k := key{KindCard, id}
	fields, there := a.sees.live[k]
	was := strings.Fields(fields.text(field))
	w.n++
	word := fmt.Sprintf("w%d", w.n)
	at := rapid.IntRange(0, len(was)).Draw(t, "at")
	now := slices.Clone(was)
	if at < len(was) && rapid.Bool().Draw(t, "replaces") {
		now[at] = word
	} else {
		now = slices.Insert(now, at, word)
	}
	op := put(KindCard, id, field, strings.Join(was, " "), strings.Join(now, " "))
	if !there {
		step := rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "step")
		op = fresh(KindCard, id, "step", step, "lane", "l", field, strings.Join(now, " "))
	}
	w.words[word] = true
	for _, old := range was {
		if !slices.Contains(now, old) {
			w.words[old] = false
		}
	}
	a.does(op)
}

func (a *simAuthor) does(op Op) {
	a.pending = append(a.pending, op)
	a.sees.play(op)
}

// erase deletes a thing as its author sees it.
func (w *world) erase(a *simAuthor, k key) {
	if _, ok := a.sees.live[k]; !ok {
		return
	}
	for _, in := range append(a.sees.within(k), k) {
		w.forget(a.sees.live[in])
		a.sees.remove(in)
	}
	a.pending = append(a.pending, Op{Do: Delete, Kind: k.Kind, ID: k.ID})
}

func (w *world) forget(fields Fields) {
	all := fields.text("text") + " " + fields.text("note")
	for _, o := range readOthers(fields["others"]) {
		all += " " + strings.ReplaceAll(string(o.Value), `"`, " ")
	}
	for _, word := range strings.Fields(all) {
		if _, ok := w.words[word]; ok {
			w.words[word] = false
		}
	}
}

func (w *world) send(t *rapid.T, a *simAuthor) {
	if len(a.pending) == 0 {
		return
	}
	last := len(w.docs) - 1
	since := touched{}
	for r := a.at + 1; r <= last; r++ {
		if w.by[r] != a.name {
			since.add(w.log[r])
		}
	}
	before, err := w.docs[last].encode()
	if err != nil {
		t.Fatal(err)
	}
	d, ops, _, err := apply(w.docs[last], a.pending, since, moment{a.name, 5})
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := w.docs[last].encode(); string(after) != string(before) {
		t.Fatal("the revision before was changed")
	}
	w.docs, w.log, w.by, a.pending = append(w.docs, d), append(w.log, ops), append(w.by, a.name), nil
}

func (w *world) hold(t *rapid.T) {
	replayed := newDoc()
	for r, ops := range w.log {
		for _, op := range ops {
			replayed.play(op)
		}
		a, _ := replayed.encode()
		b, _ := w.docs[r].encode()
		if string(a) != string(b) || replayed.bytes != w.docs[r].bytes {
			t.Fatalf("revision %d, played again, is\n%s\nnot\n%s", r, a, b)
		}
		if read, err := decodeDoc(a); err != nil || read.bytes != replayed.bytes || !reflect.DeepEqual(read.live, replayed.live) {
			t.Fatalf("revision %d is not read back: %v", r, err)
		}
	}
	sheet, err := replayed.sheet()
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw(sheet))
	for word, stays := range w.words {
		if stays && !hasWord(text, word) {
			t.Fatalf("%s is lost: %s", word, text)
		}
	}
}

func hasWord(text, word string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > 'z' || r > '9' && r < 'a' }), word)
}

// The later of two who meet may have taken words away that they saw; all that either of them added is there.
func TestMergeHoldsWhatBothAdded(t *testing.T) {
	t.Parallel()
	text := rapid.SliceOfN(rapid.SampledFrom([]string{"satu", "dua", "tiga", "，", "空調", "é"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		base := strings.Join(text.Draw(t, "base"), " ")
		one, other := strings.Join(text.Draw(t, "one"), " "), strings.Join(text.Draw(t, "other"), " ")
		merged, clean := merge(base, one, other)
		back, cleanBack := merge(base, other, one)
		if clean != cleanBack || merged != back {
			t.Fatalf("%q and %q do not merge alike both ways round: %q, %q", one, other, merged, back)
		}
		if m, ok := merge(base, base, other); !ok || m != other {
			t.Fatalf("nothing and %q merge to %q", other, m)
		}
		if m, ok := merge(base, one, one); !ok || m != one {
			t.Fatalf("%q twice merges to %q", one, m)
		}
		if clean && !utf8.ValidString(merged) {
			t.Fatalf("%q is no text", merged)
		}
	})
}

func TestMergeBesideEachOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, one, other, want string
		clean                 bool
	}{
		{"a b c", "a x b c", "a b c y", "a x b c y", true},
		{"a b c", "b c", "a b d", "b d", true},
		{"a b c", "a x c", "a y c", "", false},
		{"", "x", "y", "", false},
		{"冷氣很安靜", "冷氣非常安靜", "新冷氣很安靜", "新冷氣非常安靜", true},
	} {
		got, clean := merge(c.was, c.one, c.other)
		if got != c.want || clean != c.clean {
			t.Errorf("%q: %q and %q are %q (%v), want %q (%v)", c.was, c.one, c.other, got, clean, c.want, c.clean)
		}
	}
	huge := strings.Repeat("word ", 2000)
	if got, clean := merge(huge, "first "+huge, huge+"last"); !clean || got != "first "+huge+"last" {
		t.Error("a long text is not merged")
	}
}

func TestWhatIsDeletedIsNotKeptWithoutBound(t *testing.T) {
	t.Parallel()
	d, long := newDoc(), strings.Repeat("x", maxText)
	for i := range 2 * maxBytes / maxText {
		id := fmt.Sprintf("c%d", i)
		d.play(fresh(KindCard, id, "text", long))
		d.play(Op{Do: Delete, Kind: KindCard, ID: id})
	}
	total := 0
	for _, fields := range d.gone {
		total += size(fields)
	}
	if total > maxBytes || total < maxBytes-2*maxText || total != d.goneBytes || d.bytes != 0 || len(d.order) != len(d.gone) {
		t.Errorf("%d bytes of %d deleted things are kept, counted as %d, and %d of live ones", total, len(d.gone), d.goneBytes, d.bytes)
	}
	last := d.order[len(d.order)-1]
	d.play(fresh(KindCard, last.ID, "note", "back"))
	if d.live[last].text("text") != long || d.goneBytes != total-size(d.live[last])+len("note")+len(`"back"`) {
		t.Error("the last one does not come back with what it held")
	}
}

func TestThereIsAlwaysAPlaceBehind(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`([0-9a-z]{0,30}[1-9a-z])?`).Draw(t, "before")
		if p := after(before); !validPlace(p) || p <= before {
			t.Fatalf("%q is not behind %q", p, before)
		}
	})
	p := ""
	for range 1000 {
		p = after(p)
	}
	if len(p) > 40 {
		t.Errorf("a thousand places in a row are as long as %q", p)
	}
}

// Whatever somebody sends is applied whole, or refused with a fault for people; what is applied is a map.
func FuzzChange(f *testing.F) {
	f.Add([]byte(`{"id":"12345678","base":1,"ops":[{"do":"put","kind":"card","id":"c","fields":{"text":"x"},"was":{"text":"y"}}]}`))
	f.Add([]byte(`{"ops":[{"do":"delete","kind":"stage","id":"g"},{"do":"put","kind":"edge","id":"e","fields":{"label":"x"}}]}`))
	f.Add([]byte(`{"ops":[{"do":"put","kind":"card","id":"c","fields":{"others":[{"field":"text","value":"a","by":"b","at":""}],"value":-2,"evidence":{"rule":{"event":"x"}}}}]}`))
	f.Add([]byte(`{"ops":[{"do":"put","kind":"map","fields":{"personas":[{"name":"\u0000"}],"name":null}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var c Change
		if json.Unmarshal(body, &c) != nil || len(c.Ops) > maxOps {
			return
		}
		d := board(t)
		since := touched{}
		since.add([]Op{fresh(KindCard, "c", "text", "")})
		after, ops, _, err := apply(d, c.Ops, since, moment{"Rini", 2})
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Fatal(err)
			}
			return
		}
		for _, op := range ops {
			d.play(op)
		}
		a, _ := after.encode()
		b, _ := d.encode()
		if string(a) != string(b) {
			t.Fatalf("played again it is\n%s\nnot\n%s", b, a)
		}
		sheet, err := after.sheet()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := puts(head{}, sheet); err != nil || len(again) != len(sheet.Stages)+len(sheet.Steps)+len(sheet.Lanes)+len(sheet.Cards)+len(sheet.Edges)+1 {
			t.Fatal(err)
		} else if _, _, _, err := apply(newDoc(), again, nil, moment{}); err != nil {
			t.Fatalf("the sheet cannot be made again: %v", err)
		}
	})
}
