package server

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jejak/internal/fault"
)

// archiveFormat is the layout of a backup: a tar file with manifest.json first, then the files that it lists. A newer one is
// refused. docs/operate.md describes it.
const archiveFormat = 1

const (
	manifestName = "manifest.json"
	maxManifest  = 64 << 20
	partPrefix   = ".backup-" // of the folder in which a backup is put together
)

// Manifest says what a backup holds.
type Manifest struct {
	Format  int            `json:"format"`
	Created time.Time      `json:"created"`
	Folder  int            `json:"folder"` // layout of the data folder
	LastSeq uint64         `json:"lastSeq"`
	Control string         `json:"control"` // included, or external: a PostgreSQL database is backed up with its own tools
	Files   []ManifestFile `json:"files"`
}

// ManifestFile is one file of a backup.
type ManifestFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Size is how many bytes the files of the backup have.
func (m Manifest) Size() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// Archive is a backup as of one moment, ready to be written out. It takes room until it is closed.
type Archive struct {
	Manifest Manifest
	dir      string
	done     func()
}

// Archive makes a consistent copy of the folder while it is in use: files of the event log are linked, the documents copied.
// Faults: Conflict (one is being made already), Unavailable.
func (f *Folder) Archive(ctx context.Context) (_ *Archive, err error) {
	if !f.archiving.CompareAndSwap(false, true) {
		return nil, fault.New(fault.Conflict, "A backup is being made already: wait until it is done.")
	}
	a := &Archive{done: func() { f.archiving.Store(false) }}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	above := f.Dir
	if f.ReadOnly {
		if above, err = f.scratchDir(); err != nil {
			return nil, err
		}
	}
	if a.dir, err = os.MkdirTemp(above, partPrefix); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "There is no room for a backup beside the data.")
	}
	a.Manifest = Manifest{Format: archiveFormat, Created: time.Now().UTC(), Folder: folderVersion, Control: "included"}
	// Documents first: an event whose source they do not know yet would be a riddle, a source without its latest events is not.
	if err := f.archiveControl(ctx, a); err != nil {
		return nil, err
	}
	a.Manifest.LastSeq = f.Events.LastSeq()
	if err := f.Events.Checkpoint(filepath.Join(a.dir, "log")); err != nil {
		return nil, err
	}
	// What is sealed among the documents is of no use without its key.
	if err := copyFile(filepath.Join(f.Dir, secretFile), filepath.Join(a.dir, secretFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(a.dir, "VERSION"), fmt.Appendln(nil, folderVersion), 0o600); err != nil {
		return nil, err
	}
	a.Manifest.Files, err = listFiles(ctx, a.dir)
	return a, err
}

func (f *Folder) archiveControl(ctx context.Context, a *Archive) error {
	err := f.Control.BackupInto(ctx, filepath.Join(a.dir, "control.db"))
	if fault.Is(err, fault.Invalid) {
		a.Manifest.Control = "external"
		return nil
	}
	return err
}

func listFiles(ctx context.Context, dir string) (files []ManifestFile, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		defer in.Close()
		sum := sha256.New()
		size, err := io.Copy(sum, in)
		files = append(files, ManifestFile{Path: filepath.ToSlash(name), Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))})
		return err
	})
	return files, err
}

// Name is what to call the backup's file.
func (a *Archive) Name() string {
	return "jejak-" + a.Manifest.Created.Format("20060102-150405") + ".tar"
}

// WriteTo writes the backup.
func (a *Archive) WriteTo(w io.Writer) (int64, error) {
	counted := &countWriter{w: w}
	out := tar.NewWriter(counted)
	head, err := json.MarshalIndent(a.Manifest, "", "  ")
	if err != nil {
		return 0, err
	}
	if err := a.entry(out, manifestName, int64(len(head)), bytes.NewReader(head)); err != nil {
		return counted.n, err
	}
	for _, f := range a.Manifest.Files {
		in, err := os.Open(filepath.Join(a.dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return counted.n, err
		}
		err = errors.Join(a.entry(out, f.Path, f.Size, in), in.Close())
		if err != nil {
			return counted.n, err
		}
	}
	return counted.n, out.Close()
}

func (a *Archive) entry(out *tar.Writer, name string, size int64, from io.Reader) error {
	err := out.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.Manifest.Created})
	if err != nil {
		return err
	}
	_, err = io.CopyN(out, from, size)
	return err
}

