package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// bare is the API with nothing behind it: enough for everything about its description.
func bare(t *testing.T) *API {
	t.Helper()
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func operations(doc *huma.OpenAPI) map[string]*huma.Operation {
	ops := map[string]*huma.Operation{}
	for path, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				ops[op.Method+" "+path] = op
			}
		}
	}
	return ops
}

// The web client is generated from this file, so it must be the description of this very build.
func TestSpecIsTheOneTheWebClientIsMadeFrom(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../../web/src/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(parsed(t, bare(t).Spec()), parsed(t, want)) {
		t.Fatal("web/src/api/openapi.json is not what this build describes: run make generate")
	}
	if !bytes.Equal(bare(t).Spec(), bare(t).Spec()) {
		t.Fatal("two builds of the description differ")
	}
}

func parsed(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSpecHoldsTogether(t *testing.T) {
	t.Parallel()
	var doc map[string]any
	if err := json.Unmarshal(bare(t).Spec(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc["openapi"] != "3.1.0" {
		t.Errorf("openapi %v, want 3.1.0", doc["openapi"])
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for _, gone := range []string{"ErrorModel", "ErrorDetail"} {
		if _, ok := schemas[gone]; ok {
			t.Errorf("the framework's %s is in the description", gone)
		}
	}
	used := map[string]bool{}
	walk(doc, func(at string, node map[string]any) {
		if ref, ok := node["$ref"].(string); ok {
			name := strings.TrimPrefix(ref, "#/components/schemas/")
			used[name] = true
			if _, ok := schemas[name]; !ok {
				t.Errorf("%s refers to %s, which is not there", at, ref)
			}
		}
		if kinds, ok := node["type"].([]any); ok && kinds[0] == "array" {
			t.Errorf("%s is a list that may be null", at)
		}
	}, "")
	for name := range schemas {
		if !used[name] {
			t.Errorf("schema %s is used nowhere", name)
		}
	}
	ids := map[string]string{}
	for at, op := range operations(bare(t).huma.OpenAPI()) {
		if op.OperationID == "" || op.Summary == "" || len(op.Tags) != 1 {
			t.Errorf("%s lacks an id, a summary or its one tag", at)
		}
		if other, ok := ids[op.OperationID]; ok {
			t.Errorf("%s and %s are both %s", at, other, op.OperationID)
		}
		ids[op.OperationID] = at
		if op.Responses["default"].Content["application/problem+json"] == nil {
			t.Errorf("%s does not describe its faults", at)
		}
	}
}

func walk(node any, visit func(string, map[string]any), at string) {
	switch n := node.(type) {
	case map[string]any:
		visit(at, n)
		for k, v := range n {
			walk(v, visit, at+"/"+k)
		}
	case []any:
		for _, v := range n {
			walk(v, visit, at)
		}
	}
}

func TestDocsPageNeedsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	a := bare(t)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest("GET", "/api/docs", nil))
	page := w.Body.String()
	for at, op := range operations(a.huma.OpenAPI()) {
		if !strings.Contains(page, `id="`+op.OperationID+`"`) {
			t.Errorf("%s is not on the page", at)
		}
	}
	for _, not := range []string{"<script", "http://", "https://", " style=", "src="} {
		if strings.Contains(page, not) {
			t.Errorf("the page holds %q", not)
		}
	}
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Errorf("the policy %q does not allow the page's own style", csp)
	}
}
