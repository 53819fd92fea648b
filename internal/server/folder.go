package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"jejak/internal/account"
	"jejak/internal/dashboard"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/help"
	"jejak/internal/ingest"
	"jejak/internal/listen/alert"
	"jejak/internal/listen/connect"
	"jejak/internal/listen/topic"
	"jejak/internal/maps"
	"jejak/internal/outbound"
	"jejak/internal/pain"
	"jejak/internal/persona"
	"jejak/internal/seal"
	"jejak/internal/segment"
	"jejak/internal/sqldb"
	"jejak/internal/touchpoint"
	"jejak/internal/trail"
	"jejak/internal/voice/feeling"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/sentiment"
	"jejak/internal/voice/survey"
	"jejak/internal/voice/theme"
	"jejak/internal/workspace"
)

// folderVersion is the layout of a data folder: VERSION, LOCK, secret.key, control.db, log/, trail/ and segments/. A newer one is
// refused.
const folderVersion = 1

// secretFile holds the key that seals secrets among the documents.
const secretFile = "secret.key"

// FolderOptions say how to open a data folder.
type FolderOptions struct {
	ControlDSN    string // control.db in the folder where empty
	Log           *slog.Logger
	Now           func() time.Time
	OutboundAllow []netip.Prefix // networks that connections may call although they are not public
	NoTrail       bool           // leave the journey index closed: for those who only need events and documents
	MustExist     bool           // do not begin a new folder
	Sentiment     Sentiment      // how texts are scored
}

// Sentiment is how texts are scored: by models of our own, and where there is a Scorer, by it from then on.
type Sentiment struct {
	Scorer heard.Scorer
	Later  bool // leave texts not scored until Scorer has scored them
}

// Folder is an open data folder: everything that Jejak keeps. One process has it open at a time.
type Folder struct {
	Dir         string
	ReadOnly    bool // it may not be written: documents are read from a copy, and nothing new is kept
	Control     *sqldb.DB
	Accounts    *account.Store
	Workspaces  *workspace.Store
	Touchpoints *touchpoint.Store
	Segments    *segment.Store
	Dashboards  *dashboard.Store
	Personas    *persona.Store
	Pains       *pain.Store
	Help        *help.Store
	Maps        *maps.Store
	Events      *eventlog.Log
	Ingester    *ingest.Ingester
	Feelings    *feeling.Reader
	Themes      *theme.Store
	Topics      *topic.Store
	Alerts      *alert.Store
	Heard       *heard.Store
	Surveys     *survey.Store
	Connections *connect.Store
	Trail       *trail.Trail // nil with NoTrail

	lock     *os.File
	outbound *outbound.Client
	scratch  string // copies of what cannot be written in place
	log      *slog.Logger

	archiving atomic.Bool
}

// OpenFolder opens a data folder, in the order in which its parts need each other, or begins one. Faults: Conflict (somebody
// has it open; a newer Jejak wrote it), NotFound (MustExist), Unavailable.
func OpenFolder(ctx context.Context, dir string, o FolderOptions) (_ *Folder, err error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	f := &Folder{Dir: dir, log: o.Log}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(context.WithoutCancel(ctx)))
		}
	}()
	if err := f.claim(o.MustExist); err != nil {
		return nil, err
	}
	if err := f.openControl(ctx, o); err != nil {
		return nil, err
	}
	log, known := sizesFor(memory())
	log.Logger, log.ReadOnly, log.Now = o.Log, f.ReadOnly, o.Now
	f.Events, err = eventlog.Open(filepath.Join(dir, "log"), log)
	if err != nil {
		return nil, err
	}
	models, err := sentiment.Embedded()
	if err != nil {
		return nil, err
	}
	f.Feelings = feeling.New(models, feeling.Options{Names: feeling.Names(), Later: o.Sentiment.Later})
	if err := f.openVoice(ctx, o); err != nil {
		return nil, err
	}
	channels := &channelCache{store: f.Touchpoints, now: o.Now}
	f.Ingester, err = ingest.New(f.Events, ingest.Options{Identity: known, KnownChannel: channels.known, Feel: f.Feelings.Properties, Now: o.Now})
	if err != nil {
		return nil, err
	}
	if !o.NoTrail {
		if err := f.openTrail(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// claim makes the folder ours: it is there, nobody else has it open, and its layout is one that this build knows.
func (f *Folder) claim(mustExist bool) error {
	if _, err := os.Stat(filepath.Join(f.Dir, "VERSION")); errors.Is(err, fs.ErrNotExist) && mustExist {
		return fault.New(fault.NotFound, "There is no data of Jejak in %s: give its data folder with --data.", f.Dir)
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, err, "The data folder %s cannot be made: check the permissions of the folder above.", f.Dir)
	}
	var err error
	if f.lock, err = lockFolder(f.Dir); err != nil {
		return err
	}
	f.ReadOnly = !mayWrite(f.Dir)
	if err := f.checkVersion(); err != nil {
		return err
	}
	return f.sweep()
}

// NotRunning is nil where nobody has a data folder open. Fault: Conflict.
func NotRunning(dir string) error {
	lock, err := lockFolder(dir)
	if err != nil || lock == nil {
		return err
	}
	return lock.Close()
}

// mayWrite tells a folder that may not be written from one that merely has no room.
func mayWrite(dir string) bool {
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS)
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	return true
}

