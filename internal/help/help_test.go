package help_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/help"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

func now() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) }

func setup(t *testing.T, db *sqldb.DB) *help.Store {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	sqldbtest.Workspace(t, db, uint32(ws+1))
	s, err := help.Open(t.Context(), db, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, s *help.Store, a help.Article) help.Article {
	t.Helper()
	a, err := s.Create(t.Context(), ws, "Rini", a)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// shelf writes articles of a shop, each in the languages that it says.
func shelf(t *testing.T, s *help.Store) (delivery, returning, payment string) {
	t.Helper()
	delivery = write(t, s, help.Article{Published: true, First: "en", Texts: map[string]help.Text{
		"en":      {Title: "How long does delivery take?", Body: "Parcels arrive within **3 to 5 days**. You can track yours in the app.", Words: "shipping parcel late courier"},
		"id":      {Title: "Berapa lama pengiriman?", Body: "Paket tiba dalam 3 sampai 5 hari. Lacak paket Anda di aplikasi.", Words: "ongkir kurir terlambat kirim"},
		"zh-Hant": {Title: "多久會到貨？", Body: "包裹三到五天內送達，可在 App 中追蹤配送進度。", Words: "物流 快遞 出貨"},
	}}).ID
	returning = write(t, s, help.Article{Published: true, First: "en", Texts: map[string]help.Text{
		"en": {Title: "Returning an item", Body: "Send it back within 14 days. We refund your money in a week.", Words: "refund exchange"},
		"id": {Title: "Mengembalikan barang", Body: "Kirim kembali dalam 14 hari. Uang dikembalikan dalam seminggu.", Words: "retur tukar refund"},
	}}).ID
	payment = write(t, s, help.Article{Kind: "faq", Published: true, First: "id", Texts: map[string]help.Text{
		"id":      {Title: "Pembayaran gagal, apa yang harus dilakukan?", Body: "Periksa saldo, lalu coba bank lain."},
		"zh-Hant": {Title: "付款失敗怎麼辦？", Body: "請確認餘額，或改用其他銀行。"},
	}}).ID
	write(t, s, help.Article{First: "en", Texts: map[string]help.Text{"en": {Title: "Gift cards", Body: "A draft about gift cards."}}})
	return delivery, returning, payment
}

func TestQuestionsFindTheirArticleOrNone(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := setup(t, db)
		delivery, returning, payment := shelf(t, s)
		for _, c := range []struct{ question, language, article, title string }{
			{"how long is delivery", "en", delivery, "How long does delivery take?"},
			{"when do parcels arrive", "en", delivery, "How long does delivery take?"},
			{"I want to return my items", "en", returning, "Returning an item"},
			{"kapan paket saya dikirim", "id", delivery, "Berapa lama pengiriman?"},
			{"cara mengembalikan barang", "id", returning, "Mengembalikan barang"},
			{"bayar gagal", "id", payment, "Pembayaran gagal, apa yang harus dilakukan?"},
			{"付款失敗", "zh-Hant", payment, "付款失敗怎麼辦？"},
			{"什麼時候到貨", "zh-Hant", delivery, "多久會到貨？"},
			{"refund", "zh-Hant", returning, "Returning an item"}, // falls back
			{"do you sell gift cards", "en", "", ""},              // a draft is no answer
			{"is the shop open on sunday", "en", "", ""},
			{"apakah ada lowongan kerja", "id", "", ""},
			{"有實體店面嗎", "zh-Hant", "", ""},
			{"?!", "en", "", ""},
		} {
			got, err := s.Search(t.Context(), ws, c.question, []string{c.language})
			if err != nil {
				t.Fatal(err)
			}
			if got.Known != (c.article != "") || got.Known && (got.Hits[0].Article != c.article || got.Hits[0].Title != c.title) {
				t.Errorf("%s: %+v, want %q", c.question, got, c.title)
			}
		}
		if other, err := s.Search(t.Context(), ws+1, "delivery", nil); err != nil || other.Known || len(other.Hits) > 0 {
			t.Errorf("another workspace finds %+v %v", other, err)
		}
	})
}

