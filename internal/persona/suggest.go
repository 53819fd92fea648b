package persona

import (
	"bytes"
	"context"
	"math"
	"slices"
	"time"

	"jejak/internal/cluster"
	"jejak/internal/event"
	"jejak/internal/journey"
)

// Suggestions are groups of people who behave alike, found in a sample: docs/personas.md says how.
type Suggestions struct {
	State      string           `json:"state" enum:"ok,few,none" doc:"few: too few people to look at; none: people do not fall into groups"`
	AsOf       uint64           `json:"asOf"`
	Range      journey.Range    `json:"range" doc:"what was looked at"`
	People     int              `json:"people" doc:"seen in the range"`
	Sample     int              `json:"sample" doc:"of them looked at, spread evenly over when they were last seen"`
	Features   int              `json:"features" doc:"what they were compared by"`
	Resamples  int              `json:"resamples" doc:"that stability was measured with"`
	Silhouette float64          `json:"silhouette" doc:"how clear the groups are, from -1 to 1; below 0.25 they run into each other"`
	Reference  float64          `json:"reference" doc:"how clear groups are where features have nothing to do with each other: the most of 19 shuffles"`
	Choices    []cluster.Choice `json:"choices" doc:"how clear other numbers of groups are"`
	Groups     []Suggestion     `json:"groups" doc:"the largest first"`
}

// Suggestion is a group of people who behave alike.
type Suggestion struct {
	Share      journey.Rate    `json:"share" doc:"of the sample"`
	Silhouette float64         `json:"silhouette"`
	Stability  float64         `json:"stability" doc:"mean Jaccard similarity over resamples: from 0.75 on it is stable, below 0.6 not to be trusted"`
	Traits     []Trait         `json:"traits" doc:"what sets it apart, the most telling first"`
	Rule       journey.Segment `json:"rule" doc:"stands for the group as well as a short rule can"`
	Precision  journey.Rate    `json:"precision" doc:"of those in the sample whom the rule picks, who are in the group"`
	Recall     journey.Rate    `json:"recall" doc:"of those in the group, whom the rule picks"`
	Size       int             `json:"size" doc:"everybody whom the rule picks, outside the sample too"`
}

// Trait is a condition that more of a group meet than of everybody.
type Trait struct {
	Rule     journey.Segment `json:"rule"`
	Share    journey.Rate    `json:"share" doc:"of the group"`
	Everyone journey.Rate    `json:"everyone" doc:"of the sample"`
}

// Ask puts a question.
type Ask func(ctx context.Context, q journey.Question) (journey.Answer, error)

// Bounds of a search.
const (
	fewPeople    = 50
	samplePages  = 16
	samplePage   = 50
	maxChannels  = 8
	maxTopics    = 6
	mostGroups   = 6
	mostTraits   = 4
	resamples    = 20
	shuffles     = 19
	rareShare    = 0.02 // a condition that fewer meet, or fail, tells nobody apart
	smallestPart = 0.05 // of the sample that a group has at least
)

// Search is how to look for groups.
type Search struct {
	Groups int    // so many; 0 is the number that is clearest
	Seed   uint64 // of the resamples: equal data with an equal seed give equal groups
}

// Suggest looks for groups of people who behave alike in a range.
func Suggest(ctx context.Context, ask Ask, schema journey.Schema, stages journey.StageModel, span journey.Range, o Search) (Suggestions, error) {
	x := searcher{ask: ask, span: span}
	out := Suggestions{State: "few", Range: span, Resamples: resamples, Groups: []Suggestion{}, Choices: []cluster.Choice{}}
	people, err := x.sample(ctx, &out)
	if err != nil || len(people) < fewPeople {
		return out, err
	}
	scales, err := x.scales(ctx, schema, stages)
	if err != nil {
		return out, err
	}
	if err := x.look(ctx, people, scales); err != nil {
		return out, err
	}
	out.Features = x.features
	found := cluster.Find(x.rows, cluster.Options{
		Most: mostGroups, Least: max(10, int(smallestPart*float64(len(people)))), Resamples: resamples, Shuffles: shuffles, Groups: o.Groups, Seed: o.Seed,
	})
	out.State, out.Silhouette, out.Reference = "none", found.Silhouette, found.Reference
	out.Choices = append(out.Choices, found.Choices...)
	if len(found.Groups) < 2 {
		return out, nil
	}
	out.State = "ok"
	for g, group := range found.Groups {
		in := make([]bool, len(people))
		for i, of := range found.Of {
			in[i] = of == g
		}
		one := x.tell(in, group.Rows)
		one.Silhouette, one.Stability = group.Silhouette, group.Stability
		size, err := x.put(ctx, &one.Rule, journey.People{Limit: 1})
		if err != nil {
			return out, err
		}
		one.Size = size.Total
		out.Groups = append(out.Groups, one)
	}
	return out, nil
}

