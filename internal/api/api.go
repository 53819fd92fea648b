// Package api is the HTTP API in JSON: what people and programs manage and ask, described by its own OpenAPI document.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jejak/internal/account"
	"jejak/internal/dashboard"
	"jejak/internal/digest"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/help"
	"jejak/internal/httpserve"
	"jejak/internal/ingest"
	"jejak/internal/journey"
	"jejak/internal/listen/alert"
	"jejak/internal/listen/connect"
	"jejak/internal/listen/topic"
	"jejak/internal/mail"
	"jejak/internal/maps"
	"jejak/internal/pain"
	"jejak/internal/persona"
	"jejak/internal/segment"
	"jejak/internal/touchpoint"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/sentiment"
	"jejak/internal/voice/survey"
	"jejak/internal/voice/theme"
	"jejak/internal/workspace"
)

// Options is what the API stands on.
type Options struct {
	Version string
	Log     *slog.Logger

	Accounts    *account.Store
	Workspaces  *workspace.Store
	Touchpoints *touchpoint.Store
	Segments    *segment.Store
	Live        *segment.Live
	Dashboards  *dashboard.Store
	Personas    *persona.Store
	Pains       *pain.Store
	Help        *help.Store
	// HelpTold puts what somebody asked on their timeline; nil tells nobody.
	HelpTold    func(ctx context.Context, ws event.Workspace, name string, ids []event.ID, properties map[string]any) error
	PainSources []pain.Source // where pain points are found beside what the engine measures
	Maps        *maps.Store
	Surveys     *survey.Store
	SurveyDesk  *survey.Desk
	Reviews     *survey.Reviews
	// BringReviews takes a CSV file of reviews in, or only says what would become of it.
	BringReviews func(ctx context.Context, ws event.Workspace, file []byte, dry bool) (ReviewsBrought, error)
	Connections  *connect.Store
	Listening    *connect.Runner
	CallsOut     bool // connections are fetched from; a demo calls nobody
	Engine       journey.Engine
	Heard        *heard.Store
	Themes       *theme.Store
	Topics       *topic.Store
	Alerts       *alert.Store
	Mail         *mail.Outbox
	Digests      *digest.Store
	Models       *sentiment.Models

	Events   *eventlog.Log
	Ingester *ingest.Ingester
	// Decode reads one quarantined or mended body as the collector would.
	Decode func(raw []byte) ([]ingest.Item, error)
	// Details finds out what the detail of a rejected event is in other languages; nil for none.
	Details *ingest.Details
	// Backup makes a backup of everything.
	Backup func(ctx context.Context) (Archive, error)
	// ReadOnly: the data folder may not be written, so nothing may be changed; people can still sign in and look.
	ReadOnly bool
	Now      func() time.Time // time.Now by default

	// DemoUser is signed in without a password where a request comes from this machine; 0 is nobody, and the rule.
	DemoUser account.UserID
	// Origin is where people find the screens, where a proxy hides it: https://jejak.example.com. Empty is the Host they ask for.
	Origin string
	// Federation is a provider that people can sign in with; nil is none. It needs Origin.
	Federation *Federation
	// SecureCookies: people come over TLS even where this process does not speak it itself.
	SecureCookies bool
	// ClientIP is whom a request comes from; as httpserve sees it by default.
	ClientIP func(*http.Request) string
}

// API serves everything under /api.
type API struct {
	o    Options
	mux  *http.ServeMux
	huma huma.API
	spec []byte

	crossSite *http.CrossOriginProtection
	streams   chan struct{}    // a place for each live view
	trials    turns            // of trying other rules
	searches  turns            // of looking for personas and themes
	looks     turns            // of looking for pain points
	helped    *account.Guesses // how often anybody may ask the help pages
	delivered *account.Guesses // how often anybody may send to webhooks
	shares    shareLimits
	surveys   surveyLimits
	stopping  context.Context // ends when the server stops
	stop      context.CancelFunc
}

