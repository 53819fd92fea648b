package eventlog

import (
	"context"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// knownAgain counts the first n drafts that a log takes for duplicates.
func knownAgain(t *testing.T, l *Log, n int) (known int) {
	t.Helper()
	err := l.Update(context.Background(), func(tx *Tx) error {
		known = 0
		for i := range n {
			duplicate, err := tx.Duplicate(KeyOf(7, draft(i).MessageID), noon)
			if err != nil {
				return err
			}
			if duplicate {
				known++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func keys(t *testing.T, l *Log, family byte) (n int) {
	t.Helper()
	if err := l.read(func(h *handle) error {
		return h.scan([]byte{family}, func(*pebble.Iterator) error { n++; return nil })
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestMessageIdsAreKnownWhereverTheirEntriesAre looks at every split of the entries between store and feed, before and after a
// stop, and after a crash that loses what was not synced.
func TestMessageIdsAreKnownWhereverTheirEntriesAre(t *testing.T) {
	t.Parallel()
	const events = 1000
	for _, run := range []int{1, 90, 700, 5000} {
		fs := vfs.NewCrashableMem()
		o := options(fs)
		o.DedupeRun = run
		l := open(t, o)
		for i := 0; i < events; i += 50 {
			put(t, l, i, 50)
			if got := knownAgain(t, l, events); got != i+50 {
				t.Fatalf("runs of %d: %d of %d are known", run, got, i+50)
			}
		}
		clean(t, l)
		crashed := fs.CrashClone(vfs.CrashCloneCfg{})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		for name, o := range map[string]Options{"stopped": o, "crashed": options(crashed)} {
			l := open(t, o)
			if got := knownAgain(t, l, events+1); got != events {
				t.Fatalf("runs of %d, %s: %d of %d are known", run, name, got, events)
			}
			if r := clean(t, l); r.Dedupe != events {
				t.Errorf("runs of %d, %s: %d messageIds are known to the check", run, name, r.Dedupe)
			}
			if n := keys(t, l, famDedupe); name == "stopped" && (n > events || run < events/2 && n == 0) {
				t.Errorf("runs of %d: %d entries are keys", run, n)
			}
		}
	}
}

// TestAStoreOfFormat1IsTakenOver makes one as it was: every dedupe entry a key, none in the feed, no place of theirs.
func TestAStoreOfFormat1IsTakenOver(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	l := open(t, options(fs))
	put(t, l, 0, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	behind(t, fs, func(db *pebble.DB) error { return toFormat1(db) })
	for _, readOnly := range []bool{true, false} {
		o := options(fs)
		o.ReadOnly = readOnly
		l := open(t, o)
		clean(t, l)
		if !readOnly {
			put(t, l, 300, 100)
			if got := knownAgain(t, l, 500); got != 400 {
				t.Errorf("%d of 400 are known", got)
			}
			clean(t, l)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	behind(t, fs, func(db *pebble.DB) error {
		v, _, err := get(db, keyFormat)
		if n, _ := binary.Uvarint(v); n != formatVersion {
			t.Errorf("the format is still %d", n)
		}
		return err
	})
}

// toFormat1 writes a store back to what format 1 was.
func toFormat1(db *pebble.DB) error {
	b := db.NewBatch()
	var entries []entry
	it, err := db.NewIter(&pebble.IterOptions{LowerBound: []byte{famFeed}, UpperBound: []byte{famFeed + 1}})
	if err != nil {
		return err
	}
	for ok := it.First(); ok; ok = it.Next() {
		if entries, err = readChunk(entries[:0], it.Value()); err != nil {
			return err
		}
		if err := b.Set(it.Key(), appendChunk1(nil, entries), nil); err != nil {
			return err
		}
		for i, e := range entries {
			seq, period := binary.BigEndian.Uint64(it.Key()[1:])+uint64(i), periodOf(e.received)
			if err := b.Set(appendDedupeKey(nil, period, e.key), appendDedupe(nil, period, seq, e.received), nil); err != nil {
				return err
			}
		}
	}
	if err := it.Close(); err != nil {
		return err
	}
	if err := b.Delete(keyDeduped, nil); err != nil {
		return err
	}
	if err := b.Set(keyFormat, []byte{1}, nil); err != nil {
		return err
	}
	return b.Commit(pebble.Sync)
}

// appendChunk1 is a chunk of events of their own persons in one workspace, as version 1 had it.
func appendChunk1(dst []byte, entries []entry) []byte {
	dst = binary.AppendUvarint(append(dst, 1), uint64(len(entries)))
	var last int64
	for i, e := range entries {
		flags := byte(entryOwnPerson)
		if i > 0 {
			flags |= entrySameWs
		}
		dst = append(dst, flags)
		if i == 0 {
			dst = binary.AppendUvarint(dst, uint64(e.ws))
		}
		dst = slices.Concat(dst, e.subject[:])
		dst = binary.AppendVarint(dst, int64(e.time)-last)
		last = int64(e.time)
	}
	return dst
}
