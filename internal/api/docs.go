package api

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsHTML string

//go:embed docs.css
var docsCSS string

// docsPage is what docs.html shows. The page is made on the server, so that it needs no script and nothing from elsewhere.
type docsPage struct {
	Info    *huma.Info
	Style   template.CSS
	Groups  []docsGroup
	Schemas []docsSchema
}

type docsGroup struct {
	Name, Description string
	Operations        []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description, Permission string
	Parameters                                         []docsField
	Body, Reply                                        docsType
	Status                                             string
}

type docsSchema struct {
	Name, Description string
	Fields            []docsField
}

type docsField struct {
	Name, In, Doc string
	Type          docsType
	Required      bool
}

// docsType is a type in a few words, with the schema that it links to.
type docsType struct{ Before, Link, After string }

func (a *API) serveDocs() error {
	page, err := renderDocs(a.huma.OpenAPI())
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(docsCSS))
	csp := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	a.mux.HandleFunc("GET /api/docs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", csp)
		_, _ = w.Write(page)
	})
	return nil
}

func renderDocs(doc *huma.OpenAPI) ([]byte, error) {
	t, err := template.New("docs").Parse(docsHTML)
	if err != nil {
		return nil, fmt.Errorf("page of the API's description: %w", err)
	}
	page := docsPage{Info: doc.Info, Style: template.CSS(docsCSS)} // our own file, not input
	for _, tag := range doc.Tags {
		page.Groups = append(page.Groups, docsGroup{Name: tag.Name, Description: tag.Description, Operations: docsOperations(doc, tag.Name)})
	}
	schemas := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		s := schemas[name]
		page.Schemas = append(page.Schemas, docsSchema{Name: name, Description: s.Description, Fields: docsFields(s)})
	}
	var out bytes.Buffer
	if err := t.Execute(&out, page); err != nil {
		return nil, fmt.Errorf("page of the API's description: %w", err)
	}
	return out.Bytes(), nil
}

func docsOperations(doc *huma.OpenAPI, tag string) []docsOperation {
	var ops []docsOperation
	for path, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil && slices.Contains(op.Tags, tag) {
				ops = append(ops, docsOperationOf(path, op))
			}
		}
	}
	order := []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	slices.SortFunc(ops, func(a, b docsOperation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(slices.Index(order, a.Method), slices.Index(order, b.Method)))
	})
	return ops
}

func docsOperationOf(path string, op *huma.Operation) docsOperation {
	d := docsOperation{ID: op.OperationID, Method: op.Method, Path: path, Summary: op.Summary, Description: op.Description}
	d.Permission, _ = op.Extensions["x-permission"].(string)
	for _, p := range op.Parameters {
		f := docsField{Name: p.Name, In: p.In, Required: p.Required, Doc: p.Description}
		if p.Schema != nil {
			f.Type, f.Doc = docsTypeOf(p.Schema), notes(p.Description, p.Schema)
		}
		d.Parameters = append(d.Parameters, f)
	}
	if op.RequestBody != nil {
		d.Body = contentType(op.RequestBody.Content)
	}
	for status, r := range op.Responses {
		if status != "default" {
			d.Status, d.Reply = status, contentType(r.Content)
		}
	}
	return d
}

func contentType(content map[string]*huma.MediaType) docsType {
	for _, m := range content {
		if m.Schema != nil {
			return docsTypeOf(m.Schema)
		}
	}
	return docsType{}
}

func docsFields(s *huma.Schema) []docsField {
	var fields []docsField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		fields = append(fields, docsField{
			Name: name, Type: docsTypeOf(p), Required: slices.Contains(s.Required, name), Doc: notes(p.Description, p),
		})
	}
	return fields
}

func docsTypeOf(s *huma.Schema) docsType {
	switch {
	case s.Ref != "":
		return docsType{Link: s.Ref[strings.LastIndex(s.Ref, "/")+1:]}
	case s.Type == huma.TypeArray && s.Items != nil:
		t := docsTypeOf(s.Items)
		return docsType{Before: "list of " + t.Before, Link: t.Link, After: t.After}
	case len(s.OneOf) > 0:
		words := make([]string, len(s.OneOf))
		for i, o := range s.OneOf {
			t := docsTypeOf(o)
			words[i] = t.Before + t.Link + t.After
		}
		return docsType{Before: strings.Join(words, " or ")}
	case s.Type == "":
		return docsType{Before: "any JSON"}
	case s.Format == "date-time":
		return docsType{Before: "time (RFC 3339)"}
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		t := docsTypeOf(more)
		return docsType{Before: "object of " + t.Before, Link: t.Link, After: t.After}
	}
	return docsType{Before: s.Type}
}

// notes joins a field's description and its limits in words.
func notes(doc string, s *huma.Schema) string {
	parts := []string{}
	if doc != "" {
		parts = append(parts, doc)
	}
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			words[i] = fmt.Sprint(e)
		}
		parts = append(parts, "one of "+strings.Join(words, ", "))
	}
	if s.Default != nil {
		parts = append(parts, fmt.Sprintf("%v by default", s.Default))
	}
	if s.Maximum != nil && *s.Maximum < 1<<31 {
		parts = append(parts, fmt.Sprintf("at most %v", *s.Maximum))
	}
	if s.MaxLength != nil {
		parts = append(parts, fmt.Sprintf("at most %d characters", *s.MaxLength))
	}
	if s.MaxItems != nil {
		parts = append(parts, fmt.Sprintf("at most %d", *s.MaxItems))
	}
	if len(s.Examples) > 0 {
		parts = append(parts, fmt.Sprintf("for example %v", s.Examples[0]))
	}
	return strings.Join(parts, "; ")
}
