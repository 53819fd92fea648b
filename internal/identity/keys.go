package identity

import (
	"bytes"
	"encoding/binary"

	"jejak/internal/event"
)

// The kinds of key. Each key is its kind, the workspace in four bytes, and what follows here; docs/formats/identity.md
// describes the values. Node hashes keep scans exact: no id's key is the beginning of another's.
const (
	kindEpoch    = 'A' // hash of an anonymous id -> its present epoch
	kindBound    = 'B' // hash of an anonymous id and a user id -> the epoch that belongs to them
	kindPair     = 'D' // hash of two nodes -> the review that asks about them
	kindEdge     = 'E' // node hash, subject -> whether the subject uses the id or set it aside
	kindID       = 'I' // type and value (and epoch) of an id -> its person
	kindDecision = 'J' // change, place among those before it -> what people decided
	kindFact     = 'K' // subject, number -> a later link or a review of the subject
	kindLink     = 'L' // number -> link
	kindMember   = 'M' // person, subject -> nothing
	kindCounter  = 'N' // -> numbers given out
	kindPerson   = 'P' // person -> what it holds
	kindRules    = 'R' // version -> rules
	kindSubject  = 'S' // subject -> its links and person
	kindReview   = 'V' // number -> review
	kindRevoked  = 'X' // number of a link -> when and by whom it was revoked
	kindType     = 'Y' // id type -> nothing
	kindSize     = 'Z' // subject -> its counted events
)

func key(buf []byte, kind byte, ws event.Workspace) []byte {
	return binary.BigEndian.AppendUint32(append(buf[:0], kind), uint32(ws))
}

func workspaceOf(key []byte) event.Workspace {
	return event.Workspace(binary.BigEndian.Uint32(key[1:]))
}

// headLen is the length of kind and workspace.
const headLen = 5

func keyNumber(buf []byte, kind byte, ws event.Workspace, n uint64) []byte {
	return binary.BigEndian.AppendUint64(key(buf, kind, ws), n)
}

func key16(buf []byte, kind byte, ws event.Workspace, name [16]byte) []byte {
	return append(key(buf, kind, ws), name[:]...)
}

func keySubject(buf []byte, ws event.Workspace, s event.Subject) []byte {
	return key16(buf, kindSubject, ws, s)
}

func keyPerson(buf []byte, ws event.Workspace, p event.Person) []byte {
	return key16(buf, kindPerson, ws, p)
}

func keyMember(buf []byte, ws event.Workspace, p event.Person, s event.Subject) []byte {
	return append(key16(buf, kindMember, ws, p), s[:]...)
}

func keyEdge(buf []byte, ws event.Workspace, n node, s event.Subject) []byte {
	return append(keyEdges(buf, ws, n), s[:]...)
}

func keyEdges(buf []byte, ws event.Workspace, n node) []byte {
	return key16(buf, kindEdge, ws, n.hash())
}

func keyFact(buf []byte, ws event.Workspace, s event.Subject, number uint64) []byte {
	return binary.BigEndian.AppendUint64(key16(buf, kindFact, ws, s), number)
}

// keyID keeps the value readable and last, so that people can be searched by the beginning of an id.
func keyID(buf []byte, ws event.Workspace, n node) []byte {
	buf = append(keyIDs(buf, ws, n.Type), n.Value...)
	if n.Type == event.AnonymousID {
		buf = binary.BigEndian.AppendUint32(buf, n.epoch)
	}
	return buf
}

func keyIDs(buf []byte, ws event.Workspace, t event.IDType) []byte {
	return append(append(key(buf, kindID, ws), byte(len(t))), t...)
}

// nodeOfKey reads the node out of a key made by keyID.
func nodeOfKey(key []byte) (n node, ok bool) {
	if len(key) <= headLen {
		return n, false
	}
	rest := key[headLen+1:]
	if len(rest) < int(key[headLen]) {
		return n, false
	}
	n.Type, rest = event.IDType(rest[:key[headLen]]), rest[key[headLen]:]
	if n.Type == event.AnonymousID {
		if len(rest) < 4 {
			return n, false
		}
		n.epoch = binary.BigEndian.Uint32(rest[len(rest)-4:])
		rest = rest[:len(rest)-4]
	}
	n.Value = string(rest)
	return n, true
}

func keyEpoch(buf []byte, ws event.Workspace, anonymous string) []byte {
	return key16(buf, kindEpoch, ws, hash16([]byte(anonymous)))
}

func keyBound(buf []byte, ws event.Workspace, anonymous, user string) []byte {
	b := append(binary.AppendUvarint(nil, uint64(len(anonymous))), anonymous...)
	return key16(buf, kindBound, ws, hash16(append(b, user...)))
}

func keyPair(buf []byte, ws event.Workspace, p pair) []byte {
	return key16(buf, kindPair, ws, p.hash())
}

func keyType(buf []byte, ws event.Workspace, t event.IDType) []byte {
	return append(key(buf, kindType, ws), t...)
}

func (n node) hash() [16]byte {
	var buf [128]byte
	return hash16(appendNode(buf[:0], n))
}

// pair is what a review asks about: may the person of keep take in what join belongs to?
type pair struct{ keep, join node }

// hash is the same both ways round: other priorities must not ask a decided question again.
func (p pair) hash() [16]byte {
	var abuf, bbuf [128]byte
	a, b := appendNode(abuf[:0], p.keep), appendNode(bbuf[:0], p.join)
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	return hash16(append(a, b...))
}

// numberOfKey is the number at the end of a key.
func numberOfKey(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }
