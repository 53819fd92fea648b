package help

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/id"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
)

// The languages that texts are searched in; any other is read as English is, without its stems going wrong too often.
const (
	english    = "en"
	indonesian = "id"
	chinese    = "zh"
)

const (
	analyzerID = "jejak_id"
	stemmerID  = "jejak_stem_id"
)

func analyzerOf(language string) string {
	switch language {
	case indonesian:
		return analyzerID
	case chinese:
		return cjk.AnalyzerName
	}
	return en.AnalyzerName
}

// searched is the language whose words a text is taken apart by.
func searched(language string) string {
	if b := base(language); b == indonesian || b == chinese {
		return b
	}
	return english
}

func base(language string) string {
	b, _, _ := strings.Cut(strings.ToLower(language), "-")
	return b
}

type stemFilter struct{}

// Filter stems every word.
func (stemFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	for _, t := range in {
		t.Term = []byte(stem(string(t.Term)))
	}
	return in
}

// index is the published articles of one workspace, in memory: it is made of the documents whenever they change.
type index struct {
	bleve    bleve.Index
	mapping  mapping.IndexMapping
	articles map[string]Article
}

func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(analyzerID, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{lowercase.Name, id.StopName, stemmerID},
	})
	if err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	for _, language := range []string{english, indonesian, chinese} {
		for _, field := range []string{"title", "body"} {
			f := bleve.NewTextFieldMapping()
			f.Analyzer, f.Store, f.IncludeInAll, f.DocValues = analyzerOf(language), false, false, false
			doc.AddFieldMappingsAt(field+"_"+language, f)
		}
	}
	m.DefaultMapping = doc
	return m, nil
}

func build(m mapping.IndexMapping, r *Renderer, all []Article) (x *index, err error) {
	err = library.with(func() error {
		x, err = fill(m, r, all)
		return err
	})
	return x, err
}

func fill(m mapping.IndexMapping, r *Renderer, all []Article) (*index, error) {
	made, err := bleve.NewMemOnly(m)
	if err != nil {
		return nil, err
	}
	x := &index{bleve: made, mapping: m, articles: map[string]Article{}}
	for _, a := range all {
		if !a.Published {
			continue
		}
		fields := map[string]string{}
		for language, t := range a.Texts {
			s := searched(language)
			fields["title_"+s] += t.Title + "\n" + t.Words + "\n"
			fields["body_"+s] += r.Plain(t.Body) + "\n"
		}
		if err := made.Index(a.ID, fields); err != nil {
			return nil, err
		}
		x.articles[a.ID] = a
	}
	return x, nil
}

// asking are words of Chinese questions that say nothing of what is asked about; other languages have such words in their analyzers.
func asking() *strings.Replacer {
	var pairs []string
	for _, w := range []string{
		"請問", "请问", "什麼時候", "什么时候", "為什麼", "为什么", "怎麼辦", "怎么办", "怎麼樣", "怎么样", "怎麼", "怎么", "什麼", "什么", "如何", "多久", "多少",
		"哪裡", "哪里", "是否", "可不可以", "能不能", "可以", "需要", "我的", "我要", "我想", "你們", "你们", "我們", "我们", "有沒有", "有没有", "嗎", "吗", "呢", "？", "的",
	} {
		pairs = append(pairs, w, " ")
	}
	return strings.NewReplacer(pairs...)
}

// told is a question in the words that it is searched by.
func told(language, question string) string {
	if language != chinese {
		return question
	}
	if rest := asking().Replace(question); strings.TrimSpace(rest) != "" {
		return rest
	}
	return question
}

// terms are the distinct words of a question in a language, as they are searched for.
func terms(m mapping.IndexMapping, language, question string) []string {
	var all []string
	for _, t := range m.AnalyzerNamed(analyzerOf(language)).Analyze([]byte(told(language, question))) {
		all = append(all, string(t.Term))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// How much of a question an article has to hold to be its answer.
const (
	leastCovered = 0.5
	maxHits      = 10
	titleWorth   = 3
)

// find ranks the articles by how much of the question they hold in any language, then by the score of the library (BM25).
func (x *index) find(ctx context.Context, r *Renderer, question string, languages []string) (Answer, error) {
	out := Answer{Hits: []Hit{}}
	asked := map[string][]string{}
	any := bleve.NewDisjunctionQuery()
	for _, language := range []string{english, indonesian, chinese} {
		if asked[language] = terms(x.mapping, language, question); len(asked[language]) == 0 {
			continue
		}
		for field, boost := range map[string]float64{"title": titleWorth, "body": 1} {
			q := bleve.NewMatchQuery(told(language, question))
			q.SetField(field + "_" + language)
			q.SetBoost(boost)
			q.SetOperator(query.MatchQueryOperatorOr)
			any.AddQuery(q)
		}
	}
	if len(any.Disjuncts) == 0 {
		return out, nil
	}
	request := bleve.NewSearchRequestOptions(any, 5*maxHits, 0, false)
	request.IncludeLocations = true
	got, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return out, err
	}
	for _, hit := range got.Hits {
		out.Hits = append(out.Hits, x.hit(r, hit, asked, languages))
	}
	slices.SortStableFunc(out.Hits, func(a, b Hit) int { return cmp.Compare(b.Covered, a.Covered) })
	out.Hits = out.Hits[:min(len(out.Hits), maxHits)]
	out.Known = len(out.Hits) > 0 && out.Hits[0].Covered >= leastCovered
	return out, nil
}

// hit says how much of the question an article holds, in the language in which it holds most. A word in a title counts wholly, one
// that is only in the text for less, so that a text that merely mentions everything does not come before the one about it.
func (x *index) hit(r *Renderer, found *search.DocumentMatch, asked map[string][]string, languages []string) Hit {
	a := x.articles[found.ID]
	language, t := a.Best(languages)
	h := Hit{Article: a.ID, Language: language, Title: t.Title, Summary: r.Summary(t.Body)}
	for s, words := range asked {
		held := 0.0
		for _, w := range words {
			switch {
			case len(found.Locations["title_"+s][w]) > 0:
				held++
			case len(found.Locations["body_"+s][w]) > 0:
				held += 0.75
			}
		}
		if len(words) > 0 {
			h.Covered = max(h.Covered, held/float64(len(words)))
		}
	}
	return h
}
