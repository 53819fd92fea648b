package server_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"jejak/client"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/server"
)

// sendUntil sends events from several senders until ctx ends, and counts what was acknowledged.
func (w *world) sendUntil(ctx context.Context, acknowledged *atomic.Uint64) *errgroup.Group {
	w.t.Helper()
	var g errgroup.Group
	for n := range 4 {
		g.Go(func() error {
			s, err := client.NewSender(client.SenderOptions{
				URL: w.url, WriteKey: w.key, BatchSize: 20, QueueSize: 200, MaxTries: 1, Interval: 10 * time.Millisecond,
			})
			if err != nil {
				return err
			}
			for i := 0; ctx.Err() == nil; i++ {
				if s.Send(ctx, client.Event{Event: "Product Viewed", AnonymousID: fmt.Sprintf("a%d-%d", n, i%50)}) != nil {
					break
				}
				if s.Stats().Failed > 0 {
					break // the server has gone
				}
			}
			closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			_ = s.Close(closing) // failures are what the test is about
			acknowledged.Add(s.Stats().Acknowledged)
			return nil
		})
	}
	return &g
}

func TestStopUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	w := found(t)
	var acknowledged atomic.Uint64
	g := w.sendUntil(t.Context(), &acknowledged)
	if err := w.srv.Folder.Events.Wait(t.Context(), 300); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := w.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("stop took %v", took)
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	f, err := server.OpenFolder(t.Context(), w.dir, server.FolderOptions{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if last := f.Events.LastSeq(); last < acknowledged.Load() {
		t.Errorf("%d events were acknowledged, %d are there", acknowledged.Load(), last)
	}
	r, err := f.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() || !r.Compared {
		t.Errorf("check: %s", r)
	}
}

// A request that never ends is cut off early enough that the folder is closed in time too.
func TestStopEndsInTimeThoughARequestHangs(t *testing.T) {
	t.Parallel()
	c := settings(t, t.TempDir())
	c.DrainTimeout = 2 * time.Second
	srv, err := server.New(t.Context(), c, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(ctx) }()
	hang, err := net.Dial("tcp", srv.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer hang.Close()
	if _, err := hang.Write([]byte("POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	// The server asks for the body when the request is being worked on.
	if line, err := bufio.NewReader(hang).ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q, %v", line, err)
	}
	begun := time.Now()
	stop()
	if err := <-ended; !fault.Is(err, fault.Unavailable) {
		t.Errorf("stop: %v; want to be told of requests that were cut off", err)
	}
	if took := time.Since(begun); took >= c.DrainTimeout {
		t.Errorf("stop took %v of %v", took, c.DrainTimeout)
	}
}

// A backup taken while events come in restores to a clean folder that holds everything up to its own last change.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	w := found(t)
	token := w.token("owner").token
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var acknowledged atomic.Uint64
	g := w.sendUntil(ctx, &acknowledged)
	if err := w.srv.Folder.Events.Wait(t.Context(), 200); err != nil {
		t.Fatal(err)
	}
	before := w.srv.Folder.Events.LastSeq()

	file := filepath.Join(t.TempDir(), "backup.tar")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if ws, err := client.Workspace(t.Context(), w.url, token, w.owner.client); err != nil || ws != w.ws {
		t.Errorf("the token belongs to workspace %d, %v; want %d", ws, err, w.ws)
	}
	api, err := client.New(w.url, token, w.ws, w.owner.client)
	if err != nil {
		t.Fatal(err)
	}
	if err := api.Backup(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}

	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	dir := filepath.Join(t.TempDir(), "restored")
	m, err := server.Unpack(t.Context(), in, dir)
	if err != nil {
		t.Fatal(err)
	}
	if m.LastSeq < before {
		t.Errorf("the backup ends at change %d, and %d were durable before it began", m.LastSeq, before)
	}
	f, err := server.OpenFolder(t.Context(), dir, server.FolderOptions{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Check(t.Context())
	if err != nil || !r.OK() || f.Events.LastSeq() < m.LastSeq {
		t.Errorf("restored up to %d of %d, %v\n%s", f.Events.LastSeq(), m.LastSeq, err, r)
	}
	if from, ok, err := f.Workspaces.ByWriteKey(t.Context(), w.key); err != nil || !ok || from.ID != event.Source(w.source) {
		t.Errorf("the write key leads to %+v, %v, %v", from, ok, err)
	}
	// What is sealed among the documents can be read in the restored folder too, and by its owner alone.
	name := filepath.Join(dir, "secret.key")
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key of the restored folder: %v, %v", info, err)
	}
	was, err := os.ReadFile(filepath.Join(w.dir, "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	if is, err := os.ReadFile(name); err != nil || string(is) != string(was) {
		t.Errorf("the restored folder has another key: %v", err)
	}
	if err := f.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(w.dir, ".backup-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestDamagedBackupsAreRefused(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(1, track("A", "m1", map[string]any{"userId": "u1"}))
	a, err := w.srv.Folder.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.srv.Folder.Archive(t.Context()); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second backup at once: %v", err)
	}
	file := filepath.Join(t.TempDir(), "backup.tar")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.WriteTo(out); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)/2] ^= 1
	for name, c := range map[string]struct {
		data []byte
		kind fault.Kind
	}{
		"whole":   {whole, fault.Internal},
		"cut off": {whole[:len(whole)/2], fault.Corrupt},
		"one bit": {flipped, fault.Corrupt},
		"no tar":  {[]byte("hello"), fault.Invalid},
		"empty":   {nil, fault.Invalid},
	} {
		path := filepath.Join(t.TempDir(), "damaged.tar")
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = server.Verify(t.Context(), in)
		if (err == nil) != (name == "whole") || err != nil && !fault.Is(err, c.kind) {
			t.Errorf("%s: %v; want %v", name, err, c.kind)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	t.Parallel()
	w := found(t)
	if _, err := server.New(t.Context(), settings(t, w.dir), server.Options{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second server on the folder: %v", err)
	}
	newer := t.TempDir()
	if err := os.WriteFile(filepath.Join(newer, "VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(t.Context(), settings(t, newer), server.Options{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a newer folder: %v", err)
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thesis.doc"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(t.Context(), settings(t, foreign), server.Options{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("somebody's own folder: %v", err)
	}
	if _, err := server.OpenFolder(t.Context(), t.TempDir(), server.FolderOptions{MustExist: true}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an empty folder that must not be: %v", err)
	}
	public := settings(t, t.TempDir())
	public.Listen, public.Demo = "0.0.0.0:0", true
	if _, err := server.New(t.Context(), public, server.Options{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a demo for everybody: %v", err)
	}
}

// The journey index is derived: deleted and made anew, every answer is the same.
func TestRebuildGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	w := found(t)
	for i := range 20 {
		w.send(2,
			track("Product Viewed", fmt.Sprint("v", i), map[string]any{"anonymousId": fmt.Sprint("a", i), "timestamp": "2026-03-01T10:00:00Z"}),
			track("Order Completed", fmt.Sprint("o", i), map[string]any{"anonymousId": fmt.Sprint("a", i%15), "userId": fmt.Sprint("u", i%15), "timestamp": "2026-03-02T10:00:00Z"}),
		)
	}
	ask := map[string]any{"kind": "funnel", "range": map[string]any{"from": "2026-03-01", "to": "2026-03-31"}, "funnel": map[string]any{"steps": []any{
		map[string]any{"filter": map[string]any{"event": "Product Viewed"}}, map[string]any{"filter": map[string]any{"event": "Order Completed"}},
	}}}
	_, want := w.owner.try("POST", w.path("/ask"), ask)
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	f, err := server.OpenFolder(t.Context(), w.dir, server.FolderOptions{MustExist: true, NoTrail: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.RebuildTrail(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	again := serve(t, settings(t, w.dir))
	w.owner.url = again.url
	_, got := w.owner.try("POST", w.path("/ask"), ask)
	if got != want {
		t.Errorf("after the rebuild %s\nbefore %s", got, want)
	}
}
