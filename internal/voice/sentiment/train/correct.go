package train

import (
	"bufio"
	"os"
	"slices"
	"strings"

	"jejak/internal/fault"
	"jejak/internal/voice/sentiment"
)

// correctionWeight is how many rows of the public sets a correction counts as, unless there are so many that together they would count
// more than all of the sets.
const correctionWeight = 20

// readCorrections reads a file of lines with a language, a class and a text between tabs, as jejak corrections prints them.
func readCorrections(name string) (map[sentiment.Language][]text, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The file of corrections could not be read: make it with jejak corrections.")
	}
	defer f.Close()
	all := map[sentiment.Language][]text{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		language, rest, _ := strings.Cut(lines.Text(), "\t")
		class, words, ok := strings.Cut(rest, "\t")
		label, known := map[string]sentiment.Label{"negative": sentiment.Negative, "neutral": sentiment.Neutral, "positive": sentiment.Positive}[class]
		if !ok || !known {
			return nil, fault.New(fault.Invalid, "Line %d of the corrections is none: it has to be a language, a tab, negative, neutral or positive, a tab, and the text.", n)
		}
		all[sentiment.Language(language)] = append(all[sentiment.Language(language)], text{text: words, label: label, part: training})
	}
	if err := lines.Err(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "Line %d of the corrections could not be read: it may be longer than a megabyte.", n+1)
	}
	return all, nil
}

// correct adds a team's corrections to the rows. They come first: of two equal texts it is the team's word that is learned.
func (c *corpus) correct(all []text, seed uint64) {
	x := sentiment.NewExtractor(c.language, bits)
	var rows []sample
	for _, t := range all {
		if f := x.Of(t.text); !f.Empty() {
			rows = append(rows, sample{
				text: t.text, words: slices.Clone(f.Words), pieces: slices.Clone(f.Pieces),
				label: t.label, set: len(c.sets), part: t.part, print: printOf(t.text, seed), traditional: f.Traditional,
			})
		}
	}
	if len(rows) == 0 {
		return
	}
	weight := min(correctionWeight, float64(len(c.rows))/float64(len(rows)))
	c.sets = append(c.sets, set{name: "corrections", licence: "your own", language: c.language, weight: weight, own: true})
	c.rows = append(rows, c.rows...)
}
