package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jejak/client"
	"jejak/internal/fault"
	"jejak/internal/server"
)

type backupCmd struct {
	folderFlags
	To     string `arg:"" placeholder:"FILE|DIR" help:"File to write, or folder to write a file of a telling name into; - is standard output."`
	Server string `placeholder:"URL" env:"JEJAK_SERVER" help:"Take the backup from a running server."`
	Token  string `placeholder:"TOKEN" env:"JEJAK_TOKEN" help:"API token of an owner, for the server."`
}

// Run writes a backup, and reads it back before it says so.
func (c *backupCmd) Run(env *Env) error {
	if c.Server != "" {
		remote, err := client.New(c.Server, c.Token, 1, nil)
		if err != nil {
			return err
		}
		return c.write(env, "jejak-"+time.Now().UTC().Format("20060102-150405")+".tar", func(w io.Writer) error {
			return remote.Backup(env.Context, w)
		})
	}
	return c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) (err error) {
		a, err := f.Archive(env.Context)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		return c.write(env, a.Name(), func(w io.Writer) error {
			_, err := a.WriteTo(w)
			return err
		})
	})
}

// write makes the file whole or not at all.
func (c *backupCmd) write(env *Env, name string, fill func(io.Writer) error) (err error) {
	if c.To == "-" {
		return fill(env.Out)
	}
	path := c.To
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, name)
	} else if err == nil {
		return fault.New(fault.Conflict, "%s is there already: a backup never replaces another file.", path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".jejak-backup-*")
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The backup cannot be written to %s.", filepath.Dir(path))
	}
	defer func() { err = errors.Join(err, removeIfThere(tmp.Name())) }()
	if err := errors.Join(fill(tmp), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	m, err := readBack(env.Context, tmp.Name())
	if err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%s: %d files, %d bytes, up to change %d; every checksum was read back.\n", path, len(m.Files), m.Size(), m.LastSeq)
	if m.Control == "external" {
		fmt.Fprintln(env.Out, "The documents are in PostgreSQL and not part of it: back them up with pg_dump at the same time.")
	}
	return nil
}

func removeIfThere(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func readBack(ctx context.Context, path string) (server.Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return server.Manifest{}, err
	}
	defer f.Close()
	return server.Verify(ctx, f)
}

type restoreCmd struct {
	folderFlags
	From    string `arg:"" placeholder:"FILE" help:"Backup to restore; - is standard input."`
	Replace bool   `help:"Put what the folder holds aside, as DIR.before-TIME, instead of refusing."`
}

// Run unpacks a backup beside the folder, verifies and checks it, and only then puts it in place.
func (c *restoreCmd) Run(env *Env) (err error) {
	conf, err := c.load()
	if err != nil {
		return err
	}
	dir := filepath.Clean(conf.Data)
	aside, err := c.mayReplace(dir)
	if err != nil {
		return err
	}
	in, err := env.open(c.From)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "The backup cannot be read.")
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	fresh := dir + ".restoring"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	m, err := server.Unpack(env.Context, in, fresh)
	if err != nil {
		return err
	}
	if err := c.check(env, fresh, conf.ControlDSN); err != nil {
		return err
	}
	if aside != "" {
		if err := os.Rename(dir, aside); err != nil {
			return err
		}
	} else if err := removeIfThere(dir); err != nil { // an empty folder
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%s is restored: the backup of %s, up to change %d. Every checksum and invariant holds.\n",
		dir, m.Created.Format(time.RFC3339), m.LastSeq)
	if aside != "" {
		fmt.Fprintf(env.Out, "What was there before is in %s: delete it when you are sure.\n", aside)
	}
	return nil
}

// mayReplace returns where to put what is in the way; nothing where nothing is.
func (c *restoreCmd) mayReplace(dir string) (aside string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if !c.Replace {
		return "", fault.New(fault.Conflict, "%s holds data: give another folder with --data, or --replace to put it aside.", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, "VERSION")); err != nil {
		return "", fault.New(fault.Conflict, "%s holds something that is not Jejak's: give another folder with --data.", dir)
	}
	if err := server.NotRunning(dir); err != nil {
		return "", err
	}
	return dir + ".before-" + time.Now().UTC().Format("20060102-150405"), nil
}

func (c *restoreCmd) check(env *Env, dir, dsn string) (err error) {
	f, err := server.OpenFolder(env.Context, dir, server.FolderOptions{ControlDSN: dsn, MustExist: true, NoTrail: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(env.Context)) }()
	r, err := f.Check(env.Context)
	if err != nil {
		return err
	}
	if !r.OK() {
		return fault.New(fault.Corrupt, "The backup unpacks, but breaks rules, so nothing was changed:\n%s", strings.TrimSpace(r.String()))
	}
	return nil
}
