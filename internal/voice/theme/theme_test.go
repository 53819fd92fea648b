package theme_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/theme"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestWhatIsSearchedIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, words string }{
		{"Pengiriman LAMA sekali!!", "lama pengiriman"},
		{"退款太慢了，客服不理", "太慢"},
		{"退款太慢了", "款"},
		{"ＮＵＳＡ home", "nusa"},
		{"don't buy", "dont"},
		{"lampu35 watt", "lampu35"},
	} {
		m := theme.Rule{All: []string{c.words}}.Compile()
		if !m.Match(theme.Terms(c.text)) {
			t.Errorf("%q does not find %q: %q in %q", c.words, c.text, theme.Query(c.words), theme.Terms(c.text))
		}
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	rule := theme.Rule{Any: []string{"pengiriman", "late delivery"}, All: []string{"kurir"}, None: []string{"cepat"}}
	for text, want := range map[string]bool{
		"kurir dan pengiriman":     true,
		"kurir: delivery was late": true,
		"kurir: delivery was good": false,
		"pengiriman lama":          false,
		"kurir pengiriman cepat":   false,
		"pengirimannya oleh kurir": true, // only the suffix is another one
		"":                         false,
	} {
		if got := rule.Compile().Match(theme.Terms(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for name, bad := range map[string]theme.Rule{
		"nothing":        {},
		"only none":      {None: []string{"a"}},
		"no letter":      {Any: []string{"!!!"}},
		"too long":       {Any: []string{strings.Repeat("a", 101)}},
		"too many words": {Any: slices.Repeat([]string{"a"}, 201)},
	} {
		if err := bad.Validate(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThemesAreKeptChangedAndMerged(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Workspace(t, db, uint32(ws))
		s, err := theme.Open(t.Context(), db, func() time.Time { return noon })
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Create(t.Context(), ws, theme.Theme{Name: " Late ", Rule: theme.Rule{Any: []string{"late", " late ", ""}}})
		if err != nil || a.Name != "Late" || len(a.Rule.Any) != 1 || a.Version != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		b, err := s.Create(t.Context(), ws, theme.Theme{Name: "Slow", Rule: theme.Rule{Any: []string{"slow"}, None: []string{"motion"}}})
		if err != nil {
			t.Fatal(err)
		}
		a.Name, a.Version = "Too late", 7
		if _, err := s.Update(t.Context(), ws, a); !fault.Is(err, fault.Conflict) {
			t.Errorf("a change of another version: %v", err)
		}
		merged, err := s.Merge(t.Context(), ws, a.ID, b.ID)
		if err != nil || !slices.Equal(merged.Rule.Any, []string{"late", "slow"}) || len(merged.Rule.None) != 0 || merged.Version != 2 {
			t.Errorf("merged: %+v %v", merged, err)
		}
		if all, err := s.List(t.Context(), ws); err != nil || len(all) != 1 {
			t.Errorf("left are %+v %v", all, err)
		}
		if _, err := s.Merge(t.Context(), ws, a.ID, a.ID); !fault.Is(err, fault.Invalid) {
			t.Errorf("merged with itself: %v", err)
		}
		if err := s.Delete(t.Context(), ws+1, a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("deleted by another workspace: %v", err)
		}
		if _, err := s.Create(t.Context(), ws, theme.Theme{Name: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a theme without a rule: %v", err)
		}
	})
}

// planted are texts of known themes with words of their own, and of a last one that is only heard in the last week.
func planted(seed uint64) []theme.Text {
	rnd := rand.New(rand.NewPCG(seed, 2))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	var texts []theme.Text
	for i := range 900 {
		at := noon.Add(-time.Duration(i) * time.Hour)
		var text string
		switch k := rnd.IntN(5); {
		case i < 120 && k < 2:
			text = fmt.Sprintf("%s %s setelah %s", pick("aplikasi baru", "pembaruan aplikasi"), pick("sering macet", "layar putih"), pick("update", "dibuka"))
		case k <= 1:
			text = fmt.Sprintf("%s %s, %s", pick("pengiriman", "kurir", "paket"), pick("terlambat sampai", "datang terlambat", "telat sampai"), pick("paket kurir", "kurir bilang besok", "paket belum sampai"))
		case k <= 3:
			text = fmt.Sprintf("%s %s %s", pick("transfer bank", "pembayaran"), pick("gagal terus", "ditolak"), pick("saldo terpotong", "pembayaran ditolak", "transfer bank gagal"))
		default:
			text = fmt.Sprintf("%s %s %s", pick("lampu", "bohlam"), pick("terang", "hangat"), pick("ruang tamu", "kamar tidur", "bohlam terang"))
		}
		texts = append(texts, theme.Text{At: event.TimeOf(at), Language: "id", Text: text})
	}
	return texts
}

func TestPlantedThemesAreFoundEachTimeAlike(t *testing.T) {
	t.Parallel()
	texts := planted(1)
	got, err := theme.Propose(t.Context(), texts, 0)
	if err != nil {
		t.Fatal(err)
	}
	find := func(word string) theme.Proposal {
		i := slices.IndexFunc(got, func(p theme.Proposal) bool {
			return slices.ContainsFunc(p.Phrases, func(f theme.Phrase) bool { return strings.Contains(f.Text, word) })
		})
		if i < 0 {
			t.Fatalf("nothing about %q in %+v", word, got)
		}
		return got[i]
	}
	names := map[string]bool{}
	for _, word := range []string{"kurir", "ditolak", "lampu", "aplikasi"} {
		p := find(word)
		names[p.Name] = true
		if p.Texts < 15 || len(p.Examples) == 0 || p.Rule.Validate() != nil {
			t.Errorf("about %q: %+v", word, p)
		}
	}
	if len(names) != 4 {
		t.Errorf("four themes are in %d groups: %v", len(names), names)
	}
	if f := find("aplikasi").Fresh; f.State != theme.New || f.Q > 0.001 {
		t.Errorf("the theme of the last week: %+v", f)
	}
	if f := find("lampu").Fresh; f.State != theme.Steady {
		t.Errorf("a theme that is always there: %+v", f)
	}
	for range 3 {
		again, err := theme.Propose(t.Context(), texts, 0)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(got) {
			t.Fatalf("the same texts give\n%v\nand\n%v, %v", again, got, err)
		}
	}
}

func TestProposeOfLittleIsNothing(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]theme.Text{
		"nothing": nil, "few": planted(1)[:10],
		"all alike":  slices.Repeat([]theme.Text{{Language: "en", Text: "good"}}, 50),
		"no letters": slices.Repeat([]theme.Text{{Language: "en", Text: "!!! 123"}}, 50),
	} {
		if got, err := theme.Propose(t.Context(), texts, 0); err != nil || len(got) != 0 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// TestRealHotelReviews: reviews of hotels (HoASA) of which people said what they are about. For what has words of its own there is a
// proposal whose texts are mostly about it, several times more than by chance.
func TestRealHotelReviews(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../../shared/data/sentiment_id_casa_hoasa/hoasa_train.csv")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("skipped: the real data set sentiment_id_casa_hoasa is not there (../shared/data is not part of the project)")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var texts []theme.Text
	var terms [][]string
	for _, row := range rows[1:] {
		texts = append(texts, theme.Text{Language: "id", Text: row[0]})
		terms = append(terms, theme.Terms(row[0]))
	}
	got, err := theme.Propose(t.Context(), texts, 40)
	if err != nil {
		t.Fatal(err)
	}
	for aspect, least := range map[string]float64{"ac": 0.6, "wifi": 0.7, "service": 0.5, "kebersihan": 0.4, "sunrise_meal": 0.4} {
		column := slices.Index(rows[0], aspect)
		about := func(i int) bool { return rows[i+1][column] != "neut" }
		best, name := 0.0, ""
		for _, p := range got {
			match := p.Rule.Compile()
			var both, found, are int
			for i := range texts {
				a, m := about(i), match.Match(terms[i])
				if a {
					are++
				}
				if m {
					found++
				}
				if a && m {
					both++
				}
			}
			if f1 := 2 * float64(both) / float64(found+are); f1 > best {
				best, name = f1, p.Name
			}
		}
		t.Logf("%-13s F1 %.2f of %q", aspect, best, name)
		if best < least {
			t.Errorf("%s: the best proposal has an F1 of %.2f, want %.2f", aspect, best, least)
		}
	}
}

// FuzzTerms: whatever is in a text, each of its words finds it, and a term never holds what would end a search expression.
func FuzzTerms(f *testing.F) {
	f.Add("Pengiriman 退款太慢了 \"OR\" \x00 ก็ดี")
	f.Fuzz(func(t *testing.T, text string) {
		terms := theme.Terms(text)
		for _, term := range append(theme.Query(text), terms...) {
			if term == "" || strings.ContainsAny(term, "\" \t\n\x00") {
				t.Fatalf("%q has the term %q", text, term)
			}
		}
		if !slices.IsSorted(terms) {
			t.Fatalf("%q", terms)
		}
		if q := theme.Query(text); len(q) > 0 && !(theme.Rule{All: []string{text}}).Compile().Match(terms) {
			t.Fatalf("%q does not find itself: %q in %q", text, q, terms)
		}
	})
}
