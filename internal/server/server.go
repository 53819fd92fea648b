// Package server is the only place that knows everybody: it opens a data folder, joins the parts, listens, and stops in order.
package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"
	"time"

	"jejak/internal/account"
	"jejak/internal/api"
	"jejak/internal/collect"
	"jejak/internal/config"
	"jejak/internal/fault"
	"jejak/internal/httpserve"
	"jejak/internal/ingest"
	"jejak/internal/listen/connect"
	"jejak/internal/mcp"
	"jejak/internal/pain"
	"jejak/internal/segment"
	"jejak/internal/transfer"
	"jejak/internal/voice/chatmodel"
	"jejak/internal/voice/survey"
	"jejak/internal/web"
	"jejak/internal/workspace"
)

// Options are what a Config does not hold.
type Options struct {
	Version string
	LogTo   io.Writer        // the log, as Config says; nowhere if nil
	Now     func() time.Time // time.Now by default
}

// Server is Jejak, running. New takes everything that it needs, Run serves, and one of Run and Close gives it back.
type Server struct {
	Folder *Folder
	Log    *slog.Logger

	config    config.Config
	http      *httpserve.Server
	api       *api.API
	watch     *watch
	live      *segment.Live
	surveys   *survey.Desk
	reviews   *survey.Reviews
	post      *post
	listening *connect.Runner
	model     *chatmodel.Model // nil where none is set
	handler   http.Handler
	help      http.Handler // the public help pages
}

// New opens the data folder, joins the parts and takes the address, so that Addr is known before Run.
func New(ctx context.Context, c config.Config, o Options) (_ *Server, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{config: c, Log: logger(c, o.LogTo)}
	s.Folder, err = OpenFolder(ctx, c.Data, FolderOptions{ControlDSN: c.ControlDSN, OutboundAllow: c.OutboundAllow, Log: s.Log, Now: o.Now, Sentiment: s.openModel(o.Now)})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := s.openMail(ctx, o); err != nil {
		return nil, err
	}
	if err := s.join(o); err != nil {
		return nil, err
	}
	s.http, err = httpserve.Listen(ctx, httpserve.Options{
		Listen: c.Listen, TLSCert: c.TLSCert, TLSKey: c.TLSKey, TrustedProxies: c.TrustedProxies, Log: s.Log,
		DrainTimeout: c.DrainTimeout * 3 / 5, // what is left closes the folder: who stops a service kills it soon after
	})
	if err != nil {
		return nil, err
	}
	if c.Demo && !loopback(s.http.Addr()) {
		return nil, fault.New(fault.Invalid, "The demo needs no account, so it listens on this machine only: give a --listen address such as 127.0.0.1:8080.")
	}
	return s, nil
}

// openModel is the model elsewhere that the settings name, if any.
func (s *Server) openModel(now func() time.Time) Sentiment {
	c := s.config.Sentiment
	if c.URL == nil {
		return Sentiment{}
	}
	s.model = chatmodel.New(chatmodel.Options{URL: c.URL, Model: c.Model, Key: c.Key, Batch: c.Batch, Rate: c.Rate, Timeout: c.Timeout, Now: now})
	return Sentiment{Scorer: s.model, Later: c.Wait}
}

func logger(c config.Config, to io.Writer) *slog.Logger {
	if to == nil {
		return slog.New(slog.DiscardHandler)
	}
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(to, o))
	}
	return slog.New(slog.NewJSONHandler(to, o))
}

func loopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// demoUser is the first user of a folder, who is signed in without a password in a demo.
const demoUser = account.UserID(1)

// join makes the handlers of what is open.
func (s *Server) join(o Options) (err error) {
	f := s.Folder
	s.watch = newWatch(f, o)
	collector := collect.New(collect.Options{
		Sources: senders{f.Workspaces}, Ingester: f.Ingester, Rate: collect.Rate{PerSecond: float64(s.config.RatePerSource)},
		Logger: s.Log, Metrics: s.watch, Now: o.Now,
	})
	s.live = f.live(o.Now)
	s.surveys, s.reviews = f.desk(o.Now, s.post.box), f.reviews(o.Now)
	s.listening = f.listener(o.Now)
	s.watch.registry.MustRegister(s.segmentFigures())
	options := api.Options{
		Version: o.Version, Log: s.Log, Now: o.Now,
		Accounts: f.Accounts, Workspaces: f.Workspaces, Touchpoints: f.Touchpoints, Events: f.Events, Ingester: f.Ingester,
		Segments: f.Segments, Live: s.live, Dashboards: f.Dashboards, Personas: f.Personas, Pains: f.Pains, Maps: f.Maps,
		Help: f.Help, HelpTold: f.helpSender(o.Now).tell, PainSources: []pain.Source{f.Help, unhappyThemes{f}},
		Heard: f.Heard, Themes: f.Themes, Topics: f.Topics, Alerts: f.Alerts, Models: f.Feelings.Models(),
		Mail: s.post.box, Digests: s.post.choices,
		Surveys: f.Surveys, SurveyDesk: s.surveys, Reviews: s.reviews, BringReviews: newReviewImport(f).bring,
		Connections: f.Connections, Listening: s.listening, CallsOut: s.callsOut(),
		Engine: f.Engine(), Decode: collect.Decode, Details: details(), ReadOnly: f.ReadOnly,
		Backup: func(ctx context.Context) (api.Archive, error) { return f.Archive(ctx) },
	}
	if u := s.config.PublicURL; u != nil {
		options.Origin, options.SecureCookies = u.String(), u.Scheme == "https"
	}
	if s.config.OIDCIssuer != "" {
		options.Federation = &api.Federation{
			Name: s.config.OIDCName, Issuer: s.config.OIDCIssuer, ClientID: s.config.OIDCClientID, ClientSecret: s.config.OIDCClientSecret,
			Allow: s.config.OutboundAllow,
		}
	}
	if s.config.Demo {
		options.DemoUser = demoUser
	}
	if s.api, err = api.New(options); err != nil {
		return err
	}
	assistants := mcp.Handler(s.api, mcp.Options{Version: o.Version, Spec: s.api.Spec()}, s.Log)
	if s.help, err = s.api.HelpPages(); err != nil {
		return err
	}
	s.handler = s.routes(collector, web.Handler(), assistants)
	f.Heard.Start(f.feed())
	if err := f.Alerts.Start(f.feed()); err != nil {
		return err
	}
	if err := s.startSurveys(); err != nil {
		return err
	}
	s.startListening()
	return s.live.Start()
}

