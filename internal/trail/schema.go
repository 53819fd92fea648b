package trail

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jejak/internal/journey"
)

// field gathers one property over parts.
type field struct {
	n       int
	text    bool
	values  map[string]int
	skipped bool
}

type fields map[string]*field

func (m fields) add(path string, c *colDir) {
	f := m[path]
	if f == nil {
		f = &field{values: map[string]int{}}
		m[path] = f
	}
	f.n += c.Present
	f.text = f.text || !c.Numeric
	for _, v := range c.Top {
		f.values[v.Value] += v.N
	}
}

func (m fields) list() []journey.FieldSchema {
	out := []journey.FieldSchema{}
	for _, path := range mostFirst(m, func(f *field) int { return f.n }) {
		f := m[path]
		s := journey.FieldSchema{Name: strings.Clone(path), Numeric: !f.text, NotIndexed: f.skipped}
		if !f.skipped {
			s.Values = mostFirst(f.values, func(n int) int { return n })
			s.Values = s.Values[:min(len(s.Values), journey.SchemaValues)]
		}
		out = append(out, s)
	}
	return out
}

func mostFirst[V any](m map[string]V, n func(V) int) []string {
	keys := slices.Collect(maps.Keys(m))
	slices.SortFunc(keys, func(x, y string) int { return cmp.Or(cmp.Compare(n(m[y]), n(m[x])), strings.Compare(x, y)) })
	return keys
}

type kindSchema struct {
	n        int
	channels map[string]bool
	fields   fields
}

// schema adds up what the parts' directories say. Rows that died since a part was written still count for its values.
func (s *snapshot) schema(skipped map[string]map[string]int) journey.Schema {
	kinds, traits := map[string]*kindSchema{}, fields{}
	kind := func(name string) *kindSchema {
		k := kinds[name]
		if k == nil {
			k = &kindSchema{channels: map[string]bool{}, fields: fields{}}
			kinds[name] = k
		}
		return k
	}
	for _, v := range s.views {
		for _, p := range v.parts {
			for j := range p.dir.Kinds {
				kd := &p.dir.Kinds[j]
				if kd.Rows == 0 {
					continue
				}
				k := kind(kd.Name)
				k.n += kd.Rows
				for _, c := range kd.Channels {
					if name := p.dir.Channels[c]; name != "" {
						k.channels[name] = true
					}
				}
				for c := range kd.Cols {
					switch path := kd.Cols[c].Path; path[0] {
					case 't':
						traits.add(path[1:], &kd.Cols[c])
					case 'c':
						k.fields.add("context."+path[1:], &kd.Cols[c])
					default:
						k.fields.add(path[1:], &kd.Cols[c])
					}
				}
			}
		}
		v.dead(func(name string) { kinds[name].n-- })
	}
	for name, paths := range skipped {
		for path, n := range paths {
			switch path[0] {
			case 't':
				traits[path[1:]] = &field{n: n, text: true, skipped: true}
			case 'c':
				kind(name).fields["context."+path[1:]] = &field{n: n, text: true, skipped: true}
			default:
				kind(name).fields[path[1:]] = &field{n: n, text: true, skipped: true}
			}
		}
	}
	out := journey.Schema{AsOf: s.seq, Events: []journey.EventSchema{}, Traits: traits.list()}
	for _, name := range mostFirst(kinds, func(k *kindSchema) int { return k.n }) {
		k := kinds[name]
		if k.n <= 0 {
			continue
		}
		out.Events = append(out.Events, journey.EventSchema{
			Name: strings.Clone(name), Count: k.n, Channels: slices.Sorted(maps.Keys(k.channels)), Properties: k.fields.list(),
		})
	}
	return out
}

// dead hands out the kind of every dead row.
func (v *view) dead(fn func(kind string)) {
	alive := map[[2]int][]uint32{}
	for _, m := range v.mixed {
		for _, r := range m.refs {
			alive[[2]int{r.part, r.idx}] = r.dead
			if len(r.dead) == 0 {
				continue
			}
			p := v.parts[r.part]
			for row := int(p.off[r.idx]); row < int(p.off[r.idx+1]); row++ {
				if slices.Contains(r.dead, uint32(p.subject.At(row))) {
					fn(p.dir.Kinds[p.kind.At(row)].Name)
				}
			}
		}
	}
	for i, p := range v.parts {
		if v.skip[i] == nil {
			continue
		}
		for idx := range p.persons {
			if _, ok := alive[[2]int{i, idx}]; ok || !v.skip[i].has(idx) {
				continue
			}
			for row := int(p.off[idx]); row < int(p.off[idx+1]); row++ {
				fn(p.dir.Kinds[p.kind.At(row)].Name)
			}
		}
	}
}
