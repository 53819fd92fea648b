// Package mail sends what Jejak writes to people by e-mail: one durable outbox, one layout, and a list of those who want none.
package mail

import (
	"crypto/x509"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"jejak/internal/fault"
)

// Security is how the way to a mail server is protected.
type Security string

// The ways. With StartTLS and TLS, a server that cannot, or whose certificate does not hold, is sent nothing.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
	Open     Security = "off"
)

// Server is where mail is handed to, by SMTP.
type Server struct {
	Host           string
	Port           int
	User, Password string // "" is no sign-in
	Security       Security
	Roots          *x509.CertPool // nil: those of the system
}

// State is what has become of a mail.
type State string

// The states. Sent means that the server of Options has taken it, not that it has arrived.
const (
	Queued State = "queued"
	Sent   State = "sent"
	Failed State = "failed"
)

const (
	maxAddress = 254 // RFC 5321, 4.5.3.1
	maxSubject = 200
)

// Address is the plain, lower-case form of an address that mail can go to. Fault: Invalid.
func Address(text string) (string, error) {
	text = strings.TrimSpace(text)
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > maxAddress || strings.ContainsFunc(text, unicode.IsControl) {
		return "", fault.Coded(fault.New(fault.Invalid, "This is no e-mail address."), "no_email_address")
	}
	return strings.ToLower(text), nil
}

// line is a text as it may stand in a header: one line, of valid letters, not too long.
func line(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most-1]) + "…"
	}
	return text
}
