package httpserve

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestClientIsSeenThroughTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	s := &Server{o: Options{TrustedProxies: []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("127.0.0.1/32"),
	}}}
	f := func(peer, want string, forwarded ...string) {
		t.Helper()
		if got := s.client(addrOf(peer), forwarded).String(); got != want {
			t.Errorf("from %s with %q: %s, want %s", peer, forwarded, got, want)
		}
	}
	f("203.0.113.9:1234", "203.0.113.9")
	f("203.0.113.9:1234", "203.0.113.9", "1.2.3.4")                 // a stranger's word
	f("10.0.0.1:1234", "10.0.0.1")                                  // no header
	f("10.0.0.1:1234", "1.2.3.4", "1.2.3.4")                        //
	f("10.0.0.1:1234", "1.2.3.4", "6.6.6.6, 1.2.3.4")               // the client made one up
	f("10.0.0.1:1234", "1.2.3.4", "6.6.6.6, 1.2.3.4, 10.0.0.2")     // two proxies
	f("10.0.0.1:1234", "1.2.3.4", "6.6.6.6", "1.2.3.4", "10.0.0.2") // as several headers
	f("10.0.0.1:1234", "10.0.0.2", "junk, 10.0.0.2")                // as far as it can be read
	f("10.0.0.1:1234", "10.0.0.1", "")                              //
	f("10.0.0.1:1234", "10.0.0.3", "10.0.0.3")                      // inside only
	f("[::1]:1234", "2001:db8::1", "2001:db8::1")                   //
	f("[::1]:1234", "2001:db8::1", "[2001:db8::1]:443")             // with a port
	f("[::ffff:127.0.0.1]:1234", "1.2.3.4", "::ffff:1.2.3.4")       // mapped addresses are IPv4
	f("[fe80::1%eth0]:1234", "fe80::1", "1.2.3.4")                  //
	f("not an address", "invalid IP", "1.2.3.4")                    //
}

func TestArrivalIgnoresWhatStrangersWrite(t *testing.T) {
	t.Parallel()
	s := &Server{o: Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	r := func(peer string) *http.Request {
		return &http.Request{RemoteAddr: peer, Header: http.Header{
			"X-Forwarded-Proto": {"http, https"}, "X-Request-Id": {"abc-123"}, "X-Forwarded-For": {"1.2.3.4"},
		}}
	}
	if a := s.arrive(r("10.1.1.1:5")); !a.https || a.id != "abc-123" || a.ip.String() != "1.2.3.4" {
		t.Errorf("from a trusted proxy: %+v", a)
	}
	if a := s.arrive(r("8.8.8.8:5")); a.https || a.id == "abc-123" || len(a.id) != 16 || a.ip.String() != "8.8.8.8" {
		t.Errorf("from a stranger: %+v", a)
	}
	odd := r("10.1.1.1:5")
	odd.Header.Set("X-Request-Id", "a b\nc")
	if a := s.arrive(odd); len(a.id) != 16 {
		t.Errorf("a request id that would break the log: %q", a.id)
	}
}

// Whatever the headers say, the address is the peer's or one that stands in the header.
func FuzzClient(f *testing.F) {
	f.Add("10.0.0.1:1", "1.2.3.4, 10.0.0.2")
	f.Add("::1", "[::1]:0,,%")
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		s := &Server{o: Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::/0")}}}
		from := addrOf(peer)
		got := s.client(from, []string{forwarded})
		if !s.trusted(from) && got != from {
			t.Errorf("%q believed from %q", forwarded, peer)
		}
		if from.IsValid() && !got.IsValid() {
			t.Errorf("%q with %q gives no address", peer, forwarded)
		}
	})
}
