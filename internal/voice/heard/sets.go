package heard

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
	"jejak/internal/voice/theme"
)

// setsOf are the ids of the sets that a row is in.
func setsOf(sets map[string]*set, row uint32) (ids []string) {
	for id, set := range sets {
		if set.rows.Contains(row) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// wanted is a theme or a topic as a workspace has it now.
type wanted struct {
	id      string
	version int
	topic   bool
	find    func(ctx context.Context) error // looks its texts up
}

func (w wanted) in(sp *space) map[string]*set {
	if w.topic {
		return sp.topics
	}
	return sp.themes
}

func (s *Store) wanted(ctx context.Context, ws event.Workspace) (all []wanted, err error) {
	themes, err := s.o.Themes(ctx, ws)
	if err != nil {
		return nil, err
	}
	topics, err := s.o.Topics(ctx, ws)
	if err != nil {
		return nil, err
	}
	for _, t := range themes {
		all = append(all, wanted{t.ID, t.Version, false, func(ctx context.Context) error { return s.findTheme(ctx, ws, t) }})
	}
	for _, t := range topics {
		all = append(all, wanted{t.ID, t.Version, true, func(ctx context.Context) error { return s.findTopic(ctx, ws, t) }})
	}
	return all, nil
}

// refresh looks up the texts of themes and topics that are new or have another rule, and forgets those that are gone.
func (s *Store) refresh(ctx context.Context, ws event.Workspace) error {
	all, err := s.wanted(ctx, ws)
	if err != nil || s.fresh(ws, all, s.known) {
		return err
	}
	for _, one := range all {
		if err := s.look(ctx, ws, one); err != nil {
			return err
		}
	}
	s.forgetGone(ws, all)
	return nil
}

// forgetGone forgets the texts of themes and topics that are no longer there.
func (s *Store) forgetGone(ws event.Workspace, all []wanted) {
	s.search.Lock()
	defer s.search.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(ws)
	for topics, sets := range map[bool]map[string]*set{false: sp.themes, true: sp.topics} {
		maps.DeleteFunc(sets, func(id string, _ *set) bool {
			gone := !slices.ContainsFunc(all, func(w wanted) bool { return w.id == id && w.topic == topics })
			if gone && topics {
				sp.kept = -1
			}
			return gone
		})
	}
}

// look looks the texts of one theme or topic up, where they are not known.
func (s *Store) look(ctx context.Context, ws event.Workspace, one wanted) error {
	if s.known(ws, one) { // without waiting for who looks for others
		return nil
	}
	s.search.Lock()
	defer s.search.Unlock()
	if s.known(ws, one) {
		return nil
	}
	err := one.find(ctx)
	s.noteLookup(ctx, ws, one, err)
	return err
}

// catchUp is refresh for somebody who asks about some themes and topics. Where there are many texts it waits for no others for long, and not at all
// where somebody else has: they are looked up behind it, and it returns those that are not known yet.
func (s *Store) catchUp(ctx context.Context, ws event.Workspace, asked func(wanted) bool) (unknown []wanted, err error) {
	if !s.many(ws) {
		return nil, s.refresh(ctx, ws)
	}
	all, err := s.wanted(ctx, ws)
	if err != nil || s.fresh(ws, all, s.known) {
		return nil, err
	}
	for _, one := range all {
		if asked(one) {
			if err := s.look(ctx, ws, one); err != nil {
				return nil, err
			}
		}
	}
	patience, cancel := context.WithTimeout(ctx, s.o.Patience)
	defer cancel()
	for round := s.searched.Seq(); !s.fresh(ws, all, s.settled); round++ {
		select {
		case s.wanting <- struct{}{}:
		default: // somebody else has said so
		}
		if s.tooLong.Load() == round+1 {
			break
		}
		if s.searched.WaitFor(patience, round+1) != nil {
			if ctx.Err() == nil {
				s.tooLong.Store(round + 1)
			}
			break
		}
	}
	return slices.DeleteFunc(all, func(one wanted) bool { return s.known(ws, one) }), ctx.Err()
}

// many reports whether a workspace has so many texts that to look through them is noticed.
func (s *Store) many(ws event.Workspace) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[ws]
	return sp != nil && len(sp.rows) > s.o.Many
}

// fresh reports whether the sets of a workspace are as they should be, and no others are there.
func (s *Store) fresh(ws event.Workspace, all []wanted, asTheyShould func(event.Workspace, wanted) bool) bool {
	for _, one := range all {
		if !asTheyShould(ws, one) {
			return false
		}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[ws]
	return sp == nil || len(sp.themes)+len(sp.topics) <= len(all)
}

func (s *Store) known(ws event.Workspace, one wanted) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if sp := s.spaces[ws]; sp != nil {
		known := one.in(sp)[one.id]
		return known != nil && known.version == one.version
	}
	return false
}

func (s *Store) findTheme(ctx context.Context, ws event.Workspace, t theme.Theme) error {
	s.work.Lock() // so that no text is taken in meanwhile
	defer s.work.Unlock()
	rows, err := s.textsOf(ctx, ws, t.Rule.Compile())
	if err != nil {
		return err
	}
	match := t.Rule.Compile()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.space(ws).themes[t.ID] = &set{version: t.Version, match: func(t *Text) bool { return match.Match(t.terms) }, rows: rows}
	return nil
}

// textsOf finds the texts of a rule by the words that are kept of each.
func (s *Store) textsOf(ctx context.Context, ws event.Workspace, m theme.Matcher) (*roaring.Bitmap, error) {
	found := roaring.New()
	var all []string
	for _, entry := range m.All {
		all = append(all, entry...)
	}
	any := m.Any
	if len(any) == 0 {
		any = [][]string{nil}
	}
	for _, entry := range any {
		rows, err := s.rowsWith(ctx, ws, append(slices.Clone(entry), all...))
		if err != nil {
			return nil, err
		}
		found.Or(rows)
	}
	for _, entry := range m.None {
		rows, err := s.rowsWith(ctx, ws, entry)
		if err != nil {
			return nil, err
		}
		found.AndNot(rows)
	}
	return found, nil
}

func (s *Store) rowsWith(ctx context.Context, ws event.Workspace, terms []string) (*roaring.Bitmap, error) {
	seqs, err := s.find(ctx, terms)
	if err != nil {
		return nil, err
	}
	return s.rowsOf(ws, seqs), nil
}

func (s *Store) rowsOf(ws event.Workspace, seqs []uint64) *roaring.Bitmap {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if sp := s.spaces[ws]; sp != nil {
		return sp.places(seqs)
	}
	return roaring.New()
}

// findTopic finds the mentions of a topic. Most are looked through while others are taken in; only those that came meanwhile are not.
func (s *Store) findTopic(ctx context.Context, ws event.Workspace, t topic.Topic) error {
	found, m, err := setOf(t)
	if err != nil {
		return err
	}
	last := s.last(ws)
	if err := s.lookThrough(ctx, ws, t.ID, m, 0, last, found.rows); err != nil {
		return err
	}
	s.work.Lock()
	defer s.work.Unlock()
	if err := s.lookThrough(ctx, ws, t.ID, m, last, s.last(ws), found.rows); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(ws)
	sp.topics[t.ID], sp.kept = found, -1
	return nil
}

// last is the number of the newest text.
func (s *Store) last(ws event.Workspace) uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if sp := s.spaces[ws]; sp != nil && len(sp.rows) > 0 {
		return sp.rows[len(sp.rows)-1].seq
	}
	return 0
}