// The index follows the documents.
func TestSearchSeesWhatIsWrittenAndWithdrawn(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		a := write(t, s, help.Article{Texts: map[string]help.Text{"en": {Title: "Opening hours"}}})
		known := func() bool {
			got, err := s.Search(ctx, ws, "opening hours", nil)
			if err != nil {
				t.Fatal(err)
			}
			return got.Known
		}
		if known() {
			t.Error("a draft is found")
		}
		a.Published = true
		a, err := s.Update(ctx, ws, "Budi", a)
		if err != nil || !known() {
			t.Errorf("%v", err)
		}
		again, err := help.Open(ctx, db, now)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Search(ctx, ws, "opening hours", nil); err != nil || !got.Known {
			t.Errorf("%+v %v after a restart", got, err)
		}
		stale := a
		stale.Version = 1
		_, err = s.Update(ctx, ws, "Rini", stale)
		faulttest.Want(t, err, fault.Conflict, "Budi")
		versions, err := s.Versions(ctx, ws, a.ID)
		if err != nil || len(versions) != 2 || versions[0].Published || !versions[1].Published {
			t.Errorf("%+v %v", versions, err)
		}
		if err := s.Delete(ctx, ws, a.ID); err != nil || known() {
			t.Errorf("deleted and found: %v", err)
		}
		_, err = s.Versions(ctx, ws, a.ID)
		faulttest.Want(t, err, fault.NotFound, a.ID)
	})
}

func TestUnansweredQuestionsAreCountedOnceAndBecomePains(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		for _, q := range []string{"Do you open on Sundays?", "do you open on  sundays", "open sunday?", "Sunday open", "opening sunday", "有實體店面嗎"} {
			if err := s.Note(ctx, ws, q, map[bool]string{true: "zh-Hant", false: "en"}[q[0] > 127]); err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.Asked(ctx, ws)
		if err != nil || len(all) != 2 || all[0].Count != 5 || all[0].Text != "Do you open on Sundays?" {
			t.Fatalf("%+v %v", all, err)
		}
		found, err := s.Pains(ctx, ws, journey.Range{})
		if err != nil || len(found) != 1 || found[0].Params["text"] != all[0].Text || found[0].Evidence.Theme != all[0].ID {
			t.Errorf("%+v %v", found, err)
		}
		if err := s.Settle(ctx, ws, all[0].ID, true); err != nil {
			t.Fatal(err)
		}
		if found, err = s.Pains(ctx, ws, journey.Range{}); err != nil || len(found) != 0 {
			t.Errorf("%+v %v", found, err)
		}
		if err := s.Note(ctx, ws, "open on sundays", "en"); err != nil {
			t.Fatal(err)
		}
		if all, err = s.Asked(ctx, ws); err != nil || all[0].Done || all[0].Count != 6 {
			t.Errorf("asked again: %+v %v", all, err)
		}
		faulttest.Want(t, s.Settle(ctx, ws, "q999", true), fault.NotFound, "q999")
		faulttest.Want(t, s.Note(ctx, ws, strings.Repeat("a", 301), "en"), fault.Invalid, "300")
	})
}

func TestArticlesAndSitesAreChecked(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		for with, a := range map[string]help.Article{
			"texts":          {},
			"texts.en.title": {Texts: map[string]help.Text{"en": {Body: "x"}}},
			"texts.en.body":  {Texts: map[string]help.Text{"en": {Title: "x", Body: strings.Repeat("a", 60_001)}}},
			"no tag":         {Texts: map[string]help.Text{"../en": {Title: "x"}}},
			"kind":           {Kind: "odd", Texts: map[string]help.Text{"en": {Title: "x"}}},
		} {
			_, err := s.Create(ctx, ws, "Rini", a)
			faulttest.Want(t, err, fault.Invalid, with)
		}
		for _, bad := range []help.Site{{Slug: "a", Title: "x"}, {Slug: "Kopi Senja", Title: "x"}, {Slug: "../x", Title: "x"}, {Slug: "kopi", Title: " "}} {
			faulttest.Want(t, s.KeepSite(ctx, ws, bad), fault.Invalid, "address")
		}
		if err := s.KeepSite(ctx, ws, help.Site{Slug: "kopi-senja", Title: "Kopi Senja"}); err != nil {
			t.Fatal(err)
		}
		faulttest.Want(t, s.KeepSite(ctx, ws+1, help.Site{Slug: "kopi-senja", Title: "x"}), fault.Conflict, "kopi-senja")
		_, _, err := s.Find(ctx, "kopi-senja")
		faulttest.Want(t, err, fault.NotFound, "no help page")
		if err := s.KeepSite(ctx, ws, help.Site{Slug: "kopi-senja", Title: "Kopi Senja", Open: true}); err != nil {
			t.Fatal(err)
		}
		if of, site, err := s.Find(ctx, "kopi-senja"); err != nil || of != ws || site.Title != "Kopi Senja" {
			t.Errorf("%v %+v %v", of, site, err)
		}
	})
}

