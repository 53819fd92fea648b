package train

import (
	"bufio"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/voice/sentiment"
)

// corpus is all rows of a language with their features by place.
type corpus struct {
	language   sentiment.Language
	sets       []set
	rows       []sample
	recipe     recipe
	withClosed bool               // closed sets are trained on too
	plain      map[uint32]float64 // what the lists of opinion words say of a place
	turned     map[uint32]float64
}

type sample struct {
	text          string
	words, pieces []uint32
	label         sentiment.Label
	set           int
	part          part
	print         print
	traditional   bool
}

func load(folder string, l sentiment.Language, seed uint64) (*corpus, error) {
	c := &corpus{language: l, recipe: recipeOf(l)}
	x := sentiment.NewExtractor(l, bits)
	for _, s := range sets() {
		if s.language != l {
			continue
		}
		texts, err := s.read(folder)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", s.name, err)
		}
		for _, t := range texts {
			f := x.Of(t.text)
			if f.Empty() {
				continue
			}
			c.rows = append(c.rows, sample{
				text: t.text, words: slices.Clone(f.Words), pieces: slices.Clone(f.Pieces),
				label: t.label, set: len(c.sets), part: t.part, print: printOf(t.text, seed), traditional: f.Traditional,
			})
		}
		c.sets = append(c.sets, s)
	}
	return c, c.lists(folder, x)
}

// lists reads the opinion words of the language, and those of smileys and emoji for all.
func (c *corpus) lists(folder string, x *sentiment.Extractor) error {
	c.plain, c.turned = map[uint32]float64{}, map[uint32]float64{}
	put := func(entry string, value float64) {
		plain, turned, ok := x.Places(entry)
		if !ok || value == 0 {
			return
		}
		c.plain[plain] = value
		if plain != turned {
			c.turned[turned] = value
		}
	}
	english := map[string]float64{}
	if err := eachLine(filepath.Join(folder, "lexicons/AFINN-en-165.txt"), func(line string) {
		word, v, _ := strings.Cut(line, "\t")
		english[word], _ = strconv.ParseFloat(v, 64)
	}); err != nil {
		return err
	}
	if err := eachLine(filepath.Join(folder, "lexicons/vader_lexicon.txt"), func(line string) {
		word, rest, _ := strings.Cut(line, "\t")
		mean, _, _ := strings.Cut(rest, "\t")
		if v, err := strconv.ParseFloat(mean, 64); err == nil {
			english[word] = v
		}
	}); err != nil {
		return err
	}
	if c.language == sentiment.English {
		for _, w := range slices.Sorted(maps.Keys(english)) {
			put(w, english[w]/2)
		}
	}
	if c.language == sentiment.Chinese {
		// One after the other: of a word in both lists, the later stands.
		for _, list := range [...]struct {
			name  string
			value float64
		}{{"negative", -0.8}, {"positive", 0.8}} {
			if err := eachLine(filepath.Join(folder, "lexicons/ntusd_"+list.name+".txt"), func(line string) { put(line, list.value) }); err != nil {
				return err
			}
		}
	}
	put(":)", 1)
	put(":(", -1)
	return eachLine(filepath.Join(folder, "lexicons/vader_emoji_utf8_lexicon.txt"), func(line string) {
		emoji, says, _ := strings.Cut(line, "\t")
		sum := 0.0
		for _, w := range strings.Fields(says) {
			sum += english[w]
		}
		put(emoji, math.Max(-1.5, math.Min(1.5, sum/2)))
	})
}

func eachLine(name string, do func(string)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		if line := strings.TrimSpace(scan.Text()); line != "" {
			do(line)
		}
	}
	return scan.Err()
}
