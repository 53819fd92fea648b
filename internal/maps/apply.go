package maps

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
)

const maxOps = 200

// moment is when a change is made and by whom.
type moment struct {
	by string // the author's name
	at event.Time
}

// touched are the fields that others have changed since the revision that an author saw.
type touched map[key]map[string]bool

func (t touched) add(ops []Op) {
	for _, op := range ops {
		k := key{op.Kind, op.ID}
		if t[k] == nil {
			t[k] = map[string]bool{}
		}
		for name := range op.Fields {
			t[k][name] = true
		}
	}
}

// applying is one change on its way into a map.
type applying struct {
	doc   *doc
	when  moment
	since touched
	ops   []Op
	kept  []string

	last map[Kind]string // a place that no thing of the kind is behind, once one is asked for
}

// apply joins operations with a map as it is now. What others have changed since the author looked is merged with it: nothing
// that anybody wrote is lost. It returns the map that comes of it, the operations that lead there when they are played, and the
// ids of what was to be deleted and is kept. The map that it was given stays as it is. Faults: Invalid, TooLarge.
func apply(d *doc, ops []Op, since touched, when moment) (*doc, []Op, []string, error) {
	a := &applying{doc: d.clone(), when: when, since: since, ops: []Op{}, kept: []string{}, last: map[Kind]string{}}
	for i, op := range ops {
		if f := a.one(op); f != nil {
			f.Name = strings.TrimSuffix(fmt.Sprintf("ops[%d].%s", i, f.Name), ".")
			return nil, nil, nil, fault.InvalidFields("This change cannot be applied.", []fault.Field{*f})
		}
	}
	return a.doc, a.ops, a.kept, a.doc.checkSize()
}

// emit plays an operation and notes it for the log.
func (a *applying) emit(op Op) {
	a.doc.play(op)
	a.ops = append(a.ops, op)
	if last, asked := a.last[op.Kind]; asked {
		a.last[op.Kind] = max(last, op.Fields.text("place"))
	}
}

func (a *applying) one(op Op) *fault.Field {
	k := key{op.Kind, op.ID}
	switch {
	case kindOrder(op.Kind) < 0:
		return &fault.Field{Name: "kind", Message: fmt.Sprintf("%q is no kind of thing", op.Kind)}
	case op.Kind == KindMap && op.ID != "":
		return &fault.Field{Name: "id", Message: "must be empty: a change is of one map"}
	case op.Kind != KindMap && !idForm.MatchString(op.ID):
		return &fault.Field{Name: "id", Message: "must be up to 40 letters, digits, - and _"}
	}
	fields, f := canonical(op.Kind, "fields.", op.Fields)
	if f != nil {
		return f
	}
	was, f := canonical(op.Kind, "was.", op.Was)
	if f != nil {
		return f
	}
	switch op.Do {
	case Put:
		return a.put(k, fields, was)
	case Delete:
		return a.delete(k, was)
	}
	return &fault.Field{Name: "do", Message: "must be put or delete"}
}

// canonical reads values; those that are zero are there as nil.
func canonical(kind Kind, prefix string, raw Fields) (Fields, *fault.Field) {
	out := Fields{}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		f, ok := fieldOf(kind, name)
		if !ok {
			return nil, &fault.Field{Name: prefix + name, Message: fmt.Sprintf("is no field of a %s", kind)}
		}
		value, message := f.read(raw[name])
		if message != "" {
			return nil, &fault.Field{Name: prefix + name, Message: message}
		}
		out[name] = value
	}
	return out, nil
}

func (a *applying) delete(k key, was Fields) *fault.Field {
	if k.Kind == KindMap {
		return &fault.Field{Name: "do", Message: "a map is not deleted by a change"}
	}
	within := a.doc.within(k)
	kept := []string{k.ID}
	for _, in := range within {
		if len(a.since[in]) > 0 {
			kept = append(kept, in.ID)
		}
	}
	if len(kept) > 1 || a.unseen(k, was) {
		a.kept = append(a.kept, kept...)
		return nil
	}
	for i := len(within) - 1; i >= 0; i-- {
		a.emit(Op{Do: Delete, Kind: within[i].Kind, ID: within[i].ID})
	}
	a.emit(Op{Do: Delete, Kind: k.Kind, ID: k.ID})
	return nil
}

