package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

const (
	// SessionIdle is how long a session lasts without being used.
	SessionIdle = 30 * 24 * time.Hour
	touchAfter  = time.Hour // a session's last use is written down at most so often
	tokenBytes  = 32
	maxAgent    = 300
)

// Credentials are what somebody signs in with, and where from.
type Credentials struct {
	Email    string
	Password string
	Code     string // of the second factor, where the user has one
	IP       string
	Agent    string
}

// Session is somebody signed in. Token is the cookie's value: it is shown here and never kept.
type Session struct {
	Token string
	CSRF  string
	User  User
}

// SignIn checks a password, and the code of a user with a second factor, and begins a session. Faults: Unauthenticated (nothing
// tells whether the email is known; with the field "code" where the password is right), TooMany.
func (s *Store) SignIn(ctx context.Context, c Credentials) (Session, error) {
	email := normalEmail(c.Email)
	email = email[:min(len(email), maxEmail)] // the limiter keeps it
	// Counted before the password is looked at, so that many guesses at once do not slip through.
	if err := s.byIP.take(c.IP, s.now()); err != nil {
		return Session{}, err
	}
	if err := s.byAccount.take(email, s.now()); err != nil {
		return Session{}, err
	}
	var u User
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		u, _, err = sqldb.One(ctx, tx, scanUser, s.statements.Get("accountByEmail"), email)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	same, renew, err := s.check(ctx, u, c.Password)
	if err != nil {
		return Session{}, err
	}
	now := event.TimeOf(s.now())
	if !same || u.oneTime != 0 && u.oneTime < now {
		return Session{}, wrongPassword()
	}
	renewed := ""
	if renew && u.oneTime == 0 {
		if renewed, err = s.hasher.hash(ctx, c.Password); err != nil {
			return Session{}, err
		}
	}
	session, err := s.begin(ctx, u.ID, c, func(tx *sqldb.WriteTx, fresh *User) error {
		if fresh.password != u.password {
			return wrongPassword() // it was changed, or used up, a moment ago
		}
		if err := s.takeCode(ctx, tx, u.ID, c.Code, fault.Unauthenticated); err != nil {
			return err
		}
		switch {
		case fresh.oneTime != 0:
			fresh.password, fresh.oneTime = "", 0
			return s.update(ctx, tx, *fresh)
		case renewed != "":
			fresh.password = renewed
			return s.update(ctx, tx, *fresh)
		}
		return nil
	})
	if err == nil {
		s.byAccount.forget(email)
	}
	return session, err
}

func wrongPassword() error {
	return fault.New(fault.Unauthenticated, "the e-mail address or the password is not right")
}

// StartSession begins a session without a password: after the first run, and in demo mode. Faults: NotFound.
func (s *Store) StartSession(ctx context.Context, user UserID, ip, agent string) (Session, error) {
	return s.begin(ctx, user, Credentials{IP: ip, Agent: agent}, func(*sqldb.WriteTx, *User) error { return nil })
}

func (s *Store) begin(ctx context.Context, user UserID, c Credentials, settle func(*sqldb.WriteTx, *User) error) (Session, error) {
	random := make([]byte, tokenBytes)
	if _, err := rand.Read(random); err != nil {
		return Session{}, err
	}
	session := Session{Token: base64.RawURLEncoding.EncodeToString(random)}
	session.CSRF = CSRF(session.Token)
	now := event.TimeOf(s.now())
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) (err error) {
		if session.User, err = s.user(ctx, tx.Read(), user); err != nil {
			return err
		}
		if err := settle(tx, &session.User); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteIdleSessions"), now-event.Time(SessionIdle.Milliseconds())); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("insertSession"), hashed(session.Token), user, now, now, c.IP, shortAgent(c.Agent))
		if err != nil {
			return err
		}
		caller, err := s.caller(ctx, tx.Read(), session.User)
		if err != nil {
			return err
		}
		caller.IP = c.IP
		return s.auditEverywhere(ctx, tx, caller, "session.begin")
	})
	if err != nil {
		return Session{}, err
	}
	return session, nil
}

// BySession is who a session's cookie stands for. Faults: Unauthenticated.
func (s *Store) BySession(ctx context.Context, token string) (Caller, error) {
	hash, now := hashed(token), event.TimeOf(s.now())
	type row struct {
		user UserID
		seen event.Time
	}
	var found row
	var caller Caller
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		var ok bool
		var err error
		found, ok, err = sqldb.One(ctx, tx, func(r sqldb.Scanner) (v row, err error) {
			var created event.Time
			return v, r.Scan(&v.user, &created, &v.seen)
		}, s.statements.Get("session"), hash)
		if err != nil {
			return err
		}
		if !ok || now-found.seen > event.Time(SessionIdle.Milliseconds()) {
			return fault.New(fault.Unauthenticated, "you are signed out: sign in again")
		}
		u, err := s.user(ctx, tx, found.user)
		if err != nil {
			return err
		}
		caller, err = s.caller(ctx, tx, u)
		return err
	})
	if err != nil {
		return Caller{}, err
	}
	caller.session = hash
	if now-found.seen > event.Time(touchAfter.Milliseconds()) {
		err = s.touch(ctx, "touchSession", now, hash, now)
	}
	return caller, err
}

// touch notes a last use. A database that cannot be written to just now keeps nobody from reading.
func (s *Store) touch(ctx context.Context, statement string, args ...any) error {
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get(statement), args...)
		return err
	})
	if fault.Is(err, fault.Unavailable) {
		return nil
	}
	return err
}

// SignOut ends one session; one that has ended already is no fault.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("deleteSession"), hashed(token))
		return err
	})
}

// SignOutAll ends every session of the caller's user, on every device.
func (s *Store) SignOutAll(ctx context.Context, caller Caller) error {
	if caller.User == nil {
		return fault.New(fault.Forbidden, "an API token has no sessions")
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := tx.Exec(ctx, s.statements.Get("deleteSessions"), caller.User.ID); err != nil {
			return err
		}
		return s.auditEverywhere(ctx, tx, caller, "session.endAll")
	})
}

// CSRF is the value that a session's writes must carry. It follows from the token, so only who holds the session can know it,
// and it tells nothing about the token.
func CSRF(token string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("jejak csrf v1"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CheckCSRF compares what a write carries with what its session asks for. Fault: Forbidden.
func CheckCSRF(token, value string) error {
	if subtle.ConstantTimeCompare([]byte(CSRF(token)), []byte(value)) != 1 {
		return fault.Coded(fault.New(fault.Forbidden, "this page is out of date: reload it and try again"), "page_old")
	}
	return nil
}

// hashed is how a secret of 256 random bits is kept: nobody can guess it, so one pass is enough.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// shortAgent keeps what fits of a browser's name, as text that every database takes.
func shortAgent(agent string) string {
	agent = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return -1
		}
		return r
	}, agent)
	for len(agent) > maxAgent {
		_, size := utf8.DecodeLastRuneInString(agent)
		agent = agent[:len(agent)-size]
	}
	return agent
}
