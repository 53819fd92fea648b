package api

import (
	"context"
	"encoding/base64"

	"jejak/internal/account"
	"jejak/internal/event"
)

// SecondFactor is how one's own second factor stands.
type SecondFactor struct {
	On       bool       `json:"on"`
	Since    event.Time `json:"since,omitempty"`
	Recovery int        `json:"recovery" doc:"recovery codes that are left"`
}

// PasswordAgain proves that the user sits at the session.
type PasswordAgain struct {
	CurrentPassword string `json:"currentPassword" minLength:"1" maxLength:"1000"`
}

// Enrolment is what an authenticator app is given.
type Enrolment struct {
	Seed  string `json:"seed" doc:"to be typed where no picture can be taken"`
	URI   string `json:"uri" doc:"otpauth://…"`
	Image string `json:"image" doc:"the URI as a QR code: a data: URL of a PNG picture"`
}

// Code is one that the authenticator app shows.
type Code struct {
	Code string `json:"code" minLength:"1" maxLength:"40"`
}

// RecoveryCodes let their owner in when the device is lost, each once.
type RecoveryCodes struct {
	Codes []string `json:"codes" doc:"shown only now"`
}

// SecondFactorEnd turns it off.
type SecondFactorEnd struct {
	PasswordAgain
	Code
}

func (a *API) registerSecondFactor() {
	const tag, path = "Session", root + "/session/second-factor"
	register(a, describe("GET", path, "getSecondFactor", tag, "How one's own second factor stands"), signedIn(), a.getSecondFactor)
	register(a, describe("POST", path, "beginSecondFactor", tag, "Begin with a second factor: a seed for an authenticator app (RFC 6238)"), signedIn(), a.beginSecondFactor)
	register(a, describe("PUT", path, "confirmSecondFactor", tag, "Turn it on with a first code; other sessions end"), signedIn(), a.confirmSecondFactor)
	register(a, describe("POST", path+"/end", "endSecondFactor", tag, "Turn it off"), signedIn(), a.endSecondFactor)
	register(a, describe("DELETE", wsRoot+"/members/{user}/second-factor", "resetMemberSecondFactor", "Workspaces", "Turn off the second factor of a member who has lost it, and sign them out"),
		needs(account.MembersManage), a.resetMemberSecondFactor)
}

func (a *API) getSecondFactor(ctx context.Context, _ *nothing) (*reply[SecondFactor], error) {
	is, err := a.o.Accounts.SecondFactor(ctx, callerOf(ctx))
	return answer(SecondFactor{On: is.Since != 0, Since: is.Since, Recovery: is.Recovery}), err
}

func (a *API) beginSecondFactor(ctx context.Context, in *request[PasswordAgain]) (*reply[Enrolment], error) {
	e, err := a.o.Accounts.BeginSecondFactor(ctx, callerOf(ctx), in.Body.CurrentPassword)
	if err != nil {
		return nil, err
	}
	return answer(Enrolment{Seed: e.Seed, URI: e.URI, Image: "data:image/png;base64," + base64.StdEncoding.EncodeToString(e.Image)}), nil
}

func (a *API) confirmSecondFactor(ctx context.Context, in *request[Code]) (*reply[RecoveryCodes], error) {
	codes, err := a.o.Accounts.ConfirmSecondFactor(ctx, callerOf(ctx), in.Body.Code)
	return answer(RecoveryCodes{Codes: codes}), err
}

func (a *API) endSecondFactor(ctx context.Context, in *request[SecondFactorEnd]) (*nothing, error) {
	return nil, a.o.Accounts.DropSecondFactor(ctx, callerOf(ctx), in.Body.CurrentPassword, in.Body.Code.Code)
}

func (a *API) resetMemberSecondFactor(ctx context.Context, in *UserPath) (*nothing, error) {
	user, err := numberOf[account.UserID](in.User, "member")
	if err != nil {
		return nil, err
	}
	return nil, a.o.Accounts.ResetSecondFactor(ctx, callerOf(ctx), in.WS, user)
}
