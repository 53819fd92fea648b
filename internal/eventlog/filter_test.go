package eventlog

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// TestKeysOfIdentityAreFound is about what the filter must never hide: what was written in the same call, in a call that failed,
// before the log was opened, while what is there is still being read, and after.
func TestKeysOfIdentityAreFound(t *testing.T) {
	t.Parallel()
	const keys = 1000
	fs, ctx := vfs.NewMem(), context.Background()
	key := func(n int) []byte { return fmt.Appendf(nil, "key-%d", n) }
	look := func(tx *Tx, n int, want bool) error {
		v, ok, err := tx.Get(key(n))
		if err != nil || ok != want || ok && string(v) != fmt.Sprint(n) {
			t.Errorf("key %d: %q, %v, %v; want %v", n, v, ok, err, want)
		}
		return nil
	}
	l := open(t, options(fs))
	failed := errors.New("no")
	write := func(tx *Tx) error {
		for n := range keys {
			if err := errors.Join(look(tx, n, false), tx.Set(key(n), fmt.Append(nil, n)), look(tx, n, true)); err != nil {
				return err
			}
		}
		return nil
	}
	if err := l.Update(ctx, func(tx *Tx) error { return errors.Join(write(tx), failed) }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if err := l.Update(ctx, write); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = open(t, options(fs))
	for ready := false; !ready; {
		err := l.Update(ctx, func(tx *Tx) error {
			tx.l.w.named.mu.Lock()
			ready = tx.l.w.named.ready
			tx.l.w.named.mu.Unlock()
			for n := range keys {
				if err := look(tx, n, true); err != nil {
					return err
				}
			}
			return look(tx, keys, false)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAKeyThatIsWrittenAgainTakesNoRoom: counters of identity are written with every link, and would else fill the filter.
func TestAKeyThatIsWrittenAgainTakesNoRoom(t *testing.T) {
	t.Parallel()
	var f filter
	for n := range 10 {
		for range 1000 {
			f.add(keyID([]byte{byte(n)}))
		}
	}
	if used := filterFirst - f.parts[0].left; used != 10 {
		t.Errorf("10 keys take the room of %d", used)
	}
}
