package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/config"
	"jejak/internal/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const password = "correct horse battery staple"

// world is a server on a folder of its own, with its owner signed in, a workspace and a source.
type world struct {
	t    *testing.T
	dir  string
	srv  *server.Server
	url  string
	stop func() error // ends the server and returns how it ended; may be called again

	owner  *browser
	ws     uint32
	source uint32
	key    string
}

func settings(t *testing.T, dir string) config.Config {
	t.Helper()
	c, err := config.Load(config.Flags{Listen: "127.0.0.1:0", Data: dir}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve starts a server on a folder; the test's end stops it.
func serve(t *testing.T, c config.Config) *world {
	t.Helper()
	return serveAt(t, c, nil)
}

// serveAt is serve by another clock.
func serveAt(t *testing.T, c config.Config, now func() time.Time) *world {
	t.Helper()
	srv, err := server.New(t.Context(), c, server.Options{Version: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(ctx) }()
	w := &world{t: t, dir: c.Data, srv: srv, url: srv.URL()}
	w.stop = func() error {
		cancel()
		err := <-ended
		ended <- err
		return err
	}
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return w
}

// found goes through the first run and makes a source.
func found(t *testing.T) *world {
	t.Helper()
	return foundAt(t, nil)
}

func foundAt(t *testing.T, now func() time.Time) *world {
	t.Helper()
	return foundWith(t, settings(t, t.TempDir()), now)
}

func foundWith(t *testing.T, c config.Config, now func() time.Time) *world {
	t.Helper()
	w := serveAt(t, c, now)
	w.owner = w.browser()
	w.owner.must("POST", "/api/v1/setup", map[string]any{
		"email": "owner@example.com", "name": "Owner", "password": password, "workspace": "Brand", "zone": "Asia/Jakarta", "currency": "IDR",
	}, nil)
	w.owner.refresh()
	w.ws = w.owner.session.Workspaces[0].ID
	var src struct {
		ID       uint32 `json:"id"`
		WriteKey string `json:"writeKey"`
	}
	w.owner.must("POST", w.path("/sources"), map[string]any{"name": "Shop", "kind": "website"}, &src)
	w.source, w.key = src.ID, src.WriteKey
	return w
}

func (w *world) path(format string, args ...any) string {
	return fmt.Sprintf("/api/v1/workspaces/%d", w.ws) + fmt.Sprintf(format, args...)
}

// send sends a batch to the collector and wants so many stored.
func (w *world) send(stored int, items ...map[string]any) {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"batch": items})
	if err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", w.url+"/v1/batch", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.SetBasicAuth(w.key, "")
	status, answer := do(w.t, http.DefaultClient, req)
	var got struct {
		Stored int `json:"stored"`
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil || status != 200 || got.Stored != stored {
		w.t.Fatalf("collect: %d %s (%v); want %d stored", status, answer, err, stored)
	}
	if err := w.srv.Folder.Trail.WaitFor(w.t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		w.t.Fatal(err)
	}
}

func do(t *testing.T, c *http.Client, req *http.Request) (int, string) {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return resp.StatusCode, "" // it has no end
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// browser is somebody at the API: with a cookie jar, or with a token.
type browser struct {
	t       *testing.T
	url     string
	client  *http.Client
	token   string
	csrf    string
	header  http.Header
	host    string
	session struct {
		Setup      bool   `json:"setup"`
		Demo       bool   `json:"demo"`
		CSRF       string `json:"csrf"`
		User       *struct{ Email string }
		Workspaces []struct {
			ID          uint32   `json:"id"`
			Role        string   `json:"role"`
			Permissions []string `json:"permissions"`
		} `json:"workspaces"`
	}
}

func (w *world) browser() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	transport := &http.Transport{}
	w.t.Cleanup(transport.CloseIdleConnections)
	return &browser{t: w.t, url: w.url, client: &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute}, header: http.Header{}}
}

// token is somebody with a new API token of a role.
func (w *world) token(role string) *browser {
	w.t.Helper()
	var made struct {
		Secret string `json:"secret"`
	}
	w.owner.must("POST", w.path("/tokens"), map[string]any{"name": "for " + role, "role": role}, &made)
	b := w.browser()
	b.token = made.Secret
	return b
}

func (b *browser) refresh() {
	b.t.Helper()
	b.must("GET", "/api/v1/session", nil, &b.session)
	b.csrf = b.session.CSRF
}

func (b *browser) try(method, path string, in any) (int, string) {
	b.t.Helper()
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			b.t.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Host = b.host
	req.Header.Set("Content-Type", "application/json")
	if b.csrf != "" {
		req.Header.Set("X-Jejak-CSRF", b.csrf)
	}
	if b.token != "" {
		req.Header.Set("Authorization", "Bearer "+b.token)
	}
	for name, values := range b.header {
		req.Header[name] = values
	}
	return do(b.t, b.client, req)
}

// must makes a call that has to go well, and reads its answer.
func (b *browser) must(method, path string, in, out any) {
	b.t.Helper()
	status, body := b.try(method, path, in)
	if status/100 != 2 {
		b.t.Fatalf("%s %s: %d %s", method, path, status, body)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(body), out); err != nil {
			b.t.Fatalf("%s %s: %v in %s", method, path, err, body)
		}
	}
}
