// Package identity decides which subjects are one person, says why, and takes it back exactly.
//
// Events name ids; the exact set of ids of an event is its subject. A link is an append-only fact that ties a subject to
// some of its ids, and a person is a connected component of the graph of subjects and ids over the links in force.
// docs/identity.md gives the rules, docs/formats/identity.md the keys and values.
package identity

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"jejak/internal/event"
)

// View reads the key space of this package. Keys are as this package makes them: whoever implements it puts a prefix
// in front on the way in and takes it off again on the way out.
type View interface {
	// Get returns the value of key. It is read before the next call and not kept.
	Get(key []byte) (value []byte, ok bool, err error)
	// Scan calls fn for each key that begins with prefix, in order, until fn returns an error, which Scan returns
	// unchanged. key and value are valid during the call only. fn does not call the View or Tx.
	Scan(prefix []byte, fn func(key, value []byte) error) error
}

// Tx is one write transaction: it sees its own writes. Nothing passed to Set or Delete may be kept after they return.
type Tx interface {
	View
	Set(key, value []byte) error
	Delete(key []byte) error
}

// PreviousID is the type under which an alias call hands in its previousId. Resolve turns it into a user_id where the
// workspace knows it as one, else into an anonymous_id; it is never stored.
const PreviousID event.IDType = "previous_id"

// Move is a subject that belongs to another person than before.
type Move struct {
	Subject event.Subject
	From    event.Person
	To      event.Person
}

// Resolution says whose an event is.
type Resolution struct {
	Subject event.Subject
	Person  event.Person
	// IDs are the ids to store with the event: the slice given to Resolve, but for an alias call.
	IDs []event.ID
	// Moves are the older subjects whose person the event changed, oldest first. Nil for nearly every event.
	Moves []Move
	// New says that the subject was not seen before.
	New bool
}

// node is an id as identity sees it: an anonymous id of another epoch is another id.
type node struct {
	event.ID
	epoch uint32 // of an anonymous_id, else 0
}

// hash16 is the first half of SHA-256. It is durable, and ids come from strangers, so nothing weaker will do.
func hash16(b []byte) (h [16]byte) {
	sum := sha256.Sum256(b)
	copy(h[:], sum[:])
	return h
}

// subjectVersion is hashed in front of a subject's ids. Another layout needs another number.
const subjectVersion = 1

// SubjectOf names the subject of sorted, distinct ids. epochs are those of the anonymous ids, in order; missing ones are 0.
func SubjectOf(ids []event.ID, epochs ...uint32) event.Subject {
	var buf [256]byte
	return event.Subject(hash16(appendSubject(buf[:0], ids, epochs)))
}

func appendSubject(buf []byte, ids []event.ID, epochs []uint32) []byte {
	buf = append(buf, subjectVersion)
	for _, id := range ids {
		var epoch uint32
		if id.Type == event.AnonymousID && len(epochs) > 0 {
			epoch, epochs = epochs[0], epochs[1:]
		}
		buf = appendNode(buf, node{id, epoch})
	}
	return buf
}

// appendNode writes a node so that no two sequences of nodes are written alike.
func appendNode(buf []byte, n node) []byte {
	buf = append(binary.AppendUvarint(buf, uint64(len(n.Type))), n.Type...)
	buf = append(binary.AppendUvarint(buf, uint64(len(n.Value))), n.Value...)
	if n.Type == event.AnonymousID {
		buf = binary.BigEndian.AppendUint32(buf, n.epoch)
	}
	return buf
}

// nodesOf pairs sorted ids with the epochs of the anonymous ones.
func nodesOf(ids []event.ID, epochs []uint32) []node {
	nodes := make([]node, len(ids))
	for i, id := range ids {
		nodes[i].ID = id
		if id.Type == event.AnonymousID {
			nodes[i].epoch, epochs = epochs[0], epochs[1:]
		}
	}
	return nodes
}

// errStop ends a Scan early.
var errStop = errors.New("identity: stop")

// AliasIDs turns the ids of an alias call into ids of a person: previousID is a user_id where the workspace knows it as
// one, else an anonymous_id. Resolve does this by itself for an id of type PreviousID.
func AliasIDs(v View, ws event.Workspace, userID, previousID string) ([]event.ID, error) {
	return resolvePrevious(v, ws, []event.ID{{Type: event.UserID, Value: userID}, {Type: PreviousID, Value: previousID}})
}

func resolvePrevious(v View, ws event.Workspace, given []event.ID) ([]event.ID, error) {
	ids := slices.Clone(given)
	for i := range ids {
		if ids[i].Type != PreviousID {
			continue
		}
		ids[i].Type = event.UserID
		_, known, err := v.Get(keyID(nil, ws, node{ID: ids[i]}))
		if err != nil {
			return nil, err
		}
		if !known {
			ids[i].Type = event.AnonymousID
		}
	}
	slices.SortFunc(ids, event.ID.Compare)
	return slices.Compact(ids), nil
}
