package identity

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"jejak/internal/event"
)

// format is the first byte of each value. A kind of value whose layout changes gets a number of its own then, and keeps
// a reader of the old one; a newer one is refused.
const format = 1

func errFormat(what string, b []byte) error {
	if len(b) == 0 {
		return fmt.Errorf("identity: empty %s", what)
	}
	return fmt.Errorf("identity: %s of format %d: this build reads up to %d", what, b[0], format)
}

// decoder reads a value front to back; the first fault sticks.
type decoder struct {
	what string
	b    []byte
	err  error
}

func decode(what string, b []byte) *decoder {
	if len(b) == 0 || b[0] == 0 || b[0] > format {
		return &decoder{what: what, err: errFormat(what, b)}
	}
	return &decoder{what: what, b: b[1:]}
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fmt.Errorf("identity: %s ends early", d.what)
	}
	d.b = nil
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	v := d.b[0]
	d.b = d.b[1:]
	return v
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) name() (name [16]byte) {
	if len(d.b) < len(name) {
		d.fail()
		return name
	}
	copy(name[:], d.b)
	d.b = d.b[len(name):]
	return name
}

func (d *decoder) string() string {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.fail()
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) node() (n node) {
	n.Type, n.Value = event.IDType(d.string()), d.string()
	if n.Type == event.AnonymousID {
		n.epoch = uint32(d.uvarint())
	}
	return n
}

