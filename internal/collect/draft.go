package collect

import (
	"bytes"

	"jejak/internal/ingest"
)

// draft is an item, or what stands around a batch, as a set of places in the body.
type draft struct {
	f       [fields]span
	at, end int32
	reason  ingest.Reason // first fault found while scanning
	detail  string
}

// decoder reads requests. It is used for one request at a time and then again: everything it hands out is good until reset.
type decoder struct {
	scanner
	limits   Limits
	envelope draft
	drafts   []draft
	received int // items, also those beyond the limit
	items    []ingest.Item
	scratch  []byte // objects that were put together here
	name     []byte // of a member, where it has escapes
	common   []member
	strings  stringArena
}

func (d *decoder) reset(body []byte) {
	clear(d.items)
	*d = decoder{
		scanner: scanner{b: body, stack: d.stack[:0]},
		limits:  d.limits,
		drafts:  d.drafts[:0], items: d.items[:0], scratch: d.scratch[:0], name: d.name[:0], common: d.common[:0],
	}
}

var bom = []byte("\xEF\xBB\xBF")

// scan reads a body whole: a batch, or one item. If it fails, err or reason says why.
func (d *decoder) scan(batch bool) bool {
	if bytes.HasPrefix(d.b, bom) {
		d.i = len(bom)
	}
	if d.space() != '{' {
		return d.fail(saysBody)
	}
	if batch {
		if !d.object(inEnvelope, &d.envelope, 0) {
			return false
		}
		if d.reason != "" {
			return false // it would be everybody's
		}
		if d.envelope.f[fBatch].kind != array {
			d.i = 0
			return d.fail(saysNoBatch)
		}
	} else if !d.item(0) {
		return false
	}
	if d.space() != 0 || d.i < len(d.b) {
		return d.fail(saysMore)
	}
	return true
}

// fault is why scan failed, for people.
func (d *decoder) fault() string {
	if d.err != nil {
		return d.err.Error()
	}
	return d.detail
}

// item reads one call into a new draft.
func (d *decoder) item(depth int) bool {
	d.received++
	d.reason, d.detail = "", ""
	if d.received > d.limits.Items {
		_, ok := d.value(depth)
		return ok
	}
	if len(d.drafts) < cap(d.drafts) {
		d.drafts = d.drafts[:len(d.drafts)+1]
		d.drafts[len(d.drafts)-1] = draft{}
	} else {
		d.drafts = append(d.drafts, draft{})
	}
	it := &d.drafts[len(d.drafts)-1]
	var ok bool
	first := d.space()
	it.at = int32(d.i)
	if first == '{' {
		ok = d.object(inItem, it, depth)
	} else {
		var v span
		v, ok = d.value(depth)
		d.soft(Malformed, saysNoCallObject.With(v.kind))
	}
	it.end, it.reason, it.detail = int32(d.i), d.reason, d.detail
	return ok
}

// object reads the object that begins here, and notes the fields of its place in it. Of a name that comes twice the last
// value counts, as in JSON.parse.
func (d *decoder) object(p place, it *draft, depth int) bool {
	depth++
	d.i++
	if d.space() == '}' {
		d.i++
		return true
	}
	for {
		name, ok := d.scanner.name()
		if !ok {
			return false
		}
		key := d.b[name.at:name.end]
		if name.escaped {
			d.name = appendText(d.name[:0], key)
			key = d.name
		}
		if f := fieldOf(p, key); f == unknown {
			_, ok = d.value(depth)
		} else if f == fBatch {
			ok = d.batch(it, depth)
		} else {
			ok = d.field(f, it, depth)
		}
		if !ok {
			return false
		}
		more, ok := d.next('}')
		if !more || !ok {
			return ok
		}
	}
}

func (d *decoder) field(f field, it *draft, depth int) bool {
	inner, from, to := f.inside()
	for ; from <= to; from++ { // those of an earlier value under the same name
		it.f[from] = span{}
	}
	var v span
	var ok bool
	if d.space() == '{' && inner != nowhere {
		v.at, v.kind = int32(d.i), object
		ok = d.object(inner, it, depth)
		v.end = int32(d.i)
	} else {
		v, ok = d.value(depth)
	}
	it.f[f] = v
	return ok
}

// batch reads the list of calls. How deep they nest is counted from each. A soft fault of what stands around the list is kept
// apart from theirs.
func (d *decoder) batch(envelope *draft, depth int) bool {
	d.drafts, d.received = d.drafts[:0], 0
	if d.space() != '[' {
		v, ok := d.value(depth)
		envelope.f[fBatch] = v
		return ok
	}
	reason, detail := d.reason, d.detail
	envelope.f[fBatch] = span{at: int32(d.i), kind: array}
	d.i++
	if d.space() == ']' {
		d.i++
		return true
	}
	for {
		if !d.item(0) {
			return false
		}
		more, ok := d.next(']')
		if !ok {
			return false
		}
		if !more {
			d.reason, d.detail = reason, detail
			return true
		}
	}
}
