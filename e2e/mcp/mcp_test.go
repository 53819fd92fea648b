//go:build e2e

// Package mcp connects the protocol's own client to the built binary, over real streams and over HTTP.
package mcp

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"jejak/e2e/product"
)

type bearer struct{ token string }

// RoundTrip sends the token.
func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return http.DefaultTransport.RoundTrip(r)
}

// An assistant gets the same tools and the same answer either way.
func TestAssistantOverStreamsAndHTTP(t *testing.T) {
	t.Parallel()
	p := product.Start(t, t.TempDir())
	o := p.Setup(t)
	_, key := o.Source("Shop", "web")
	send(t, p.URL, key)
	var token struct {
		Secret string `json:"secret"`
	}
	o.Do("POST", o.Path("/tokens"), map[string]any{"name": "assistant", "role": "viewer"}, &token)
	streams := exec.Command(product.Binary(t), "mcp")
	streams.Env = append(os.Environ(), "JEJAK_SERVER="+p.URL, "JEJAK_TOKEN="+token.Secret)
	var answers []string
	for name, transport := range map[string]mcp.Transport{
		"streams": &mcp.CommandTransport{Command: streams},
		"http":    &mcp.StreamableClientTransport{Endpoint: p.URL + "/mcp", HTTPClient: &http.Client{Transport: bearer{token.Secret}}, DisableStandaloneSSE: true},
	} {
		s, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		listed, err := s.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var tools []string
		for _, tool := range listed.Tools {
			tools = append(tools, tool.Name)
		}
		slices.Sort(tools)
		if want := []string{"ask", "list_events", "list_segments", "list_touchpoints"}; !slices.Equal(tools, want) {
			t.Errorf("%s: a viewer's tools are %v, want %v", name, tools, want)
		}
		r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: "ask", Arguments: map[string]any{
			"kind": "trend", "filter": map[string]any{"event": "Order Completed"}, "trend": map[string]any{"interval": "month"},
		}})
		if err != nil || r.IsError {
			t.Fatalf("%s: %v %+v", name, err, r)
		}
		answers = append(answers, r.Content[0].(*mcp.TextContent).Text)
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !strings.Contains(answers[0], `"people":1`) || answers[0] != answers[1] {
		t.Errorf("answers differ, or miss what was sent:\n%s\n%s", answers[0], answers[1])
	}
	out, err := exec.Command(product.Binary(t), "mcp", "--server", p.URL, "--token", "made-up").CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte("jejak: ")) {
		t.Errorf("with a token that is not known: %v\n%s", err, out)
	}
}

func send(t *testing.T, url, key string) {
	t.Helper()
	req, err := http.NewRequest("POST", url+"/v1/track", strings.NewReader(`{"event":"Order Completed","userId":"ana","properties":{"total":70}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(key, "")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("collect: %d", res.StatusCode)
	}
}
