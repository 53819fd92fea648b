package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"jejak/internal/account"
	"jejak/internal/config"
	"jejak/internal/server"
)

// serving runs a server on the brand's folder until the test ends.
func (b brand) serving(t *testing.T) (url, token string) {
	t.Helper()
	conf, err := config.Load(config.Flags{Listen: "127.0.0.1:0", Data: b.dir}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(context.Background(), conf, server.Options{Version: "test", LogTo: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	session, err := s.Folder.Accounts.StartSession(ctx, 1, "127.0.0.1", "test")
	if err != nil {
		t.Fatal(err)
	}
	owner, err := s.Folder.Accounts.BySession(ctx, session.Token)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err = s.Folder.Accounts.CreateToken(ctx, owner, 1, account.TokenDraft{Name: "segments", Role: account.Owner})
	if err != nil {
		t.Fatal(err)
	}
	return s.URL(), token
}

// The same commands say the same of a data folder and of a running server.
func TestSegmentCommands(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"folder", "server"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			b := newBrand(t)
			if _, out, errOut := jejak("import", b.file, "-m", b.mapping, "-s", "Till", "--data", b.dir, "--json"); reportOf(t, out).Stored != 3 {
				t.Fatal(out, errOut)
			}
			place := []string{"--data", b.dir}
			if where == "server" {
				url, token := b.serving(t)
				place = []string{"--server", url, "--token", token}
			}
			datadriven.RunTest(t, "testdata/segment", func(t *testing.T, d *datadriven.TestData) string {
				if d.Cmd == "file" {
					if err := os.WriteFile(filepath.Join(filepath.Dir(b.dir), d.CmdArgs[0].Key), []byte(d.Input), 0o600); err != nil {
						t.Fatal(err)
					}
					return ""
				}
				args := []string{"segment"}
				for _, word := range strings.Fields(d.Input) {
					if strings.HasSuffix(word, ".json") {
						word = filepath.Join(filepath.Dir(b.dir), word)
					}
					args = append(args, strings.ReplaceAll(word, "_", " "))
				}
				code, out, errOut := run(t, "", append(args, place...)...)
				if code != 0 {
					out = errOut
				}
				return settled(strings.ReplaceAll(out, filepath.Dir(b.dir)+"/", ""))
			})
		})
	}
}

// settled takes away what differs from run to run: ids and times of saving.
func settled(out string) string {
	for _, r := range [][2]string{
		{`\b[0-9a-f]{32}\b`, "PERSON"}, {`"(created|changed)": "[^"]*"`, `"$1": "NOW"`}, {`,\n  "asOf": \d+`, ""},
	} {
		out = regexp.MustCompile(r[0]).ReplaceAllString(out, r[1])
	}
	return out
}
