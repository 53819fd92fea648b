package api

import (
	"context"
	"net/http"
)

type signedInReply struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      Session
}

type signedOutReply struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

type UserPath struct {
	InWorkspace
	User string `path:"user" maxLength:"64"`
}

type userRequest[T any] struct {
	UserPath
	Body T
}

type TokenPath struct {
	InWorkspace
	Token string `path:"token" maxLength:"64"`
}

type auditQuery struct {
	InWorkspace
	Before int64 `query:"before" minimum:"0" doc:"entries before this one"`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (a *API) registerAccount() {
	const tag = "Session"
	register(a, describe("GET", root+"/session", "getSession", tag, "Who is signed in, and what they may do"), anybody(), a.getSession)
	register(a, describe("POST", root+"/session", "signIn", tag, "Sign in"), anybody(), a.signIn)
	register(a, describe("DELETE", root+"/session", "signOut", tag, "Sign out"), signedIn(), a.signOut)
	register(a, created(describe("POST", root+"/setup", "setUp", tag, "First run: the owner and the first workspace; signs in")), anybody(), a.setUp)
	register(a, describe("PATCH", root+"/session/user", "changeProfile", tag, "Change one's own name, language or password"), signedIn(), a.changeProfile)
	a.registerWorkspaces()
}

func (a *API) registerWorkspaces() {
	const tag = "Workspaces"
	register(a, describe("GET", root+"/workspaces", "listWorkspaces", tag, "The workspaces that one is a member of"), signedIn(), a.listWorkspaces)
	register(a, created(describe("POST", root+"/workspaces", "createWorkspace", tag, "Make a workspace")), signedIn(), a.createWorkspace)
	register(a, describe("GET", wsRoot, "getWorkspace", tag, "One workspace"), needs("workspace.read"), a.getWorkspace)
	register(a, describe("PATCH", wsRoot, "changeWorkspace", tag, "Change its name, zone or currency"), needs("workspace.manage"), a.changeWorkspace)

	register(a, describe("GET", wsRoot+"/members", "listMembers", tag, "Everyone in the workspace"), needs("members.read"), a.listMembers)
	register(a, created(describe("POST", wsRoot+"/members", "addMember", tag, "Add a member; a new user gets a one-time password")), needs("members.manage"), a.addMember)
	register(a, describe("PATCH", wsRoot+"/members/{user}", "changeMember", tag, "Change a member's role"), needs("members.manage"), a.changeMember)
	register(a, describe("DELETE", wsRoot+"/members/{user}", "removeMember", tag, "Take a member out of the workspace"), needs("members.manage"), a.removeMember)

	register(a, describe("GET", wsRoot+"/tokens", "listTokens", tag, "API tokens, without their secrets"), needs("tokens.manage"), a.listTokens)
	register(a, created(describe("POST", wsRoot+"/tokens", "createToken", tag, "Make an API token; its secret is shown once")), needs("tokens.manage"), a.createToken)
	register(a, describe("DELETE", wsRoot+"/tokens/{token}", "deleteToken", tag, "Make an API token worthless at once"), needs("tokens.manage"), a.deleteToken)

	register(a, describe("GET", wsRoot+"/audit", "listAudit", tag, "Who changed what, newest first"), needs("audit.read"), a.listAudit)
}

func (a *API) getSession(context.Context, *nothing) (*signedInReply, error) { return nil, errNotYet }
func (a *API) signIn(context.Context, *request[Credentials]) (*signedInReply, error) {
	return nil, errNotYet
}
func (a *API) signOut(context.Context, *nothing) (*signedOutReply, error) { return nil, errNotYet }
func (a *API) setUp(context.Context, *request[Setup]) (*signedInReply, error) {
	return nil, errNotYet
}
func (a *API) changeProfile(context.Context, *request[ProfileChange]) (*reply[User], error) {
	return nil, errNotYet
}
func (a *API) listWorkspaces(context.Context, *nothing) (*reply[WorkspaceList], error) {
	return nil, errNotYet
}
func (a *API) createWorkspace(context.Context, *request[WorkspaceNew]) (*reply[SessionWorkspace], error) {
	return nil, errNotYet
}
func (a *API) getWorkspace(context.Context, *InWorkspace) (*reply[SessionWorkspace], error) {
	return nil, errNotYet
}
func (a *API) changeWorkspace(context.Context, *wsRequest[WorkspaceChange]) (*reply[SessionWorkspace], error) {
	return nil, errNotYet
}
func (a *API) listMembers(context.Context, *InWorkspace) (*reply[MemberList], error) {
	return nil, errNotYet
}
func (a *API) addMember(context.Context, *wsRequest[MemberNew]) (*reply[MemberCreated], error) {
	return nil, errNotYet
}
func (a *API) changeMember(context.Context, *userRequest[MemberChange]) (*reply[Member], error) {
	return nil, errNotYet
}
func (a *API) removeMember(context.Context, *UserPath) (*nothing, error) { return nil, errNotYet }
func (a *API) listTokens(context.Context, *InWorkspace) (*reply[TokenList], error) {
	return nil, errNotYet
}
func (a *API) createToken(context.Context, *wsRequest[TokenNew]) (*reply[TokenCreated], error) {
	return nil, errNotYet
}
func (a *API) deleteToken(context.Context, *TokenPath) (*nothing, error) { return nil, errNotYet }
func (a *API) listAudit(context.Context, *auditQuery) (*reply[AuditPage], error) {
	return nil, errNotYet
}