// mentionPage is how many mentions are read at once, so that memory stays bounded.
const mentionPage = 5000

// lookThrough holds the mentions after a number, up to another one, against a topic. Of many, and where its words are in the index, only
// those that have them.
func (s *Store) lookThrough(ctx context.Context, ws event.Workspace, id string, m topic.Matcher, after, upTo uint64, into *roaring.Bitmap) error {
	if upTo <= after {
		return nil
	}
	may := s.mentionsIn(ws, after, upTo)
	if len(may) > mentionPage { // the index tells of all texts, which takes longer than to read a few
		found, err := s.candidates(ctx, ws, id, m, after, upTo)
		if err != nil {
			return err
		}
		if found != nil {
			may = found
		}
	}
	seqs, err := s.matching(ctx, ws, may, m)
	into.Or(s.rowsOf(ws, seqs))
	return err
}

// mentionsIn are the numbers of the mentions after a number, up to another one.
func (s *Store) mentionsIn(ws event.Workspace, after, upTo uint64) (seqs []uint64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.spaces[ws].mentions(after, func(_ int, r *row) bool {
		if r.seq <= upTo {
			seqs = append(seqs, r.seq)
		}
		return r.seq < upTo
	})
	return seqs
}

// candidates are the numbers of the texts that may be of a topic; nil where nothing tells.
func (s *Store) candidates(ctx context.Context, ws event.Workspace, id string, m topic.Matcher, after, upTo uint64) ([]uint64, error) {
	anchors := m.Anchors()
	if anchors == nil {
		return nil, nil
	}
	may := []uint64{}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		may, err = sqldb.All(ctx, tx, sqldb.Into[uint64], s.statements.Get("ofTopic"), ws, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, words := range anchors {
		seqs, err := s.find(ctx, theme.Query(words))
		if err != nil {
			return nil, err
		}
		may = append(may, seqs...)
	}
	may = slices.DeleteFunc(may, func(seq uint64) bool { return seq <= after || seq > upTo })
	slices.Sort(may)
	return append([]uint64{}, slices.Compact(may)...), nil
}

func scanMention(row sqldb.Scanner) (m mentionRow, err error) {
	var t Text
	var body string
	if err := row.Scan(&m.seq, &t.Language, &t.Network, &t.Topic, &t.AuthorKind, &body); err != nil {
		return m, err
	}
	t.Event = mentioned
	if err := json.Unmarshal([]byte(body), &t.Said); err != nil {
		return m, fault.Wrap(fault.Corrupt, err, "text %d is damaged: restore the control database from a backup", m.seq)
	}
	m.text = t.asMention()
	return m, nil
}

type mentionRow struct {
	seq  uint64
	text *topic.Text
}

// matchPage is how many mentions one statement reads to be held against a topic.
const matchPage = 500

// matching are those of some texts that are mentions of a workspace and fit a topic, by their numbers. Several pages are read and
// matched at once.
func (s *Store) matching(ctx context.Context, ws event.Workspace, seqs []uint64, m topic.Matcher) ([]uint64, error) {
	pages := slices.Collect(slices.Chunk(seqs, matchPage))
	found, faults := make([][]uint64, len(pages)), make([]error, len(pages))
	sideBySide(len(pages), func(i int) {
		if ctx.Err() == nil {
			found[i], faults[i] = s.matchSome(ctx, ws, pages[i], m)
		}
	})
	return slices.Concat(found...), errors.Join(append(faults, ctx.Err())...)
}

func (s *Store) matchSome(ctx context.Context, ws event.Workspace, seqs []uint64, m topic.Matcher) (found []uint64, err error) {
	args := []any{ws, mentioned}
	for _, seq := range seqs {
		args = append(args, seq)
	}
	statement := strings.TrimSuffix(s.statements.Get("mention"), ")") + strings.Repeat(", ?", len(seqs)-1) + ")"
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		rows, err := sqldb.All(ctx, tx, scanMention, statement, args...)
		for _, row := range rows {
			if m.Match(row.text) {
				found = append(found, row.seq)
			}
		}
		return err
	})
	return found, err
}

// eachMention reads all mentions after a number, up to another one.
func (s *Store) eachMention(ctx context.Context, ws event.Workspace, after, upTo uint64, fn func(uint64, *topic.Text)) error {
	for {
		var page []mentionRow
		err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
			page, err = sqldb.All(ctx, tx, scanMention, s.statements.Get("mentions"), ws, mentioned, after, upTo, mentionPage)
			return err
		})
		if err != nil {
			return err
		}
		for _, m := range page {
			fn(m.seq, m.text)
		}
		if len(page) < mentionPage {
			return nil
		}
		after = page[len(page)-1].seq
	}
}
