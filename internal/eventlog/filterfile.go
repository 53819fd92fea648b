package eventlog

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/zeebo/xxh3"
)

// A stop keeps the filters in a file beside the store, as to make them from their keys takes a start of a large store seconds of
// work. A file that is older than the store would have what is known pass for new: so file and store hold the same random name, and
// a start takes it out of the store before anything is written. docs/formats/eventlog.md has the layout.
const (
	filterFile    = "filters"
	filterVersion = 1
	filterWorth   = 1 << 12 // ids from which on a file is worth its while
	filterName    = 16      // bytes of the name
)

// saveFilters keeps the filters for the next start. Where it cannot, that start makes them from the keys.
func (l *Log) saveFilters(h *handle) {
	both := []*filter{l.w.filter, l.w.named}
	if h.readOnly || h.failed.Load() != nil || h.guard.waiting() != nil || !worthKeeping(both) {
		return
	}
	var name [filterName]byte
	rand.Read(name[:]) // never fails: crypto/rand ends the process first
	err := l.writeFilters(name[:], both)
	if err == nil {
		err = guarded(h, func() error { return h.db.Set(keyFilters, append([]byte{valueVersion}, name[:]...), pebble.Sync) })
	}
	if err != nil {
		l.o.Logger.Warn("event log: the next start takes longer", "error", err)
	}
}

func worthKeeping(all []*filter) bool {
	ids := 0
	for _, f := range all {
		if !f.ready {
			return false
		}
		for i := range f.parts {
			ids += filterFirst<<i - f.parts[i].left
		}
	}
	return ids >= filterWorth
}

func (l *Log) writeFilters(name []byte, all []*filter) error {
	file, err := l.o.FS.Create(l.o.FS.PathJoin(l.dir, filterFile), vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	sum := xxh3.New()
	w := bufio.NewWriterSize(io.MultiWriter(sum, file), 64<<10) // in this order: a vfs.File may change what it was given
	_, err = w.Write(append([]byte{filterVersion}, name...))
	for _, f := range all {
		err = errors.Join(err, f.writeTo(w))
	}
	err = errors.Join(err, w.Flush())
	if err == nil {
		_, err = file.Write(binary.LittleEndian.AppendUint64(nil, sum.Sum64()))
	}
	return errors.Join(err, file.Sync(), file.Close())
}

// writeTo writes whether the filter is full, how many parts it has, and of each the room left and its lines.
func (f *filter) writeTo(w *bufio.Writer) error {
	head := []byte{0, byte(len(f.parts))}
	if f.full {
		head[0] = 1
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, p := range f.parts {
		if _, err := w.Write(binary.LittleEndian.AppendUint64(w.AvailableBuffer(), uint64(p.left))); err != nil {
			return err
		}
		for i := range p.lines {
			line := w.AvailableBuffer()
			for _, word := range p.lines[i] {
				line = binary.LittleEndian.AppendUint64(line, word)
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadFilters takes the filters that the last stop kept, if nothing was written since; else they are empty, and not ready.
func (l *Log) loadFilters(h *handle) error {
	l.w.filter, l.w.named = new(filter), new(filter)
	if h.readOnly {
		return nil
	}
	name, ok, err := get(h.db, keyFilters)
	if err != nil || !ok {
		return err
	}
	messages, named, err := l.readFilters(name)
	if err == nil {
		l.w.filter, l.w.named = messages, named
	} else {
		l.o.Logger.Warn("event log: what is known is read again", "error", err)
	}
	if err := h.db.Delete(keyFilters, pebble.Sync); err != nil { // before anything is written
		return err
	}
	_ = l.o.FS.Remove(l.o.FS.PathJoin(l.dir, filterFile)) // the next stop would write over it
	return nil
}

var errFilters = errors.New("the file of filters is not of this store, or damaged")

func (l *Log) readFilters(name []byte) (messages, named *filter, err error) {
	file, err := l.o.FS.Open(l.o.FS.PathJoin(l.dir, filterFile))
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	sum := xxh3.New()
	r := bufio.NewReaderSize(file, 64<<10)
	in := io.TeeReader(r, sum)
	head := make([]byte, 1+filterName)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, nil, err
	}
	if head[0] != filterVersion || len(name) == 0 || !bytes.Equal(head[1:], name[1:]) {
		return nil, nil, errFilters
	}
	if messages, err = readFilter(in); err != nil {
		return nil, nil, err
	}
	if named, err = readFilter(in); err != nil {
		return nil, nil, err
	}
	var want [8]byte
	if _, err := io.ReadFull(r, want[:]); err != nil {
		return nil, nil, err
	}
	if binary.LittleEndian.Uint64(want[:]) != sum.Sum64() {
		return nil, nil, errFilters
	}
	return messages, named, nil
}

func readFilter(r io.Reader) (*filter, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	f := &filter{ready: true, full: head[0] == 1}
	if head[1] > filterParts {
		return nil, fmt.Errorf("%d parts: %w", head[1], errFilters)
	}
	buf := make([]byte, 64<<10)
	for i := range int(head[1]) {
		if _, err := io.ReadFull(r, buf[:8]); err != nil {
			return nil, err
		}
		p := newPart(i)
		if p.left = int(binary.LittleEndian.Uint64(buf)); p.left < 0 || p.left > filterFirst<<i {
			return nil, errFilters
		}
		for lines := p.lines; len(lines) > 0; {
			n := min(len(lines), len(buf)/64)
			if _, err := io.ReadFull(r, buf[:n*64]); err != nil {
				return nil, err
			}
			for k := range n {
				for j := range lines[k] {
					lines[k][j] = binary.LittleEndian.Uint64(buf[k*64+j*8:])
				}
			}
			lines = lines[n:]
		}
		f.parts = append(f.parts, p)
	}
	return f, nil
}
