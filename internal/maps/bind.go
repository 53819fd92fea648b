package maps

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"jejak/internal/journey"
)

// maxBound is how many different rules of cards an overlay asks about.
const maxBound = 500

// Look is what an overlay is asked for.
type Look struct {
	Range   journey.Range
	Segment *journey.Segment
	Compare *journey.Compare
	Kept    bool                // rules are those of an old version: they are written out, as the catalogue may have changed since
	Stages  *journey.StageModel // of an old version; nil is the workspace's own
	// Segments are saved segments as they were, for an old version.
	Segments map[string]journey.Segment
}

// then is a question that says what it said at the time of an old version: saved segments, touchpoints and stages written out. One that
// names a segment that is gone stays as it is, and whoever asks it is told.
func (l Look) then(q journey.Question, touchpoints []journey.Touchpoint) (journey.Question, error) {
	whole, err := q.Expand(func(id string) (journey.Segment, bool) {
		s, ok := l.Segments[id]
		return s, ok
	})
	if err == nil {
		q = whole
	}
	return q.Unfold(touchpoints, l.Stages)
}

// Binding is a sheet as questions.
type Binding struct {
	Questions OverlayQuestions

	sheet Sheet
	steps []Step                      // all, in the order of the sheet
	rules map[string]bool             // steps that have a rule
	next  map[string][]string         // of those: where each leads, by way of steps without a rule
	place map[string]string           // card -> place of the question about cards
	known func(id string) bool        // touchpoints
	left  []string                    // cards with a rule that is not asked about
	asks  map[string]journey.Question // by card: of metrics
}

// Bind says what a sheet means in data: the rule of each step is its evidence, or any of the touchpoints of its touchpoint cards. A
// step without a rule is assumed, and passed over: what leads to it leads on to what it leads to.
func Bind(sheet Sheet, touchpoints []journey.Touchpoint, look Look) Binding {
	b := Binding{sheet: sheet, steps: inOrder(sheet), rules: map[string]bool{}, next: map[string][]string{}, place: map[string]string{}}
	b.known = func(id string) bool {
		return slices.ContainsFunc(touchpoints, func(t journey.Touchpoint) bool { return t.ID == id })
	}
	usable := func(f *journey.Filter) *journey.Filter {
		if f == nil || journey.ValidateFilter("rule", *f, touchpoints) != nil {
			return nil
		}
		if look.Kept {
			plain := f.Unfold(touchpoints)
			return &plain
		}
		return f
	}
	look.Stages = plainModel(look, touchpoints)
	if look.Kept {
		if q, err := look.then(journey.Question{Segment: look.Segment, Compare: look.Compare}, touchpoints); err == nil {
			look.Segment, look.Compare = q.Segment, q.Compare
		}
	}
	var flow journey.Conformance
	var places []journey.Touchpoint
	for _, s := range b.steps {
		rule := usable(b.ruleOf(s))
		if rule == nil {
			continue
		}
		b.rules[s.ID] = true
		flow.Steps = append(flow.Steps, journey.DrawnStep{ID: s.ID, Name: s.Name, Rule: *rule})
		places = append(places, journey.Touchpoint{ID: s.ID, Name: s.Name, Stage: b.stageOf(s), Rule: *rule})
	}
	ask := func(q journey.Question) *journey.Question {
		q.Range, q.Segment, q.Compare = look.Range, look.Segment, look.Compare
		return &q
	}
	if len(places) > 0 {
		b.draw(&flow)
		flow.CollapseRepeats = true
		b.Questions.Flow = ask(journey.Question{Kind: journey.KindConformance, Conformance: &flow})
		b.Questions.Steps = ask(journey.Question{Kind: journey.KindTouchpoints, Touchpoints: &journey.Touchpoints{Places: places, Latest: true, Model: look.Stages}})
	}
	if cards := b.cardPlaces(usable); len(cards) > 0 {
		b.Questions.Cards = ask(journey.Question{Kind: journey.KindTouchpoints, Touchpoints: &journey.Touchpoints{Places: cards, Latest: true, Model: look.Stages}})
	}
	b.asks = b.metrics(touchpoints, look)
	return b
}

