package eventlog

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/cockroachdb/pebble/v2"
	"github.com/zeebo/xxh3"

	"jejak/internal/event"
)

// Report is what Check found.
type Report struct {
	LastSeq     uint64
	Events      uint64
	Moves       uint64
	Subjects    uint64
	Dedupe      uint64 // messageIds known
	Quarantined uint64
	Ledger      Counts // over all workspaces, sources and hours
	Problems    []string
	More        uint64 // problems beyond those listed
}

// problemsMax bounds the problems listed: one damaged place can break many rules.
const problemsMax = 100

// OK reports whether every invariant holds.
func (r *Report) OK() bool { return len(r.Problems) == 0 }

// String is the report for people.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "changes      %d = %d events + %d moves\n", r.LastSeq, r.Events, r.Moves)
	fmt.Fprintf(&b, "subjects     %d\n", r.Subjects)
	fmt.Fprintf(&b, "messageIds   %d known\n", r.Dedupe)
	fmt.Fprintf(&b, "ledger       %s\n", r.Ledger)
	fmt.Fprintf(&b, "quarantine   %d\n", r.Quarantined)
	if r.OK() {
		b.WriteString("clean: every invariant holds\n")
		return b.String()
	}
	fmt.Fprintf(&b, "%d problems:\n", uint64(len(r.Problems))+r.More)
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "  - %s\n", p)
	}
	if r.More > 0 {
		fmt.Fprintf(&b, "  … and %d more\n", r.More)
	}
	return b.String()
}

