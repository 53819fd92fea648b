package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/outbound"
	"jejak/internal/seal"
)

// Federation is an identity provider that vouches for people (OpenID Connect Core 1.0, authorization code with PKCE).
type Federation struct {
	Name         string // on the button
	Issuer       string
	ClientID     string
	ClientSecret string
	Allow        []netip.Prefix // private networks that the provider's further addresses may lead to; that of the issuer itself always may
}

const (
	federationPath = root + "/session/federated"
	tripCookie     = "jejak_federated"
	tripTime       = 10 * time.Minute
	providerTime   = 15 * time.Second
)

// trip is what has to come back from the provider's pages. The browser carries it, sealed.
type trip struct {
	State, Nonce, Verifier, To string
	Ends                       int64
}

// federation speaks to the provider. It is asked what it can when somebody first signs in, so that one which is down keeps Jejak
// from nothing else.
type federation struct {
	is     Federation
	origin string
	key    seal.Key
	calls  *outbound.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

func newFederation(is Federation, origin string) (*federation, error) {
	key, err := seal.Parse(seal.Fresh()) // a trip does not outlast the process
	if err != nil {
		return nil, err
	}
	issuer, err := url.Parse(is.Issuer)
	calls := outbound.New(outbound.Options{Allow: is.Allow, Trusted: issuer, Timeout: providerTime})
	return &federation{is: is, origin: origin, key: key, calls: calls}, err
}

func (f *federation) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.provider == nil {
		// The provider keeps the client of this context for its later look-ups of keys.
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), f.calls.HTTP()), f.is.Issuer)
		if err != nil {
			return nil, nil, fault.Wrap(fault.Unavailable, err, "%s does not answer: try again, or sign in with your password.", f.is.Name)
		}
		f.provider = p
	}
	return f.provider, &oauth2.Config{
		ClientID: f.is.ClientID, ClientSecret: f.is.ClientSecret, Endpoint: f.provider.Endpoint(),
		RedirectURL: f.origin + federationPath + "/back", Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}, nil
}

func (a *API) serveFederation() error {
	if a.o.Federation == nil {
		return nil
	}
	f, err := newFederation(*a.o.Federation, a.o.Origin)
	if err != nil {
		return err
	}
	a.mux.HandleFunc("GET "+federationPath, func(w http.ResponseWriter, r *http.Request) {
		if err := a.leave(w, r, f); err != nil {
			a.turnAway(w, r, err)
		}
	})
	a.mux.HandleFunc("GET "+federationPath+"/back", func(w http.ResponseWriter, r *http.Request) {
		if err := a.comeBack(w, r, f); err != nil {
			a.turnAway(w, r, err)
		}
	})
	return nil
}

// leave sends the browser to the provider.
func (a *API) leave(w http.ResponseWriter, r *http.Request, f *federation) error {
	_, conf, err := f.discover(r.Context())
	if err != nil {
		return err
	}
	way := trip{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: inside(r.URL.Query().Get("to")), Ends: a.o.Now().Add(tripTime).Unix()}
	text, err := json.Marshal(way)
	if err != nil {
		return err
	}
	sealed, err := f.key.Seal(text, tripCookie)
	if err != nil {
		return err
	}
	a.putTrip(w, r, sealed, int(tripTime/time.Second))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, conf.AuthCodeURL(way.State, oidc.Nonce(way.Nonce), oauth2.S256ChallengeOption(way.Verifier)), http.StatusFound)
	return nil
}

// putTrip sets the cookie of the trip. It is Lax, as the provider's page is another site and leads back by a link.
func (a *API) putTrip(w http.ResponseWriter, r *http.Request, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: tripCookie, Value: value, Path: federationPath, MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.from(r).secure,
	})
}

// comeBack begins the session of whom the provider vouches for.
func (a *API) comeBack(w http.ResponseWriter, r *http.Request, f *federation) error {
	way, err := a.tripOf(r, f)
	if err != nil {
		return err
	}
	a.putTrip(w, r, "", -1)
	if r.URL.Query().Get("error") != "" {
		return fault.New(fault.Unauthenticated, "%s has not signed you in.", f.is.Name)
	}
	ctx, cancel := context.WithTimeout(r.Context(), providerTime)
	defer cancel()
	who, err := f.vouched(ctx, way, r.URL.Query().Get("code"))
	if err != nil {
		return err
	}
	v := a.from(r)
	s, err := a.o.Accounts.SignInFederated(ctx, who, v.ip, v.agent)
	if err != nil {
		return err
	}
	cookie := sessionCookieOf(v, s.Token)
	http.SetCookie(w, &cookie)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, way.To, http.StatusSeeOther)
	return nil
}

// tripOf is the trip that this browser began. Fault: Invalid.
func (a *API) tripOf(r *http.Request, f *federation) (trip, error) {
	var way trip
	cookie, err := r.Cookie(tripCookie)
	if err == nil {
		var text []byte
		if text, err = f.key.Open(cookie.Value, tripCookie); err == nil {
			err = json.Unmarshal(text, &way)
		}
	}
	if err != nil || way.State == "" || way.State != r.URL.Query().Get("state") || a.o.Now().Unix() > way.Ends {
		return way, fault.New(fault.Invalid, "This sign-in was not begun here, or took too long: begin again.")
	}
	return way, nil
}

// vouched exchanges the code for what the provider says of the person.
func (f *federation) vouched(ctx context.Context, way trip, code string) (account.Federated, error) {
	bad := func(err error) (account.Federated, error) {
		return account.Federated{}, fault.Wrap(fault.Unauthenticated, err, "%s has not signed you in.", f.is.Name)
	}
	provider, conf, err := f.discover(ctx)
	if err != nil {
		return account.Federated{}, err
	}
	ctx = oidc.ClientContext(ctx, f.calls.HTTP()) // else the secret would go out by a client that follows every redirect
	token, err := conf.Exchange(ctx, code, oauth2.VerifierOption(way.Verifier))
	if err != nil {
		return bad(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: f.is.ClientID}).Verify(ctx, raw)
	if err != nil {
		return bad(err)
	}
	if id.Nonce != way.Nonce {
		return bad(nil)
	}
	var said struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := id.Claims(&said); err != nil {
		return bad(err)
	}
	if said.Email == "" { // many providers tell it only when asked (OpenID Connect Core 1.0, §5.4)
		info, err := provider.UserInfo(ctx, conf.TokenSource(ctx, token))
		if err != nil || info.Subject != id.Subject {
			return bad(err)
		}
		said.Email, said.Verified = info.Email, info.EmailVerified
	}
	return account.Federated{Issuer: id.Issuer, Subject: id.Subject, Email: said.Email, EmailVerified: said.Verified}, nil
}

// turnAway leads back to the sign-in page, which says in the reader's language what went wrong.
func (a *API) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	why := map[fault.Kind]string{fault.Forbidden: "unknown", fault.Unauthenticated: "refused", fault.Invalid: "expired"}[fault.KindOf(err)]
	if why == "" {
		why = "unavailable"
	}
	a.o.Log.WarnContext(r.Context(), "federated sign-in", "why", why, "error", err)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/signin?fault="+why, http.StatusSeeOther)
}

// inside is a way within the app; anything else leads to its first page.
func inside(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}
