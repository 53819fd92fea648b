// Package config is the one place where Jejak's settings are read, defaulted and checked, from flags, environment and file.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"jejak/internal/fault"
)

// Config is how one Jejak runs. Only server and cli see it; they hand the others what they need.
type Config struct {
	Listen         string
	Data           string
	LogLevel       slog.Level
	LogFormat      string // json or text
	PublicURL      *url.URL
	TrustedProxies []netip.Prefix
	OutboundAllow  []netip.Prefix // networks that may be called although they are not public
	TLSCert        string
	TLSKey         string
	ControlDSN     string // "" is control.db in the data folder

	MaxBody       int64 // bytes of one request
	RatePerSource int   // events a second of one source; 0 is no limit
	Metrics       bool
	MetricsToken  string
	DrainTimeout  time.Duration

	OIDCIssuer       string // "" is no identity provider
	OIDCClientID     string
	OIDCClientSecret string
	OIDCName         string

	MailServer *MailServer // nil is none: nothing is mailed
	MailFrom   mail.Address
	MailRate   int // mails a minute; 0 is no limit

	Sentiment Sentiment // a model elsewhere that scores texts

	Demo bool // set by the demo command, never by a setting
}

// Sentiment is a model behind an OpenAI-compatible address that says how texts feel.
type Sentiment struct {
	URL     *url.URL // below which chat/completions is; nil is none
	Model   string
	Key     string // "" is none
	Wait    bool   // texts stay not scored until it has scored them; else our own models score them first
	Batch   int    // texts in one question
	Rate    int    // questions a minute; 0 is no limit
	Timeout time.Duration
}

// MailServer is where mail is handed to.
type MailServer struct {
	Host           string
	Port           int
	User, Password string // "" is no sign-in
	TLS            string // starttls or tls, both required and checked; off only where the URL says so
}

// Flags are the settings as text, as flags, environment and file give them; empty is not given. The tags are kong's, and
// name is the setting's name everywhere: --public-url, JEJAK_PUBLIC_URL, public-url: in the file. usual is the default.
type Flags struct {
	Config string `name:"config" placeholder:"FILE" help:"YAML file with settings. Flags go before the environment, and that goes before the file."`

	Listen           string `name:"listen" placeholder:"ADDR" usual:"127.0.0.1:8080" help:"Address to listen on."`
	Data             string `name:"data" placeholder:"DIR" usual:"data" help:"Data folder."`
	LogLevel         string `name:"log-level" placeholder:"LEVEL" usual:"info" help:"debug, info, warn or error."`
	LogFormat        string `name:"log-format" placeholder:"FORMAT" usual:"json" help:"json or text."`
	PublicURL        string `name:"public-url" placeholder:"URL" help:"Where people and websites reach Jejak, such as https://jejak.example.com."`
	TrustedProxies   string `name:"trusted-proxies" placeholder:"NETS" help:"Networks of reverse proxies whose X-Forwarded-For counts, such as 10.0.0.0/8,127.0.0.1."`
	OutboundAllow    string `name:"outbound-allow" placeholder:"NETS" help:"Private networks that connections of the team may call, such as 10.1.0.0/16; none by default."`
	TLSCert          string `name:"tls-cert" placeholder:"FILE" help:"Certificate chain (PEM); with tls-key, Jejak speaks HTTPS itself."`
	TLSKey           string `name:"tls-key" placeholder:"FILE" help:"Private key (PEM) of the certificate."`
	ControlDSN       string `name:"control-dsn" placeholder:"DSN" secret:"dsn" help:"Control database: a postgres:// URL or a SQLite file; control.db in the data folder by default."`
	MaxBody          string `name:"max-body" placeholder:"SIZE" usual:"10MB" help:"Largest request that is read to its end."`
	RatePerSource    string `name:"rate-per-source" placeholder:"N" usual:"0" help:"Most events a second from one source; 0 is no limit."`
	Metrics          string `name:"metrics" placeholder:"on|off" usual:"on" help:"Serve /metrics."`
	MetricsToken     string `name:"metrics-token" placeholder:"TOKEN" secret:"whole" help:"Bearer token that /metrics asks for; without one it answers loopback addresses only."`
	OIDCIssuer       string `name:"oidc-issuer" placeholder:"URL" help:"Identity provider (OpenID Connect) that the team signs in with, such as https://id.example.com; needs public-url."`
	OIDCClientID     string `name:"oidc-client-id" placeholder:"ID" help:"What the provider calls this Jejak. Its redirect address is PUBLIC-URL/api/v1/session/federated/back."`
	OIDCClientSecret string `name:"oidc-client-secret" placeholder:"SECRET" secret:"whole" help:"What Jejak proves itself to the provider with."`
	OIDCName         string `name:"oidc-name" placeholder:"NAME" usual:"SSO" help:"What to call the provider on the sign-in page."`

	MailURL  string `name:"mail-url" placeholder:"URL" secret:"dsn" help:"Mail server: smtp://USER:PASSWORD@HOST:587 (STARTTLS, required), smtps://USER:PASSWORD@HOST:465 (TLS), or smtp://HOST:25?tls=off for a relay of your own; needs mail-from and public-url."`
	MailFrom string `name:"mail-from" placeholder:"ADDRESS" help:"Whom mail comes from, such as Kopi Jejak <hello@example.com>."`
	MailRate string `name:"mail-rate" placeholder:"N" usual:"60" help:"Most mails a minute; 0 is no limit."`

	SentimentURL     string `name:"sentiment-url" placeholder:"URL" help:"OpenAI-compatible address of a language model that scores what customers write, such as http://127.0.0.1:11434/v1; none by default. The texts are sent there. Needs sentiment-model."`
	SentimentModel   string `name:"sentiment-model" placeholder:"NAME" help:"What the address calls the model."`
	SentimentKey     string `name:"sentiment-key" placeholder:"KEY" secret:"whole" help:"Key that the address asks for, where it does."`
	SentimentUntil   string `name:"sentiment-until" placeholder:"own|wait" usual:"own" help:"Until that model has scored a text, and while it does not answer: own has the built-in models score it, wait leaves it not scored."`
	SentimentBatch   string `name:"sentiment-batch" placeholder:"N" usual:"8" help:"Texts in one question to that model, 1 to 50."`
	SentimentRate    string `name:"sentiment-rate" placeholder:"N" usual:"60" help:"Most questions a minute to that model; 0 is no limit."`
	SentimentTimeout string `name:"sentiment-timeout" placeholder:"TIME" usual:"1m" help:"How long that model may take for an answer."`

	DrainTimeout string `name:"drain-timeout" placeholder:"TIME" usual:"10s" help:"How long a stop takes at most; running requests have three fifths of it."`
}