// Problem notes a broken invariant.
func (r *Report) Problem(format string, args ...any) {
	if len(r.Problems) == problemsMax {
		r.More++
		return
	}
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// Checker looks at what another package keeps in the log, as Check's own parts do at the rest. Identity is all that it may read
// of the log itself; persons calls fn with each subject and its person.
type Checker func(ctx context.Context, r *Report, identity View,
	persons func(fn func(event.Workspace, event.Subject, event.Person) error) error) error

// Check verifies every invariant of the log as of one moment, while it goes on. It reads everything once or twice, in order, with
// a memory that grows only with the ledger and with the subjects that moved: where two families have to hold the same facts, the
// sums of the facts' hashes are compared. The error is one of reading, broken invariants are in the report.
func (l *Log) Check(ctx context.Context, more ...Checker) (*Report, error) {
	r := new(Report)
	err := l.read(func(h *handle) error {
		snap := h.db.NewSnapshot()
		defer snap.Close()
		c := &check{
			Report: r, snap: snap, goOn: func() error { return l.goOn(ctx, h) }, now: event.TimeOf(l.o.Now()),
			moved: make(map[subjectID]event.Person), expect: make(map[ledgerKey]*Counts), dedupe: make(map[uint16]*twoSums),
		}
		for _, step := range []func() error{c.families, c.moves, c.feed, c.events, c.dedupes, c.quarantine, c.ledger, c.cursors} {
			if err := step(); err != nil {
				return err
			}
		}
		for _, checker := range more {
			if err := checker(ctx, r, View{func(fn func(pebble.Reader) error) error { return fn(snap) }}, c.persons); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

type subjectID struct {
	ws      event.Workspace
	subject event.Subject
}

// sum is a multiset of facts, small enough to compare: how many, and the sum of their hashes.
type sum struct {
	n      uint64
	hi, lo uint64
}

func (s *sum) add(fact []byte) {
	h := xxh3.Hash128(fact)
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, h.Lo, 0)
	s.hi, _ = bits.Add64(s.hi, h.Hi, carry)
	s.n++
}

type twoSums struct{ events, entries sum }

type check struct {
	*Report
	snap *pebble.Snapshot
	goOn func() error
	now  event.Time
	buf  []byte

	moved                   map[subjectID]event.Person // subjects that moved, and where they are
	feedPlaces, eventPlaces sum                        // where the feed says that events are, and where they are
	feedPersons, rowPersons sum                        // whose the feed says that events of subjects that never moved are, and the rows
	expect                  map[ledgerKey]*Counts      // what events and quarantine say that the ledger should be
	dedupe                  map[uint16]*twoSums        // by period
}

// scan calls fn at each key of a family.
func (c *check) scan(family byte, fn func(k, v []byte) error) error {
	return c.scanFrom([]byte{family}, []byte{family + 1}, fn)
}

func (c *check) scanFrom(low, high []byte, fn func(k, v []byte) error) error {
	it, err := c.snap.NewIter(&pebble.IterOptions{LowerBound: low, UpperBound: high})
	if err != nil {
		return err
	}
	defer it.Close()
	n := 0
	for ok := it.First(); ok; ok = it.Next() {
		if n++; n%1024 == 0 {
			if err := c.goOn(); err != nil {
				return err
			}
		}
		v, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		if err := fn(it.Key(), v); err != nil {
			return err
		}
	}
	return it.Error()
}

// families finds keys that no family of this format has.
func (c *check) families() error {
	known := []byte{famMeta, famCursor, famDedupe, famEvent, famFeed, famIdentity, famLedger, famPerson, famQuarantine, famRaw}
	it, err := c.snap.NewIter(nil)
	if err != nil {
		return err
	}
	defer it.Close()
	for ok := it.First(); ok; {
		family := it.Key()[0]
		if !slices.Contains(known, family) {
			c.Problem("key %x belongs to no family", it.Key())
		}
		if family == 0xff {
			break
		}
		ok = it.SeekGE([]byte{family + 1})
	}
	return it.Error()
}

// entries calls fn with each change of the feed and notes gaps.
func (c *check) entries(problems bool, fn func(seq uint64, e *entry)) error {
	next := uint64(1)
	var entries []entry
	return c.scan(famFeed, func(k, v []byte) (err error) {
		if len(k) != feedKeyLen {
			c.Problem("feed key %x has %d bytes", k, len(k))
			return nil
		}
		first := binary.BigEndian.Uint64(k[1:])
		if first != next && problems {
			c.Problem("the feed has a chunk at %d where %d was to come", first, next)
		}
		if entries, err = readChunk(entries[:0], v); err != nil && problems {
			c.Problem("feed chunk %d: %v", first, err)
		}
		for i := range entries {
			fn(first+uint64(i), &entries[i])
		}
		next = first + uint64(len(entries))
		c.LastSeq = next - 1
		return nil
	})
}

// entriesAfter calls fn with each change of the chunks that end after a change.
func (c *check) entriesAfter(after uint64, fn func(seq uint64, e *entry)) error {
	low := appendFeedKey(nil, after-min(after, chunkMax))
	var entries []entry
	return c.scanFrom(low, []byte{famFeed + 1}, func(k, v []byte) (err error) {
		if len(k) != feedKeyLen {
			return nil // told by entries
		}
		if entries, err = readChunk(entries[:0], v); err != nil {
			return nil // as well
		}
		for i := range entries {
			fn(binary.BigEndian.Uint64(k[1:])+uint64(i), &entries[i])
		}
		return nil
	})
}

// moves collects the subjects that ever moved, each with the person that it first belonged to.
func (c *check) moves() error {
	return c.entries(false, func(_ uint64, e *entry) {
		id := subjectID{e.ws, e.subject}
		if _, known := c.moved[id]; e.move && !known {
			c.moved[id] = e.from
		}
	})
}

// feed replays the moves: each has to begin where the one before ended, and events in between have to be of that person.
func (c *check) feed() error {
	return c.entries(true, func(seq uint64, e *entry) {
		id := subjectID{e.ws, e.subject}
		now, moved := c.moved[id]
		switch {
		case e.move:
			c.Moves++
			if e.from != now {
				c.Problem("change %d moves subject %s from %s, and it belonged to %s", seq, e.subject, e.from, now)
			}
			c.moved[id] = e.person
			return
		case moved && e.person != now:
			c.Problem("event %d names person %s, and its subject %s belonged to %s", seq, e.person, e.subject, now)
		case !moved:
			c.feedPersons.add(c.personFact(e.ws, e.subject, e.person, seq))
		}
		c.Events++
		c.buf = appendEventKey(c.buf[:0], e.ws, e.subject, e.time, seq)
		c.feedPlaces.add(c.buf)
	})
}

func (c *check) personFact(ws event.Workspace, s event.Subject, p event.Person, seq uint64) []byte {
	c.buf = binary.BigEndian.AppendUint64(appendPersonKey(c.buf[:0], ws, s), seq)
	c.buf = append(c.buf, p[:]...)
	return c.buf
}

// events reads every event, in the order of subjects, and with it what its neighbours in the other families have to be.
func (c *check) events() error {
	var last subjectID
	var person event.Person
	var e event.Event
	err := c.scan(famEvent, func(k, v []byte) error {
		p, err := parseEventKey(k)
		if err != nil {
			c.Problem("%v", err)
			return nil
		}
		c.eventPlaces.add(k)
		if id := (subjectID{p.ws, p.subject}); id != last || c.eventPlaces.n == 1 {
			last = id
			if person, err = c.personOf(id); err != nil {
				return err
			}
		}
		if _, moved := c.moved[last]; !moved {
			c.rowPersons.add(c.personFact(p.ws, p.subject, person, p.seq))
		}
		if err := e.Decode(v); err != nil {
			c.Problem("event %d: %v", p.seq, err)
			return nil
		}
		if e.Time != p.time {
			c.Problem("event %d says %d for its time, and its key %d", p.seq, e.Time, p.time)
		}
		if len(e.IDs) == 0 {
			c.Problem("event %d names nobody", p.seq)
		}
		c.want(ledgerKey{p.ws, e.Source, hourOf(e.ReceivedAt)}).Stored++
		period := periodOf(e.ReceivedAt)
		c.period(period).events.add(c.dedupeFact(period, KeyOf(e.Source, e.MessageID), p.seq, e.ReceivedAt))
		return nil
	})
	if err != nil {
		return err
	}
	if c.feedPlaces != c.eventPlaces {
		c.Problem("the feed tells of %d events and %d are stored, or not the same ones", c.feedPlaces.n, c.eventPlaces.n)
		if err := c.findLost(); err != nil {
			return err
		}
	}
	if c.feedPersons != c.rowPersons {
		c.Problem("the persons of subjects that never moved are not those that the feed named (%d and %d events)", c.feedPersons.n, c.rowPersons.n)
	}
	for id, now := range c.moved {
		if person, err := c.personOf(id); err != nil {
			return err
		} else if person != now {
			c.Problem("subject %s of workspace %d moved to %s, and belongs to %s", id.subject, id.ws, now, person)
		}
	}
	return nil
}

// findLost names the events that the feed tells of and that are not there. It is slow, and only run where the sums differ.
func (c *check) findLost() error {
	var failed error
	err := c.entries(false, func(seq uint64, e *entry) {
		if e.move || failed != nil {
			return
		}
		key := appendEventKey(nil, e.ws, e.subject, e.time, seq)
		if _, ok, err := get(c.snap, key); err != nil {
			failed = err
		} else if !ok {
			c.Problem("event %d is in the feed and not under its subject %s", seq, e.subject)
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

func (c *check) personOf(id subjectID) (p event.Person, err error) {
	v, ok, err := get(c.snap, appendPersonKey(nil, id.ws, id.subject))
	if err != nil {
		return p, err
	}
	if !ok {
		c.Problem("subject %s of workspace %d has no person", id.subject, id.ws)
		return p, nil
	}
	if p, _, err = parsePerson(v); err != nil {
		c.Problem("subject %s of workspace %d: %v", id.subject, id.ws, err)
	}
	return p, nil
}

func (c *check) persons(fn func(event.Workspace, event.Subject, event.Person) error) error {
	return c.scan(famPerson, func(k, v []byte) error {
		if len(k) != personKeyLen {
			return nil
		}
		p, _, err := parsePerson(v)
		if err != nil {
			return nil // told by Subjects' scan
		}
		return fn(event.Workspace(binary.BigEndian.Uint32(k[1:])), event.Subject(k[5:]), p)
	})
}

func (c *check) want(k ledgerKey) *Counts {
	row := c.expect[k]
	if row == nil {
		row = new(Counts)
		c.expect[k] = row
	}
	return row
}

func (c *check) period(p uint16) *twoSums {
	sums := c.dedupe[p]
	if sums == nil {
		sums = new(twoSums)
		c.dedupe[p] = sums
	}
	return sums
}

func (c *check) dedupeFact(period uint16, k MessageKey, seq uint64, received event.Time) []byte {
	c.buf = appendDedupe(appendDedupeKey(c.buf[:0], period, k), period, seq, received)
	return c.buf
}

// dedupes compares, for each period that is kept, the dedupe entries with what the events say that they should be. The newest have
// them in the feed, until they become keys.
func (c *check) dedupes() error {
	err := c.newest()
	if err != nil {
		return err
	}
	err = c.scan(famDedupe, func(k, v []byte) error {
		if len(k) != dedupeKeyLen {
			c.Problem("dedupe key %x has %d bytes", k, len(k))
			return nil
		}
		period := binary.BigEndian.Uint16(k[1:])
		if _, err := readDedupe(period, v); err != nil {
			c.Problem("dedupe entry %x: %v", k, err)
		}
		c.Dedupe++
		c.buf = append(append(c.buf[:0], k...), v...)
		c.period(period).entries.add(c.buf)
		return nil
	})
	if err != nil {
		return err
	}
	for period, sums := range c.dedupe {
		// An old period is dropped as a whole, and history that comes in afterwards begins it anew, until it is dropped again.
		old := period+1 < periodOf(c.now)
		if old && sums.entries.n > sums.events.n || !old && sums.events != sums.entries {
			c.Problem("dedupe period %d has %d entries for %d events, or not the same ones", period, sums.entries.n, sums.events.n)
		}
	}
	return nil
}

// newest takes the dedupe entries from the feed that are not keys.
func (c *check) newest() error {
	done, err := deduped(c.snap, c.LastSeq)
	if err != nil {
		return err
	}
	if done > c.LastSeq {
		c.Problem("dedupe entries are written up to change %d, behind the last one %d", done, c.LastSeq)
	}
	var failed error
	err = c.entriesAfter(done, func(seq uint64, e *entry) {
		if seq <= done || e.move || failed != nil {
			return
		}
		period := periodOf(e.received)
		_, written, err := get(c.snap, appendDedupeKey(nil, period, e.key))
		if failed = err; err == nil && !written {
			c.Dedupe++
			c.period(period).entries.add(c.dedupeFact(period, e.key, seq, e.received))
		}
	})
	return errors.Join(err, failed)
}

func (c *check) quarantine() error {
	var places, bodies sum
	var most uint64
	err := c.scan(famQuarantine, func(k, v []byte) error {
		ws, id, err := parseItemKey(k)
		var q Quarantined
		if err == nil {
			err = readQuarantined(&q, v)
		}
		if err != nil {
			c.Problem("quarantine entry %x: %v", k, err)
			return nil
		}
		most = max(most, id)
		c.Quarantined++
		places.add(k[1:])
		row := c.want(ledgerKey{ws, q.Source, hourOf(q.At)})
		row.Rejected++
		row.reject(q.Reason, 1)
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.scan(famRaw, func(k, _ []byte) error { bodies.add(k[1:]); return nil }); err != nil {
		return err
	}
	if places != bodies {
		c.Problem("quarantine has %d items and %d bodies, or not of the same ones", places.n, bodies.n)
	}
	v, ok, err := get(c.snap, keyQuarantine)
	if err != nil {
		return err
	}
	if n, _ := binary.Uvarint(v); ok && n < most || !ok && most > 0 {
		c.Problem("quarantine has number %d, and the last one given out is %d", most, n)
	}
	return nil
}

// ledger compares each row with the events and quarantined items that it counts.
func (c *check) ledger() error {
	err := c.scan(famLedger, func(k, v []byte) error {
		key, err := parseLedgerKey(k)
		var row Counts
		if err == nil {
			row, err = readCounts(v)
		}
		if err != nil {
			c.Problem("ledger row %x: %v", k, err)
			return nil
		}
		c.Ledger.Add(row)
		c.row(key, row)
		delete(c.expect, key)
		return nil
	})
	for k, want := range c.expect {
		c.Problem("workspace %d, source %d, hour %d: no ledger row for %d stored and %d rejected", k.ws, k.source, k.hour, want.Stored, want.Rejected)
	}
	return err
}

func (c *check) row(k ledgerKey, row Counts) {
	name := fmt.Sprintf("workspace %d, source %d, hour %d", k.ws, k.source, k.hour)
	if row.Received != row.Stored+row.Duplicate+row.Rejected {
		c.Problem("%s: the ledger does not add up: %s", name, row)
	}
	want := c.want(k)
	if row.Stored != want.Stored {
		c.Problem("%s: the ledger says %d stored, and %d are", name, row.Stored, want.Stored)
	}
	if row.Rejected != want.Rejected {
		c.Problem("%s: the ledger says %d rejected, and %d are in quarantine", name, row.Rejected, want.Rejected)
	}
	for reason, n := range row.Reasons {
		if want.Reasons[reason] != n {
			c.Problem("%s: the ledger says %d rejected for %s, and %d are in quarantine", name, n, reason, want.Reasons[reason])
		}
	}
}

func (c *check) cursors() error {
	err := c.scan(famPerson, func(k, v []byte) error {
		c.Subjects++
		if _, _, err := parsePerson(v); err != nil || len(k) != personKeyLen {
			c.Problem("person row %x: %v", k, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.scan(famCursor, func(k, v []byte) error {
		if len(v) != 9 || v[0] != valueVersion {
			c.Problem("cursor %q: %v", k[1:], unknownFormat("value", v))
		} else if seq := binary.BigEndian.Uint64(v[1:]); seq > c.LastSeq {
			c.Problem("cursor %q stands at %d, behind the last change %d", k[1:], seq, c.LastSeq)
		}
		return nil
	})
}
