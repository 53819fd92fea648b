package httpserve

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// syncBuffer is a log that is read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

type running struct {
	*Server
	client *http.Client
	log    *syncBuffer
	stop   func() error // and what Serve returned
}

func start(t *testing.T, o Options, handler http.Handler) running {
	t.Helper()
	log := &syncBuffer{}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	o.Log = slog.New(slog.NewJSONHandler(log, nil))
	s, err := Listen(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, handler) }()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // the test's own certificate
	stop := sync.OnceValue(func() error {
		cancel()
		transport.CloseIdleConnections()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	return running{Server: s, client: &http.Client{Transport: transport}, log: log, stop: stop}
}

// answered is an answer whose body has been read.
type answered struct {
	StatusCode int
	Header     http.Header
}

func (r running) get(t *testing.T, path string, headers ...string) (answered, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	answer, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{answer.StatusCode, answer.Header}, string(text)
}

func TestEveryKindHasItsStatus(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 400, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404,
		fault.Conflict: 409, fault.TooLarge: 413, fault.TooMany: 429, fault.Unavailable: 503, fault.Corrupt: 500,
	} {
		if got := Status(kind); got != want {
			t.Errorf("%s is %d, want %d", kind, got, want)
		}
	}
}

func TestProblemsShowOnlyWhatIsSafe(t *testing.T) {
	t.Parallel()
	secret := errors.New("password is hunter2")
	for name, c := range map[string]struct {
		err      error
		contains []string
		status   int
	}{
		"unclassified": {secret, []string{`"type":"internal"`, "Something went wrong"}, 500},
		"classified":   {fault.Wrap(fault.Conflict, secret, "it is taken"), []string{`"type":"conflict"`, "it is taken"}, 409},
		"wrapped":      {fmt.Errorf("hunter2: %w", fault.New(fault.NotFound, "no such thing")), []string{"no such thing"}, 404},
		"fields":       {fault.InvalidFields("mend this", []fault.Field{{Name: "zone", Message: "is no zone"}}), []string{`"name":"zone"`, "is no zone"}, 400},
		"slow":         {fmt.Errorf("ask: %w", context.DeadlineExceeded), []string{`"type":"unavailable"`, "too long"}, 503},
		"too many":     {&fault.Error{Kind: fault.TooMany, Message: "wait", RetryAfter: 1500 * time.Millisecond}, []string{"wait"}, 429},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, Options{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				WriteProblem(w, r, slog.New(slog.DiscardHandler), c.err)
			}))
			answer, text := r.get(t, "/")
			if answer.StatusCode != c.status || answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
			}
			for _, want := range c.contains {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %s", text, want)
				}
			}
			if strings.Contains(text, "hunter2") {
				t.Errorf("the inner error is shown: %s", text)
			}
			if wait := answer.Header.Get("Retry-After"); name == "too many" && wait != "2" {
				t.Errorf("Retry-After is %q", wait)
			}
		})
	}
}

func TestPanicIsAProblemAndTheServerGoesOn(t *testing.T) {
	t.Parallel()
	r := start(t, Options{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/early":
			w.Header().Set("Content-Length", "3")
			panic("hunter2") //nolint:forbidigo // what is tested
		case "/late":
			_, _ = w.Write([]byte("half of"))
			_ = http.NewResponseController(w).Flush()
			panic("late") //nolint:forbidigo // what is tested
		}
		_, _ = w.Write([]byte("well"))
	}))
	answer, text := r.get(t, "/early")
	if answer.StatusCode != 500 || !strings.Contains(text, `"type":"internal"`) || strings.Contains(text, "hunter2") {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL()+"/late", nil)
	late, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if half, err := io.ReadAll(late.Body); err == nil {
		t.Errorf("half an answer passed for a whole one: %q", half)
	}
	_ = late.Body.Close()
	if _, text := r.get(t, "/"); text != "well" {
		t.Errorf("after panics: %q", text)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"hunter2", `"stack"`, `"status":500`, `"status":200`} {
		if !strings.Contains(r.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, r.log)
		}
	}
}

