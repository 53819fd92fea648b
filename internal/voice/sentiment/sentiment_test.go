package sentiment_test

import (
	"math"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/voice/sentiment"
)

func scorer(t testing.TB) *sentiment.Scorer {
	t.Helper()
	models, err := sentiment.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range sentiment.Languages() {
		if !models.Has(l) {
			t.Fatalf("this build has no model of %s", l)
		}
	}
	return models.Scorer()
}

func TestPlainFeelingsAreFound(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	for _, c := range []struct {
		language sentiment.Language
		text     string
		want     sentiment.Label
	}{
		{sentiment.Indonesian, "barangnya bagus banget, pengiriman cepat, terima kasih", sentiment.Positive},
		{sentiment.Indonesian, "Kecewa bgt, brg rusak & penjual ga respon 😡", sentiment.Negative},
		{sentiment.Indonesian, "pelayanan tidak memuaskan, tempat nya kotor", sentiment.Negative},
		{sentiment.English, "I love this, it works great!", sentiment.Positive},
		{sentiment.English, "Terrible service, I am so disappointed :(", sentiment.Negative},
		{sentiment.Chinese, "房间很干净，服务态度很好，下次还会来", sentiment.Positive},
		{sentiment.Chinese, "服务态度太差了，再也不会来了", sentiment.Negative},
		{sentiment.Arabic, "خدمة ممتازة وشكرا جزيلا لكم ❤️", sentiment.Positive},
		{sentiment.Arabic, "أسوأ تجربة في حياتي، شيء مقرف", sentiment.Negative},
	} {
		v := s.Score(c.language, c.text)
		if v.State != sentiment.Scored || v.Label != c.want || v.Language != c.language {
			t.Errorf("%s %q: %s %s %.2f, want %s", c.language, c.text, v.State, v.Label, v.Score, c.want)
		}
	}
}

func TestATextWithoutAnythingToReadIsNotScored(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	for _, text := range []string{"", "   ", "\t\u00a0\u200b", "\xff\xfe"} {
		for _, l := range sentiment.Languages() {
			if v := s.Score(l, text); v.State != sentiment.NotScored || v.Score != 0 {
				t.Errorf("%q in %s: %+v", text, l, v)
			}
		}
		if v := s.Read(text); v.State != sentiment.NotScored {
			t.Errorf("%q: %+v", text, v)
		}
	}
}

func TestALanguageWithoutAModelIsUnsupported(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	if v := s.Score("fr", "c'est magnifique"); v.State != sentiment.Unsupported {
		t.Errorf("fr: %+v", v)
	}
	for _, text := range []string{"Это просто ужасно", "とても美味しかったです。", "정말 좋아요", "ขอบคุณมากครับ", "یہ بہت اچھا ہے اور مجھے پسند ہے", "πολύ καλό"} {
		if v := s.Read(text); v.State != sentiment.Unsupported {
			t.Errorf("%q: %+v", text, v)
		}
	}
}

func TestLanguagesAreTold(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	for want, texts := range map[sentiment.Language][]string{
		sentiment.Indonesian: {"Barang sudah sampai dengan selamat, terima kasih banyak", "gw gak suka sama pelayanannya"},
		sentiment.English:    {"The delivery was late and nobody answered my call", "thanks, works as expected"},
		sentiment.Chinese:    {"味道不错，送餐很快", "呢間餐廳好好食"},
		sentiment.Arabic:     {"الخدمة ممتازة جدا", "@user مش عاجبني خالص http://t.co/x"},
		"":                   {"O produto chegou antes do prazo e estou muito satisfeito com a qualidade", "Die Lieferung kam viel zu spät und niemand hat sich gemeldet"},
	} {
		for _, text := range texts {
			if got, ok := s.Tell(text); !ok || got != want {
				t.Errorf("%q: %q %v, want %q", text, got, ok, want)
			}
		}
	}
	if _, ok := s.Tell("12 !! 😀"); ok {
		t.Error("there is no language in digits and emoji")
	}
}

