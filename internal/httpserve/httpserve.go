// Package httpserve listens, guards every request with limits and secure headers, and drains on stop.
package httpserve

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"jejak/internal/fault"
)

// Options are how to listen. What is zero gets a default that suits the open internet.
type Options struct {
	Listen         string // address and port; port 0 takes a free one
	TLSCert        string // PEM files; both or neither. A certificate that is renewed on disk is taken up by itself
	TLSKey         string
	TrustedProxies []netip.Prefix // whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id count
	Log            *slog.Logger

	HeaderTimeout  time.Duration // 10 s: until the request's head is there
	BodyTimeout    time.Duration // 60 s: until its body is there
	WriteTimeout   time.Duration // 60 s: for each piece of the answer; a stream may last
	IdleTimeout    time.Duration // 120 s: between requests
	MaxHeaderBytes int           // 32 KiB
	DrainTimeout   time.Duration // 10 s
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	set(&o.HeaderTimeout, 10*time.Second)
	set(&o.BodyTimeout, time.Minute)
	set(&o.WriteTimeout, time.Minute)
	set(&o.IdleTimeout, 2*time.Minute)
	set(&o.DrainTimeout, 10*time.Second)
	if o.MaxHeaderBytes == 0 {
		o.MaxHeaderBytes = 32 << 10
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Server has an address and serves from it once. Its address is known before it serves.
type Server struct {
	o        Options
	listener net.Listener
	tls      *tls.Config
}

// Listen takes the address. Faults: Invalid (a certificate that cannot be used), Unavailable (an address that cannot be had).
func Listen(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o.withDefaults()}
	if o.TLSCert != "" || o.TLSKey != "" {
		certificates, err := openCertificates(o.TLSCert, o.TLSKey)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "the TLS certificate cannot be used: check tls-cert and tls-key")
		}
		s.tls = &tls.Config{
			MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: certificates.current,
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "cannot listen on %s: is something else running there?", o.Listen)
	}
	s.listener = listener
	return s, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// URL is where a browser on this machine finds the server.
func (s *Server) URL() string {
	scheme := "http://"
	if s.tls != nil {
		scheme = "https://"
	}
	at, err := netip.ParseAddrPort(s.Addr().String())
	if err != nil || !at.Addr().IsUnspecified() {
		return scheme + s.Addr().String()
	}
	_, port, _ := net.SplitHostPort(s.Addr().String())
	return scheme + net.JoinHostPort("localhost", port)
}

// Close gives the address back without serving.
func (s *Server) Close() error { return s.listener.Close() }

// Serve answers requests until ctx ends. Then it takes no new ones, waits for those that run, at most DrainTimeout long, and
// cuts off the rest: the error is Unavailable then. Streams, which would never end by themselves, should watch ctx too.
func (s *Server) Serve(ctx context.Context, handler http.Handler) error {
	server := &http.Server{
		Handler:           s.guard(handler),
		TLSConfig:         s.tls,
		ReadHeaderTimeout: s.o.HeaderTimeout,
		IdleTimeout:       s.o.IdleTimeout,
		MaxHeaderBytes:    s.o.MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.o.Log.Handler(), slog.LevelDebug), // handshakes that strangers break off
	}
	ended := make(chan error, 1)
	go func() {
		if s.tls != nil {
			ended <- server.ServeTLS(s.listener, "", "")
		} else {
			ended <- server.Serve(s.listener)
		}
	}()
	select {
	case err := <-ended:
		return errors.Join(fault.Wrap(fault.Unavailable, err, "the HTTP server stopped by itself"), server.Close())
	case <-ctx.Done():
	}
	// The context has ended, so the drain needs one of its own.
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.DrainTimeout)
	defer cancel()
	err := server.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(fault.New(fault.Unavailable, "requests that still ran after %s were cut off", s.o.DrainTimeout), server.Close())
	}
	if ended := <-ended; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	return err
}
