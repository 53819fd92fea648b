package maps

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"jejak/internal/fault"
)

// Limits of one map.
const (
	maxStages = 100
	maxSteps  = 500
	maxLanes  = 100
	maxCards  = 5_000
	maxEdges  = 2_000
	maxBytes  = 8 << 20 // of all values
	maxGone   = 5_000   // deleted things that can still be brought back
)

// key names a thing of a map.
type key struct {
	Kind Kind
	ID   string
}

// doc is a map at one revision: each thing with the canonical values of those of its fields that are set. Deleted things stay
// for a while, so that somebody who writes into one brings it back as it was. Fields are never changed in place, so that a
// clone costs little.
type doc struct {
	live      map[key]Fields
	gone      map[key]Fields
	order     []key // of gone, in the order of their deletion
	bytes     int   // of what is live
	goneBytes int
}

func newDoc() *doc { return &doc{live: map[key]Fields{{Kind: KindMap}: {}}, gone: map[key]Fields{}} }

func (d *doc) clone() *doc {
	return &doc{live: maps.Clone(d.live), gone: maps.Clone(d.gone), order: slices.Clone(d.order), bytes: d.bytes, goneBytes: d.goneBytes}
}

// play does what an operation of the log says. It asks nothing: what is in the log was checked and merged before.
func (d *doc) play(op Op) {
	k := key{op.Kind, op.ID}
	if op.Do == Delete {
		d.remove(k)
		return
	}
	old, ok := d.live[k]
	if !ok {
		if old, ok = d.gone[k]; ok {
			d.forgetGone(slices.Index(d.order, k))
			d.bytes += size(old)
		}
	}
	fields := maps.Clone(old)
	if fields == nil {
		fields = Fields{}
	}
	for name, value := range op.Fields {
		if f, known := fieldOf(op.Kind, name); known && !bytes.Equal(value, []byte(f.zero)) {
			fields[name] = value
		} else {
			delete(fields, name)
		}
	}
	d.bytes += size(fields) - size(old)
	d.live[k] = fields
}

func (d *doc) remove(k key) {
	fields, ok := d.live[k]
	if !ok {
		return
	}
	delete(d.live, k)
	d.bytes -= size(fields)
	d.keepGone(k, fields)
}

// keepGone remembers a deleted thing, and forgets those that were deleted longest ago where they are too many.
func (d *doc) keepGone(k key, fields Fields) {
	d.gone[k] = fields
	d.order = append(d.order, k)
	d.goneBytes += size(fields)
	for len(d.order) > maxGone || d.goneBytes > maxBytes {
		d.forgetGone(0)
	}
}

// forgetGone forgets the deleted thing at a place of the order.
func (d *doc) forgetGone(i int) {
	k := d.order[i]
	d.goneBytes -= size(d.gone[k])
	delete(d.gone, k)
	d.order = slices.Delete(d.order, i, i+1)
}

func size(fields Fields) (n int) {
	for name, value := range fields {
		n += len(name) + len(value)
	}
	return n
}

// text is the value of a field that holds one.
func (f Fields) text(name string) (s string) {
	raw := f[name]
	if n := len(raw); n >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 { // ids, places and most texts
		return string(raw[1 : n-1])
	}
	_ = json.Unmarshal(raw, &s) // values are canonical; one of another kind is no text
	return s
}

// within are the things that stand in a thing, and are nothing without it.
func (d *doc) within(k key) (all []key) {
	refers := func(kind Kind, to map[string]bool, fields ...string) {
		for other, f := range d.live {
			if other.Kind == kind && slices.ContainsFunc(fields, func(name string) bool { return to[f.text(name)] }) {
				all = append(all, other)
			}
		}
	}
	ids := map[string]bool{k.ID: true}
	switch k.Kind {
	case KindLane:
		refers(KindCard, ids, "lane")
	case KindStage:
		refers(KindStep, ids, "stage")
		ids = map[string]bool{}
		for _, step := range all {
			ids[step.ID] = true
		}
		fallthrough
	case KindStep:
		refers(KindCard, ids, "step")
		refers(KindEdge, ids, "from", "to")
	default:
	}
	slices.SortFunc(all, compareKeys)
	return all
}

func kindOrder(k Kind) int {
	return slices.Index([]Kind{KindMap, KindStage, KindStep, KindLane, KindCard, KindEdge}, k)
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)), cmp.Compare(a.ID, b.ID))
}

// checkSize tells whether a map has become too large. Fault: TooLarge.
func (d *doc) checkSize() error {
	counts := map[Kind]int{}
	for k := range d.live {
		counts[k.Kind]++
	}
	for _, limit := range []struct {
		kind Kind
		most int
	}{{KindStage, maxStages}, {KindStep, maxSteps}, {KindLane, maxLanes}, {KindCard, maxCards}, {KindEdge, maxEdges}} {
		if counts[limit.kind] > limit.most {
			return fault.New(fault.TooLarge, "A map has at most %d %ss: put some of this into a map of its own, which a step can open.", limit.most, limit.kind)
		}
	}
	if d.bytes > maxBytes {
		return fault.New(fault.TooLarge, "A map holds at most %d MB of text: put some of this into a map of its own, which a step can open.", maxBytes>>20)
	}
	return nil
}

