package trail

import (
	"maps"
	"math"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// visitBits say which bit of a row's mask is what. Bits from 0 are entries of the model's stages.
type visitBits struct {
	entries    uint64
	conversion uint64 // 0: the stages say what going on is
	ping       uint64
	failed     uint64
	click      uint64
	signals    []uint64
}

// visits is how passes are cut and what follows them, for one question.
type visits struct {
	q       *journey.Touchpoints
	model   *journey.StageModel
	bits    visitBits
	gap     int64
	window  int64
	points  []journey.Touchpoint // what rows are on, by place
	fold    []int32              // label -> place, -1 for none
	revenue []string             // column paths
	scores  []string
}

// pass is a run of rows at one point within a session.
type pass struct {
	point    int
	from, to int // first and last row there
	end      int // the row behind those that lie before the next pass or the session's end
	session  int
	events   int
	entry    bool // the first touch of its session
	exit     bool // the last touch of its session
	spent    int64
	known    bool
	entered  uint64
	returned bool // the next point of the session but one is this one again
}

// visitSpec is a scan of all rows in the range, with what visits need to know of them.
func (x *query) visitSpec(q *journey.Touchpoints) (*scanSpec, *visits) {
	v := &visits{q: q, model: &x.d.Stages, gap: q.Gap.Millis(), window: q.Window.Millis()}
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, rows: true}
	add := func(f *journey.Filter) uint64 { return spec.add(f, x.span) }
	for i := range v.model.Stages {
		v.bits.entries |= add(&v.model.Stages[i].Entry)
	}
	if q.Conversion != nil {
		v.bits.conversion = add(q.Conversion)
	}
	if len(q.Pings) > 0 {
		v.bits.ping = add(&journey.Filter{Event: q.Pings})
	}
	for i := range q.Signals {
		v.bits.signals = append(v.bits.signals, add(&q.Signals[i].Event))
		v.scores = append(v.scores, propertyPath(q.Signals[i].Property))
	}
	for _, p := range q.Revenue {
		v.revenue = append(v.revenue, propertyPath(p))
	}
	add(nil)
	placed := x.d
	placed.Touchpoints = q.Points(x.d)
	spec.label = labelBy{by: q.By, names: newNames(), d: &placed}
	return spec, v
}

// place is the point of a label, -1 for none.
func (v *visits) place(label uint32) int {
	if int(label) < len(v.fold) {
		return int(v.fold[label])
	}
	return -1
}

// know fixes what the points are: those of the workspace, or every value of the label that the first pass counted.
func (x *query) know(spec *scanSpec, v *visits) error {
	n := spec.label.names
	if v.q.By == "touchpoint" {
		v.points = spec.label.d.Touchpoints
	} else {
		pre := *spec
		pre.rows = false
		t, err := x.rankPass(&pre, 1<<(len(spec.slots)-1))
		if err != nil {
			return err
		}
		for _, name := range rankNames(n, t.freq, maxPoints).names {
			if name != "" {
				v.points = append(v.points, journey.Touchpoint{ID: name, Name: name})
			}
		}
	}
	for i := range v.points {
		l := n.of(v.points[i].ID)
		for int(l) >= len(v.fold) {
			v.fold = append(v.fold, -1)
		}
		if v.fold[l] < 0 {
			v.fold[l] = int32(i)
		}
	}
	return nil
}

// maxPoints is how many event names or channels are told apart where they stand in for touchpoints.
const maxPoints = 200

// walk cuts one person's rows into passes, in order, appended to into.
func (v *visits) walk(into []pass, times []int64, masks []uint64, labels []uint32) []pass {
	passes := into
	session, cur := 0, -1
	pending, since, pinged := -1, int64(0), int64(-1) // the row whose time is being measured
	settle := func(next int64, known bool) {
		if pending >= 0 && (pinged >= 0 || known) {
			if pinged >= 0 {
				next = pinged
			}
			passes[pending].spent += next - since
			passes[pending].known = true
		}
		pending, pinged = -1, -1
	}
	for r, t := range times {
		if r > 0 && t-times[r-1] > v.gap {
			settle(0, false)
			if cur >= 0 {
				passes[cur].exit, passes[cur].end = true, r
			}
			session, cur = session+1, -1
		}
		if masks[r]&v.bits.ping != 0 {
			if pending >= 0 {
				pinged = t
			}
			continue
		}
		settle(t, true)
		p := v.place(labels[r])
		if p < 0 {
			continue
		}
		if cur < 0 || passes[cur].point != p {
			passes = append(passes, pass{point: p, from: r, session: session, entry: cur < 0})
			k := len(passes) - 1
			if cur >= 0 {
				passes[cur].end = r
				if !passes[cur].entry && passes[k-2].point == p {
					passes[k-2].returned = true
				}
			}
			cur = k
		}
		c := &passes[cur]
		c.to, c.events, c.entered = r, c.events+1, c.entered|masks[r]&v.bits.entries
		pending, since = cur, t
	}
	settle(0, false)
	if cur >= 0 {
		passes[cur].exit, passes[cur].end = true, len(times)
	}
	return passes
}

