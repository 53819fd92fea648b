package identity

import (
	"fmt"
	"testing"

	"jejak/internal/event"
)

func TestRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		rules func(*Rules)
		steps []string
	}{
		{"FIELD 4.2.1: none known, a new person; one, added; several, merged", nil, []string{
			"e:jane@ = A", "p:628 = B", "e:jane@ a:x = A", "a:x = A", "A, B", "e:jane@ p:628 = A+B",
		}},
		{"FIELD 4.2.4: the example", nil, []string{
			"u:abc123 e:jane@ = A", "u:abc456 e:jane@ = B", "e:jane@ = A", "u:abc456 = B", "A, B", "reviews 0",
		}},
		{"one user_id ever", nil, []string{
			"u:1 = A", "u:2 = B", "e:x@ u:1 = A", "e:x@ u:2 = B", "e:x@ = A",
		}},
		{"the lowest priority goes first: rest Z-A, then phone, then e-mail", nil, []string{
			// Each of the three joins the person of u:1, and all of them stand in the way of u:2.
			"u:1 zebra:z phone:p e:m = A", "u:2 zebra:z phone:p e:m new:n = B", "new:n = C", "A, B, C",
		}},
		{"what is left joins when the last id in the way is set aside", nil, []string{
			"u:1 d:phone = A", "e:m = B", "u:2 d:phone e:m = B", "d:phone = A", "A, B",
		}},
		{"equal types go by value, the last first", rulesLimit(event.DeviceID, 1), []string{
			"d:a d:b = A", "d:b = B", "d:a = A",
		}},
		{"five e-mail addresses", nil, []string{
			"u:1 e:1 = A", "u:1 e:2 = A", "u:1 e:3 = A", "u:1 e:4 = A", "u:1 e:5 = A",
			"u:1 e:6 = A", "e:6 = B", "e:5 = A",
		}},
		{"five of any other type, each for itself", nil, []string{
			"u:1 x:1 = A", "u:1 x:2 = A", "u:1 x:3 = A", "u:1 x:4 = A", "u:1 x:5 = A", "u:1 y:1 = A",
			"u:1 x:6 = A", "x:6 = B", "x:5 = A", "y:1 = A",
		}},
		{"a workspace's own limit", rulesLimit(event.Email, 1), []string{
			"u:1 e:1 = A", "u:1 e:2 = A", "e:2 = B",
		}},
		{"a workspace's own priority", func(r *Rules) { r.Priority = []event.IDType{event.Email, event.UserID} }, []string{
			"u:1 e:1 = A", "u:2 e:1 = A", "u:2 = B",
		}},
		{"two persons over a limit together stay apart", rulesLimit(event.Email, 1), []string{
			"u:1 e:1 = A", "d:x e:2 = B", "u:1 d:x = A", "d:x = B", "A, B",
		}},

		{"before the sign-in belongs to who signs in", nil, []string{
			"a:x = A", "a:x u:1 = A", "a:x = A", "u:1 = A",
		}},
		{"user switch: no merge, a new epoch", nil, []string{
			"a:x = A", "a:x u:1 = A", "a:x u:2 = B", "a:x = B", "u:1 = A", "u:2 = B", "A, B",
		}},
		{"a user who comes back re-enters the epoch", nil, []string{
			"a:x u:1 = A", "a:x u:2 = B", "a:x u:1 = A", "a:x = A", "a:x u:2 = B", "a:x = B",
		}},
		{"an anonymous-only event belongs to the present epoch, with all it carries", nil, []string{
			"a:x u:1 = A", "a:x u:2 = B", "a:x e:m = B", "e:m = B",
		}},
		{"several anonymous ids have epochs of their own", nil, []string{
			"a:x u:1 = A", "a:y u:2 = B", "a:x a:y u:1 = A", "a:x = A", "a:y = A", "a:y u:2 = B", "A, B",
		}},
		{"anonymous ids of two users meet without a user_id: the later value is set aside", nil, []string{
			"a:x u:1 = A", "a:y u:2 = B", "a:x a:y = A", "a:y = B", "reviews 0",
		}},
		{"a switch follows events, not links", nil, []string{
			"a:x u:1 = A", "revoke a:x u:1", "a:x u:2 = B", "a:x u:1 = A", "A, B",
		}},

		{"alias: previousId is an anonymous id", nil, []string{"a:x = A", "u:1 prev:x = A", "a:x = A", "u:1 = A"}},
		{"alias: previousId is a user_id where it is known as one", nil, []string{
			"u:old = A", "u:new prev:old = B", "reviews 1 many_users", "A, B", "accept", "A = B", "reviews 0", "u:new = A",
		}},
		{"alias of two known user ids", nil, []string{
			"u:old = A", "u:new = B", "u:new prev:old = B", "A, B", "reviews 1 two_users", "accept", "A = B",
			"u:old e:m = A", "u:new e:m = A",
		}},
		{"an accepted person over the limit takes no further user_id", nil, []string{
			"u:1 e:m = A", "u:2 = B", "u:2 prev:1 = A", "reviews 1 two_users", "accept", "A = B", "u:3 e:m = C", "A, C",
		}},
		{"rejected, and not asked again", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "reviews 1 two_users", "reject", "A, B", "reviews 0",
			"u:1 u:2 d:z = A", "reviews 0", "A, B", "u:2 = B",
		}},
		{"an open question is asked once", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "u:1 u:2 d:z = A", "u:1 u:2 e:z = A", "reviews 1 two_users",
		}},
		{"two users where the workspace allows two: people decide", rulesLimit(event.UserID, 2), []string{
			"u:1 e:m = A", "u:2 e:n = B", "u:2 e:m = B", "reviews 1 two_users", "accept", "A = B", "e:m = A", "e:n = A",
		}},
		{"a second user_id that is nobody's joins where two are allowed", rulesLimit(event.UserID, 2), []string{
			"u:1 e:m = A", "u:2 e:m = A", "reviews 0", "u:3 e:m = B", "A, B",
		}},
		{"too many events", func(r *Rules) { r.MaxMergeEvents = 3 }, []string{
			"a:x = A", "a:x = A", "u:1 = B", "u:1 = B", "a:x u:1 = B", "A, B", "reviews 1 too_large",
			"a:x = A", "accept", "A = B",
		}},
		{"just few enough events", func(r *Rules) { r.MaxMergeEvents = 3 }, []string{
			"a:x = A", "a:x = A", "u:1 = B", "a:x u:1 = A+B", "reviews 0",
		}},

		{"revoke: the subject stands alone, the rest falls apart", nil, []string{
			"a:x = A", "u:1 = B", "a:x u:1 = A+B", "revoke a:x u:1", "A, B", "a:x u:1 = C", "A, B, C", "u:1 = B", "a:x = A",
		}},
		{"revoke: an id that was set aside finds its way back", nil, []string{
			"u:1 e:m = A", "u:2 e:m = B", "revoke u:1 e:m", "e:m = B", "A, B",
		}},
		{"revoke: the ids of the subject are free for others", nil, []string{
			"u:1 d:z = A", "revoke u:1 d:z", "u:1 = B", "d:z = C", "u:2 d:z = C", "A, B, C",
		}},
		{"undoing an accepted review counts as a rejection", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "accept", "A = B", "undo A", "A, B", "reviews 0",
			"u:1 u:2 d:z = A", "A, B", "reviews 0", "revoke u:1 u:2 d:z", "A, B", "reviews 0", "u:2 = B",
		}},
		{"a question that loses its subject goes on with the next", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "u:1 u:2 d:z = A", "revoke u:1 u:2", "reviews 1 two_users", "accept", "A = B",
		}},
		{"a question that loses its ground is moot", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "revoke u:2", "reviews 1 many_users", "revoke u:1 u:2", "reviews 0",
			"u:1 u:2 d:z = A", "reviews 1 many_users",
		}},
		{"a user_id met on the way to the second counts", rulesLimit(event.UserID, 2), []string{
			"u:1 = A", "e:c = C", "u:2 p:b = B", "u:1 e:c p:b = A+C", "A, B", "reviews 1 two_users",
		}},
		{"two users on a device: the one that it knows counts", nil, []string{
			"a:x u:1 = A", "a:x u:2 = B", "a:x u:1 = A", "a:x u:0x u:2 = C", "a:x = B", "a:x u:0x = C", "a:x = C",
		}},
		{"revoke of a link takes the reviews accepted for its subject along", nil, []string{
			"u:1 = A", "u:2 = B", "u:1 u:2 = A", "accept", "A = B", "revoke u:1 u:2", "A, B",
			"u:1 u:2 d:z = A", "A, B", "reviews 1 two_users", "reject", "u:1 u:2 e:z = A", "A, B", "reviews 0",
		}},
		{"rules change from now on, and a repair keeps to the rules of the time", nil, []string{
			"u:1 e:1 = A", "u:1 e:2 = A", "rules", "u:1 e:3 = A", "e:3 = B", "revoke u:1 e:1", "e:2 = C", "u:1 = C", "e:3 = B",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if test.rules == nil {
				test.rules = func(*Rules) {}
			}
			b.setRules(test.rules)
			script(t, b, test.steps...)
		})
	}
}

