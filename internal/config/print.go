package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const hidden = "(hidden)"

// String shows every setting, a line each, as the file would have it; secrets are hidden.
func (c Config) String() string {
	var out strings.Builder
	for _, s := range c.shown() {
		value := s.value
		if strings.ContainsAny(value, "[]{}#&*!|>'\"%@`") { // these mean something to YAML
			value = strconv.Quote(value)
		}
		fmt.Fprintf(&out, "%s: %s\n", s.name, value)
	}
	return out.String()
}

// GoString keeps secrets hidden also under %#v.
func (c Config) GoString() string { return c.String() }

// LogValue keeps secrets out of the log.
func (c Config) LogValue() slog.Value {
	var attrs []slog.Attr
	for _, s := range c.shown() {
		attrs = append(attrs, slog.String(s.name, s.value))
	}
	return slog.GroupValue(attrs...)
}

type shownSetting struct{ name, value string }

func (c Config) shown() []shownSetting {
	public := ""
	if c.PublicURL != nil {
		public = c.PublicURL.String()
	}
	secret := func(s string) string {
		if s != "" {
			return hidden
		}
		return ""
	}
	model := c.Sentiment
	onOff := map[bool]string{true: "on", false: "off"}
	return []shownSetting{
		{"listen", c.Listen},
		{"data", c.Data},
		{"log-level", strings.ToLower(c.LogLevel.String())},
		{"log-format", c.LogFormat},
		{"public-url", public},
		{"trusted-proxies", networks(c.TrustedProxies)},
		{"outbound-allow", networks(c.OutboundAllow)},
		{"tls-cert", c.TLSCert},
		{"tls-key", c.TLSKey},
		{"control-dsn", hideDSN(c.ControlDSN)},
		{"max-body", strconv.FormatInt(c.MaxBody, 10)},
		{"rate-per-source", strconv.Itoa(c.RatePerSource)},
		{"metrics", onOff[c.Metrics]},
		{"metrics-token", secret(c.MetricsToken)},
		{"oidc-issuer", c.OIDCIssuer},
		{"oidc-client-id", c.OIDCClientID},
		{"oidc-client-secret", secret(c.OIDCClientSecret)},
		{"oidc-name", c.OIDCName},
		{"mail-url", c.MailServer.shown()},
		{"mail-from", c.mailFrom()},
		{"mail-rate", strconv.Itoa(c.MailRate)},
		{"sentiment-url", model.url()},
		{"sentiment-model", model.Model},
		{"sentiment-key", secret(model.Key)},
		{"sentiment-until", map[bool]string{true: "wait", false: "own"}[model.Wait]},
		{"sentiment-batch", strconv.Itoa(model.Batch)},
		{"sentiment-rate", strconv.Itoa(model.Rate)},
		{"sentiment-timeout", model.Timeout.String()},
		{"drain-timeout", c.DrainTimeout.String()},
	}
}

func (s Sentiment) url() string {
	if s.URL == nil {
		return ""
	}
	return s.URL.String()
}

// hideDSN shows a file's path, and of a URL only where the database is: a password may stand in its user or its query.
func hideDSN(dsn string) string {
	if !strings.Contains(dsn, "://") {
		return dsn
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return hidden
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String() + " " + hidden
}

// shown is where mail is handed to, without who signs in.
func (m *MailServer) shown() string {
	if m == nil {
		return ""
	}
	scheme, query := "smtp", ""
	switch m.TLS {
	case "tls":
		scheme = "smtps"
	case "off":
		query = "?tls=off"
	}
	text := scheme + "://" + net.JoinHostPort(m.Host, strconv.Itoa(m.Port)) + query
	if m.User != "" {
		text += " " + hidden
	}
	return text
}

func (c Config) mailFrom() string {
	if c.MailFrom.Address == "" {
		return ""
	}
	return c.MailFrom.String()
}

func networks(list []netip.Prefix) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.String()
	}
	return strings.Join(texts, ",")
}
