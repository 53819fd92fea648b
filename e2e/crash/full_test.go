//go:build e2e

package crash

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jejak/e2e/product"
)

// TestFullDiskRefusesAndGoesOn fills a small file system under the running binary, reads through the refusals, makes room
// again and sees writing go on without a restart. It mounts a tmpfs and so needs root, which CI has.
func TestFullDiskRefusesAndGoesOn(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root to mount a small file system")
	}
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=768m", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("cannot mount a small file system here: %v %s", err, out)
	}
	p := product.Start(t, filepath.Join(disk, "data"))
	t.Cleanup(func() {
		p.Kill()
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	owner := p.Setup(t)
	_, writeKey := owner.Source("Load", "web")
	if status, body := send(t, p.URL, writeKey, "before"); status != http.StatusOK {
		t.Fatalf("before the disk is full: %d %s", status, body)
	}

	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	status, body := http.StatusOK, ""
	acknowledged := []string{"before"}
	for i := 0; status == http.StatusOK && i < 2000; i++ {
		id := fmt.Sprintf("during-%d", i)
		if status, body = send(t, p.URL, writeKey, id); status == http.StatusOK {
			acknowledged = append(acknowledged, id)
		}
	}
	if status != http.StatusServiceUnavailable || !strings.Contains(body, "application/problem+json") && !strings.Contains(body, "title") {
		t.Fatalf("on a full disk: %d %s", status, body)
	}
	if status, body := owner.Try("GET", owner.Path("/ledger"), nil); status != http.StatusOK {
		t.Fatalf("reading on a full disk: %d %s", status, body)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	wait(t, "writing to go on once there is room", func() bool {
		status, _ := send(t, p.URL, writeKey, "after")
		return status == http.StatusOK
	})
	acknowledged = append(acknowledged, "after")
	if err := p.Stop(); err != nil {
		t.Fatalf("stop: %v\n%s", err, p.Log())
	}
	if out, err := product.Run(t, "check", "--data", p.Data); err != nil {
		t.Fatalf("check: %v\n%s", err, out)
	}
	stored := exported(t, p.Data)
	for _, id := range acknowledged {
		if stored[id] != 1 {
			t.Errorf("event %s was acknowledged and is there %d times", id, stored[id])
		}
	}
}

// TestReadOnlyFolderServesReading starts the binary on a folder that cannot be written to.
func TestReadOnlyFolderServesReading(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root to mount a folder read-only")
	}
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	first := product.Start(t, data)
	owner := first.Setup(t)
	_, writeKey := owner.Source("Load", "web")
	var token struct {
		Secret string `json:"secret"`
	}
	owner.Do("POST", owner.Path("/tokens"), map[string]any{"name": "reader", "role": "admin"}, &token)
	if status, body := send(t, first.URL, writeKey, "kept"); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--bind", dir, dir}, {"-o", "remount,bind,ro", dir}} {
		if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
			t.Skipf("cannot mount read-only here: %v %s", err, out)
		}
	}
	var p *product.Product
	t.Cleanup(func() {
		if p != nil {
			p.Kill()
		}
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	p = product.Start(t, data)
	res, err := http.Get(p.URL + "/healthz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("healthz on a read-only folder: %v %v", res, err)
	}
	res.Body.Close()
	if status, body := read(t, p.URL+owner.Path("/people"), token.Secret); status != http.StatusOK || !strings.Contains(body, `"total":1`) {
		t.Fatalf("reading from a read-only folder: %d %s", status, body)
	}
	if status, body := send(t, p.URL, writeKey, "refused"); status != http.StatusServiceUnavailable {
		t.Fatalf("writing to a read-only folder: %d %s", status, body)
	}
}

func send(t *testing.T, url, writeKey, id string) (int, string) {
	t.Helper()
	body := fmt.Sprintf(`{"batch":[{"type":"track","event":"Note","anonymousId":"a","messageId":%q,"properties":{"text":%q}}]}`,
		id, strings.Repeat("x", 20_000))
	req, err := http.NewRequest("POST", url+"/v1/batch", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(writeKey+":")))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func read(t *testing.T, url, token string) (int, string) {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// fill writes until the file system refuses.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 1<<20)
	for size := len(block); size >= 4096; {
		if _, err := f.Write(block[:size]); err != nil {
			size /= 2
		}
	}
}

// wait asks again and again for a minute; there is no signal that crosses from the process under test.
func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(time.Minute); ; {
		if ok() {
			return
		}
		select {
		case <-end:
			t.Fatalf("waited a minute for %s", what)
		case <-tick.C:
		}
	}
}
