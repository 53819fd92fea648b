package heard

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/listen/topic"
	"jejak/internal/voice/theme"
)

// Spread is how far some mentions went.
type Spread struct {
	Reach        int64 `json:"reach" doc:"how many may have seen them, summed: the same people may have seen several"`
	Interactions int64 `json:"interactions" doc:"likes, replies and shares, where the network tells them"`
}

func (s *Spread) add(r *row) {
	s.Reach += int64(r.reach)
	s.Interactions += int64(r.interactions)
}

// Place is where mentions were heard, or who wrote them.
type Place struct {
	Value string `json:"value" doc:"empty where it is not told"`
	Tally
	Spread
}

// TopicPeriod is the mentions of a topic in a period.
type TopicPeriod struct {
	Tally
	Share journey.Rate `json:"share" doc:"of the period's mentions that name any topic of the voice; of all mentions, for a topic outside of it"`
	Mean  *Mean        `json:"mean,omitempty" doc:"absent where no mention has a score"`
}

// TopicTally is how much a topic is talked about, and how.
type TopicTally struct {
	ID string `json:"id"`
	Tally
	Spread
	Share         journey.Rate  `json:"share" doc:"of the mentions that name any topic of the voice; of all mentions, for a topic outside of it"`
	NegativeShare journey.Rate  `json:"negativeShare" doc:"of its mentions with a score"`
	PositiveShare journey.Rate  `json:"positiveShare" doc:"of its mentions with a score"`
	Mean          *Mean         `json:"mean,omitempty" doc:"absent where no mention has a score"`
	Periods       []TopicPeriod `json:"periods"`
}

// Listening counts the mentions that a query means. The voice is the topics of the brand and its competitors: shares of it are of the
// mentions that name at least one of them. A mention that names two counts for both, so shares can add up to more than 1.
type Listening struct {
	AsOf uint64 `json:"asOf" doc:"the last change that this knows"`
	All  Tally  `json:"all"`
	Spread
	Voice    int          `json:"voice" doc:"mentions that name the brand or a competitor"`
	Interval string       `json:"interval" enum:"hour,day,week,month"`
	Starts   []event.Time `json:"starts" doc:"of the periods"`
	Topics   []TopicTally `json:"topics" doc:"in the order of the topics"`
	Networks []Place      `json:"networks"`
	Channels []Place      `json:"channels"`
	Kinds    []Place      `json:"kinds" doc:"of authors"`
	Reading  []string     `json:"reading,omitempty" doc:"topics that are new or changed, whose mentions are being looked up among many: shares are without them; ask again soon"`
	Failed   []Failed     `json:"failed,omitempty" doc:"those of reading that could not be looked up; that is tried again"`
	Capped   bool         `json:"capped,omitempty" doc:"so many texts have these words that only the newest 20,000 of them were looked through"`
}

// Listen counts the mentions that a query means, in all and by topic. Faults: Invalid, NotFound (a theme or topic).
func (s *Store) Listen(ctx context.Context, ws event.Workspace, q Query, zone *time.Location) (Listening, error) {
	topics, err := s.o.Topics(ctx, ws)
	if err != nil {
		return Listening{}, err
	}
	q.Events = []string{mentioned}
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return Listening{}, err
	}
	failed := s.failedOf(ws, f.unknown, true)
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := counter{f: f, sp: s.spaces[ws], zone: zone}
	if err := c.begin(); err != nil {
		return Listening{}, err
	}
	out := Listening{AsOf: s.handled.Seq(), Capped: f.capped, Reading: f.reading(true), Failed: failed, Interval: c.out.Interval}
	for _, p := range c.out.Periods {
		out.Starts = append(out.Starts, p.Start)
	}
	all := c.places(&out)
	voice := c.voice(topics)
	for _, n := range voice {
		out.Voice += n
	}
	known := slices.DeleteFunc(slices.Clone(topics), func(t topic.Topic) bool { return c.sp.topics[t.ID] == nil })
	out.Topics = make([]TopicTally, len(known))
	sideBySide(len(known), func(i int) {
		t, of := known[i], all
		if inVoice(t) {
			of = voice
		}
		out.Topics[i] = c.topic(t.ID, c.sp.topics[t.ID], of)
	})
	return out, nil
}

func inVoice(t topic.Topic) bool { return t.Kind == topic.Brand || t.Kind == topic.Competitor }

// spot is the mentions of one place.
type spot struct {
	counts
	Spread
}

// spots are mentions by network, channel and kind of author, by the numbers of their words, and by period.
type spots struct {
	all     spot
	periods []int
	columns [3][]spot
}

