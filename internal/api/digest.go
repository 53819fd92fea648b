package api

import (
	"cmp"
	"context"
	"fmt"

	"jejak/internal/account"
	"jejak/internal/digest"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail"
)

// DigestChoice is how often you are mailed what concerns you in a workspace.
type DigestChoice struct {
	Every digest.Every `json:"every" enum:"off,daily,weekly" doc:"off: in the app alone; weekly: on Mondays; at 8 in the workspace's zone, where there is something to tell"`
	Ready bool         `json:"ready" readOnly:"true" doc:"a mail server is set; without one nothing is mailed"`
}

// DigestBody changes it.
type DigestBody struct {
	Every digest.Every `json:"every" enum:"off,daily,weekly"`
}

func (a *API) registerDigest() {
	const tag = "Workspaces"
	const path = wsRoot + "/digest"
	register(a, describe("GET", path, "getDigest", tag, "How often you are mailed what concerns you"), needs(account.Ask), a.getDigest)
	register(a, describe("PUT", path, "setDigest", tag, "Be mailed what concerns you: never, daily or weekly"), needs(account.Ask), a.setDigest)
}

func (a *API) getDigest(ctx context.Context, in *InWorkspace) (*reply[DigestChoice], error) {
	every := digest.Off
	if u := callerOf(ctx).User; u != nil {
		var err error
		if every, err = a.o.Digests.Get(ctx, in.WS, int64(u.ID)); err != nil {
			return nil, err
		}
	}
	return answer(DigestChoice{Every: every, Ready: a.o.Mail.Ready()}), nil
}

func (a *API) setDigest(ctx context.Context, in *wsRequest[DigestBody]) (*reply[DigestChoice], error) {
	u := callerOf(ctx).User
	if u == nil {
		return nil, fault.New(fault.Invalid, "A token has no address: sign in to choose a digest.")
	}
	return answer(DigestChoice{Every: in.Body.Every, Ready: a.o.Mail.Ready()}), a.o.Digests.Set(ctx, in.WS, int64(u.ID), in.Body.Every)
}

// mailInvitation tells somebody that they were invited, where a mail server is set. The one-time password is not in it: whoever invites
// hands it over on another way.
func (a *API) mailInvitation(ctx context.Context, ws event.Workspace, m account.Member) (bool, error) {
	if !a.o.Mail.Ready() {
		return false, nil
	}
	w, err := a.o.Workspaces.Get(ctx, ws)
	if err != nil {
		return false, err
	}
	by := callerOf(ctx)
	lang := w.Settings.Locale
	if by.User != nil {
		lang = cmp.Or(by.User.Locale, lang)
	}
	lang = mail.Best(lang)
	word := func(name string) string { return mail.Word(lang, "invite."+name, "brand", w.Name, "by", by.Name()) }
	how := "known"
	if m.Invited {
		how = "password"
	}
	err = a.o.Mail.Put(ctx, mail.Draft{
		Workspace: ws, Occasion: fmt.Sprintf("invitation:%d:%d", m.User, m.Since), Kind: mail.Invitation, Letter: mail.Letter{
			To: m.Email, Language: lang, Brand: w.Name, Subject: word("subject"), Title: word("subject"), Text: []string{word("text"), word(how)},
			Button: &mail.Choice{Label: word("open"), URL: a.o.Mail.Root() + "/"}, Note: word("note"),
		},
	})
	return err == nil, err
}