func TestWritingDoesNotChangeTheFeeling(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	for _, pair := range []struct {
		language sentiment.Language
		a, b     string
	}{
		{sentiment.Indonesian, "bagus bangettttt", "BAGUS banget"},
		{sentiment.Indonesian, "gk puas", "tidak puas"},
		{sentiment.Arabic, "أحمد رائـــع جدًا", "احمد رائع جدا"},
		{sentiment.English, "it\\u2019s good &amp; cheap", "it’s good & cheap"},
		{sentiment.English, "@ann see https://a.example/x good", "@bob see http://b.example/y good"},
	} {
		if a, b := s.Score(pair.language, pair.a), s.Score(pair.language, pair.b); a != b {
			t.Errorf("%q %v, %q %v", pair.a, a, pair.b, b)
		}
	}
}

func check(t interface{ Fatalf(string, ...any) }, v sentiment.Verdict) {
	if math.IsNaN(v.Score) || v.Score < -1 || v.Score > 1 {
		t.Fatalf("score %v", v.Score)
	}
	switch {
	case v.State != sentiment.Scored:
		if v.Score != 0 || v.Label != sentiment.Neutral {
			t.Fatalf("%s, and yet %+v", v.State, v)
		}
	case v.Label == sentiment.Positive && v.Score <= 0, v.Label == sentiment.Negative && v.Score >= 0,
		v.Label == sentiment.Neutral && math.Abs(v.Score) > 0.5:
		t.Fatalf("label %s with score %v", v.Label, v.Score)
	}
}

func FuzzScore(f *testing.F) {
	s := scorer(f)
	for _, seed := range []string{"", "bagus", "not good :(", "\\u12", "&am", "<br", "[USERNAME", "@", "h", "http", "\u0301", "好", "ـ", "a\u0301'", "\xf0\x9f", ":-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range sentiment.Languages() {
			v := s.Score(l, text)
			check(t, v)
			if again := s.Score(l, text); again != v {
				t.Fatalf("%+v, then %+v", v, again)
			}
		}
		check(t, s.Read(text))
	})
}

func FuzzDecode(f *testing.F) {
	file, err := tiny().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add(file[:20])
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := sentiment.Decode(file)
		if err != nil {
			return
		}
		again, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sentiment.Decode(again); err != nil {
			t.Fatal(err)
		}
	})
}

// weights has the first and the last place, and some that want the same slot.
func weights() []sentiment.Entry {
	return []sentiment.Entry{
		{Place: 0, Weights: [2]int8{1, -1}},
		{Place: 1, Weights: [2]int8{-127, 127}},
		{Place: 2, Weights: [2]int8{0, 3}},
		{Place: 1<<31 - 2, Weights: [2]int8{7, 0}},
		{Place: 1<<31 - 1, Weights: [2]int8{-5, 5}},
	}
}

// holds reports whether a model has these weights and no others near them.
func holds(m *sentiment.Model) bool {
	for _, e := range append(weights(), sentiment.Entry{Place: 3}, sentiment.Entry{Place: 1<<31 - 3}) {
		polarity, neutrality := m.Sums(&sentiment.Features{Words: []uint32{e.Place}})
		want := [2]float64{float64(e.Weights[0]) * float64(m.Scale[0]), float64(e.Weights[1]) * float64(m.Scale[1])}
		if [2]float64{polarity, neutrality} != want {
			return false
		}
	}
	return true
}

func tiny() *sentiment.Model {
	m := sentiment.New(sentiment.English, 31, weights())
	m.Bias, m.Scale = [2]float32{0.5, -1}, [2]float32{0.1, 0.2}
	return m
}

// A model is held against a map: it weighs what it was given, and all else nothing, also after a way through a file.
func TestAModelWeighsWhatItWasGivenAndAllElseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.UintRange(1, 31).Draw(t, "bits")
		place := rapid.Uint32Range(0, uint32(1<<bits-1))
		near := rapid.Uint32Range(0, min(uint32(1<<bits-1), 300)) // so that many want the same slot
		given := rapid.MapOf(rapid.OneOf(near, place), rapid.Int8Range(1, 127)).Draw(t, "weights")
		var entries []sentiment.Entry
		for at, w := range given {
			entries = append(entries, sentiment.Entry{Place: at, Weights: [2]int8{w, -w}})
		}
		m := sentiment.New(sentiment.English, bits, entries)
		m.Scale = [2]float32{1, 1}
		file, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read, err := sentiment.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, model := range []*sentiment.Model{m, read} {
			for at, w := range given {
				if p, n := model.Sums(&sentiment.Features{Words: []uint32{at}}); p != float64(w) || n != -float64(w) {
					t.Fatalf("place %d weighs %v and %v, given was %d", at, p, n, w)
				}
			}
			for range 20 {
				at := rapid.OneOf(near, place).Draw(t, "another")
				if p, n := model.Sums(&sentiment.Features{Words: []uint32{at}}); given[at] == 0 && (p != 0 || n != 0) {
					t.Fatalf("place %d weighs %v and %v, and was not given", at, p, n)
				}
			}
		}
	})
}

