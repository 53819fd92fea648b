package mail

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// sending is one connection to the server; it is made when there is something to send.
type sending struct {
	client *gomail.Client
	open   bool
}

// patience is how long one step with the server may take.
const patience = 30 * time.Second

func newSending(s Server) (*sending, error) {
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(patience),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case Open:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("no such protection of mail: %q", s.Security)
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	return &sending{client: client}, err
}

// outcome is what the server said to one mail.
type outcome struct {
	sent   bool
	again  bool   // it may be taken later
	nobody bool   // there is no such mailbox
	cut    bool   // the connection is of no use any more
	reason string // as the server put it, without the address
}

// connect readies the connection. Its error is the server's trouble, not that of a mail.
func (s *sending) connect(ctx context.Context) error {
	if s.open {
		return nil
	}
	if err := s.client.DialWithContext(ctx); err != nil {
		return err
	}
	s.open = true
	return nil
}

func (s *sending) close() {
	if s.open {
		_ = s.client.Close() // what was sent is sent
	}
	s.open = false
}

// send hands one mail over.
func (s *sending) send(m *gomail.Msg) outcome {
	err := s.client.Send(m)
	if err == nil || m.IsDelivered() {
		if err != nil { // taken, and then the connection broke
			s.close()
		}
		return outcome{sent: true}
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) || refused.ErrorCode() == 0 {
		s.close()
		return outcome{again: true, cut: true, reason: "the connection broke off"}
	}
	o := outcome{reason: reasonOf(refused), again: refused.IsTemp()}
	if refused.Reason == gomail.ErrSMTPMailFrom {
		o.again = true // whom mail comes from is refused: that is a matter of settings, not of this mail
	}
	code, more := refused.ErrorCode(), refused.EnhancedStatusCode()
	if refused.Reason == gomail.ErrSMTPRcptTo && !o.again {
		// RFC 3463: X.1 is about the address. Without it, RFC 5321 has these for a mailbox that is not there.
		o.nobody = strings.HasPrefix(more, "5.1.") || more == "" && (code == 550 || code == 551 || code == 553)
	}
	return o
}

const maxReason = 200

// reasonOf is what the server said, without what go-mail adds to it.
func reasonOf(err *gomail.SendError) string {
	text := err.Error()
	for _, cut := range []string{", affected recipient(s)", ", affected message ID"} {
		text, _, _ = strings.Cut(text, cut)
	}
	if _, rest, ok := strings.Cut(text, ": "); ok {
		text = rest
	}
	return line(strings.ReplaceAll(text, `"`, ""), maxReason)
}

// message is a letter as it goes out. Its id is that of the occasion, so that a server which has seen it can tell.
func (l *Letter) message(from mail.Address, id string, secure bool) (*gomail.Msg, error) {
	html, err := l.HTML()
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&from)
	if err := m.To(l.To); err != nil {
		return nil, err
	}
	m.Subject(line(l.Subject, maxSubject))
	m.SetMessageIDWithValue(id)
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("Content-Language", line(l.Language, 35))
	if l.Unsubscribe != "" {
		m.SetListUnsubscribe("<" + l.Unsubscribe + ">")
		if secure { // RFC 8058 wants https
			m.SetListUnsubscribePost()
		}
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Plain())
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, nil
}

// messageID is the same for an occasion at each try.
func messageID(row, occasion, from string) string {
	sum := sha256.Sum256([]byte(row + "\x00" + occasion))
	_, domain, _ := strings.Cut(from, "@")
	return hex.EncodeToString(sum[:12]) + "@" + domain
}
