package collect_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
)

// TestCallBecomesEvent compares what is stored of a call with what is written here; empty fields are not compared.
func TestCallBecomesEvent(t *testing.T) {
	t.Parallel()
	user := event.ID{Type: event.UserID, Value: "u"}
	anonymous := event.ID{Type: event.AnonymousID, Value: "a"}
	email := event.ID{Type: event.Email, Value: "budi@example.id"}
	for _, c := range []struct {
		name, path, body string
		want             event.Event
	}{
		{"track", "/v1/track", `{"event":" Order ","userId":"u","anonymousId":"a","messageId":"m","properties":{"total":1.50},"context":{"ip":"x"}}`, event.Event{
			Type: event.Track, Name: "Order", MessageID: "m", IDs: []event.ID{anonymous, user}, Channel: "web",
			Properties: json.RawMessage(`{"total":1.50}`), Context: json.RawMessage(`{"ip":"x"}`),
		}},
		{"type in odd case", "/v1/batch", `{"batch":[{"type":"Identify","userId":"u","traits":{"a":1}}]}`, event.Event{
			Type: event.Identify, Name: event.NameIdentify, Traits: json.RawMessage(`{"a":1}`),
		}},
		{"the path says the type", "/v1/p", `{"type":"track","event":"E","userId":"u"}`, event.Event{Type: event.Page, Name: event.NamePage}},
		{"page's name and category are properties", "/v1/page", `{"userId":"u","name":"Home \"A\"","category":"C","properties":{"url":"x"}}`, event.Event{
			Name: event.NamePage, Properties: json.RawMessage(`{"name":"Home \"A\"","category":"C","url":"x"}`),
		}},
		{"page's name with no properties", "/v1/screen", `{"userId":"u","name":"Home","properties":{ }}`, event.Event{
			Name: event.NameScreen, Properties: json.RawMessage(`{"name":"Home"}`),
		}},
		{"page's name stands in its properties already", "/v1/page", `{"userId":"u","name":"Home","properties":{"name":"Home"}}`, event.Event{
			Properties: json.RawMessage(`{"name":"Home"}`),
		}},
		{"identify by e-mail in any case", "/v1/identify", `{"userId":"u","traits":{"email":" Budi@Example.id "}}`, event.Event{IDs: []event.ID{email, user}}},
		{"identify with traits in its context", "/v1/identify", `{"context":{"traits":{"email":"budi@example.id","b":[1]}}}`, event.Event{
			IDs: []event.ID{email}, Traits: json.RawMessage(`{"email":"budi@example.id","b":[1]}`),
		}},
		{"traits win over those of the context", "/v1/identify", `{"traits":{"email":"budi@example.id"},"context":{"traits":{"email":"old@example.id"}}}`, event.Event{
			IDs: []event.ID{email}, Traits: json.RawMessage(`{"email":"budi@example.id"}`),
		}},
		{"an e-mail among properties may be anybody's", "/v1/track", `{"event":"Invited","userId":"u","properties":{"email":"friend@example.id"}}`, event.Event{IDs: []event.ID{user}}},
		{"what is no e-mail", "/v1/identify", `{"userId":"u","traits":{"email":"n/a","phone":"call me","loyalty_id":{"a":1}}}`, event.Event{IDs: []event.ID{user}}},
		{"phone, device, card", "/v1/identify", `{"userId":"u","traits":{"phone":"0062 (812) 345-678","loyaltyId":77},"context":{"device":{"id":"D-1"}}}`, event.Event{IDs: []event.ID{
			{Type: event.DeviceID, Value: "D-1"}, {Type: event.LoyaltyID, Value: "77"}, {Type: event.Phone, Value: "+62812345678"}, user,
		}}},
		{"phone as a number", "/v1/identify", `{"traits":{"phone":9830311522}}`, event.Event{IDs: []event.ID{{Type: event.Phone, Value: "9830311522"}}}},
		{"external ids", "/v1/track", `{"event":"E","context":{"externalIds":[{"id":"B-1","type":"braze","collection":"users","encoding":"none"},` +
			`{"id":"ACC","type":"x","collection":"accounts"},{"id":7,"type":"anonymousId"},{"type":"y"},"odd",{},[],{"id":"Budi@example.ID","type":"email"}]}}`, event.Event{IDs: []event.ID{
			{Type: event.AnonymousID, Value: "7"}, {Type: "braze", Value: "B-1"}, email,
		}}},
		{"ids that are numbers", "/v1/track", `{"event":"E","userId":12345678901234567890,"anonymousId":7}`, event.Event{IDs: []event.ID{
			{Type: event.AnonymousID, Value: "7"}, {Type: event.UserID, Value: "12345678901234567890"},
		}}},
		{"a name that is a number", "/v1/track", `{"event":7,"userId":"u"}`, event.Event{Name: "7"}},
		{"escapes", "/v1/track", `{"event":"Caf\u00e9 \ud83d\ude00 \ud83d \/\b","us\u0065rId":"u\"1"}`, event.Event{
			Name: "Café 😀 \uFFFD /\b", IDs: []event.ID{{Type: event.UserID, Value: `u"1`}},
		}},
		{"of a name that comes twice the last value counts", "/v1/track", `{"event":"A","event":"B","userId":"x","userId":"u","context":{"device":{"id":"D"}},"context":{"b":1},"properties":{"a":1},"properties":null}`, event.Event{
			Name: "B", IDs: []event.ID{user}, Context: json.RawMessage(`{"b":1}`),
		}},
		{"group", "/v1/group", `{"userId":"u","groupId":"G-1","traits":{"email":"office@example.id"},"context":{"a":1}}`, event.Event{
			Name: event.NameGroup, IDs: []event.ID{user}, Traits: json.RawMessage(`{"email":"office@example.id"}`), Context: json.RawMessage(`{"groupId":"G-1","a":1}`),
		}},
		{"group by number, no context", "/v1/group", `{"userId":"u","groupId":7}`, event.Event{Context: json.RawMessage(`{"groupId":7}`)}},
		{"alias", "/v1/alias", `{"userId":"u","previousId":"a"}`, event.Event{Name: event.NameAlias, IDs: []event.ID{anonymous, user}}},
		{"merge", "/v1/merge", `{"mergeProperties":[{"type":"email","value":"budi@example.id"},{"type":"userId","value":"u"}]}`, event.Event{
			Type: event.Alias, IDs: []event.ID{email, user},
		}},
		{"merge in a batch", "/v1/batch", `{"batch":[{"type":"merge","mergeProperties":[{"type":"email","value":"budi@example.id"},{"type":"userId","value":"u"}]}]}`, event.Event{
			Type: event.Alias, IDs: []event.ID{email, user},
		}},
		{"channel of the call", "/v1/track", `{"event":"E","userId":"u","channel":"store"}`, event.Event{Channel: "store"}},
		{"channel in the words of client libraries", "/v1/track", `{"event":"E","userId":"u","channel":"mobile"}`, event.Event{Channel: "app"}},
		{"channel that nobody knows", "/v1/track", `{"event":"E","userId":"u","channel":"server"}`, event.Event{Channel: "web"}},
		{"batch gives its calls its context", "/v1/batch", `{"context":{"ip":"1","traits":{"email":"budi@example.id"},"app":{"a":1}},"batch":[{"type":"page","userId":"u","context":{"ip":"2", "x":"y" }}]}`, event.Event{
			IDs: []event.ID{email, user}, Context: json.RawMessage(`{"traits":{"email":"budi@example.id"},"app":{"a":1},"ip":"2", "x":"y" }`),
		}},
		{"a call without context takes the batch's", "/v1/batch", `{"batch":[{"type":"page","userId":"u"}],"context":{"device":{"id":"D"}}}`, event.Event{
			IDs: []event.ID{{Type: event.DeviceID, Value: "D"}, user}, Context: json.RawMessage(`{"device":{"id":"D"}}`),
		}},
		{"a call's own device hides the batch's", "/v1/batch", `{"batch":[{"type":"page","userId":"u","context":{"device":{}}}],"context":{"device":{"id":"D"}}}`, event.Event{
			IDs: []event.ID{user}, Context: json.RawMessage(`{"device":{}}`),
		}},
		{"byte order mark and space", "/v1/page", "\xEF\xBB\xBF \n{ \"userId\" : \"u\" , \"properties\" : { \"a\" : [ ] } }\r\n", event.Event{
			IDs: []event.ID{user}, Properties: json.RawMessage(`{ "a" : [ ] }`),
		}},
		{"a group's context keeps its own groupId", "/v1/group", `{"userId":"u","groupId":"G","context":{"groupId":"H"}}`, event.Event{Context: json.RawMessage(`{"groupId":"H"}`)}},
		{"depth that is allowed", "/v1/page", `{"userId":"u","properties":` + strings.Repeat(`{"a":`, 62) + `[]` + strings.Repeat("}", 62) + `}`, event.Event{IDs: []event.ID{user}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			if a := w.post(c.path, c.body); a.status != 200 || a.Stored != 1 {
				t.Fatalf("%d %s", a.status, a.raw)
			}
			got, want := reflect.ValueOf(*w.one()), reflect.ValueOf(c.want)
			for i := range want.NumField() {
				if !want.Field(i).IsZero() && !reflect.DeepEqual(got.Field(i).Interface(), want.Field(i).Interface()) {
					t.Errorf("%s is %s, want %s", want.Type().Field(i).Name, show(got.Field(i)), show(want.Field(i)))
				}
			}
		})
	}
}

