// Package account keeps who may do what: users, sessions, API tokens, roles, and the audit log of what they did.
package account

import (
	"context"
	_ "embed"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
)

//go:embed account.sql
var statementFile string

// UserID is the number of a user; 0 is none.
type UserID int64

// User is a person who works with Jejak.
type User struct {
	ID     UserID `json:"id"`
	Email  string `json:"email"`
	Name   string `json:"name"`
	Locale string `json:"locale,omitempty" enum:"en,id,zh-Hant"`
	// MustSetPassword: signed in with a one-time password, and may do nothing before choosing an own one.
	MustSetPassword bool       `json:"mustSetPassword,omitempty"`
	Created         event.Time `json:"created"`

	password string     // its hash; "" lets nobody in
	oneTime  event.Time // the password works once, until then; 0 for an ordinary one
}

// UserDraft is a new user with an own password.
type UserDraft struct {
	Email    string
	Name     string
	Locale   string
	Password string
}

// ProfilePatch changes what it gives. A new password needs the current one, save where one must be set.
type ProfilePatch struct {
	Name            *string `json:"name,omitempty"`
	Locale          *string `json:"locale,omitempty"`
	Password        *string `json:"password,omitempty"`
	CurrentPassword string  `json:"currentPassword,omitempty"`
}

// Store keeps accounts. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time
	hasher     *hasher
	key        seal.Key
	byIP       *limiter
	byAccount  *limiter
}

// The bounds on signing in. Somebody who forgot a password stays far below; guessing gets nowhere.
const (
	signInWindow     = 15 * time.Minute
	signInsPerIP     = 60 // an office shares an address
	signInsPerPerson = 10
	signInKeys       = 10_000
)

const maxEmail = 254 // bytes, as RFC 5321 has it

// Open readies the store. The key seals what must be read again.
func Open(ctx context.Context, db *sqldb.DB, key seal.Key, now func() time.Time) (*Store, error) {
	return open(ctx, db, key, now, usualCost())
}

func open(ctx context.Context, db *sqldb.DB, key seal.Key, now func() time.Time, c cost) (*Store, error) {
	h, err := newHasher(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &Store{
		db: db, statements: sqldb.ParseStatements(statementFile), now: now, hasher: h, key: key,
		byIP:      newLimiter(signInsPerIP, signInWindow, signInKeys),
		byAccount: newLimiter(signInsPerPerson, signInWindow, signInKeys),
	}
	return s, db.Check(ctx, s.statements)
}

// HasUsers reports whether the first run is over.
func (s *Store) HasUsers(ctx context.Context) (yes bool, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		yes, err = s.hasUsers(ctx, tx)
		return err
	})
	return yes, err
}

func (s *Store) hasUsers(ctx context.Context, tx *sqldb.ReadTx) (bool, error) {
	n, _, err := sqldb.One(ctx, tx, sqldb.Into[int64], s.statements.Get("anyAccount"))
	return n > 0, err
}

// FirstOwner readies the first run: the step, for workspace.Create, makes the user and makes them the owner, and user is
// filled in then. Faults: Invalid at once; Conflict from the step, where there is a user already.
func (s *Store) FirstOwner(ctx context.Context, draft UserDraft) (
	user *User, step func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error, err error,
) {
	u, err := s.draft(ctx, draft)
	if err != nil {
		return nil, nil, err
	}
	return &u, func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
		if there, err := s.hasUsers(ctx, tx.Read()); err != nil || there {
			if err == nil {
				err = fault.Coded(fault.New(fault.Conflict, "Jejak is set up already: sign in"), "set_up_already")
			}
			return err
		}
		if err := s.insert(ctx, tx, &u); err != nil {
			return err
		}
		if err := s.addMember(ctx, tx, ws, u.ID, Owner); err != nil {
			return err
		}
		return s.Audit(Caller{User: &u}, ws, "workspace.create", "", "first run")(ctx, tx)
	}, nil
}

// OwnedBy is the step, for workspace.Create, that makes the caller the owner of a further workspace. Faults: Forbidden.
func (s *Store) OwnedBy(caller Caller) func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
	return func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
		if caller.User == nil || !caller.CanCreateWorkspace() {
			return forbidden(WorkspaceCreate)
		}
		if err := s.addMember(ctx, tx, ws, caller.User.ID, Owner); err != nil {
			return err
		}
		return s.Audit(caller, ws, "workspace.create", "", "")(ctx, tx)
	}
}

// draft checks a new user and hashes the password, which takes too long for a transaction.
func (s *Store) draft(ctx context.Context, draft UserDraft) (User, error) {
	u := User{
		Email: normalEmail(draft.Email), Name: strings.TrimSpace(draft.Name), Locale: draft.Locale, Created: event.TimeOf(s.now()),
	}
	faults := u.faults()
	if wrong := badPassword(draft.Password, u.Email, u.Name); wrong != nil {
		faults = append(faults, *wrong)
	}
	if len(faults) > 0 {
		return User{}, fault.Coded(fault.InvalidFields("this user cannot be saved", faults), "user_not_saved")
	}
	var err error
	u.password, err = s.hasher.hash(ctx, draft.Password)
	return u, err
}

func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, u *User) error {
	n, err := tx.Next(ctx, "account")
	if err != nil {
		return err
	}
	u.ID = UserID(n)
	_, err = tx.Exec(ctx, s.statements.Get("insertAccount"),
		u.ID, u.Email, u.Name, u.Locale, u.password, u.oneTime, u.MustSetPassword, u.Created)
	return err
}

