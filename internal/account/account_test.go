package account

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

// world is a store with a clock that only the test moves, a workspace, and its owner.
type world struct {
	*Store
	t     *testing.T
	db    *sqldb.DB
	clock *clock
	ws    event.Workspace
	owner Caller
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const ownPassword = "five green umbrellas"

// cheap keeps the tests from hashing for minutes.
func cheap() cost { return cost{memory: 64, passes: 1, threads: 1} }

func setup(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	var err error
	if w.Store, err = open(t.Context(), db, sealKey(t), w.clock.now, cheap()); err != nil {
		t.Fatal(err)
	}
	user, step, err := w.FirstOwner(t.Context(), UserDraft{Email: " Siti@Example.com ", Name: "Siti", Password: ownPassword})
	if err != nil {
		t.Fatal(err)
	}
	w.ws = 1
	w.found(w.ws, step)
	w.owner = w.as(user.ID)
	return w
}

// found makes a workspace the way package workspace does.
func (w *world) found(ws event.Workspace, steps ...func(context.Context, *sqldb.WriteTx, event.Workspace) error) {
	w.t.Helper()
	if err := w.tryFound(ws, steps...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) tryFound(ws event.Workspace, steps ...func(context.Context, *sqldb.WriteTx, event.Workspace) error) error {
	ctx := w.t.Context()
	return w.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, "INSERT INTO workspace (id, name, zone, currency, settings, created) VALUES (?, 'Kopi', 'UTC', 'IDR', '{}', 0)", ws)
		for _, step := range steps {
			if err == nil {
				err = step(ctx, tx, ws)
			}
		}
		return err
	})
}

// as signs a user in.
func (w *world) as(id UserID) Caller {
	w.t.Helper()
	session, err := w.StartSession(w.t.Context(), id, "192.0.2.1", "test")
	if err != nil {
		w.t.Fatal(err)
	}
	caller, err := w.BySession(w.t.Context(), session.Token)
	if err != nil {
		w.t.Fatal(err)
	}
	return caller
}

// member makes a member who has chosen a password.
func (w *world) member(name string, role Role) Caller {
	w.t.Helper()
	email := name + "@example.com"
	_, oneTime, err := w.Invite(w.t.Context(), w.owner, w.ws, Invitation{Email: email, Name: name, Role: role})
	if err != nil {
		w.t.Fatal(err)
	}
	session := w.signIn(email, oneTime)
	caller, err := w.BySession(w.t.Context(), session.Token)
	if err != nil {
		w.t.Fatal(err)
	}
	password := "own words of " + name + " here"
	if _, err := w.ChangeProfile(w.t.Context(), caller, ProfilePatch{Password: &password}); err != nil {
		w.t.Fatal(err)
	}
	if caller, err = w.BySession(w.t.Context(), session.Token); err != nil {
		w.t.Fatal(err)
	}
	return caller
}

func (w *world) signIn(email, password string) Session {
	w.t.Helper()
	session, err := w.SignIn(w.t.Context(), Credentials{Email: email, Password: password, IP: "192.0.2.1"})
	if err != nil {
		w.t.Fatalf("%s: %v", email, err)
	}
	return session
}

func (w *world) actions() []string {
	w.t.Helper()
	log, err := w.AuditLog(w.t.Context(), w.owner, w.ws, 0, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, e := range log {
		all = append(all, e.Action)
	}
	return all
}

func TestFirstRunHappensOnce(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, err := open(t.Context(), db, sealKey(t), time.Now, cheap())
		if err != nil {
			t.Fatal(err)
		}
		if has, err := s.HasUsers(t.Context()); has || err != nil {
			t.Errorf("an empty database has users: %v %v", has, err)
		}
		w := setup(t, db)
		if has, err := s.HasUsers(t.Context()); !has || err != nil {
			t.Errorf("no users after the first run: %v %v", has, err)
		}
		_, step, err := w.FirstOwner(t.Context(), UserDraft{Email: "eve@example.com", Name: "Eve", Password: ownPassword})
		if err != nil {
			t.Fatal(err)
		}
		faulttest.Want(t, w.tryFound(2, step), fault.Conflict)
		if got := w.owner.Role(w.ws); got != Owner || w.owner.User.Email != "siti@example.com" {
			t.Errorf("the first user is %q as %s", w.owner.User.Email, got)
		}
	})
}

func TestFirstOwnerTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	_, _, err := w.FirstOwner(t.Context(), UserDraft{Email: "nobody", Name: " ", Locale: "xx", Password: "short"})
	faulttest.Want(t, err, fault.Invalid)
	var e *fault.Error
	if !errors.As(err, &e) || len(e.Fields) != 4 {
		t.Errorf("%+v, want four fields", e)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		session := w.signIn("SITI@example.com ", ownPassword)
		caller, err := w.BySession(t.Context(), session.Token)
		if err != nil || caller.User.Name != "Siti" || !caller.Can(w.ws, WorkspaceManage) || caller.Actor() != "user:1" {
			t.Errorf("%+v %v", caller, err)
		}

		// Whether the address is known cannot be told from the answer.
		_, wrong := w.SignIn(t.Context(), Credentials{Email: "siti@example.com", Password: "wrong"})
		_, unknown := w.SignIn(t.Context(), Credentials{Email: "nobody@example.com", Password: ownPassword})
		faulttest.Want(t, wrong, fault.Unauthenticated)
		faulttest.Want(t, unknown, fault.Unauthenticated)
		if wrong.Error() != unknown.Error() {
			t.Errorf("a wrong password says %q, an unknown address %q", wrong, unknown)
		}
		for _, token := range []string{"", "x", session.Token + "x", hashed(session.Token)} {
			_, err := w.BySession(t.Context(), token)
			faulttest.Want(t, err, fault.Unauthenticated)
		}
	})
}

func TestNothingSecretIsStored(t *testing.T) {
	t.Parallel()
	dsn := sqldbtest.SQLite(t)
	db := sqldbtest.Open(t, dsn)
	w := setup(t, db)
	session := w.signIn("siti@example.com", ownPassword)
	_, secret, err := w.CreateToken(t.Context(), w.owner, w.ws, TokenDraft{Name: "till", Role: Viewer})
	if err != nil {
		t.Fatal(err)
	}
	_, oneTime, err := w.Invite(t.Context(), w.owner, w.ws, Invitation{Email: "a@example.com", Role: Viewer})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{dsn, dsn + "-wal"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{ownPassword, session.Token, session.CSRF, secret, oneTime} {
			if strings.Contains(string(content), s) {
				t.Errorf("%s holds the secret %q", file, s)
			}
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		alive := func(s Session) error {
			_, err := w.BySession(t.Context(), s.Token)
			return err
		}
		used, idle := w.signIn("siti@example.com", ownPassword), w.signIn("siti@example.com", ownPassword)
		for range 3 { // used every 20 days it lasts
			w.clock.pass(20 * 24 * time.Hour)
			if err := alive(used); err != nil {
				t.Fatal(err)
			}
		}
		faulttest.Want(t, alive(idle), fault.Unauthenticated)

		out, other := w.signIn("siti@example.com", ownPassword), w.signIn("siti@example.com", ownPassword)
		if err := w.SignOut(t.Context(), out.Token); err != nil {
			t.Error(err)
		}
		faulttest.Want(t, alive(out), fault.Unauthenticated)
		if err := w.SignOut(t.Context(), out.Token); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
		caller, err := w.BySession(t.Context(), other.Token)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SignOutAll(t.Context(), caller); err != nil {
			t.Error(err)
		}
		faulttest.Want(t, alive(other), fault.Unauthenticated)
		faulttest.Want(t, alive(used), fault.Unauthenticated)
	})
}

func TestCSRFBelongsToItsSession(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	a, b := w.signIn("siti@example.com", ownPassword), w.signIn("siti@example.com", ownPassword)
	if err := CheckCSRF(a.Token, a.CSRF); err != nil {
		t.Error(err)
	}
	for _, value := range []string{"", b.CSRF, a.Token, a.CSRF + "x"} {
		faulttest.Want(t, CheckCSRF(a.Token, value), fault.Forbidden)
	}
}

func TestChangingThePasswordSignsOthersOut(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		here, there := w.signIn("siti@example.com", ownPassword), w.signIn("siti@example.com", ownPassword)
		caller, err := w.BySession(t.Context(), here.Token)
		if err != nil {
			t.Fatal(err)
		}
		next, name := "quite another sentence", "Siti R."
		_, err = w.ChangeProfile(t.Context(), caller, ProfilePatch{Password: &next, CurrentPassword: "wrong"})
		faulttest.Want(t, err, fault.Invalid)
		_, err = w.ChangeProfile(t.Context(), caller, ProfilePatch{Password: new("siti@example.com"), CurrentPassword: ownPassword})
		faulttest.Want(t, err, fault.Invalid)
		u, err := w.ChangeProfile(t.Context(), caller, ProfilePatch{Password: &next, CurrentPassword: ownPassword, Name: &name})
		if err != nil || u.Name != name {
			t.Fatalf("%+v %v", u, err)
		}
		if _, err := w.BySession(t.Context(), here.Token); err != nil {
			t.Errorf("the session that changed it: %v", err)
		}
		_, err = w.BySession(t.Context(), there.Token)
		faulttest.Want(t, err, fault.Unauthenticated)
		_, err = w.SignIn(t.Context(), Credentials{Email: "siti@example.com", Password: ownPassword})
		faulttest.Want(t, err, fault.Unauthenticated)
		w.signIn("siti@example.com", next)
	})
}

