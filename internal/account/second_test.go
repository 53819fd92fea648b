package account

import (
	"bytes"
	"errors"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func sealKey(t *testing.T) seal.Key {
	t.Helper()
	key, err := seal.Parse(strings.Repeat("07", 32))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// code is what an authenticator app shows at the moment.
func (w *world) code(seed string) string {
	w.t.Helper()
	code, err := totp.GenerateCodeCustom(seed, w.clock.now(), codeOptions())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// enrol turns the second factor of a caller on.
func (w *world) enrol(caller Caller, password string) (seed string, recovery []string) {
	w.t.Helper()
	e, err := w.BeginSecondFactor(w.t.Context(), caller, password)
	if err != nil {
		w.t.Fatal(err)
	}
	if recovery, err = w.ConfirmSecondFactor(w.t.Context(), caller, w.code(e.Seed)); err != nil {
		w.t.Fatal(err)
	}
	return e.Seed, recovery
}

func (w *world) trySignIn(email, password, code string) error {
	_, err := w.SignIn(w.t.Context(), Credentials{Email: email, Password: password, Code: code, IP: "192.0.2.1"})
	return err
}

// asksForCode tells a sign-in that lacks only its code from a wrong password.
func asksForCode(err error) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Kind == fault.Unauthenticated && len(e.Fields) == 1 && e.Fields[0].Name == "code"
}

func TestASecondFactorIsAskedForAtSignIn(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		const email = "siti@example.com"
		elsewhere := w.signIn(email, ownPassword)
		e, err := w.BeginSecondFactor(t.Context(), w.owner, ownPassword)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(e.Image)); err != nil || !strings.HasPrefix(e.URI, "otpauth://totp/Jejak:siti@example.com?") {
			t.Errorf("an app is given %s, %v", e.URI, err)
		}
		// Begun is not on: who closes the page is not locked out.
		if err := w.trySignIn(email, ownPassword, ""); err != nil {
			t.Errorf("a factor without a first code is asked for: %v", err)
		}
		_, err = w.ConfirmSecondFactor(t.Context(), w.owner, "000000")
		faulttest.Want(t, err, fault.Invalid)
		recovery, err := w.ConfirmSecondFactor(t.Context(), w.owner, w.code(e.Seed))
		if err != nil || len(recovery) != 10 {
			t.Fatalf("%d recovery codes, %v", len(recovery), err)
		}
		_, err = w.BySession(t.Context(), elsewhere.Token)
		faulttest.Want(t, err, fault.Unauthenticated)

		if err := w.trySignIn(email, ownPassword, ""); !asksForCode(err) {
			t.Errorf("no code: %v", err)
		}
		if err := w.trySignIn(email, "another password", w.code(e.Seed)); !fault.Is(err, fault.Unauthenticated) || asksForCode(err) {
			t.Errorf("a wrong password with a right code: %v", err)
		}
		if err := w.trySignIn(email, ownPassword, w.code(e.Seed)); !asksForCode(err) {
			t.Errorf("the code that turned it on is taken again: %v", err)
		}
		w.clock.pass(time.Minute)
		first := w.code(e.Seed)
		if err := w.trySignIn(email, ownPassword, " "+first[:3]+" "+first[3:]); err != nil {
			t.Errorf("a fresh code: %v", err)
		}
		if err := w.trySignIn(email, ownPassword, first); !asksForCode(err) {
			t.Errorf("a used code is taken again: %v", err)
		}
		if err := w.trySignIn(email, ownPassword, strings.ToUpper(recovery[3])); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		if err := w.trySignIn(email, ownPassword, recovery[3]); !asksForCode(err) {
			t.Errorf("a used recovery code is taken again: %v", err)
		}
		if is, err := w.SecondFactor(t.Context(), w.owner); err != nil || is.Since == 0 || is.Recovery != 9 {
			t.Errorf("it stands at %+v, %v", is, err)
		}
		if got := w.actions(); !slices.Contains(got, "user.secondFactor.on") {
			t.Errorf("the audit log has %v", got)
		}
	})
}

func TestASecondFactorIsKeptSealed(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	seed, recovery := w.enrol(w.owner, ownPassword)
	var kept string
	err := w.db.Read(t.Context(), func(tx *sqldb.ReadTx) error {
		f, err := w.factor(t.Context(), tx, w.owner.User.ID)
		kept = f.seed + strings.Join(f.recovery, " ")
		return err
	})
	if err != nil || strings.Contains(kept, seed) || strings.Contains(kept, recovery[0]) {
		t.Errorf("the database keeps %q, %v", kept, err)
	}
}

func TestGuessingCodesIsBounded(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	w.enrol(w.owner, ownPassword)
	for range signInsPerPerson {
		if err := w.trySignIn("siti@example.com", ownPassword, "123456"); !asksForCode(err) {
			t.Fatalf("a guess: %v", err)
		}
	}
	faulttest.Want(t, w.trySignIn("siti@example.com", ownPassword, "123456"), fault.TooMany)
}

func TestASecondFactorIsTurnedOffWithBoth(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	seed, recovery := w.enrol(w.owner, ownPassword)
	w.clock.pass(time.Minute)
	faulttest.Want(t, w.DropSecondFactor(t.Context(), w.owner, "wrong words here", w.code(seed)), fault.Invalid)
	faulttest.Want(t, w.DropSecondFactor(t.Context(), w.owner, ownPassword, ""), fault.Invalid)
	faulttest.Want(t, w.DropSecondFactor(t.Context(), w.owner, ownPassword, "000000"), fault.Invalid)
	_, err := w.BeginSecondFactor(t.Context(), w.owner, ownPassword)
	faulttest.Want(t, err, fault.Conflict)
	if err := w.DropSecondFactor(t.Context(), w.owner, ownPassword, recovery[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.trySignIn("siti@example.com", ownPassword, ""); err != nil {
		t.Errorf("after it was turned off: %v", err)
	}
}

func TestWhoLostTheDeviceIsLetInByOneWhoMay(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	budi, admin := w.member("budi", Support), w.member("ani", Admin)
	w.enrol(budi, "own words of budi here")
	w.enrol(w.owner, ownPassword)
	faulttest.Want(t, w.ResetSecondFactor(t.Context(), budi, w.ws, w.owner.User.ID), fault.Forbidden)
	faulttest.Want(t, w.ResetSecondFactor(t.Context(), admin, w.ws, w.owner.User.ID), fault.Forbidden)
	if err := w.ResetSecondFactor(t.Context(), admin, w.ws, budi.User.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.trySignIn("budi@example.com", "own words of budi here", ""); err != nil {
		t.Errorf("after the reset: %v", err)
	}
	if got := w.actions(); got[1] != "member.resetSecondFactor" {
		t.Errorf("the audit log has %v", got)
	}
}
