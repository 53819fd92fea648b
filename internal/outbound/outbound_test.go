package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/dns/dnsmessage"

	"jejak/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var here = netip.MustParsePrefix("127.0.0.0/8")

func client(t *testing.T, o Options) *Client {
	t.Helper()
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// Whatever is not public is refused, in every way of writing it, and before anything is sent.
func TestPrivateAddressesAreNeverDialled(t *testing.T) {
	t.Parallel()
	check := guard(nil)
	for _, private := range []string{
		"127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
		"100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "198.18.0.1",
		"192.0.2.1", "198.51.100.1", "203.0.113.1",
		"::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
		"ff02::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "fec0::1",
	} {
		if err := check("tcp", net.JoinHostPort(private, "80"), nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s is dialled: %v", private, err)
		}
	}
	for _, public := range []string{"1.1.1.1", "93.184.216.34", "172.32.0.1", "172.15.255.255", "100.63.255.255", "100.128.0.1", "9.255.255.255", "11.0.0.0", "2606:4700::1111", "2a00:1450::1"} {
		if err := check("tcp", net.JoinHostPort(public, "443"), nil); err != nil {
			t.Errorf("%s is refused: %v", public, err)
		}
	}
	allowed := guard([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")})
	if err := allowed("tcp", "10.1.2.3:80", nil); err != nil {
		t.Errorf("a network that is allowed: %v", err)
	}
	if err := allowed("tcp", "10.2.0.1:80", nil); err == nil {
		t.Error("the network beside it is allowed too")
	}
}

func TestThisMachineIsNotCalled(t *testing.T) {
	t.Parallel()
	var called atomic.Int32
	s := serve(t, func(http.ResponseWriter, *http.Request) { called.Add(1) })
	port := s.Listener.Addr().(*net.TCPAddr).Port
	for _, address := range []string{
		s.URL, fmt.Sprintf("http://localhost:%d/", port), fmt.Sprintf("http://2130706433:%d/", port), fmt.Sprintf("http://0x7f.1:%d/", port),
		fmt.Sprintf("http://[::ffff:127.0.0.1]:%d/", port), fmt.Sprintf("http://0:%d/", port),
	} {
		if _, err := client(t, Options{}).Do(t.Context(), Call{URL: address}); err == nil {
			t.Errorf("%s was called", address)
		}
	}
	if called.Load() != 0 {
		t.Errorf("the server on this machine heard %d calls", called.Load())
	}
}

// A page on an allowed host leads to one that is not: the jump is refused.
func TestRedirectsAreLookedAtToo(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	inner, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	secret := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	secret.Listener.Close()
	secret.Listener = inner
	secret.Start()
	t.Cleanup(secret.Close)
	for _, to := range []string{secret.URL, "file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pass@127.0.0.1/"} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		_, err := client(t, Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}).Do(t.Context(), Call{URL: s.URL})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("a redirect to %s: %v", to, err)
		}
	}
	if reached.Load() {
		t.Error("the address that is not allowed was reached")
	}
	var s *httptest.Server
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.URL+r.URL.Path+"x", http.StatusFound)
	})
	if _, err := client(t, Options{Allow: []netip.Prefix{here}}).Do(t.Context(), Call{URL: s.URL + "/"}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "without end") {
		t.Errorf("redirects without end: %v", err)
	}
}

// What was meant for one host is not told to another.
func TestKeysStayWithTheirHost(t *testing.T) {
	t.Parallel()
	got := make(chan http.Header, 2)
	other := serve(t, func(_ http.ResponseWriter, r *http.Request) { got <- r.Header })
	first := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got <- r.Header
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	_, err := client(t, Options{Allow: []netip.Prefix{here}}).Do(t.Context(), Call{URL: first.URL, Header: map[string]string{"X-Goog-Api-Key": "s3cret", "Accept": "text/css"}})
	if err != nil {
		t.Fatal(err)
	}
	if h := <-got; h.Get("X-Goog-Api-Key") != "s3cret" {
		t.Errorf("the first host got %v", h)
	}
	if h := <-got; h.Get("X-Goog-Api-Key") != "" || h.Get("Accept") != "text/css" {
		t.Errorf("the second host got %v", h)
	}
}

// nameServer answers every question with the addresses in turn.
func nameServer(t *testing.T, addresses ...[4]byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf, n := make([]byte, 512), 0
		for {
			size, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:size]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type}, Body: &dnsmessage.AResource{A: addresses[n%len(addresses)]}}}
				n++
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name of the internet leads to this machine, at once or at its second look-up: neither is called.
func TestNamesDoNotLeadInside(t *testing.T) {
	t.Parallel()
	var called atomic.Int32
	s := serve(t, func(http.ResponseWriter, *http.Request) { called.Add(1) })
	port := s.Listener.Addr().(*net.TCPAddr).Port
	for range 3 {
		c := client(t, Options{resolver: nameServer(t, [4]byte{127, 0, 0, 1}, [4]byte{10, 0, 0, 1}), Timeout: 5 * time.Second})
		if _, err := c.Do(t.Context(), Call{URL: fmt.Sprintf("http://feeds.example.com:%d/", port)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a name that leads inside: %v", err)
		}
	}
	if called.Load() != 0 {
		t.Error("the server on this machine was called")
	}
}

func TestProxiesOfTheEnvironmentAreNotUsed(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "proxy") })
	direct := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "direct") })
	t.Setenv("HTTP_PROXY", proxy.URL)
	a, err := client(t, Options{Allow: []netip.Prefix{here}}).Do(t.Context(), Call{URL: direct.URL})
	if err != nil || string(a.Body) != "direct" {
		t.Errorf("%q %v", a.Body, err)
	}
}

