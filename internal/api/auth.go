package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/httpserve"
)

// visit is one request as the guard has let it through.
type visit struct {
	caller account.Caller
	cookie string // the session's token, "" for a caller with an API token and for nobody
	ip     string
	agent  string
	demo   bool // the request may be signed in without an account
	secure bool // cookies are sent over TLS only
}

type visitKey struct{}

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

func callerOf(ctx context.Context) account.Caller { return visitOf(ctx).caller }

// guard lets a request through to an operation, or answers it with a fault.
func (a *API) guard(op huma.Operation, who access) func(huma.Context, func(huma.Context)) {
	write := isWrite(op.Method)
	changes := write && op.Metadata["asks"] == nil
	return func(ctx huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(ctx)
		var v visit
		var err error
		if op.Extensions["x-anywhere"] == nil {
			v, err = a.visit(r, who, write)
		} else { // pages of every site may call it, so it knows nobody
			v = a.from(r)
			ctx.SetHeader("Access-Control-Allow-Origin", "*")
			ctx.SetHeader("Access-Control-Expose-Headers", "Retry-After")
		}
		if err == nil && changes && a.o.ReadOnly {
			err = fault.Coded(fault.New(fault.Unavailable, "The data folder may not be written, so nothing can be changed. Looking and asking go on."), "read_only")
		}
		if err == nil && who.permission != "" {
			err = mayIn(v.caller, r.PathValue("ws"), who.permission)
		}
		if err != nil {
			a.refuse(ctx, err)
			return
		}
		ctx.SetHeader("Cache-Control", "no-store")
		next(invalidIsBad{huma.WithValue(ctx, visitKey{}, v)})
	}
}

// preflight lets pages of every site call what anybody may call.
func preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// from is where a request comes from, and how.
func (a *API) from(r *http.Request) visit {
	return visit{ip: a.o.ClientIP(r), agent: r.UserAgent(), secure: a.o.SecureCookies || httpserve.HTTPS(r)}
}

// visit finds out who asks. Nobody is a fault unless the operation is public; a credential that is wrong always is one, save
// for a session that has ended where the operation is public.
func (a *API) visit(r *http.Request, who access, write bool) (visit, error) {
	v := a.from(r)
	v.demo = a.o.DemoUser != 0 && fromHere(r)
	if secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		caller, err := a.o.Accounts.ByToken(r.Context(), strings.TrimSpace(secret))
		v.caller = caller
		v.caller.IP = v.ip
		return v, err
	}
	if write {
		// A page of another site must not sign anybody in, nor act with somebody's cookie.
		if err := a.crossSite.Check(r); err != nil {
			return v, fault.Wrap(fault.Forbidden, err, "This request comes from a page of another site.")
		}
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || cookie.Value == "" {
		if who.public {
			return v, nil
		}
		return v, fault.New(fault.Unauthenticated, "Sign in first.")
	}
	caller, err := a.o.Accounts.BySession(r.Context(), cookie.Value)
	if err != nil {
		if who.public && fault.Is(err, fault.Unauthenticated) {
			return v, nil
		}
		return v, err
	}
	if write && !who.public {
		if err := account.CheckCSRF(cookie.Value, r.Header.Get(csrfHeader)); err != nil {
			return v, err
		}
	}
	v.caller, v.cookie = caller, cookie.Value
	v.caller.IP = v.ip
	return v, nil
}

func mayIn(caller account.Caller, path string, permission account.Permission) error {
	n, err := strconv.ParseUint(path, 10, 32)
	if err != nil {
		return fault.Coded(fault.New(fault.NotFound, "There is no such workspace."), "workspace_gone")
	}
	return caller.Require(event.Workspace(n), permission)
}

// fromHere reports whether a request comes from this machine and means it: a page elsewhere can have its own name point at
// 127.0.0.1, but not change the Host that the browser sends.
func fromHere(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return false
	}
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false // a proxy on this machine speaks for somebody elsewhere
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

func (a *API) refuse(ctx huma.Context, err error) {
	p := problemOf(ctx.Context(), a.o.Log, err)
	for name, values := range p.headers {
		for _, value := range values {
			ctx.SetHeader(name, value)
		}
	}
	if p.Status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", `Bearer realm="jejak"`)
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = encode(ctx.BodyWriter(), p) // nothing is left to be done for a caller who has gone
}

// invalidIsBad has one status for input that breaks a rule, whether the framework or a handler finds it.
type invalidIsBad struct{ humaContext }

type humaContext = huma.Context // its own name would hide its method

// SetStatus writes the status.
func (c invalidIsBad) SetStatus(status int) {
	if status == http.StatusUnprocessableEntity {
		status = http.StatusBadRequest
	}
	c.humaContext.SetStatus(status)
}

func sessionCookieOf(v visit, token string) http.Cookie {
	c := http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.secure,
		MaxAge: int(account.SessionIdle / time.Second),
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}
