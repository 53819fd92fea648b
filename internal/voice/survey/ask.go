package survey

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Asking is what results are asked for.
type Asking struct {
	Range    journey.Range
	Segment  *journey.Segment
	By       string // stage, touchpoint, channel, via, language or segment; "" is nothing
	Segments []Group
}

// Group is a saved segment that results are told of.
type Group struct{ ID, Name string }

const (
	mostGroups = 20
	mostValues = 100
	mostAtOnce = 4
	answerIn   = journey.Duration(30 * 24 * 3600e9) // an answer later than this after the survey was seen is none to it
)

// Results are what people answered, counted by the engine. Faults: NotFound, Invalid.
func (d *Desk) Results(ctx context.Context, ws event.Workspace, id string, a Asking) (out Results, err error) {
	v, err := d.store.Get(ctx, ws, id)
	if err != nil {
		return out, err
	}
	versions, err := d.store.versions(ctx, ws, id)
	if err != nil {
		return out, err
	}
	c := counting{d: d, ctx: ctx, ws: ws, id: id, a: a}
	if c.defs, err = d.o.Definitions(ctx, ws); err != nil {
		return out, err
	}
	if err := c.reach(&out); err != nil {
		return out, err
	}
	var meanwhile errgroup.Group // the database counts beside the index
	meanwhile.Go(func() (err error) {
		out.Finishing, err = d.store.finishing(ctx, ws, id, out.From, out.To)
		return err
	})
	err = c.questions(v.Content, versions, &out)
	if err = errors.Join(err, meanwhile.Wait()); err != nil {
		return out, err
	}
	if out.Shown.N == 0 {
		out.Notes = append(out.Notes, "not_shown")
	}
	if out.Answered.N > 0 && out.Answered.N < fewAnswers {
		out.Notes = append(out.Notes, "small_sample")
	}
	return out, nil
}

// questions asks for each question's answers, several at a time: much of what one of them waits for is not the processor.
func (c *counting) questions(now Content, versions map[int]Content, out *Results) error {
	asked, current := everAsked(now, versions)
	all := make([]QuestionResult, len(asked))
	meanwhile := atOnce()
	for i, q := range asked {
		if q.Kind == Note {
			continue
		}
		meanwhile.Go(func() (err error) {
			all[i], err = c.question(q, out)
			return err
		})
	}
	if err := meanwhile.Wait(); err != nil {
		return err
	}
	if err := c.groups(asked, all); err != nil {
		return err
	}
	for i, r := range all {
		r.Gone = i >= current
		if asked[i].Kind != Note && (!r.Gone || r.N > 0) {
			out.Questions = append(out.Questions, r)
		}
	}
	return nil
}

// atOnce runs a few questions to the engine side by side.
func atOnce() *errgroup.Group {
	var g errgroup.Group
	g.SetLimit(mostAtOnce)
	return &g
}

func (s *Store) finishing(ctx context.Context, ws event.Workspace, id string, from, to event.Time) (r journey.Rate, err error) {
	if to == 0 {
		to = 1 << 62
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		r, _, err = sqldb.One(ctx, tx, func(row sqldb.Scanner) (journey.Rate, error) {
			var begun, finished int
			err := row.Scan(&begun, &finished)
			return journey.Wilson(finished, begun), err
		}, s.statements.Get("finishing"), ws, id, from, to)
		return err
	})
	return r, err
}

// counting is one look at the results of a survey.
type counting struct {
	d    *Desk
	ctx  context.Context //nolint:containedctx // of the one call that makes and drops this
	ws   event.Workspace
	id   string
	a    Asking
	defs journey.Definitions
	step string // interval over time

	answers map[string]int // events by question
}

// told are this survey's events with these names, of one question where it is named.
func (c *counting) told(question string, names ...string) journey.Filter {
	f := journey.Filter{Event: names, Where: []journey.Condition{{Property: "survey_id", Op: journey.OpEq, Value: c.id}}}
	if question != "" {
		f = only(f, journey.Condition{Property: "question", Op: journey.OpEq, Value: question})
	}
	return f
}

