package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

type mapSheet struct {
	Cards []struct{ ID, Text, Image string }
}

type mapView struct {
	Map struct {
		ID, Name, Pair, ChangedBy string
		Revision                  int
	}
	Sheet mapSheet
}

func mapPut(kind, id string, fields map[string]any) map[string]any {
	return map[string]any{"do": "put", "kind": kind, "id": id, "fields": fields}
}

func mapChange(id string, base int, ops ...any) map[string]any {
	return map[string]any{"id": id, "base": base, "ops": ops, "client": "screen"}
}

// drawn is a map with one card.
func drawn(w *world) (id string) {
	w.t.Helper()
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Buying"}, &v)
	w.owner.must("POST", w.path("/maps/%s/changes", v.Map.ID), mapChange("first-change", 1,
		mapPut("step", "s1", map[string]any{"name": "Look"}), mapPut("lane", "l1", map[string]any{"kind": "pain"}),
		mapPut("card", "c1", map[string]any{"step": "s1", "lane": "l1", "text": "the site is slow", "owner": "Sari Personal"}),
	), nil)
	return v.Map.ID
}

func TestMapsOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := drawn(w)
	designer, viewer := w.token("designer"), w.token("viewer")
	var out struct {
		Revision int
		Kept     []string
	}
	designer.must("POST", w.path("/maps/%s/changes", id), mapChange("second-change", 2, mapPut("card", "c1", map[string]any{"text": "the site is very slow"})), &out)
	w.owner.must("POST", w.path("/maps/%s/changes", id), mapChange("third-change", 2, map[string]any{"do": "delete", "kind": "card", "id": "c1"}), &out)
	if out.Revision != 4 || !slices.Equal(out.Kept, []string{"c1"}) {
		t.Errorf("%+v", out)
	}
	var v mapView
	viewer.must("GET", w.path("/maps/%s", id), nil, &v)
	if v.Map.Revision != 4 || len(v.Sheet.Cards) != 1 || v.Sheet.Cards[0].Text != "the site is very slow" {
		t.Errorf("%+v", v)
	}
	if status, body := viewer.try("POST", w.path("/maps/%s/changes", id), mapChange("fourth-change", 4, mapPut("card", "c1", nil))); status != 403 {
		t.Errorf("a viewer's change: %d %s", status, body)
	}
	if status, body := designer.try("POST", w.path("/maps/%s/changes", id), mapChange("fourth-change", 4, mapPut("card", "c1", map[string]any{"impact": 9}))); status != 400 || !strings.Contains(body, `"ops[0].fields.impact"`) {
		t.Errorf("a wrong change: %d %s", status, body)
	}
	var file map[string]any
	viewer.must("GET", w.path("/maps/%s/export", id), nil, &file)
	var other mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Other"}, &other)
	designer.must("POST", w.path("/maps/%s/import", other.Map.ID), file, &out)
	designer.must("GET", w.path("/maps/%s", other.Map.ID), nil, &other)
	if other.Map.Name != "Buying" || len(other.Sheet.Cards) != 1 {
		t.Errorf("taken in it is %+v", other)
	}
	var templates struct{ Templates []struct{ ID, Name string } }
	viewer.must("GET", w.path("/maps/templates?language=id"), nil, &templates)
	for _, tpl := range templates.Templates {
		designer.must("POST", w.path("/maps"), map[string]any{"name": tpl.Name, "template": tpl.ID, "language": "zh-Hant"}, &v)
		if len(v.Sheet.Cards) == 0 {
			t.Errorf("template %s has no cards", tpl.ID)
		}
	}
	if len(templates.Templates) < 9 {
		t.Errorf("%d templates", len(templates.Templates))
	}
	designer.must("POST", w.path("/maps/%s/versions", id), map[string]any{"revision": 0, "name": "First", "because": "asked"}, nil)
	designer.must("POST", w.path("/maps/%s/restore", id), map[string]any{"revision": 2}, &out)
	var diff struct{ Differences []any }
	viewer.must("GET", w.path("/maps/%s/compare?from=2&to=0", id), nil, &diff)
	if len(diff.Differences) != 0 {
		t.Errorf("restored, it differs: %v", diff)
	}
	support := w.token("support")
	if status, body := support.try("POST", w.path("/maps/%s/comments", id), map[string]any{"on": "c1", "text": "yes", "mentions": []int{77}}); status != 400 || !strings.Contains(body, "mentions") {
		t.Errorf("a mention of nobody: %d %s", status, body)
	}
	support.must("POST", w.path("/maps/%s/comments", id), map[string]any{"on": "c1", "text": "yes", "mentions": []int{1}}, nil)
	support.must("POST", w.path("/tasks"), map[string]any{"map": id, "card": "c1", "title": "measure", "owner": 1, "due": "2026-03-31"}, nil)
	w.ownerIsTold(id)
	if _, body := viewer.try("GET", w.path("/opportunities"), nil); !strings.Contains(body, `"tasks":1`) {
		t.Errorf("opportunities: %s", body)
	}
	w.owner.must("DELETE", w.path("/maps/%s", id), nil, nil)
	if status, _ := viewer.try("GET", w.path("/maps/%s/comments", id), nil); status != 404 {
		t.Errorf("comments of a deleted map: %d", status)
	}
	if _, body := w.owner.try("GET", w.path("/audit"), nil); !strings.Contains(body, "map.delete") || !strings.Contains(body, "map.restore") {
		t.Errorf("the audit log: %s", body)
	}
}

