package topic_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"pgregory.net/rapid"

	"jejak/internal/listen/topic"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/theme"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

// Scripts: "parse" prints a query in its shortest form or what is wrong with it; "match" takes a query and then a text a line,
// "language network author kind topic | text", and prints those that fit with what was found between [ and ].
func TestQueries(t *testing.T) {
	t.Parallel()
	datadriven.Walk(t, "testdata", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var out strings.Builder
			lines := strings.Split(strings.TrimSpace(d.Input), "\n")
			if d.Cmd == "parse" {
				for _, line := range lines {
					if q, err := topic.Parse(line); err != nil {
						fmt.Fprintln(&out, "error:", err)
					} else {
						fmt.Fprintln(&out, q)
					}
				}
				return out.String()
			}
			q, err := topic.Parse(lines[0])
			if err != nil {
				return err.Error() + "\n"
			}
			m := q.Compile()
			for _, line := range lines[1:] {
				about, text, ok := strings.Cut(line, "| ")
				if !ok {
					about, text = "", line
				}
				f := append(strings.Fields(about), "", "", "", "", "")
				if !m.Match(&topic.Text{Text: text, Language: f[0], Network: f[1], Author: f[2], Kind: f[3], Topic: f[4]}) {
					continue
				}
				out.WriteString(about)
				for _, part := range m.Parts(text) {
					if part.Hit {
						fmt.Fprintf(&out, "[%s]", part.Text)
					} else {
						out.WriteString(part.Text)
					}
				}
				out.WriteByte('\n')
			}
			return out.String()
		})
	})
}

// leaf draws a word of a query and the text that it asks for.
func leaf() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"toko", "Jejak", "ac", "冷氣", "退款", "AC冷氣", "#promo", "@jejak.id", `"late delivery"`, `"OR"`, "lamp*", "lang:id", "network:mastodon", `author:"ann b"`, "kind:media*", "topic:l1", "don't", "a-b", "ＮＵＳＡ"}),
		rapid.StringMatching(`[a-c]{1,3}`),
	)
}

func queryText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return draw(t, 3) })
}

func draw(t *rapid.T, depth int) string {
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		return leaf().Draw(t, "word")
	}
	a, b := draw(t, depth-1), draw(t, depth-1)
	return rapid.SampledFrom([]string{a + " " + b, a + " AND " + b, a + " OR " + b, "(" + a + ") -(" + b + ")", "(" + a + " OR " + b + ") " + a, a + " NOT " + b, "((" + a + "))"}).Draw(t, "op")
}

func text() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"toko", "jejak", "Jejaknya", "AC", "acnya", "冷氣", "冷氣壞了", "退", "款", "#promo", "@jejak.id", "late", "delivery", "OR", "lampu", "don’t", "a-b", "nusa", ",", "。", " ", " ", " ", "a", "bc", "\n", "é", "ｃ"}), 0, 12).Draw(t, "pieces")
		return strings.Join(pieces, rapid.SampledFrom([]string{" ", "", ", "}).Draw(t, "between"))
	})
}

func TestAQueryPrintsAsItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q, err := topic.Parse(queryText().Draw(t, "query"))
		if err != nil {
			return // it asks for nothing that is there
		}
		again, err := topic.Parse(q.String())
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q reads back as %q: %v", q, again, err)
		}
		one := &topic.Text{Text: text().Draw(t, "text"), Language: "id", Author: rapid.SampledFrom([]string{"", "Ann B"}).Draw(t, "author"), Topic: "l1"}
		if a, b := q.Compile().Match(one), again.Compile().Match(one); a != b {
			t.Fatalf("%q matches %q: %v, and read back %v", q, one.Text, a, b)
		}
	})
}

// What a query finds, the index of words finds by its anchors: asking that first loses nothing.
func TestAnchorsLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q, err := topic.Parse(queryText().Draw(t, "query"))
		if err != nil {
			return
		}
		m, said := q.Compile(), text().Draw(t, "text")
		if m.Anchors() == nil || !m.Match(&topic.Text{Text: said, Language: "id"}) {
			return
		}
		if terms := theme.Terms(said); !(theme.Rule{Any: m.Anchors()}).Compile().Match(terms) {
			t.Fatalf("%q fits %q, but none of %q is among its words %q", said, q, m.Anchors(), terms)
		}
	})
}

// The parts of a text are the text, whatever was found in it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a OR b", `"x y" -z`, "(a b", "a)", "NOT a", "冷氣 “保固”", "a*b", "#a_b @c.d", strings.Repeat("(", 100), "lang:", `author:"a`, "-", "--a b", "\xff", "é*", "'"} {
		f.Add(s, "some text to look through 冷氣 #a_b İstanbul é")
	}
	f.Fuzz(func(t *testing.T, query, said string) {
		q, err := topic.Parse(query)
		if wrong := (*topic.SyntaxError)(nil); err != nil {
			if !errors.As(err, &wrong) || wrong.At < 1 || wrong.At > len([]rune(query))+1 {
				t.Fatalf("%q: %v", query, err)
			}
			return
		}
		again, err := topic.Parse(q.String())
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q prints as %q, which reads as %q: %v", query, q, again, err)
		}
		m := q.Compile()
		m.Match(&topic.Text{Text: said})
		whole := ""
		for _, part := range m.Parts(said) {
			whole += part.Text
		}
		if whole != said {
			t.Fatalf("the parts of %q are %q", said, whole)
		}
	})
}

// BenchmarkMatch matches a query of 20 words against texts of some 100 characters, of which few fit.
func BenchmarkMatch(b *testing.B) {
	q, err := topic.Parse(`(nusa OR "nusa home" OR nusahome OR #nusahome OR @nusahome OR 努沙) (lampu OR lamp* OR kursi OR meja OR ac OR 冷氣 OR 燈 OR delivery OR pengiriman OR garansi OR promo) -(lowongan OR 徵才 OR "job fair")`)
	if err != nil {
		b.Fatal(err)
	}
	m := q.Compile()
	var texts []string
	for i := range 1000 {
		texts = append(texts, fmt.Sprintf("Pengiriman dari toko %d lama sekali, kurirnya bilang besok terus dan tidak ada kabar, kecewa sama pelayanannya %d", i, i*7))
	}
	for i := range 100 {
		texts[i*10] = "努沙的冷氣安裝很草率,等了一整天都沒有人來,電話也沒人接,管子還漏水,真的很失望"
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if m.Match(&topic.Text{Text: texts[n%len(texts)], Network: "mastodon", Author: "ann", Language: "id"}) != (n%len(texts)%10 == 0) {
			b.Fatal(texts[n%len(texts)])
		}
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}
