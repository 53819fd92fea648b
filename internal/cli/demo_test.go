package cli

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/server"
)

// output is written by one goroutine and read by another; ready is closed when it tells the address.
type output struct {
	mu    sync.Mutex
	b     bytes.Buffer
	ready chan struct{}
	once  sync.Once
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.b.Write(p)
	if strings.Contains(o.b.String(), "Open http://") {
		o.once.Do(func() { close(o.ready) })
	}
	return n, err
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// runDemo starts a demo, stops it as soon as it is ready, and returns what it said.
func runDemo(t *testing.T, dir string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &output{ready: make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		c := demoCmd{Listen: "127.0.0.1:0", Data: dir, People: 300, Seed: 1, Rate: 50}
		done <- c.Run(&Env{Context: ctx, Version: "test", Out: out, Err: io.Discard})
	}()
	select {
	case <-out.ready:
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	case err := <-done:
		t.Fatalf("the demo ended: %v\n%s", err, out)
	}
	return out.String()
}

func TestDemoMakesItsHistoryOnceAndGoesOn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "demo")
	if first := runDemo(t, dir); !strings.Contains(first, "simulated") || !strings.Contains(first, "stored") {
		t.Errorf("first start said\n%s", first)
	}
	if second := runDemo(t, dir); !strings.Contains(second, "Going on") {
		t.Errorf("second start said\n%s", second)
	}
	f, err := server.OpenFolder(context.Background(), dir, server.FolderOptions{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	if f.Events.LastSeq() < 4000 {
		t.Errorf("%d changes", f.Events.LastSeq())
	}
	// What was paid for channels is there, so that conversions have a cost and money a return.
	a, err := askFolder(&Env{Context: t.Context()}, f, 1, journey.Question{
		Kind: journey.KindAttribution, Attribution: &journey.Attribution{Conversion: journey.Filter{Event: journey.Names{"Order Completed"}}, Value: "total"},
	})
	if err != nil {
		t.Fatal(err)
	}
	costs := 0
	for _, u := range a.Attribution.Units {
		for _, c := range u.Credits {
			if u.Spend > 0 && c.Cost != nil && c.Return != nil && *c.Return > 0 {
				costs++
				break
			}
		}
	}
	if costs < 3 {
		t.Errorf("%d channels have a cost and a return", costs)
	}
}

func TestDemoLeavesOtherDataAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := server.OpenFolder(context.Background(), dir, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	c := demoCmd{Listen: "127.0.0.1:0", Data: dir, People: 10, Seed: 1}
	err = c.Run(&Env{Context: context.Background(), Out: io.Discard, Err: io.Discard})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v", err)
	}
}