// unseen reports whether a thing is not as its author saw it: in a field that the author names, or in another one that somebody
// has changed since.
func (a *applying) unseen(k key, was Fields) bool {
	now, live := a.doc.live[k]
	if !live {
		return false
	}
	for name, value := range was {
		if !bytes.Equal(now[name], value) {
			return true
		}
	}
	for name := range a.since[k] {
		if _, seen := was[name]; !seen {
			return true
		}
	}
	return false
}

func (a *applying) put(k key, fields, was Fields) *fault.Field {
	now, live := a.doc.live[k]
	back := false
	if !live {
		now, back = a.doc.gone[k]
	}
	out, over := Fields{}, Fields{}
	if back { // everybody else may have forgotten what it held
		maps.Copy(out, now)
	}
	names := slices.Sorted(maps.Keys(fields))
	if i := slices.Index(names, "others"); i >= 0 { // what could not be merged is added to these
		names = slices.Insert(slices.Delete(names, i, i+1), 0, "others")
	}
	for _, name := range names {
		f, _ := fieldOf(k.Kind, name)
		saw, said := was[name]
		if !said && !a.since[k][name] || !live && !back {
			saw = now[name]
		}
		if a.meet(k, f, name, out, [3]json.RawMessage{saw, now[name], fields[name]}) {
			over[name] = now[name]
		}
	}
	if f := a.whole(k, now, out); f != nil {
		return f
	}
	for name, value := range out {
		if value == nil {
			f, _ := fieldOf(k.Kind, name)
			out[name] = json.RawMessage(f.zero)
		}
	}
	op := Op{Do: Put, Kind: k.Kind, ID: k.ID, Fields: out}
	if len(over) > 0 {
		op.Over = over
	}
	a.emit(op)
	return nil
}

// meet puts into out what becomes of one field: of [what the author saw, what it is, what the author wants]. It reports whether that is
// written over what somebody else had just written; a card keeps both.
func (a *applying) meet(k key, f field, name string, out Fields, v [3]json.RawMessage) (over bool) {
	saw, is, wants := v[0], v[1], v[2]
	out[name] = wants
	switch {
	case f.meeting == listed:
		out[name] = joined(saw, is, wants)
		return false
	case f.meeting == placed, bytes.Equal(saw, is), bytes.Equal(is, wants), is == nil:
		return false
	case wants == nil || bytes.Equal(saw, wants): // what the other one wrote wins over taking it away, and over nothing new
		out[name] = is
		return false
	case f.meeting == prose:
		if merged, ok := mergedText(f, v); ok {
			out[name] = merged
			return false
		}
	}
	if k.Kind != KindCard {
		return true
	}
	out[name] = is
	others, set := out["others"]
	if !set {
		others = a.others(k)
	}
	out["others"] = a.noted(others, name, saw, wants)
	return false
}

// others are those of a card as it is now, or was when it was deleted.
func (a *applying) others(k key) json.RawMessage {
	if now, live := a.doc.live[k]; live {
		return now["others"]
	}
	return a.doc.gone[k]["others"]
}

func mergedText(f field, v [3]json.RawMessage) (json.RawMessage, bool) {
	var texts [3]string
	for i, raw := range v {
		if raw != nil && json.Unmarshal(raw, &texts[i]) != nil {
			return nil, false
		}
	}
	merged, clean := merge(texts[0], texts[1], texts[2])
	if !clean {
		return nil, false
	}
	raw, err := json.Marshal(merged)
	if err != nil {
		return nil, false
	}
	value, message := f.read(raw) // together they may be too long
	return value, message == ""
}

// noted adds what somebody wrote to the others of a card. It takes the place of what the same one wrote before it.
func (a *applying) noted(raw json.RawMessage, name string, saw, wants json.RawMessage) json.RawMessage {
	others := readOthers(raw)
	for i, o := range others {
		if o.Field == name && bytes.Equal(o.Value, wants) {
			return raw
		}
		if o.Field == name && o.By == a.when.by && bytes.Equal(o.Value, saw) {
			others[i] = Other{Field: name, Value: wants, By: a.when.by, At: a.when.at}
			return writeOthers(others)
		}
	}
	return writeOthers(append(others, Other{Field: name, Value: wants, By: a.when.by, At: a.when.at}))
}

