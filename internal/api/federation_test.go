package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"jejak/internal/fault"
)

// A provider in a private network is asked, as the operator has named it. Nothing that it says leads elsewhere in that network: neither
// another address that it names nor a redirect, and the client's secret goes to nobody else.
func TestAProviderLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	var touched atomic.Bool
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { touched.Store(true) }))
	t.Cleanup(inside.Close)
	for name, c := range map[string]struct {
		discovery http.HandlerFunc // nil is the usual one
		token     string
		exchange  http.HandlerFunc
		found     bool
		asked     bool // for a token
	}{
		"a provider at a private address": {exchange: func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) }, found: true, asked: true},
		"another private address":         {token: inside.URL + "/token", found: true},
		"a redirect of the exchange": {exchange: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
		}, found: true, asked: true},
		"a redirect of the discovery": {discovery: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, http.StatusFound) }},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Bool
			mux := http.NewServeMux()
			provider := httptest.NewServer(mux)
			defer provider.Close()
			token := c.token
			if token == "" {
				token = provider.URL + "/token"
			}
			if c.discovery == nil {
				c.discovery = func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					_ = json.NewEncoder(w).Encode(map[string]any{
						"issuer": provider.URL, "authorization_endpoint": provider.URL + "/authorize", "token_endpoint": token, "jwks_uri": provider.URL + "/keys",
					})
				}
			}
			mux.HandleFunc("/.well-known/openid-configuration", c.discovery)
			mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
				asked.Store(true)
				c.exchange(w, r)
			})
			f, err := newFederation(Federation{Name: "SSO", Issuer: provider.URL, ClientID: "jejak", ClientSecret: "secret"}, "https://jejak.example.com")
			if err != nil {
				t.Fatal(err)
			}
			defer f.calls.Close()
			if _, _, err := f.discover(t.Context()); (err == nil) != c.found || err != nil && !fault.Is(err, fault.Unavailable) {
				t.Fatalf("discovery: %v", err)
			}
			_, err = f.vouched(t.Context(), trip{Verifier: strings.Repeat("v", 43)}, "code")
			if err == nil || asked.Load() != c.asked || touched.Load() {
				t.Errorf("%v; the provider was asked for a token: %v; somebody else was called: %v", err, asked.Load(), touched.Load())
			}
		})
	}
}
