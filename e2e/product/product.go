//go:build e2e

// Package product starts the built binary as its users would, and speaks to it over HTTP alone.
package product

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// Product is one running binary over one data folder.
type Product struct {
	URL  string
	Data string

	cmd  *exec.Cmd
	done chan error
	log  *logTail
}

// Binary is the path of the binary under test, which `make e2e` builds and names in JEJAK_BIN.
func Binary(t testing.TB) string {
	t.Helper()
	bin := os.Getenv("JEJAK_BIN")
	if bin == "" {
		t.Fatal("JEJAK_BIN names no binary: run these tests with make e2e")
	}
	return bin
}

// Start runs `jejak serve` on a free port and waits until it takes requests. The test's end kills it.
func Start(t testing.TB, data string, args ...string) *Product {
	t.Helper()
	return StartCommand(t, "serve", data, args...)
}

// StartCommand is Start for another command that serves, such as demo.
func StartCommand(t testing.TB, command, data string, args ...string) *Product {
	t.Helper()
	p := &Product{Data: data, done: make(chan error, 1), log: &logTail{listening: make(chan string, 1)}}
	p.cmd = exec.Command(Binary(t), append([]string{command, "--listen", "127.0.0.1:0", "--data", data}, args...)...)
	p.cmd.Stderr = p.log
	p.cmd.Stdout = p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.done <- p.cmd.Wait() }()
	t.Cleanup(p.Kill)
	select {
	case addr := <-p.log.listening:
		p.URL = "http://" + addr
	case err := <-p.done:
		p.done <- err
		t.Fatalf("jejak %s ended: %v\n%s", command, err, p.log)
	case <-time.After(2 * time.Minute):
		t.Fatalf("jejak %s does not listen after two minutes\n%s", command, p.log)
	}
	return p
}

// Kill ends the process at once, as a power cut of the process would, and waits for its end.
func (p *Product) Kill() { _ = p.end(syscall.SIGKILL) }

// Stop asks the process to end and returns its exit error.
func (p *Product) Stop() error { return p.end(syscall.SIGTERM) }

func (p *Product) end(sig syscall.Signal) error {
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	err := <-p.done
	p.done <- err
	return err
}

// Log is the last part of what the process wrote.
func (p *Product) Log() string { return p.log.String() }

// Run runs another command of the binary to its end and returns what it wrote.
func Run(t testing.TB, args ...string) (string, error) {
	t.Helper()
	out, err := exec.Command(Binary(t), args...).CombinedOutput()
	return string(out), err
}

// Owner is the signed-in first user of a fresh product.
type Owner struct {
	t      testing.TB
	url    string
	csrf   string
	client *http.Client
	// Workspace is the number of the first workspace.
	Workspace int
}

// Resident is the memory that the process holds now, in bytes: all of it, and what of it are files mapped into it.
func (p *Product) Resident(t testing.TB) (all, mapped int64) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	if _, err := fmt.Sscan(string(b), &size, &all, &mapped); err != nil {
		t.Fatal(err)
	}
	page := int64(os.Getpagesize())
	return all * page, mapped * page
}

// Visit opens the demo, which signs everybody in who comes from this machine.
func (p *Product) Visit(t testing.TB) *Owner {
	t.Helper()
	o := p.stranger(t)
	o.refresh()
	return o
}

// Setup goes through the first run and is then signed in as the owner.
func (p *Product) Setup(t testing.TB) *Owner {
	t.Helper()
	o := p.stranger(t)
	o.refresh()
	o.Do("POST", "/api/v1/setup", map[string]any{
		"email": "owner@example.com", "name": "Owner", "password": "correct horse battery staple",
		"workspace": "Test brand", "zone": "Asia/Jakarta", "currency": "IDR",
	}, nil)
	o.refresh()
	return o
}

func (p *Product) stranger(t testing.TB) *Owner {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Owner{t: t, url: p.URL, client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

// At is the owner at the same folder served again, where the session goes on.
func (o *Owner) At(p *Product) *Owner {
	again := *o
	again.url = p.URL
	return &again
}

func (o *Owner) refresh() {
	o.t.Helper()
	var session struct {
		CSRF       string `json:"csrf"`
		Workspaces []struct {
			ID int `json:"id"`
		} `json:"workspaces"`
	}
	o.Do("GET", "/api/v1/session", nil, &session)
	o.csrf = session.CSRF
	if len(session.Workspaces) > 0 {
		o.Workspace = session.Workspaces[0].ID
	}
}

// Do makes a call and reads its answer into out; any status but 2xx fails the test.
func (o *Owner) Do(method, path string, in, out any) {
	o.t.Helper()
	status, body := o.Try(method, path, in)
	if status/100 != 2 {
		o.t.Fatalf("%s %s: %d %s", method, path, status, body)
	}
	if out != nil {
		if err := json.Unmarshal(body, out); err != nil {
			o.t.Fatalf("%s %s: %v in %s", method, path, err, body)
		}
	}
}

// Try makes a call and returns its status and body.
func (o *Owner) Try(method, path string, in any) (int, []byte) {
	o.t.Helper()
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			o.t.Fatal(err)
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, o.url+path, body)
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Jejak-CSRF", o.csrf)
	res, err := o.client.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return res.StatusCode, b
}

// Path is a path below the owner's workspace.
func (o *Owner) Path(format string, args ...any) string {
	return fmt.Sprintf("/api/v1/workspaces/%d", o.Workspace) + fmt.Sprintf(format, args...)
}

// Source makes a source and returns its number and write key.
func (o *Owner) Source(name, channel string) (id int, writeKey string) {
	o.t.Helper()
	var source struct {
		ID       int    `json:"id"`
		WriteKey string `json:"writeKey"`
	}
	o.Do("POST", o.Path("/sources"), map[string]any{"name": name, "kind": "server", "channel": channel}, &source)
	return source.ID, source.WriteKey
}

// logTail keeps the end of a log and finds the address that the server listens on.
type logTail struct {
	lines     ring
	rest      []byte
	listening chan string
	found     bool
}

var address = regexp.MustCompile(`127\.0\.0\.1:[1-9][0-9]*`)

func (l *logTail) Write(b []byte) (int, error) {
	l.rest = append(l.rest, b...)
	for {
		line, rest, ok := bytes.Cut(l.rest, []byte("\n"))
		if !ok {
			return len(b), nil
		}
		l.lines.add(string(line))
		if !l.found && (bytes.Contains(line, []byte("listening")) || bytes.Contains(line, []byte("Open http"))) {
			if addr := address.Find(line); addr != nil {
				l.found = true
				l.listening <- string(addr)
			}
		}
		l.rest = bytes.Clone(rest)
	}
}

func (l *logTail) String() string { return l.lines.String() }

// Lines reads NDJSON, calling fn for each line.
func Lines(t testing.TB, r io.Reader, fn func(line []byte)) {
	t.Helper()
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		fn(scan.Bytes())
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
}
