package heard

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
)

// space is the small columns of a workspace's texts, in the order of their numbers: what lists and counts look at, some 40 bytes a
// text. What is shown of a text is read from the database.
type space struct {
	rows  []row
	order []uint32 // places of rows by (at, seq), of the first len(order) rows
	words words
	langs words

	themes, topics map[string]*set // by id
	kept           int             // rows of which the topics' sets are on disk; -1 where sets came or went since
}

type row struct {
	seq                        uint64
	at                         event.Time
	score                      int16 // thousandths
	class, language            uint8
	event, channel, touchpoint uint16
	network, authorKind        uint16
	reach, interactions        uint32
	verified                   bool
}

// words gives each value of a column a number; 0 is the empty one.
type words struct {
	numbers map[string]uint16
	list    []string
}

func (w *words) number(s string) uint16 {
	if n, ok := w.numbers[s]; ok {
		return n
	}
	if len(w.list) > 60_000 { // more than any list could show
		return 0
	}
	n := uint16(len(w.list))
	w.numbers[s] = n
	w.list = append(w.list, s)
	return n
}

// set is the texts of a theme or a topic, as its rule was in a version.
type set struct {
	version int
	match   func(*Text) bool // of a text that is being taken in
	rows    *roaring.Bitmap
}

func newSpace() *space {
	sp := &space{words: words{numbers: map[string]uint16{}}, langs: words{numbers: map[string]uint16{}}, themes: map[string]*set{}, topics: map[string]*set{}}
	sp.words.number("")
	sp.langs.number("")
	return sp
}

func (sp *space) append(t *Text) {
	r := row{
		seq: t.Seq, at: t.At, score: int16(milliOf(t.Score)), class: uint8(slices.Index(Feelings(), t.Feeling)),
		language: sp.language(t.Language), event: sp.words.number(t.Event), channel: sp.words.number(t.Channel),
		touchpoint: sp.words.number(t.Touchpoint), network: sp.words.number(t.Network), authorKind: sp.words.number(t.AuthorKind),
		reach: t.reach, interactions: t.interactions, verified: t.Verified,
	}
	if n := len(sp.rows); n > 0 && sp.rows[n-1].seq >= r.seq {
		return // it is there
	}
	for _, sets := range []map[string]*set{sp.themes, sp.topics} {
		for _, set := range sets {
			if set.match(t) {
				set.rows.Add(uint32(len(sp.rows)))
			}
		}
	}
	sp.rows = append(sp.rows, r)
}

// language is a small number; a workspace with more than 250 languages has the rest as unknown.
func (sp *space) language(s string) uint8 {
	if _, ok := sp.langs.numbers[s]; !ok && len(sp.langs.list) > 250 {
		return 0
	}
	return uint8(sp.langs.number(s))
}

// of is the place of a text.
func (sp *space) of(seq uint64) (int, bool) {
	return slices.BinarySearchFunc(sp.rows, seq, func(r row, seq uint64) int { return cmp.Compare(r.seq, seq) })
}

// sort brings the order up to the last row. Texts come mostly in the order of their time; those that do not are merged in from behind,
// as far as they reach back.
func (sp *space) sort() {
	n := len(sp.order)
	for i := n; i < len(sp.rows); i++ {
		sp.order = append(sp.order, uint32(i))
	}
	slices.SortFunc(sp.order[n:], sp.compare)
	if n == 0 || n == len(sp.order) || sp.compare(sp.order[n-1], sp.order[n]) < 0 {
		return
	}
	fresh := slices.Clone(sp.order[n:])
	for to := len(sp.order) - 1; len(fresh) > 0; to-- {
		last := len(fresh) - 1
		if n > 0 && sp.compare(fresh[last], sp.order[n-1]) < 0 {
			n--
			sp.order[to] = sp.order[n]
			continue
		}
		sp.order[to], fresh = fresh[last], fresh[:last]
	}
}

func (sp *space) compare(a, b uint32) int {
	return cmp.Or(cmp.Compare(sp.rows[a].at, sp.rows[b].at), cmp.Compare(a, b))
}

// from is where in the order the texts from a moment on begin.
func (sp *space) from(at event.Time, seq uint64) int {
	i, _ := slices.BinarySearchFunc(sp.order, 0, func(n uint32, _ int) int {
		r := &sp.rows[n]
		if cmp.Or(cmp.Compare(r.at, at), cmp.Compare(r.seq, seq)) < 0 {
			return -1
		}
		return 1
	})
	return i
}
