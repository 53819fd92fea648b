package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jejak/internal/account"
	"jejak/internal/config"
	"jejak/internal/server"
	"jejak/internal/workspace"
)

// running is a server with an owner's API token.
func running(t *testing.T) (url, token string) {
	t.Helper()
	conf, err := config.Load(config.Flags{Listen: "127.0.0.1:0", Data: t.TempDir()}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(t.Context(), conf, server.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	f := srv.Folder
	user, owner, err := f.Accounts.FirstOwner(ctx, account.UserDraft{Email: "o@example.com", Name: "O", Password: "correct horse battery staple"})
	if err != nil {
		t.Fatal(err)
	}
	ws, err := f.Workspaces.Create(ctx, workspace.Draft{Name: "Brand", Zone: "UTC", Currency: "EUR"}, owner, f.Touchpoints.Seed)
	if err != nil {
		t.Fatal(err)
	}
	session, err := f.Accounts.StartSession(ctx, user.ID, "", "")
	if err != nil {
		t.Fatal(err)
	}
	caller, err := f.Accounts.BySession(ctx, session.Token)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err = f.Accounts.CreateToken(ctx, caller, ws.ID, account.TokenDraft{Name: "test", Role: account.Owner})
	if err != nil {
		t.Fatal(err)
	}
	return srv.URL(), token
}

func TestCommandsOnARunningServer(t *testing.T) {
	t.Parallel()
	url, token := running(t)
	if code, out, errOut := run(t, funnel, "ask", "-f", "-", "--server", url, "--token", token); code != 0 || !strings.Contains(out, "Order Completed") {
		t.Errorf("ask: %d\n%s%s", code, out, errOut)
	}
	if code, _, errOut := run(t, funnel, "ask", "-f", "-", "--server", url, "--token", "jjk_wrong"); code != 1 || !strings.Contains(errOut, "401") {
		t.Errorf("ask with a wrong token: %d %s", code, errOut)
	}
	to := t.TempDir()
	if code, out, errOut := run(t, "", "backup", to, "--server", url, "--token", token); code != 0 || !strings.Contains(out, "read back") {
		t.Fatalf("backup: %d %s%s", code, out, errOut)
	}
	files, err := os.ReadDir(to)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v; want one file", files, err)
	}
	fresh := filepath.Join(t.TempDir(), "restored")
	if code, out, errOut := run(t, "", "restore", filepath.Join(to, files[0].Name()), "--data", fresh); code != 0 {
		t.Errorf("restore: %d %s%s", code, out, errOut)
	}
}