// Whoever writes Simplified Chinese has a Traditional character now and then, and is still measured by the border of Simplified.
func TestOneTraditionalCharacterMakesNoTraditionalText(t *testing.T) {
	t.Parallel()
	x := sentiment.NewExtractor(sentiment.Chinese, 31)
	for text, want := range map[string]bool{
		"房间很干净，服务态度也不错，早餐种类少了一点，总体来说性價比很高，下次还会再来": false,
		"房間很乾淨，服務態度也不錯":   true,
		"好味，環境普通":         true,
		"房间很干净":           false,
		"good, very nice": false,
	} {
		if f := x.Of(text); f.Traditional != want {
			t.Errorf("%q: Traditional is %v", text, f.Traditional)
		}
	}
}

func TestAModelReadsBackAndADamagedOneIsRefused(t *testing.T) {
	t.Parallel()
	file, err := tiny().Encode()
	if err != nil {
		t.Fatal(err)
	}
	m, err := sentiment.Decode(file)
	if err != nil || !holds(m) || m.Bias != [2]float32{0.5, -1} || m.Language != sentiment.English {
		t.Fatalf("%+v %v", m, err)
	}
	for at := range file {
		broken := []byte(string(file))
		broken[at] ^= 0x41
		m, err := sentiment.Decode(broken)
		if err == nil && at >= 38 && !holds(m) {
			t.Errorf("byte %d was changed and nobody noticed", at)
		}
	}
	newer := []byte(string(file))
	newer[8]++
	if _, err := sentiment.Decode(newer); err == nil || !strings.Contains(err.Error(), "version 3") {
		t.Errorf("a newer version: %v", err)
	}
	if _, err := sentiment.Open(fstest.MapFS{"id.model": {Data: file}}); err == nil {
		t.Error("a model of English was taken for one of Indonesian")
	}
}

func TestLongTextsAreBounded(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"good ", "不错", "سيئ ", "😀", "x", "\xff", "!", "a1 "}).Draw(t, "piece")
		text := strings.Repeat(piece, rapid.IntRange(1, 1<<15).Draw(t, "times"))
		for _, l := range sentiment.Languages() {
			check(t, s.Score(l, text))
		}
	})
}

func TestScoringAllocatesNothing(t *testing.T) {
	s := scorer(t)
	texts := []string{"barang bagus sekali, terima kasih kak 😀", "not good at all :(", "服務態度很好，下次再來", "الخدمة ممتازة جدا"}
	for _, l := range sentiment.Languages() {
		for _, text := range texts {
			s.Score(l, text)
			if n := testing.AllocsPerRun(20, func() { s.Score(l, text) }); n > 0 {
				t.Errorf("%s %q: %v allocations", l, text, n)
			}
		}
	}
}

func BenchmarkScore(b *testing.B) {
	s := scorer(b)
	for _, c := range []struct {
		language sentiment.Language
		text     string
	}{
		{sentiment.Indonesian, "Barang sudah sampai dengan selamat, packing rapi dan respon penjual cepat. Recommended banget!"},
		{sentiment.English, "Ordered on Monday and it came on Tuesday, well packed, works as expected. Thanks a lot :)"},
		{sentiment.Chinese, "房间很干净，服务态度也不错，就是早餐种类少了一点，总体来说性价比很高，下次还会再来。"},
		{sentiment.Arabic, "الخدمة ممتازة جدا والموظفين محترمين بس التوصيل تأخر شوي، شكرا لكم على كل حال"},
	} {
		b.Run(string(c.language), func(b *testing.B) {
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				s.Score(c.language, c.text)
			}
			b.ReportMetric(float64(b.N)/(cpu(b)-before).Seconds(), "texts/s")
		})
	}
}

// cpu is the processor time of the process: the clock on the wall says more about what else the machine does.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