// plainModel is the stage model of an old version without the names of touchpoints, which may be gone.
func plainModel(look Look, touchpoints []journey.Touchpoint) *journey.StageModel {
	if look.Stages == nil {
		return nil
	}
	m := *look.Stages
	m.Stages = slices.Clone(m.Stages)
	for i, s := range m.Stages {
		m.Stages[i].Entry = s.Entry.Unfold(touchpoints)
	}
	return &m
}

// inOrder are the steps as columns: by place of their stage, then by their own. Those of no stage come last.
func inOrder(sheet Sheet) []Step {
	var all []Step
	for _, g := range sheet.Stages {
		for _, s := range sheet.Steps {
			if s.Stage == g.ID {
				all = append(all, s)
			}
		}
	}
	for _, s := range sheet.Steps {
		if !slices.ContainsFunc(sheet.Stages, func(g Stage) bool { return g.ID == s.Stage }) {
			all = append(all, s)
		}
	}
	return all
}

func (b *Binding) stageOf(s Step) string {
	if i := slices.IndexFunc(b.sheet.Stages, func(g Stage) bool { return g.ID == s.Stage }); i >= 0 {
		return b.sheet.Stages[i].Stage
	}
	return ""
}

// ruleOf is the rule of a step, nil for none.
func (b *Binding) ruleOf(s Step) *journey.Filter {
	if rule := b.ruleIn(s.Evidence, ""); rule != nil {
		return rule
	}
	var points journey.Names
	for _, c := range b.sheet.Cards {
		if c.Step == s.ID && b.kindOf(c) == LaneTouchpoint && b.known(c.Touchpoint) && !slices.Contains(points, c.Touchpoint) {
			points = append(points, c.Touchpoint)
		}
	}
	if points == nil {
		return nil
	}
	return &journey.Filter{Touchpoint: points}
}

// ruleIn is the rule that evidence gives, or the touchpoint that a card is.
func (b *Binding) ruleIn(e *Evidence, touchpoint string) *journey.Filter {
	if e != nil && e.Rule != nil && !emptyFilter(*e.Rule) {
		return e.Rule
	}
	if e != nil && b.known(e.Touchpoint) {
		touchpoint = e.Touchpoint
	}
	if !b.known(touchpoint) {
		return nil
	}
	return &journey.Filter{Touchpoint: journey.Names{touchpoint}}
}

// PainPlace is a step or a card where pain points of the register may stand.
type PainPlace struct {
	Step       string
	Card       string   // that stands for Pain
	Pain       string   // "" of a step
	Touchpoint []string // of a step: the touchpoints that its cards and its rule name
}

// PainPlaces are the cards that stand for pain points, and the steps with their touchpoints.
func (b Binding) PainPlaces() (all []PainPlace) {
	for _, c := range b.sheet.Cards {
		if pain := painOf(c); pain != "" {
			all = append(all, PainPlace{Step: c.Step, Card: c.ID, Pain: pain})
		}
	}
	for _, s := range b.steps {
		rule := b.ruleOf(s)
		if rule == nil {
			continue
		}
		if points := rule.Touchpoint; len(points) > 0 {
			all = append(all, PainPlace{Step: s.ID, Touchpoint: points})
		}
	}
	return all
}

// emptyFilter reports a filter that matches everything: a rule that nobody has written yet.
func emptyFilter(f journey.Filter) bool {
	raw, err := json.Marshal(f)
	return err == nil && string(raw) == "{}"
}

func (b *Binding) kindOf(c Card) LaneKind {
	if i := slices.IndexFunc(b.sheet.Lanes, func(l Lane) bool { return l.ID == c.Lane }); i >= 0 {
		return b.sheet.Lanes[i].Kind
	}
	return ""
}

// leads is where a step leads on the sheet: along its edges, or without any to the next step.
func (b *Binding) leads(id string) []string {
	var to []string
	for _, e := range b.sheet.Edges {
		if e.From == id && slices.ContainsFunc(b.steps, func(s Step) bool { return s.ID == e.To }) {
			to = append(to, e.To)
		}
	}
	i := slices.IndexFunc(b.steps, func(s Step) bool { return s.ID == id })
	if to == nil && i+1 < len(b.steps) {
		to = []string{b.steps[i+1].ID}
	}
	return to
}