func TestSecureHeaders(t *testing.T) {
	t.Parallel()
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	plain, _ := start(t, Options{}, handler).get(t, "/")
	for name, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := plain.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", name, got, want)
		}
	}
	csp := plain.Header.Get("Content-Security-Policy")
	if script := csp[strings.Index(csp, "script-src"):]; strings.Contains(script[:strings.Index(script, ";")], "unsafe") {
		t.Errorf("scripts may stand inline: %s", csp)
	}
	if got := plain.Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("plain HTTP promises TLS: %q", got)
	}
	cert, key := certificate(t, t.TempDir(), 1)
	secure := start(t, Options{TLSCert: cert, TLSKey: key}, handler)
	answer, _ := secure.get(t, "/")
	if got := answer.Header.Get("Strict-Transport-Security"); got == "" || !strings.HasPrefix(secure.URL(), "https://") {
		t.Errorf("TLS without HSTS: %q %s", got, secure.URL())
	}
	behind := start(t, Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, handler)
	if answer, _ = behind.get(t, "/", "X-Forwarded-Proto", "https"); answer.Header.Get("Strict-Transport-Security") == "" {
		t.Error("TLS that ends at the proxy is not seen")
	}
}

func TestLogHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /people/{person}", func(http.ResponseWriter, *http.Request) {})
	r := start(t, Options{}, mux)
	answer, _ := r.get(t, "/people/4711?search=siti@example.com", "Authorization", "Bearer hunter2", "User-Agent", "Spy/1")
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	log := r.log.String()
	for _, not := range []string{"4711", "siti", "hunter2", "127.0.0.1", "Spy"} {
		if strings.Contains(log, not) {
			t.Errorf("the log holds %q: %s", not, log)
		}
	}
	for _, want := range []string{`"route":"GET /people/{person}"`, `"status":200`, answer.Header.Get("X-Request-Id")} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q: %s", want, log)
		}
	}
}

func TestDrainWaitsThenCutsOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		release bool
		want    fault.Kind
	}{"in time": {release: true}, "too slow": {want: fault.Unavailable}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entered, release := make(chan struct{}), make(chan struct{})
			r := start(t, Options{DrainTimeout: 300 * time.Millisecond}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				close(entered)
				select {
				case <-release:
				case <-r.Context().Done():
				}
				_, _ = w.Write([]byte("whole"))
			}))
			got := make(chan string, 1)
			go func() {
				request, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, r.URL(), nil)
				answer, err := r.client.Do(request)
				if err != nil {
					got <- "cut off"
					return
				}
				text, _ := io.ReadAll(answer.Body)
				_ = answer.Body.Close()
				got <- string(text)
			}()
			<-entered
			stopped := make(chan error, 1)
			go func() { stopped <- r.stop() }()
			want := "cut off"
			if c.release {
				want = "whole"
				for { // until no new connection is taken: the drain has begun
					conn, err := net.Dial("tcp", r.Addr().String())
					if err != nil {
						break
					}
					_ = conn.Close()
				}
				close(release)
			}
			if text := <-got; text != want {
				t.Errorf("the running request got %q, want %q", text, want)
			}
			if err := <-stopped; fault.KindOf(err) != c.want && err != nil || (err == nil) != c.release {
				t.Errorf("Serve: %v", err)
			}
		})
	}
}

