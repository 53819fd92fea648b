package heard

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/voice/theme"
)

// Tally is how many texts there are of each feeling.
type Tally struct {
	Texts       int `json:"texts"`
	Negative    int `json:"negative"`
	Neutral     int `json:"neutral"`
	Positive    int `json:"positive"`
	NotScored   int `json:"notScored"`
	Unsupported int `json:"unsupported"`
}

// counts are texts by class, while they are being counted.
type counts [5]int

func (c counts) tally() Tally {
	return Tally{Texts: c[0] + c[1] + c[2] + c[3] + c[4], Negative: c[0], Neutral: c[1], Positive: c[2], NotScored: c[3], Unsupported: c[4]}
}

func (t Tally) scored() int { return t.Negative + t.Neutral + t.Positive }

// Value is a value of a column with its texts.
type Value struct {
	Value string `json:"value"`
	Tally
}

// Period is the texts of an hour, day, week or month.
type Period struct {
	Start event.Time `json:"start"`
	Tally
}

// Mean is a mean score with its 95 % interval.
type Mean struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	N     int     `json:"n" doc:"texts with a score"`
}

// ThemeTally is how much a theme is talked about, and how.
type ThemeTally struct {
	ID string `json:"id"`
	Tally
	Share         journey.Rate `json:"share" doc:"of the texts"`
	NegativeShare journey.Rate `json:"negativeShare" doc:"of its texts with a score"`
	PositiveShare journey.Rate `json:"positiveShare" doc:"of its texts with a score"`
	Periods       []int        `json:"periods" doc:"its texts by period"`
	Fresh         theme.Fresh  `json:"fresh"`
}

// Summary counts the texts that a query means.
type Summary struct {
	AsOf        uint64       `json:"asOf" doc:"the last change that this knows"`
	All         Tally        `json:"all"`
	Negative    journey.Rate `json:"negativeShare" doc:"of the texts with a score"`
	Neutral     journey.Rate `json:"neutralShare" doc:"of the texts with a score"`
	Positive    journey.Rate `json:"positiveShare" doc:"of the texts with a score"`
	Mean        *Mean        `json:"mean,omitempty" doc:"absent where no text has a score"`
	Interval    string       `json:"interval" enum:"hour,day,week,month"`
	Periods     []Period     `json:"periods"`
	Languages   []Value      `json:"languages"`
	Channels    []Value      `json:"channels"`
	Touchpoints []Value      `json:"touchpoints" doc:"by id; empty for texts at none"`
	Events      []Value      `json:"events"`
	Networks    []Value      `json:"networks" doc:"of mentions"`
	Themes      []ThemeTally `json:"themes"`
	Reading     []string     `json:"reading,omitempty" doc:"themes that are new or changed, whose texts are being looked up among many: ask again soon"`
	Failed      []Failed     `json:"failed,omitempty" doc:"those of reading that could not be looked up; that is tried again"`
	Capped      bool         `json:"capped,omitempty" doc:"so many texts have these words that only the newest 20,000 of them were looked through"`
}

// Summarise counts. The range has to have a beginning and an end, or those of the texts are taken. Faults: Invalid, NotFound (the theme).
func (s *Store) Summarise(ctx context.Context, ws event.Workspace, q Query, zone *time.Location) (Summary, error) {
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return Summary{}, err
	}
	failed := s.failedOf(ws, f.unknown, false)
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := counter{f: f, sp: s.spaces[ws], zone: zone, out: Summary{AsOf: s.handled.Seq(), Capped: f.capped, Reading: f.reading(false), Failed: failed}}
	if err := c.begin(); err != nil {
		return Summary{}, err
	}
	c.count()
	c.themes()
	return c.out, nil
}

// counter goes over the columns once, and over the texts of each theme.
type counter struct {
	f    *filter
	sp   *space
	zone *time.Location
	out  Summary

	calendar calendar
	recent   event.Time // where the last week begins
	before   event.Time // where the weeks before it begin
	ofAll    int
	ofThose  int
}

