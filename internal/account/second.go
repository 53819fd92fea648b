package account

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// SecondFactor is how the second factor of a user stands.
type SecondFactor struct {
	Since    event.Time `json:"since"`    // 0 where it is off
	Recovery int        `json:"recovery"` // codes that are left for the day when the device is lost
}

// Enrolment is what an authenticator app is given.
type Enrolment struct {
	Seed  string // to be typed where no picture can be taken
	URI   string // otpauth://…
	Image []byte // of the URI as a QR code, PNG
}

// The codes of RFC 6238 as every authenticator app makes them.
const (
	stepSeconds    = 30
	recoveryCodes  = 10
	enrolmentImage = 240 // pixels
)

func codeOptions() totp.ValidateOpts {
	return totp.ValidateOpts{Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
}

// factor is a second factor as it is kept.
type factor struct {
	seed     string // sealed
	since    event.Time
	step     int64
	recovery []string // hashes
}

func scanFactor(row sqldb.Scanner) (f factor, err error) {
	var recovery string
	err = row.Scan(&f.seed, &f.since, &f.step, &recovery)
	f.recovery = strings.Fields(recovery)
	return f, err
}

func (s *Store) factor(ctx context.Context, tx *sqldb.ReadTx, u UserID) (factor, error) {
	f, _, err := sqldb.One(ctx, tx, scanFactor, s.statements.Get("secondFactor"), u)
	return f, err
}

func (s *Store) putFactor(ctx context.Context, tx *sqldb.WriteTx, u UserID, f factor) error {
	_, err := tx.Exec(ctx, s.statements.Get("putSecondFactor"), u, f.seed, f.since, f.step, strings.Join(f.recovery, "\n"))
	return err
}

func purposeOf(u UserID) string { return fmt.Sprintf("second factor of user %d", u) }

// SecondFactor tells how the caller's own stands. Fault: Forbidden (an API token).
func (s *Store) SecondFactor(ctx context.Context, caller Caller) (is SecondFactor, err error) {
	if caller.User == nil {
		return is, noFactor()
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		f, err := s.factor(ctx, tx, caller.User.ID)
		if f.since != 0 {
			is = SecondFactor{Since: f.since, Recovery: len(f.recovery)}
		}
		return err
	})
	return is, err
}

func noFactor() error { return fault.New(fault.Forbidden, "an API token has no second factor") }

// BeginSecondFactor gives the caller a seed, which counts once ConfirmSecondFactor has seen a code of it. Faults: Forbidden,
// Invalid (the password), Conflict (it is on already), TooMany.
func (s *Store) BeginSecondFactor(ctx context.Context, caller Caller, password string) (Enrolment, error) {
	if caller.User == nil {
		return Enrolment{}, noFactor()
	}
	if err := s.prove(ctx, *caller.User, password); err != nil {
		return Enrolment{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Jejak", AccountName: caller.User.Email, Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return Enrolment{}, err
	}
	sealed, err := s.key.Seal([]byte(key.Secret()), purposeOf(caller.User.ID))
	if err != nil {
		return Enrolment{}, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		f, err := s.factor(ctx, tx.Read(), caller.User.ID)
		if err == nil && f.since != 0 {
			err = fault.Coded(fault.New(fault.Conflict, "the second factor is on already: turn it off first"), "second_on")
		}
		if err != nil {
			return err
		}
		return s.putFactor(ctx, tx, caller.User.ID, factor{seed: sealed})
	})
	if err != nil {
		return Enrolment{}, err
	}
	picture, err := key.Image(enrolmentImage, enrolmentImage)
	if err != nil {
		return Enrolment{}, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return Enrolment{Seed: key.Secret(), URI: key.URL(), Image: out.Bytes()}, err
}

// ConfirmSecondFactor turns the factor on with a first code, and gives the recovery codes: they are shown here and never kept.
// Every other session of the user ends. Faults: Forbidden, Invalid (the code), Conflict (none was begun, or it is on), TooMany.
func (s *Store) ConfirmSecondFactor(ctx context.Context, caller Caller, code string) (recovery []string, err error) {
	if caller.User == nil {
		return nil, noFactor()
	}
	if err := s.byAccount.take(caller.User.Email, s.now()); err != nil {
		return nil, err
	}
	recovery = make([]string, recoveryCodes)
	hashes := make([]string, recoveryCodes)
	for i := range recovery {
		text := strings.ToLower(rand.Text()) // 5 bits a letter: 60 of them are far beyond the sign-ins that are let through
		recovery[i] = text[0:4] + "-" + text[4:8] + "-" + text[8:12]
		hashes[i] = hashed(plain(recovery[i]))
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		f, err := s.factor(ctx, tx.Read(), caller.User.ID)
		if err != nil {
			return err
		}
		if f.seed == "" || f.since != 0 {
			return fault.Coded(fault.New(fault.Conflict, "begin with the second factor anew"), "second_anew")
		}
		if f.step, err = s.stepOf(caller.User.ID, f, plain(code)); err != nil {
			return err
		}
		if f.step == 0 {
			return wrongCode(fault.Invalid)
		}
		f.since, f.recovery = event.TimeOf(s.now()), hashes
		if err := s.putFactor(ctx, tx, caller.User.ID, f); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteOtherSessions"), caller.User.ID, caller.session); err != nil {
			return err
		}
		return s.auditEverywhere(ctx, tx, caller, "user.secondFactor.on")
	})
	if err != nil {
		return nil, err
	}
	s.byAccount.forget(caller.User.Email)
	return recovery, nil
}