// only narrows a filter. What leaves fewer events over is looked at first.
func only(f journey.Filter, one journey.Condition) journey.Filter {
	f.Where = append([]journey.Condition{one}, f.Where...)
	return f
}

func (c *counting) ask(q journey.Question) (journey.Answer, error) {
	if q.Segment == nil {
		q.Segment = c.a.Segment
	}
	q.Range = c.a.Range
	q, err := c.d.o.Expand(c.ctx, c.ws, q)
	if err != nil {
		return journey.Answer{}, err
	}
	if err := journey.Validate(q, c.defs); err != nil {
		return journey.Answer{}, err
	}
	return c.d.o.Engine.Ask(c.ctx, c.ws, q, c.defs)
}

// behind is the way to the people of one number.
func (c *counting) behind(f journey.Filter, by *journey.Breakdown, value *string) journey.People {
	of := journey.Question{
		Kind: journey.KindTrend, Range: c.a.Range, Segment: c.a.Segment, Filter: &f, Breakdown: by,
		Trend: &journey.Trend{Measure: "people", Interval: cmp.Or(c.step, journey.Month)},
	}
	return journey.People{Of: &of, Cell: &journey.Cell{Value: value}}
}

// reach counts who saw the survey and who answered it.
func (c *counting) reach(out *Results) error {
	all := c.told("", EventShown, EventAnswered, EventReview, EventDismissed)
	got, err := c.ask(journey.Question{
		Kind: journey.KindTrend, Filter: &all, Breakdown: &journey.Breakdown{By: "event"}, Trend: &journey.Trend{Measure: "people", Interval: journey.Month},
	})
	if err != nil || got.Trend == nil {
		return err
	}
	out.AsOf, out.From, out.To = got.AsOf, got.From, got.To
	c.step = journey.StagesInterval("", int64(out.From), int64(out.To))
	out.Interval = c.step
	people := map[string]int{}
	for _, s := range got.Trend.Series {
		people[s.Value] = int(s.Total)
	}
	answered := c.told("", EventAnswered, EventReview)
	out.Shown.N, out.Dismissed.N, out.Answered.N = people[EventShown], people[EventDismissed], people[EventAnswered]
	if people[EventReview] > 0 { // some may have done both
		one, err := c.ask(journey.Question{Kind: journey.KindTrend, Filter: &answered, Trend: &journey.Trend{Measure: "people", Interval: journey.Month}})
		if err != nil {
			return err
		}
		out.Answered.N = one.People
	}
	for into, f := range map[*Figure]journey.Filter{
		&out.Shown: c.told("", EventShown), &out.Answered: answered, &out.Dismissed: c.told("", EventDismissed),
	} {
		into.People = c.behind(f, nil, nil)
	}
	byQuestion, err := c.by(answered, nil, "question")
	if err != nil {
		return err
	}
	out.Starts, c.answers = byQuestion.Starts, map[string]int{}
	for _, s := range byQuestion.Series {
		c.answers[s.Value] = int(s.Total)
	}
	if out.Answered.N == 0 {
		out.Response = journey.Wilson(0, out.Shown.N)
		return nil
	}
	got, err = c.ask(journey.Question{Kind: journey.KindFunnel, Funnel: &journey.Funnel{Window: answerIn, Steps: []journey.Step{
		{Name: "shown", Filter: c.told("", EventShown)}, {Name: "answered", Filter: answered},
	}}})
	if err == nil && got.Funnel != nil && len(got.Funnel.Groups) > 0 {
		out.Response = got.Funnel.Groups[0].Steps[1].FromPrev
	}
	return err
}

// eventsOf are the names of the events that answers to a question become.
func eventsOf(k Kind) string {
	if k == Review {
		return EventReview
	}
	return EventAnswered
}