type countWriter struct {
	w io.Writer
	n int64
}

// Write writes and counts.
func (c *countWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// Close gives the room back.
func (a *Archive) Close() error {
	var err error
	if a.dir != "" {
		err = os.RemoveAll(a.dir)
	}
	if a.done != nil {
		a.done()
		a.done = nil
	}
	return err
}

// Unpack writes a backup's files below dir, which must not be there yet, and compares each with its checksum. Faults: Invalid
// (no backup, or of a newer format), Corrupt (it is damaged or cut off).
func Unpack(ctx context.Context, from io.Reader, dir string) (Manifest, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return Manifest{}, err
	}
	m, err := readArchive(ctx, from, func(in io.Reader, f ManifestFile) error {
		return unpackFile(in, filepath.Join(dir, filepath.FromSlash(f.Path)))
	})
	return m, errors.Join(err, syncTree(dir))
}

// Verify reads a backup to its end and compares each file with its checksum. Faults as of Unpack.
func Verify(ctx context.Context, from io.Reader) (Manifest, error) {
	return readArchive(ctx, from, func(in io.Reader, _ ManifestFile) error {
		_, err := io.Copy(io.Discard, in)
		return err
	})
}

// readArchive calls take with each file, which has to read it to its end.
func readArchive(ctx context.Context, from io.Reader, take func(io.Reader, ManifestFile) error) (m Manifest, err error) {
	in := tar.NewReader(from)
	if m, err = readManifest(in); err != nil {
		return m, err
	}
	due := map[string]ManifestFile{}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || strings.Contains(f.Path, `\`) {
			return m, damaged("it names a file outside of itself")
		}
		due[f.Path] = f
	}
	for {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, damaged("it ends early")
		}
		f, ok := due[h.Name]
		if !ok || h.Typeflag != tar.TypeReg || h.Size != f.Size {
			return m, damaged(fmt.Sprintf("%q is not as its list of files says", h.Name))
		}
		delete(due, h.Name)
		sum := sha256.New()
		if err := take(io.TeeReader(in, sum), f); errors.Is(err, io.ErrUnexpectedEOF) {
			return m, damaged("it ends early")
		} else if err != nil {
			return m, err
		}
		if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
			return m, damaged(fmt.Sprintf("the checksum of %q is wrong", f.Path))
		}
	}
	if len(due) > 0 {
		return m, damaged(fmt.Sprintf("%d files are missing", len(due)))
	}
	return m, nil
}

func damaged(why string) error {
	return fault.New(fault.Corrupt, "This backup is damaged: %s. Nothing was changed; use another backup.", why)
}

func readManifest(in *tar.Reader) (m Manifest, err error) {
	const no = "This is not a backup made by 'jejak backup'."
	h, err := in.Next()
	if err != nil || h.Name != manifestName || h.Size > maxManifest {
		return m, fault.New(fault.Invalid, no)
	}
	text, err := io.ReadAll(in)
	if err != nil || json.Unmarshal(text, &m) != nil {
		return m, fault.New(fault.Invalid, no)
	}
	if m.Format > archiveFormat || m.Folder > folderVersion {
		return m, fault.New(fault.Invalid, "A newer Jejak made this backup (format %d, layout %d): restore it with that release.", m.Format, m.Folder)
	}
	return m, nil
}

func unpackFile(in io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncTree makes the names of the files durable, as Sync made their contents.
func syncTree(dir string) error {
	var dirs []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, path)
		}
		return err
	})
	for _, d := range slices.Backward(dirs) {
		err = errors.Join(err, syncDir(d))
	}
	return err
}

// sweep removes what a backup that was cut off left behind.
func (f *Folder) sweep() error {
	if f.ReadOnly {
		return nil
	}
	left, err := filepath.Glob(filepath.Join(f.Dir, partPrefix+"*"))
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}
