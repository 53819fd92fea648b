package server_test

import (
	"slices"
	"testing"
)

// What each role may do with personas, cell by cell, as docs/permissions.md says: reading takes ask, all else segments.edit.
func TestPersonasByRole(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(1, map[string]any{"type": "track", "event": "Look", "userId": "guest-1"})
	body := func(name string) map[string]any {
		return map[string]any{"name": name, "rule": map[string]any{"did": map[string]any{"event": map[string]any{"event": "Look"}}}}
	}
	var one struct{ ID string }
	w.owner.must("POST", w.path("/personas"), body("Dewi, 29"), &one)
	edits := []string{"owner", "admin", "marketer", "designer"}
	for _, role := range []string{"owner", "admin", "marketer", "designer", "developer", "support", "finance", "viewer", ""} {
		who := w.browser()
		if role != "" {
			who = w.token(role)
		}
		var doomed struct{ ID string }
		w.owner.must("POST", w.path("/personas"), body("To be deleted by "+role), &doomed)
		reads, writes, made, gone := 200, 200, 201, 204
		switch {
		case role == "":
			reads, writes, made, gone = 401, 401, 401, 401
		case !slices.Contains(edits, role):
			writes, made, gone = 403, 403, 403
		}
		for _, c := range []struct {
			method, path string
			body         any
			want         int
		}{
			{"GET", "/personas", nil, reads},
			{"GET", "/personas/" + one.ID, nil, reads},
			{"POST", "/personas", body("Made by " + role), made},
			{"PUT", "/personas/" + one.ID, body("Named by " + role), writes},
			{"POST", "/personas/suggest", map[string]any{}, writes},
			{"DELETE", "/personas/" + doomed.ID, nil, gone},
		} {
			if status, answer := who.try(c.method, w.path("%s", c.path), c.body); status != c.want {
				t.Errorf("%s %s by %q: %d, want %d: %s", c.method, c.path, role, status, c.want, answer)
			}
		}
	}
	var left struct {
		Personas []struct{ Name string }
	}
	w.owner.must("GET", w.path("/personas"), nil, &left)
	names := map[string]bool{}
	for _, p := range left.Personas {
		names[p.Name] = true
	}
	if len(left.Personas) != 1+len(edits)+5 || !names["Named by designer"] || !names["Made by marketer"] || names["Made by viewer"] || names["To be deleted by admin"] {
		t.Errorf("there are %v", names)
	}
}