func show(v reflect.Value) any {
	if raw, ok := v.Interface().(json.RawMessage); ok {
		return string(raw)
	}
	return v.Interface()
}

// TestTimes: the clock of the collector stands at noon.
func TestTimes(t *testing.T) {
	t.Parallel()
	at := func(s string) event.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return event.TimeOf(v)
	}
	for _, c := range []struct{ name, path, fields, want string }{
		{"none", "track", ``, "2026-11-21T12:00:00Z"},
		{"null", "track", `"timestamp":null`, "2026-11-21T12:00:00Z"},
		{"empty", "track", `"timestamp":""`, "2026-11-21T12:00:00Z"},
		{"given", "track", `"timestamp":"2026-11-20T10:00:00.123Z"`, "2026-11-20T10:00:00.123Z"},
		{"clock an hour fast", "track", `"timestamp":"2026-11-21T12:59:50Z","sentAt":"2026-11-21T13:00:00.000Z"`, "2026-11-21T11:59:50Z"},
		{"RudderStack's names", "track", `"originalTimestamp":"2026-11-21T12:59:50Z","sentAt":"2026-11-21T13:00:00.000Z"`, "2026-11-21T11:59:50Z"},
		{"sentAt cannot be read", "track", `"timestamp":"2026-11-20T10:00:00Z","sentAt":"soon"`, "2026-11-20T10:00:00Z"},
		{"originalTimestamp cannot be read", "track", `"timestamp":"2026-11-20T10:00:00Z","originalTimestamp":"NOW","sentAt":"2026-11-21T13:00:00Z"`, "2026-11-20T10:00:00Z"},
		{"zone", "track", `"timestamp":"2026-11-20T10:00:00.5+07:00"`, "2026-11-20T03:00:00.5Z"},
		{"zone without a colon", "track", `"timestamp":"2026-11-20T10:00:00+0700"`, "2026-11-20T03:00:00Z"},
		{"space", "track", `"timestamp":"2026-11-20 10:00:00"`, "2026-11-20T10:00:00Z"},
		{"day", "track", `"timestamp":"2024-02-29"`, "2024-02-29T00:00:00Z"},
		{"leap day, usual form", "track", `"timestamp":"2000-02-29T23:59:59.999Z"`, "2000-02-29T23:59:59.999Z"},
		{"microseconds are cut off", "track", `"timestamp":"2026-11-20T10:00:00.123999Z"`, "2026-11-20T10:00:00.123Z"},
		{"Unix seconds", "track", `"timestamp":1795000000`, "2026-11-18T11:06:40Z"},
		{"Unix milliseconds as a text", "track", `"timestamp":"1795000000123"`, "2026-11-18T11:06:40.123Z"},
		{"two days ahead", "track", `"timestamp":"2026-11-23T12:00:00Z"`, "2026-11-21T12:00:00Z"},
		{"import: final", "import", `"timestamp":"2019-05-06T07:08:09Z","sentAt":"2026-11-21T12:00:10Z"`, "2019-05-06T07:08:09Z"},
		{"import: only originalTimestamp", "import", `"originalTimestamp":"2019-05-06T07:08:09Z","sentAt":"2026-11-21T13:00:00Z"`, "2019-05-06T07:08:09Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			body := `{"type":"track","event":"E","userId":"u"`
			if c.fields != "" {
				body += "," + c.fields
			}
			body += "}"
			if c.path == "import" {
				body = `{"batch":[` + body + `]}`
			}
			if a := w.post("/v1/"+c.path, body); a.Stored != 1 {
				t.Fatalf("%d %s", a.status, a.raw)
			}
			if got := w.one().Time; got != at(c.want) {
				t.Errorf("%s, want %s", got.Std(), c.want)
			}
		})
	}
}

