package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/workspace"
)

type sessionReply struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      Session
}

type signedOutReply struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

func (a *API) registerAccount() {
	const tag = "Session"
	register(a, describe("GET", root+"/session", "getSession", tag, "Who is signed in, and what they may do"), anybody(), a.getSession)
	register(a, asks(describe("POST", root+"/session", "signIn", tag, "Sign in")), anybody(), a.signIn)
	register(a, asks(describe("DELETE", root+"/session", "signOut", tag, "Sign out")), signedIn(), a.signOut)
	register(a, created(describe("POST", root+"/setup", "setUp", tag, "First run: the owner and the first workspace; signs in")), anybody(), a.setUp)
	register(a, describe("PATCH", root+"/session/user", "changeProfile", tag, "Change one's own name, language or password"), signedIn(), a.changeProfile)
}

func (a *API) getSession(ctx context.Context, _ *nothing) (*sessionReply, error) {
	v := visitOf(ctx)
	if v.demo && v.caller.User == nil && v.caller.Token == nil {
		s, err := a.o.Accounts.StartSession(ctx, a.o.DemoUser, v.ip, v.agent)
		if err != nil {
			return nil, err
		}
		return a.signedIn(ctx, v, s)
	}
	body, err := a.session(ctx, v)
	return &sessionReply{Body: body}, err
}

func (a *API) signIn(ctx context.Context, in *request[Credentials]) (*sessionReply, error) {
	v := visitOf(ctx)
	s, err := a.o.Accounts.SignIn(ctx, account.Credentials{Email: in.Body.Email, Password: in.Body.Password, Code: in.Body.Code, IP: v.ip, Agent: v.agent})
	if err != nil {
		return nil, err
	}
	return a.signedIn(ctx, v, s)
}

func (a *API) signOut(ctx context.Context, _ *nothing) (*signedOutReply, error) {
	v := visitOf(ctx)
	if v.cookie == "" {
		return nil, fault.New(fault.Invalid, "An API token has no session to end.")
	}
	if err := a.o.Accounts.SignOut(ctx, v.cookie); err != nil {
		return nil, err
	}
	return &signedOutReply{SetCookie: []http.Cookie{sessionCookieOf(v, "")}}, nil
}

func (a *API) setUp(ctx context.Context, in *request[Setup]) (*sessionReply, error) {
	v, b := visitOf(ctx), in.Body
	done, err := a.o.Accounts.HasUsers(ctx)
	if err != nil {
		return nil, err
	}
	if done {
		return nil, fault.Coded(fault.New(fault.Conflict, "Jejak is set up already: sign in."), "set_up_already")
	}
	user, owner, err := a.o.Accounts.FirstOwner(ctx, account.UserDraft{Email: b.Email, Name: b.Name, Locale: b.Locale, Password: b.Password})
	if err != nil {
		return nil, err
	}
	draft := workspace.Draft{Name: b.Workspace, Zone: b.Zone, Currency: b.Currency, Settings: workspace.Settings{Locale: b.Locale}}
	if _, err := a.o.Workspaces.Create(ctx, draft, a.founding(owner)...); err != nil {
		return nil, ofFirstRun(err)
	}
	s, err := a.o.Accounts.StartSession(ctx, user.ID, v.ip, v.agent)
	if err != nil {
		return nil, err
	}
	return a.signedIn(ctx, v, s)
}

// ofFirstRun tells a fault of the workspace's name as the form of the first run has it, where "name" is the person's.
func ofFirstRun(err error) error {
	var e *fault.Error
	if errors.As(err, &e) {
		for i := range e.Fields {
			if e.Fields[i].Name == "name" {
				e.Fields[i].Name = "workspace"
			}
		}
	}
	return err
}

// founding is what belongs to every new workspace beside its owner.
func (a *API) founding(owner workspace.Founding) []workspace.Founding {
	return []workspace.Founding{owner, a.o.Touchpoints.Seed}
}

func (a *API) changeProfile(ctx context.Context, in *request[ProfileChange]) (*reply[User], error) {
	patch := account.ProfilePatch{Name: in.Body.Name, Locale: in.Body.Locale, Password: in.Body.Password}
	if in.Body.CurrentPassword != nil {
		patch.CurrentPassword = *in.Body.CurrentPassword
	}
	u, err := a.o.Accounts.ChangeProfile(ctx, callerOf(ctx), patch)
	if err != nil {
		return nil, err
	}
	return answer(userOf(u)), nil
}

// signedIn answers with a new session and its cookie.
func (a *API) signedIn(ctx context.Context, v visit, s account.Session) (*sessionReply, error) {
	caller, err := a.o.Accounts.BySession(ctx, s.Token)
	if err != nil {
		return nil, err
	}
	v.caller, v.cookie = caller, s.Token
	body, err := a.session(ctx, v)
	if err != nil {
		return nil, err
	}
	return &sessionReply{SetCookie: []http.Cookie{sessionCookieOf(v, s.Token)}, Body: body}, nil
}

func (a *API) session(ctx context.Context, v visit) (Session, error) {
	s := Session{Version: a.o.Version, Demo: v.demo}
	if f := a.o.Federation; f != nil {
		s.Federation = f.Name
	}
	if v.cookie != "" {
		s.CSRF = account.CSRF(v.cookie)
	}
	if v.caller.User == nil && v.caller.Token == nil {
		done, err := a.o.Accounts.HasUsers(ctx)
		s.Setup = !done
		return s, err
	}
	if v.caller.User != nil {
		u := userOf(*v.caller.User)
		s.User = &u
	}
	var err error
	s.Workspaces, err = a.workspacesOf(ctx, v.caller)
	return s, err
}

func (a *API) workspacesOf(ctx context.Context, caller account.Caller) ([]SessionWorkspace, error) {
	list := []SessionWorkspace{}
	for _, ws := range caller.Workspaces() {
		w, err := a.o.Workspaces.Get(ctx, ws)
		if err != nil {
			return nil, err
		}
		list = append(list, asSeenBy(caller, w))
	}
	return list, nil
}

func asSeenBy(caller account.Caller, w workspace.Workspace) SessionWorkspace {
	role := caller.Role(w.ID)
	s := SessionWorkspace{Workspace: workspaceOf(w), Role: string(role), Permissions: []string{}}
	for _, p := range role.Permissions() {
		if caller.Can(w.ID, p) {
			s.Permissions = append(s.Permissions, string(p))
		}
	}
	return s
}

func workspaceOf(w workspace.Workspace) Workspace {
	return Workspace{ID: w.ID, Name: w.Name, Zone: w.Zone, Currency: w.Currency}
}

func userOf(u account.User) User {
	return User{ID: number(u.ID), Email: u.Email, Name: u.Name, Locale: u.Locale, MustSetPassword: u.MustSetPassword}
}

// number writes an id of the control database. They are text in JSON, so that nobody counts on what they look like.
func number[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// numberOf reads what number writes. What was never written by it is not there.
func numberOf[T ~int64](s, what string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(fault.NotFound, "This workspace has no such %s.", what)
	}
	return T(n), nil
}

func target[T ~uint32 | ~uint64](kind string, id T) string {
	return kind + ":" + strconv.FormatUint(uint64(id), 10)
}

func workspaceTarget(ws event.Workspace) string { return target("workspace", ws) }
