package connect

import (
	"html"
	"strings"

	"golang.org/x/net/html/atom"

	markup "golang.org/x/net/html"
)

// Plain is the text of HTML as people read it: without markup, scripts and styles, with a line for each paragraph. A text without
// markup stays, but for its entities.
func Plain(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return strings.TrimSpace(text)
	}
	var out strings.Builder
	hidden := 0
	for reader := markup.NewTokenizer(strings.NewReader(text)); ; {
		kind := reader.Next()
		if kind == markup.ErrorToken {
			return tidyLines(out.String())
		}
		name, _ := reader.TagName()
		switch tag := atom.Lookup(name); kind {
		case markup.TextToken:
			if hidden == 0 {
				out.WriteString(html.UnescapeString(string(reader.Raw())))
			}
		case markup.StartTagToken:
			if tag == atom.Script || tag == atom.Style {
				hidden++
			}
			breakLine(&out, tag)
		case markup.EndTagToken:
			if hidden > 0 && (tag == atom.Script || tag == atom.Style) {
				hidden--
			}
			breakLine(&out, tag)
		case markup.SelfClosingTagToken:
			breakLine(&out, tag)
		}
	}
}

func breakLine(out *strings.Builder, tag atom.Atom) {
	switch tag {
	case atom.Br, atom.P, atom.Div, atom.Li, atom.Tr, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Pre:
		out.WriteByte('\n')
	}
}

// tidyLines drops empty lines, and spaces that markup left.
func tidyLines(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
