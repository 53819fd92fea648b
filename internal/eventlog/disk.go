package eventlog

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// guardFS stands between Pebble and the disk. A write that finds no room, or a folder that has become read-only, waits here and
// is tried again: Pebble takes any failed write of its log or manifest as the end, and a full disk is not. While it waits,
// stalled is set and the log refuses new work. After a failure that waiting does not mend (an input/output error), the guard is
// poisoned: nothing is written through it any more, so that a half-written file is never written on.
type guardFS struct {
	vfs.FS
	retry    time.Duration
	patient  atomic.Bool  // whether writes wait; they do once the store is open
	stalled  atomic.Int32 // writes waiting
	reason   atomic.Pointer[error]
	poisoned atomic.Bool
	fail     func(error)   // gives the whole handle up
	stop     chan struct{} // closed when waiting has to end
	stopOnce sync.Once
}

var errPoisoned = errors.New("writing stopped after an earlier failure of the disk")

func newGuardFS(inner vfs.FS, retry time.Duration, fail func(error)) *guardFS {
	return &guardFS{FS: inner, retry: retry, fail: fail, stop: make(chan struct{})}
}

// release lets waiting writes fail, so that the store can close.
func (g *guardFS) release() { g.stopOnce.Do(func() { close(g.stop) }) }

func (g *guardFS) poison() {
	g.poisoned.Store(true)
	g.release()
}

// passing reports whether an error may go away by itself: no room, or mounted read-only for now.
func passing(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EROFS)
}

// try runs a write until it succeeds, fails for good, or the guard is released.
func (g *guardFS) try(op func() error) error {
	if g.poisoned.Load() {
		return errPoisoned
	}
	err := op()
	if err == nil || !passing(err) || !g.patient.Load() {
		return err
	}
	g.reason.Store(&err)
	g.stalled.Add(1)
	defer g.stalled.Add(-1)
	timer := time.NewTimer(g.retry)
	defer timer.Stop()
	for {
		select {
		case <-g.stop:
			return err
		case <-timer.C:
		}
		if err = op(); err == nil || !passing(err) {
			return err
		}
		timer.Reset(g.retry)
	}
}

// waiting tells why writes wait, nil if none does.
func (g *guardFS) waiting() error {
	if g.stalled.Load() == 0 {
		return nil
	}
	return *g.reason.Load()
}

func (g *guardFS) file(name string, open func() (vfs.File, error)) (f vfs.File, err error) {
	err = g.try(func() error {
		f, err = open()
		return err
	})
	if err != nil {
		return nil, err
	}
	return &guardFile{File: f, g: g, table: strings.HasSuffix(name, ".sst") || strings.HasSuffix(name, ".blob")}, nil
}

func (g *guardFS) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return g.file(name, func() (vfs.File, error) { return g.FS.Create(name, category) })
}

func (g *guardFS) OpenReadWrite(name string, category vfs.DiskWriteCategory, opts ...vfs.OpenOption) (vfs.File, error) {
	return g.file(name, func() (vfs.File, error) { return g.FS.OpenReadWrite(name, category, opts...) })
}

func (g *guardFS) ReuseForWrite(oldname, newname string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return g.file(newname, func() (vfs.File, error) { return g.FS.ReuseForWrite(oldname, newname, category) })
}

func (g *guardFS) OpenDir(name string) (vfs.File, error) {
	f, err := g.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return &guardFile{File: f, g: g}, nil
}

func (g *guardFS) Link(oldname, newname string) error {
	return g.try(func() error { return g.FS.Link(oldname, newname) })
}

func (g *guardFS) Rename(oldname, newname string) error {
	return g.try(func() error { return g.FS.Rename(oldname, newname) })
}

func (g *guardFS) MkdirAll(dir string, perm os.FileMode) error {
	return g.try(func() error { return g.FS.MkdirAll(dir, perm) })
}

func (g *guardFS) Remove(name string) error {
	if g.poisoned.Load() {
		return errPoisoned
	}
	return g.FS.Remove(name)
}

func (g *guardFS) Unwrap() vfs.FS { return g.FS }

type guardFile struct {
	vfs.File
	g     *guardFS
	table bool // a table or blob file: nothing but the manifest makes it count
}

// settle hides the failure of a table or blob file from Pebble, which panics where such a file cannot be finished, and gives the
// handle up instead: no manifest is written after that, so the file never counts.
func (f *guardFile) settle(err error) error {
	if err == nil || !f.table {
		return err
	}
	f.g.fail(err)
	return nil
}

func (f *guardFile) Write(p []byte) (int, error) {
	done := 0
	err := f.settle(f.g.try(func() error {
		n, err := f.File.Write(p[done:])
		done += n
		return err
	}))
	if err == nil {
		done = len(p)
	}
	return done, err
}

func (f *guardFile) WriteAt(p []byte, off int64) (int, error) {
	done := 0
	err := f.settle(f.g.try(func() error {
		n, err := f.File.WriteAt(p[done:], off+int64(done))
		done += n
		return err
	}))
	if err == nil {
		done = len(p)
	}
	return done, err
}

// Preallocate only saves time, so it never waits.
func (f *guardFile) Preallocate(offset, length int64) error {
	if err := f.File.Preallocate(offset, length); err != nil && !passing(err) {
		return f.settle(err)
	}
	return nil
}

// Sync is not tried again: what a failed sync has lost, a second one does not bring back.
func (f *guardFile) Sync() error { return f.settle(f.once(f.File.Sync)) }

func (f *guardFile) SyncData() error { return f.settle(f.once(f.File.SyncData)) }

func (f *guardFile) SyncTo(length int64) (full bool, err error) {
	err = f.once(func() error {
		full, err = f.File.SyncTo(length)
		return err
	})
	return full, f.settle(err)
}

func (f *guardFile) Close() error { return f.settle(f.File.Close()) }

func (f *guardFile) once(op func() error) error {
	if f.g.poisoned.Load() {
		return errPoisoned
	}
	return op()
}

// readOnlyFS lets Pebble open a folder in which it may not even make a lock file.
type readOnlyFS struct{ vfs.FS }

type noLock struct{}

func (noLock) Close() error { return nil }

func (readOnlyFS) Lock(string) (io.Closer, error) { return noLock{}, nil }

func (r readOnlyFS) Unwrap() vfs.FS { return r.FS }

// writable finds out whether files can be made in dir, by making one.
func writable(fsys vfs.FS, dir string) error {
	name := fsys.PathJoin(dir, "write-probe")
	f, err := fsys.Create(name, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), fsys.Remove(name))
}

// readOnly reports whether an error means that the folder may only be read.
func readOnly(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission)
}
