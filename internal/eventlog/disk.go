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

// guardFS stands between Pebble and the disk, because Pebble ends the process where its log or manifest cannot be written.
//
// A write that finds no room, or a folder that has become read-only, waits here and is tried again. While it waits, stalled is
// set and the log refuses new work.
//
// After any other failure the guard is poisoned and the handle given up: from then on nothing reaches the disk, which stays as a
// crash at that moment would leave it, until the log closes the handle and opens the folder anew. Until then Pebble is made to
// believe that its log is written (nobody is told so: see finish), and cannot make new tables, so that it keeps what it has in
// memory and goes on reading.
type guardFS struct {
	vfs.FS
	retry    time.Duration
	patient  atomic.Bool  // whether writes wait; they do once the store is open
	stalled  atomic.Int32 // writes waiting
	reason   atomic.Pointer[error]
	poisoned atomic.Bool
	fail     func(error)   // gives the whole handle up
	stop     chan struct{} // closed when waiting for room has to end
	stopOnce sync.Once
	closed   chan struct{} // closed when the handle is being closed
}

var errPoisoned = errors.New("writing stopped after an earlier failure of the disk")

func newGuardFS(inner vfs.FS, retry time.Duration, fail func(error)) *guardFS {
	return &guardFS{FS: inner, retry: retry, fail: fail, stop: make(chan struct{}), closed: make(chan struct{})}
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
	reason := err
	g.reason.Store(&reason)
	g.stalled.Add(1)
	defer g.stalled.Add(-1)
	for g.pause() {
		if err = op(); err == nil || !passing(err) {
			return err
		}
	}
	return err
}

// pause waits a while; false says that waiting has to end.
func (g *guardFS) pause() bool {
	timer := time.NewTimer(g.retry)
	defer timer.Stop()
	select {
	case <-g.stop:
		return false
	case <-timer.C:
		return true
	}
}

// kind is what a file is to Pebble, by its name.
type kind uint8

const (
	other kind = iota // manifest, markers, options
	table             // table or blob file: only the manifest makes it count
	wal
	folder
)

func kindOf(name string) kind {
	switch {
	case strings.HasSuffix(name, ".sst"), strings.HasSuffix(name, ".blob"):
		return table
	case strings.HasSuffix(name, ".log"):
		return wal
	}
	return other
}

// waiting tells why writes wait, nil if none does.
func (g *guardFS) waiting() error {
	if g.stalled.Load() == 0 {
		return nil
	}
	return *g.reason.Load()
}

func (g *guardFS) file(name string, open func() (vfs.File, error)) (vfs.File, error) {
	var f vfs.File
	err := g.try(func() (err error) {
		f, err = open()
		return err
	})
	k := kindOf(name)
	switch {
	case err == nil:
		return &guardFile{File: f, g: g, kind: k}, nil
	case !g.patient.Load():
		return nil, err
	}
	g.fail(err)
	if k == wal {
		return deadFile{}, nil
	}
	g.idle() // Pebble tries again at once, and for ever
	return nil, err
}

// idle holds up whoever would try again in vain, until the handle is closed.
func (g *guardFS) idle() {
	timer := time.NewTimer(g.retry)
	defer timer.Stop()
	select {
	case <-g.closed:
	case <-timer.C:
	}
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
	return &guardFile{File: f, g: g, kind: folder}, nil
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

// Remove removes nothing once the guard is poisoned: what Pebble holds for obsolete by then may be all there is.
func (g *guardFS) Remove(name string) error {
	if g.poisoned.Load() {
		return nil
	}
	return g.FS.Remove(name)
}

func (g *guardFS) Unwrap() vfs.FS { return g.FS }

type guardFile struct {
	vfs.File
	g    *guardFS
	kind kind
}

// settle gives the handle up after a failure, and hides it from Pebble but where a manifest would be written.
func (f *guardFile) settle(err error) error {
	if err == nil || !f.g.patient.Load() {
		return err
	}
	f.g.fail(err)
	if f.kind == other {
		return err
	}
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
	if f.g.poisoned.Load() {
		return nil
	}
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

// deadFile stands for a log that could not be made. It takes everything and keeps nothing.
type deadFile struct{}

func (deadFile) Close() error                           { return nil }
func (deadFile) Read([]byte) (int, error)               { return 0, io.EOF }
func (deadFile) ReadAt([]byte, int64) (int, error)      { return 0, io.EOF }
func (deadFile) Write(p []byte) (int, error)            { return len(p), nil }
func (deadFile) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }
func (deadFile) Preallocate(int64, int64) error         { return nil }
func (deadFile) Stat() (vfs.FileInfo, error)            { return deadInfo{}, nil }
func (deadFile) Sync() error                            { return nil }
func (deadFile) SyncTo(int64) (bool, error)             { return false, nil }
func (deadFile) SyncData() error                        { return nil }
func (deadFile) Prefetch(int64, int64) error            { return nil }
func (deadFile) Fd() uintptr                            { return vfs.InvalidFd }

type deadInfo struct{}

func (deadInfo) Name() string           { return "" }
func (deadInfo) Size() int64            { return 0 }
func (deadInfo) Mode() os.FileMode      { return 0 }
func (deadInfo) ModTime() time.Time     { return time.Time{} }
func (deadInfo) IsDir() bool            { return false }
func (deadInfo) Sys() any               { return nil }
func (deadInfo) DeviceID() vfs.DeviceID { return vfs.DeviceID{} }

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
