package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jejak/internal/config"
	"jejak/internal/fault"
	"jejak/internal/httpserve"
	"jejak/internal/server"
)

type doctorCmd struct {
	config.Flags
}

// The bounds from which a finding is worth a word.
const (
	freeWarn   = 2 << 30   // bytes
	freeFail   = 512 << 20 // the event log refuses writes a little below
	syncWarn   = 20 * time.Millisecond
	skewWarn   = 2 * time.Second
	certSoon   = 14 * 24 * time.Hour
	syncProbes = 20
)

// examination is what doctor finds, a line for each question.
type examination struct {
	rows  [][]any
	fails int
}

func (x *examination) well(what, format string, args ...any) { x.add("ok", what, format, args...) }
func (x *examination) warn(what, format string, args ...any) { x.add("warning", what, format, args...) }

func (x *examination) fail(what, format string, args ...any) {
	x.fails++
	x.add("problem", what, format, args...)
}

func (x *examination) add(how, what, format string, args ...any) {
	x.rows = append(x.rows, []any{how, what, fmt.Sprintf(format, args...)})
}

// Run examines the settings and what they need, and ends with code 1 where Jejak could not run.
func (c *doctorCmd) Run(env *Env) error {
	x := &examination{}
	conf, err := config.Load(c.Flags, os.Getenv)
	if err != nil {
		var e *fault.Error
		if !errors.As(err, &e) {
			return err
		}
		for _, f := range e.Fields {
			x.fail("settings", "%s %s", f.Name, f.Message)
		}
	} else {
		x.well("settings", "all %d can be read", strings.Count(conf.String(), "\n"))
		x.folder(env, conf)
		x.clock(conf.Data)
		x.port(env.Context, conf)
		x.public(conf)
		x.certificate(conf)
	}
	if err := writeTables(env.Out, []table{{head: []string{"", "what", "finding"}, rows: x.rows, left: 3}}); err != nil {
		return err
	}
	if x.fails > 0 {
		return exitCode(1)
	}
	return nil
}

func (x *examination) folder(env *Env, conf config.Config) {
	dir := conf.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.well("data folder", "%s is not there yet: the first start makes it", dir)
		dir = existing(dir)
	case err != nil:
		x.fail("data folder", "%v: give the user that runs Jejak access", err)
		return
	case !info.IsDir():
		x.fail("data folder", "%s is a file: give a folder with --data", dir)
		return
	case info.Mode().Perm()&0o007 != 0:
		x.warn("data folder", "every user of this machine can look into %s (%v): chmod 700 it", dir, info.Mode().Perm())
	default:
		x.well("data folder", "%s, %v", dir, info.Mode().Perm())
	}
	x.space(dir)
	x.syncs(dir)
	x.stored(env, conf)
}

func (x *examination) space(dir string) {
	free, err := freeBytes(dir)
	const gib = 1 << 30
	switch {
	case err != nil:
		x.warn("free space", "cannot be told: %v", err)
	case free < freeFail:
		x.fail("free space", "%.1f GiB: new events are refused when it runs out; make room or move the folder", float64(free)/gib)
	case free < freeWarn:
		x.warn("free space", "%.1f GiB: make room before new events are refused", float64(free)/gib)
	default:
		x.well("free space", "%.1f GiB", float64(free)/gib)
	}
}