// sheet is what some rows count up to.
type sheet struct {
	all            counts
	score          sums
	periods        []counts
	byWord         [4][]counts // by the number of the word
	byLang         []counts
	ofAll, ofThose int
}

func (c *counter) newSheet() *sheet {
	s := &sheet{periods: make([]counts, len(c.calendar.Starts)), byLang: make([]counts, len(c.sp.langs.list))}
	for i := range s.byWord {
		s.byWord[i] = make([]counts, len(c.sp.words.list))
	}
	return s
}

func (s *sheet) merge(o *sheet) {
	add := func(to, from []counts) {
		for i := range from {
			for k, n := range from[i] {
				to[i][k] += n
			}
		}
	}
	for i := range s.byWord {
		add(s.byWord[i], o.byWord[i])
	}
	add(s.periods, o.periods)
	add(s.byLang, o.byLang)
	for k, n := range o.all {
		s.all[k] += n
	}
	s.score.merge(o.score)
	s.ofAll, s.ofThose = s.ofAll+o.ofAll, s.ofThose+o.ofThose
}

// begin finds the range and its periods.
func (c *counter) begin() error {
	order, q := c.sp.order, &c.f.q
	if n := len(order); n > 0 {
		q.From = max(q.From, c.sp.rows[order[0]].at)
		if last := c.sp.rows[order[n-1]].at + 1; q.To == 0 {
			q.To = last
		}
	}
	q.To = max(q.To, q.From)
	days := (q.To - q.From) / event.Time(24*time.Hour/time.Millisecond)
	switch {
	case days <= 2:
		c.out.Interval = journey.Hour
	case days <= 62:
		c.out.Interval = journey.Day
	case days <= 366:
		c.out.Interval = journey.Week
	default:
		c.out.Interval = journey.Month
	}
	intervals, err := journey.IntervalsOf(c.out.Interval, int64(q.From), int64(q.To), c.zone)
	if err != nil {
		return fault.New(fault.Invalid, "The range is too long: %v.", err)
	}
	c.calendar = newCalendar(intervals)
	c.out.Periods = make([]Period, len(intervals.Starts))
	for i, at := range intervals.Starts {
		c.out.Periods[i].Start = event.Time(at)
	}
	const day = event.Time(24 * time.Hour / time.Millisecond)
	c.recent = q.To - theme.RecentDays*day
	c.before = c.recent - theme.BeforeDays*day
	return nil
}

func (c *counter) count() {
	sum := c.newSheet()
	abreast(len(c.sp.rows), c.sheet, sum.merge)
	c.ofAll, c.ofThose = sum.ofAll, sum.ofThose
	c.out.Mean = sum.score.mean()
	for i := range sum.periods {
		c.out.Periods[i].Tally = sum.periods[i].tally()
	}
	all := sum.all.tally()
	c.out.All = all
	c.out.Negative, c.out.Neutral, c.out.Positive = journey.Wilson(all.Negative, all.scored()), journey.Wilson(all.Neutral, all.scored()), journey.Wilson(all.Positive, all.scored())
	words := c.sp.words.list
	c.out.Channels, c.out.Touchpoints, c.out.Events = values(sum.byWord[0], words), values(sum.byWord[1], words), values(sum.byWord[2], words)
	c.out.Networks = named(values(sum.byWord[3], words))
	c.out.Languages = values(sum.byLang, c.sp.langs.list)
}

// sheet counts the rows [from, to).
func (c *counter) sheet(from, to uint32) *sheet {
	s := c.newSheet()
	c.f.eachOf(c.sp, from, to, func(_ uint32, r *row) {
		if r.at >= c.recent {
			s.ofAll++
		} else if r.at >= c.before {
			s.ofThose++
		}
		if r.at < c.f.q.From {
			return
		}
		k := r.class
		s.all[k]++
		s.periods[c.calendar.of(int64(r.at))][k]++
		s.byWord[0][r.channel][k]++
		s.byWord[1][r.touchpoint][k]++
		s.byWord[2][r.event][k]++
		s.byWord[3][r.network][k]++
		s.byLang[r.language][k]++
		s.score.add(r)
	})
	return s
}