func (s *Store) update(ctx context.Context, tx *sqldb.WriteTx, u User) error {
	_, err := tx.Exec(ctx, s.statements.Get("updateAccount"), u.Name, u.Locale, u.password, u.oneTime, u.MustSetPassword, u.ID)
	return err
}

func (s *Store) user(ctx context.Context, tx *sqldb.ReadTx, id UserID) (User, error) {
	u, ok, err := sqldb.One(ctx, tx, scanUser, s.statements.Get("account"), id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "there is no user %d", id)
	}
	return u, err
}

func scanUser(row sqldb.Scanner) (u User, err error) {
	err = row.Scan(&u.ID, &u.Email, &u.Name, &u.Locale, &u.MustSetPassword, &u.Created, &u.password, &u.oneTime)
	return u, err
}

// ChangeProfile changes the caller's own account. A new password signs all other sessions out. Faults: Invalid, Forbidden
// (an API token), TooMany.
func (s *Store) ChangeProfile(ctx context.Context, caller Caller, patch ProfilePatch) (User, error) {
	if caller.User == nil {
		return User{}, fault.New(fault.Forbidden, "an API token has no profile")
	}
	var was, hash string
	if patch.Password != nil {
		var err error
		if was, hash, err = s.newPassword(ctx, *caller.User, patch); err != nil {
			return User{}, err
		}
	}
	var u User
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) (err error) {
		if u, err = s.user(ctx, tx.Read(), caller.User.ID); err != nil {
			return err
		}
		if patch.Name != nil {
			u.Name = strings.TrimSpace(*patch.Name)
		}
		if patch.Locale != nil {
			u.Locale = *patch.Locale
		}
		if faults := u.faults(); len(faults) > 0 {
			return fault.InvalidFields("this profile cannot be saved", faults)
		}
		if hash == "" {
			return s.update(ctx, tx, u)
		}
		if u.password != was {
			return fault.Coded(fault.New(fault.Conflict, "the password was changed by somebody else just now: sign in again"), "password_changed")
		}
		u.password, u.oneTime, u.MustSetPassword = hash, 0, false
		if _, err := tx.Exec(ctx, s.statements.Get("deleteOtherSessions"), u.ID, caller.session); err != nil {
			return err
		}
		if err := s.update(ctx, tx, u); err != nil {
			return err
		}
		return s.auditEverywhere(ctx, tx, caller, "user.password")
	})
	return u, err
}

// newPassword checks the old password and hashes the new one. was is the hash that the change may replace.
func (s *Store) newPassword(ctx context.Context, u User, patch ProfilePatch) (was, hash string, err error) {
	if wrong := badPassword(*patch.Password, u.Email, u.Name); wrong != nil {
		return "", "", fault.Coded(fault.InvalidFields("this password cannot be used", []fault.Field{*wrong}), "password_not_used")
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		u, err = s.user(ctx, tx, u.ID)
		return err
	})
	if err != nil {
		return "", "", err
	}
	if !u.MustSetPassword {
		// A stolen session must not become a way to guess the password.
		if err := s.byAccount.take(u.Email, s.now()); err != nil {
			return "", "", err
		}
		same, _, err := s.check(ctx, u, patch.CurrentPassword)
		if err != nil {
			return "", "", err
		}
		if !same {
			return "", "", wrongCurrent("the password was not changed")
		}
		s.byAccount.forget(u.Email)
	}
	hash, err = s.hasher.hash(ctx, *patch.Password)
	return u.password, hash, err
}

// check compares a password with the user's; one who has none takes as long.
func (s *Store) check(ctx context.Context, u User, password string) (same, renew bool, err error) {
	if len(password) > 4*maxPassword {
		password = "" // no such password can have been set
	}
	if u.password == "" {
		_, _, err := s.hasher.check(ctx, password, s.hasher.decoy)
		return false, false, err
	}
	return s.hasher.check(ctx, password, u.password)
}

func (u User) faults() (faults []fault.Field) {
	if at, err := mail.ParseAddress(u.Email); err != nil || at.Address != u.Email || len(u.Email) > maxEmail {
		faults = append(faults, fault.Field{Name: "email", Message: "is no e-mail address", Code: "email"})
	}
	if wrong := badName(u.Name); wrong != nil {
		faults = append(faults, *wrong)
	}
	if !slices.Contains([]string{"", "en", "id", "zh-Hant"}, u.Locale) {
		faults = append(faults, fault.Field{Name: "locale", Message: "must be en, id or zh-Hant"})
	}
	return faults
}

// wrongCurrent tells who changes how they sign in that they have not proven who they are.
func wrongCurrent(message string) error {
	return fault.InvalidFields(message, []fault.Field{{Name: "currentPassword", Message: "is not your password", Code: "current_password"}})
}

// badName says what is wrong with a name, nil if nothing is.
func badName(name string) *fault.Field {
	switch n := utf8.RuneCountInString(name); {
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return &fault.Field{Name: "name", Message: "must be plain text of one line", Code: "one_line"}
	case n == 0:
		return &fault.Field{Name: "name", Message: "is missing", Code: "missing"}
	case n > 200:
		return &fault.Field{Name: "name", Message: "must have at most 200 characters", Code: "most_characters", With: fault.Values(200)}
	}
	return nil
}

// normalEmail is what accounts are told apart by.
func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