func rulesLimit(t event.IDType, n int) func(*Rules) {
	return func(r *Rules) { r.Limits[t] = n }
}

func TestFiveHundredAnonymousIDs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.send("u:1").Person
	for i := range 500 {
		if p := b.send(fmt.Sprintf("u:1 a:d%03d", i)).Person; p != first {
			t.Fatal(i)
		}
	}
	if b.send("u:1 a:d500").Person != first || b.send("a:d500").Person == first || b.send("a:d499").Person != first {
		t.Fatal("the 501st was not set aside")
	}
	b.clean()
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	for _, v := range []string{
		"", "0", "000", "-", "--", "0-0-0", "00000000-0000-0000-0000-000000000000", "-1", "null",
		"anonymous", "Anonymous", "ANONYMOUS", "guest", "distinctid", "distinct_id", "Distinct_ID", "id", "ID", "not_authenticated",
		"email", "Email", "undefined", "UNDEFINED", "true", "True", "false", "FALSE", "blank",
		"[object Object]", "NaN", "None", "none", " ", " null\t",
	} {
		if !Blocked(event.ID{Type: event.UserID, Value: v}) {
			t.Errorf("%q passes", v)
		}
	}
	for _, v := range []string{
		"1", "-2", "0-1", "NULL", "Null", "nan", "NONE", "[Object Object]", "anonymous1", "guests", "void", "abc123", "budi", "0a",
	} {
		if Blocked(event.ID{Type: event.UserID, Value: v}) {
			t.Errorf("%q is blocked", v)
		}
	}
	if !Blocked(event.ID{Value: "budi"}) {
		t.Error("an id without a type passes")
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.setRules(func(r *Rules) { r.Blocked = []string{"Void", "abc123"} })
	got := b.r.Clean(testWS, ids("u:2 a:null e:VOID u:1 u:2 d:abc123 p:abc1234"))
	if want := ids("p:abc1234 u:1 u:2"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if got := b.r.Clean(testWS+1, ids("u:void")); len(got) != 1 {
		t.Fatal("another workspace blocks it too")
	}
	if got := b.r.Clean(testWS, ids("u:void a:0 e:anonymous")); len(got) != 0 {
		t.Fatalf("left: %v", got)
	}
}

func TestSubjectOf(t *testing.T) {
	t.Parallel()
	seen := map[event.Subject]string{}
	add := func(name string, s event.Subject) {
		if old, ok := seen[s]; ok {
			t.Errorf("%s and %s have one subject", old, name)
		}
		seen[s] = name
	}
	add("a", SubjectOf(ids("a:x")))
	add("a epoch 1", SubjectOf(ids("a:x"), 1))
	add("u", SubjectOf(ids("u:x")))
	add("two", SubjectOf(ids("a:x a:y"), 0, 1))
	add("two the other way", SubjectOf(ids("a:x a:y"), 1, 0))
	add("joined", SubjectOf(ids("a:xa:y")))
	add("longer", SubjectOf(ids("u:xy")))
	if SubjectOf(ids("a:x"), 0) != SubjectOf(ids("a:x")) {
		t.Error("epoch 0 is not the same as none")
	}
	// Subjects are durable: this one may never change.
	if got := SubjectOf(ids("a:x u:1"), 3).String(); got != golden {
		t.Errorf("subject %s, want %s", got, golden)
	}
}

const golden = "e818d0c4a64a60a40873964110fcd0e8"

func TestWorkspacesAreApart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.send("u:1 e:m")
	res, err := b.r.Resolve(b.tx, testWS+1, ids("e:m"), 1, 99)
	if err != nil || !res.New || res.Person == first.Person {
		t.Fatalf("%+v, %v", res, err)
	}
	if _, err := b.r.Resolve(b.tx, testWS, nil, 1, 100); err == nil {
		t.Fatal("an event without ids was taken")
	}
}

func TestAliasIDs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	res := b.send("u:1 prev:x")
	if fmt.Sprint(res.IDs) != fmt.Sprint(ids("a:x u:1")) {
		t.Fatalf("stored with %v", res.IDs)
	}
	for _, test := range [][3]string{{"2", "1", "u:1 u:2"}, {"2", "x", "a:x u:2"}, {"1", "1", "u:1"}, {"2", "never", "a:never u:2"}} {
		got, err := AliasIDs(b.tx, testWS, test[0], test[1])
		if err != nil || fmt.Sprint(got) != fmt.Sprint(ids(test[2])) {
			t.Errorf("%v: %v, %v", test, got, err)
		}
	}
}