// New wires the API.
func New(o Options) (*API, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.ClientIP == nil {
		o.ClientIP = httpserve.ClientIP
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &API{o: o, mux: http.NewServeMux(), crossSite: http.NewCrossOriginProtection(), streams: make(chan struct{}, maxStreams), trials: make(turns, 1), searches: make(turns, 1), looks: make(turns, 1), helped: account.NewGuesses(600, looksWithin), delivered: account.NewGuesses(mostDeliveries, deliveriesWithin), shares: newShareLimits(), surveys: newSurveyLimits()}
	if o.Origin != "" {
		if err := a.crossSite.AddTrustedOrigin(o.Origin); err != nil {
			return nil, fmt.Errorf("public URL: %w", err)
		}
	}
	a.stopping, a.stop = context.WithCancel(context.Background())
	a.huma = humago.New(a.mux, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:   "Jejak",
				Version: "1",
				Description: "Manage workspaces, ask questions about customer journeys, and see what became of every event. " +
					"Faults are application/problem+json. Sending events is not part of this document: it speaks the Segment HTTP API under /v1.",
			},
			Components: &huma.Components{
				Schemas: newRegistry(),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "Set by signing in. Writes also need the header " + csrfHeader + "."},
					"token":   {Type: "http", Scheme: "bearer", Description: "An API token of one workspace."},
				},
			},
			Tags: tags(),
		},
		Formats:       map[string]huma.Format{"application/json": jsonFormat(), "json": jsonFormat()},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{reshape},
	})
	a.registerAccount()
	a.registerSecondFactor()
	a.registerWorkspaces()
	a.registerSources()
	a.registerJourney()
	a.registerPeople()
	a.registerTouchpoints()
	a.registerSpend()
	a.registerSegments()
	a.registerDashboards()
	a.registerPersonas()
	a.registerMaps()
	a.registerNotices()
	a.registerDigest()
	a.registerMapWalk()
	a.registerPains()
	a.registerHelp()
	a.registerSurveys()
	a.registerProductReviews()
	a.registerVoice()
	a.registerListening()
	a.registerAlerts()
	a.registerConnections()
	a.registerBackup()
	tidySchemas(a.huma.OpenAPI())
	spec, err := json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	a.spec = append(spec, '\n')
	a.serveSpec()
	if err := a.serveFederation(); err != nil {
		return nil, err
	}
	if err := a.serveDocs(); err != nil {
		return nil, err
	}
	return a, nil
}

// Close ends the live views, which a server that stops would otherwise wait for.
func (a *API) Close() { a.stop() }

// Spec is the OpenAPI document. It does not depend on what the API stands on, nor on the version of the build.
func (a *API) Spec() []byte { return a.spec }

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

func (a *API) serveSpec() {
	a.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		httpserve.WriteProblem(w, r, a.o.Log, fault.New(fault.NotFound, "There is no such call: /api/docs lists them all."))
	})
	a.mux.HandleFunc("OPTIONS "+publicRoot+"/", preflight)
	a.mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(a.spec)
	})
}

func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: "Session", Description: "Signing in, the first run, one's own profile."},
		{Name: "Workspaces", Description: "Brands, their members, API tokens and audit log."},
		{Name: "Sources", Description: "Where events come from, what became of each, and how to mend those rejected."},
		{Name: "Journey", Description: "Questions and answers."},
		{Name: "People", Description: "Persons, their timelines, and why they are one person."},
		{Name: "Segments", Description: "Saved segments: rules over people by name, and who is in each now."},
		{Name: "Personas", Description: "Personas: segments of people with a story, and suggestions of them from what people do."},
		{Name: "Dashboards", Description: "Saved questions, and dashboards made of them."},
		{Name: "Maps", Description: "Journey maps that a team draws together, with their history, comments, tasks, links and images."},
		{Name: "Surveys", Description: "Questions put to people, who is asked, what they answered; reviews. Widgets and answer pages call what is under /public."},
		{Name: "Pain points", Description: "The register of what hurts: proposed from what is measured, with evidence, owner, status and before and after."},
		{Name: "Voice", Description: "What customers say: texts with their feeling, and the themes that they are about."},
		{Name: "Help", Description: "Articles that answer questions, the public help page, and what nobody has answered yet."},
		{Name: "Touchpoints", Description: "Channels, touchpoints and stage models."},
	}
}
