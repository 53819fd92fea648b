package help

import (
	"bytes"
	"html"
	"html/template"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Renderer turns Markdown into HTML that is safe to show to anybody. It is safe for concurrent use.
type Renderer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
	plain    *bluemonday.Policy
}

// NewRenderer readies one.
func NewRenderer() *Renderer {
	policy := bluemonday.UGCPolicy()
	policy.RequireNoFollowOnLinks(true)
	policy.RequireNoReferrerOnLinks(true)
	policy.AllowURLSchemes("https", "http", "mailto", "tel")
	return &Renderer{markdown: goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify)), policy: policy, plain: bluemonday.StrictPolicy()}
}

// HTML is Markdown as safe HTML: marks of HTML in it are left out by the one, and whatever the other does not know by the other.
func (r *Renderer) HTML(markdown string) template.HTML {
	var out bytes.Buffer
	if err := r.markdown.Convert([]byte(strings.ToValidUTF8(markdown, "�")), &out); err != nil {
		return template.HTML(html.EscapeString(markdown))
	}
	return template.HTML(r.policy.SanitizeBytes(out.Bytes()))
}

const maxSummary = 160 // characters

// Summary is the beginning of a text without its marks.
func (r *Renderer) Summary(markdown string) string {
	text := strings.Join(strings.Fields(r.Plain(markdown)), " ")
	if runes := []rune(text); len(runes) > maxSummary {
		return strings.TrimSpace(string(runes[:maxSummary])) + "…"
	}
	return text
}

// Plain is a text without its marks.
func (r *Renderer) Plain(markdown string) string {
	return html.UnescapeString(r.plain.Sanitize(strings.ReplaceAll(string(r.HTML(markdown)), "<", " <")))
}
