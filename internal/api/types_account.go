package api

import "jejak/internal/event"

// Session tells a browser who is signed in and what they may do.
type Session struct {
	Setup      bool               `json:"setup" doc:"nobody has an account yet: the first-run form comes next"`
	Demo       bool               `json:"demo" doc:"simulated data, opened without an account on this machine only"`
	User       *User              `json:"user,omitempty" doc:"absent while nobody is signed in"`
	CSRF       string             `json:"csrf" doc:"to be sent back in the header X-Jejak-CSRF with every write"`
	Workspaces []SessionWorkspace `json:"workspaces" doc:"those that the user is a member of"`
	Version    string             `json:"version" example:"0.1.0"`
	Federation string             `json:"federation,omitempty" doc:"name of the identity provider that people can sign in with, at /api/v1/session/federated?to=PATH"`
}

// User is a person of the team.
type User struct {
	ID     string `json:"id"`
	Email  string `json:"email" format:"email"`
	Name   string `json:"name"`
	Locale string `json:"locale" enum:",en,id,zh-Hant" doc:"language of the screens; empty is the browser's"`

	MustSetPassword bool `json:"mustSetPassword" doc:"signed in with a one-time password: a new one has to be set first"`
}

// SessionWorkspace is a workspace as the signed-in user sees it.
type SessionWorkspace struct {
	Workspace
	Role        string   `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer"`
	Permissions []string `json:"permissions" doc:"what the role allows, in the words of each operation's x-permission"`
}

// Credentials sign a user in.
type Credentials struct {
	Email    string `json:"email" format:"email" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"1000"`
	Code     string `json:"code,omitempty" maxLength:"40" doc:"of the second factor; where it is missing, the fault has the field code"`
}

// Setup is the first-run form.
type Setup struct {
	Email     string `json:"email" format:"email" maxLength:"254"`
	Name      string `json:"name" minLength:"1" maxLength:"200"`
	Password  string `json:"password" minLength:"1" maxLength:"1000" doc:"at least 10 characters"`
	Workspace string `json:"workspace" minLength:"1" maxLength:"200" doc:"name of the brand"`
	Zone      string `json:"zone" maxLength:"64" example:"Asia/Jakarta" doc:"IANA time zone: where days and weeks begin"`
	Currency  string `json:"currency" pattern:"^[A-Z]{3}$" example:"IDR" doc:"ISO 4217"`
	Locale    string `json:"locale,omitempty" enum:"en,id,zh-Hant"`
}

// ProfileChange changes the signed-in user; what is absent stays.
type ProfileChange struct {
	Name            *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Locale          *string `json:"locale,omitempty" enum:",en,id,zh-Hant"`
	Password        *string `json:"password,omitempty" minLength:"1" maxLength:"1000" doc:"the new one; at least 10 characters"`
	CurrentPassword *string `json:"currentPassword,omitempty" maxLength:"1000" doc:"needed to change the password"`
}

// Workspace is one brand.
type Workspace struct {
	ID       event.Workspace `json:"id"`
	Name     string          `json:"name"`
	Zone     string          `json:"zone" example:"Asia/Jakarta" doc:"IANA time zone"`
	Currency string          `json:"currency" example:"IDR" doc:"ISO 4217"`
}

// WorkspaceNew makes a workspace; its maker becomes its owner.
type WorkspaceNew struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Zone     string `json:"zone" maxLength:"64" example:"Asia/Taipei"`
	Currency string `json:"currency" pattern:"^[A-Z]{3}$" example:"TWD"`
}

// WorkspaceChange changes a workspace; what is absent stays.
type WorkspaceChange struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Zone     *string `json:"zone,omitempty" maxLength:"64"`
	Currency *string `json:"currency,omitempty" pattern:"^[A-Z]{3}$"`
}

// WorkspaceList is all workspaces that the caller is a member of.
type WorkspaceList struct {
	Workspaces []SessionWorkspace `json:"workspaces"`
}

// Member is a user in a workspace.
type Member struct {
	ID      string     `json:"id" doc:"of the user"`
	Email   string     `json:"email" format:"email"`
	Name    string     `json:"name"`
	Role    string     `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer"`
	Since   event.Time `json:"since"`
	Seen    event.Time `json:"seen,omitempty" doc:"when they were last here"`
	Invited bool       `json:"invited" doc:"has not signed in and chosen a password yet"`
}

// MemberList is everyone in a workspace.
type MemberList struct {
	Members []Member `json:"members"`
}

// MemberNew adds a user to a workspace, and makes the user where the address is new.
type MemberNew struct {
	Email string `json:"email" format:"email" maxLength:"254"`
	Name  string `json:"name,omitempty" maxLength:"200" doc:"from the address by default"`
	Role  string `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer"`
}

// MemberCreated is the new member, with a password that is shown this once.
type MemberCreated struct {
	Member   Member `json:"member"`
	Password string `json:"password,omitempty" doc:"one-time password of a new user, shown only now; absent where the user existed"`
	Mailed   bool   `json:"mailed" doc:"they were told by mail, without the password"`
}

// OneTimePassword lets a member in once.
type OneTimePassword struct {
	Password string `json:"password" doc:"shown only now; works once, for seven days"`
}

// MemberChange changes a member's role.
type MemberChange struct {
	Role string `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer"`
}

// Token is an API token; its secret was shown once.
type Token struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Role    string     `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer"`
	Hint    string     `json:"hint" doc:"the end of its secret, to tell tokens apart"`
	Created event.Time `json:"created"`
	Used    event.Time `json:"used,omitempty" doc:"when it was last used"`
	By      string     `json:"by" doc:"who made it"`
}

// TokenList is the API tokens of a workspace.
type TokenList struct {
	Tokens []Token `json:"tokens"`
}

// TokenNew makes an API token.
type TokenNew struct {
	Name string `json:"name" minLength:"1" maxLength:"200"`
	Role string `json:"role" enum:"owner,admin,marketer,designer,developer,support,finance,viewer" doc:"at most the maker's own"`
}

// TokenCreated is the new token with its secret.
type TokenCreated struct {
	Token  Token  `json:"token"`
	Secret string `json:"secret" doc:"shown only now: send it as Authorization: Bearer SECRET"`
}

// AuditEntry is one thing that somebody changed.
type AuditEntry struct {
	ID     int64      `json:"id"`
	At     event.Time `json:"at"`
	Actor  string     `json:"actor" doc:"name of the user or the token"`
	Action string     `json:"action" example:"source.create"`
	Target string     `json:"target,omitempty" doc:"what it was done to"`
	Detail string     `json:"detail,omitempty"`
	IP     string     `json:"ip,omitempty"`
}

// AuditPage is a page of the audit log, newest first.
type AuditPage struct {
	Entries []AuditEntry `json:"entries"`
	Next    int64        `json:"next,omitempty" doc:"give it as before for the next page; absent on the last one"`
}