// targets are the bits that count as going on from a pass.
func (v *visits) targets(p *pass) uint64 {
	if v.bits.conversion != 0 {
		return v.bits.conversion
	}
	return v.model.Targets(v.points[p.point].Stage, p.entered)
}

// won reports whether one of the targets follows a pass within the window.
func (v *visits) won(p *pass, times []int64, masks []uint64, targets uint64) bool {
	for r := p.to + 1; r < len(times) && times[r]-times[p.to] <= v.window; r++ {
		if masks[r]&targets != 0 {
			return true
		}
	}
	return false
}

// paying reports whether a row's revenue counts: it is a conversion or enters a stage.
func (v *visits) paying(mask uint64) bool { return mask&(v.bits.entries|v.bits.conversion) != 0 }

// worth is a row's revenue, NaN where it has none.
func (v *visits) worth(at rowRef) float64 {
	for _, path := range v.revenue {
		if f := at.number(path); !math.IsNaN(f) {
			return f
		}
	}
	return nan
}

// score is a row's value of a signal, NaN where it has none on the scale.
func (v *visits) score(signal int, mask uint64, at rowRef) float64 {
	if mask&v.bits.signals[signal] == 0 {
		return nan
	}
	s := &v.q.Signals[signal]
	if f := at.number(v.scores[signal]); f >= s.Low && f <= s.High {
		return f
	}
	return nan
}

// column is a row's property as a column and its place there; nil where its kind never has it.
func (at rowRef) column(path string) (*col, int) {
	kind := at.kind()
	c := at.p.cols[kind][path]
	if c == nil {
		return nil, 0
	}
	return c, at.p.rank(kind, int(at.row))
}

func (at rowRef) text(path string) (string, bool) {
	if c, ord := at.column(path); c != nil {
		return c.text(ord)
	}
	return "", false
}

func (at rowRef) number(path string) float64 {
	c, ord := at.column(path)
	if c == nil {
		return nan
	}
	if c.dir.Number {
		if f, ok := c.number(ord); ok {
			return f
		}
		return nan
	}
	if text, ok := c.text(ord); ok {
		if f, ok := journey.Number(text); ok {
			return f
		}
	}
	return nan
}

func (at rowRef) kind() int { return int(at.p.kind.At(int(at.row))) }

func (at rowRef) channel() string { return at.p.dir.Channels[at.p.channel.At(int(at.row))] }

func (at rowRef) source() event.Source {
	return event.Source(at.p.dir.Sources[at.p.source.At(int(at.row))])
}

func (at rowRef) event() string { return at.p.dir.Kinds[at.kind()].Name }

// eventNames are the names of all kinds in the index that pass.
func (x *query) eventNames(pass func(string) bool) []string {
	seen := map[string]bool{}
	for _, v := range x.snap.views {
		for _, p := range v.parts {
			for i := range p.dir.Kinds {
				if name := p.dir.Kinds[i].Name; !seen[name] && pass(name) {
					seen[name] = true
				}
			}
		}
	}
	list := make([]string, 0, len(seen))
	for name := range seen {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// tallyOf puts counted values in order.
func tallyOf(counts map[float64]int) stat.Tally {
	var t stat.Tally
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		t = append(t, stat.Count{Value: v, N: counts[v]})
	}
	return t
}

// spent sums times spent up; sum is of the same times, unrounded.
func (s *sketch) spent(sum int64) journey.Spent {
	out := journey.Spent{Times: journey.Times{N: s.n}}
	if s.n == 0 {
		return out
	}
	var t stat.Tally
	if s.hist == nil {
		values := make([]float64, len(s.exact))
		for i, d := range s.exact {
			values[i] = float64(d)
		}
		t = stat.NewTally(values)
	}
	for b, n := range s.hist {
		if n > 0 {
			t = append(t, stat.Count{Value: float64(journey.RoundedDuration(b)), N: int(n)})
		}
	}
	out.Median, out.P90 = int64(t.Quantile(0.5).Value), int64(t.Quantile(0.9).Value)
	e := t.Mean()
	out.Mean = float64(sum) / float64(s.n)
	out.MeanLow, out.MeanHigh = max(0, out.Mean-(e.Value-e.Low)), out.Mean+(e.High-e.Value)
	return out
}