// joined takes out of the others what an author took out, and puts in what the author put in.
func joined(saw, is, wants json.RawMessage) json.RawMessage {
	before, after := readOthers(saw), readOthers(wants)
	all := slices.DeleteFunc(readOthers(is), func(o Other) bool { return has(before, o) && !has(after, o) })
	for _, o := range after {
		if !has(before, o) && !has(all, o) {
			all = append(all, o)
		}
	}
	return writeOthers(all)
}

func has(all []Other, o Other) bool {
	return slices.ContainsFunc(all, func(x Other) bool {
		return x.Field == o.Field && x.By == o.By && x.At == o.At && bytes.Equal(x.Value, o.Value)
	})
}

func readOthers(raw json.RawMessage) (all []Other) {
	if raw != nil {
		_ = json.Unmarshal(raw, &all) // canonical
	}
	return all
}

func writeOthers(all []Other) json.RawMessage {
	if len(all) == 0 {
		return nil
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic("BUG: others cannot be written: " + err.Error()) //nolint:forbidigo // each value was read as JSON
	}
	return raw
}

// whole sees to it that what is put has all that it needs: a place, and what it stands in, which comes back where it was deleted.
func (a *applying) whole(k key, now, out Fields) *fault.Field {
	get := func(name string) string {
		if _, set := out[name]; set {
			return out.text(name)
		}
		return now.text(name)
	}
	if k.Kind != KindMap && get("place") == "" {
		place, err := json.Marshal(a.behind(k.Kind))
		if err != nil {
			return &fault.Field{Name: "fields.place", Message: "is missing"}
		}
		out["place"] = place
	}
	if k.Kind == KindLane && get("kind") == "" {
		return &fault.Field{Name: "fields.kind", Message: "is missing"}
	}
	for _, r := range refersTo(k.Kind) {
		id := get(r.field)
		if id == "" && r.optional {
			continue
		}
		to := key{r.kind, id}
		if _, ok := a.doc.live[to]; ok {
			continue
		}
		if _, ok := a.doc.gone[to]; !ok || id == "" {
			return &fault.Field{Name: "fields." + r.field, Message: fmt.Sprintf("there is no %s %q in this map", r.kind, id)}
		}
		if f := a.put(to, Fields{}, nil); f != nil {
			return f
		}
	}
	if len(readOthers(out["others"])) > maxOthers {
		return &fault.Field{Name: "fields.others", Message: fmt.Sprintf("of card %s are more than %d: choose among them first", k.ID, maxOthers)}
	}
	_, sets := out["value"]
	if k.Kind == KindCard && sets {
		return a.valueFits(out["value"], get("lane"))
	}
	return nil
}

type referral struct {
	field    string
	kind     Kind
	optional bool
}

func refersTo(kind Kind) []referral {
	switch kind {
	case KindStep:
		return []referral{{"stage", KindStage, true}}
	case KindCard:
		return []referral{{"step", KindStep, false}, {"lane", KindLane, false}}
	case KindEdge:
		return []referral{{"from", KindStep, false}, {"to", KindStep, false}}
	}
	return nil
}

// valueFits holds a value against the lane that it is in.
func (a *applying) valueFits(raw json.RawMessage, lane string) *fault.Field {
	var n *int
	if raw == nil || json.Unmarshal(raw, &n) != nil || n == nil {
		return nil
	}
	least, most := -2, 5
	switch LaneKind(a.doc.live[key{KindLane, lane}].text("kind")) {
	case LaneEmotion:
		most = 2
	case LaneEngagement:
		least = 1
	}
	if message := outside(*n, least, most); message != "" {
		return &fault.Field{Name: "fields.value", Message: message}
	}
	return nil
}

// behind is a place behind all things of a kind.
func (a *applying) behind(kind Kind) string {
	highest, asked := a.last[kind]
	if !asked {
		for k, fields := range a.doc.live {
			if k.Kind == kind {
				highest = max(highest, fields.text("place"))
			}
		}
		a.last[kind] = highest
	}
	return after(highest)
}
