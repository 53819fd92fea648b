package collect

import (
	"bytes"
	"strings"

	"jejak/internal/event"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

// stringArena makes strings that stay good after the body is gone, one allocation for many.
type stringArena struct {
	b *strings.Builder
}

const arenaChunk = 4 << 10

func (a *stringArena) room(n int) *strings.Builder {
	if a.b == nil || a.b.Cap()-a.b.Len() < n {
		a.b = new(strings.Builder)
		a.b.Grow(max(n, arenaChunk))
	}
	return a.b
}

func (a *stringArena) add(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	w := a.room(len(b))
	at := w.Len()
	w.Write(b)
	return w.String()[at:]
}

// string is the text or number of a field, without white space around it; empty for anything else.
func (d *decoder) string(v span) string { return d.strings.add(d.bytes(v)) }

// bytes is string in place: good until the next call.
func (d *decoder) bytes(v span) []byte {
	if v.kind != text && v.kind != number {
		return nil
	}
	b := d.b[v.at:v.end]
	if v.escaped {
		d.name = appendText(d.name[:0], b)
		b = d.name
	}
	return bytes.TrimSpace(b)
}

// raw is a value as it stands in the body.
func (d *decoder) raw(v span) []byte {
	if v.kind == text {
		return d.b[v.at-1 : v.end+1]
	}
	return d.b[v.at:v.end:v.end]
}

// body is a JSON object as it stands in the body, nil if the field holds none.
func (d *decoder) body(v span) []byte {
	if v.kind != object {
		return nil
	}
	return d.b[v.at:v.end:v.end]
}

// call says what an endpoint makes of its items.
type call struct {
	batch bool
	final bool       // timestamps are final: history
	typ   event.Type // of single calls, whatever the body says
	merge bool       // RudderStack's merge, which is an alias without a userId
}

// word is the type of a single call as the wire has it.
func (c call) word() string {
	if c.merge {
		return "merge"
	}
	return c.typ.String()
}

// build makes items of what was scanned.
func (d *decoder) build(c call) {
	n := len(d.drafts)
	if cap(d.items) < n {
		d.items = make([]ingest.Item, 0, max(n, 128))
	}
	d.items = d.items[:n]
	ids := make([]event.ID, 0, 3*n)
	if c.batch {
		d.common = d.members(d.common[:0], d.body(d.envelope.f[fContext]))
	}
	for i := range d.drafts {
		it, dr := &d.items[i], &d.drafts[i]
		it.Final = c.final
		if c.batch {
			d.inherit(dr)
		}
		e := &it.Event
		e.Context = d.context(dr)
		it.Raw = d.whole(dr, c, e.Context)
		e.MessageID = d.string(dr.f[fMessageID])
		if d.check(it, dr, c); it.Fault != "" {
			continue
		}
		if it.Fault, it.Detail = d.times(e, dr, c.final); it.Fault != "" {
			continue
		}
		from := len(ids)
		ids = d.ids(ids, e.Type, dr)
		e.IDs = ids[from:len(ids):len(ids)]
		d.bodies(e, dr)
	}
}

// check finds the faults that a call has in itself, and its type and name.
func (d *decoder) check(it *ingest.Item, dr *draft, c call) {
	if size := int(dr.end - dr.at); size > d.limits.Item {
		it.Fault = ingest.TooLarge
		it.Detail = saysLargeCall.With(size, d.limits.Item)
		return
	}
	if it.Fault, it.Detail = dr.reason, dr.detail; it.Fault != "" {
		return
	}
	merge := c.merge
	if it.Event.Type = c.typ; c.batch {
		if it.Event.Type, merge = typeOf(d.bytes(dr.f[fType])); it.Event.Type == 0 {
			it.Fault, it.Detail = ingest.BadType, d.badType(dr.f[fType])
			return
		}
	}
	if !merge {
		dr.f[fMergeProperties] = span{}
	}
	for _, f := range strict {
		if v := dr.f[f.field]; v.kind != absent && v.kind != null && v.kind != f.kind && (f.kind != text || v.kind != number) {
			it.Fault = BadField
			it.Detail = saysField.With(f.name, f.kind, v.kind)
			return
		}
	}
	if it.Event.Type == event.Track {
		it.Event.Name = d.string(dr.f[fEvent])
	}
}

func (d *decoder) badType(v span) string {
	if v.kind == absent {
		return saysNoType.Words
	}
	return saysType.With(d.raw(v))
}

// typeOf reads the type of a call. "Identify" is an identify: some senders write it so.
func typeOf(b []byte) (t event.Type, merge bool) {
	if t, ok := event.ParseType(string(b)); ok {
		return t, false
	}
	if len(b) > len("identify") {
		return 0, false
	}
	switch word := strings.ToLower(string(b)); word {
	case "merge":
		return event.Alias, true
	default:
		t, ok := event.ParseType(word)
		if !ok {
			return 0, false
		}
		return t, false
	}
}

// strict are the fields whose kind is told from anything else. A number where a text belongs is taken as its text.
var strict = [...]struct {
	field field
	kind  kind
	name  string
}{
	{fUserID, text, "userId"},
	{fAnonymousID, text, "anonymousId"},
	{fPreviousID, text, "previousId"},
	{fGroupID, text, "groupId"},
	{fMessageID, text, "messageId"},
	{fEvent, text, "event"},
	{fProperties, object, "properties"},
	{fTraits, object, "traits"},
	{fContext, object, "context"},
	{fMergeProperties, array, "mergeProperties"},
}

// ids are all that a call says about who it is of. docs/collect.md gives the table.
func (d *decoder) ids(ids []event.ID, t event.Type, dr *draft) []event.ID {
	add := func(t event.IDType, v string) {
		if v != "" {
			ids = append(ids, event.ID{Type: t, Value: v})
		}
	}
	add(event.UserID, d.string(dr.f[fUserID]))
	add(event.AnonymousID, d.string(dr.f[fAnonymousID]))
	if t == event.Alias {
		add(identity.PreviousID, d.string(dr.f[fPreviousID]))
	}
	// A group's traits are of the group. What a person's context says of the person counts where the call itself is silent.
	email, phone, loyalty := dr.f[cEmail], dr.f[cPhone], dr.f[cLoyaltyID]
	if t != event.Group {
		email, phone, loyalty = or(dr.f[fEmail], email), or(dr.f[fPhone], phone), or(dr.f[fLoyaltyID], loyalty)
	}
	add(event.Email, d.strings.add(emailOf(d.bytes(email))))
	add(event.Phone, d.strings.add(phoneOf(d.bytes(phone))))
	add(event.LoyaltyID, d.string(loyalty))
	add(event.DeviceID, d.string(dr.f[cDeviceID]))
	if v := dr.f[cExternalIDs]; v.kind == array {
		ids = d.listed(ids, v, "id")
	}
	if v := dr.f[fMergeProperties]; v.kind == array {
		ids = d.listed(ids, v, "value")
	}
	return ids
}

func or(a, b span) span {
	if a.kind == absent || a.kind == null {
		return b
	}
	return a
}

// emailOf makes one address of all its spellings: nobody's mailbox tells upper from lower case. Nil for what is no address.
func emailOf(b []byte) []byte {
	at := bytes.LastIndexByte(b, '@')
	if at < 1 || at == len(b)-1 || bytes.ContainsAny(b, " \t\n") {
		return nil
	}
	for _, c := range b {
		if 'A' <= c && c <= 'Z' || c >= 0x80 {
			return bytes.ToLower(b)
		}
	}
	return b
}

// phoneOf is a number without what people put in it to read it better; 00 in front is +. Nil for what has fewer digits than a
// number or more. A number without its country stays so: nothing here knows the country.
func phoneOf(b []byte) []byte {
	if len(b) == 0 || len(b) > 40 {
		return nil
	}
	out := make([]byte, 0, len(b))
	for i, c := range b {
		switch {
		case '0' <= c && c <= '9', c == '+' && i == 0:
			out = append(out, c)
		case c == ' ', c == '-', c == '.', c == '(', c == ')', c == '/':
		default:
			return nil
		}
	}
	if rest, ok := bytes.CutPrefix(out, []byte("00")); ok {
		out = append([]byte{'+'}, rest...)
	}
	if n := len(bytes.TrimPrefix(out, []byte("+"))); n < 7 || n > 15 {
		return nil
	}
	return out
}

// channelOf translates the words that client libraries use for where they run. "server" says nothing about where the customer
// was, so the source's channel stands, as for every word that nobody knows.
func channelOf(b []byte) []byte {
	switch string(b) {
	case "mobile":
		return []byte("app")
	case "browser":
		return []byte("web")
	}
	return b
}

// bodies are what is kept as it came, and the few things that are put into it.
func (d *decoder) bodies(e *event.Event, dr *draft) {
	e.Channel = d.strings.add(channelOf(d.bytes(or(dr.f[fChannel], dr.f[cChannel]))))
	e.Properties, e.Traits = d.body(dr.f[fProperties]), d.body(dr.f[fTraits])
	switch e.Type {
	case event.Identify:
		if e.Traits == nil {
			e.Traits = d.body(dr.f[cTraits])
		}
	case event.Page, event.Screen:
		if v := dr.f[fCategory]; v.kind == text && dr.f[fPropCategory].kind == absent {
			e.Properties = d.with(e.Properties, "category", d.raw(v))
		}
		if v := dr.f[fName]; v.kind == text && dr.f[fPropName].kind == absent {
			e.Properties = d.with(e.Properties, "name", d.raw(v))
		}
	case event.Group:
		if v := dr.f[fGroupID]; (v.kind == text || v.kind == number) && dr.f[cGroupID].kind == absent {
			e.Context = d.with(e.Context, "groupId", d.raw(v))
		}
	}
}
