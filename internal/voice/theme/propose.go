package theme

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
)

// Text is what themes are looked for in.
type Text struct {
	At       event.Time
	Language string
	Text     string
}

// Phrase is some words that stand next to each other.
type Phrase struct {
	Text  string `json:"text"`
	Texts int    `json:"texts" doc:"that have it"`
}

// Proposal is what some texts seem to be about.
type Proposal struct {
	Language string   `json:"language"`
	Name     string   `json:"name" doc:"its most telling phrases; people find a better one"`
	Phrases  []Phrase `json:"phrases" doc:"the most telling first"`
	Rule     Rule     `json:"rule" doc:"texts with any of the phrases"`
	Texts    int      `json:"texts" doc:"of those looked at"`
	Examples []string `json:"examples"`
	Fresh    Fresh    `json:"fresh" doc:"of the texts looked at"`
}

// What a proposal is made of.
const (
	usualGroups = 12  // of a language
	vocabulary  = 400 // phrases that are grouped
	leastTexts  = 20  // of a language, to say anything
	leastHave   = 3   // texts that have a phrase
	shareMost   = 0.4 // of the texts; what more of them have is about nothing in particular
	phrasesMost = 8   // of a proposal
	examples    = 3
)

// Propose finds groups of phrases that are said in the same context, of each language on its own: phrases of up to three words (four
// characters of Chinese) without function words at their ends; a phrase is placed by the company that it keeps (positive pointwise
// mutual information of phrases in one text, its leading eigenvectors: Levy and Goldberg 2014); near ones are joined (average
// linkage of cosines); the most telling phrases of a group are those with the highest class-based TF-IDF (Grootendorst 2022). The
// same texts give the same proposals. groups is how many of a language at most, 0 for 12,
// beside those that grew.
func Propose(ctx context.Context, texts []Text, groups int) ([]Proposal, error) {
	if groups <= 0 {
		groups = usualGroups
	}
	by := map[string][]Text{}
	var last event.Time
	for _, t := range texts {
		by[t.Language] = append(by[t.Language], t)
		last = max(last, t.At)
	}
	languages := []string{}
	for l, list := range by {
		if len(list) >= leastTexts && l != "" {
			languages = append(languages, l)
		}
	}
	slices.SortFunc(languages, func(a, b string) int { return cmp.Or(len(by[b])-len(by[a]), cmp.Compare(a, b)) })
	all := []Proposal{}
	for _, l := range languages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all = append(all, proposeIn(l, by[l], last)...)
	}
	list := make([]Fresh, len(all))
	for i := range list {
		list[i] = all[i].Fresh
	}
	Judge(list)
	kept := all[:0]
	of := map[string]int{}
	for i, p := range all {
		p.Fresh = list[i]
		// What is new is mostly small: it is told beside the largest ones.
		if of[p.Language]++; of[p.Language] <= groups || p.Fresh.State != Steady {
			kept = append(kept, p)
		}
	}
	return kept, nil
}

func proposeIn(language string, texts []Text, last event.Time) []Proposal {
	c := newCorpus(language, texts)
	vocab := c.vocabulary()
	if len(vocab) < 2 {
		return nil
	}
	clusters := join(embed(c, vocab))
	var out []Proposal
	for _, members := range c.telling(vocab, clusters) {
		p := Proposal{Language: language}
		for _, m := range members[:min(len(members), phrasesMost)] {
			p.Phrases = append(p.Phrases, Phrase{m.text, len(m.docs)})
			p.Rule.Any = append(p.Rule.Any, m.text)
		}
		p.Name = strings.Join(p.Rule.Any[:min(3, len(p.Rule.Any))], " · ")
		c.describe(&p, last)
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Proposal) int { return cmp.Or(b.Texts-a.Texts, cmp.Compare(a.Name, b.Name)) })
	return out
}

// describe counts the texts of a proposal's rule, and takes examples that have most of its phrases.
func (c *corpus) describe(p *Proposal, last event.Time) {
	const day = event.Time(24 * time.Hour / time.Millisecond)
	match := p.Rule.Compile()
	type example struct{ doc, phrases int }
	var found []example
	for i, terms := range c.terms {
		recent, before := last-c.texts[i].At < RecentDays*day, last-c.texts[i].At < (RecentDays+BeforeDays)*day
		if recent {
			p.Fresh.OfAll++
		} else if before {
			p.Fresh.OfThose++
		}
		if !match.Match(terms) {
			continue
		}
		p.Texts++
		if recent {
			p.Fresh.Recent++
		} else if before {
			p.Fresh.Before++
		}
		e := example{doc: i}
		for _, entry := range match.Any {
			if (Matcher{All: [][]string{entry}}).Match(terms) {
				e.phrases++
			}
		}
		found = append(found, e)
	}
	slices.SortStableFunc(found, func(a, b example) int { return b.phrases - a.phrases })
	for _, e := range found {
		if text := c.texts[e.doc].Text; len(p.Examples) < examples && !slices.Contains(p.Examples, text) {
			p.Examples = append(p.Examples, text)
		}
	}
}

// phrase is a candidate with the texts that have it.
type phrase struct {
	text  string
	parts []string // its words or characters
	docs  []int32
}

// corpus is the texts of a language.
type corpus struct {
	texts   []Text
	terms   [][]string
	phrases map[string]*phrase
	stop    map[string]bool
}

func newCorpus(language string, texts []Text) *corpus {
	c := &corpus{texts: texts, phrases: map[string]*phrase{}, stop: stopWords(language)}
	for i, t := range texts {
		c.terms = append(c.terms, Terms(t.Text))
		c.cut(int32(i), runs(t.Text))
	}
	return c
}

