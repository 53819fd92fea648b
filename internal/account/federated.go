package account

import (
	"context"
	"errors"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Federated is somebody as an identity provider vouches for them.
type Federated struct {
	Issuer        string
	Subject       string // never given to anybody else by the issuer (OpenID Connect Core 1.0, §8)
	Email         string
	EmailVerified bool
}

// SignInFederated begins a session for somebody whom a provider vouches for. At their first time they are found by an e-mail
// address that the provider has verified, and from then on by the subject alone, so that a changed or reused address opens no
// account. Their second factor is the provider's matter. Faults: Forbidden (nobody was invited with this address, the address is
// not verified, or the account is another subject's).
func (s *Store) SignInFederated(ctx context.Context, who Federated, ip, agent string) (Session, error) {
	var user UserID
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		known, ok, err := sqldb.One(ctx, tx.Read(), sqldb.Into[UserID], s.statements.Get("federated"), who.Issuer, who.Subject)
		if err != nil || ok {
			user = known
			return err
		}
		u, err := s.vouchedFor(ctx, tx, who)
		if err != nil {
			return err
		}
		user = u.ID
		_, err = tx.Exec(ctx, s.statements.Get("insertFederated"), who.Issuer, who.Subject, u.ID, event.TimeOf(s.now()))
		if errors.Is(err, sqldb.ErrTaken) {
			err = fault.Wrap(fault.Conflict, err, "this sign-in is under way already: try again")
		}
		if err != nil {
			return err
		}
		if u.MustSetPassword {
			// Invited, and in by the provider: the one-time password has done its work.
			u.password, u.oneTime, u.MustSetPassword = "", 0, false
			if err := s.update(ctx, tx, u); err != nil {
				return err
			}
		}
		caller, err := s.caller(ctx, tx.Read(), u)
		if err != nil {
			return err
		}
		caller.IP = ip
		return s.auditEverywhere(ctx, tx, caller, "user.federated")
	})
	if err != nil {
		return Session{}, err
	}
	return s.StartSession(ctx, user, ip, agent)
}

// vouchedFor is the user whose address the provider has verified, and who is not another subject of it.
func (s *Store) vouchedFor(ctx context.Context, tx *sqldb.WriteTx, who Federated) (User, error) {
	email := normalEmail(who.Email)
	if email == "" || !who.EmailVerified || who.Subject == "" {
		return User{}, fault.New(fault.Forbidden, "the provider does not vouch for an e-mail address")
	}
	u, ok, err := sqldb.One(ctx, tx.Read(), scanUser, s.statements.Get("accountByEmail"), email)
	if err != nil {
		return User{}, err
	}
	if !ok {
		return User{}, fault.New(fault.Forbidden, "nobody was invited with this address")
	}
	_, other, err := sqldb.One(ctx, tx.Read(), sqldb.Into[string], s.statements.Get("federatedOf"), who.Issuer, u.ID)
	if err == nil && other {
		err = fault.New(fault.Forbidden, "this account belongs to somebody else at the provider")
	}
	return u, err
}
