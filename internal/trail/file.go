package trail

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"

	"jejak/internal/fault"
)

// A part's file: 16 bytes of header (magic, version), the sections, the directory as JSON, and a trailer of 32 bytes (place and
// length of the directory, its checksum, magic). docs/formats/trail.md says it all. Any change of it, or of what a
// section means, bumps partVersion; other versions are refused, and the index is rebuilt.
const (
	partMagic   = "JEJAKTRL"
	partVersion = 3
	trailerSize = 32
)

// writePart writes a part and syncs it.
func writePart(path string, p *part) (err error) {
	dir, err := json.Marshal(p.dir)
	if err != nil {
		return err
	}
	copy(p.data, partMagic)
	binary.LittleEndian.PutUint32(p.data[8:], partVersion)
	trailer := make([]byte, 0, trailerSize)
	trailer = binary.LittleEndian.AppendUint64(trailer, uint64(len(p.data)))
	trailer = binary.LittleEndian.AppendUint64(trailer, uint64(len(dir)))
	trailer = binary.LittleEndian.AppendUint32(trailer, crc32.Checksum(dir, castagnoli))
	trailer = binary.LittleEndian.AppendUint32(trailer, partVersion)
	trailer = append(trailer, partMagic...)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, b := range [][]byte{p.data, dir, trailer} {
		if _, err := f.Write(b); err != nil {
			return err
		}
	}
	return f.Sync()
}

// readPart maps a part's file. Its faults name the file and the place.
func readPart(path string) (*part, error) {
	data, err := mapFile(path)
	if err != nil {
		return nil, err
	}
	corrupt := func(at int, err error) error { return fault.CorruptAt(path, int64(at), err) }
	if len(data) < fileHeader+trailerSize || !bytes.Equal(data[:8], []byte(partMagic)) {
		return nil, corrupt(0, errors.New("no header"))
	}
	t := data[len(data)-trailerSize:]
	if !bytes.Equal(t[24:], []byte(partMagic)) {
		return nil, corrupt(len(data)-trailerSize, errors.New("no trailer"))
	}
	if v := binary.LittleEndian.Uint32(t[20:]); v != partVersion {
		return nil, fault.New(fault.Corrupt, "%s has format %d: this build reads %d", path, v, partVersion)
	}
	off, n := binary.LittleEndian.Uint64(t), binary.LittleEndian.Uint64(t[8:])
	if end := uint64(len(data) - trailerSize); off > end || n != end-off {
		return nil, corrupt(len(data)-trailerSize, errors.New("the directory lies outside"))
	}
	text := data[off : off+n]
	if crc32.Checksum(text, castagnoli) != binary.LittleEndian.Uint32(t[16:]) {
		return nil, corrupt(int(off), errors.New("the directory's checksum is wrong"))
	}
	dir := &directory{}
	if err := json.Unmarshal(text, dir); err != nil {
		return nil, corrupt(int(off), err)
	}
	p, at, err := openAt(dir, data[:off:off], path)
	if err != nil {
		return nil, corrupt(at, err)
	}
	p.mapped = data
	runtime.AddCleanup(p, func(b []byte) { _ = unix.Munmap(b) }, data)
	return p, nil
}

// mapFile maps a file for reading. The mapping stays good when the file is removed, and is given back when the part is
// garbage: whoever reads a part's columns keeps the part alive, as snapshots do.
func mapFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return nil, errors.Join(err, fault.CorruptAt(path, 0, errors.New("empty")))
	}
	data, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	return data, nil
}

// check compares every section with its checksum.
func (p *part) check() error {
	var sections []section
	d := p.dir
	sections = append(sections, d.Persons, d.Off, d.SubjOff, d.Subjects, d.IDs, d.Subject, d.Time, d.Seq, d.Kind, d.Channel, d.Source, d.Ranks, d.Planes)
	for _, s := range d.Dicts {
		sections = append(sections, s.Sec)
	}
	for _, k := range d.Kinds {
		sections = append(sections, k.When)
		for _, c := range k.Cols {
			sections = append(sections, c.Sec)
		}
	}
	for _, s := range sections {
		if crc32.Checksum(p.data[s.Off:s.Off+s.Len], castagnoli) != s.CRC {
			return fault.CorruptAt(p.file, int64(s.Off), errors.New("checksum is wrong"))
		}
	}
	return nil
}

// writeFileAtomic replaces a file as a whole.
func writeFileAtomic(path string, b []byte) error {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