// details knows whatever a rejected event can be told, whichever way it came.
func details() *ingest.Details {
	return ingest.NewDetails(slices.Concat(ingest.Sentences(), collect.Sentences(), transfer.Sentences()))
}

func (s *Server) routes(collector, pages, assistants http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", s.api)
	mux.Handle("/mcp", assistants)
	mux.Handle("/help/", s.help)
	mux.Handle("/u/", s.api.LeavePages())
	mux.HandleFunc("GET /healthz", s.watch.health)
	mux.HandleFunc("GET /readyz", s.watch.ready)
	if s.config.Metrics {
		mux.Handle("GET /metrics", s.guardMetrics(s.watch.metrics()))
		if s.config.MetricsToken != "" { // a heap holds personal data: never without the token
			mux.Handle("GET /debug/pprof/", s.guardMetrics(http.HandlerFunc(pprof.Index)))
			mux.Handle("GET /debug/pprof/profile", s.guardMetrics(http.HandlerFunc(pprof.Profile)))
			mux.Handle("GET /debug/pprof/trace", s.guardMetrics(http.HandlerFunc(pprof.Trace)))
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if forCollector(r) {
			collector.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
	return http.MaxBytesHandler(s.watch.timed(mux), s.config.MaxBody)
}

// forCollector tells the calls of client libraries from somebody who opens a page of the same name.
func forCollector(r *http.Request) bool {
	if !collect.Handles(r.URL.Path) {
		return false
	}
	opens := r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
	return !opens || strings.HasPrefix(r.URL.Path, "/v1/")
}

// guardMetrics lets in who holds the token, or where there is none, whoever asks from this machine.
func (s *Server) guardMetrics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		switch token := s.config.MetricsToken; {
		case token != "" && !sameSecret(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), token):
			err = fault.New(fault.Unauthenticated, "Metrics need the token that is set as metrics-token.")
		case token == "" && !fromLoopback(httpserve.ClientIP(r)):
			err = fault.New(fault.Forbidden, "Metrics are shown to this machine only: set metrics-token to read them from elsewhere.")
		}
		if err != nil {
			httpserve.WriteProblem(w, r, s.Log, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// senders tells the collector whose a write key is.
type senders struct{ store *workspace.Store }

// ByWriteKey looks a key up in memory.
func (s senders) ByWriteKey(ctx context.Context, key string) (ingest.Source, bool, error) {
	from, ok, err := s.store.ByWriteKey(ctx, key)
	return ingest.Source{ID: from.ID, Workspace: from.Workspace, Channel: from.Channel}, ok, err
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.http.Addr() }

// URL is where a browser on this machine finds the server.
func (s *Server) URL() string { return s.http.URL() }

// Run serves until ctx ends, then drains and closes everything in reverse order, all within the drain timeout.
func (s *Server) Run(ctx context.Context) error {
	s.Log.Info("listening", "address", s.Addr().String(), "url", s.URL(), "data", s.Folder.Dir, "changes", s.Folder.Events.LastSeq())
	asked := make(chan time.Time, 1)
	stop := context.AfterFunc(ctx, func() {
		asked <- time.Now()
		s.api.Close()
	})
	defer stop()
	err := s.http.Serve(ctx, s.handler)
	s.Log.Info("stopping")
	left := s.config.DrainTimeout
	select {
	case at := <-asked:
		left -= time.Since(at)
	default: // this very moment, or the server ended by itself
	}
	err = errors.Join(err, s.close(left))
	s.Log.Info("stopped", "error", err)
	return err
}

// Settle returns when all that is in the log by now counts everywhere: in answers, in segments and in what was heard.
func (s *Server) Settle(ctx context.Context) error {
	f := s.Folder
	seq := f.Events.LastSeq()
	if f.Trail != nil {
		if err := f.Trail.WaitFor(ctx, seq); err != nil {
			return err
		}
	}
	if err := f.Heard.WaitFor(ctx, seq); err != nil {
		return err
	}
	return s.live.Settle(ctx, seq)
}

// Close gives everything back without serving, or after.
func (s *Server) Close() error { return s.close(s.config.DrainTimeout) }

func (s *Server) close(within time.Duration) error {
	var err error
	if s.api != nil {
		s.api.Close()
	}
	if s.http != nil {
		if closed := s.http.Close(); !errors.Is(closed, net.ErrClosed) {
			err = closed
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	err = errors.Join(err, s.stopListening(ctx))
	if s.live != nil {
		err = errors.Join(err, s.live.Stop(ctx), s.Folder.Alerts.Stop(ctx), s.Folder.Heard.Stop(ctx), s.closeSurveys(ctx))
	}
	return errors.Join(err, s.Folder.Close(ctx))
}
