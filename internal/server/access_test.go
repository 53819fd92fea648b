package server_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"jejak/internal/account"
)

// operation is one of the API's own description.
type operation struct{ method, path, permission string }

func operations(t *testing.T, b *browser) []operation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Permission string `json:"x-permission"`
		} `json:"paths"`
	}
	b.must("GET", "/api/openapi.json", nil, &doc)
	var ops []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			ops = append(ops, operation{strings.ToUpper(method), path, op.Permission})
		}
	}
	return ops
}

// at fills in a path with things that are not there, so that trying it changes nothing.
func (o operation) at(ws uint32) string {
	return strings.NewReplacer(
		"{ws}", strconv.FormatUint(uint64(ws), 10), "{source}", "999999", "{user}", "999999", "{token}", "999999", "{id}", "999999",
		"{link}", "999999", "{seq}", "999999", "{person}", strings.Repeat("ab", 16),
	).Replace(o.path)
}

// Every operation of the description is public by name, needs somebody signed in, or needs a permission that exists.
func TestEveryOperationSaysWhoMayCallIt(t *testing.T) {
	t.Parallel()
	w := serve(t, settings(t, t.TempDir()))
	known := map[string]bool{"signed_in": true}
	for _, p := range account.Permissions() {
		known[string(p)] = true
	}
	public := map[string]bool{
		"GET /api/v1/session": true, "POST /api/v1/session": true, "POST /api/v1/setup": true,
		"GET /api/v1/shared/{token}": true, "POST /api/v1/shared/{token}": true, "GET /api/v1/shared/{token}/images/{id}": true,
		"POST /api/v1/public/surveys/next": true, "GET /api/v1/public/surveys/{token}": true, "POST /api/v1/public/surveys/{token}/answers": true,
		"POST /api/v1/public/surveys/{token}/seen": true, "POST /api/v1/public/surveys/{token}/dismissed": true,
		"GET /api/v1/public/reviews/{key}": true, "POST /api/v1/public/help/{slug}/answer": true,
		"POST /api/v1/public/listen/{token}":           true,
		"GET /api/v1/public/help/{slug}/articles/{id}": true, "POST /api/v1/public/help/{slug}/articles/{id}/said": true,
	}
	for _, op := range operations(t, w.browser()) {
		at := op.method + " " + op.path
		if op.permission == "public" != public[at] || op.permission != "public" && !known[op.permission] {
			t.Errorf("%s needs %q", at, op.permission)
		}
		if strings.Contains(op.path, "{ws}") && op.permission == "signed_in" {
			t.Errorf("%s is of a workspace and asks for no permission", at)
		}
	}
}

// The permission table holds over HTTP, cell by cell: every operation of a workspace with every role.
func TestRolesOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	ops := operations(t, w.owner)
	for _, role := range account.Roles() {
		b := w.token(string(role))
		for _, op := range ops {
			if !strings.Contains(op.path, "{ws}") {
				continue
			}
			status, body := b.try(op.method, op.at(w.ws), map[string]any{})
			may := role.Can(account.Permission(op.permission))
			if op.path == "/api/v1/workspaces/{ws}/members/{user}" && op.method == http.MethodDelete {
				may = role.Can(account.MembersManage) // anybody may leave, but not put others out
			}
			if may == (status == http.StatusForbidden) || status == http.StatusUnauthorized || status >= 500 {
				t.Errorf("%s, %s %s: %d %s; may be called: %v", role, op.method, op.path, status, body, may)
			}
		}
	}
}

// What is of another workspace is not there, and without a sign-in nothing is.
func TestForeignWorkspacesAndStrangers(t *testing.T) {
	t.Parallel()
	w := found(t)
	member := w.token("owner")
	var other struct {
		ID uint32 `json:"id"`
	}
	w.owner.must("POST", "/api/v1/workspaces", map[string]any{"name": "Secret brand", "zone": "UTC", "currency": "EUR"}, &other)
	stranger := w.browser()
	liar := w.browser()
	liar.token = account.TokenPrefix + "made-up"
	for _, op := range operations(t, w.owner) {
		if !strings.Contains(op.path, "{ws}") {
			continue
		}
		for _, ws := range []uint32{other.ID, 4_000_000_000} {
			if status, body := member.try(op.method, op.at(ws), map[string]any{}); status != http.StatusNotFound || strings.Contains(body, "Secret brand") {
				t.Errorf("%s %s of workspace %d: %d %s", op.method, op.path, ws, status, body)
			}
		}
		for _, b := range []*browser{stranger, liar} {
			if status, body := b.try(op.method, op.at(w.ws), map[string]any{}); status != http.StatusUnauthorized {
				t.Errorf("%s %s by a stranger: %d %s", op.method, op.path, status, body)
			}
		}
	}
	// A number that wraps around 32 bits is not the workspace that is left of it.
	if status, _ := member.try("GET", "/api/v1/workspaces/"+strconv.FormatUint(1<<32+uint64(w.ws), 10), nil); status != http.StatusNotFound {
		t.Errorf("a workspace number of 33 bits: %d", status)
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	w := found(t)
	for _, c := range []struct {
		name   string
		email  string
		word   string
		header string
		value  string
		status int
		has    string
		hasNot string
	}{
		{"the right password", "owner@example.com", password, "", "", 200, `"csrf"`, password},
		{"another spelling of the address", " Owner@Example.com ", password, "", "", 200, `"csrf"`, password},
		{"a wrong password", "owner@example.com", "wrong horse", "", "", 401, "not right", "wrong horse"},
		{"an unknown address", "nobody@example.com", "wrong horse", "", "", 401, "not right", "nobody"},
		{"a page of another site", "owner@example.com", password, "Origin", "https://evil.example", 403, "another site", "csrf"},
		{"a browser that says so", "owner@example.com", password, "Sec-Fetch-Site", "cross-site", 403, "another site", "csrf"},
		{"no address at all", "", "x", "", "", 400, "email", "csrf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := w.browser()
			b.t = t
			if c.header != "" {
				b.header.Set(c.header, c.value)
			}
			body, err := json.Marshal(map[string]string{"email": c.email, "password": c.word})
			if err != nil {
				t.Fatal(err)
			}
			status, answer := b.try("POST", "/api/v1/session", json.RawMessage(body))
			if status != c.status || !strings.Contains(answer, c.has) || strings.Contains(answer, c.hasNot) {
				t.Errorf("%d %s; want %d with %q and without %q", status, answer, c.status, c.has, c.hasNot)
			}
		})
	}
}

