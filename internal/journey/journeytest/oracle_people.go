package journeytest

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
)

func (o *Oracle) persons(ws event.Workspace, q journey.Question, d journey.Definitions) (journey.Answer, error) {
	inner := journey.Question{Kind: journey.KindTrend, Range: q.Range, Filter: q.Filter, Segment: q.Segment, Trend: &journey.Trend{Interval: journey.Month}}
	cell := &journey.Cell{}
	if q.People.Of != nil {
		inner = *q.People.Of
		if q.People.Cell != nil {
			cell = q.People.Cell
		}
		if cell.Compare {
			inner = other(inner)
		}
		inner.Compare = nil
		var own journey.Cell
		inner, own = inner.OfGroup(*cell)
		cell = &own
	}
	var hits map[event.Person]bool
	a, err := o.ask(ws, inner.WithDefaults(), d, cell)
	if err != nil {
		return a.ans, err
	}
	hits = a.hits
	a.d = d // people stand in the workspace's own stages
	people, last := o.read(ws)
	ans := journey.Answer{Kind: q.Kind, AsOf: last, From: a.ans.From, To: a.ans.To}
	rows := []journey.PersonRow{}
	for _, p := range people {
		if !hits[p.id] || !found(p, q.People.Search) || (q.Segment != nil && q.People.Of != nil && !a.member(p, *q.Segment)) {
			continue
		}
		r := journey.PersonRow{Person: p.id, Events: len(p.all)}
		r.FirstSeen, r.LastSeen = event.Time(p.all[0].time), event.Time(p.all[len(p.all)-1].time)
		r.Traits = traits(p)
		r.Stage = a.stageNow(p)
		rows = append(rows, r)
		ans.Events += r.Events
	}
	journey.SortPeople(rows, q.People.Sort)
	ans.People = len(rows)
	page := rows[min(q.People.Offset, len(rows)):]
	page = page[:min(q.People.Limit, len(page))]
	ans.Persons = &journey.PeopleAnswer{Total: len(rows), People: page}
	return ans, nil
}

func traits(p *person) map[string]string {
	m := map[string]string{}
	for _, e := range p.all {
		maps.Copy(m, e.Traits)
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// stageNow is the stage in the workspace's own model at the moment of asking.
func (a *asking) stageNow(p *person) string {
	if len(a.d.Stages.Stages) == 0 {
		return ""
	}
	own := &asking{q: journey.Question{Kind: journey.KindStages}, d: a.d, zone: a.zone, span: journey.Everything}
	var entries []func(*fact) bool
	for _, s := range a.d.Stages.Stages {
		entries = append(entries, own.matcher(&s.Entry))
	}
	until := int64(math.MaxInt64)
	if a.d.Now != 0 {
		until = int64(a.d.Now)
	}
	moves := own.walk(p, until, entries, everything)
	if len(moves) == 0 {
		return ""
	}
	if last := moves[len(moves)-1]; last.to >= 0 {
		return a.d.Stages.Stages[last.to].ID
	}
	return "lapsed"
}

func found(p *person, search string) bool {
	if search == "" {
		return true
	}
	s := strings.ToLower(search)
	for _, v := range traits(p) {
		if strings.Contains(strings.ToLower(v), s) {
			return true
		}
	}
	for _, e := range p.all {
		for _, id := range e.ids {
			if strings.HasPrefix(strings.ToLower(id.Value), s) {
				return true
			}
		}
	}
	return false
}

func schemaOf(people []*person, last uint64) journey.Schema {
	s := journey.Schema{AsOf: last, Events: []journey.EventSchema{}, Traits: []journey.FieldSchema{}}
	type field struct {
		n      int
		values map[string]int
	}
	add := func(m map[string]*field, path, v string) {
		if m[path] == nil {
			m[path] = &field{values: map[string]int{}}
		}
		m[path].n++
		m[path].values[v]++
	}
	list := func(m map[string]*field) []journey.FieldSchema {
		out := []journey.FieldSchema{}
		for _, path := range sortedBy(m, func(f *field) int { return f.n }) {
			f := m[path]
			fs := journey.FieldSchema{Name: path, Numeric: true}
			for v := range f.values {
				_, ok := journey.Number(v)
				fs.Numeric = fs.Numeric && ok
			}
			fs.Values = sortedBy(f.values, func(n int) int { return n })
			fs.Values = fs.Values[:min(len(fs.Values), journey.SchemaValues)]
			out = append(out, fs)
		}
		return out
	}
	type kind struct {
		n        int
		channels map[string]bool
		fields   map[string]*field
	}
	kinds, traits := map[string]*kind{}, map[string]*field{}
	for _, p := range people {
		for _, e := range p.all {
			k := kinds[e.Name]
			if k == nil {
				k = &kind{channels: map[string]bool{}, fields: map[string]*field{}}
				kinds[e.Name] = k
			}
			k.n++
			if e.Channel != "" {
				k.channels[e.Channel] = true
			}
			for path, v := range e.Props {
				add(k.fields, path, v)
			}
			for path, v := range e.Context {
				add(k.fields, "context."+path, v)
			}
			for path, v := range e.Traits {
				add(traits, path, v)
			}
		}
	}
	for _, name := range sortedBy(kinds, func(k *kind) int { return k.n }) {
		k := kinds[name]
		s.Events = append(s.Events, journey.EventSchema{
			Name: name, Count: k.n, Channels: slices.Sorted(maps.Keys(k.channels)), Properties: list(k.fields),
		})
	}
	s.Traits = list(traits)
	return s
}

// sortedBy are the keys, those with the most first, ties by name.
func sortedBy[V any](m map[string]V, n func(V) int) []string {
	keys := slices.Collect(maps.Keys(m))
	slices.SortFunc(keys, func(x, y string) int { return cmp.Or(cmp.Compare(n(m[y]), n(m[x])), strings.Compare(x, y)) })
	return keys
}
