package account

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Member is a user's place in a workspace.
type Member struct {
	User  UserID     `json:"user"`
	Email string     `json:"email"`
	Name  string     `json:"name"`
	Role  Role       `json:"role"`
	Since event.Time `json:"since"`
	// Invited: has not signed in and chosen a password yet.
	Invited  bool       `json:"invited"`
	LastSeen event.Time `json:"lastSeen"`
}

// Invitation is somebody to be made a member.
type Invitation struct {
	Email  string `json:"email"`
	Name   string `json:"name"`
	Locale string `json:"locale,omitempty"`
	Role   Role   `json:"role"`
}

// oneTimeFor is how long a one-time password works.
const oneTimeFor = 7 * 24 * time.Hour

// Members are a workspace's members. Faults: as Require.
func (s *Store) Members(ctx context.Context, by Caller, ws event.Workspace) (all []Member, err error) {
	if err := by.Require(ws, MembersRead); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (m Member, err error) {
			return m, row.Scan(&m.User, &m.Email, &m.Name, &m.Role, &m.Since, &m.Invited, &m.LastSeen)
		}, s.statements.Get("members"), ws)
		return err
	})
	return all, err
}

// Invite makes a member. A new user gets the one-time password, to be handed over by the one who invites; a user who works in
// another workspace already keeps the own password, and oneTime is empty. Faults: as Require, Invalid, Forbidden (a role that
// may do more than the caller), Conflict (a member already).
func (s *Store) Invite(ctx context.Context, by Caller, ws event.Workspace, in Invitation) (m Member, oneTime string, err error) {
	if err := by.mayGrant(ws, in.Role); err != nil {
		return Member{}, "", err
	}
	u, oneTime, err := s.invited(ctx, in)
	if err != nil {
		return Member{}, "", err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		known, there, err := sqldb.One(ctx, tx.Read(), scanUser, s.statements.Get("accountByEmail"), u.Email)
		if err != nil {
			return err
		}
		if there {
			u, oneTime = known, ""
		} else if err := s.insert(ctx, tx, &u); err != nil {
			return err
		}
		if err := s.addMember(ctx, tx, ws, u.ID, in.Role); err != nil {
			return err
		}
		return s.Audit(by, ws, "member.invite", target(u.ID), string(in.Role))(ctx, tx)
	})
	if err != nil {
		return Member{}, "", err
	}
	m = Member{User: u.ID, Email: u.Email, Name: u.Name, Role: in.Role, Since: event.TimeOf(s.now()), Invited: u.MustSetPassword}
	return m, oneTime, nil
}

func (s *Store) invited(ctx context.Context, in Invitation) (User, string, error) {
	u := User{
		Email: normalEmail(in.Email), Name: strings.TrimSpace(in.Name), Locale: in.Locale,
		MustSetPassword: true, Created: event.TimeOf(s.now()),
	}
	if u.Name == "" {
		u.Name, _, _ = strings.Cut(u.Email, "@")
	}
	if faults := u.faults(); len(faults) > 0 {
		return User{}, "", fault.InvalidFields("this person cannot be invited", faults)
	}
	oneTime, err := s.giveOneTime(ctx, &u)
	return u, oneTime, err
}

func (s *Store) giveOneTime(ctx context.Context, u *User) (oneTime string, err error) {
	text := strings.ToLower(rand.Text()) // 130 bits; groups are easier to read out
	oneTime = fmt.Sprintf("%s-%s-%s-%s", text[0:5], text[5:10], text[10:15], text[15:20])
	u.password, err = s.hasher.hash(ctx, oneTime)
	u.oneTime, u.MustSetPassword = event.TimeOf(s.now().Add(oneTimeFor)), true
	return oneTime, err
}

// ResetPassword gives a member a new one-time password and signs them out everywhere. Faults: as Require, NotFound, Forbidden
// (somebody who may do more than the caller, here or in another workspace).
func (s *Store) ResetPassword(ctx context.Context, by Caller, ws event.Workspace, user UserID) (oneTime string, err error) {
	if err := by.Require(ws, MembersManage); err != nil {
		return "", err
	}
	var fresh User
	if oneTime, err = s.giveOneTime(ctx, &fresh); err != nil {
		return "", err
	}
	return oneTime, s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		u, err := s.trusted(ctx, tx, by, ws, user)
		if err != nil {
			return err
		}
		u.password, u.oneTime, u.MustSetPassword = fresh.password, fresh.oneTime, true
		if err := s.update(ctx, tx, u); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteSessions"), user); err != nil {
			return err
		}
		return s.Audit(by, ws, "member.resetPassword", target(user), "")(ctx, tx)
	})
}