// Load reads the settings: flags before environment (JEJAK_…) before file before default. It tells every fault at once, each
// with the place it came from, and never repeats a secret. Fault: Invalid.
func Load(flags Flags, getenv func(string) string) (Config, error) {
	r := reader{flags: flags, getenv: getenv}
	r.readFile(r.text("config"))
	c := r.config()
	if len(r.faults) > 0 {
		return Config{}, fault.InvalidFields("Jejak cannot start with these settings", r.faults)
	}
	return c, nil
}

// reader collects the settings and what is wrong with them.
type reader struct {
	flags  Flags
	getenv func(string) string
	file   map[string]string
	path   string
	faults []fault.Field
}

// settings are the fields of Flags, in order.
func settings() []reflect.StructField { return reflect.VisibleFields(reflect.TypeFor[Flags]()) }

// Variable is the environment variable of a setting.
func Variable(name string) string {
	return "JEJAK_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// readFile reads the YAML file: a map of settings, with a list allowed where a setting takes several values.
func (r *reader) readFile(path string) {
	if r.path = path; path == "" {
		return
	}
	bad := func(message string) {
		r.faults = append(r.faults, fault.Field{Name: "config", Message: path + " " + message})
	}
	text, err := os.ReadFile(path)
	if err != nil {
		var where *fs.PathError
		if errors.As(err, &where) {
			err = where.Err
		}
		bad("cannot be read: " + err.Error())
		return
	}
	values, err := parseFile(text)
	if err != nil {
		bad(err.Error())
		return
	}
	known := map[string]bool{}
	for _, s := range settings() {
		known[s.Tag.Get("name")] = s.Tag.Get("name") != "config"
	}
	r.file = map[string]string{}
	for _, v := range values {
		switch {
		case !known[v.name]:
			bad(fmt.Sprintf("line %d: there is no setting %q", v.line, v.name))
		case v.fault != "":
			bad(fmt.Sprintf("line %d: %s %s", v.line, v.name, v.fault))
		default:
			r.file[v.name] = v.text
		}
	}
}

type fileValue struct {
	name, text, fault string
	line              int
}

// parseFile reads settings as text, whatever YAML makes of them: 8080, on and 10s are what was written.
func parseFile(text []byte) ([]fileValue, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, errors.New("is no YAML: " + firstLine(err.Error()))
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	top := document.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, errors.New("must hold settings, each a line such as \"listen: 127.0.0.1:8080\"")
	}
	var all []fileValue
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		v := fileValue{name: key.Value, line: key.Line}
		switch {
		case seen[v.name]:
			v.fault = "is there twice"
		case value.Kind == yaml.ScalarNode && value.Tag != "!!null":
			v.text = value.Value
		case value.Kind == yaml.SequenceNode:
			v.text, v.fault = joined(value.Content)
		case value.Kind != yaml.ScalarNode:
			v.fault = "must be one value or a list"
		}
		seen[v.name] = true
		all = append(all, v)
	}
	return all, nil
}

func joined(list []*yaml.Node) (text, fault string) {
	parts := make([]string, len(list))
	for i, item := range list {
		if item.Kind != yaml.ScalarNode {
			return "", "must be a list of single values"
		}
		parts[i] = item.Value
	}
	return strings.Join(parts, ","), ""
}

// firstLine keeps the parser's complaint and leaves out what it quotes of the file, which may be a secret.
func firstLine(message string) string {
	message, _, _ = strings.Cut(message, "\n")
	message, _, _ = strings.Cut(message, "`")
	return strings.TrimSpace(message)
}

// text is a setting's value from the first place that gives one.
func (r *reader) text(name string) string {
	text, _ := r.find(name)
	return text
}

// find is a setting's value, and the place that it came from, as its owner would call it.
func (r *reader) find(name string) (text, place string) {
	for _, s := range settings() {
		if s.Tag.Get("name") != name {
			continue
		}
		if v := reflect.ValueOf(r.flags).FieldByIndex(s.Index).String(); v != "" {
			return v, "--" + name
		}
		if v := r.getenv(Variable(name)); v != "" {
			return v, Variable(name)
		}
		if v := r.file[name]; v != "" {
			return v, name + " in " + r.path
		}
		return s.Tag.Get("usual"), name
	}
	panic("BUG: there is no setting " + name) //nolint:forbidigo // the name stands in the code
}
