// Package eventlog is the durable source of truth: every event once, in a change feed and under its subject, with its dedupe
// entry, ledger, quarantine and identity facts committed together.
package eventlog

import (
	"encoding/binary"
	"fmt"

	"github.com/zeebo/xxh3"

	"jejak/internal/event"
)

// formatVersion is the format of the whole store, kept under keyFormat. It is bumped by a change of a key's layout or of what a
// family means; a newer store is refused. Values carry their own first byte, so a value can change without a new store format.
// docs/formats/eventlog.md describes both. A store of format 1, which has every dedupe entry as a key, becomes one of format 2 when
// it is opened for writing.
const formatVersion = 2

// valueVersion is the first byte of every value that this package writes, events excepted (they carry their own).
const valueVersion = 1

// chunkVersion is that of a feed chunk: since 2 it holds the dedupe keys of its events.
const chunkVersion = 2

// The key families, by the first byte of a key. They are durable.
const (
	famMeta       = 0x00
	famCursor     = 'c' // name -> seq
	famDedupe     = 'd' // period, hash of source and messageId -> seq, received
	famEvent      = 'e' // workspace, subject, time, seq -> event
	famFeed       = 'f' // first seq of a chunk -> the changes of the chunk
	famIdentity   = 'i' // belongs to identity
	famLedger     = 'l' // workspace, source, hour -> counts
	famPerson     = 'p' // workspace, subject -> person
	famQuarantine = 'q' // workspace, number -> what, when, why
	famRaw        = 'r' // workspace, number -> raw body of a quarantined item
)

var (
	keyFormat     = []byte("\x00format")
	keyQuarantine = []byte("\x00quarantine") // the last number given to a quarantined item
	keyDeduped    = []byte("\x00deduped")    // the change up to which every event has its dedupe entry as a key; those after have it in the feed
	keyFilters    = []byte("\x00filters")    // the name of the file of filters that the last stop left
	keyImported   = []byte("\x00imported")   // and workspace, name of an export -> how many of its rows are in
)

const (
	eventKeyLen  = 1 + 4 + 16 + 8 + 8
	dedupeKeyLen = 1 + 2 + 16
	personKeyLen = 1 + 4 + 16
	ledgerKeyLen = 1 + 4 + 4 + 4
	itemKeyLen   = 1 + 4 + 8
	feedKeyLen   = 1 + 8
)

// MessageKey stands for a (source, messageId) pair in the dedupe entries.
type MessageKey [16]byte

// KeyOf hashes a source and a messageId. 128 bits leave no chance of a meeting by accident; whoever makes one on purpose drops
// only an event of the same source, which the same messageId would have done as well.
func KeyOf(source event.Source, messageID string) MessageKey {
	h := xxh3.HashString128Seed(messageID, uint64(source))
	var k MessageKey
	binary.BigEndian.PutUint64(k[:8], h.Hi)
	binary.BigEndian.PutUint64(k[8:], h.Lo)
	return k
}

func appendEventKey(dst []byte, ws event.Workspace, s event.Subject, t event.Time, seq uint64) []byte {
	dst = append(dst, famEvent)
	dst = binary.BigEndian.AppendUint32(dst, uint32(ws))
	dst = append(dst, s[:]...)
	dst = binary.BigEndian.AppendUint64(dst, orderedTime(t))
	return binary.BigEndian.AppendUint64(dst, seq)
}

// orderedTime makes times before 1970 sort before those after it.
func orderedTime(t event.Time) uint64 { return uint64(t) ^ 1<<63 }

func timeOf(v uint64) event.Time { return event.Time(v ^ 1<<63) }

// eventPlace is what an event's key says.
type eventPlace struct {
	ws      event.Workspace
	subject event.Subject
	time    event.Time
	seq     uint64
}

func parseEventKey(k []byte) (p eventPlace, err error) {
	if len(k) != eventKeyLen {
		return p, fmt.Errorf("event key of %d bytes", len(k))
	}
	p.ws = event.Workspace(binary.BigEndian.Uint32(k[1:]))
	copy(p.subject[:], k[5:])
	p.time = timeOf(binary.BigEndian.Uint64(k[21:]))
	p.seq = binary.BigEndian.Uint64(k[29:])
	return p, nil
}

func appendDedupeKey(dst []byte, period uint16, k MessageKey) []byte {
	dst = append(dst, famDedupe)
	dst = binary.BigEndian.AppendUint16(dst, period)
	return append(dst, k[:]...)
}

func appendPersonKey(dst []byte, ws event.Workspace, s event.Subject) []byte {
	dst = append(dst, famPerson)
	dst = binary.BigEndian.AppendUint32(dst, uint32(ws))
	return append(dst, s[:]...)
}

func appendFeedKey(dst []byte, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, famFeed), seq)
}

func itemKey(family byte, ws event.Workspace, id uint64) []byte {
	dst := binary.BigEndian.AppendUint32([]byte{family}, uint32(ws))
	return binary.BigEndian.AppendUint64(dst, id)
}

func appendLedgerKey(dst []byte, k ledgerKey) []byte {
	dst = append(dst, famLedger)
	dst = binary.BigEndian.AppendUint32(dst, uint32(k.ws))
	dst = binary.BigEndian.AppendUint32(dst, uint32(k.source))
	return binary.BigEndian.AppendUint32(dst, k.hour)
}

func importedKey(ws event.Workspace, export string) []byte {
	return append(binary.BigEndian.AppendUint32(keyImported[:len(keyImported):len(keyImported)], uint32(ws)), export...)
}

func cursorKey(name string) []byte { return append([]byte{famCursor}, name...) }

// after is the first key behind all keys that start with prefix.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		end[i]++
		if end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}