func TestHowFarACardHasCome(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := drawn(w)
	status := func() string {
		t.Helper()
		var board struct {
			Opportunities []struct{ Card, Status string }
		}
		w.token("viewer").must("GET", w.path("/opportunities"), nil, &board)
		return board.Opportunities[0].Status
	}
	if got := status(); got != "proposed" {
		t.Errorf("before anybody said so: %q", got)
	}
	may := map[string]bool{"owner": true, "admin": true, "marketer": true, "designer": true}
	for i, role := range []string{"owner", "admin", "marketer", "designer", "developer", "support", "finance", "viewer"} {
		word := []string{"open", "in_work", "done", "dismissed"}[i%4]
		before := status()
		code, body := w.token(role).try("POST", w.path("/maps/%s/changes", id), mapChange("status-by-"+role, 0, map[string]any{
			"do": "put", "kind": "card", "id": "c1", "fields": map[string]any{"status": word}, "was": map[string]any{"status": strings.TrimPrefix(before, "proposed")},
		}))
		switch got := status(); {
		case may[role] && (code != 200 || got != word):
			t.Errorf("%s: %d %s, and it is %s", role, code, body, got)
		case !may[role] && (code != 403 || got != before):
			t.Errorf("%s: %d %s, and it is %s", role, code, body, got)
		}
	}
	// A card that stands for a pain point of the register has come as far as that one.
	var p struct{ ID string }
	w.owner.must("POST", w.path("/pains"), map[string]any{"title": "The site is slow"}, &p)
	w.owner.must("PATCH", w.path("/pains/%s", p.ID), map[string]any{"status": "mended"}, nil)
	w.owner.must("POST", w.path("/maps/%s/changes", id), mapChange("stands-for-it", 0, mapPut("card", "c1", map[string]any{"evidence": map[string]any{"pain": p.ID}})), nil)
	if got := status(); got != "done" {
		t.Errorf("of a pain point that is mended: %q", got)
	}
}

// ownerIsTold that others spoke to them, gave them something to do and changed their map, until they have looked.
func (w *world) ownerIsTold(id string) {
	w.t.Helper()
	type list struct {
		New     int
		Notices []struct{ Kind, MapName, Text, At string }
	}
	var told list
	w.owner.must("GET", w.path("/notices"), nil, &told)
	kinds := map[string]string{}
	for _, n := range told.Notices {
		kinds[n.Kind] += n.MapName + ": " + n.Text + " "
	}
	if kinds["mention"] != "Buying: yes " || kinds["task"]+kinds["due"] != "Buying: measure " || !strings.Contains(kinds["change"], "Buying") || told.New != len(told.Notices) {
		w.t.Errorf("the owner is told %+v", told)
	}
	w.owner.must("POST", w.path("/notices/seen"), map[string]any{"until": told.Notices[0].At}, nil)
	w.owner.must("PUT", w.path("/maps/%s/watch", id), map[string]any{"watching": false}, nil)
	var then list
	w.owner.must("GET", w.path("/notices"), nil, &then)
	if then.New != 0 || len(then.Notices) != len(told.Notices)-1 {
		w.t.Errorf("having looked, and watching no more, the owner is told %+v", then)
	}
	viewer := w.token("viewer")
	if _, body := viewer.try("GET", w.path("/activity"), nil); !strings.Contains(body, "task.create") || strings.Contains(body, "token.create") || strings.Contains(body, `"ip"`) {
		w.t.Errorf("the team's activity: %s", body)
	}
}

