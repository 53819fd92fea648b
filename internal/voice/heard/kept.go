package heard

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
)

// topicFormat is that of the sets of topics on disk, and of what a topic matches; those of another one are found anew.
const topicFormat = 1

// keptSet is the texts of a topic as they are on disk: of its version, among the first so many texts, the last of which is seq.
type keptSet struct {
	ws      event.Workspace
	topic   string
	version int
	seq     uint64
	texts   int
	places  string
}

func scanKept(row sqldb.Scanner) (k keptSet, err error) {
	return k, row.Scan(&k.ws, &k.topic, &k.version, &k.seq, &k.texts, &k.places)
}

// restore takes up the sets of topics that were kept, and looks only through the texts that came since. It is called before any text is
// taken in. What does not fit what is here now is left to be found anew.
func (s *Store) restore(ctx context.Context) error {
	var all []keptSet
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		all, err = sqldb.All(ctx, tx, scanKept, s.statements.Get("keptTopics"), topicFormat)
		return err
	})
	if err != nil {
		return err
	}
	topics := map[event.Workspace][]topic.Topic{}
	for _, k := range all {
		if _, known := topics[k.ws]; !known {
			if topics[k.ws], err = s.o.Topics(ctx, k.ws); err != nil {
				return err
			}
		}
		i := slices.IndexFunc(topics[k.ws], func(t topic.Topic) bool { return t.ID == k.topic && t.Version == k.version })
		if i < 0 || !s.has(k) {
			continue
		}
		if err := s.takeUp(ctx, k, topics[k.ws][i]); err != nil {
			return err
		}
	}
	return nil
}

// has reports whether the texts are those that a set was kept of.
func (s *Store) has(k keptSet) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[k.ws]
	if sp == nil {
		return false
	}
	at, found := sp.of(k.seq)
	return found && at+1 == k.texts
}

func (s *Store) takeUp(ctx context.Context, k keptSet, t topic.Topic) error {
	found, m, err := setOf(t)
	if err != nil {
		return err
	}
	if _, err := found.rows.FromBase64(k.places); err != nil {
		return fmt.Errorf("kept texts of topic %s: %w", t.ID, err)
	}
	if err := s.lookThrough(ctx, k.ws, t.ID, m, k.seq, s.last(k.ws), found.rows); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(k.ws)
	sp.topics[t.ID], sp.kept = found, k.texts
	return nil
}

// setOf is the empty set of a topic, and what its mentions are held against.
func setOf(t topic.Topic) (*set, topic.Matcher, error) {
	m, err := t.Compile()
	if err != nil {
		return nil, m, fmt.Errorf("topic %s: %w", t.ID, err)
	}
	return &set{version: t.Version, match: func(t *Text) bool { return t.mention != nil && m.Match(t.mention) }, rows: roaring.New()}, m, nil
}

// keepSets writes the sets of topics of each workspace where they changed, or where more than so many texts came since.
func (s *Store) keepSets(ctx context.Context, most int) error {
	s.mu.RLock()
	all := slices.Collect(maps.Keys(s.spaces))
	s.mu.RUnlock()
	for _, ws := range all {
		if err := s.keepSetsOf(ctx, ws, most); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) keepSetsOf(ctx context.Context, ws event.Workspace, most int) error {
	sets, texts, err := s.toKeep(ws, most)
	if texts == 0 || err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("dropTopics"), ws)
		for _, k := range sets {
			if err == nil {
				_, err = tx.Exec(ctx, s.statements.Get("keepTopic"), ws, k.topic, topicFormat, k.version, k.seq, k.texts, k.places)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(ws)
	for _, k := range sets { // one that was found meanwhile is not among them
		if now := sp.topics[k.topic]; now == nil || now.version != k.version {
			return nil
		}
	}
	if len(sp.topics) == len(sets) {
		sp.kept = texts
	}
	return nil
}

// toKeep are the sets of a workspace as they are now, and of how many texts; of none where they are on disk well enough.
func (s *Store) toKeep(ws event.Workspace, most int) (sets []keptSet, texts int, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[ws]
	if sp == nil || len(sp.rows) == 0 || (sp.kept >= 0 && len(sp.rows)-sp.kept <= most) {
		return nil, 0, nil
	}
	texts = len(sp.rows)
	for id, set := range sp.topics {
		places, err := set.rows.ToBase64()
		if err != nil {
			return nil, 0, fmt.Errorf("texts of topic %s: %w", id, err)
		}
		sets = append(sets, keptSet{ws, id, set.version, sp.rows[texts-1].seq, texts, places})
	}
	return sets, texts, nil
}