// cut notes the phrases of a text.
func (c *corpus) cut(doc int32, all []run) {
	for i, r := range all {
		if r.dense {
			for from := range r.letters {
				for n := 2; n <= 4 && from+n <= len(r.letters); n++ {
					c.note(doc, splitRunes(r.letters[from:from+n]), "")
				}
			}
			continue
		}
		words := []string{}
		for n := 0; n < 3 && i+n < len(all) && !all[i+n].dense && (n == 0 || !all[i+n].after); n++ {
			words = append(words, string(stem(all[i+n].letters)))
			c.note(doc, slices.Clone(words), " ")
		}
	}
}

func splitRunes(letters []rune) []string {
	out := make([]string, len(letters))
	for i, r := range letters {
		out[i] = string(r)
	}
	return out
}

// note counts a phrase in a text, unless a function word or a number is at one of its ends.
func (c *corpus) note(doc int32, parts []string, between string) {
	first, last := parts[0], parts[len(parts)-1]
	if c.empty(first) || c.empty(last) || len(parts) == 1 && len([]rune(first)) < 3 {
		return
	}
	text := strings.Join(parts, between)
	p := c.phrases[text]
	if p == nil {
		p = &phrase{text: text, parts: parts}
		c.phrases[text] = p
	}
	if n := len(p.docs); n == 0 || p.docs[n-1] != doc {
		p.docs = append(p.docs, doc)
	}
}

func (c *corpus) empty(word string) bool {
	return c.stop[word] || strings.Trim(word, "0123456789") == ""
}

// vocabulary is the phrases worth grouping: those that are neither rare nor everywhere, that hold together, and that are not
// mostly a part of a longer one.
func (c *corpus) vocabulary() []*phrase {
	n := len(c.texts)
	least := max(leastHave, int(math.Ceil(0.004*float64(n))))
	var kept []*phrase
	for _, p := range c.phrases {
		if len(p.docs) >= least && float64(len(p.docs)) <= shareMost*float64(n) && c.holds(p) {
			kept = append(kept, p)
		}
	}
	within := map[string]int{} // phrase -> the most texts of a longer one with it in
	for _, p := range kept {
		for from := range p.parts {
			for to := from + 1; to <= len(p.parts); to++ {
				if to-from < len(p.parts) {
					sub := c.join(p, from, to)
					within[sub] = max(within[sub], len(p.docs))
				}
			}
		}
	}
	kept = slices.DeleteFunc(kept, func(p *phrase) bool { return float64(within[p.text]) >= 0.7*float64(len(p.docs)) })
	worth := func(p *phrase) float64 { return float64(len(p.docs)) * math.Log(float64(n)/float64(len(p.docs))) }
	slices.SortFunc(kept, func(a, b *phrase) int { return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(a.text, b.text)) })
	return kept[:min(len(kept), vocabulary)]
}

func (c *corpus) join(p *phrase, from, to int) string {
	if strings.Contains(p.text, " ") {
		return strings.Join(p.parts[from:to], " ")
	}
	return strings.Join(p.parts[from:to], "")
}

// holds reports whether the two halves of a phrase stand together three times as often as by chance, and the rarer one in three
// of ten times, where both are phrases.
func (c *corpus) holds(p *phrase) bool {
	if len(p.parts) < 2 {
		return true
	}
	for at := 1; at < len(p.parts); at++ {
		a, b := c.phrases[c.join(p, 0, at)], c.phrases[c.join(p, at, len(p.parts))]
		if a == nil || b == nil {
			continue
		}
		if float64(len(p.docs))*float64(len(c.texts)) < 3*float64(len(a.docs))*float64(len(b.docs)) {
			return false
		}
		if float64(len(p.docs)) < 0.3*float64(min(len(a.docs), len(b.docs))) {
			return false
		}
	}
	return true
}

// telling is each group's phrases by class-based TF-IDF: how often a phrase is in the texts of the group, times log(1 + A/f), where
// f is how often it is in all, and A the mean number of phrases in the texts of a group. A text is of the group whose phrases it has
// with the most weight.
func (c *corpus) telling(vocab []*phrase, clusters [][]int) [][]*phrase {
	weights := make([]map[int]float64, len(c.texts)) // text -> group -> weight
	for g, members := range clusters {
		for _, m := range members {
			idf := math.Log(float64(len(c.texts)) / float64(len(vocab[m].docs)))
			for _, d := range vocab[m].docs {
				if weights[d] == nil {
					weights[d] = map[int]float64{}
				}
				weights[d][g] += idf
			}
		}
	}
	of := make([]int, len(c.texts))
	for d, w := range weights {
		of[d] = -1
		best := 0.0
		for g := range clusters {
			if w[g] > best {
				of[d], best = g, w[g]
			}
		}
	}
	total := 0
	for _, p := range vocab {
		total += len(p.docs)
	}
	mean := float64(total) / float64(len(clusters))
	out := make([][]*phrase, len(clusters))
	for g, members := range clusters {
		score := map[*phrase]float64{}
		for _, m := range members {
			p := vocab[m]
			in := 0
			for _, d := range p.docs {
				if of[d] == g {
					in++
				}
			}
			score[p] = float64(in) * math.Log(1+mean/float64(len(p.docs)))
			out[g] = append(out[g], p)
		}
		slices.SortFunc(out[g], func(a, b *phrase) int {
			return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a.text, b.text))
		})
	}
	return out
}