func (c *counter) newSpots() *spots {
	s := &spots{periods: make([]int, len(c.calendar.Starts))}
	for i := range s.columns {
		s.columns[i] = make([]spot, len(c.sp.words.list))
	}
	return s
}

func (s *spot) take(r *row) {
	s.counts[r.class]++
	s.add(r)
}

func (s *spot) merge(o *spot) {
	for k, n := range o.counts {
		s.counts[k] += n
	}
	s.Reach += o.Reach
	s.Interactions += o.Interactions
}

func (s *spots) merge(o *spots) {
	s.all.merge(&o.all)
	for i, n := range o.periods {
		s.periods[i] += n
	}
	for i := range s.columns {
		for n := range s.columns[i] {
			s.columns[i][n].merge(&o.columns[i][n])
		}
	}
}

// places counts the mentions by where they were heard and who wrote them, and returns how many there are in each period.
func (c *counter) places(out *Listening) (periods []int) {
	sum := c.newSpots()
	abreast(len(c.sp.rows), func(from, to uint32) *spots {
		s := c.newSpots()
		c.f.eachOf(c.sp, from, to, func(_ uint32, r *row) {
			if r.at < c.f.q.From {
				return
			}
			s.all.take(r)
			s.periods[c.calendar.of(int64(r.at))]++
			s.columns[0][r.network].take(r)
			s.columns[1][r.channel].take(r)
			s.columns[2][r.authorKind].take(r)
		})
		return s
	}, sum.merge)
	out.All, out.Spread = sum.all.tally(), sum.all.Spread
	for i, list := range []*[]Place{&out.Networks, &out.Channels, &out.Kinds} {
		kept := []Place{}
		for n, s := range sum.columns[i] {
			if t := s.tally(); t.Texts > 0 {
				kept = append(kept, Place{Value: c.sp.words.list[n], Tally: t, Spread: s.Spread})
			}
		}
		slices.SortFunc(kept, func(a, b Place) int { return cmp.Or(b.Texts-a.Texts, cmp.Compare(a.Value, b.Value)) })
		*list = kept
	}
	return sum.periods
}

// voice counts by period the mentions that name the brand or a competitor.
func (c *counter) voice(topics []topic.Topic) []int {
	any := roaring.New()
	for _, t := range topics {
		if set := c.sp.topics[t.ID]; set != nil && inVoice(t) {
			any.Or(set.rows)
		}
	}
	periods := make([]int, len(c.calendar.Starts))
	abreast(len(c.sp.rows), func(from, to uint32) []int {
		own := make([]int, len(periods))
		c.among(any, from, to, func(r *row) { own[c.calendar.of(int64(r.at))]++ })
		return own
	}, func(own []int) {
		for i, n := range own {
			periods[i] += n
		}
	})
	return periods
}

// among calls fn with those of some rows that the query means and that lie in [from, to).
func (c *counter) among(rows *roaring.Bitmap, from, to uint32, fn func(*row)) {
	of := *c.f
	of.only = rows
	if c.f.only != nil {
		of.only = roaring.And(rows, c.f.only)
	}
	of.eachOf(c.sp, from, to, func(_ uint32, r *row) {
		if r.at >= c.f.q.From {
			fn(r)
		}
	})
}

// topic counts the mentions of a topic, as a share of so many in each period.
func (c *counter) topic(id string, set *set, of []int) TopicTally {
	out := TopicTally{ID: id, Periods: make([]TopicPeriod, len(of))}
	own, scores := make([]counts, len(of)), make([]sums, len(of))
	var all counts
	var score sums
	c.among(set.rows, 0, uint32(len(c.sp.rows)), func(r *row) {
		i := c.calendar.of(int64(r.at))
		all[r.class]++
		own[i][r.class]++
		score.add(r)
		scores[i].add(r)
		out.add(r)
	})
	n := 0
	for i := range of {
		n += of[i]
		p := TopicPeriod{Tally: own[i].tally(), Mean: scores[i].mean()}
		p.Share = journey.Wilson(p.Texts, of[i])
		out.Periods[i] = p
	}
	out.Tally, out.Mean = all.tally(), score.mean()
	out.Share = journey.Wilson(out.Texts, n)
	out.NegativeShare, out.PositiveShare = journey.Wilson(out.Negative, out.scored()), journey.Wilson(out.Positive, out.scored())
	return out
}

// Trial is what a topic would find.
type Trial struct {
	Matches  int            `json:"matches"`
	Of       int            `json:"of" doc:"mentions of the range"`
	Looked   int            `json:"looked" doc:"mentions that were looked through: the newest of them"`
	Examples []TrialExample `json:"examples" doc:"the newest mentions that fit"`
}

