package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/workspace"
)

// UserPath names a user of a workspace.
type UserPath struct {
	InWorkspace
	User string `path:"user" maxLength:"64"`
}

type userRequest[T any] struct {
	UserPath
	Body T
}

// TokenPath names an API token of a workspace.
type TokenPath struct {
	InWorkspace
	Token string `path:"token" maxLength:"64"`
}

type auditQuery struct {
	InWorkspace
	Before int64 `query:"before" minimum:"0" doc:"entries before this one"`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (a *API) registerWorkspaces() {
	const tag = "Workspaces"
	register(a, describe("GET", root+"/workspaces", "listWorkspaces", tag, "The workspaces that one is a member of"), signedIn(), a.listWorkspaces)
	register(a, created(describe("POST", root+"/workspaces", "createWorkspace", tag, "Make a workspace; owners of one may")), signedIn(), a.createWorkspace)
	register(a, describe("GET", wsRoot, "getWorkspace", tag, "One workspace"), needs(account.WorkspaceRead), a.getWorkspace)
	register(a, describe("PATCH", wsRoot, "changeWorkspace", tag, "Change its name, zone or currency"), needs(account.WorkspaceManage), a.changeWorkspace)

	register(a, describe("GET", wsRoot+"/members", "listMembers", tag, "Everyone in the workspace"), needs(account.MembersRead), a.listMembers)
	register(a, created(describe("POST", wsRoot+"/members", "addMember", tag, "Add a member; a new user gets a one-time password")), needs(account.MembersManage), a.addMember)
	register(a, describe("PATCH", wsRoot+"/members/{user}", "changeMember", tag, "Change a member's role"), needs(account.MembersManage), a.changeMember)
	register(a, describe("POST", wsRoot+"/members/{user}/password", "resetMemberPassword", tag, "Give a member a new one-time password and sign them out"), needs(account.MembersManage), a.resetMemberPassword)
	// Anybody may leave, so the permission to remove others is checked where it is known who is meant.
	register(a, describe("DELETE", wsRoot+"/members/{user}", "removeMember", tag, "Take a member out of the workspace; anybody may leave"), needs(account.WorkspaceRead), a.removeMember)

	register(a, describe("GET", wsRoot+"/tokens", "listTokens", tag, "API tokens, without their secrets"), needs(account.TokensManage), a.listTokens)
	register(a, created(describe("POST", wsRoot+"/tokens", "createToken", tag, "Make an API token; its secret is shown once")), needs(account.TokensManage), a.createToken)
	register(a, describe("DELETE", wsRoot+"/tokens/{token}", "deleteToken", tag, "Make an API token worthless at once"), needs(account.TokensManage), a.deleteToken)

	register(a, describe("GET", wsRoot+"/audit", "listAudit", tag, "Who changed what, newest first"), needs(account.AuditRead), a.listAudit)
}

func (a *API) listWorkspaces(ctx context.Context, _ *nothing) (*reply[WorkspaceList], error) {
	list, err := a.workspacesOf(ctx, callerOf(ctx))
	return answer(WorkspaceList{Workspaces: list}), err
}

func (a *API) createWorkspace(ctx context.Context, in *request[WorkspaceNew]) (*reply[SessionWorkspace], error) {
	v := visitOf(ctx)
	draft := workspace.Draft{Name: in.Body.Name, Zone: in.Body.Zone, Currency: in.Body.Currency}
	w, err := a.o.Workspaces.Create(ctx, draft, a.founding(a.o.Accounts.OwnedBy(v.caller))...)
	if err != nil {
		return nil, err
	}
	caller, err := a.o.Accounts.BySession(ctx, v.cookie) // who now has a role in it
	if err != nil {
		return nil, err
	}
	return answer(asSeenBy(caller, w)), nil
}

func (a *API) getWorkspace(ctx context.Context, in *InWorkspace) (*reply[SessionWorkspace], error) {
	w, err := a.o.Workspaces.Get(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	return answer(asSeenBy(callerOf(ctx), w)), nil
}

func (a *API) changeWorkspace(ctx context.Context, in *wsRequest[WorkspaceChange]) (*reply[SessionWorkspace], error) {
	caller := callerOf(ctx)
	patch := workspace.Patch{Name: in.Body.Name, Zone: in.Body.Zone, Currency: in.Body.Currency}
	w, err := a.o.Workspaces.Update(ctx, in.WS, patch, a.o.Accounts.Audit(caller, in.WS, "workspace.change", workspaceTarget(in.WS), ""))
	if err != nil {
		return nil, err
	}
	return answer(asSeenBy(caller, w)), nil
}

func (a *API) listMembers(ctx context.Context, in *InWorkspace) (*reply[MemberList], error) {
	members, err := a.o.Accounts.Members(ctx, callerOf(ctx), in.WS)
	list := make([]Member, len(members))
	for i, m := range members {
		list[i] = memberOf(m)
	}
	return answer(MemberList{Members: list}), err
}

func memberOf(m account.Member) Member {
	return Member{
		ID: number(m.User), Email: m.Email, Name: m.Name, Role: string(m.Role), Since: m.Since, Seen: m.LastSeen, Invited: m.Invited,
	}
}

func (a *API) addMember(ctx context.Context, in *wsRequest[MemberNew]) (*reply[MemberCreated], error) {
	m, password, err := a.o.Accounts.Invite(ctx, callerOf(ctx), in.WS,
		account.Invitation{Email: in.Body.Email, Name: in.Body.Name, Role: account.Role(in.Body.Role)})
	if err != nil {
		return nil, err
	}
	mailed, err := a.mailInvitation(ctx, in.WS, m)
	if err != nil { // the member is made, and can be told by other means
		a.o.Log.ErrorContext(ctx, "an invitation could not be mailed", "workspace", in.WS, "error", err)
	}
	return answer(MemberCreated{Member: memberOf(m), Password: password, Mailed: mailed}), nil
}

func (a *API) changeMember(ctx context.Context, in *userRequest[MemberChange]) (*reply[Member], error) {
	user, err := numberOf[account.UserID](in.User, "member")
	if err != nil {
		return nil, err
	}
	caller := callerOf(ctx)
	if err := a.o.Accounts.SetRole(ctx, caller, in.WS, user, account.Role(in.Body.Role)); err != nil {
		return nil, err
	}
	return a.member(ctx, caller, in.WS, user)
}

func (a *API) resetMemberPassword(ctx context.Context, in *UserPath) (*reply[OneTimePassword], error) {
	user, err := numberOf[account.UserID](in.User, "member")
	if err != nil {
		return nil, err
	}
	password, err := a.o.Accounts.ResetPassword(ctx, callerOf(ctx), in.WS, user)
	return answer(OneTimePassword{Password: password}), err
}

func (a *API) removeMember(ctx context.Context, in *UserPath) (*nothing, error) {
	user, err := numberOf[account.UserID](in.User, "member")
	if err != nil {
		return nil, err
	}
	return nil, a.o.Accounts.RemoveMember(ctx, callerOf(ctx), in.WS, user)
}

func (a *API) listTokens(ctx context.Context, in *InWorkspace) (*reply[TokenList], error) {
	tokens, err := a.o.Accounts.Tokens(ctx, callerOf(ctx), in.WS)
	list := make([]Token, len(tokens))
	for i, t := range tokens {
		list[i] = tokenOf(t)
	}
	return answer(TokenList{Tokens: list}), err
}

func tokenOf(t account.Token) Token {
	return Token{ID: number(t.ID), Name: t.Name, Role: string(t.Role), Hint: t.Hint, Created: t.Created, Used: t.LastUsed, By: t.ByName}
}

func (a *API) createToken(ctx context.Context, in *wsRequest[TokenNew]) (*reply[TokenCreated], error) {
	t, secret, err := a.o.Accounts.CreateToken(ctx, callerOf(ctx), in.WS, account.TokenDraft{Name: in.Body.Name, Role: account.Role(in.Body.Role)})
	if err != nil {
		return nil, err
	}
	return answer(TokenCreated{Token: tokenOf(t), Secret: secret}), nil
}

func (a *API) deleteToken(ctx context.Context, in *TokenPath) (*nothing, error) {
	id, err := numberOf[int64](in.Token, "API token")
	if err != nil {
		return nil, err
	}
	return nil, a.o.Accounts.DeleteToken(ctx, callerOf(ctx), in.WS, id)
}

func (a *API) listAudit(ctx context.Context, in *auditQuery) (*reply[AuditPage], error) {
	entries, err := a.o.Accounts.AuditLog(ctx, callerOf(ctx), in.WS, in.Before, in.Limit)
	return answer(auditPage(entries, in.Limit)), err
}

func auditPage(entries []account.Entry, limit int) AuditPage {
	page := AuditPage{Entries: make([]AuditEntry, len(entries))}
	for i, e := range entries {
		page.Entries[i] = AuditEntry{ID: e.ID, At: e.At, Actor: e.Who, Action: e.Action, Target: e.Target, Detail: e.Detail, IP: e.IP}
	}
	if len(entries) == limit {
		page.Next = entries[limit-1].ID
	}
	return page
}

func (a *API) member(ctx context.Context, caller account.Caller, ws event.Workspace, user account.UserID) (*reply[Member], error) {
	members, err := a.o.Accounts.Members(ctx, caller, ws)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if m.User == user {
			return answer(memberOf(m)), nil
		}
	}
	return nil, fault.Coded(fault.New(fault.NotFound, "This workspace has no such member."), "member_gone")
}
