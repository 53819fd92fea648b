package eventlog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
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

// TestFiltersAreKeptForTheNextStart: what a stop keeps is what the start has, and only that start, and only if it is whole.
func TestFiltersAreKeptForTheNextStart(t *testing.T) {
	t.Parallel()
	fs, ctx := vfs.NewMem(), context.Background()
	o := options(fs)
	o.MemTableBytes = 16 << 20
	const keys = filterWorth
	key := func(n int) []byte { return fmt.Appendf(nil, "key-%d", n) }
	stopped := func(l *Log, first, n int) {
		t.Helper()
		put(t, l, first, 10)
		err := l.Update(ctx, func(tx *Tx) error {
			for i := first; i < first+n; i++ {
				if err := tx.Set(key(i), nil); err != nil {
					return err
				}
			}
			return nil
		})
		if err = errors.Join(err, l.Close()); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() (found bool) {
		_, err := fs.Stat("log/" + filterFile)
		return err == nil
	}
	stopped(open(t, o), 0, keys)
	if !kept() {
		t.Fatal("nothing was kept")
	}
	l := open(t, o)
	if kept() {
		t.Error("a start leaves the file for another one")
	}
	if !l.w.filter.ready || !l.w.named.ready {
		t.Fatal("the filters have to be made again")
	}
	for i := range 10 {
		if !l.w.filter.mayHave(KeyOf(7, draft(i).MessageID)) {
			t.Errorf("message %d passes for new", i)
		}
	}
	for i := range keys {
		if !l.w.named.mayHave(keyID(identityKey(key(i)))) {
			t.Fatalf("key %d passes for new", i)
		}
	}
	stopped(l, keys, 10)

	for name, spoil := range map[string]func(b []byte) []byte{
		"changed": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"short":   func(b []byte) []byte { return b[:len(b)-9] },
		"another": func(b []byte) []byte { b[5] ^= 1; return b },
		"newer":   func(b []byte) []byte { b[0]++; return b },
	} {
		rewrite(t, fs, "log/"+filterFile, spoil)
		l := open(t, o)
		if !l.w.named.mayHave(keyID(identityKey(key(keys)))) {
			t.Errorf("%s: a key passes for new", name)
		}
		for ready := false; !ready; { // a stop before that keeps nothing
			l.w.named.mu.Lock()
			ready = l.w.named.ready
			l.w.named.mu.Unlock()
			runtime.Gosched()
		}
		for ready := false; !ready; {
			l.w.filter.mu.Lock()
			ready = l.w.filter.ready
			l.w.filter.mu.Unlock()
			runtime.Gosched()
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// rewrite changes a file.
func rewrite(t *testing.T, fs vfs.FS, name string, change func([]byte) []byte) {
	t.Helper()
	f, err := fs.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if f, err = fs.Create(name, vfs.WriteCategoryUnspecified); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(change(b)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
}
