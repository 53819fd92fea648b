package train

import (
	"bytes"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jejak/internal/voice/sentiment"
)

// corpusOf is a language of made-up sets: words that tell, among words that do not.
func corpusOf(t *testing.T, n int) *corpus {
	t.Helper()
	c := &corpus{language: sentiment.English, recipe: recipe{rarest: 2, ridge: 0.5, dearer: 4. / 3, rarity: 0.5, ratio: 1, rounds: 30}}
	c.sets = []set{{name: "three", weight: 1, calibrates: 1}, {name: "two", weight: 1, twoClasses: true}}
	x := sentiment.NewExtractor(c.language, bits)
	random := rand.New(rand.NewPCG(7, 7))
	words := map[sentiment.Label][]string{
		sentiment.Negative: {"awful", "broken", "late", "rude"}, sentiment.Positive: {"lovely", "quick", "kind", "perfect"},
		sentiment.Neutral: {"report", "tuesday", "opens", "announced"},
	}
	filler := strings.Fields("the a parcel shop came from our friend with box city and again for this that one other many")
	for i := range n {
		s := sample{label: sentiment.Label(i%3 - 1), set: i / 3 % 2}
		if s.set == 1 && s.label == sentiment.Neutral {
			continue
		}
		var text []string
		for range 6 {
			text = append(text, filler[random.IntN(len(filler))])
		}
		text[random.IntN(6)] = words[s.label][random.IntN(4)]
		s.text = strings.Join(text, " ")
		f := x.Of(s.text)
		s.words, s.pieces, s.print = slices.Clone(f.Words), slices.Clone(f.Pieces), printOf(s.text, 1)
		if i%5 == 0 {
			s.part = validation
		}
		c.rows = append(c.rows, s)
	}
	return c
}

func TestTrainingFindsTheWordsThatTellAndIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	var files [2][]byte
	for i := range files {
		c := corpusOf(t, 900)
		m, judged, err := c.validated(io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if f := c.figures("validation", c.biasesOf(judged, c.calibrationWeights()).shift(judged)); len(f) != 2 || f[0].MacroF1 < 0.95 || f[1].MacroF1 < 0.95 {
			t.Errorf("words as plain as these should be found: %v", f)
		}
		if files[i], err = m.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two trainings on the same rows differ")
	}
}

