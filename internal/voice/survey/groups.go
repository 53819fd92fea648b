package survey

import (
	"slices"

	"jejak/internal/journey"
)

// part is some of a survey's answers: those of the people of a segment, or those that have one value of what results are told by.
type part struct {
	GroupResult
	filter  journey.Filter
	segment *journey.Segment
	answers map[string]int // by question
	scores  []*Score       // by place of the question
}

// groups tells the results of each question also by what was asked for. The parts are found once for all questions, and each is counted
// once, so that the work grows with the parts and not with parts times questions.
func (c *counting) groups(asked []Question, all []QuestionResult) error {
	if c.a.By == "" || !slices.ContainsFunc(all, func(r QuestionResult) bool { return r.N > 0 }) {
		return nil
	}
	parts, err := c.parts()
	if err != nil {
		return err
	}
	meanwhile := atOnce()
	for i := range parts {
		meanwhile.Go(func() error { return c.part(&parts[i], asked, all) })
	}
	if err := meanwhile.Wait(); err != nil {
		return err
	}
	for i, q := range asked {
		for _, p := range parts {
			g := p.GroupResult
			g.N, g.Score = p.answers[q.ID], p.scores[i]
			if g.Score != nil {
				g.N = g.Score.N
			}
			if all[i].N > 0 && (g.N > 0 || p.segment != nil) {
				all[i].Groups = append(all[i].Groups, g)
			}
		}
	}
	return nil
}

// parts are the segments or values that results are told by.
func (c *counting) parts() (parts []part, err error) {
	answered := c.told("", EventAnswered, EventReview)
	if c.a.By == "segment" {
		for _, g := range c.a.Segments[:min(len(c.a.Segments), mostGroups)] {
			rule := journey.Segment{ID: g.ID}
			if c.a.Segment != nil {
				rule = journey.Segment{All: []journey.Segment{rule, *c.a.Segment}}
			}
			parts = append(parts, part{GroupResult: GroupResult{Value: g.ID, Label: g.Name}, filter: answered, segment: &rule})
		}
		return parts, nil
	}
	by := &journey.Breakdown{By: "property", Property: c.a.By, Top: mostGroups}
	if c.a.By == "channel" {
		by = &journey.Breakdown{By: "channel", Top: mostGroups}
	}
	got, err := c.ask(journey.Question{Kind: journey.KindTrend, Filter: &answered, Breakdown: by, Trend: &journey.Trend{Interval: c.step}})
	if err != nil || got.Trend == nil {
		return nil, err
	}
	for _, s := range got.Trend.Series {
		if s.Other {
			continue
		}
		f := answered
		switch {
		case c.a.By == "channel":
			f.Channel = journey.Names{s.Value}
		case s.Value == "":
			f = only(f, journey.Condition{Property: c.a.By, Op: journey.OpNotExists})
		default:
			f = only(f, journey.Condition{Property: c.a.By, Op: journey.OpEq, Value: s.Value})
		}
		parts = append(parts, part{GroupResult: GroupResult{Value: s.Value}, filter: f})
	}
	return parts, nil
}

// part counts the answers of one part: of all questions at once, then the scores of those that have a scale.
func (c *counting) part(p *part, asked []Question, all []QuestionResult) error {
	t, err := c.by(p.filter, p.segment, "question")
	if err != nil {
		return err
	}
	p.answers, p.scores = map[string]int{}, make([]*Score, len(asked))
	for _, s := range t.Series {
		p.answers[s.Value] = int(s.Total)
	}
	for i, q := range asked {
		if !q.scored() || p.answers[q.ID] == 0 {
			continue
		}
		if p.answers[q.ID] == c.answers[q.ID] { // all of them are here
			p.scores[i] = all[i].Score
			continue
		}
		f := only(p.filter, journey.Condition{Property: "question", Op: journey.OpEq, Value: q.ID})
		f.Event = []string{eventsOf(q.Kind)}
		t, err := c.by(f, p.segment, "score")
		if err != nil {
			return err
		}
		low, high := q.scale()
		p.scores[i] = scoreOf(q.Kind, low, countsOf(t, -1, low, high))
	}
	return nil
}