// TrialExample is a mention that a topic would find, cut into what its words found and what stands between.
type TrialExample struct {
	Seq     uint64       `json:"seq"`
	At      event.Time   `json:"at"`
	Network string       `json:"network"`
	Author  string       `json:"author,omitempty"`
	Parts   []topic.Part `json:"parts"`
}

// Bounds of a trial.
const (
	trialMost     = 10_000
	trialExamples = 12
	trialLetters  = 400
)

// Try says what a topic would find among the mentions that a query means, without keeping anything. Faults: Invalid (with the field
// and the place in it).
func (s *Store) Try(ctx context.Context, ws event.Workspace, t topic.Topic, q Query) (Trial, error) {
	m, err := t.Compile()
	if err != nil {
		return Trial{}, err
	}
	out := Trial{Examples: []TrialExample{}}
	q.Events = []string{mentioned}
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return out, err
	}
	s.mu.RLock()
	sp := s.spaces[ws]
	f.each(sp, func(_ uint32, r *row) {
		if r.at >= q.From {
			out.Of++
		}
	})
	to := event.Time(1<<63 - 1)
	newest := f.newest(sp, to, 1<<64-1, trialMost)
	s.mu.RUnlock()
	out.Looked = len(newest)
	fit, err := s.matching(ctx, ws, newest, m)
	if err != nil {
		return out, err
	}
	out.Matches = len(fit)
	slices.Sort(fit)
	fits := func(seq uint64) bool { _, ok := slices.BinarySearch(fit, seq); return ok }
	newest = slices.DeleteFunc(newest, func(seq uint64) bool { return !fits(seq) })
	found := newest[:min(len(newest), trialExamples)]
	texts, err := s.read(ctx, ws, found)
	for _, one := range texts {
		out.Examples = append(out.Examples, TrialExample{Seq: one.Seq, At: one.At, Network: one.Network, Author: one.Author, Parts: m.Parts(excerpt(one.words()))})
	}
	return out, err
}

// excerpt is the beginning of a text.
func excerpt(s string) string {
	s = string([]rune(s)[:min(trialLetters, len([]rune(s)))])
	if s != "" && s[0] == '\n' { // it has no title
		s = s[1:]
	}
	return s
}

// Mention is what is known of a mention beside its text.
type Mention struct {
	Seq                 uint64
	At                  event.Time
	Feeling             string
	Reach, Interactions int64
	Verified            bool
	Topics              []string // ids
	Words               []string // telling ones, where they were asked for
}

// Mentions calls fn with the mentions of a workspace after a number, up to another one, in the order in which they came; with their
// words where these are wanted.
func (s *Store) Mentions(ctx context.Context, ws event.Workspace, after, upTo uint64, words bool, fn func(Mention)) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if err := s.refresh(ctx, ws); err != nil {
		return err
	}
	tells := theme.Telling()
	for {
		page := s.someMentions(ws, after, upTo)
		if len(page) == 0 {
			return nil
		}
		last := page[len(page)-1].Seq
		if words {
			i := 0
			err := s.eachMention(ctx, ws, after, last, func(seq uint64, t *topic.Text) {
				for i < len(page) && page[i].Seq < seq {
					i++
				}
				if i < len(page) && page[i].Seq == seq {
					page[i].Words = slices.DeleteFunc(theme.Terms(t.Text), func(term string) bool { return !tells(term) })
				}
			})
			if err != nil {
				return err
			}
		}
		for _, m := range page {
			fn(m)
		}
		after = last
	}
}

// someMentions are mentions after a number.
func (s *Store) someMentions(ws event.Workspace, after, upTo uint64) (page []Mention) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[ws]
	sp.mentions(after, func(i int, r *row) bool {
		if r.seq > upTo || len(page) == mentionPage {
			return false
		}
		page = append(page, Mention{
			Seq: r.seq, At: r.at, Feeling: Feelings()[r.class], Reach: int64(r.reach), Interactions: int64(r.interactions),
			Verified: r.verified, Topics: setsOf(sp.topics, uint32(i)),
		})
		return true
	})
	return page
}

// mentions calls fn with the mentions after a number, in the order in which they came, until it says that it has enough.
func (sp *space) mentions(after uint64, fn func(i int, r *row) bool) {
	if sp == nil {
		return
	}
	kind, ok := sp.words.numbers[mentioned]
	first, _ := slices.BinarySearchFunc(sp.rows, after+1, func(r row, seq uint64) int { return cmp.Compare(r.seq, seq) })
	for i := first; ok && i < len(sp.rows); i++ {
		if r := &sp.rows[i]; r.event == kind && !fn(i, r) {
			return
		}
	}
}