// What a team says of a text is what a model says of it that was trained on their word, and of others like it; the rest stays as it was.
// A text of the validation is not learned.
func TestACorrectionIsLearned(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "corrections.tsv")
	const ironic, plain = "lovely, the parcel came from our friend perfect again", "the shop came with a quick box for our friend"
	before := corpusOf(t, 900)
	kept := before.rowsWhere(func(s *sample) bool { return s.part == validation && s.label == sentiment.Positive })[0]
	text := "en\tnegative\t" + ironic + "\nid\tpositive\tbagus\nfr\tneutral\tbon\nen\tnegative\t" + kept.text + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	corrected, err := readCorrections(file)
	if err != nil || len(corrected["en"]) != 2 || len(corrected["id"]) != 1 {
		t.Fatalf("%v %v", corrected, err)
	}
	after := corpusOf(t, 900)
	after.correct(corrected["en"], 1)
	of := func(c *corpus, text string) float64 {
		var out bytes.Buffer
		m, _, err := c.validated(&out)
		if err != nil {
			t.Fatal(err)
		}
		if c == after && !strings.Contains(out.String(), "1 rows are as in validation") {
			t.Errorf("the leak check says %q", out.String())
		}
		f := sentiment.NewExtractor(c.language, bits).Of(text)
		polarity, _ := m.Answer(f)
		return polarity
	}
	if was, is := of(before, ironic), of(after, ironic); was <= 0 || is >= 0 {
		t.Errorf("what was corrected to negative was %.2f, and is %.2f", was, is)
	}
	if is := of(after, plain); is <= 0 {
		t.Errorf("another text has become %.2f", is)
	}
	// Very many corrections count as much as the sets, and no more.
	many := corpusOf(t, 900)
	many.correct(slices.Repeat(corrected["en"][:1], 9000), 1)
	if w := many.sets[2].weight; w > 0.11 {
		t.Errorf("each of 9,000 corrections counts as %v rows", w)
	}
	for _, wrong := range []string{"en\tsad\ttext\n", "en\tnegative\n", "\n"} {
		if err := os.WriteFile(file, []byte("en\tneutral\tfine\n"+wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readCorrections(file); err == nil || !strings.Contains(err.Error(), "Line 2") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// The slope is held against differences of the value.
func TestTheSlopeIsThatOfTheValue(t *testing.T) {
	t.Parallel()
	c := corpusOf(t, 60)
	p, _ := c.problemOf(c.rowsWhere(func(*sample) bool { return true }))
	p.begin()
	random := rand.New(rand.NewPCG(1, 2))
	w, slope, scratch := make([]float64, p.size()), make([]float64, p.size()), make([]float64, p.size())
	for i := range w {
		w[i] = random.NormFloat64()
	}
	p.value(w, slope)
	for range 200 {
		i, step := random.IntN(len(w)), 1e-3
		at := w[i]
		w[i] = at + step
		above := p.value(w, scratch)
		w[i] = at - step
		below := p.value(w, scratch)
		w[i] = at
		if want := (above - below) / (2 * step); math.Abs(want-slope[i]) > 1e-4 {
			t.Fatalf("weight %d: slope %v, differences say %v", i, slope[i], want)
		}
	}
}

func TestWhatIsHeldBackIsNotTrainedOn(t *testing.T) {
	t.Parallel()
	const text = "The parcel came on Tuesday, and the box was broken on one side, so I sent it back to the shop at once."
	back := newHeld()
	back.add(printOf(text, 9))
	for _, c := range []struct {
		text        string
		exact, near bool
	}{
		{text, true, false},
		{"@ann THE PARCEL came on tuesday and the box was broken on one side so I sent it back to the shop at once https://a.example", true, false},
		{strings.Replace(text, "at once", "quickly", 1), false, true},
		{"The parcel was lost and nobody at the shop answers my calls.", false, false},
		{"", false, false},
	} {
		p := printOf(c.text, 9)
		if exact, near := back.has(&p); exact != c.exact || near != c.near {
			t.Errorf("%q: exact %v, near %v", c.text, exact, near)
		}
	}
	a := sample{text: "a fine day", print: printOf("a fine day", 9)}
	b := sample{text: "A fine day!", print: printOf("A fine day!", 9)}
	if kept, _, _, twice := clean([]*sample{&a, &b}, back); len(kept) != 1 || twice != 1 {
		t.Errorf("kept %d, twice %d", len(kept), twice)
	}
}

func TestFiguresOfAConfusion(t *testing.T) {
	t.Parallel()
	// By hand: negative 8 of 10 right, 1 taken for neutral; positive 3 of 5 right.
	f, balanced := confusion{{8, 1, 1}, {0, 0, 0}, {2, 0, 3}}.figures()
	f1 := (2*8.0/20 + 2*3.0/9) / 2
	if f.Rows != 15 || math.Abs(f.MacroF1-f1) > 1e-12 || math.Abs(f.MacroRecall-0.7) > 1e-12 || math.Abs(f.Accuracy-11.0/15) > 1e-12 {
		t.Errorf("%+v, macro-F1 should be %v", f, f1)
	}
	if want := (1.6/(1+0.8+0.4) + 1.2/(1+0.1+0.6)) / 2; math.Abs(balanced-want) > 1e-12 {
		t.Errorf("balanced %v, want %v", balanced, want)
	}
	if f, _ := (confusion{}).figures(); f.Rows != 0 || f.MacroF1 != 0 {
		t.Errorf("of nothing: %+v", f)
	}
}

func TestAFolderWithoutTheSetsIsAClearError(t *testing.T) {
	t.Parallel()
	err := Run(t.Context(), Options{Data: t.TempDir(), Out: t.TempDir(), Languages: sentiment.Languages()}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("%v", err)
	}
	if err := Run(t.Context(), Options{Out: t.TempDir(), Languages: []sentiment.Language{"fr"}}, io.Discard); err == nil {
		t.Error("there is no French to train")
	}
}

// Words of two lists may share a place. Which of them stands is not left to chance, or the same sets would give other models.
func TestListsAreReadTheSameEachTime(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "lexicons"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"AFINN-en-165.txt": "fine\t2\nno number\n", "vader_lexicon.txt": "a line without a tab\nfine\t1.5\t0.5\t[1, 2]\n",
		"ntusd_negative.txt": "好\n", "ntusd_positive.txt": "好\n", "vader_emoji_utf8_lexicon.txt": "😀\tfine\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, "lexicons", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		c := &corpus{language: sentiment.Chinese, recipe: recipeOf(sentiment.Chinese)}
		x := sentiment.NewExtractor(c.language, bits)
		if err := c.lists(folder, x); err != nil {
			t.Fatal(err)
		}
		if at, _, _ := x.Places("好"); c.plain[at] <= 0 {
			t.Fatalf("a word of both lists is worth %v, and not what the later says", c.plain[at])
		}
	}
}

// The models of this build on a sample of the rows that were never trained on: the figures beside them hold, within what a sample allows.
func TestEmbeddedModelsAreAsGoodAsTheirFigures(t *testing.T) {
	t.Parallel()
	const data = "../../../../../shared/data"
	if _, err := os.Stat(data); err != nil {
		t.Skip("skipped: the real data sets are not there (../shared/data is not part of the project)")
	}
	models, err := sentiment.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	scorer := models.Scorer()
	for _, s := range sets() {
		texts, err := s.read(data)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(models.Figures(s.language), func(f sentiment.Figure) bool { return f.Set == s.name && f.How == "validation" })
		if at < 0 {
			continue
		}
		var m confusion
		learned := newHeld()
		if s.closed {
			learned = learnedOf(t, data, s.language)
		}
		texts = slices.DeleteFunc(texts, func(t text) bool {
			p := printOf(t.text, 1)
			same, near := learned.has(&p)
			return t.part != validation || same || near
		})
		for n := 0; n < len(texts); n += len(texts)/600 + 1 { // spread out: some files are in the order of their labels
			row := texts[n]
			if v := scorer.Score(s.language, row.text); v.State == sentiment.Scored {
				m[classOf(row.label)][classOf(v.Label)]++
			}
		}
		f, _ := m.figures()
		said := models.Figures(s.language)[at].Accuracy
		if most := 4 * math.Sqrt(said*(1-said)/float64(f.Rows)); math.Abs(f.Accuracy-said) > most {
			t.Errorf("%s: accuracy %.3f on %d rows, %.3f is said", s.name, f.Accuracy, f.Rows, said)
		}
		t.Logf("%-14s n %4d accuracy %.3f (said %.3f)", s.name, f.Rows, f.Accuracy, said)
	}
}

// learnedOf is what the model of a language has learned: rows of other sets that are like it are none that it never saw.
func learnedOf(t *testing.T, data string, l sentiment.Language) *held {
	t.Helper()
	learned := newHeld()
	for _, s := range sets() {
		if s.closed || s.language != l {
			continue
		}
		texts, err := s.read(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range texts {
			if row.part == training {
				learned.add(printOf(row.text, 1))
			}
		}
	}
	return learned
}
