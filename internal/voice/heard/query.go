package heard

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
	"jejak/internal/voice/theme"
)

// Query says which texts are meant; what is left empty means all.
type Query struct {
	From, To    event.Time // from the one on, before the other
	Feelings    []string
	Languages   []string
	Channels    []string
	Touchpoints []string // ids
	Events      []string
	Networks    []string
	AuthorKinds []string
	Topics      []string // ids: mentions of one of them
	Theme       string   // id
	Person      *event.Person
	Search      string // words that are all in the text
}

// Page is some texts, the newest first.
type Page struct {
	Texts []Text `json:"texts"`
	Next  string `json:"next,omitempty" doc:"where the next page begins"`
	AsOf  uint64 `json:"asOf" doc:"the last change that this knows"`
	// More than searchMost texts have the words: only the newest of them were looked through.
	Capped bool `json:"capped,omitempty" doc:"so many texts have these words that only the newest 20,000 of them were looked through"`
}

// Bounds of one question.
const (
	searchMost = 20_000
	personMost = 10_000
)

// List is the texts that a query means before a place, at most limit of them. Faults: Invalid (a place that no page ended with), NotFound (the theme).
func (s *Store) List(ctx context.Context, ws event.Workspace, q Query, before string, limit int) (Page, error) {
	at, seq := event.Time(math.MaxInt64), uint64(math.MaxUint64)
	if before != "" {
		if _, err := fmt.Sscanf(before, "%d-%d", &at, &seq); err != nil || fmt.Sprintf("%d-%d", at, seq) != before {
			return Page{}, fault.InvalidFields("This page cannot be found.", []fault.Field{{Name: "before", Message: "must be what a page gave as next"}})
		}
	}
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return Page{}, err
	}
	page := Page{Texts: []Text{}, Capped: f.capped}
	var found []uint64
	s.mu.RLock()
	page.AsOf = s.handled.Seq()
	if sp := s.spaces[ws]; sp != nil {
		found = f.newest(sp, at, seq, limit+1)
	}
	s.mu.RUnlock()
	more := len(found) > limit
	found = found[:min(len(found), limit)]
	if page.Texts, err = s.read(ctx, ws, found); err != nil {
		return Page{}, err
	}
	if n := len(page.Texts); more && n > 0 {
		page.Next = fmt.Sprintf("%d-%d", page.Texts[n-1].At, page.Texts[n-1].Seq)
	}
	return page, nil
}

// newest are the numbers of the texts that fit before a place, newest first. Where few can fit, only these are looked at.
func (f *filter) newest(sp *space, at event.Time, seq uint64, most int) (found []uint64) {
	if f.only != nil && f.only.GetCardinality() < uint64(len(sp.order)/8) {
		var rows []uint32
		f.each(sp, func(n uint32, r *row) {
			if r.at >= f.q.From && (r.at < at || r.at == at && r.seq < seq) {
				rows = append(rows, n)
			}
		})
		slices.SortFunc(rows, func(a, b uint32) int { return cmp.Or(cmp.Compare(sp.rows[b].at, sp.rows[a].at), cmp.Compare(b, a)) })
		for _, n := range rows[:min(len(rows), most)] {
			found = append(found, sp.rows[n].seq)
		}
		return found
	}
	for i := sp.from(at, seq) - 1; i >= 0 && len(found) < most; i-- {
		n := sp.order[i]
		r := &sp.rows[n]
		if r.at < f.q.From {
			break
		}
		if f.match(r) && (f.only == nil || f.only.Contains(n)) {
			found = append(found, r.seq)
		}
	}
	return found
}

// each calls fn with the texts that fit, whenever they were said before the end of the range, in no order of time.
func (f *filter) each(sp *space, fn func(n uint32, r *row)) {
	f.eachOf(sp, 0, uint32(len(sp.rows)), fn)
}