// TestQuarantineStandsAlone: what a rejected call had from around it, or from its path, is in quarantine with it.
func TestQuarantineStandsAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ path, body, want string }{
		{"/v1/track", `{"userId":"u"}`, `{"userId":"u","type":"track"}`},
		{"/v1/track", `{}`, `{"type":"track"}`},
		{"/v1/merge", `{"mergeProperties":[]}`, `{"mergeProperties":[],"type":"merge"}`},
		{
			"/v1/batch", `{"batch":[{"type":"track","userId":"u"}],"sentAt":"2026-11-21T12:00:00Z","context":{"a":1}}`,
			`{"type":"track","userId":"u","context":{"a":1},"sentAt":"2026-11-21T12:00:00Z"}`,
		},
		{
			"/v1/batch", `{"batch":[{"type":"track","userId":"u","context":{"b":2},"sentAt":"x"}],"sentAt":"y","context":{"a":1}}`,
			`{"type":"track","userId":"u","context":{"b":2},"sentAt":"x","context":{"a":1,"b":2}}`,
		},
	} {
		w := setup(t)
		if a := w.post(c.path, c.body); a.Rejected != 1 {
			t.Fatalf("%d %s", a.status, a.raw)
		}
		if q := w.quarantine(); string(q[0].Raw) != c.want {
			t.Errorf("in quarantine %s, want %s", q[0].Raw, c.want)
		}
	}
}