func TestSlowAndOversizedRequestsEnd(t *testing.T) {
	t.Parallel()
	r := start(t, Options{HeaderTimeout: 100 * time.Millisecond, BodyTimeout: 100 * time.Millisecond, MaxHeaderBytes: 4096},
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				w.WriteHeader(http.StatusRequestTimeout)
			}
		}))
	raw := func(request string) string {
		t.Helper()
		conn, err := net.Dial("tcp", r.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second)) // far more than any of the limits
		if _, err := io.WriteString(conn, request); err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(conn).ReadString('\n')
		return line
	}
	if got := raw("GET / HTTP/1.1\r\nHost: x\r\nX-Slow"); got != "" && !strings.Contains(got, " 40") {
		t.Errorf("half a head: %q", got)
	}
	if got := raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"); !strings.Contains(got, "408") {
		t.Errorf("half a body: %q", got)
	}
	if got := raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("x", 20_000) + "\r\n\r\n"); !strings.Contains(got, "431") {
		t.Errorf("a long head: %q", got)
	}
}

// The time for the body must not end an answer that takes longer than that.
func TestLongAnswersOutliveTheBodyTimeout(t *testing.T) {
	t.Parallel()
	r := start(t, Options{BodyTimeout: 50 * time.Millisecond}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		timer := time.NewTimer(200 * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
			_, _ = w.Write([]byte("whole"))
		case <-r.Context().Done():
		}
	}))
	answer, err := r.client.Post(r.URL(), "text/plain", strings.NewReader("all of it"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if text, err := io.ReadAll(answer.Body); string(text) != "whole" || err != nil {
		t.Errorf("%q %v", text, err)
	}
}

func TestListenTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	first, err := Listen(t.Context(), Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	if _, err := Listen(t.Context(), Options{Listen: first.Addr().String()}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a taken port: %v", err)
	}
	if _, err := Listen(t.Context(), Options{Listen: "127.0.0.1:0", TLSCert: "none.pem", TLSKey: "none.pem"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no certificate: %v", err)
	}
	everywhere, err := Listen(t.Context(), Options{Listen: ":0"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = everywhere.Close() }()
	if !strings.HasPrefix(everywhere.URL(), "http://localhost:") {
		t.Errorf("URL is %s", everywhere.URL())
	}
}

func TestRenewedCertificateIsTakenUp(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key := certificate(t, folder, 1)
	c, err := openCertificates(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	serial := func(at time.Time) string {
		t.Helper()
		parsed, err := x509.ParseCertificate(c.at(at).Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return parsed.SerialNumber.String()
	}
	now := time.Now()
	certificate(t, folder, 2)
	if err := os.Chtimes(cert, now, now.Add(time.Hour)); err != nil { // coarse clocks
		t.Fatal(err)
	}
	if got := serial(now); got != "1" {
		t.Errorf("looked too often: %s", got)
	}
	if got := serial(now.Add(2 * lookAgain)); got != "2" {
		t.Errorf("the renewed certificate is not used: %s", got)
	}
	if err := os.WriteFile(cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := serial(now.Add(4 * lookAgain)); got != "2" {
		t.Errorf("half a renewal lost the good certificate: %s", got)
	}
}

func certificate(t *testing.T, folder string, serial int64) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestProblemIsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(ProblemOf(fault.New(fault.Forbidden, "no")))
	if err != nil || string(text) != `{"type":"forbidden","title":"Forbidden","status":403,"detail":"no"}` {
		t.Errorf("%s %v", text, err)
	}
}

func TestHealthy(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	cert, key := certificate(t, t.TempDir(), 1)
	well, secure := start(t, Options{}, mux), start(t, Options{TLSCert: cert, TLSKey: key}, mux)
	ill := start(t, Options{}, http.NotFoundHandler())
	f := func(listen string, overTLS, want bool) {
		t.Helper()
		if got := Healthy(t.Context(), listen, overTLS); got != want {
			t.Errorf("%s over TLS %v is healthy: %v", listen, overTLS, got)
		}
	}
	_, port, _ := net.SplitHostPort(well.Addr().String())
	f(well.Addr().String(), false, true)
	f(":"+port, false, true)
	f("0.0.0.0:"+port, false, true)
	f(well.Addr().String(), true, false)
	f(secure.Addr().String(), true, true)
	f(ill.Addr().String(), false, false)
	f("nowhere", false, false)
}
