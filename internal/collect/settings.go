package collect

import (
	"encoding/json"
	"net/http"
	"strings"

	"jejak/internal/fault"
	"jejak/internal/httpserve"
)

// settings is what @segment/analytics-next asks of its CDN before it sends anything: that there is one destination, which is here,
// and nothing else to load. It sends to {protocol}://{apiHost}/{first letter of the type}.
func (h *Handler) settings(w http.ResponseWriter, r *http.Request, key string) {
	if !reads(w, r) || !h.knows(w, r, key) {
		return
	}
	host := r.Host + "/v1"
	reply(w, map[string]any{
		"integrations": map[string]any{
			"Segment.io": map[string]any{
				"apiKey": key, "apiHost": host, "protocol": scheme(r),
				"addBundledMetadata": true, "unbundledIntegrations": []string{}, "maybeBundledConfigIds": map[string]any{},
				"versionSettings": map[string]any{"version": "4.4.7", "componentTypes": []string{"browser"}},
			},
		},
		"plan": map[string]any{
			"track":    map[string]any{"__default": map[string]any{"enabled": true, "integrations": map[string]any{}}},
			"identify": map[string]any{"__default": map[string]any{"enabled": true}},
			"group":    map[string]any{"__default": map[string]any{"enabled": true}},
		},
		"metrics":              map[string]any{"sampleRate": 0, "host": host},
		"middlewareSettings":   map[string]any{},
		"enabledMiddleware":    map[string]any{},
		"remotePlugins":        []any{},
		"edgeFunction":         map[string]any{},
		"analyticsNextEnabled": true,
	})
}

// sourceConfig is what RudderStack's client asks of its control plane: a source without destinations in the browser.
func (h *Handler) sourceConfig(w http.ResponseWriter, r *http.Request) {
	key, _ := writeKey(r)
	if key == "" {
		key = r.URL.Query().Get("writeKey")
	}
	if !reads(w, r) || !h.knows(w, r, key) {
		return
	}
	off := map[string]any{"enabled": false}
	reply(w, map[string]any{
		"source": map[string]any{
			"id": "jejak", "name": "Jejak", "writeKey": key, "workspaceId": "jejak", "enabled": true,
			"config":       map[string]any{"statsCollection": map[string]any{"errors": off, "metrics": off}},
			"destinations": []any{}, "dataplanes": map[string]any{},
		},
	})
}

func reads(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	notAllowed(w, http.MethodGet)
	return false
}

func (h *Handler) knows(w http.ResponseWriter, r *http.Request, key string) bool {
	ok := false
	if key != "" && len(key) <= keyMax {
		var err error
		if _, ok, err = h.o.Sources.ByWriteKey(r.Context(), key); err != nil {
			h.o.Logger.ErrorContext(r.Context(), "write key not looked up", "error", err)
			writeProblem(w, fault.Unavailable, http.StatusServiceUnavailable, retryAfter(err), "The write key cannot be looked up now: ask again.")
			return false
		}
	}
	if !ok {
		writeProblem(w, fault.NotFound, http.StatusNotFound, 0, "No source has this write key. Copy it from Sources.")
	}
	return ok
}

func scheme(r *http.Request) string {
	if httpserve.HTTPS(r) || r.TLS != nil {
		return "https"
	}
	return "http"
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(v) //nolint:errcheck // nobody is left to tell
}

// product is whose client uses a path, as far as it gives itself away.
func product(path string) string {
	path = strings.TrimSuffix(path, "/")
	switch {
	case path == "/batch", path == "/capture", path == "/e", strings.HasPrefix(path, "/i/v0"):
		return "PostHog"
	case path == "/track", path == "/engage", path == "/import":
		return "Mixpanel"
	case strings.HasPrefix(path, "/com.snowplowanalytics.snowplow"):
		return "Snowplow"
	case path == "/collect", path == "/g/collect":
		return "Google Analytics"
	}
	return ""
}
