package help_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/fault"
	"jejak/internal/help"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// What is in the first version, and what is in the second, can both be read from the lines.
func TestLinesTellBothVersions(t *testing.T) {
	t.Parallel()
	text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "", "- c", "退款"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := strings.Join(text.Draw(t, "a"), "\n"), strings.Join(text.Draw(t, "b"), "\n")
		got := help.Compare(help.Article{Texts: map[string]help.Text{"en": {Body: a}}}, help.Article{Texts: map[string]help.Text{"en": {Body: b}}})
		if a == b {
			if len(got) != 0 {
				t.Fatalf("%q differs from itself: %+v", a, got)
			}
			return
		}
		if len(got) != 1 || got[0].Field != "body" || got[0].Language != "en" {
			t.Fatalf("%+v", got)
		}
		var first, second []string
		for _, line := range got[0].Lines {
			if line.What != "in" {
				first = append(first, line.Text)
			}
			if line.What != "out" {
				second = append(second, line.Text)
			}
		}
		if strings.Join(first, "\n") != a || strings.Join(second, "\n") != b {
			t.Fatalf("%q and %q are told as %+v", a, b, got[0].Lines)
		}
	})
}

// An old text comes back as a new version; who may read it stays as it is now.
func TestRestore(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		a, err := s.Create(ctx, ws, "ana", help.Article{First: "en", Texts: map[string]help.Text{"en": {Title: "Hours", Body: "9 to 5"}, "id": {Title: "Jam"}}})
		if err != nil {
			t.Fatal(err)
		}
		b := a
		b.Texts, b.Published, b.Owner = map[string]help.Text{"en": {Title: "Hours", Body: "10 to 4\nclosed on Sunday"}}, true, "budi"
		if b, err = s.Update(ctx, ws, "budi", b); err != nil {
			t.Fatal(err)
		}
		c, err := s.Restore(ctx, ws, "citra", a.ID, 1)
		if err != nil || c.Version != 3 || c.Texts["en"].Body != "9 to 5" || c.Texts["id"].Title != "Jam" || !c.Published || c.Owner != "budi" || c.ChangedBy != "citra" {
			t.Errorf("%+v %v", c, err)
		}
		var fields []string
		for _, d := range help.Compare(a, c) {
			fields = append(fields, d.Field)
		}
		if strings.Join(fields, " ") != "owner published" {
			t.Errorf("the restored one differs in %v", fields)
		}
		if all, err := s.Versions(ctx, ws, a.ID); err != nil || len(all) != 3 || all[1].Texts["en"].Body != b.Texts["en"].Body {
			t.Errorf("%+v %v", all, err)
		}
		if got, err := s.Search(ctx, ws, "sunday", nil); err != nil || got.Known {
			t.Errorf("%+v %v is found by words that are gone", got, err)
		}
		for _, version := range []int{0, 4, -1} {
			if _, err := s.Restore(ctx, ws, "citra", a.ID, version); !fault.Is(err, fault.NotFound) {
				t.Errorf("version %d: %v", version, err)
			}
		}
		if _, err := s.Restore(ctx, ws, "citra", "a99", 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
	})
}