// scale is one thing that people are compared by: how many of its steps, each harder than the one before, somebody takes.
type scale []journey.Segment

// searcher is one search: rows are people by how far they get on each scale, and conditions the single steps.
type searcher struct {
	ask  Ask
	span journey.Range

	rows       [][]float64
	features   int
	conditions []journey.Segment
	topic      []int
	holds      [][]bool
}

func (x *searcher) put(ctx context.Context, s *journey.Segment, p journey.People) (journey.PeopleAnswer, error) {
	got, err := x.ask(ctx, journey.Question{Kind: journey.KindPeople, Range: x.span, Segment: s, People: &p})
	if err != nil || got.Persons == nil {
		return journey.PeopleAnswer{}, err
	}
	return *got.Persons, nil
}

// sample is everybody, or pages at even distances in the order in which people were last seen.
func (x *searcher) sample(ctx context.Context, out *Suggestions) ([]event.Person, error) {
	got, err := x.ask(ctx, journey.Question{Kind: journey.KindPeople, Range: x.span, People: &journey.People{Limit: samplePages * samplePage}})
	if err != nil || got.Persons == nil {
		return nil, err
	}
	var people []event.Person
	take := func(rows []journey.PersonRow) {
		for _, row := range rows {
			people = append(people, row.Person)
		}
	}
	out.AsOf, out.People = got.AsOf, got.Persons.Total
	if out.People <= samplePages*samplePage {
		take(got.Persons.People)
	} else {
		for i := range samplePages {
			page, err := x.put(ctx, nil, journey.People{Limit: samplePage, Offset: i * out.People / samplePages})
			if err != nil {
				return nil, err
			}
			take(page.People)
		}
	}
	// People who come while the pages are read push others on to the next one.
	slices.SortFunc(people, func(a, b event.Person) int { return bytes.Compare(a[:], b[:]) })
	people = slices.Compact(people)
	out.Sample = len(people)
	return people, nil
}

// scales are what people are compared by: channels, days with a visit, orders, money, quiet, stage, categories.
func (x *searcher) scales(ctx context.Context, schema journey.Schema, stages journey.StageModel) ([]scale, error) {
	var all []scale
	for _, channel := range channelsOf(schema) {
		all = append(all, times(journey.Filter{Channel: journey.Names{channel}}, 1, 3, 10))
	}
	days := scale{}
	for _, n := range []int{2, 4, 8} {
		days = append(days, journey.Segment{Did: &journey.Did{AtLeast: n, Count: "days"}})
	}
	quiet := scale{}
	for _, n := range []int{7, 21, 60} {
		quiet = append(quiet, journey.Segment{Did: &journey.Did{Quiet: journey.Duration(n) * journey.Duration(24*time.Hour)}})
	}
	order := journey.Filter{Event: journey.Names{"Order Completed"}}
	all = append(all, days, quiet, times(order, 1, 2, 4))
	none := 0.0
	value, err := x.ask(ctx, journey.Question{Kind: journey.KindValue, Range: x.span, Value: &journey.Value{Holdout: &none}})
	if err != nil {
		return nil, err
	}
	if value.Value != nil && value.Value.PerBuyer.Value > 0 {
		money := scale{}
		for _, part := range []float64{0.5, 1, 2} {
			least := &journey.Condition{Property: "revenue", Op: journey.OpGte, Value: rounded(part * value.Value.PerBuyer.Value)}
			money = append(money, journey.Segment{Did: &journey.Did{Event: order, Sum: least}})
		}
		all = append(all, money)
	}
	standing := scale{}
	for i := range stages.Stages {
		var ids journey.Names
		for _, s := range stages.Stages[i:] {
			ids = append(ids, s.ID)
		}
		standing = append(standing, journey.Segment{Stage: &journey.Standing{In: ids}})
	}
	all = append(all, standing)
	for _, category := range categoriesOf(schema) {
		is := []journey.Condition{{Property: "category", Op: journey.OpEq, Value: category}}
		all = append(all, times(journey.Filter{Where: is}, 1, 3))
	}
	return all, nil
}

