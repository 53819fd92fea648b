package account

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Caller is who asks for something: a user with a session, or an API token. The zero Caller may do nothing.
type Caller struct {
	User  *User  // nil for a token
	Token *Token // nil for a user
	IP    string // set by the edge; kept in the audit log

	roles   map[event.Workspace]Role
	session string // hash of the session's token
}

func (s *Store) caller(ctx context.Context, tx *sqldb.ReadTx, u User) (Caller, error) {
	c := Caller{User: &u, roles: map[event.Workspace]Role{}}
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (ws event.Workspace, err error) {
		var role Role
		err = row.Scan(&ws, &role)
		c.roles[ws] = role
		return ws, err
	}, s.statements.Get("roles"), u.ID)
	return c, err
}

// Role is the caller's role in a workspace, "" for none.
func (c Caller) Role(ws event.Workspace) Role { return c.roles[ws] }

// Workspaces are those that the caller has a role in, in order.
func (c Caller) Workspaces() []event.Workspace { return slices.Sorted(maps.Keys(c.roles)) }

// Can reports whether the caller has the permission in the workspace.
func (c Caller) Can(ws event.Workspace, p Permission) bool {
	if c.User != nil && c.User.MustSetPassword {
		return false
	}
	return c.roles[ws].Can(p)
}

// CanCreateWorkspace reports whether the caller may found a further workspace: owners of one may.
func (c Caller) CanCreateWorkspace() bool {
	return slices.ContainsFunc(c.Workspaces(), func(ws event.Workspace) bool { return c.User != nil && c.Can(ws, WorkspaceCreate) })
}

// Require is nil where the caller has the permission. Faults: Unauthenticated (nobody), NotFound (no role in the workspace, so
// nothing tells whether it exists), Forbidden.
func (c Caller) Require(ws event.Workspace, p Permission) error {
	switch {
	case c.User == nil && c.Token == nil:
		return fault.New(fault.Unauthenticated, "sign in first")
	case c.roles[ws] == "":
		return fault.Coded(fault.New(fault.NotFound, "there is no workspace %d", ws), "workspace_gone")
	case c.User != nil && c.User.MustSetPassword:
		return fault.Coded(fault.New(fault.Forbidden, "choose a password of your own first"), "password_first")
	case !c.Can(ws, p):
		return forbidden(p)
	}
	return nil
}

func forbidden(p Permission) error {
	return fault.Coded(fault.New(fault.Forbidden, "your role does not allow this (%s): ask an owner or admin of the workspace", p), "role_short")
}

// Actor names the caller in stored records, such as user:3 or token:5.
func (c Caller) Actor() string {
	switch {
	case c.User != nil:
		return fmt.Sprintf("user:%d", c.User.ID)
	case c.Token != nil:
		return fmt.Sprintf("token:%d", c.Token.ID)
	}
	return "system"
}

// Name is what to call the caller.
func (c Caller) Name() string {
	switch {
	case c.User != nil:
		return c.User.Name
	case c.Token != nil:
		return c.Token.Name
	}
	return "Jejak"
}
