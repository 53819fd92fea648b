package survey

import (
	"context"
	"encoding/json"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// ticket is the right to answer one response. Who has a token has one: a visitor's is sealed into the token itself, so that looking
// for a survey writes nothing; that of a single link is found by its hash.
type ticket struct {
	Workspace event.Workspace `json:"w"`
	Survey    string          `json:"s"`
	Response  string          `json:"r"`
	Via       Via             `json:"v"`
	Link      string          `json:"l,omitempty"`
	IDs       []event.ID      `json:"i"`
	Issued    event.Time      `json:"t,omitempty"`
	Language  string          `json:"g,omitempty"`
	Product   string          `json:"p,omitempty"`
	Trusted   bool            `json:"k,omitempty"` // only the person has it, so their traits may be shown

	preview bool
	single  bool
}

// ticketPurpose binds what is sealed to what it is for.
const ticketPurpose = "survey ticket"

// sealed tokens differ from hashed ones by their beginning.
const sealedPrefix = "t."

func (s *Store) seal(t ticket) (string, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	token, err := s.o.Key.Seal(text, ticketPurpose)
	if err != nil {
		return "", fault.Coded(fault.Wrap(fault.Unavailable, err, "Surveys cannot be put before anybody while the data folder may not be written."), "survey_read_only")
	}
	return sealedPrefix + strings.NewReplacer("+", "-", "/", "_").Replace(token), nil
}

func (s *Store) unseal(token string) (t ticket, ok bool) {
	rest, ok := strings.CutPrefix(token, sealedPrefix)
	if !ok {
		return t, false
	}
	text, err := s.o.Key.Open(strings.NewReplacer("-", "+", "_", "/").Replace(rest), ticketPurpose)
	return t, err == nil && json.Unmarshal(text, &t) == nil
}

// ticket is what a token stands for. An open link stands for a new response at each look. Faults: NotFound.
func (s *Store) ticket(ctx context.Context, token string) (t ticket, err error) {
	if t, ok := s.unseal(token); ok {
		return t, nil
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		l, ok, err := sqldb.One(ctx, tx, scanLink, s.statements.Get("linkByHash"), hashed(token))
		if err == nil && !ok {
			err = fault.Coded(fault.New(fault.NotFound, "This link is not open any more: ask whoever sent it for a new one."), "survey_link_closed")
		}
		t = ticket{Workspace: l.ws, Survey: l.survey, Response: l.ID, Via: ViaLink, Link: l.ID, IDs: l.IDs}
		switch l.Kind {
		case PreviewLink:
			t.preview = true
		case SingleLink:
			t.single, t.Trusted = true, true
		case MailLink:
			t.single, t.Trusted, t.Via, t.Product = true, true, ViaEmail, l.Name
		case OpenLink:
			t.Response, t.Issued = newToken(), event.TimeOf(s.o.Now())
		}
		return err
	})
	if err == nil && len(t.IDs) == 0 {
		t.IDs = []event.ID{{Type: event.AnonymousID, Value: "survey-" + t.Response}}
	}
	return t, err
}