// values are those of a column that some text has, the most frequent first.
func values(list []counts, words []string) []Value {
	out := []Value{}
	for n, c := range list {
		if t := c.tally(); t.Texts > 0 {
			out = append(out, Value{words[n], t})
		}
	}
	slices.SortFunc(out, func(a, b Value) int { return cmp.Or(b.Texts-a.Texts, cmp.Compare(a.Value, b.Value)) })
	return out
}

// named leaves the empty value out: texts that are no mentions.
func named(list []Value) []Value {
	return slices.DeleteFunc(list, func(v Value) bool { return v.Value == "" })
}

// themes counts each theme among the texts, and judges which grew.
func (c *counter) themes() {
	ids := slices.Collect(maps.Keys(c.sp.themes))
	c.out.Themes = make([]ThemeTally, len(ids))
	sideBySide(len(ids), func(i int) { c.out.Themes[i] = c.theme(ids[i]) })
	slices.SortFunc(c.out.Themes, func(a, b ThemeTally) int { return cmp.Or(b.Texts-a.Texts, cmp.Compare(a.ID, b.ID)) })
	list := make([]theme.Fresh, len(c.out.Themes))
	for i := range list {
		list[i] = c.out.Themes[i].Fresh
	}
	theme.Judge(list)
	for i := range list {
		c.out.Themes[i].Fresh = list[i]
	}
}

func (c *counter) theme(id string) ThemeTally {
	t := ThemeTally{ID: id, Periods: make([]int, len(c.calendar.Starts)), Fresh: theme.Fresh{OfAll: c.ofAll, OfThose: c.ofThose}}
	set, of := c.sp.themes[id], *c.f
	of.only = set.rows
	if c.f.only != nil {
		of.only = roaring.And(set.rows, c.f.only)
	}
	var own counts
	of.each(c.sp, func(_ uint32, r *row) {
		if r.at >= c.recent {
			t.Fresh.Recent++
		} else if r.at >= c.before {
			t.Fresh.Before++
		}
		if r.at >= c.f.q.From {
			own[r.class]++
			t.Periods[c.calendar.of(int64(r.at))]++
		}
	})
	t.Tally = own.tally()
	t.Share = journey.Wilson(t.Texts, c.out.All.Texts)
	t.NegativeShare, t.PositiveShare = journey.Wilson(t.Negative, t.scored()), journey.Wilson(t.Positive, t.scored())
	return t
}

// Sample is texts that a query means, spread evenly over them, at most so many: what themes are looked for in.
func (s *Store) Sample(ctx context.Context, ws event.Workspace, q Query, most int) ([]Text, error) {
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return nil, err
	}
	var seqs []uint64
	s.mu.RLock()
	if sp := s.spaces[ws]; sp != nil {
		f.each(sp, func(_ uint32, r *row) {
			if r.at >= q.From {
				seqs = append(seqs, r.seq)
			}
		})
	}
	s.mu.RUnlock()
	if n := len(seqs); n > most {
		for i := range most {
			seqs[i] = seqs[i*n/most]
		}
		seqs = seqs[:most]
	}
	return s.read(ctx, ws, seqs)
}

// People are those who said what a query means, each once, those who spoke last first; at most so many, and whether there are more.
func (s *Store) People(ctx context.Context, ws event.Workspace, q Query, most int) (people []event.Person, more bool, err error) {
	seen := map[event.Person]bool{}
	before := ""
	for len(people) < most {
		page, err := s.List(ctx, ws, q, before, 500)
		if err != nil {
			return nil, false, err
		}
		for _, t := range page.Texts {
			if !seen[t.Person] && len(people) < most {
				seen[t.Person] = true
				people = append(people, t.Person)
			}
		}
		if before = page.Next; before == "" {
			return people, false, nil
		}
	}
	return people, true, nil
}