// DropSecondFactor turns the caller's own off. Faults: Forbidden, Invalid (the password or the code), TooMany.
func (s *Store) DropSecondFactor(ctx context.Context, caller Caller, password, code string) error {
	if caller.User == nil {
		return noFactor()
	}
	if err := s.prove(ctx, *caller.User, password); err != nil {
		return err
	}
	if err := s.byAccount.take(caller.User.Email, s.now()); err != nil {
		return err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if err := s.takeCode(ctx, tx, caller.User.ID, code, fault.Invalid); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteSecondFactor"), caller.User.ID); err != nil {
			return err
		}
		return s.auditEverywhere(ctx, tx, caller, "user.secondFactor.off")
	})
	if err == nil {
		s.byAccount.forget(caller.User.Email)
	}
	return err
}

// ResetSecondFactor turns a member's off who has lost both the device and the recovery codes, and signs them out everywhere.
// Faults: as ResetPassword.
func (s *Store) ResetSecondFactor(ctx context.Context, by Caller, ws event.Workspace, user UserID) error {
	if err := by.Require(ws, MembersManage); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.trusted(ctx, tx, by, ws, user); err != nil {
			return err
		}
		for _, statement := range []string{"deleteSecondFactor", "deleteSessions"} {
			if _, err := tx.Exec(ctx, s.statements.Get(statement), user); err != nil {
				return err
			}
		}
		return s.Audit(by, ws, "member.resetSecondFactor", target(user), "")(ctx, tx)
	})
}

// prove asks for the password again, so that a session left open cannot change how its user signs in.
func (s *Store) prove(ctx context.Context, u User, password string) error {
	if err := s.byAccount.take(u.Email, s.now()); err != nil {
		return err
	}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		u, err = s.user(ctx, tx, u.ID)
		return err
	})
	if err != nil {
		return err
	}
	same, _, err := s.check(ctx, u, password)
	if err != nil {
		return err
	}
	if !same {
		return wrongCurrent("nothing was changed")
	}
	s.byAccount.forget(u.Email)
	return nil
}

// takeCode is nil where the user has no second factor, or the code is one of it that was not used before: of the app, or a
// recovery code, which is gone then.
func (s *Store) takeCode(ctx context.Context, tx *sqldb.WriteTx, u UserID, code string, kind fault.Kind) error {
	f, err := s.factor(ctx, tx.Read(), u)
	if err != nil || f.since == 0 {
		return err
	}
	if code = plain(code); code == "" {
		return &fault.Error{
			Kind: kind, Message: "enter the code of your authenticator app, or a recovery code", Code: "code_needed",
			Fields: []fault.Field{{Name: "code", Message: "is needed", Code: "missing"}},
		}
	}
	if at := slices.Index(f.recovery, hashed(code)); at >= 0 {
		f.recovery = slices.Delete(f.recovery, at, at+1)
		return s.putFactor(ctx, tx, u, f)
	}
	step, err := s.stepOf(u, f, code)
	if err != nil {
		return err
	}
	if step == 0 {
		return wrongCode(kind)
	}
	f.step = step
	return s.putFactor(ctx, tx, u, f)
}

// plain is a code without what people put between its letters.
func plain(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

func wrongCode(kind fault.Kind) error {
	return &fault.Error{
		Kind: kind, Message: "this code is not right, or was used already: wait for the next one", Code: "code_wrong",
		Fields: []fault.Field{{Name: "code", Message: "is not right", Code: "code_wrong"}},
	}
}

// stepOf is the step of time that the code belongs to, 0 for none. A clock may be one step off (RFC 6238 §5.2), and a code is
// taken once.
func (s *Store) stepOf(u UserID, f factor, code string) (int64, error) {
	seed, err := s.key.Open(f.seed, purposeOf(u))
	if err != nil {
		return 0, err
	}
	now := s.now()
	for _, off := range []int64{0, -1, 1} {
		step := now.Unix()/stepSeconds + off
		want, err := totp.GenerateCodeCustom(string(seed), time.Unix(step*stepSeconds, 0), codeOptions())
		if err != nil {
			return 0, err
		}
		if step > f.step && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, nil
		}
	}
	return 0, nil
}