func times(f journey.Filter, counts ...int) (s scale) {
	for _, n := range counts {
		s = append(s, journey.Segment{Did: &journey.Did{Event: f, AtLeast: n}})
	}
	return s
}

// rounded has two digits that count, so that a rule reads well.
func rounded(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	return math.Round(v/unit) * unit
}

func channelsOf(schema journey.Schema) []string {
	var all []string
	for _, e := range schema.Events { // the most frequent first
		for _, c := range e.Channels {
			if !slices.Contains(all, c) && len(all) < maxChannels {
				all = append(all, c)
			}
		}
	}
	return all
}

func categoriesOf(schema journey.Schema) []string {
	var all []string
	for _, e := range schema.Events {
		for _, p := range e.Properties {
			if p.Name != "category" || p.NotIndexed {
				continue
			}
			for _, v := range p.Values {
				if !slices.Contains(all, v) && len(all) < maxTopics {
					all = append(all, v)
				}
			}
		}
	}
	return all
}

// look asks who takes which step.
func (x *searcher) look(ctx context.Context, people []event.Person, scales []scale) error {
	at := make(map[event.Person]int, len(people))
	for i, p := range people {
		at[p] = i
	}
	x.rows = make([][]float64, len(people))
	for topic, steps := range scales {
		column, useful := make([]float64, len(people)), false
		for _, step := range steps {
			got, err := x.put(ctx, &journey.Segment{People: people, All: []journey.Segment{step}}, journey.People{Limit: len(people)})
			if err != nil {
				return err
			}
			n := len(got.People)
			if rare := rareShare * float64(len(people)); float64(n) < rare || float64(len(people)-n) < rare {
				continue
			}
			held := make([]bool, len(people))
			for _, row := range got.People {
				if i, ok := at[row.Person]; ok {
					held[i] = true
					column[i]++
				}
			}
			useful = true
			x.conditions, x.topic, x.holds = append(x.conditions, step), append(x.topic, topic), append(x.holds, held)
		}
		if useful {
			x.features++
			for i, v := range column {
				x.rows[i] = append(x.rows[i], v)
			}
		}
	}
	return nil
}

// tell says what sets a group apart, and gives the rule that stands for it.
func (x *searcher) tell(in []bool, size int) Suggestion {
	marks, rule := cluster.Explain(x.holds, x.topic, in, mostTraits)
	out := Suggestion{
		Share: journey.Wilson(size, len(in)), Traits: []Trait{},
		Precision: journey.Wilson(rule.Hits, rule.Passed), Recall: journey.Wilson(rule.Hits, rule.Group),
	}
	for _, m := range marks {
		out.Traits = append(out.Traits, Trait{Rule: x.segment(m.Literal), Share: journey.Wilson(m.Group, size), Everyone: journey.Wilson(m.All, len(in))})
	}
	seen := x.span == journey.Range{}
	for _, literal := range rule.Literals {
		s := within(x.segment(literal), x.span)
		seen = seen || s.Did != nil
		out.Rule.All = append(out.Rule.All, s)
	}
	if !seen { // a rule of absence alone would pick those who were not there at all
		out.Rule.All = append(out.Rule.All, within(journey.Segment{Did: &journey.Did{}}, x.span))
	}
	return out
}

func (x *searcher) segment(l cluster.Literal) journey.Segment {
	s := x.conditions[l.Condition]
	if l.Not {
		return journey.Segment{Not: &s}
	}
	return s
}

// within gives what people did the range that it was looked at in, so that the rule says the same wherever it is asked.
func within(s journey.Segment, span journey.Range) journey.Segment {
	if s.Not != nil {
		not := within(*s.Not, span)
		return journey.Segment{Not: &not}
	}
	if s.Did != nil && span != (journey.Range{}) {
		did := *s.Did
		did.Range = &span
		s.Did = &did
	}
	return s
}
