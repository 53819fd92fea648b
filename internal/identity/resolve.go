package identity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"jejak/internal/event"
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
	devices  *cache[deviceKey, epochRecord]

	key, hash []byte // scratch
	epochs    []uint32
}

type subjectKey struct {
	ws      event.Workspace
	subject event.Subject
}

type deviceKey struct {
	ws        event.Workspace
	anonymous string
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
		devices:  newCache[deviceKey, epochRecord](o.Devices),
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
	record, known, err := getSubject(tx, ws, res.Subject)
	if err != nil {
		return res, err
	}
	if known {
		res.Person = record.person
	} else {
		res.New = true
		if res.Person, res.Moves, err = r.link(tx, ws, rules, res.Subject, nodesOf(ids, r.epochs), at, seq); err != nil {
			return res, err
		}
	}
	r.subjects.put(subjectKey{ws, res.Subject}, res.Person)
	return res, r.count(tx, ws, rules.step, res.Subject, res.Person, seq)
}

// enter leaves in r.epochs the epoch of each anonymous id, after the event has had its say: where a device carries
// another user than the present epoch is bound to, it enters that user's epoch, or a new one. Nothing but the row of
// events counts here, so links and revocations never change it.
func (r *Resolver) enter(tx Tx, ws event.Workspace, ids []event.ID) error {
	r.epochs = r.epochs[:0]
	users := idsOf(ids, event.UserID)
	for _, id := range ids {
		if id.Type != event.AnonymousID {
			continue
		}
		device, err := r.device(tx, ws, id.Value)
		if err != nil {
			return err
		}
		if len(users) > 0 && !slices.ContainsFunc(users, func(u event.ID) bool { return u.Value == device.user }) {
			if err := r.switchUser(tx, ws, id.Value, device, users); err != nil {
				return err
			}
		}
		r.epochs = append(r.epochs, device.current)
	}
	return nil
}

// idsOf is the run of ids of a type in sorted ids.
func idsOf(ids []event.ID, t event.IDType) []event.ID {
	for i := range ids {
		if ids[i].Type == t {
			end := i + 1
			for end < len(ids) && ids[end].Type == t {
				end++
			}
			return ids[i:end]
		}
	}
	return nil
}

// device returns where an anonymous id stands, to be changed in place.
func (r *Resolver) device(tx Tx, ws event.Workspace, anonymous string) (*epochRecord, error) {
	if e := r.devices.get(deviceKey{ws, anonymous}); e != nil {
		return e, nil
	}
	r.key = keyEpoch(r.key, ws, anonymous)
	value, ok, err := tx.Get(r.key)
	if err != nil {
		return nil, err
	}
	e := epochRecord{next: 1} // a device that no user was seen on yet
	if ok {
		if e, err = decodeEpoch(value); err != nil {
			return nil, err
		}
	}
	k := deviceKey{ws, strings.Clone(anonymous)}
	r.devices.put(k, e)
	return r.devices.get(k), nil
}

// switchUser puts the device into the epoch of the first of users that it knows, else into a new one bound to users[0].
// An epoch that has no user yet is bound instead: what was done before the sign-in belongs to who signed in.
func (r *Resolver) switchUser(tx Tx, ws event.Workspace, anonymous string, device *epochRecord, users []event.ID) error {
	found := false
	for _, u := range users {
		if device.user == "" {
			break
		}
		r.key = keyBound(r.key, ws, anonymous, u.Value)
		value, ok, err := tx.Get(r.key)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		epoch, err := decodeBound(value)
		if err != nil {
			return err
		}
		device.current, device.user, found = epoch, strings.Clone(u.Value), true
		break
	}
	if !found {
		if device.user != "" {
			device.current = device.next
			device.next++
		}
		device.user = strings.Clone(users[0].Value)
		r.key = keyBound(r.key, ws, anonymous, device.user)
		if err := tx.Set(r.key, encodeBound(device.current)); err != nil {
			return err
		}
	}
	r.key = keyEpoch(r.key, ws, anonymous)
	return tx.Set(r.key, device.encode())
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
	s.last++
	r.key = key(r.key, kindCounter, ws)
	return s.last, tx.Set(r.key, s.encode())
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

// personOfNode is the person that uses an id. seen says that some subject carries it at all.
func personOfNode(v View, ws event.Workspace, n node) (p event.Person, seen bool, err error) {
	value, ok, err := v.Get(keyID(nil, ws, n))
	if err != nil || !ok {
		return p, false, err
	}
	p, err = decodeID(value)
	return p, err == nil, err
}