// sheet is the map as people see it.
func (d *doc) sheet() (Sheet, error) {
	s := Sheet{Stages: []Stage{}, Steps: []Step{}, Lanes: []Lane{}, Cards: []Card{}, Edges: []Edge{}}
	for k, fields := range d.live {
		var err error
		switch k.Kind {
		case KindStage:
			err = decode(&s.Stages, fields, func(v *Stage) { v.ID = k.ID })
		case KindStep:
			err = decode(&s.Steps, fields, func(v *Step) { v.ID = k.ID })
		case KindLane:
			err = decode(&s.Lanes, fields, func(v *Lane) { v.ID = k.ID })
		case KindCard:
			err = decode(&s.Cards, fields, func(v *Card) { v.ID = k.ID })
		case KindEdge:
			err = decode(&s.Edges, fields, func(v *Edge) { v.ID = k.ID })
		}
		if err != nil {
			return s, fmt.Errorf("%s %s: %w", k.Kind, k.ID, err)
		}
	}
	s.sort()
	return s, nil
}

func decode[T any](list *[]T, fields Fields, name func(*T)) error {
	raw, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	name(&v)
	*list = append(*list, v)
	return nil
}

func (s *Sheet) sort() {
	slices.SortFunc(s.Stages, func(a, b Stage) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
	slices.SortFunc(s.Steps, func(a, b Step) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
	slices.SortFunc(s.Lanes, func(a, b Lane) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
	slices.SortFunc(s.Cards, func(a, b Card) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
	slices.SortFunc(s.Edges, func(a, b Edge) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
}

func byPlace(a, b, idA, idB string) int { return cmp.Or(cmp.Compare(a, b), cmp.Compare(idA, idB)) }

// head is what the map says of itself.
type head struct {
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Owner       string    `json:"owner"`
	Personas    []Persona `json:"personas"`
	State       State     `json:"state,omitempty"`
}

func (d *doc) head() (head, error) {
	h := head{Personas: []Persona{}}
	raw, err := json.Marshal(d.live[key{Kind: KindMap}])
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(raw, &h)
}

// puts are the operations that make a head and a sheet out of nothing.
func puts(h head, s Sheet) (ops []Op, err error) {
	add := func(kind Kind, id string, v any) {
		var raw []byte
		if err == nil {
			raw, err = json.Marshal(v)
		}
		fields := Fields{}
		if err == nil {
			err = json.Unmarshal(raw, &fields)
		}
		delete(fields, "id")
		ops = append(ops, Op{Do: Put, Kind: kind, ID: id, Fields: fields})
	}
	add(KindMap, "", h)
	for _, v := range s.Stages {
		add(KindStage, v.ID, v)
	}
	for _, v := range s.Steps {
		add(KindStep, v.ID, v)
	}
	for _, v := range s.Lanes {
		add(KindLane, v.ID, v)
	}
	for _, v := range s.Cards {
		add(KindCard, v.ID, v)
	}
	for _, v := range s.Edges {
		add(KindEdge, v.ID, v)
	}
	return ops, err
}

// towards are the operations that make a map like another one.
func (d *doc) towards(target *doc) []Op {
	ops := []Op{}
	for k := range d.live {
		if _, ok := target.live[k]; !ok {
			ops = append(ops, Op{Do: Delete, Kind: k.Kind, ID: k.ID})
		}
	}
	for k, fields := range target.live {
		changed := Fields{}
		for name, value := range fields {
			if !bytes.Equal(value, d.live[k][name]) {
				changed[name] = value
			}
		}
		for name := range d.live[k] {
			if f, known := fieldOf(k.Kind, name); known && fields[name] == nil {
				changed[name] = json.RawMessage(f.zero)
			}
		}
		_, there := d.live[k]
		if _, was := d.gone[k]; was && !there { // it comes back with what it had; all of it is said anew
			for name := range d.gone[k] {
				if f, known := fieldOf(k.Kind, name); known && fields[name] == nil {
					changed[name] = json.RawMessage(f.zero)
				}
			}
		}
		if len(changed) > 0 || !there {
			ops = append(ops, Op{Do: Put, Kind: k.Kind, ID: k.ID, Fields: changed})
		}
	}
	slices.SortFunc(ops, func(a, b Op) int { return compareKeys(key{a.Kind, a.ID}, key{b.Kind, b.ID}) })
	return ops
}

// stored is how a snapshot is kept. docs/formats/maps.md describes it.
type stored struct {
	Format int     `json:"format"`
	Things []thing `json:"things"`
	Gone   []thing `json:"gone"` // in the order of their deletion
}

type thing struct {
	Kind   Kind   `json:"kind"`
	ID     string `json:"id"`
	Fields Fields `json:"fields"`
}

// storedFormat is the format of snapshots. A newer one is refused; whoever changes what they hold counts it up.
const storedFormat = 1

func (d *doc) encode() ([]byte, error) {
	s := stored{Format: storedFormat}
	for _, k := range slices.SortedFunc(maps.Keys(d.live), compareKeys) {
		s.Things = append(s.Things, thing{k.Kind, k.ID, d.live[k]})
	}
	for _, k := range d.order {
		s.Gone = append(s.Gone, thing{k.Kind, k.ID, d.gone[k]})
	}
	return json.Marshal(s)
}

func decodeDoc(raw []byte) (*doc, error) {
	var s stored
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, err
	}
	if s.Format != storedFormat {
		return nil, fault.New(fault.Conflict, "This map was kept by a newer Jejak (its format is %d, this version knows %d): run that version.", s.Format, storedFormat)
	}
	d := newDoc()
	for _, t := range s.Things {
		d.live[key{t.Kind, t.ID}] = t.Fields
		d.bytes += size(t.Fields)
	}
	for _, t := range s.Gone {
		d.keepGone(key{t.Kind, t.ID}, t.Fields)
	}
	return d, nil
}