func (c *counting) question(q Question, out *Results) (r QuestionResult, err error) {
	r = QuestionResult{ID: q.ID, Kind: q.Kind, Title: q.Title, State: "not_asked"}
	f := c.told(q.ID, eventsOf(q.Kind))
	r.N = c.answers[q.ID]
	switch {
	case r.N == 0:
		c.nothing(&r, q, f)
	case q.scored():
		err = c.scores(&r, q, f, out)
	case q.Kind == Choice:
		err = c.choices(&r, q, f)
	case q.Kind == Matrix:
		err = c.matrix(&r, q, f)
	case q.Kind == Consent:
		err = c.consents(&r, f)
	}
	if err != nil {
		return r, err
	}
	if r.N > 0 && (q.Kind == Open || q.Kind == Review || q.Other) {
		if r.Feeling, err = c.feeling(f); err != nil {
			return r, err
		}
	}
	switch {
	case r.N > 0:
		r.State = "answered"
	case out.Shown.N+out.Answered.N > 0:
		r.State = "not_answered"
	}
	if r.N > 0 && r.N < fewAnswers {
		r.Notes = append(r.Notes, "small_sample")
	}
	return r, err
}

// nothing is the shape of a question that nobody answered.
func (c *counting) nothing(r *QuestionResult, q Question, f journey.Filter) {
	share := func(value string, label Text) Share {
		return Share{Value: value, Label: label, People: c.behind(f, nil, nil)}
	}
	if q.scored() {
		low, high := q.scale()
		for score := low; score <= high; score++ {
			r.Shares = append(r.Shares, share(strconv.Itoa(score), nil))
		}
	}
	for _, o := range q.Options {
		r.Shares = append(r.Shares, share(o.ID, o.Label))
	}
}

// by counts events for each value of a property, over time.
func (c *counting) by(f journey.Filter, segment *journey.Segment, property string) (*journey.TrendAnswer, error) {
	got, err := c.ask(journey.Question{
		Kind: journey.KindTrend, Filter: &f, Segment: segment, Breakdown: &journey.Breakdown{By: "property", Property: property, Top: mostValues},
		Trend: &journey.Trend{Interval: c.step},
	})
	if err != nil || got.Trend == nil {
		return &journey.TrendAnswer{}, err
	}
	return got.Trend, nil
}

func (c *counting) count(f journey.Filter) (int, error) {
	got, err := c.ask(journey.Question{Kind: journey.KindTrend, Filter: &f, Trend: &journey.Trend{Interval: c.step}})
	return got.Events, err
}

func (c *counting) scores(r *QuestionResult, q Question, f journey.Filter, out *Results) error {
	t, err := c.by(f, nil, "score")
	if err != nil {
		return err
	}
	low, high := q.scale()
	counts := countsOf(t, -1, low, high)
	r.Score, r.N = scoreOf(q.Kind, low, counts), 0
	for _, n := range counts {
		r.N += n
	}
	by := &journey.Breakdown{By: "property", Property: "score", Top: mostValues}
	for i, n := range counts {
		value := strconv.Itoa(low + i)
		r.Shares = append(r.Shares, Share{Value: value, Rate: journey.Wilson(n, r.N), People: c.behind(f, by, &value)})
	}
	for _, start := range out.Starts {
		at := slices.Index(t.Starts, start)
		if at < 0 {
			r.Time = append(r.Time, nil)
			continue
		}
		r.Time = append(r.Time, scoreOf(q.Kind, low, countsOf(t, at, low, high)))
	}
	return nil
}

// countsOf counts by score, from low to high: of one interval, or of all where at is below 0. What is not on the scale is left out.
func countsOf(t *journey.TrendAnswer, at, low, high int) []int {
	counts := make([]int, high-low+1)
	for _, s := range t.Series {
		score, err := strconv.Atoi(s.Value)
		if err != nil || s.Other || score < low || score > high {
			continue
		}
		if at >= 0 {
			counts[score-low] += int(s.Points[at])
			continue
		}
		counts[score-low] += int(s.Total)
	}
	return counts
}