func TestAnswerOfSingleCalls(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for _, want := range []string{"stored", "duplicate"} {
		a := w.post("/v1/track", good)
		if a.header.Get("X-Jejak-Verdict") != want || !strings.HasPrefix(a.raw, `{"success":true,`) {
			t.Errorf("%v %s", a.header, a.raw)
		}
	}
	if a := w.post("/v1/track", `{"userId":"u"}`); a.status != 200 || a.header.Get("X-Jejak-Verdict") != "rejected; reason=no_event" {
		t.Errorf("%v %s", a.header, a.raw)
	}
	a := w.post("/v1/batch", `{"batch":[`+good+`,{"type":"page","messageId":"a\"\n\u2028b"}]}`)
	if a.header.Get("X-Jejak-Verdict") != "received=2; stored=0; duplicate=1; rejected=1" || a.Rejections[0].MessageID != "a\"\n\u2028b" {
		t.Errorf("%v %s", a.header, a.raw)
	}
}

func TestOtherAddresses(t *testing.T) {
	t.Parallel()
	w := setup(t)
	do := func(method, target string, head ...string) answer {
		r := httptest.NewRequest(method, target, strings.NewReader(`{"series":[]}`))
		for i := 0; i < len(head); i += 2 {
			r.Header.Set(head[i], head[i+1])
		}
		return w.do(r)
	}
	a := do(http.MethodOptions, "/v1/t", "Origin", "https://shop.example", "Access-Control-Request-Method", "POST",
		"Access-Control-Request-Headers", "authorization,content-type,x-retry-count")
	if a.status != 204 || a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Access-Control-Allow-Credentials") != "" ||
		a.header.Get("Access-Control-Allow-Headers") != "authorization,content-type,x-retry-count" ||
		!strings.Contains(a.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("preflight: %d %v", a.status, a.header)
	}
	if a := do(http.MethodPost, "/v1/m"); a.status != 200 || !a.Success {
		t.Errorf("metrics: %d %s", a.status, a.raw)
	}
	if a := do(http.MethodGet, "/v1/track"); a.status != 405 || a.header.Get("Allow") != "POST, OPTIONS" {
		t.Errorf("GET: %d %s", a.status, a.raw)
	}
	if a := do(http.MethodPost, "/v1/projects/WRITEKEY/settings"); a.status != 405 {
		t.Errorf("POST settings: %d %s", a.status, a.raw)
	}
	for _, path := range []string{"/v1/projects/nobody/settings", "/v1/projects//settings", "/sourceConfig?writeKey=nobody", "/v1/nothing", "/"} {
		if a := do(http.MethodGet, path); a.status != 404 || a.Type != "not_found" || a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %s", path, a.status, a.raw)
		}
	}
	settings := do(http.MethodGet, "http://jejak.example:8080/v1/projects/WRITEKEY/settings")
	var v struct {
		Integrations map[string]struct{ APIKey, APIHost, Protocol string }
	}
	if err := json.Unmarshal([]byte(settings.raw), &v); err != nil {
		t.Fatal(err)
	}
	if s := v.Integrations["Segment.io"]; len(v.Integrations) != 1 || s.APIKey != key || s.APIHost != "jejak.example:8080/v1" || s.Protocol != "http" {
		t.Errorf("settings: %s", settings.raw)
	}
	if a := do(http.MethodGet, "/sourceConfig/?p=npm&v=3&writeKey=WRITEKEY"); a.status != 200 || !strings.Contains(a.raw, `"destinations":[]`) {
		t.Errorf("sourceConfig: %d %s", a.status, a.raw)
	}
}