// An answer is neither longer nor slower than is allowed, and the fault says which without the address.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	f := func(name string, h http.HandlerFunc, o Options, kind fault.Kind, says string) {
		t.Helper()
		o.Allow = []netip.Prefix{here}
		s := serve(t, h)
		_, err := client(t, o).Do(t.Context(), Call{URL: s.URL + "/feed?key=hunter2"})
		var told *fault.Error
		if !errors.As(err, &told) || told.Kind != kind || !strings.Contains(told.Message, says) || strings.Contains(told.Message, "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	f("50 MB", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, io.LimitReader(zeros{}, 50<<20)) }, Options{}, fault.TooLarge, "more than can be read")
	f("hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, Options{Timeout: 100 * time.Millisecond}, fault.Unavailable, "took too long")
	f("hangs half way", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<rss>")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}, Options{Timeout: 100 * time.Millisecond}, fault.Unavailable, "took too long")
	f("breaks off", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "<rss>")
	}, Options{}, fault.Unavailable, "broke off")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", "/feed", "ftp://a.b/", "javascript:alert(1)", "http://", "https://u:p@example.com/", "http://[::1", "http:///x", "file:///etc/passwd"} {
		if _, err := client(t, Options{}).Do(t.Context(), Call{URL: text}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestServersSayWhenToComeBack(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	f := func(status int, header map[string]string, want time.Duration, kind fault.Kind) {
		t.Helper()
		a := Answer{Host: "h", Status: status, Header: http.Header{}}
		for k, v := range header {
			a.Header.Set(k, v)
		}
		err := a.Fault(now)
		if got := a.Pause(now); got != want {
			t.Errorf("%d %v: %s, want %s", status, header, got, want)
		}
		if status < 400 {
			if err != nil {
				t.Errorf("%d: %v", status, err)
			}
			return
		}
		var told *fault.Error
		if !errors.As(err, &told) || told.Kind != kind || told.RetryAfter != want {
			t.Errorf("%d %v: %v", status, header, err)
		}
	}
	f(200, nil, 0, 0)
	f(304, nil, 0, 0)
	f(200, map[string]string{"X-RateLimit-Remaining": "5", "X-RateLimit-Reset": "2026-03-02T08:05:00.000Z"}, 0, 0)
	f(200, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-03-02T08:05:00.000Z"}, 5*time.Minute, 0)
	f(429, map[string]string{"Retry-After": "120"}, 2*time.Minute, fault.TooMany)
	f(429, map[string]string{"Retry-After": "Mon, 02 Mar 2026 08:10:00 GMT"}, 10*time.Minute, fault.TooMany)
	f(429, map[string]string{"RateLimit-Remaining": "0", "RateLimit-Reset": "1772438700"}, 5*time.Minute, fault.TooMany)
	f(429, map[string]string{"Retry-After": "-5"}, 0, fault.TooMany)
	f(429, map[string]string{"Retry-After": "NaN"}, 0, fault.TooMany)
	f(503, map[string]string{"Retry-After": "999999999"}, 24*time.Hour, fault.Unavailable)
	f(503, map[string]string{"Retry-After": "1e300"}, 0, fault.Unavailable)
	f(500, nil, 0, fault.Unavailable)
	f(401, nil, 0, fault.Forbidden)
	f(403, nil, 0, fault.Forbidden)
	f(404, nil, 0, fault.NotFound)
	f(410, nil, 0, fault.NotFound)
	f(418, nil, 0, fault.Invalid)
}

// FuzzPause: whatever servers write, they are left alone for a day at most, and never for less than no time.
func FuzzPause(f *testing.F) {
	f.Add("120", "", "")
	f.Add("Mon, 02 Mar 2026 08:10:00 GMT", "0", "-1e99")
	f.Add("NaN", "0", "2026-03-02T08:05:00Z")
	f.Fuzz(func(t *testing.T, after, remaining, reset string) {
		a := Answer{Host: "h", Status: 429, Header: http.Header{"Retry-After": {after}, "X-Ratelimit-Remaining": {remaining}, "X-Ratelimit-Reset": {reset}}}
		if d := a.Pause(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)); d < 0 || d > longestPause {
			t.Errorf("%q %q %q: %s", after, remaining, reset, d)
		}
	})
}
