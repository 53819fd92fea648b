package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jejak/internal/account"
	"jejak/internal/config"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
	"jejak/internal/ingest"
	"jejak/internal/listen/topic"
	"jejak/internal/server"
	"jejak/internal/transfer"
	"jejak/internal/workspace"
)

const ordersMapping = `version: 1
zone: Asia/Jakarta
file: {format: csv}
events:
  - event: Order Completed
    time: {from: "{day}", layout: "2006-01-02"}
    channel: store
    ids: {loyalty_id: "{card}", email: "{mail}"}
    properties: {revenue: {from: "{paid}", type: number}}
`

const soldCards = "card,mail,day,paid\nc1,A@example.com,2026-01-05,100\nc1,A@example.com,2026-01-05,100\nc2,,2026-01-06,50\n,,2026-01-07,10\n"

// brand is a folder with a workspace and a source, and the files of an import.
type brand struct{ dir, mapping, file string }

func newBrand(t *testing.T) brand {
	t.Helper()
	base := t.TempDir()
	b := brand{filepath.Join(base, "data"), filepath.Join(base, "orders.yaml"), filepath.Join(base, "orders.csv")}
	for name, text := range map[string]string{b.mapping: ordersMapping, b.file: soldCards} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	f, err := server.OpenFolder(ctx, b.dir, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, owner, err := f.Accounts.FirstOwner(ctx, account.UserDraft{Email: "o@example.com", Name: "O", Locale: "en", Password: "correct horse battery"})
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.Workspaces.Create(ctx, workspace.Draft{Name: "Shop", Zone: "Asia/Jakarta", Currency: "IDR"}, owner, f.Touchpoints.Seed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Workspaces.CreateSource(ctx, w.ID, workspace.SourceDraft{Name: "Till", Kind: "store", Channel: "store"}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(ctx); err != nil {
		t.Fatal(err)
	}
	return b
}

func jejak(args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = Run(context.Background(), "test", args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func reportOf(t *testing.T, out string) (r transfer.Report) {
	t.Helper()
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return r
}

func TestImportAndExportFromTheCommandLine(t *testing.T) {
	t.Parallel()
	b := newBrand(t)
	if code, out, _ := jejak("import", b.file, "-m", b.mapping, "--dry-run", "10"); code != 0 || strings.Count(out, `"verdict":"stored"`) != 3 || !strings.Contains(out, "no_ids") {
		t.Errorf("dry run: %d\n%s", code, out)
	}
	if code, _, errOut := jejak("import", b.file, "-m", b.mapping, "-s", "Tills", "--data", b.dir); code != 1 || !strings.Contains(errOut, "Till") {
		t.Errorf("an unknown source: %d %s", code, errOut)
	}
	code, out, errOut := jejak("import", b.file, "-m", b.mapping, "-s", "Till", "--data", b.dir, "--json")
	if r := reportOf(t, out); code != 1 || r.Stored != 3 || r.Rejected["no_ids"] != 1 {
		t.Fatalf("%d %s %s", code, out, errOut)
	}
	file := filepath.Join(t.TempDir(), "all.ndjson.gz")
	if code, out, errOut := jejak("export", file, "--data", b.dir, "--to", "2026-01-05"); code != 0 || !strings.HasPrefix(out, "2 events") {
		t.Fatalf("export: %d %s %s", code, out, errOut)
	}
	if code, _, _ := jejak("export", file, "--data", b.dir); code != 1 {
		t.Error("an export wrote over a file that was there")
	}
	if code, _, errOut := jejak("export", file, "--data", b.dir, "--force"); code != 0 {
		t.Fatal(errOut)
	}
	other := newBrand(t)
	code, out, errOut = jejak("import", file, "--data", other.dir, "--json")
	if r := reportOf(t, out); code != 0 || r.Stored != 3 {
		t.Errorf("taken in again: %d %s %s", code, out, errOut)
	}
}

func TestAppReviewsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	b := newBrand(t)
	file := filepath.Join(t.TempDir(), "reviews.csv")
	text := "Date,Rating,Title,Review,Reviewer Nickname\n2026-03-02,1,Bad,\"Cannot pay, twice\",ann99\n2026-03-03,5,,Love it,joe\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errOut := jejak("import", file, "--reviews", "appstore", "--app", "Nusa", "--dry-run", "5"); code != 0 ||
		!strings.Contains(out, `"value":"appstore:ann99"`) || !strings.Contains(out, `"rating":1`) || strings.Contains(out, "connection") {
		t.Errorf("dry run: %d\n%s%s", code, out, errOut)
	}
	knowAuthors(t, b.dir)
	code, shown, errOut := jejak("import", file, "--reviews", "appstore", "--app", "Nusa", "--data", b.dir, "--dry-run", "5")
	if code != 0 || !strings.Contains(errOut, "2 rows, 2 events; nothing was stored") {
		t.Errorf("dry run: %d %s", code, errOut)
	}
	for i, stored := range []int64{2, 0} { // the second time all of it is known
		code, out, errOut := jejak("import", file, "--reviews", "appstore", "--app", "Nusa", "--data", b.dir, "--json")
		if r := reportOf(t, out); code != 0 || r.Stored != stored || r.Rows != 2 || r.Duplicate != 2-stored {
			t.Errorf("import %d: %d %s %s", i, code, out, errOut)
		}
	}
	if got, want := eventsIn(t, storedIn(t, b.dir)), eventsIn(t, shown); fmt.Sprint(got) != fmt.Sprint(want) || len(want) != 2 ||
		!strings.Contains(want[0], `{"type":"social_id","value":"ann99"}`) || !strings.Contains(want[0], `"feeling":"scored"`) {
		t.Errorf("shown\n%s\nand stored\n%s", want, got)
	}
	for want, args := range map[string][]string{
		"--app": {"--reviews", "play"}, "other store": {"--reviews", "play", "--app", "Nusa"}, "play": {"--reviews", "huawei", "--app", "Nusa"},
	} {
		if code, _, errOut := jejak(append([]string{"import", file, "--data", b.dir}, args...)...); code == 0 || !strings.Contains(errOut, want) {
			t.Errorf("%v: %d %s", args, code, errOut)
		}
	}
}

// knowAuthors makes the rule that authors in the App Store are people by their social_id.
func knowAuthors(t *testing.T, dir string) {
	t.Helper()
	f, err := server.OpenFolder(t.Context(), dir, server.FolderOptions{NoTrail: true})
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.Workspaces.List(t.Context())
	if err == nil {
		err = f.Topics.SetAuthors(t.Context(), all[0].ID, []topic.AuthorRule{{Network: "appstore", IDType: "social_id"}})
	}
	if err := errors.Join(err, f.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// storedIn are the events of a folder, as a dry run writes them.
func storedIn(t *testing.T, dir string) string {
	t.Helper()
	f, err := server.OpenFolder(t.Context(), dir, server.FolderOptions{NoTrail: true})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = f.Events.Scan(t.Context(), func(_ event.Workspace, _ event.Subject, _ event.Person, e *event.Event) error {
		return json.NewEncoder(&out).Encode(previewOf(&ingest.Item{Event: *e}, map[string]bool{}))
	})
	if err := errors.Join(err, f.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// eventsIn are the lines of a dry run in the order of their text, without what only an event of a source has.
func eventsIn(t *testing.T, lines string) (all []string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		var p previewed
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		p.Context = nil
		slices.SortFunc(p.IDs, func(a, b event.ID) int { return strings.Compare(string(a.Type), string(b.Type)) })
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	slices.Sort(all)
	return all
}

func TestImportIntoARunningServer(t *testing.T) {
	t.Parallel()
	b := newBrand(t)
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
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	session, err := s.Folder.Accounts.StartSession(ctx, 1, "127.0.0.1", "test")
	if err != nil {
		t.Fatal(err)
	}
	owner, err := s.Folder.Accounts.BySession(ctx, session.Token)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := s.Folder.Accounts.CreateToken(ctx, owner, 1, account.TokenDraft{Name: "import", Role: account.Owner})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []transfer.Report{{Stored: 3}, {Duplicate: 3}} {
		_, out, errOut := jejak("import", b.file, "-m", b.mapping, "-s", "Till", "--server", s.URL(), "--token", token, "--json")
		if r := reportOf(t, out); r.Stored != want.Stored || r.Duplicate != want.Duplicate || r.Rejected["no_ids"] != 1 {
			t.Errorf("%s %s", out, errOut)
		}
	}
	unreadableRowsGoToQuarantine(t, b, s, token)
	n := 0
	err = s.Folder.Events.SubjectEvents(ctx, 1, subjectOf("a@example.com", "c1"), countEvents(&n))
	if err != nil || n != 2 {
		t.Errorf("%d events under both ids, %v", n, err)
	}
	_, viewers, err := s.Folder.Accounts.CreateToken(ctx, owner, 1, account.TokenDraft{Name: "viewer", Role: account.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	aMissingSourceIsMadeWhereThatIsAsked(t, b, s, token, viewers)
}

func aMissingSourceIsMadeWhereThatIsAsked(t *testing.T, b brand, s *server.Server, token, viewers string) {
	t.Helper()
	into := func(token string, more ...string) (int, string, string) {
		return jejak(append([]string{"import", b.file, "-m", b.mapping, "-s", "Old till", "--server", s.URL(), "--token", token, "--json"}, more...)...)
	}
	named := func() (n int) {
		sources, err := s.Folder.Workspaces.Sources(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range sources {
			if x.Name == "Old till" {
				n++
			}
		}
		return n
	}
	if code, out, errOut := into(token); code == 0 || !strings.Contains(errOut, "--create") || named() != 0 {
		t.Errorf("a source that is not there: %d %s %s", code, out, errOut)
	}
	if code, out, errOut := into(viewers, "--create"); code == 0 || !strings.Contains(errOut, "may not make one") || named() != 0 {
		t.Errorf("a role that may make none: %d %s %s", code, out, errOut)
	}
	for _, want := range []transfer.Report{{Stored: 3}, {Duplicate: 3}} {
		_, out, errOut := into(token, "--create")
		if r := reportOf(t, out); r.Stored != want.Stored || r.Duplicate != want.Duplicate || named() != 1 {
			t.Errorf("%d sources of that name: %s %s", named(), out, errOut)
		}
	}
}

func unreadableRowsGoToQuarantine(t *testing.T, b brand, s *server.Server, token string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bad.csv")
	if err := os.WriteFile(file, []byte("card,mail,day,paid\nc9,,yesterday,1\nc9,,2026-01-05,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := jejak("import", file, "-m", b.mapping, "-s", "Till", "--server", s.URL(), "--token", token, "--json")
	if r := reportOf(t, out); code != 1 || r.Stored != 1 || r.Rejected["malformed"] != 1 {
		t.Errorf("%s %s", out, errOut)
	}
	kept, err := s.Folder.Events.Quarantine(1, eventlog.Query{Limit: 1})
	if err != nil || len(kept) != 1 || !strings.Contains(string(kept[0].Raw), `"day":"yesterday"`) || !strings.Contains(string(kept[0].Raw), "row 1: time") {
		t.Errorf("quarantine of the server: %+v, %v", kept, err)
	}
	history := filepath.Join(t.TempDir(), "history.ndjson")
	lines := `{"jejak":{"version":2,"header":{"export":"x"}}}
{"jejak":{"version":2,"ledger":{"source":"Till","hour":"2026-01-05T00:00:00Z","received":1,"duplicate":1}}}
{"jejak":{"version":2,"trailer":{"ledger":1}}}
`
	if err := os.WriteFile(history, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut = jejak("import", history, "--server", s.URL(), "--token", token, "--json")
	if r := reportOf(t, out); code != 0 || r.Skipped["not_over_a_server"] != 1 {
		t.Errorf("a history into a server: %s %s", out, errOut)
	}
}

func subjectOf(email, card string) event.Subject {
	return identity.SubjectOf([]event.ID{{Type: event.Email, Value: email}, {Type: event.LoyaltyID, Value: card}})
}

func countEvents(n *int) func(*event.Event) error {
	return func(*event.Event) error {
		*n++
		return nil
	}
}