// eachOf is each of the rows [from, to).
func (f *filter) eachOf(sp *space, from, to uint32, fn func(n uint32, r *row)) {
	if f.only == nil {
		for n := from; n < to; n++ {
			if r := &sp.rows[n]; f.match(r) {
				fn(n, r)
			}
		}
		return
	}
	it := f.only.Iterator()
	for it.AdvanceIfNeeded(from); it.HasNext() && it.PeekNext() < to; {
		n := it.Next()
		if r := &sp.rows[n]; f.match(r) {
			fn(n, r)
		}
	}
}

// read is texts by their numbers, in this order.
func (s *Store) read(ctx context.Context, ws event.Workspace, seqs []uint64) ([]Text, error) {
	texts := make([]Text, 0, len(seqs))
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		for _, seq := range seqs {
			t, err := s.get(ctx, tx, ws, seq)
			if err != nil {
				return err
			}
			texts = append(texts, t)
		}
		return nil
	})
	s.mu.RLock()
	defer s.mu.RUnlock()
	for i := range texts {
		s.decorate(ws, &texts[i])
	}
	return texts, err
}

// decorate adds what the row of a text does not hold; the caller holds mu.
func (s *Store) decorate(ws event.Workspace, t *Text) {
	if c, ok := s.said[place{ws, t.Seq}]; ok {
		t.Corrected = &c
	}
	sp := s.spaces[ws]
	if sp == nil {
		return
	}
	if i, ok := sp.of(t.Seq); ok {
		t.Themes, t.Topics = setsOf(sp.themes, uint32(i)), setsOf(sp.topics, uint32(i))
	}
}

// filter is a query made ready for a workspace's columns.
type filter struct {
	q       Query
	classes [8]bool
	langs   [256]bool
	columns []column
	only    *roaring.Bitmap // of these; all where it is nil
	capped  bool
	unknown []wanted // whose texts are being looked up
}

type column struct {
	of     func(*row) uint16
	wanted []bool // by the number of the word
}

// match leaves the beginning of the range, and which rows can fit, to whoever asks.
func (f *filter) match(r *row) bool {
	if r.at >= f.q.To && f.q.To != 0 || !f.classes[r.class] || !f.langs[r.language] {
		return false
	}
	for i := range f.columns {
		if !f.columns[i].wanted[f.columns[i].of(r)] {
			return false
		}
	}
	return true
}

// reading are the ids of the themes, or of the topics, whose texts are being looked up.
func (f *filter) reading(topics bool) (ids []string) {
	for _, one := range f.unknown {
		if one.topic == topics {
			ids = append(ids, one.id)
		}
	}
	return ids
}

func (f *filter) restrict(rows *roaring.Bitmap) {
	if f.only != nil {
		rows.And(f.only)
	}
	f.only = rows
}

