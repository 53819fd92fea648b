// Package mailtest is a real SMTP server for tests: it takes mail in, or refuses it as a test says.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Mail is one that the server has taken, read as a mail program reads it.
type Mail struct {
	From, To    string
	Header      mail.Header
	Subject     string
	Plain, HTML string
	Raw         string
}

// Server takes mail on a port of this machine until the test ends.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // that know its certificate

	t    testing.TB
	mu   sync.Mutex
	got  []Mail
	more chan struct{} // closed and made anew with each mail

	// Refuse says what is wrong with a mail to an address, nil is nothing. It is set before mail comes.
	Refuse func(to string) *smtp.SMTPError
	// Cut breaks the connection off while a mail to an address is on its way.
	Cut func(to string) bool
	// User and Password are asked for where they are not empty.
	User, Password string
}

// Start begins a server that can do STARTTLS; or speaks TLS from the first byte.
func Start(t testing.TB, fromTheFirstByte bool) *Server {
	t.Helper()
	s := &Server{Host: "127.0.0.1", t: t, more: make(chan struct{})}
	cert := s.certificate()
	settings := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{s: s, c: c}, nil }))
	server.Domain, server.TLSConfig, server.ErrorLog = "mail.test", settings, quiet{}
	server.ReadTimeout, server.WriteTimeout, server.AllowInsecureAuth = time.Minute, time.Minute, false
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
	if fromTheFirstByte {
		listener = tls.NewListener(listener, settings)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends when it is closed
	}()
	t.Cleanup(func() {
		_ = listener.Close() // also where Serve has not begun yet, which Close alone would miss
		_ = server.Close()
		<-ended
	})
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *Server) certificate() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	is := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, is, is, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	known, err := x509.ParseCertificate(der)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Roots = x509.NewCertPool()
	s.Roots.AddCert(known)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// All are the mails so far.
func (s *Server) All() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.got...)
}

// Wait waits until so many mails are there.
func (s *Server) Wait(n int) []Mail {
	s.t.Helper()
	for {
		s.mu.Lock()
		got, more := append([]Mail(nil), s.got...), s.more
		s.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-more:
		case <-time.After(time.Minute):
			s.t.Fatalf("%d mails came, not %d", len(got), n)
		}
	}
}

type session struct {
	s        *Server
	c        *smtp.Conn
	known    bool
	from, to string
}

func (x *session) AuthMechanisms() []string {
	if x.s.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != x.s.User || password != x.s.Password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Credentials of " + user + " with " + password + " invalid"}
		}
		x.known = true
		return nil
	}), nil
}

func (x *session) Mail(from string, _ *smtp.MailOptions) error {
	if x.s.User != "" && !x.known {
		return smtp.ErrAuthRequired
	}
	x.from = from
	return nil
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = to
	if x.s.Refuse != nil {
		if wrong := x.s.Refuse(to); wrong != nil {
			return wrong
		}
	}
	return nil
}

func (x *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if x.s.Cut != nil && x.s.Cut(x.to) {
		return x.c.Conn().Close()
	}
	m, err := read(raw)
	if err != nil {
		return err
	}
	m.From, m.To = x.from, x.to
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.got = append(x.s.got, m)
	close(x.s.more)
	x.s.more = make(chan struct{})
	return nil
}

func (x *session) Reset()        { x.from, x.to = "", "" }
func (x *session) Logout() error { return nil }

func read(raw []byte) (m Mail, err error) {
	m.Raw = string(raw)
	text, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return m, err
	}
	m.Header = text.Header
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(text.Header.Get("Subject")); err != nil {
		return m, err
	}
	_, with, err := mime.ParseMediaType(text.Header.Get("Content-Type"))
	if err != nil {
		return m, err
	}
	parts := multipart.NewReader(text.Body, with["boundary"])
	for _, into := range []*string{&m.Plain, &m.HTML} {
		part, err := parts.NextRawPart()
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return m, err
		}
		*into = string(body)
	}
	return m, nil
}
