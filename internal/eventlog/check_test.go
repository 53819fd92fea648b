package eventlog

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"jejak/internal/event"
)

// damaged makes a log with something in every family, changes one thing in it behind its back, and checks it.
func damaged(t *testing.T, change func(db *pebble.DB) error) *Report {
	t.Helper()
	fs := vfs.NewMem()
	o := options(fs)
	o.DedupeRun = 400 // so that some are keys, and some only in the feed
	l := open(t, o)
	put(t, l, 0, 400)
	put(t, l, 400, 200)
	err := l.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.Move(1, subjectOf(3), event.Person(subjectOf(3)), event.Person(subjectOf(1)))
		_, err2 := tx.Quarantine(1, Quarantined{Source: 7, At: noon, Reason: "no_ids", Raw: []byte("raw")})
		return errors.Join(err, err2,
			tx.Count(1, 7, noon, Counts{Received: 2, Rejected: 1, Duplicate: 1, Reasons: map[string]uint64{"no_ids": 1}}))
	})
	if err := errors.Join(err, l.SetCursor("trail", 600)); err != nil {
		t.Fatal(err)
	}
	clean(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	behind(t, fs, change)
	l = open(t, options(fs))
	r, err := l.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// behind changes a store behind the log's back.
func behind(t *testing.T, fs vfs.FS, change func(*pebble.DB) error) {
	t.Helper()
	db, err := pebble.Open("log", &pebble.Options{FS: fs, FormatMajorVersion: pebble.FormatValueSeparation, Logger: pebbleLog{slog.New(slog.DiscardHandler), nil}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(change(db), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// first is the first key of a family, with its value.
func first(db *pebble.DB, family byte) (k, v []byte, err error) {
	it, err := db.NewIter(&pebble.IterOptions{LowerBound: []byte{family}, UpperBound: []byte{family + 1}})
	if err != nil {
		return nil, nil, err
	}
	defer it.Close()
	if !it.First() {
		return nil, nil, errors.Join(it.Error(), errors.New("nothing there"))
	}
	v, err = it.ValueAndErr()
	return append([]byte(nil), it.Key()...), append([]byte(nil), v...), err
}

func TestCheckFindsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, family := range []byte{famDedupe, famEvent, famFeed, famLedger, famPerson, famQuarantine, famRaw} {
		t.Run(string(family), func(t *testing.T) {
			t.Parallel()
			r := damaged(t, func(db *pebble.DB) error {
				k, _, err := first(db, family)
				if err != nil {
					return err
				}
				return db.Delete(k, pebble.Sync)
			})
			if r.OK() {
				t.Fatal("nothing was found")
			}
		})
	}
}

func TestCheckFindsWhatWasChanged(t *testing.T) {
	t.Parallel()
	set := func(family byte, change func(k, v []byte) (newKey, newValue []byte)) func(*pebble.DB) error {
		return func(db *pebble.DB) error {
			k, v, err := first(db, family)
			if err != nil {
				return err
			}
			k, v = change(k, v)
			return db.Set(k, v, pebble.Sync)
		}
	}
	flip := func(at int) func(k, v []byte) ([]byte, []byte) {
		return func(k, v []byte) ([]byte, []byte) { v[at] ^= 1; return k, v }
	}
	tests := map[string]struct {
		change func(*pebble.DB) error
		want   string
	}{
		"an event too many": {set(famEvent, func(k, v []byte) ([]byte, []byte) { k[36] ^= 0x40; return k, v }), "events"},
		"an event's source": {set(famEvent, flip(3)), "ledger"},
		"a dedupe entry":    {set(famDedupe, flip(1)), "dedupe"},
		"a person":          {set(famPerson, flip(5)), "person"},
		"the ledger":        {set(famLedger, flip(1)), "add up"},
		"a cursor": {set(famCursor, func(k, _ []byte) ([]byte, []byte) {
			return k, binary.BigEndian.AppendUint64([]byte{valueVersion}, 9999)
		}), "cursor"},
		"a newer feed":   {set(famFeed, flip(0)), "feed chunk"},
		"a strange key":  {func(db *pebble.DB) error { return db.Set([]byte("zzz"), nil, pebble.Sync) }, "family"},
		"a move of hers": {set(famFeed, func(k, v []byte) ([]byte, []byte) { v[len(v)-20] ^= 1; return k, v }), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if r := damaged(t, tt.change); r.OK() || !strings.Contains(r.String(), tt.want) {
				t.Fatalf("wanted something about %q:\n%s", tt.want, r)
			}
		})
	}
}
