package collect

import (
	"bytes"
	"strings"

	"jejak/internal/event"
	"jejak/internal/identity"
)

// member is one name and value of an object.
type member struct {
	name  []byte // as it stands, without quotes
	whole []byte // name, colon and value
}

// members appends the members of an object that was scanned before.
func (d *decoder) members(dst []member, obj []byte) []member {
	s := scanner{b: obj, i: 1, stack: d.stack}
	if len(obj) == 0 || s.space() == '}' {
		return dst
	}
	for {
		at := s.i
		name, ok := s.name()
		if !ok {
			return dst
		}
		v, ok := s.value(0)
		if !ok {
			return dst
		}
		end := v.end
		if v.kind == text {
			end++
		}
		dst = append(dst, member{name: obj[name.at:name.end], whole: obj[at:end]})
		if more, ok := s.next('}'); !more || !ok {
			return dst
		}
		s.space()
	}
}

// inherit gives a call of a batch what stands around the batch and what it does not say itself: the time of sending, and those
// members of the context.
func (d *decoder) inherit(dr *draft) {
	env := &d.envelope
	dr.f[fSentAt] = or(dr.f[fSentAt], env.f[fSentAt])
	if len(d.common) == 0 {
		return
	}
	for _, f := range [...]field{cTraits, cDevice, cExternalIDs, cGroupID, cChannel} {
		if dr.f[f].kind != absent {
			continue
		}
		dr.f[f] = env.f[f]
		_, from, to := f.inside()
		for ; from <= to; from++ {
			dr.f[from] = env.f[from]
		}
	}
}

// context is the call's context with what it inherits. The call's own members win; members are not mixed with each other.
func (d *decoder) context(dr *draft) []byte {
	own := d.body(dr.f[fContext])
	if len(d.common) == 0 {
		return own
	}
	if own == nil {
		return d.body(d.envelope.f[fContext])
	}
	shared := len(d.common)
	d.common = d.members(d.common, own)
	mine := d.common[shared:]
	at := len(d.scratch)
	d.scratch = append(d.scratch, '{')
next:
	for _, m := range d.common[:shared] {
		for _, o := range mine {
			if bytes.Equal(m.name, o.name) {
				continue next
			}
		}
		d.scratch = append(append(d.scratch, m.whole...), ',')
	}
	d.common = d.common[:shared]
	return d.rest(at, own)
}

// with puts a member in front of an object's own, which may be none.
func (d *decoder) with(obj []byte, name string, value []byte) []byte {
	at := len(d.scratch)
	d.scratch = append(d.scratch, `{"`...)
	d.scratch = append(d.scratch, name...)
	d.scratch = append(d.scratch, `":`...)
	d.scratch = append(append(d.scratch, value...), ',')
	return d.rest(at, obj)
}

// rest ends an object that was begun in scratch at a place with the members of obj, which may be nil.
func (d *decoder) rest(at int, obj []byte) []byte {
	inner := []byte("}")
	if obj != nil {
		inner = bytes.TrimLeft(obj[1:], " \t\r\n")
	}
	if inner[0] == '}' && d.scratch[len(d.scratch)-1] == ',' {
		d.scratch = d.scratch[:len(d.scratch)-1]
	}
	d.scratch = append(d.scratch, inner...)
	return d.scratch[at:len(d.scratch):len(d.scratch)]
}

// whole is a call as it came, with what it inherits written at its end, where it counts: it may have to stand alone in quarantine
// and be sent in again from there.
func (d *decoder) whole(dr *draft, c call, context []byte) []byte {
	raw := d.b[dr.at:dr.end:dr.end]
	noType := !c.batch && dr.f[fType].kind == absent
	context = inherited(context, d.body(dr.f[fContext]), len(d.common) > 0)
	sent := dr.f[fSentAt]
	if sent.at > dr.at && sent.at < dr.end {
		sent = span{}
	}
	if raw[0] != '{' || !noType && context == nil && sent.kind == absent {
		return raw
	}
	at := len(d.scratch)
	d.scratch = append(d.scratch, raw[:len(raw)-1]...)
	if bytes.ContainsRune(raw, ':') {
		d.scratch = append(d.scratch, ',')
	}
	if noType {
		d.scratch = append(d.scratch, `"type":"`...)
		d.scratch = append(d.scratch, c.word()...)
		d.scratch = append(d.scratch, `",`...)
	}
	if context != nil {
		d.scratch = append(append(append(d.scratch, `"context":`...), context...), ',')
	}
	if sent.kind != absent {
		d.scratch = append(append(append(d.scratch, `"sentAt":`...), d.raw(sent)...), ',')
	}
	d.scratch[len(d.scratch)-1] = '}'
	return d.scratch[at:len(d.scratch):len(d.scratch)]
}

// inherited is the context that has to be written to a call so that it has all of it, nil if it has.
func inherited(context, own []byte, shared bool) []byte {
	if !shared || len(context) == len(own) {
		return nil
	}
	return context
}

// listed appends the ids of a list of objects with a type and a value each: context.externalIds, and what RudderStack's merge
// joins. Those of accounts are not of persons, and an entry that is no such thing stays in the context only.
func (d *decoder) listed(ids []event.ID, list span, valueName string) []event.ID {
	s := scanner{b: d.b[:list.end], i: int(list.at) + 1, stack: d.stack}
	if s.space() == ']' {
		return ids
	}
	for {
		if s.space() != '{' {
			if _, ok := s.value(0); !ok {
				return ids
			}
		} else if id, ok := d.entry(&s, valueName); !ok {
			return ids
		} else if id.Type != "" && id.Value != "" {
			ids = append(ids, id)
		}
		if more, ok := s.next(']'); !more || !ok {
			return ids
		}
	}
}

func (d *decoder) entry(s *scanner, valueName string) (event.ID, bool) {
	var typ, value, collection span
	at := s.i
	if _, ok := s.skip(0); !ok {
		return event.ID{}, false
	}
	in := scanner{b: d.b[:s.i], i: at + 1, stack: d.stack}
	for more := in.space() != '}'; more; {
		name, ok := in.name()
		if !ok {
			return event.ID{}, false
		}
		v, ok := in.value(0)
		if !ok {
			return event.ID{}, false
		}
		switch string(d.b[name.at:name.end]) {
		case "type":
			typ = v
		case valueName:
			value = v
		case "collection":
			collection = v
		}
		if more, ok = in.next('}'); !ok {
			return event.ID{}, false
		}
	}
	if collection.kind == text && string(d.bytes(collection)) == "accounts" || typ.kind != text {
		return event.ID{}, true
	}
	t := idType(d.bytes(typ))
	var v []byte
	switch v = d.bytes(value); event.IDType(t) {
	case event.Email:
		v = emailOf(v)
	case event.Phone:
		v = phoneOf(v)
	}
	return event.ID{Type: event.IDType(t), Value: d.strings.add(v)}, true
}

// idType is the name of an id type: the spellings of the built-in ones are one, all others are as given. previous_id is a word
// between us and identity.
func idType(b []byte) string {
	switch t := strings.ToLower(string(b)); t {
	case "user_id", "userid":
		return string(event.UserID)
	case "anonymous_id", "anonymousid":
		return string(event.AnonymousID)
	case "email", "phone", "device_id", "loyalty_id":
		return t
	case string(identity.PreviousID):
		return ""
	}
	return string(b)
}