func (d *decoder) done() error {
	if d.err == nil && len(d.b) > 0 {
		d.err = fmt.Errorf("identity: %s has %d bytes too many", d.what, len(d.b))
	}
	return d.err
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func putNode(b []byte, n node) []byte {
	b = appendString(appendString(b, string(n.Type)), n.Value)
	if n.Type == event.AnonymousID {
		b = binary.AppendUvarint(b, uint64(n.epoch))
	}
	return b
}

// subjectRecord is a subject's place: which links hold it, and the person that follows from them.
type subjectRecord struct {
	alone  bool   // its link was revoked: it stands alone for ever
	joined bool   // a person accepted further ids of it: see its facts
	born   uint64 // number of its first link: the order of arrival
	link   uint64 // number of its link in force
	person event.Person
}

func (s *subjectRecord) encode() []byte {
	var flags byte
	if s.alone {
		flags |= 1
	}
	if s.joined {
		flags |= 2
	}
	b := append(make([]byte, 0, 40), format, flags)
	b = binary.AppendUvarint(b, s.born)
	b = binary.AppendUvarint(b, s.link)
	return append(b, s.person[:]...)
}

func decodeSubject(b []byte) (s subjectRecord, err error) {
	d := decode("subject", b)
	flags := d.byte()
	s = subjectRecord{alone: flags&1 != 0, joined: flags&2 != 0, born: d.uvarint(), link: d.uvarint(), person: d.name()}
	return s, d.done()
}

// linkRecord is a fact: this subject is tied to the used ones of these ids.
type linkRecord struct {
	rule    Rule
	subject event.Subject
	at      event.Time
	seq     uint64 // of the change that brought it
	rules   uint64 // version of the rules that it was made under
	cause   uint64 // number of the revoked link that it repairs after; or of the review
	actor   string // "" is Jejak itself
	ids     []linkID
}

type linkID struct {
	node
	status Status
}

func (l *linkRecord) encode() []byte {
	b := append(make([]byte, 0, 128), format, byte(l.rule))
	b = append(b, l.subject[:]...)
	b = binary.AppendUvarint(b, uint64(l.at))
	b = binary.AppendUvarint(b, l.seq)
	b = binary.AppendUvarint(b, l.rules)
	b = binary.AppendUvarint(b, l.cause)
	b = appendString(b, l.actor)
	b = binary.AppendUvarint(b, uint64(len(l.ids)))
	for _, id := range l.ids {
		b = append(putNode(b, id.node), byte(id.status))
	}
	return b
}

func decodeLink(b []byte) (l linkRecord, err error) {
	d := decode("link", b)
	l.rule, l.subject, l.at, l.seq = Rule(d.byte()), d.name(), event.Time(d.uvarint()), d.uvarint()
	l.rules, l.cause, l.actor = d.uvarint(), d.uvarint(), d.string()
	n := d.uvarint()
	if n > uint64(len(b)) {
		d.fail()
		return l, d.err
	}
	l.ids = make([]linkID, n)
	for i := range l.ids {
		l.ids[i] = linkID{d.node(), Status(d.byte())}
	}
	return l, d.done()
}

func (l *linkRecord) nodes() []node {
	nodes := make([]node, len(l.ids))
	for i, id := range l.ids {
		nodes[i] = id.node
	}
	return nodes
}

// personRecord is what the rules need to know about a person without walking its subjects.
type personRecord struct {
	name     event.Person
	born     uint64 // of its oldest subject
	subjects uint64
	size     uint64 // counted events, see size.go
	counts   counts
}

// counts is the number of ids by type, sorted by type. A person has few types.
type counts []typeCount

type typeCount struct {
	t event.IDType
	n int
}

func (c counts) of(t event.IDType) int {
	for _, x := range c {
		if x.t == t {
			return x.n
		}
	}
	return 0
}

func (c counts) add(t event.IDType, n int) counts {
	i, found := slices.BinarySearchFunc(c, t, func(x typeCount, t event.IDType) int {
		return cmp.Compare(x.t, t)
	})
	if found {
		c[i].n += n
		return c
	}
	return slices.Insert(c, i, typeCount{t, n})
}

func (c counts) plus(other counts) counts {
	for _, x := range other {
		c = c.add(x.t, x.n)
	}
	return c
}

func (p *personRecord) encode() []byte {
	b := append(make([]byte, 0, 64), format)
	b = binary.AppendUvarint(b, p.born)
	b = binary.AppendUvarint(b, p.subjects)
	b = binary.AppendUvarint(b, p.size)
	b = binary.AppendUvarint(b, uint64(len(p.counts)))
	for _, c := range p.counts {
		b = binary.AppendUvarint(appendString(b, string(c.t)), uint64(c.n))
	}
	return b
}

func decodePerson(name event.Person, b []byte) (p personRecord, err error) {
	d := decode("person", b)
	p = personRecord{name: name, born: d.uvarint(), subjects: d.uvarint(), size: d.uvarint()}
	for n := d.uvarint(); n > 0 && d.err == nil; n-- {
		p.counts = append(p.counts, typeCount{event.IDType(d.string()), int(d.uvarint())})
	}
	return p, d.done()
}

func encodeID(p event.Person) []byte { return append([]byte{format}, p[:]...) }

func decodeID(b []byte) (p event.Person, err error) {
	d := decode("id", b)
	p = d.name()
	return p, d.done()
}

func encodeEdge(used bool) []byte {
	if used {
		return []byte{format, 1}
	}
	return []byte{format, 0}
}

func decodeEdge(b []byte) (used bool, err error) {
	d := decode("edge", b)
	used = d.byte() == 1
	return used, d.done()
}

// epochRecord is where an anonymous id stands: whose turn on the device it is.
type epochRecord struct {
	current uint32
	next    uint32 // number of the epoch that opens next
	user    string // the user_id that the present epoch is bound to; "" is none yet
}

func (e *epochRecord) encode() []byte {
	b := binary.AppendUvarint([]byte{format}, uint64(e.current))
	return appendString(binary.AppendUvarint(b, uint64(e.next)), e.user)
}

func decodeEpoch(b []byte) (e epochRecord, err error) {
	d := decode("epoch", b)
	e = epochRecord{uint32(d.uvarint()), uint32(d.uvarint()), d.string()}
	return e, d.done()
}

func encodeBound(epoch uint32) []byte {
	return binary.AppendUvarint([]byte{format}, uint64(epoch))
}

func decodeBound(b []byte) (uint32, error) {
	d := decode("bound epoch", b)
	epoch := uint32(d.uvarint())
	return epoch, d.done()
}

// counter holds the numbers of a workspace. Links, reviews and decisions share one row of numbers, so that number order
// is the order in which things happened.
type counter struct {
	last    uint64
	refused uint64 // decisions that keep ids apart; 0 spares looking for one
}

func (c *counter) encode() []byte {
	return binary.AppendUvarint(binary.AppendUvarint([]byte{format}, c.last), c.refused)
}

func decodeCounter(b []byte) (c counter, err error) {
	d := decode("counter", b)
	c = counter{d.uvarint(), d.uvarint()}
	return c, d.done()
}

// reviewRecord is a question to people: is who keep belongs to also who join belongs to?
type reviewRecord struct {
	subject event.Subject // the first that carried both
	pair    pair
	reason  Reason
	status  ReviewStatus
	at      event.Time
	seq     uint64
	decided uint64     // number of the decision
	when    event.Time // of the decision
	actor   string
}

func (v *reviewRecord) encode() []byte {
	b := append(make([]byte, 0, 128), format, byte(v.reason), byte(v.status))
	b = append(b, v.subject[:]...)
	b = putNode(putNode(b, v.pair.keep), v.pair.join)
	b = binary.AppendUvarint(b, uint64(v.at))
	b = binary.AppendUvarint(b, v.seq)
	b = binary.AppendUvarint(b, v.decided)
	b = binary.AppendUvarint(b, uint64(v.when))
	return appendString(b, v.actor)
}

func decodeReview(b []byte) (v reviewRecord, err error) {
	d := decode("review", b)
	v.reason, v.status, v.subject = Reason(d.byte()), ReviewStatus(d.byte()), d.name()
	v.pair = pair{d.node(), d.node()}
	v.at, v.seq = event.Time(d.uvarint()), d.uvarint()
	v.decided, v.when, v.actor = d.uvarint(), event.Time(d.uvarint()), d.string()
	return v, d.done()
}

func encodeNumber(n uint64) []byte { return binary.AppendUvarint([]byte{format}, n) }

func decodeNumber(b []byte) (uint64, error) {
	d := decode("number", b)
	n := d.uvarint()
	return n, d.done()
}

type revokedRecord struct {
	at    event.Time
	actor string
}

func (x *revokedRecord) encode() []byte {
	return appendString(binary.AppendUvarint([]byte{format}, uint64(x.at)), x.actor)
}

func decodeRevoked(b []byte) (x revokedRecord, err error) {
	d := decode("revocation", b)
	x = revokedRecord{event.Time(d.uvarint()), d.string()}
	return x, d.done()
}

func mark() []byte { return []byte{format} }