func TestReadersCountAndTellWhetherItHelped(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		a := write(t, s, help.Article{Published: true, Texts: map[string]help.Text{"en": {Title: "x"}}})
		draft := write(t, s, help.Article{Texts: map[string]help.Text{"en": {Title: "y"}}})
		if err := errors.Join(s.Read(ctx, ws, a.ID), s.Read(ctx, ws, a.ID), s.Helped(ctx, ws, a.ID, true), s.Helped(ctx, ws, a.ID, false), s.Helped(ctx, ws, a.ID, true)); err != nil {
			t.Fatal(err)
		}
		faulttest.Want(t, s.Read(ctx, ws, draft.ID), fault.NotFound, draft.ID)
		use, err := s.Use(ctx, ws)
		if err != nil || len(use) != 1 || use[0].Read != 2 || use[0].Helped != journey.Wilson(2, 3) {
			t.Errorf("%+v %v", use, err)
		}
	})
}

// Whatever is written, nothing runs in the reader's browser.
func TestMarkdownIsShownSafely(t *testing.T) {
	t.Parallel()
	r := help.NewRenderer()
	for _, c := range []struct{ markdown, with, without string }{
		{"**bold** and [a link](https://example.com)", `<a href="https://example.com" rel="nofollow`, "script"},
		{"<script>alert(1)</script>\n\nafter", "after", "<script"},
		{"[x](javascript:alert(1))", "x", "javascript:"},
		{"![x](data:text/html;base64,AAAA)", "", "data:"},
		{`<img src=x onerror=alert(1)>`, "", "onerror"},
		{"| a | b |\n|---|---|\n| 1 | 2 |", "<table>", ""},
		{"a \xff b", "a", "\xff"},
	} {
		got := string(r.HTML(c.markdown))
		if !strings.Contains(got, c.with) || c.without != "" && strings.Contains(got, c.without) {
			t.Errorf("%s is %s", c.markdown, got)
		}
	}
	if got := r.Summary("# Title\n\nSome **bold** text & more " + strings.Repeat("a", 300)); !strings.HasPrefix(got, "Title Some bold text & more") || !strings.HasSuffix(got, "…") {
		t.Error(got)
	}
}

func TestSummaryKeepsWordsWhole(t *testing.T) {
	t.Parallel()
	r := help.NewRenderer()
	for _, c := range []struct{ markdown, want string }{
		{"Choose **Pay again**.", "Choose Pay again."},
		{"# One\n\n- two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |", "One two three a b 1 2"},
		{strings.Repeat("a", 150) + " on the day of delivery", strings.Repeat("a", 150) + " on the…"},
		{strings.Repeat("送", 200), strings.Repeat("送", 160) + "…"},
	} {
		if got := r.Summary(c.markdown); got != c.want {
			t.Errorf("%q is %q, not %q", c.markdown, got, c.want)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{"# a\n", "<svg/onload=alert(1)>", "[a](JaVaScRiPt:1)", "```\n<script>\n```", "<a href='x' onclick=1>"} {
		f.Add(seed)
	}
	r := help.NewRenderer()
	f.Fuzz(func(t *testing.T, markdown string) {
		got := strings.ToLower(string(r.HTML(markdown)))
		for _, bad := range []string{"<script", "<iframe", "<style", "<svg", `href="javascript:`, `src="data:`} {
			if strings.Contains(got, bad) {
				t.Errorf("%q is %q", markdown, got)
			}
		}
		_ = r.Summary(markdown)
	})
}