// filter also brings the themes and the order of the workspace up to date.
func (s *Store) filter(ctx context.Context, ws event.Workspace, q Query) (*filter, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	unknown, err := s.catchUp(ctx, ws, func(one wanted) bool {
		return one.topic && slices.Contains(q.Topics, one.id) || !one.topic && q.Theme == one.id
	})
	if err != nil {
		return nil, err
	}
	f := &filter{q: q, unknown: unknown}
	var only [][]uint64
	if q.Search != "" {
		seqs, more, err := s.newest(ctx, ws, theme.Query(q.Search), searchMost)
		if err != nil {
			return nil, err
		}
		f.capped = more
		only = append(only, seqs)
	}
	if q.Person != nil {
		seqs, err := s.ofPerson(ctx, ws, *q.Person)
		if err != nil {
			return nil, err
		}
		only = append(only, seqs)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(ws)
	sp.sort()
	for _, seqs := range only {
		f.restrict(sp.places(seqs))
	}
	if q.Theme != "" {
		set := sp.themes[q.Theme]
		if set == nil {
			return nil, fault.New(fault.NotFound, "This workspace has no theme %q.", q.Theme)
		}
		f.restrict(set.rows.Clone())
	}
	if len(q.Topics) > 0 {
		rows := roaring.New()
		for _, id := range q.Topics {
			set := sp.topics[id]
			if set == nil {
				return nil, fault.New(fault.NotFound, "This workspace has no topic %q.", id)
			}
			rows.Or(set.rows)
		}
		f.restrict(rows)
	}
	f.compile(sp)
	return f, nil
}

func (f *filter) compile(sp *space) {
	q := f.q
	for i, class := range Feelings() {
		f.classes[i] = len(q.Feelings) == 0 || slices.Contains(q.Feelings, class)
	}
	for i := range f.langs {
		f.langs[i] = len(q.Languages) == 0
	}
	for _, l := range q.Languages {
		if n, ok := sp.langs.numbers[l]; ok {
			f.langs[n] = true
		}
	}
	for _, c := range []struct {
		values []string
		of     func(*row) uint16
	}{
		{q.Channels, func(r *row) uint16 { return r.channel }},
		{q.Touchpoints, func(r *row) uint16 { return r.touchpoint }},
		{q.Events, func(r *row) uint16 { return r.event }},
		{q.Networks, func(r *row) uint16 { return r.network }},
		{q.AuthorKinds, func(r *row) uint16 { return r.authorKind }},
	} {
		if len(c.values) == 0 {
			continue
		}
		wanted := make([]bool, len(sp.words.list))
		for _, v := range c.values {
			if n, ok := sp.words.numbers[v]; ok {
				wanted[n] = true
			}
		}
		f.columns = append(f.columns, column{c.of, wanted})
	}
}

// places are rows by the numbers of their texts; those of other workspaces are left out.
func (sp *space) places(seqs []uint64) *roaring.Bitmap {
	slices.Sort(seqs)
	found := make([]uint32, 0, len(seqs))
	for _, seq := range seqs {
		if i, ok := sp.of(seq); ok {
			found = append(found, uint32(i))
		}
	}
	rows := roaring.New()
	rows.AddMany(found)
	return rows
}

// newest are the newest texts of a workspace with all of some terms, at most so many, and whether there may be more. Terms are kept without
// regard to the workspace: where others wrote more, it looks further back.
func (s *Store) newest(ctx context.Context, ws event.Workspace, terms []string, most int) (own []uint64, more bool, err error) {
	if len(terms) == 0 {
		return nil, false, nil
	}
	for before := uint64(math.MaxInt64); ; {
		page, err := s.before(ctx, terms, before, most)
		if err != nil {
			return nil, false, err
		}
		s.mu.RLock()
		for _, seq := range page {
			if sp := s.spaces[ws]; sp != nil && len(own) < most {
				if _, ok := sp.of(seq); ok {
					own = append(own, seq)
				}
			}
		}
		s.mu.RUnlock()
		if len(page) < most || len(own) == most {
			return own, len(own) == most, nil
		}
		before = page[len(page)-1]
	}
}

// before is the newest texts with all of some terms before a place, in any workspace.
func (s *Store) before(ctx context.Context, terms []string, before uint64, most int) (seqs []uint64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		seqs, err = sqldb.All(ctx, tx, sqldb.Into[uint64], s.statements.Get("find"), `"`+strings.Join(terms, `" "`)+`"`, before, most)
		return err
	})
	return seqs, err
}

// find is all texts with all of some terms, in any workspace.
func (s *Store) find(ctx context.Context, terms []string) ([]uint64, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	return s.before(ctx, terms, math.MaxInt64, math.MaxInt32)
}

func (s *Store) ofPerson(ctx context.Context, ws event.Workspace, p event.Person) (seqs []uint64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		seqs, err = sqldb.All(ctx, tx, sqldb.Into[uint64], s.statements.Get("ofPerson"), ws, p.String(), personMost)
		return err
	})
	return seqs, err
}
