// Package outbound is the one way in which Jejak calls servers that people name: never one of the network that Jejak stands in.
package outbound

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"jejak/internal/fault"
)

// Options say how calls are made.
type Options struct {
	// Allow are networks that may be called although they are not public ones.
	Allow []netip.Prefix
	// Trusted is the address of a server that the operator has set: this host and port may be called wherever they are, and no redirect
	// leads from there to another host, as what a call carries was meant for it alone.
	Trusted *url.URL
	Timeout time.Duration // of a call with all its redirects and its body; 30 s by default
	MaxBody int64         // bytes of an answer, unpacked; 8 MiB by default

	resolver *net.Resolver // that of the system by default
}

const (
	usualTimeout = 30 * time.Second
	usualMaxBody = 8 << 20
	maxRedirects = 5
	maxHeader    = 256 << 10
	agent        = "Jejak/1"
)

// Client calls out. It is safe for concurrent use.
type Client struct {
	http *http.Client
	own  *http.Transport
}

// New makes a Client. No proxy is taken from the environment: a proxy would dial what the Client refuses to.
func New(o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = usualTimeout
	}
	if o.MaxBody == 0 {
		o.MaxBody = usualMaxBody
	}
	dialer := &net.Dialer{Timeout: o.Timeout, Resolver: o.resolver, Control: guard(o.Allow)}
	own := &http.Transport{
		DialContext: o.dial(dialer), TLSHandshakeTimeout: o.Timeout, ResponseHeaderTimeout: o.Timeout,
		MaxResponseHeaderBytes: maxHeader, MaxIdleConnsPerHost: 1, IdleConnTimeout: 10 * time.Second, ForceAttemptHTTP2: true,
	}
	return &Client{own: own, http: &http.Client{Timeout: o.Timeout, Transport: bounded{own, o.MaxBody}, CheckRedirect: o.follow}}
}

// dial guards every connection but those to the trusted server.
func (o Options) dial(guarded *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	if o.Trusted == nil {
		return guarded.DialContext
	}
	open := *guarded
	open.Control = nil
	port := o.Trusted.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[o.Trusted.Scheme]
	}
	trusted := net.JoinHostPort(o.Trusted.Hostname(), port)
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.EqualFold(address, trusted) {
			return open.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
}

// HTTP is the client below, for libraries that call by themselves.
func (c *Client) HTTP() *http.Client { return c.http }

// Close ends connections that are kept for a next call.
func (c *Client) Close() { c.own.CloseIdleConnections() }

// follow says whether a redirect is followed. What was meant for one host, such as a key, is not handed to another.
func (o Options) follow(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return fault.Coded(fault.New(fault.Invalid, "%s leads from one address to the next without end: give the address that it should lead to.", before[0].URL.Hostname()), "endless", "host", before[0].URL.Hostname())
	}
	from := before[len(before)-1].URL
	if o.Trusted != nil && (next.URL.Host != from.Host || next.URL.Scheme != from.Scheme) {
		return fault.Coded(fault.New(fault.Invalid, "%s leads to another server, which is not followed: give the address that it should lead to.", from.Hostname()), "leads_elsewhere", "host", from.Hostname())
	}
	if next.URL.Host != from.Host || from.Scheme == "https" && next.URL.Scheme != "https" {
		for name := range next.Header {
			if name != "Accept" && name != "User-Agent" {
				next.Header.Del(name)
			}
		}
	}
	return nil
}

// bounded lets only http and https through, and ends answers that are too long.
type bounded struct {
	below http.RoundTripper
	most  int64
}

// RoundTrip makes one call.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := Address(r.URL.String()); err != nil {
		return nil, err
	}
	res, err := b.below.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = &boundedBody{ReadCloser: res.Body, left: b.most, host: r.URL.Hostname()}
	return res, nil
}

type boundedBody struct {
	io.ReadCloser
	left int64
	host string
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fault.Coded(fault.New(fault.TooLarge, "%s answers with more than can be read at once: choose a shorter feed or page.", b.host), "too_long", "host", b.host)
	}
	return n, err
}

// Address reads an address that may be called: http or https, with a host, without a user. Fault: Invalid.
func Address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fault.Coded(fault.New(fault.Invalid, "This is not the address of a page: give one that begins with https:// or http://."), "no_address")
	case u.User != nil:
		return nil, fault.New(fault.Invalid, "The address holds a name or password, which would be shown to everybody: leave it out.")
	}
	return u, nil
}

// Server checks the address of a server alone, without a path. Fault: Invalid, which names an example.
func Server(text, example string) error {
	u, err := Address(text)
	if err == nil && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "") {
		err = fault.New(fault.Invalid, "must be the address of the server alone, such as %s", example)
	}
	return err
}

// Call is what to ask of a server.
type Call struct {
	Method string // GET by default
	URL    string
	Header map[string]string
	Body   []byte
}

// Answer is what a server said, whatever its status.
type Answer struct {
	Host   string
	Status int
	Header http.Header
	Body   []byte
}

// Do makes a call. Faults: Invalid (an address that is none or must not be called), TooLarge, Unavailable (no answer).
func (c *Client) Do(ctx context.Context, call Call) (Answer, error) {
	u, err := Address(call.URL)
	if err != nil {
		return Answer{}, err
	}
	method := call.Method
	if method == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(call.Body))
	if err != nil {
		return Answer{}, fault.Coded(fault.Wrap(fault.Invalid, err, "This is not an address that can be called."), "no_address")
	}
	r.Header.Set("User-Agent", agent)
	for name, value := range call.Header {
		r.Header.Set(name, value)
	}
	a := Answer{Host: u.Hostname()}
	res, err := c.http.Do(r)
	if err != nil {
		return a, explain(a.Host, err)
	}
	defer res.Body.Close()
	a.Status, a.Header = res.StatusCode, res.Header
	if a.Body, err = io.ReadAll(res.Body); err != nil {
		return a, explain(a.Host, err)
	}
	return a, nil
}

// explain says why there was no answer, without the address, which may hold what only its owner knows.
func explain(host string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err
	}
	var dns *net.DNSError
	var slow net.Error
	var cert certificateError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault.Coded(fault.Wrap(fault.Unavailable, err, "There is no server called %s: check the address.", host), "unknown_host", "host", host)
	case errors.As(err, &slow) && slow.Timeout():
		return fault.Coded(fault.Wrap(fault.Unavailable, err, "%s took too long to answer. It is asked again later.", host), "too_slow", "host", host)
	case errors.As(err, &cert):
		return fault.Coded(fault.Wrap(fault.Unavailable, err, "The certificate of %s is not valid, so that nobody knows who answers: ask who runs it to renew it.", host), "bad_certificate", "host", host)
	}
	return fault.Coded(fault.Wrap(fault.Unavailable, err, "%s cannot be reached, or broke off. It is asked again later.", host), "unreachable", "host", host)
}