func (f *Folder) checkVersion() error {
	path := filepath.Join(f.Dir, "VERSION")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !f.ReadOnly {
		if entries, err := os.ReadDir(f.Dir); err == nil && foreign(entries) {
			return fault.New(fault.Conflict, "%s holds other files, and no data of Jejak: give a folder of its own with --data.", f.Dir)
		}
		return writeFile(path, strconv.Itoa(folderVersion)+"\n")
	}
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "There is no data of Jejak in %s.", f.Dir)
	}
	version, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return fault.Wrap(fault.Corrupt, err, "%s does not hold a number: restore the folder from a backup.", path)
	}
	if version > folderVersion {
		return fault.New(fault.Conflict, "The data in %s has layout %d, and this build knows up to %d: use the newer release that wrote it.", f.Dir, version, folderVersion)
	}
	return nil
}

// foreign reports whether a folder without VERSION holds what no beginning of ours leaves behind.
func foreign(entries []fs.DirEntry) bool {
	for _, e := range entries {
		switch name := e.Name(); {
		case name == "LOCK", name == secretFile, name == "control.db", name == "log", name == "trail", name == segmentsDir, name == "lost+found", strings.HasPrefix(name, "."):
		case strings.HasPrefix(name, "control.db-"), strings.HasPrefix(name, "VERSION"):
		default:
			return true
		}
	}
	return false
}

// writeFile writes a small file whole or not at all, and durably.
func writeFile(path, text string) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.WriteString(text); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (f *Folder) openControl(ctx context.Context, o FolderOptions) (err error) {
	dsn := o.ControlDSN
	if dsn == "" {
		dsn = filepath.Join(f.Dir, "control.db")
		if f.ReadOnly {
			if dsn, err = f.copyControl(); err != nil {
				return err
			}
		}
	}
	if f.Control, err = sqldb.Open(ctx, dsn); err != nil {
		return err
	}
	key, err := f.key()
	if err != nil {
		return err
	}
	if f.Accounts, err = account.Open(ctx, f.Control, key, o.Now); err != nil {
		return err
	}
	if f.Workspaces, err = workspace.Open(ctx, f.Control, o.Now); err != nil {
		return err
	}
	if f.Touchpoints, err = touchpoint.Open(ctx, f.Control, f.Workspaces, o.Now); err != nil {
		return err
	}
	return f.openDocuments(ctx, o)
}

// key is what secrets among the documents are sealed with; a folder that may not be written and has none seals nothing.
func (f *Folder) key() (seal.Key, error) {
	path := filepath.Join(f.Dir, secretFile)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.ReadOnly:
		return seal.Key{}, nil
	case errors.Is(err, fs.ErrNotExist):
		// Whole or not at all: half a key would make all that it sealed unreadable.
		fresh := seal.Fresh()
		if err := writeFile(path, fresh); err != nil {
			return seal.Key{}, fault.Wrap(fault.Unavailable, err, "The key of the data folder %s cannot be written.", f.Dir)
		}
		return seal.Parse(fresh)
	case err != nil:
		return seal.Key{}, fault.Wrap(fault.Unavailable, err, "The key in %s cannot be read: check its permissions.", path)
	}
	return seal.Parse(string(text))
}

// copyControl copies the documents out of a folder that may not be written: SQLite has to write beside what it reads.
func (f *Folder) copyControl() (string, error) {
	scratch, err := f.scratchDir()
	if err != nil {
		return "", err
	}
	for _, name := range []string{"control.db", "control.db-wal"} {
		err := copyFile(filepath.Join(f.Dir, name), filepath.Join(scratch, name))
		if err != nil && (name == "control.db" || !errors.Is(err, fs.ErrNotExist)) {
			return "", fault.Wrap(fault.Unavailable, err, "The documents in %s cannot be read.", f.Dir)
		}
	}
	f.log.Warn("the data folder may not be written: reading only", "dir", f.Dir)
	return filepath.Join(scratch, "control.db"), nil
}

func (f *Folder) scratchDir() (string, error) {
	if f.scratch == "" {
		dir, err := os.MkdirTemp("", "jejak-")
		if err != nil {
			return "", fmt.Errorf("a place for copies: %w", err)
		}
		f.scratch = dir
	}
	return f.scratch, nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Close closes what is open, in reverse order. Nothing acknowledged is lost whatever happens: it was durable before.
func (f *Folder) Close(ctx context.Context) error {
	var all []error
	if f.Ingester != nil {
		all = append(all, f.Ingester.Close(ctx))
	}
	if f.Trail != nil {
		f.catchUp(ctx)
		all = append(all, f.Trail.Close(ctx))
	}
	if f.Events != nil {
		all = append(all, f.Events.Close())
	}
	if f.Control != nil {
		all = append(all, f.Control.Close())
	}
	if f.scratch != "" {
		all = append(all, os.RemoveAll(f.scratch))
	}
	if f.lock != nil {
		all = append(all, f.lock.Close())
		f.lock = nil
	}
	return errors.Join(all...)
}

// catchUpPatience is how long a stop waits for the journey index.
const catchUpPatience = 3 * time.Second

// catchUp lets the journey index take in the end of the log, which is in memory now: the next start would read it from the disk, event
// by event, before it is ready.
func (f *Folder) catchUp(ctx context.Context) {
	if f.ReadOnly || f.Events == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, catchUpPatience)
	defer cancel()
	if err := f.Trail.WaitFor(ctx, f.Events.LastSeq()); err != nil {
		f.log.Warn("the next start begins with what the journey index does not know yet", "changes", f.lag())
	}
}
