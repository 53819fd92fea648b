package help

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.html
var pageFile string

//go:embed page.css
var pageStyle string

//go:embed words.json
var wordsFile []byte

// Pages are the public help pages as HTML: no script, one style.
type Pages struct {
	template *template.Template
	words    map[string]map[string]string
	// Policy is the Content-Security-Policy that they need.
	Policy string
}

// View is one page.
type View struct {
	Site     Site
	Language string   // of the words around: one of Languages
	Offered  []string // languages to switch to
	Query    string
	Found    *Answer // of a search
	Listed   []Hit   // where nothing was asked
	Article  *Hit    // one article
	Text     template.HTML
	TextLang string // where the article falls back on another language
	Thanked  bool
	Trouble  string // where there is nothing to show: gone, often, wrong or broken
}

// NewPages readies them.
func NewPages() (*Pages, error) {
	p := &Pages{}
	if err := json.Unmarshal(wordsFile, &p.words); err != nil {
		return nil, fmt.Errorf("BUG: %w", err)
	}
	sum := sha256.Sum256([]byte(pageStyle))
	p.Policy = "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	var err error
	p.template, err = template.New("page").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(pageStyle) },
		"say":   func(v View, key string) string { return p.words[v.Language][key] },
		"pair":  func(v View, h Hit) map[string]any { return map[string]any{"V": v, "H": h} },
		"named": func(language string) string { return p.words[language]["language"] },
	}).Parse(pageFile)
	return p, err
}

// Languages are those of the words around articles.
func Languages() []string { return []string{"en", "id", "zh-Hant"} }

// Write writes a page.
func (p *Pages) Write(w io.Writer, v View) error { return p.template.Execute(w, v) }