func TestMapsAreWatchedAsTheyChange(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := drawn(w)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	watch := func(since string) *bufio.Scanner {
		req, err := http.NewRequestWithContext(ctx, "GET", w.url+w.path("/maps/%s/live?since=%s", id, since), nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := w.owner.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return bufio.NewScanner(resp.Body)
	}
	type message struct {
		Kind   string
		Change struct {
			Revision int
			By, ID   string
		}
		Presence []struct{ Name, At string }
	}
	next := func(s *bufio.Scanner, kind string) (m message) {
		for s.Scan() {
			if text, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				m = message{}
				if err := json.Unmarshal([]byte(text), &m); err != nil {
					t.Fatal(err)
				}
				if m.Kind == kind {
					return m
				}
			}
		}
		t.Fatalf("the stream ended without %s: %v", kind, s.Err())
		return m
	}
	late := watch("0")
	for _, revision := range []int{1, 2} { // what was missed comes first
		if m := next(late, "change"); m.Change.Revision != revision || m.Change.By != "Owner" {
			t.Errorf("%+v, want revision %d", m, revision)
		}
	}
	designer := w.token("designer")
	designer.must("POST", w.path("/maps/%s/changes", id), mapChange("second-change", 2, mapPut("step", "s1", map[string]any{"name": "Seek"})), nil)
	if m := next(late, "change"); m.Change.Revision != 3 || m.Change.ID != "second-change" || m.Change.By != "for designer" {
		t.Errorf("%+v", m)
	}
	var there struct{ Presence []struct{ Name string } }
	designer.must("POST", w.path("/maps/%s/presence", id), map[string]any{"key": "x", "at": "c1"}, &there)
	if len(there.Presence) != 1 {
		t.Errorf("%+v", there)
	}
	for {
		if m := next(late, "presence"); len(m.Presence) == 1 {
			if m.Presence[0].Name != "for designer" || m.Presence[0].At != "c1" {
				t.Errorf("%+v", m)
			}
			break
		}
	}
	if status, _ := w.owner.try("GET", w.path("/maps/m999/live"), nil); status != 404 {
		t.Errorf("watching no map: %d", status)
	}
}

func TestLinksToMaps(t *testing.T) {
	t.Parallel()
	w := found(t)
	id := drawn(w)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	var picture struct{ ID string }
	w.owner.must("POST", w.path("/maps/%s/images", id), map[string]any{"name": "shop.png", "data": file.Bytes()}, &picture)
	w.owner.must("POST", w.path("/maps/%s/changes", id), mapChange("with-image", 2, mapPut("card", "c1", map[string]any{"image": picture.ID})), nil)
	var made struct {
		Token string
		Share struct{ ID string }
	}
	expires := time.Now().Add(time.Hour)
	w.owner.must("POST", w.path("/maps/%s/shares", id), map[string]any{"expires": expires, "password": "kopi susu"}, &made)
	stranger := w.browser()
	at := "/api/v1/shared/" + made.Token
	if status, body := stranger.try("GET", at, nil); status != 401 || strings.Contains(body, "slow") {
		t.Errorf("without the password: %d %s", status, body)
	}
	var shared struct {
		Name  string
		Sheet mapSheet
	}
	status, body := stranger.try("POST", at, map[string]any{"password": "kopi susu"})
	if err := json.Unmarshal([]byte(body), &shared); err != nil || status != 200 || shared.Name != "Buying" || shared.Sheet.Cards[0].Text != "the site is slow" {
		t.Fatalf("%d %s", status, body)
	}
	for _, not := range []string{"Sari Personal", "owner", "Owner", "changedBy"} {
		if strings.Contains(body, not) {
			t.Errorf("the link tells %q: %s", not, body)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", w.url+at+"/images/"+shared.Sheet.Cards[0].Image, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := stranger.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil || !bytes.Equal(data, file.Bytes()) || resp.Header.Get("Content-Type") != "image/png" ||
		resp.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the image: %d bytes, %v, %v", len(data), resp.Header, err)
	}
	guesses := 0
	for range 30 {
		status, _ := stranger.try("POST", at, map[string]any{"password": "air putih"})
		if guesses++; status == http.StatusTooManyRequests {
			break
		}
		if status != 401 {
			t.Fatalf("a wrong password: %d", status)
		}
	}
	if guesses == 30 {
		t.Error("passwords can be guessed for ever")
	}
	w.owner.must("DELETE", w.path("/maps/%s/shares/%s", id, made.Share.ID), nil, nil)
	if status, _ := stranger.try("GET", at, nil); status != 404 {
		t.Errorf("a closed link: %d", status)
	}
	if status, _ := stranger.try("GET", at+"/images/"+picture.ID, nil); status != 404 {
		t.Errorf("an image of a closed link: %d", status)
	}
}