// syncs measures how long the disk takes to make something durable: every answer to a sender waits for that.
func (x *examination) syncs(dir string) {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		x.fail("writing", "%v: Jejak would only read", err)
		return
	}
	defer func() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }()
	took := make([]time.Duration, 0, syncProbes)
	block := make([]byte, 4096)
	for range syncProbes {
		begun := time.Now()
		if _, err := f.Write(block); err != nil {
			x.fail("writing", "%v", err)
			return
		}
		if err := f.Sync(); err != nil {
			x.fail("writing", "%v: this file system cannot make data durable", err)
			return
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	median, most := took[len(took)/2], took[len(took)-1]
	if median > syncWarn {
		x.warn("fsync", "median %v, slowest %v: senders wait for it; a local SSD takes about 1 ms", median.Round(10*time.Microsecond), most.Round(10*time.Microsecond))
		return
	}
	x.well("fsync", "median %v, slowest %v", median.Round(10*time.Microsecond), most.Round(10*time.Microsecond))
}

// stored opens what is there, unless somebody else has it open.
func (x *examination) stored(env *Env, conf config.Config) {
	if _, err := os.Stat(filepath.Join(conf.Data, "VERSION")); err != nil {
		return
	}
	f, err := server.OpenFolder(env.Context, conf.Data, server.FolderOptions{ControlDSN: conf.ControlDSN, MustExist: true, NoTrail: true})
	switch {
	case fault.Is(err, fault.Conflict) && server.NotRunning(conf.Data) != nil:
		x.well("formats", "Jejak is running on the folder, so it reads them")
	case err != nil:
		x.fail("formats", "%v", err)
	default:
		x.well("formats", "folder, documents and event log are of formats that this build reads; last change %d", f.Events.LastSeq())
		if err := f.Close(env.Context); err != nil {
			x.fail("formats", "closing again: %v", err)
		}
	}
}

// clock compares the clock with that of the disk, which is another one where the folder lies on the network.
func (x *examination) clock(dir string) {
	now := time.Now()
	if now.Year() < 2025 {
		x.fail("clock", "it says %s: set it, or every event gets that date", now.Format(time.RFC3339))
		return
	}
	if skew, err := diskSkew(existing(dir), now); err == nil && skew > skewWarn {
		x.warn("clock", "%v away from the disk's: let one service set both", skew.Round(time.Second))
		return
	}
	x.well("clock", "%s", now.UTC().Format(time.RFC3339))
}

func diskSkew(dir string, now time.Time) (time.Duration, error) {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Close(), os.Remove(f.Name())); err != nil {
		return 0, err
	}
	return info.ModTime().Sub(now).Abs(), nil
}

func existing(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
	}
}

func (x *examination) port(ctx context.Context, conf config.Config) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", conf.Listen)
	if err == nil {
		x.well("address", "%s is free", conf.Listen)
		if err := l.Close(); err != nil {
			x.warn("address", "%v", err)
		}
	} else if httpserve.Healthy(ctx, conf.Listen, conf.TLSCert != "") {
		x.well("address", "Jejak answers on %s", conf.Listen)
		return
	} else {
		x.fail("address", "%v: give another one with --listen", err)
		return
	}
	host, _, _ := net.SplitHostPort(conf.Listen)
	if ip := net.ParseIP(host); (ip == nil || !ip.IsLoopback()) && host != "localhost" && conf.TLSCert == "" && conf.PublicURL == nil {
		x.warn("address", "it can be reached from elsewhere without TLS: give --tls-cert, or put a proxy with TLS before it and set --public-url")
	}
}

func (x *examination) public(conf config.Config) {
	switch u := conf.PublicURL; {
	case u == nil:
		x.warn("public URL", "not set: snippets for websites show the address that the browser used")
	case u.Scheme != "https" && u.Hostname() != "localhost":
		x.warn("public URL", "%s is not https: pages with https cannot send events to it, and passwords travel in the open", u)
	default:
		x.well("public URL", "%s", u)
	}
}

func (x *examination) certificate(conf config.Config) {
	if conf.TLSCert == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(conf.TLSCert, conf.TLSKey)
	if err != nil {
		x.fail("certificate", "%v: check tls-cert and tls-key", err)
		return
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		x.fail("certificate", "%v", err)
		return
	}
	switch left := time.Until(leaf.NotAfter); {
	case left < 0:
		x.fail("certificate", "it ended on %s: renew it", leaf.NotAfter.Format(time.DateOnly))
	case left < certSoon:
		x.warn("certificate", "it ends on %s: renew it", leaf.NotAfter.Format(time.DateOnly))
	default:
		x.well("certificate", "good until %s", leaf.NotAfter.Format(time.DateOnly))
	}
}
