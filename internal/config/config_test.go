package config

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"jejak/internal/fault"
)

func none(string) string { return "" }

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "jejak.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := Load(Flags{}, none)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.Data != "data" || c.LogLevel != slog.LevelInfo || c.LogFormat != "json" || c.PublicURL != nil ||
		c.MaxBody != 10_000_000 || c.RatePerSource != 0 || !c.Metrics || c.DrainTimeout != 10*time.Second || c.Demo {
		t.Errorf("%s", c)
	}
}

func TestFlagsGoBeforeEnvironmentBeforeFile(t *testing.T) {
	t.Parallel()
	path := file(t, "listen: :3\ndata: /file\nlog-level: error\nrate-per-source: 7\nmetrics: off\ndrain-timeout: 3s\n"+
		"trusted-proxies:\n  - 10.0.0.0/8\n  - ::1\n")
	c, err := Load(Flags{Config: path, Listen: ":1"}, env("JEJAK_LISTEN", ":2", "JEJAK_DATA", "/env", "JEJAK_PUBLIC_URL", "https://j.example.com/"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":1" || c.Data != "/env" || c.LogLevel != slog.LevelError || c.RatePerSource != 7 || c.Metrics ||
		c.DrainTimeout != 3*time.Second || c.PublicURL.String() != "https://j.example.com" || len(c.TrustedProxies) != 2 ||
		c.TrustedProxies[1].String() != "::1/128" {
		t.Errorf("%s", c)
	}
	if c, err = Load(Flags{}, env("JEJAK_CONFIG", path)); err != nil || c.Data != "/file" {
		t.Errorf("the file that the environment names: %v %s", err, c)
	}
}

func TestAllFaultsAreToldAtOnceWithTheirPlace(t *testing.T) {
	t.Parallel()
	path := file(t, "max-body: huge\nspeed: 11\nmetrics: {a: b}\nrate-per-source: 1\nrate-per-source: 2\n")
	_, err := Load(Flags{Config: path, Listen: "nowhere", TLSCert: path}, env(
		"JEJAK_LOG_LEVEL", "loud", "JEJAK_TRUSTED_PROXIES", "10.0.0.0/8,everyone", "JEJAK_METRICS_TOKEN", "hunter2",
		"JEJAK_CONTROL_DSN", "mysql://root:hunter2@db/x", "JEJAK_PUBLIC_URL", "https://root:hunter2@j.example.com"))
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		t.Fatalf("%v", err)
	}
	var places []string
	for _, f := range e.Fields {
		places = append(places, f.Name)
		if strings.Contains(f.Message, "hunter2") {
			t.Errorf("%s repeats a secret: %s", f.Name, f.Message)
		}
	}
	want := []string{
		"config", "config", "config", "--listen", "JEJAK_LOG_LEVEL", "JEJAK_PUBLIC_URL", "JEJAK_TRUSTED_PROXIES", "JEJAK_CONTROL_DSN",
		"max-body in " + path, "JEJAK_METRICS_TOKEN", "tls-cert",
	}
	if !slices.Equal(places, want) {
		t.Errorf("faults at %q\nwant %q", places, want)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	f := func(path, want string) {
		t.Helper()
		_, err := Load(Flags{Config: path}, none)
		var e *fault.Error
		if want == "" && err == nil {
			return
		}
		if !errors.As(err, &e) || len(e.Fields) != 1 || !strings.Contains(e.Fields[0].Message, want) {
			t.Errorf("%v %+v, want %q", err, e, want)
		}
	}
	f(file(t, ""), "")
	f(file(t, "# nothing yet\n"), "")
	f(file(t, "listen:\n"), "")
	f(filepath.Join(t.TempDir(), "none.yaml"), "cannot be read")
	f(file(t, "listen: [\n"), "is no YAML")
	f(file(t, "- a\n- b\n"), "must hold settings")
	f(file(t, "config: other.yaml\n"), `no setting "config"`)
	f(file(t, "trusted-proxies: [[a]]\n"), "list of single values")
}

func TestAProviderIsToldWhole(t *testing.T) {
	t.Parallel()
	whole := Flags{PublicURL: "https://j.example.com", OIDCIssuer: "https://id.example.com/realms/x", OIDCClientID: "jejak", OIDCClientSecret: "s"}
	c, err := Load(whole, none)
	if err != nil || c.OIDCIssuer != whole.OIDCIssuer || c.OIDCClientID != "jejak" || c.OIDCClientSecret != "s" || c.OIDCName != "SSO" {
		t.Errorf("%+v, %v", c, err)
	}
	for name, change := range map[string]func(*Flags){
		"no client":      func(f *Flags) { f.OIDCClientID = "" },
		"no public URL":  func(f *Flags) { f.PublicURL = "" },
		"without TLS":    func(f *Flags) { f.OIDCIssuer = "http://id.example.com" },
		"no address":     func(f *Flags) { f.OIDCIssuer = "id.example.com" },
		"with a query":   func(f *Flags) { f.OIDCIssuer = "https://id.example.com/?a=b" },
		"with a user":    func(f *Flags) { f.OIDCIssuer = "https://a:b@id.example.com" },
		"no web address": func(f *Flags) { f.OIDCIssuer = "ftp://localhost" },
	} {
		f := whole
		change(&f)
		if _, err := Load(f, none); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	here := whole
	here.OIDCIssuer = "http://127.0.0.1:9000"
	if _, err := Load(here, none); err != nil {
		t.Errorf("a provider on this machine: %v", err)
	}
}

func TestMailServers(t *testing.T) {
	t.Parallel()
	whole := Flags{PublicURL: "https://j.example.com", MailFrom: "Kopi Jejak <hello@example.com>"}
	f := func(text, want string) {
		t.Helper()
		with := whole
		with.MailURL = text
		c, err := Load(with, none)
		if want == "" {
			if !fault.Is(err, fault.Invalid) || strings.Contains(fmt.Sprintf("%v %+v", err, err), "hunter") {
				t.Errorf("%q: %v, %v", text, c.MailServer, err)
			}
			return
		}
		if err != nil || fmt.Sprint(*c.MailServer) != want || c.MailFrom.Address != "hello@example.com" || c.MailRate != 60 || strings.Contains(c.String(), "hunter") {
			t.Errorf("%q: %v, %v, want %s", text, c.MailServer, err, want)
		}
	}
	f("smtp://rina:hunter2@mail.example.com", "{mail.example.com 587 rina hunter2 starttls}")
	f("smtp://rina%40example.com:hunter%2F2@mail.example.com:2525", "{mail.example.com 2525 rina@example.com hunter/2 starttls}")
	f("smtps://rina:hunter2@mail.example.com", "{mail.example.com 465 rina hunter2 tls}")
	f("smtp://[::1]:25?tls=off", "{::1 25   off}")
	for _, wrong := range []string{
		"mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://rina:hunter/2@mail.example.com", "smtp://rina@mail.example.com",
		"smtp://rina:hunter2@mail.example.com?tls=off", "smtps://mail.example.com?tls=off", "smtp://mail.example.com?tls=maybe", "smtp://mail.example.com:0",
		"smtp://mail.example.com/path", "smtp://mail.example.com:70000",
	} {
		f(wrong, "")
	}
	for name, part := range map[string]Flags{
		"nobody it comes from": {MailURL: "smtp://mail.example.com", PublicURL: "https://j.example.com"},
		"no public URL":        {MailURL: "smtp://mail.example.com", MailFrom: "a@example.com"},
		"no address":           {MailURL: "smtp://mail.example.com", PublicURL: "https://j.example.com", MailFrom: "hello"},
		"a second header":      {MailURL: "smtp://mail.example.com", PublicURL: "https://j.example.com", MailFrom: "a@example.com\r\nBcc: b@example.com"},
	} {
		if _, err := Load(part, none); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAModelElsewhere(t *testing.T) {
	t.Parallel()
	c, err := Load(Flags{SentimentURL: "http://ollama:11434/v1", SentimentModel: "qwen2.5:7b", SentimentUntil: "wait"}, env("JEJAK_SENTIMENT_RATE", "0"))
	if m := c.Sentiment; err != nil || m.URL.String() != "http://ollama:11434/v1" || m.Model != "qwen2.5:7b" || !m.Wait || m.Batch != 8 || m.Rate != 0 || m.Timeout != time.Minute {
		t.Errorf("%+v %v", m, err)
	}
	if c, err = Load(Flags{SentimentModel: "m", SentimentKey: "hunter2"}, none); err != nil || c.Sentiment.URL != nil || c.Sentiment.Wait {
		t.Errorf("off by default: %+v %v", c.Sentiment, err)
	}
	for name, f := range map[string]Flags{
		"no model":                {SentimentURL: "http://localhost/v1"},
		"no address":              {SentimentURL: "localhost:11434", SentimentModel: "m"},
		"a user":                  {SentimentURL: "https://rina:hunter2@llm.example.com", SentimentModel: "m"},
		"a query":                 {SentimentURL: "https://llm.example.com?key=hunter2", SentimentModel: "m"},
		"a key that is seen":      {SentimentURL: "http://llm.example.com", SentimentModel: "m", SentimentKey: "hunter2"},
		"a key of two lines":      {SentimentURL: "https://llm.example.com", SentimentModel: "m", SentimentKey: "hunter2\r\nX: y"},
		"the name of our own":     {SentimentURL: "http://localhost/v1", SentimentModel: "jejak"},
		"no batch":                {SentimentURL: "http://localhost/v1", SentimentModel: "m", SentimentBatch: "0"},
		"too large a batch":       {SentimentURL: "http://localhost/v1", SentimentModel: "m", SentimentBatch: "51"},
		"no time":                 {SentimentURL: "http://localhost/v1", SentimentModel: "m", SentimentTimeout: "0s"},
		"neither own nor waiting": {SentimentURL: "http://localhost/v1", SentimentModel: "m", SentimentUntil: "never"},
	} {
		if _, err := Load(f, none); !fault.Is(err, fault.Invalid) || strings.Contains(fmt.Sprintf("%v %+v", err, err), "hunter") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(Flags{SentimentURL: "http://127.0.0.1:8000/v1", SentimentModel: "m", SentimentKey: "k"}, none); err != nil {
		t.Errorf("a key on this machine: %v", err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	c, err := Load(Flags{
		ControlDSN: "postgres://jejak:hunter2@db.internal/jejak?sslpassword=hunter3", MetricsToken: "hunter4-hunter4-hunter4", OIDCClientSecret: "hunter5",
		PublicURL: "https://j.example.com", MailURL: "smtp://rina:hunter6@mail.example.com", MailFrom: "a@example.com",
		SentimentURL: "https://llm.example.com/v1", SentimentModel: "m", SentimentKey: "hunter7",
	}, none)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c)
	for _, shown := range []string{c.String(), fmt.Sprint(c), fmt.Sprintf("%v %+v %#v", c, c, c), log.String(), fmt.Sprint(struct{ C Config }{c})} {
		if strings.Contains(shown, "hunter") {
			t.Errorf("a secret is shown: %s", shown)
		}
		if !strings.Contains(shown, "db.internal") {
			t.Errorf("nothing tells which database: %s", shown)
		}
	}
	if got := hideDSN("postgres://a:b@h:port/x"); strings.Contains(got, "b@") {
		t.Errorf("a DSN that cannot be read is shown: %s", got)
	}
}

// What String shows can be written into a file and means the same.
func TestStringReadsBack(t *testing.T) {
	t.Parallel()
	c, err := Load(Flags{Listen: "[::1]:80", TrustedProxies: "10.0.0.0/8, 127.0.0.1", PublicURL: "http://j", MaxBody: "2MiB", Metrics: "no"}, none)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(Flags{Config: file(t, c.String())}, none)
	if err != nil {
		t.Fatal(err)
	}
	if again.String() != c.String() {
		t.Errorf("%s\nbecame\n%s", c, again)
	}
}

// The tags suit kong, and every setting is shown.
func TestFlagsAreKongs(t *testing.T) {
	t.Parallel()
	var flags Flags
	parser, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--listen", ":9", "--metrics=off", "--control-dsn", "x.db"}); err != nil {
		t.Fatal(err)
	}
	c, err := Load(flags, none)
	if err != nil || c.Listen != ":9" || c.Metrics || c.ControlDSN != "x.db" {
		t.Errorf("%v %s", err, c)
	}
	for _, s := range settings() {
		name := s.Tag.Get("name")
		if name == "" || s.Tag.Get("help") == "" {
			t.Errorf("%s has no name or help", s.Name)
		}
		if name != "config" && !strings.Contains(c.String(), name+": ") {
			t.Errorf("%s is not shown", name)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	f := func(in string, want int64) {
		t.Helper()
		if got, err := parseSize(in); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q is %d %v, want %d", in, got, err, want)
		}
	}
	f("1", 1)
	f("500KB", 500_000)
	f("10 MB", 10_000_000)
	f("64KiB", 65536)
	f("1GiB", 1<<30)
	f("2GiB", 0)
	f("0", 0)
	f("-1", 0)
	f("", 0)
	f("1.5MB", 0)
	f("9223372036854775807GB", 0)
}

// Whatever stands in a file, loading it ends in settings or in faults, and settings read back.
func FuzzFile(f *testing.F) {
	f.Add("listen: :80\ntrusted-proxies: [10.0.0.0/8]\n")
	f.Add("a: &x 1\nb: *x\n<<: {}\n")
	f.Add("? [a]\n: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "f.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(Flags{Config: path}, none)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		if err == nil && c.MaxBody <= 0 {
			t.Errorf("%s", c)
		}
	})
}
