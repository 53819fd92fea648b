package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/identity"
	"jejak/internal/ingest"
	"jejak/internal/server"
	"jejak/internal/touchpoint"
	"jejak/internal/workspace"
)

// lived makes a brand's history of which events are only a part: two people who are joined on paper, one link that was taken back,
// items that came twice, one that was refused, and a channel of its own.
func lived(t *testing.T, b brand) {
	t.Helper()
	ctx := t.Context()
	f, err := server.OpenFolder(ctx, b.dir, server.FolderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = f.Touchpoints.CreateChannel(ctx, 1, touchpoint.Channel{ID: "kiosk", Name: "Kiosk"})
	do(err)
	src, err := f.Workspaces.CreateSource(ctx, 1, workspace.SourceDraft{Name: "Hall", Kind: "store", Channel: "kiosk"})
	do(err)
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	item := func(id, name string, hours int, ids ...event.ID) ingest.Item {
		return ingest.Item{Raw: []byte(`{"as":"it came"}`), Event: event.Event{
			Type: event.Track, Name: name, MessageID: id, Time: event.TimeOf(at.Add(time.Duration(hours) * time.Hour)), IDs: ids,
		}}
	}
	user := func(v string) event.ID { return event.ID{Type: event.UserID, Value: v} }
	mail := event.ID{Type: event.Email, Value: "both@example.com"}
	items := []ingest.Item{
		item("1", "Product Viewed", 0, user("ani")), item("2", "Product Viewed", 1, user("budi")),
		item("3", "Order Completed", 2, user("ani"), mail), item("4", "Seen", 3, mail),
		item("1", "Product Viewed", 0, user("ani")), item("5", "Seen", 4),
		item("6", "Order Completed", 5, user("budi"), user("dewi")), // asks whether they are one
	}
	_, err = f.Ingester.Ingest(ctx, ingest.Source{ID: src.ID, Workspace: 1, Channel: "kiosk"}, time.Now(), items)
	do(err)
	open, err := identity.NewReader(f.Events.Identity()).Reviews(1, true, 10)
	do(err)
	if len(open) != 1 {
		t.Fatalf("%d reviews", len(open))
	}
	_, err = f.Ingester.DecideReview(ctx, 1, open[0].Number, true, "o@example.com")
	do(err)
	subject := identity.SubjectOf([]event.ID{mail, user("ani")})
	person, _, err := identity.NewReader(f.Events.Identity()).PersonOfSubject(1, subject)
	do(err)
	profile, err := identity.NewReader(f.Events.Identity()).Person(1, person)
	do(err)
	for _, l := range profile.Links {
		if l.Subject == subject {
			_, err = f.Ingester.RevokeLink(ctx, 1, l.Number, "o@example.com")
			do(err)
		}
	}
	do(f.Close(ctx))
}

func TestAnExportedHistoryAnswersTheSame(t *testing.T) {
	t.Parallel()
	from, to := newBrand(t), newBrand(t)
	lived(t, from)
	dir := t.TempDir()
	file := filepath.Join(dir, "all.ndjson")
	code, out, errOut := jejak("export", file, "--data", from.dir)
	if code != 0 || !strings.HasPrefix(out, "5 events, 1 rejected items and 2 decisions about identity in ") {
		t.Fatalf("export: %d %s %s", code, out, errOut)
	}
	columns := filepath.Join(dir, "all.parquet")
	if code, out, _ := jejak("export", columns, "--data", from.dir); code != 0 || !strings.Contains(out, "1 rejected items and 2 decisions about identity are not in a Parquet file; use NDJSON") {
		t.Errorf("parquet: %d %s", code, out)
	}
	for _, stored := range []int64{5, 0} {
		code, out, errOut = jejak("import", file, "--data", to.dir, "--json")
		if r := reportOf(t, out); code != 0 || r.Stored != stored {
			t.Fatalf("import: %d %s %s", code, out, errOut)
		}
	}
	for _, q := range []string{
		funnel,
		`{"kind":"trend","breakdown":{"by":"channel"},"trend":{"measure":"people","interval":"day"}}`,
		`{"kind":"stages","stages":{}}`,
		`{"kind":"people","people":{"sort":"events"}}`,
	} {
		code, want, errOut := run(t, q, "ask", "-f", "-", "--data", from.dir)
		if code != 0 {
			t.Fatalf("%s: %s", q, errOut)
		}
		if _, got, _ := run(t, q, "ask", "-f", "-", "--data", to.dir); got != want {
			t.Errorf("%s: got\n%swant\n%s", q, got, want)
		}
	}
	if got, want := ledgerOf(t, to), ledgerOf(t, from); got != want || got == "" {
		t.Errorf("got %s, want %s", got, want)
	}
}

// ledgerOf is what check says of a folder: changes, subjects, the whole ledger, quarantine.
func ledgerOf(t *testing.T, b brand) string {
	t.Helper()
	code, out, errOut := jejak("check", "--data", b.dir)
	if code != 0 {
		t.Fatalf("check: %s %s", out, errOut)
	}
	return out
}