func (c *counting) choices(r *QuestionResult, q Question, f journey.Filter) (err error) {
	t, err := c.by(f, nil, "picked")
	if err != nil {
		return err
	}
	complete := !slices.ContainsFunc(t.Series, func(s journey.TrendSeries) bool { return s.Other })
	options := slices.Clone(q.Options)
	if q.Other {
		options = append(options, Option{ID: otherOption})
	}
	for _, o := range options {
		one := f
		one.Where = append(slices.Clone(f.Where), journey.Condition{Property: "picked", Op: journey.OpContains, Value: "|" + o.ID + "|"})
		n := 0
		for _, s := range t.Series {
			if strings.Contains(s.Value, "|"+o.ID+"|") {
				n += int(s.Total)
			}
		}
		if !complete { // too many combinations to list: each option is counted by itself
			if n, err = c.count(one); err != nil {
				return err
			}
		}
		r.Shares = append(r.Shares, Share{Value: o.ID, Label: o.Label, Rate: journey.Wilson(n, r.N), People: c.behind(one, nil, nil)})
	}
	return nil
}

func (c *counting) matrix(r *QuestionResult, q Question, f journey.Filter) (err error) {
	for _, row := range q.Rows {
		property := "matrix_" + row.ID
		t, err := c.by(f, nil, property)
		if err != nil {
			return err
		}
		totals := map[string]int{}
		one := RowResult{ID: row.ID, Label: row.Label}
		for _, s := range t.Series {
			if has(q.Columns, s.Value) {
				totals[s.Value] = int(s.Total)
				one.N += int(s.Total)
			}
		}
		by := &journey.Breakdown{By: "property", Property: property, Top: mostValues}
		for _, col := range q.Columns {
			one.Shares = append(one.Shares, Share{
				Value: col.ID, Label: col.Label, Rate: journey.Wilson(totals[col.ID], one.N), People: c.behind(f, by, &col.ID),
			})
		}
		r.Rows = append(r.Rows, one)
	}
	return nil
}

func (c *counting) consents(r *QuestionResult, f journey.Filter) error {
	t, err := c.by(f, nil, "consent")
	if err != nil {
		return err
	}
	totals := map[string]int{}
	for _, s := range t.Series {
		totals[s.Value] = int(s.Total)
	}
	r.N = totals["true"] + totals["false"]
	by := &journey.Breakdown{By: "property", Property: "consent", Top: mostValues}
	for _, value := range []string{"true", "false"} {
		r.Shares = append(r.Shares, Share{Value: value, Rate: journey.Wilson(totals[value], r.N), People: c.behind(f, by, &value)})
	}
	return nil
}

func (c *counting) feeling(f journey.Filter) (*FeelingShare, error) {
	t, err := c.by(f, nil, "feeling")
	if err != nil {
		return nil, err
	}
	out := &FeelingShare{}
	for _, s := range t.Series {
		switch s.Value {
		case "scored":
			out.Scored = int(s.Total)
		case "not_scored":
			out.NotScored = int(s.Total)
		case "unsupported":
			out.Unsupported = int(s.Total)
		}
	}
	if out.Scored == 0 {
		return out, nil
	}
	scored := f
	scored.Where = append(slices.Clone(f.Where), journey.Condition{Property: "feeling", Op: journey.OpEq, Value: "scored"})
	got, err := c.ask(journey.Question{
		Kind: journey.KindTrend, Filter: &scored, Trend: &journey.Trend{Measure: "mean", Property: "sentiment", Interval: c.step},
	})
	if err == nil && got.Trend != nil && len(got.Trend.Series) > 0 {
		out.Mean = &got.Trend.Series[0].Total
	}
	return out, err
}