func TestCookieAndCSRF(t *testing.T) {
	t.Parallel()
	w := found(t)
	body := strings.NewReader(`{"email":"owner@example.com","password":"` + password + `"}`)
	resp, err := w.browser().client.Post(w.url+"/api/v1/session", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cookie := resp.Header.Get("Set-Cookie")
	for _, want := range []string{"jejak_session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q has no %s", cookie, want)
		}
	}
	if strings.Contains(cookie, "Secure") {
		t.Errorf("cookie %q is for TLS, which this server does not speak", cookie)
	}
	change := map[string]any{"name": "Changed"}
	right := w.owner.csrf
	for _, csrf := range []string{"", "made-up", right + "x"} {
		w.owner.csrf = csrf
		if status, body := w.owner.try("PATCH", w.path(""), change); status != http.StatusForbidden {
			t.Errorf("a write with the CSRF value %q: %d %s", csrf, status, body)
		}
	}
	w.owner.csrf = right
	w.owner.must("PATCH", w.path(""), change, nil)
	if status, body := w.owner.try("POST", "/api/v1/setup", map[string]any{
		"email": "x@example.com", "name": "X", "password": password, "workspace": "X", "zone": "UTC", "currency": "EUR",
	}); status != http.StatusConflict {
		t.Errorf("a second first run: %d %s", status, body)
	}
	w.owner.must("DELETE", "/api/v1/session", nil, nil)
	if status, _ := w.owner.try("GET", w.path(""), nil); status != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", status)
	}
}

// The form of the first run has two names: a fault belongs to the right one.
func TestFirstRunTellsWhichNameIsWrong(t *testing.T) {
	t.Parallel()
	w := serve(t, settings(t, t.TempDir()))
	b := w.browser()
	status, body := b.try("POST", "/api/v1/setup", map[string]any{
		"email": "x@example.com", "name": "X", "password": password, "workspace": " ", "zone": "UTC", "currency": "EUR",
	})
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity || !strings.Contains(body, `"name":"workspace"`) || !strings.Contains(body, `"code":"missing"`) {
		t.Errorf("a brand without a name: %d %s", status, body)
	}
}

func TestSignInIsRateLimited(t *testing.T) {
	t.Parallel()
	w := found(t)
	b := w.browser()
	for range 30 {
		status, body := b.try("POST", "/api/v1/session", map[string]string{"email": "owner@example.com", "password": "a wrong guess"})
		if status == http.StatusTooManyRequests {
			return
		}
		if status != http.StatusUnauthorized {
			t.Fatalf("%d %s", status, body)
		}
	}
	t.Error("thirty wrong guesses and no end")
}

// In a demo whoever sits at the machine is signed in, and no page of the web that has its name point here.
func TestDemoSignsInOnlyFromHere(t *testing.T) {
	t.Parallel()
	first := found(t)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	c := settings(t, first.dir)
	c.Demo = true
	w := serve(t, c)
	for _, tc := range []struct {
		name, host, header, value string
		in                        bool
	}{
		{"from this machine", "", "", "", true},
		{"as localhost", "localhost:8080", "", "", true},
		{"a name that points here", "evil.example:8080", "", "", false},
		{"a proxy on this machine", "127.0.0.1", "X-Forwarded-For", "203.0.113.9", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := w.browser()
			b.t, b.host = t, tc.host
			if tc.header != "" {
				b.header.Set(tc.header, tc.value)
			}
			b.refresh()
			if b.session.Demo != tc.in || (b.session.User != nil) != tc.in {
				t.Errorf("demo %v, user %v; want %v", b.session.Demo, b.session.User, tc.in)
			}
		})
	}
}
