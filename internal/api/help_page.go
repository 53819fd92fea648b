package api

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/help"
	"jejak/internal/httpserve"
)

// HelpPages serves the public help pages under /help/: plain HTML that needs no script, no cookie and no account.
func (a *API) HelpPages() (http.Handler, error) {
	pages, err := help.NewPages()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	serve := func(show func(*http.Request, event.Workspace, *help.View) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { a.helpPage(w, r, pages, show) }
	}
	mux.HandleFunc("GET /help/{slug}", serve(a.helpIndex))
	mux.HandleFunc("GET /help/{slug}/{article}", serve(a.helpArticle))
	mux.HandleFunc("POST /help/{slug}/{article}", serve(a.helpSaid))
	return mux, nil
}

func (a *API) helpPage(w http.ResponseWriter, r *http.Request, pages *help.Pages, show func(*http.Request, event.Workspace, *help.View) error) {
	v := help.View{Language: helpLanguage(r), Offered: help.Languages()}
	err := slower(a.helped.Take(a.o.ClientIP(r), a.o.Now()))
	var ws event.Workspace
	if err == nil {
		ws, v.Site, err = a.o.Help.Find(r.Context(), r.PathValue("slug"))
	}
	if err == nil {
		err = show(r, ws, &v)
	}
	status := http.StatusOK
	if err != nil {
		status = httpserve.Told(w, r, a.o.Log, err).Status
		v = help.View{Language: v.Language, Offered: v.Offered, Site: v.Site, Trouble: troubleOf(status)}
	}
	var out bytes.Buffer
	if err := pages.Write(&out, v); err != nil {
		httpserve.WriteProblem(w, r, a.o.Log, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", pages.Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the reader is gone where it fails
}

// troubleOf is what a reader is told in the place of a page.
func troubleOf(status int) string {
	switch {
	case status == http.StatusNotFound:
		return "gone"
	case status == http.StatusTooManyRequests:
		return "often"
	case status < http.StatusInternalServerError:
		return "wrong"
	}
	return "broken"
}

// helpLanguage is the one that the reader chose, else the first of the browser's that there are words in.
func helpLanguage(r *http.Request) string {
	for _, want := range append([]string{r.FormValue("lang")}, accepted(r)...) {
		for _, have := range help.Languages() {
			if strings.EqualFold(want, have) || strings.EqualFold(strings.Split(want, "-")[0], strings.Split(have, "-")[0]) {
				return have
			}
		}
	}
	return "en"
}

// accepted are the languages of the browser in its own order, which is that of preference in every browser.
func accepted(r *http.Request) (all []string) {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		if tag, _, _ := strings.Cut(strings.TrimSpace(part), ";"); tag != "" && len(all) < 20 {
			all = append(all, tag)
		}
	}
	return all
}

func preferred(r *http.Request, v *help.View) []string {
	return append([]string{v.Language}, accepted(r)...)
}

func (a *API) helpIndex(r *http.Request, ws event.Workspace, v *help.View) error {
	if v.Query = strings.TrimSpace(r.FormValue("q")); v.Query != "" {
		got, err := a.askHelp(r.Context(), ws, v.Query, preferred(r, v), nil)
		v.Found = &got
		return err
	}
	all, err := a.o.Help.List(r.Context(), ws)
	for _, one := range all {
		if one.Published {
			v.Listed = append(v.Listed, a.helpHit(one, preferred(r, v)))
		}
	}
	slices.SortStableFunc(v.Listed, func(x, y help.Hit) int { return cmp.Compare(x.Title, y.Title) })
	return err
}

func (a *API) helpHit(one help.Article, languages []string) help.Hit {
	language, t := one.Best(languages)
	return help.Hit{Article: one.ID, Language: language, Title: t.Title, Summary: a.o.Help.Renderer.Summary(t.Body)}
}

func (a *API) helpArticle(r *http.Request, ws event.Workspace, v *help.View) error {
	if err := a.openArticle(r, ws, v); err != nil || a.o.ReadOnly {
		return err
	}
	return a.o.Help.Read(r.Context(), ws, v.Article.Article)
}

func (a *API) openArticle(r *http.Request, ws event.Workspace, v *help.View) error {
	one, err := a.published(r.Context(), ws, r.PathValue("article"), preferred(r, v))
	if err != nil {
		return err
	}
	v.Article = &help.Hit{Article: one.Article, Language: one.Language, Title: one.Title}
	v.Text = template.HTML(one.HTML) //nolint:gosec // made safe by the renderer
	if !strings.EqualFold(one.Language, v.Language) {
		v.TextLang = one.Language
	}
	return nil
}

// helpSaid counts what a reader says of an article; the page comes again with thanks.
func (a *API) helpSaid(r *http.Request, ws event.Workspace, v *help.View) error {
	if err := a.crossSite.Check(r); err != nil {
		return fault.Wrap(fault.Forbidden, err, "This request comes from a page of another site.")
	}
	if err := a.openArticle(r, ws, v); err != nil {
		return err
	}
	said := r.FormValue("helped")
	if said != "yes" && said != "no" {
		return fault.New(fault.Invalid, "Say yes or no.")
	}
	v.Thanked = true
	if a.o.ReadOnly {
		return nil
	}
	return a.o.Help.Helped(r.Context(), ws, v.Article.Article, said == "yes")
}
