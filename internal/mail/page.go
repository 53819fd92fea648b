package mail

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
)

//go:embed page.html
var pageFile string

//go:embed page.css
var pageStyle string

// PageState is what the page for leaving has to say.
type PageState string

// The states of the page.
const (
	Asks PageState = "ask"
	Done PageState = "done"
	Back PageState = "back"
	Gone PageState = "gone"
)

// Page is where somebody who wants no more mails says so: plain HTML that needs no script.
type Page struct {
	Language string
	Leaving  Leaving
	Brand    string
	State    PageState
}

// pageDrawn is what the page's template sees.
type pageDrawn struct {
	Page
	Dir, Ask  string
	MayReturn bool
}

// PagePolicy is the Content-Security-Policy that the page needs.
func PagePolicy() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// Write writes the page.
func (p Page) Write(w io.Writer) error {
	p.Language = Best(p.Language)
	d := pageDrawn{Page: p, Dir: direction(p.Language), Ask: "page.ask." + string(p.Leaving.Kind), MayReturn: p.Leaving.Kind == Survey}
	page, err := template.New("page").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(pageStyle) },
		"say": func(name string) string {
			return Word(p.Language, name, "brand", p.Brand, "address", p.Leaving.Address)
		},
	}).Parse(pageFile)
	if err != nil {
		return err
	}
	return page.Execute(w, d)
}
