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

const (
	maxSummary  = 160 // characters
	longestWord = 30  // bytes that a summary gives up for its last word to be whole; scripts without spaces are cut where they are
)

// Summary is the beginning of a text without its marks, with whole words.
func (r *Renderer) Summary(markdown string) string {
	text := strings.Join(strings.Fields(r.Plain(markdown)), " ")
	runes := []rune(text)
	if len(runes) <= maxSummary {
		return text
	}
	head := string(runes[:maxSummary])
	if at := strings.LastIndexByte(head, ' '); runes[maxSummary] != ' ' && at >= len(head)-longestWord {
		head = head[:at]
	}
	return strings.TrimSpace(head) + "…"
}

// Plain is a text without its marks. Blocks end with a line, so words of two of them stay apart, and a full stop stays at its word.
func (r *Renderer) Plain(markdown string) string {
	return html.UnescapeString(r.plain.Sanitize(string(r.HTML(markdown))))
}