// TestManyAtOnce: requests share memory one after another, so each event must still say what its own request said.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	w := setup(t)
	const senders, requests, calls = 6, 10, 20
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			for r := range requests {
				var body strings.Builder
				body.WriteString(`{"batch":[`)
				for c := range calls {
					id := fmt.Sprintf("u%d-%d-%d", s, r, c)
					fmt.Fprintf(&body, `{"type":"page","name":%q,"userId":%q,"messageId":%q,"properties":{"id":%q},"context":{"pad":%q}},`,
						id, id, id, id, strings.Repeat("x", (s*31+r*17+c)%200))
				}
				fmt.Fprintf(&body, `{"type":"track","userId":"rejected-%d-%d"}],"context":{"from":"u%d-%d"}}`, s, r, s, r)
				rec := httptest.NewRecorder()
				w.ServeHTTP(rec, request("/v1/batch", strings.NewReader(body.String())))
				if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), `"stored":20,"duplicate":0,"rejected":1`) {
					t.Errorf("%d %s", rec.Code, rec.Body)
				}
			}
		})
	}
	wg.Wait()
	all := w.events()
	if len(all) != senders*requests*calls {
		t.Fatalf("%d events", len(all))
	}
	for _, e := range all {
		id := e.MessageID
		from := id[:strings.LastIndexByte(id, '-')]
		if string(e.Properties) != fmt.Sprintf(`{"name":%q,"id":%q}`, id, id) || e.ID(event.UserID) != id ||
			!strings.HasPrefix(string(e.Context), fmt.Sprintf(`{"from":%q,"pad":"`, from)) || !json.Valid(e.Context) {
			t.Fatalf("%s: %s %s %v", id, e.Properties, e.Context, e.IDs)
		}
	}
	for _, q := range w.quarantine() {
		if !json.Valid(q.Raw) || !strings.Contains(string(q.Raw), "rejected-") {
			t.Fatalf("in quarantine: %s", q.Raw)
		}
	}
}
