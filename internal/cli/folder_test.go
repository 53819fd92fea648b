package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/journey"
	"jejak/internal/server"
	"jejak/internal/workspace"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// run runs a command line as the shell would.
func run(t *testing.T, in string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), "test", args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// filled is a data folder with a workspace, a source and the journeys of three people, closed again.
func filled(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	f, err := server.OpenFolder(t.Context(), dir, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ws, err := f.Workspaces.Create(t.Context(), workspace.Draft{Name: "Brand", Zone: "UTC", Currency: "EUR"}, f.Touchpoints.Seed)
	if err != nil {
		t.Fatal(err)
	}
	src, err := f.Workspaces.CreateSource(t.Context(), ws.ID, workspace.SourceDraft{Name: "Shop", Kind: "website", Channel: "web"})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	item := func(user, name string, after time.Duration) ingest.Item {
		return ingest.Item{Event: event.Event{
			Type: event.Track, Name: name, MessageID: user + name, Time: event.TimeOf(at.Add(after)), IDs: []event.ID{{Type: event.UserID, Value: user}},
		}}
	}
	verdicts, err := f.Ingester.Ingest(t.Context(), ingest.Source{ID: src.ID, Workspace: ws.ID, Channel: "web"}, time.Now(), []ingest.Item{
		item("u1", "Product Viewed", 0), item("u2", "Product Viewed", time.Hour), item("u3", "Product Viewed", 2*time.Hour),
		item("u1", "Order Completed", 90*time.Minute),
		{Event: event.Event{Type: event.Track, Name: "Nobody"}, Raw: []byte(`{"event":"Nobody"}`)},
	})
	if err != nil || len(verdicts) != 5 {
		t.Fatalf("%v, %v", verdicts, err)
	}
	if err := f.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	return dir
}

const funnel = `{"kind":"funnel","range":{"from":"2026-03-01","to":"2026-03-31"},"funnel":{"steps":[
	{"filter":{"event":"Product Viewed"}},{"filter":{"event":"Order Completed"}}]}}`

func TestAsk(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	code, out, errOut := run(t, funnel, "ask", "-f", "-", "--data", dir)
	for _, want := range []string{"Product Viewed", "Order Completed", "33.3%", "1.5h"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("%d: no %q in\n%s%s", code, want, out, errOut)
		}
	}
	var a journey.Answer
	code, out, errOut = run(t, funnel, "ask", "-f", "-", "--data", dir, "--json")
	if err := json.Unmarshal([]byte(out), &a); err != nil || code != 0 || a.Funnel.Groups[0].Steps[1].Reached != 1 {
		t.Errorf("%d %v: %s%s", code, err, out, errOut)
	}
	code, out, _ = run(t, funnel, "ask", "-f", "-", "--data", dir, "--csv")
	r := csv.NewReader(strings.NewReader(out))
	r.FieldsPerRecord = -1
	if rows, err := r.ReadAll(); err != nil || code != 0 || len(rows) != 5 {
		t.Errorf("%d %v: %d rows of CSV; want 5\n%s", code, err, len(rows), out)
	}
	// Who reckons on needs a third, not 33.3 %, and an hour and a half as seconds.
	for _, want := range []string{",0.3333333333333333,", ",5400,"} {
		if !strings.Contains(out, want) || strings.Contains(out, "33.3%") {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	named := strings.Replace(funnel, `{"filter":{"event":"Order Completed"}}`, `{"name":"=1+1","filter":{"event":"Order Completed"}}`, 1)
	if code, out, _ := run(t, named, "ask", "-f", "-", "--data", dir, "--csv"); code != 0 || !strings.Contains(out, ",'=1+1,") {
		t.Errorf("a name is a formula in a spreadsheet: %d\n%s", code, out)
	}
	for _, c := range []struct{ name, question, has string }{
		{"no JSON", `{`, "docs/questions"},
		{"an unknown field", `{"kind":"trend","horoscope":1}`, "horoscope"},
		{"a question that breaks rules", `{"kind":"funnel","funnel":{"steps":[]}}`, "steps"},
	} {
		code, out, errOut := run(t, c.question, "ask", "-f", "-", "--data", dir)
		if code != 1 || out != "" || !strings.Contains(errOut, c.has) {
			t.Errorf("%s: %d %q %q; want 1 and %q", c.name, code, out, errOut, c.has)
		}
	}
}

// Columns stand under each other on a terminal, whatever the script.
func TestTablesInChinese(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	rows := [][]any{{"產品頁（網站）", "7", "x"}, {"Cart", "12", "x"}}
	if err := writeTables(&b, []table{{head: []string{"接觸點", "人數", "x"}, rows: rows, left: 1}}); err != nil {
		t.Fatal(err)
	}
	want := "接觸點          人數  x\n" + "產品頁（網站）     7  x\n" + "Cart              12  x\n"
	if b.String() != want {
		t.Errorf("\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTablesOfEveryAnswer(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	for kind, has := range map[string]string{
		`{"kind":"trend","trend":{"interval":"month"}}`:                                           "2026-03-01",
		`{"kind":"trend","trend":{"interval":"month"},"breakdown":{"by":"event"}}`:                "Order Completed",
		`{"kind":"paths","paths":{}}`:                                                             "Product Viewed > Order Completed",
		`{"kind":"retention","retention":{"start":{"event":"Product Viewed"},"return":{}}}`:       "cohort",
		`{"kind":"stages","stages":{}}`:                                                           "moved on",
		`{"kind":"people","people":{"sort":"events"}}`:                                            "people: 3",
		`{"kind":"trend","trend":{"interval":"month"},"compare":{"range":{"from":"2025-01-01"}}}`: "compared: trend",
	} {
		code, out, errOut := run(t, kind, "ask", "-f", "-", "--data", dir)
		if code != 0 || !strings.Contains(out, has) {
			t.Errorf("%s: %d without %q\n%s%s", kind, code, has, out, errOut)
		}
	}
}

func TestCheckInspectRebuild(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	for _, c := range []struct {
		args []string
		code int
		has  string
	}{
		{[]string{"check"}, 0, "journey index\n  clean"},
		{[]string{"inspect"}, 0, "total"},
		{[]string{"inspect", "--event", "4"}, 0, "Order Completed"},
		{[]string{"inspect", "--event", "99"}, 1, ""},
		{[]string{"inspect", "--person", "user_id:u1"}, 0, `"rule": "new"`},
		{[]string{"inspect", "--person", "user_id:nobody"}, 1, ""},
		{[]string{"inspect", "--person", "xyz"}, 1, ""},
		{[]string{"rebuild"}, 0, "4 rows up to change 4"},
		{[]string{"check"}, 0, "clean: every invariant holds"},
		{[]string{"doctor", "--listen", "127.0.0.1:0"}, 0, "last change 4"},
	} {
		code, out, errOut := run(t, "", append(c.args, "--data", dir)...)
		if code != c.code || !strings.Contains(out, c.has) || (c.code == 1) == (errOut == "") {
			t.Errorf("%v: %d\n%s%s; want %d with %q", c.args, code, out, errOut, c.code, c.has)
		}
	}
	empty := t.TempDir()
	for _, command := range []string{"check", "inspect", "rebuild"} {
		if code, _, errOut := run(t, "", command, "--data", empty); code != 1 || !strings.Contains(errOut, "no data of Jejak") {
			t.Errorf("%s of an empty folder: %d %s", command, code, errOut)
		}
	}
	if entries, err := os.ReadDir(empty); err != nil || len(entries) > 0 {
		t.Errorf("an empty folder was looked into and holds %v, %v", entries, err)
	}
}

// A damaged journey index, or one that is not of this log, is found.
func TestCheckFindsAStrangeIndex(t *testing.T) {
	t.Parallel()
	dir, other := filled(t), filled(t)
	f, err := server.OpenFolder(t.Context(), other, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Ingester.Ingest(t.Context(), ingest.Source{ID: 1, Workspace: 1, Channel: "web"}, time.Now(), []ingest.Item{
		{Event: event.Event{Type: event.Track, Name: "More", IDs: []event.ID{{Type: event.UserID, Value: "u9"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Trail.WaitFor(t.Context(), f.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "trail")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "trail"), os.DirFS(filepath.Join(other, "trail"))); err != nil {
		t.Fatal(err)
	}
	code, out, _ := run(t, "", "check", "--data", dir)
	if code != 1 || !strings.Contains(out, "jejak rebuild") {
		t.Fatalf("%d\n%s", code, out)
	}
	if code, out, errOut := run(t, "", "rebuild", "--data", dir); code != 0 {
		t.Fatalf("rebuild: %d\n%s%s", code, out, errOut)
	}
	if code, out, _ := run(t, "", "check", "--data", dir); code != 0 {
		t.Errorf("after the rebuild: %d\n%s", code, out)
	}
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	dir, to := filled(t), t.TempDir()
	code, out, errOut := run(t, "", "backup", to, "--data", dir)
	if code != 0 || !strings.Contains(out, "read back") {
		t.Fatalf("%d %s%s", code, out, errOut)
	}
	files, err := filepath.Glob(filepath.Join(to, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v; want one file", files, err)
	}
	if code, _, errOut := run(t, "", "backup", files[0], "--data", dir); code != 1 || !strings.Contains(errOut, "never replaces") {
		t.Errorf("onto another backup: %d %s", code, errOut)
	}
	fresh := filepath.Join(t.TempDir(), "restored")
	if code, out, errOut := run(t, "", "restore", files[0], "--data", fresh); code != 0 {
		t.Fatalf("restore: %d %s%s", code, out, errOut)
	}
	_, want, _ := run(t, funnel, "ask", "-f", "-", "--json", "--data", dir)
	if _, got, errOut := run(t, funnel, "ask", "-f", "-", "--json", "--data", fresh); got != want || got == "" {
		t.Errorf("the restored folder answers\n%s%s\nand the first\n%s", got, errOut, want)
	}
	if code, _, errOut := run(t, "", "restore", files[0], "--data", fresh); code != 1 || !strings.Contains(errOut, "--replace") {
		t.Errorf("onto a folder with data: %d %s", code, errOut)
	}
	if code, out, errOut := run(t, "", "restore", "--replace", files[0], "--data", fresh); code != 0 || !strings.Contains(out, ".before-") {
		t.Errorf("in the place of a folder with data: %d %s%s", code, out, errOut)
	}

	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	whole[len(whole)/2] ^= 4
	bad := filepath.Join(t.TempDir(), "bad.tar")
	if err := os.WriteFile(bad, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := run(t, "", "restore", "--replace", bad, "--data", fresh); code != 1 || !strings.Contains(errOut, "damaged") {
		t.Errorf("a damaged backup: %d %s", code, errOut)
	}
	if code, out, _ := run(t, "", "check", "--data", fresh); code != 0 {
		t.Errorf("after a damaged backup was refused: %d\n%s", code, out)
	}
	left, err := filepath.Glob(fresh + ".restoring*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestCommandsLeaveARunningServerAlone(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	f, err := server.OpenFolder(t.Context(), dir, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for _, args := range [][]string{
		{"check"}, {"inspect"}, {"rebuild"}, {"ask", "-f", "-"}, {"backup", t.TempDir()}, {"restore", "--replace", "/dev/null"},
	} {
		code, _, errOut := run(t, funnel, append(args, "--data", dir)...)
		if code != 1 || !strings.Contains(errOut, "Jejak is running on this folder") {
			t.Errorf("%v: %d %s", args, code, errOut)
		}
	}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args     []string
		code     int
		out, err string
	}{
		{[]string{"version"}, 0, "jejak test", ""},
		{[]string{"--help"}, 0, "Collect events", ""},
		{[]string{"dance"}, 2, "", "--help"},
		{[]string{"serve", "--listen", "nowhere", "--log-level", "loud"}, 1, "", "--log-level"},
		{[]string{"doctor", "--listen", "nowhere"}, 1, "--listen", ""},
		{[]string{"openapi"}, 0, `"openapi": "3.1.0"`, ""},
	} {
		code, out, errOut := run(t, "", c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errOut, c.err) {
			t.Errorf("%v: %d %q %q; want %d, %q, %q", c.args, code, out, errOut, c.code, c.out, c.err)
		}
	}
}