// draw writes all edges out, and names the ends: a step that leads nowhere would otherwise lead to the next one of the question.
func (b *Binding) draw(c *journey.Conformance) {
	leads := map[string][]string{}
	for _, s := range b.steps {
		leads[s.ID] = b.leads(s.ID)
	}
	for _, s := range c.Steps {
		seen := map[string]bool{}
		var walk func(id string)
		walk = func(id string) {
			for _, to := range leads[id] {
				switch {
				case seen[to]:
				case b.rules[to]:
					seen[to] = true
					b.next[s.ID] = append(b.next[s.ID], to)
				default:
					seen[to] = true
					walk(to)
				}
			}
		}
		walk(s.ID)
		for _, to := range b.next[s.ID] {
			c.Edges = append(c.Edges, journey.DrawnEdge{From: s.ID, To: to})
		}
	}
	ends := map[string]bool{}
	for _, s := range c.Steps {
		ends[s.ID] = len(b.next[s.ID]) == 0
	}
	// From where no end can be reached, the last such step is one: a map that only goes round still lets people leave.
	for {
		stuck := b.stuck(c.Steps, ends)
		if stuck == "" {
			break
		}
		ends[stuck] = true
	}
	for _, s := range c.Steps {
		if ends[s.ID] {
			c.End = append(c.End, s.ID)
		}
	}
}

// stuck is the last step from which no end can be reached.
func (b *Binding) stuck(steps []journey.DrawnStep, ends map[string]bool) string {
	out := maps.Clone(ends)
	for changed := true; changed; {
		changed = false
		for _, s := range steps {
			if !out[s.ID] && slices.ContainsFunc(b.next[s.ID], func(to string) bool { return out[to] }) {
				out[s.ID], changed = true, true
			}
		}
	}
	for _, s := range slices.Backward(steps) {
		if !out[s.ID] {
			return s.ID
		}
	}
	return ""
}

// cardPlaces are what cards are bound to, each rule once, under the first card that has it.
func (b *Binding) cardPlaces(usable func(*journey.Filter) *journey.Filter) []journey.Touchpoint {
	var places []journey.Touchpoint
	byRule := map[string]string{}
	for _, c := range b.sheet.Cards {
		rule := usable(b.ruleIn(c.Evidence, c.Touchpoint))
		if rule == nil {
			continue
		}
		raw, err := json.Marshal(rule)
		if err != nil {
			continue
		}
		if id, ok := byRule[string(raw)]; ok {
			b.place[c.ID] = id
			continue
		}
		if len(places) == maxBound {
			b.left = append(b.left, c.ID)
			continue
		}
		byRule[string(raw)], b.place[c.ID] = c.ID, c.ID
		places = append(places, journey.Touchpoint{ID: c.ID, Name: c.Text, Rule: *rule})
	}
	return places
}

// Time is when a view was what people saw: when it was drawn or, later than that, got its name.
func (v View) Time() time.Time {
	at := v.Map.Changed
	if v.Version != nil {
		at = max(at, v.Version.At)
	}
	return at.Std()
}

// UpTo is the look of an old version at its own time: so many last days are those up to the day it is of, and what is compared with
// are as many days before. Days that were chosen one by one stay.
func (l Look) UpTo(at time.Time, zone *time.Location) Look {
	if l.Range.To != "" || l.Range.From != "" && l.Range.Last != 0 {
		return l
	}
	if zone == nil {
		zone = time.UTC
	}
	day := func(before int) string { return at.In(zone).AddDate(0, 0, -before).Format(time.DateOnly) }
	whole := func(d journey.Duration) int { return int((time.Duration(d) + 24*time.Hour - 1) / (24 * time.Hour)) }
	days, ago := whole(l.Range.Last), whole(l.Range.Ago)
	if days > 0 && l.Compare != nil && l.Compare.Range != nil {
		c := *l.Compare
		c.Range = &journey.Range{From: day(ago + 2*days - 1), To: day(ago + days)}
		l.Compare = &c
	}
	if l.Range.To = day(ago); days > 0 {
		l.Range = journey.Range{From: day(ago + days - 1), To: l.Range.To}
	}
	return l
}
