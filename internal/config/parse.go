package config

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"jejak/internal/fault"
)

// config parses every setting and notes each fault.
func (r *reader) config() Config {
	c := Config{
		Listen:         read(r, "listen", parseListen),
		Data:           read(r, "data", plainText),
		LogLevel:       read(r, "log-level", parseLevel),
		LogFormat:      read(r, "log-format", oneOf("json", "text")),
		PublicURL:      read(r, "public-url", parsePublicURL),
		TrustedProxies: read(r, "trusted-proxies", parsePrefixes),
		OutboundAllow:  read(r, "outbound-allow", parsePrefixes),
		TLSCert:        read(r, "tls-cert", readable),
		TLSKey:         read(r, "tls-key", readable),
		ControlDSN:     read(r, "control-dsn", parseDSN),
		MaxBody:        read(r, "max-body", parseSize),
		RatePerSource:  read(r, "rate-per-source", parseCount(100_000_000)),
		Metrics:        read(r, "metrics", parseSwitch),
		MetricsToken:   read(r, "metrics-token", parseToken),
		DrainTimeout:   read(r, "drain-timeout", parseTimeout),

		OIDCIssuer:       read(r, "oidc-issuer", parseIssuer),
		OIDCClientID:     read(r, "oidc-client-id", plainText),
		OIDCClientSecret: read(r, "oidc-client-secret", plainText),
		OIDCName:         read(r, "oidc-name", plainText),

		MailServer: read(r, "mail-url", parseMailServer),
		MailFrom:   read(r, "mail-from", parseMailFrom),
		MailRate:   read(r, "mail-rate", parseCount(1_000_000)),
	}
	c.Sentiment = r.sentiment()
	if c.MailServer != nil && (r.text("mail-from") == "" || c.PublicURL == nil) {
		r.faults = append(r.faults, fault.Field{Name: "mail-url", Message: "needs mail-from and public-url too: mails hold links that lead here"})
	}
	if c.OIDCIssuer != "" && (c.OIDCClientID == "" || c.PublicURL == nil) {
		r.faults = append(r.faults, fault.Field{Name: "oidc-issuer", Message: "needs oidc-client-id and public-url too"})
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		r.faults = append(r.faults, fault.Field{Name: "tls-cert", Message: "and tls-key must be given together"})
	}
	return c
}

// sentiment reads how a model elsewhere is asked, where one is.
func (r *reader) sentiment() Sentiment {
	s := Sentiment{
		URL:     read(r, "sentiment-url", parseModelURL),
		Model:   read(r, "sentiment-model", parseModelName),
		Key:     read(r, "sentiment-key", parseModelKey),
		Wait:    read(r, "sentiment-until", oneOf("own", "wait")) == "wait",
		Batch:   read(r, "sentiment-batch", parseCount(50)),
		Rate:    read(r, "sentiment-rate", parseCount(100_000)),
		Timeout: read(r, "sentiment-timeout", parseTimeout),
	}
	bad := func(message string) {
		r.faults = append(r.faults, fault.Field{Name: "sentiment-url", Message: message})
	}
	switch {
	case s.URL == nil:
	case s.Model == "":
		bad("needs sentiment-model too: what the address calls the model")
	case s.Batch == 0 || s.Timeout == 0:
		bad("needs a sentiment-batch and a sentiment-timeout above 0")
	case s.Key != "" && s.URL.Scheme == "http" && !onThisMachine(s.URL):
		bad("must begin with https:// where a key goes with it, save on this machine")
	}
	return s
}

func onThisMachine(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

func parseModelURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("must be a whole address without user or query, such as http://127.0.0.1:11434/v1")
	}
	return u, nil
}

// parseModelName reads the name of a model. It stands beside each score, where jejak and sender mean other things.
func parseModelName(s string) (string, error) {
	if len(s) > 200 || s == "jejak" || s == "sender" || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("must be the name of a model, of at most 200 bytes")
	}
	return s, nil
}

func parseModelKey(s string) (string, error) {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", errors.New("must be letters, digits and signs without spaces")
	}
	return s, nil
}

// read parses one setting; its fault names the place that gave it.
func read[T any](r *reader, name string, parse func(string) (T, error)) T {
	text, place := r.find(name)
	v, err := parse(text)
	if err != nil {
		r.faults = append(r.faults, fault.Field{Name: place, Message: err.Error()})
	}
	return v
}

func plainText(s string) (string, error) {
	if strings.ContainsRune(s, 0) {
		return "", errors.New("must be plain text")
	}
	return s, nil
}

