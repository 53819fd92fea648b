package transfer

import (
	"context"
	"encoding/json"
	"sort"
	"strconv"
	"testing"

	"jejak/internal/event"
)

// view is a page view, or what else happened on one, as it is stored.
type view struct {
	name    string
	page    string // page view id
	session string
	person  event.Person
	user    string
	at      event.Time
}

func (p *place) views(t *testing.T) (all []view) {
	t.Helper()
	err := p.log.Scan(context.Background(), func(_ event.Workspace, _ event.Subject, person event.Person, e *event.Event) error {
		var b struct {
			Session string          `json:"session"`
			View    json.RawMessage `json:"page_view_id"`
		}
		if err := json.Unmarshal(e.Properties, &b); err != nil {
			return err
		}
		v := view{name: e.Name, session: b.Session, person: person, user: e.ID(event.UserID), at: e.Time}
		var contexts []struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(b.View, &contexts) == nil && len(contexts) > 0 { // one event has [[]], which is no page view
			v.page = contexts[0].ID
		}
		all = append(all, v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// engaged is Snowplow's engaged time: each distinct 10-second beat with a ping is 10 seconds, the first of them 5.
func engaged(beats map[int64]bool) int {
	if len(beats) == 0 {
		return 0
	}
	return 10*(len(beats)-1) + 5
}

// Where ours differs by design from the tables that Snowplow's own tests expect: docs/realdata.md gives the reason of each.
var (
	pageViewsMore = []string{ // kept here, dropped there
		"aa0bf877-35f0-491e-be4d-172c0fba7d14",                             // the session went on for more than three days
		"2e65696c-a1e2-4d1a-a66a-2d1910fcba27",                             // the same
		"000362c5-4537-421f-bc2c-f229f7872b03",                             // arrived more than three days late
		"560269268319ea992720255ba098dc844edc3edee119adba0c29ee65999adaab", // eight months into its session
	}
	sessionPageViews = map[string]int{ // there -> here, by the session's user
		"long session": 4, "Unexpired session": 2,
	}
)

func TestRealSnowplowEventsAgree(t *testing.T) {
	t.Parallel()
	file := real(t, "snowplow_web_sessions/snowplow_web_events.csv")
	p := newPlace(t)
	r := run(t, p, file, exampleMapping(t, "snowplow-web.yaml"))
	p.accounted(t, r)
	if r.Rows != 160 || r.Stored != 157 || r.Duplicate != 3 {
		t.Fatalf("%+v", r)
	}
	views := p.views(t)
	checkPageViews(t, views, records(t, real(t, "snowplow_web_sessions/snowplow_web_page_views_expected.csv")))
	checkSessions(t, views, records(t, real(t, "snowplow_web_sessions/snowplow_web_sessions_expected.csv")))
	checkUsers(t, views, records(t, real(t, "snowplow_web_sessions/snowplow_web_users_expected.csv")))
	a := p.asker(t, "UTC")
	if got := a.total(t, "Page Viewed", "events", ""); got != 49 {
		t.Errorf("%v page views in the index, want 49", got)
	}
}

func checkPageViews(t *testing.T, views []view, want []map[string]string) {
	t.Helper()
	got := map[string]string{} // page view -> session
	beats := map[string]map[int64]bool{}
	for _, v := range views {
		switch {
		case v.page == "":
		case v.name == event.NamePage:
			got[v.page] = v.session
		case v.name == "Page Pinged":
			k := v.page + v.session
			if beats[k] == nil {
				beats[k] = map[int64]bool{}
			}
			beats[k][int64(v.at)/10_000] = true
		}
	}
	for _, w := range want {
		id := w["page_view_id"]
		session, ok := got[id]
		if !ok {
			t.Errorf("page view %s is expected and not there", id)
			continue
		}
		delete(got, id)
		if session != w["domain_sessionid"] {
			t.Errorf("page view %s is of session %s, want %s", id, session, w["domain_sessionid"])
		}
		if s := strconv.Itoa(engaged(beats[id+session])); s != w["engaged_time_in_s"] {
			t.Errorf("page view %s: engaged for %s s, want %s", id, s, w["engaged_time_in_s"])
		}
	}
	var more []string
	for id := range got {
		more = append(more, id)
	}
	sort.Strings(more)
	expected := append([]string(nil), pageViewsMore...)
	sort.Strings(expected)
	if len(want) != 43 || len(more) != len(expected) {
		t.Errorf("kept here and not expected there: %v, want %v", more, expected)
		return
	}
	for i := range more {
		if more[i] != expected[i] {
			t.Errorf("kept here and not expected there: %s, want %s", more[i], expected[i])
		}
	}
}

type sessionFigures struct {
	pages map[string]bool
	beats map[int64]bool
}

func sessionsOf(views []view, by func(view) string) map[string]*sessionFigures {
	all := map[string]*sessionFigures{}
	for _, v := range views {
		k := by(v)
		if all[k] == nil {
			all[k] = &sessionFigures{map[string]bool{}, map[int64]bool{}}
		}
		switch v.name {
		case event.NamePage:
			all[k].pages[v.page] = true
		case "Page Pinged":
			all[k].beats[int64(v.at)/10_000] = true
		}
	}
	return all
}

func checkSessions(t *testing.T, views []view, want []map[string]string) {
	t.Helper()
	got := sessionsOf(views, func(v view) string { return v.session })
	for _, w := range want {
		s := got[w["domain_sessionid"]]
		if s == nil {
			t.Errorf("session %s is expected and not there", w["domain_sessionid"])
			continue
		}
		pages := len(s.pages)
		if pages == 0 {
			pages = 1 // a session of pings only: Snowplow counts the page that they came from, here nothing was viewed
		}
		if n, ok := sessionPageViews[w["user_id"]]; ok {
			if pages != n {
				t.Errorf("session of %s: %d page views, docs say %d", w["user_id"], pages, n)
			}
		} else if strconv.Itoa(pages) != w["page_views"] {
			t.Errorf("session %s of %s: %d page views, want %s", w["domain_sessionid"], w["user_id"], pages, w["page_views"])
		}
		if e := strconv.Itoa(engaged(s.beats)); e != w["engaged_time_in_s"] {
			t.Errorf("session %s: engaged for %s s, want %s", w["domain_sessionid"], e, w["engaged_time_in_s"])
		}
	}
	if len(want) != 18 || len(got) != 47 {
		t.Errorf("%d sessions here, %d expected there; docs say 47 and 18", len(got), len(want))
	}
}

// checkUsers compares people. There a user is a browser, known by its last user id; here a person is whoever signed in.
func checkUsers(t *testing.T, views []view, want []map[string]string) {
	t.Helper()
	pages, persons, users := map[string]map[string]bool{}, map[event.Person]string{}, map[string]event.Person{}
	for _, v := range views {
		if was, ok := persons[v.person]; ok && was != v.user {
			t.Errorf("one person is %q and %q", was, v.user)
		}
		persons[v.person] = v.user
		if was, ok := users[v.user]; ok && was != v.person {
			t.Errorf("%q is two persons", v.user)
		}
		users[v.user] = v.person
		if pages[v.user] == nil {
			pages[v.user] = map[string]bool{}
		}
		if v.name == event.NamePage {
			pages[v.user][v.page] = true
		}
	}
	differ := map[string]int{
		"long session": 4, "Unexpired session": 2, // as above
		"No edge cases": 4, "stray page ping": 1, // sessions of pings only hold no page view here
		"user stitch - session: 1st id: 1": 1, // one browser, ten sign-ins: ten people here
	}
	for _, w := range want {
		n, ok := differ[w["user_id"]]
		if !ok {
			var err error
			if n, err = strconv.Atoi(w["page_views"]); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(pages[w["user_id"]]); got != n {
			t.Errorf("%s: %d page views, want %d", w["user_id"], got, n)
		}
	}
	t.Logf("%d people of %d user ids", len(persons), len(users))
	if len(want) != 11 || len(persons) != len(users) {
		t.Errorf("%d people, %d user ids", len(persons), len(users))
	}
}
