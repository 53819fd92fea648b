package identity

import (
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Options of a Resolver.
type Options struct {
	// Subjects and Devices are how many known subjects and anonymous ids are kept in memory; 0 is 262,144 each
	// (about 30 MB together when full).
	Subjects, Devices int
}

// Resolver gives each event its subject and person, and changes links. Its methods are called one at a time, in the
// order of change numbers, with a Tx each; only Clean and Rules may be called at any time. Where a transaction in
// which a method was called does not commit, Reset must follow before the next call.
type Resolver struct {
	rules   atomic.Pointer[map[event.Workspace]history]
	rulesMu sync.Mutex // of writers
	usual   history    // of workspaces that set no rules

	spaces   map[event.Workspace]*space
	subjects *cache[subjectKey, event.Person]
	devices  *cache[deviceKey, device]
	seeds    [2]maphash.Seed

	// Scratch of one Resolve.
	key, hash []byte
	epochs    []uint32 // of the event's anonymous ids
	fresh     []string // those of them never seen before
}

type subjectKey struct {
	ws      event.Workspace
	subject event.Subject
}

// space is what is known of a workspace in memory.
type space struct {
	counter
	types map[event.IDType]bool // those that searching knows of
}

// NewResolver reads the rules of all workspaces.
func NewResolver(v View, o Options) (*Resolver, error) {
	const usual = 1 << 18
	if o.Subjects == 0 {
		o.Subjects = usual
	}
	if o.Devices == 0 {
		o.Devices = usual
	}
	r := &Resolver{
		usual:    defaultHistory(),
		subjects: newCache[subjectKey, event.Person](o.Subjects),
		devices:  newCache[deviceKey, device](o.Devices),
		seeds:    [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
	}
	return r, r.Reset(v)
}

// Reset forgets all that is kept in memory, as a transaction that did not commit demands, and reads the rules again.
func (r *Resolver) Reset(v View) error {
	r.rulesMu.Lock()
	defer r.rulesMu.Unlock()
	rules, err := loadRules(v)
	if err != nil {
		return err
	}
	r.rules.Store(&rules)
	r.spaces = map[event.Workspace]*space{}
	r.subjects.clear()
	r.devices.clear()
	return nil
}

func (r *Resolver) rulesOf(ws event.Workspace) history {
	if h, ok := (*r.rules.Load())[ws]; ok {
		return h
	}
	return r.usual
}

// Rules are the workspace's rules in force. Safe for concurrent use.
func (r *Resolver) Rules(ws event.Workspace) Rules { return r.rulesOf(ws).current().Rules }

// SetRules changes the workspace's rules from the next event on. Faults: Invalid.
func (r *Resolver) SetRules(tx Tx, ws event.Workspace, rules Rules) error {
	if err := rules.Validate(); err != nil {
		return err
	}
	value, err := encodeRules(rules)
	if err != nil {
		return err
	}
	r.rulesMu.Lock()
	defer r.rulesMu.Unlock()
	h := r.rulesOf(ws)
	version := uint64(len(h))
	r.key = keyNumber(r.key, kindRules, ws, version)
	if err := tx.Set(r.key, value); err != nil {
		return err
	}
	all := maps.Clone(*r.rules.Load())
	all[ws] = append(slices.Clone(h), compile(rules, version))
	r.rules.Store(&all)
	return nil
}

// errNoIDs is the caller's mistake: an event without ids is rejected before it gets here.
var errNoIDs = errors.New("BUG: identity was asked about an event without ids")

// Resolve gives the event of change seq its subject and person. ids are what Clean returned, not empty. It keeps
// neither ids nor their strings.
func (r *Resolver) Resolve(tx Tx, ws event.Workspace, ids []event.ID, at event.Time, seq uint64) (Resolution, error) {
	for i := range ids {
		if ids[i].Type == PreviousID {
			var err error
			if ids, err = resolvePrevious(tx, ws, ids); err != nil {
				return Resolution{}, err
			}
			break
		}
	}
	if len(ids) == 0 {
		return Resolution{}, errNoIDs
	}
	if err := r.enter(tx, ws, ids); err != nil {
		return Resolution{}, err
	}
	rules := r.rulesOf(ws).current()
	r.hash = appendSubject(r.hash[:0], ids, r.epochs)
	res := Resolution{Subject: hash16(r.hash), IDs: ids}
	if p := r.subjects.get(subjectKey{ws, res.Subject}); p != nil {
		res.Person = *p
		return res, r.count(tx, ws, rules.step, res.Subject, res.Person, seq)
	}
	var record subjectRecord
	known := false
	if len(r.fresh) == 0 { // else it cannot be
		var err error
		if record, known, err = getSubject(tx, ws, res.Subject); err != nil {
			return res, err
		}
	}
	if known {
		res.Person = record.person
	} else {
		var err error
		res.New = true
		if res.Person, res.Moves, err = r.link(tx, ws, rules, res.Subject, nodesOf(ids, r.epochs), at, seq); err != nil {
			return res, err
		}
	}
	r.subjects.put(subjectKey{ws, res.Subject}, res.Person)
	return res, r.count(tx, ws, rules.step, res.Subject, res.Person, seq)
}

// space returns the workspace's numbers and id types.
func (r *Resolver) space(v View, ws event.Workspace) (*space, error) {
	if s := r.spaces[ws]; s != nil {
		return s, nil
	}
	s := &space{types: map[event.IDType]bool{}}
	r.key = key(r.key, kindCounter, ws)
	value, ok, err := v.Get(r.key)
	if err != nil {
		return nil, err
	}
	if ok {
		if s.counter, err = decodeCounter(value); err != nil {
			return nil, err
		}
	}
	types, err := typesOf(v, ws)
	if err != nil {
		return nil, err
	}
	for _, t := range types {
		s.types[t] = true
	}
	r.spaces[ws] = s
	return s, nil
}

func typesOf(v View, ws event.Workspace) (types []event.IDType, err error) {
	err = v.Scan(key(nil, kindType, ws), func(key, _ []byte) error {
		types = append(types, event.IDType(key[headLen:]))
		return nil
	})
	return types, err
}

// number gives out the next number of the workspace.
func (r *Resolver) number(tx Tx, ws event.Workspace, s *space) (uint64, error) {
	next := counter{s.last + 1, s.refused}
	r.key = key(r.key, kindCounter, ws)
	if err := tx.Set(r.key, next.encode()); err != nil {
		return 0, err
	}
	s.counter = next
	return next.last, nil
}

func getSubject(v View, ws event.Workspace, s event.Subject) (record subjectRecord, ok bool, err error) {
	value, ok, err := v.Get(keySubject(nil, ws, s))
	if err != nil || !ok {
		return record, false, err
	}
	record, err = decodeSubject(value)
	return record, err == nil, err
}

// mustSubject is getSubject of one that other records speak of.
func mustSubject(v View, ws event.Workspace, s event.Subject) (subjectRecord, error) {
	record, ok, err := getSubject(v, ws, s)
	if err == nil && !ok {
		err = fmt.Errorf("identity: subject %s is missing", s)
	}
	return record, err
}

func getPerson(v View, ws event.Workspace, p event.Person) (*personRecord, error) {
	value, ok, err := v.Get(keyPerson(nil, ws, p))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("identity: person %s is missing", p)
	}
	record, err := decodePerson(p, value)
	return &record, err
}

func getLink(v View, ws event.Workspace, number uint64) (l linkRecord, err error) {
	value, ok, err := v.Get(keyNumber(nil, kindLink, ws, number))
	if err != nil {
		return l, err
	}
	if !ok {
		return l, fmt.Errorf("identity: link %d is missing", number)
	}
	return decodeLink(value)
}

// findLink is getLink for a number that somebody gave. Faults: NotFound.
func findLink(v View, ws event.Workspace, number uint64) (l linkRecord, err error) {
	value, ok, err := v.Get(keyNumber(nil, kindLink, ws, number))
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "there is no link %d", number), "link_gone")
	}
	if err != nil {
		return l, err
	}
	return decodeLink(value)
}

// personOfNode is the person that uses an id. seen says that some subject carries it at all.
func personOfNode(v View, ws event.Workspace, n node) (p event.Person, seen bool, err error) {
	value, ok, err := v.Get(keyID(nil, ws, n))
	if err != nil || !ok {
		return p, false, err
	}
	p, err = decodeID(value)
	return p, err == nil, err
}