func parseListen(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return "", fmt.Errorf("%q must be an address and a port, such as 127.0.0.1:8080 or :8080", s)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strings.HasPrefix(port, "+") {
		return "", fmt.Errorf("the port %q must be a number from 0 to 65535", port)
	} else {
		port = strconv.FormatUint(n, 10)
	}
	return net.JoinHostPort(host, port), nil
}

func parseLevel(s string) (level slog.Level, err error) {
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, s) {
		return 0, fmt.Errorf("%q must be debug, info, warn or error", s)
	}
	return level, level.UnmarshalText([]byte(s))
}

func oneOf(words ...string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !slices.Contains(words, s) {
			return "", fmt.Errorf("%q must be one of %s", s, strings.Join(words, ", "))
		}
		return s, nil
	}
}

func parsePublicURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("must be a whole address, such as https://jejak.example.com")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("must be scheme and host only, without user, path or query")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// parseIssuer reads the address of an identity provider: over TLS, save on this machine.
func parseIssuer(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("must be a whole address, such as https://id.example.com")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !onThisMachine(u)) {
		return "", errors.New("must begin with https://")
	}
	return s, nil
}

// parseMailServer reads the address of a mail server. Its faults never repeat it: a password may stand in it.
func parseMailServer(s string) (*MailServer, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return nil, errors.New("must be an address such as smtp://user:password@smtp.example.com:587; write special signs of the password as %XX")
	}
	m := &MailServer{Host: u.Hostname(), User: u.User.Username()}
	m.Password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
		m.TLS, m.Port = "starttls", 587
	case "smtps":
		m.TLS, m.Port = "tls", 465
	default:
		return nil, errors.New("must begin with smtp:// or smtps://")
	}
	for name, values := range u.Query() {
		if name != "tls" || len(values) != 1 || values[0] != "off" || u.Scheme != "smtp" {
			return nil, errors.New("knows no other option than ?tls=off, of smtp://")
		}
		m.TLS, m.Port = "off", 25
	}
	if port := u.Port(); port != "" {
		if m.Port, err = strconv.Atoi(port); err != nil || m.Port < 1 || m.Port > 65535 {
			return nil, errors.New("must have a port from 1 to 65535")
		}
	}
	if (m.User == "") != (m.Password == "") {
		return nil, errors.New("must have both a user and a password, or neither")
	}
	if m.TLS == "off" && m.User != "" {
		return nil, errors.New("must not send a password without TLS: leave out ?tls=off, or the user")
	}
	return m, nil
}

func parseMailFrom(s string) (mail.Address, error) {
	if s == "" {
		return mail.Address{}, nil
	}
	a, err := mail.ParseAddress(s)
	if err != nil {
		return mail.Address{}, errors.New("must be an address such as hello@example.com or Kopi Jejak <hello@example.com>")
	}
	return *a, nil
}

func parsePrefixes(s string) (all []netip.Prefix, err error) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			addr, err := netip.ParseAddr(part)
			if err != nil || addr.Zone() != "" {
				return nil, fmt.Errorf("%q is no network, such as 10.0.0.0/8 or 127.0.0.1", part)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func readable(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("cannot be read: %w", err)
	}
	return path, f.Close()
}

func parseDSN(s string) (string, error) {
	scheme, _, isURL := strings.Cut(s, "://")
	if isURL && scheme != "postgres" && scheme != "postgresql" {
		return "", errors.New("must be a postgres:// URL or a file's path")
	}
	return s, nil
}

// parseSize reads a count of bytes with a decimal (KB, MB, GB) or a binary unit (KiB, MiB, GiB).
func parseSize(s string) (int64, error) {
	units := []struct {
		suffix string
		bytes  int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}, {"", 1}}
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n <= 0 || n > math.MaxInt64/u.bytes || n*u.bytes > 1<<30 {
			break
		}
		return n * u.bytes, nil
	}
	return 0, fmt.Errorf("%q must be a size up to 1GiB, such as 500KB or 10MB", s)
}

func parseCount(most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > most {
			return 0, fmt.Errorf("%q must be a whole number from 0 to %d", s, most)
		}
		return n, nil
	}
}

func parseSwitch(s string) (bool, error) {
	switch s {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q must be on or off", s)
}

func parseToken(s string) (string, error) {
	if s != "" && len(s) < 16 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", errors.New("must be at least 16 letters, digits and signs without spaces")
	}
	return s, nil
}

func parseTimeout(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > 10*time.Minute {
		return 0, fmt.Errorf("%q must be a time up to 10m, such as 10s", s)
	}
	return d, nil
}
