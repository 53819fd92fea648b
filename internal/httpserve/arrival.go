package httpserve

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// arrival is how a request came here; it travels in the request's context.
type arrival struct {
	id    string
	ip    netip.Addr
	https bool
}

type arrivalKey struct{}

func arrivalOf(r *http.Request) arrival {
	a, _ := r.Context().Value(arrivalKey{}).(arrival)
	return a
}

// RequestID names the request in logs and in the answer's X-Request-Id.
func RequestID(r *http.Request) string { return arrivalOf(r).id }

// ClientIP is the address of the one who asks, seen through trusted proxies; "" outside a Server.
func ClientIP(r *http.Request) string {
	if a := arrivalOf(r); a.ip.IsValid() {
		return a.ip.String()
	}
	return ""
}

// HTTPS reports whether the one who asks came over TLS, to us or to a trusted proxy.
func HTTPS(r *http.Request) bool { return arrivalOf(r).https }

const maxRequestID = 64

// arrive finds out about a request. Headers count only where a trusted proxy has written them.
func (s *Server) arrive(r *http.Request) arrival {
	a := arrival{https: r.TLS != nil}
	peer := addrOf(r.RemoteAddr)
	a.ip = s.client(peer, r.Header.Values("X-Forwarded-For"))
	if s.trusted(peer) {
		// The last one is what our own proxy has seen.
		protocols := strings.Split(strings.Join(r.Header.Values("X-Forwarded-Proto"), ","), ",")
		if last := strings.TrimSpace(protocols[len(protocols)-1]); last != "" {
			a.https = strings.EqualFold(last, "https")
		}
		if id := r.Header.Get("X-Request-Id"); id != "" && len(id) <= maxRequestID && !strings.ContainsFunc(id, notInID) {
			a.id = id
		}
	}
	if a.id == "" {
		a.id = strings.ToLower(rand.Text()[:16])
	}
	return a
}

func notInID(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
		return false
	}
	return true
}

// client walks the way back from the peer: as long as an address is a trusted proxy's, the one that it reports is looked at.
// What stands left of the first stranger was written by the stranger, and proves nothing.
func (s *Server) client(peer netip.Addr, forwarded []string) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	at := peer
	for _, hop := range slices.Backward(hops) {
		if !s.trusted(at) {
			break
		}
		before := addrOf(strings.TrimSpace(hop))
		if !before.IsValid() {
			break
		}
		at = before
	}
	return at
}

func (s *Server) trusted(addr netip.Addr) bool {
	return addr.IsValid() && slices.ContainsFunc(s.o.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// addrOf reads an address with or without a port; the zero Addr if it is none.
func addrOf(text string) netip.Addr {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap().WithZone("")
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

func withArrival(r *http.Request, a arrival) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), arrivalKey{}, a))
}