// trusted is a member whose way in the caller may change: it opens every workspace of the user, so the caller must be trusted in
// each.
func (s *Store) trusted(ctx context.Context, tx *sqldb.WriteTx, by Caller, ws event.Workspace, user UserID) (User, error) {
	if _, err := s.role(ctx, tx.Read(), ws, user); err != nil {
		return User{}, err
	}
	u, err := s.user(ctx, tx.Read(), user)
	if err != nil {
		return User{}, err
	}
	other, err := s.caller(ctx, tx.Read(), u)
	if err != nil {
		return User{}, err
	}
	for _, place := range other.Workspaces() {
		if err := by.mayGrant(place, other.Role(place)); err != nil {
			return User{}, fault.Coded(fault.New(fault.Forbidden, "this member has rights that you have not: only somebody with them can change how they sign in"), "member_rights")
		}
	}
	return u, nil
}

// SetRole changes a member's role; API tokens they made that may do more than the new role go. Faults: as Require, Invalid,
// NotFound, Forbidden (a role, old or new, that may do more than the caller), Conflict (the last owner).
func (s *Store) SetRole(ctx context.Context, by Caller, ws event.Workspace, user UserID, role Role) error {
	if err := by.mayGrant(ws, role); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		was, err := s.role(ctx, tx.Read(), ws, user)
		if err != nil {
			return err
		}
		if err := by.mayGrant(ws, was); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("setRole"), role, ws, user); err != nil {
			return err
		}
		if err := s.needOwner(ctx, tx, ws); err != nil {
			return err
		}
		if err := s.dropTokensAbove(ctx, tx, ws, user, role); err != nil {
			return err
		}
		return s.Audit(by, ws, "member.role", target(user), fmt.Sprintf("%s -> %s", was, role))(ctx, tx)
	})
}

// RemoveMember ends a membership, and the API tokens made in it. Anybody may leave. Faults: as Require, NotFound, Forbidden
// (somebody who may do more than the caller), Conflict (the last owner).
func (s *Store) RemoveMember(ctx context.Context, by Caller, ws event.Workspace, user UserID) error {
	leaving := by.User != nil && by.User.ID == user
	if !leaving {
		if err := by.Require(ws, MembersManage); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		was, err := s.role(ctx, tx.Read(), ws, user)
		if err != nil {
			return err
		}
		if !leaving {
			if err := by.mayGrant(ws, was); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteMember"), ws, user); err != nil {
			return err
		}
		if err := s.needOwner(ctx, tx, ws); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteTokensOf"), ws, user); err != nil {
			return err
		}
		return s.Audit(by, ws, "member.remove", target(user), string(was))(ctx, tx)
	})
}

// mayGrant: nobody hands out, or takes away, a role that may do more than they may.
func (c Caller) mayGrant(ws event.Workspace, role Role) error {
	if err := c.Require(ws, MembersManage); err != nil {
		return err
	}
	return c.covers(ws, role)
}

func (c Caller) covers(ws event.Workspace, role Role) error {
	if !role.known() {
		return fault.InvalidFields("this role cannot be given", []fault.Field{{Name: "role", Message: "is none of the roles"}})
	}
	if !c.Role(ws).covers(role) {
		return fault.Coded(fault.New(fault.Forbidden, "the role %s may do more than yours: ask somebody who has it", role), "role_more")
	}
	return nil
}

func (s *Store) role(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, user UserID) (Role, error) {
	role, ok, err := sqldb.One(ctx, tx, sqldb.Into[Role], s.statements.Get("memberRole"), ws, user)
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "this workspace has no member %d", user), "member_gone")
	}
	return role, err
}

// needOwner refuses a change that left the workspace without an owner. There is one writer, so nobody comes between.
func (s *Store) needOwner(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
	n, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int64], s.statements.Get("owners"), ws)
	if err == nil && n == 0 {
		err = fault.Coded(fault.New(fault.Conflict, "a workspace needs an owner: make somebody else an owner first"), "needs_owner")
	}
	return err
}

func (s *Store) addMember(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, user UserID, role Role) error {
	_, err := tx.Exec(ctx, s.statements.Get("insertMember"), ws, user, role, event.TimeOf(s.now()))
	if errors.Is(err, sqldb.ErrTaken) {
		return fault.Coded(fault.Wrap(fault.Conflict, err, "this person is a member already"), "member_already")
	}
	return err
}

func target(id UserID) string { return fmt.Sprintf("user:%d", id) }