func TestOneTimePasswordWorksOnce(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		m, oneTime, err := w.Invite(t.Context(), w.owner, w.ws, Invitation{Email: "budi@example.com", Role: Admin})
		if err != nil || !m.Invited || m.Name != "budi" {
			t.Fatalf("%+v %v", m, err)
		}
		session := w.signIn("budi@example.com", oneTime)
		if !session.User.MustSetPassword {
			t.Error("nothing says that a password must be set")
		}
		_, err = w.SignIn(t.Context(), Credentials{Email: "budi@example.com", Password: oneTime})
		faulttest.Want(t, err, fault.Unauthenticated)

		caller, err := w.BySession(t.Context(), session.Token)
		if err != nil {
			t.Fatal(err)
		}
		faulttest.Want(t, caller.Require(w.ws, Ask), fault.Forbidden)
		if caller.Can(w.ws, Ask) {
			t.Error("may ask before setting a password")
		}
		own := "rain on a tin roof"
		if _, err := w.ChangeProfile(t.Context(), caller, ProfilePatch{Password: &own}); err != nil {
			t.Fatal(err)
		}
		if caller, err = w.BySession(t.Context(), session.Token); err != nil || caller.Require(w.ws, MembersManage) != nil {
			t.Errorf("after setting a password: %v %v", err, caller.Require(w.ws, MembersManage))
		}
		w.signIn("budi@example.com", own)
		members, err := w.Members(t.Context(), w.owner, w.ws)
		if err != nil || len(members) != 2 || members[1].Invited || members[1].LastSeen == 0 {
			t.Errorf("%+v %v", members, err)
		}
	})
}

func TestOneTimePasswordEnds(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	m, first, err := w.Invite(t.Context(), w.owner, w.ws, Invitation{Email: "budi@example.com", Role: Viewer})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.pass(oneTimeFor + time.Minute)
	_, err = w.SignIn(t.Context(), Credentials{Email: "budi@example.com", Password: first})
	faulttest.Want(t, err, fault.Unauthenticated)
	second, err := w.ResetPassword(t.Context(), w.owner, w.ws, m.User)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.SignIn(t.Context(), Credentials{Email: "budi@example.com", Password: first})
	faulttest.Want(t, err, fault.Unauthenticated)
	w.signIn("budi@example.com", second)
}

func TestGuessingIsStopped(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	try := func(email, ip string) error {
		_, err := w.SignIn(t.Context(), Credentials{Email: email, Password: "wrong", IP: ip})
		return err
	}
	for i := range signInsPerPerson {
		faulttest.Want(t, try("siti@example.com", "192.0.2."+string(rune('0'+i%10))), fault.Unauthenticated)
	}
	err := try("siti@example.com", "198.51.100.1")
	faulttest.Want(t, err, fault.TooMany)
	var e *fault.Error
	if errors.As(err, &e); e.RetryAfter <= 0 || e.RetryAfter > signInWindow {
		t.Errorf("come back after %v", e.RetryAfter)
	}
	// The right password does not open it either, or one could tell.
	_, err = w.SignIn(t.Context(), Credentials{Email: "siti@example.com", Password: ownPassword, IP: "198.51.100.1"})
	faulttest.Want(t, err, fault.TooMany)
	w.clock.pass(2 * signInWindow)
	w.signIn("siti@example.com", ownPassword)

	for range signInsPerIP {
		faulttest.Want(t, try("x"+strings.Repeat("y", w.clock.now().Second())+"@example.com", "203.0.113.7"), fault.Unauthenticated)
		w.clock.pass(time.Second)
		w.byAccount = newLimiter(signInsPerPerson, signInWindow, signInKeys)
	}
	faulttest.Want(t, try("z@example.com", "203.0.113.7"), fault.TooMany)
}

func TestStrongerHashesReplaceWeakerOnes(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	w := setup(t, db)
	stronger, err := open(t.Context(), db, sealKey(t), w.clock.now, cost{memory: 128, passes: 2, threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := stronger.SignIn(t.Context(), Credentials{Email: "siti@example.com", Password: ownPassword}); err != nil {
			t.Fatal(err)
		}
	}
	err = db.Read(t.Context(), func(tx *sqldb.ReadTx) error {
		u, err := stronger.user(t.Context(), tx, 1)
		if !strings.Contains(u.password, "m=128,t=2") {
			t.Errorf("still %s", u.password)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
