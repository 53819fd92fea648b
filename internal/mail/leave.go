package mail

import (
	"context"
	"encoding/json"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Why an address gets no surveys.
const (
	Unsubscribed = "unsubscribed"
	Bounced      = "bounced" // a server said that there is no such mailbox
)

// Leaving is what the link at the end of a mail ends: surveys to an address, or a user's digest.
type Leaving struct {
	Workspace event.Workspace `json:"w"`
	Kind      Kind            `json:"k"`
	Address   string          `json:"a"`
	User      int64           `json:"u,omitempty"` // of a digest
	Batch     string          `json:"b,omitempty"` // of the mail that the link stands in
	Reference string          `json:"r,omitempty"`
}

const leavePurpose = "mail leave"

// LeaveURL is the link by which whoever got a mail wants no more of them. It holds for ever: mails are kept for years.
func (b *Outbox) LeaveURL(l Leaving) (string, error) {
	text, err := json.Marshal(l)
	if err != nil {
		return "", err
	}
	token, err := b.o.Key.Seal(text, leavePurpose)
	return b.o.Root + "/u/" + strings.NewReplacer("+", "-", "/", "_").Replace(token), err
}

// Leaver reads what a link of LeaveURL ends, by its last part. Fault: NotFound.
func (b *Outbox) Leaver(token string) (l Leaving, err error) {
	text, err := b.o.Key.Open(strings.NewReplacer("-", "+", "_", "/").Replace(token), leavePurpose)
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err != nil {
		return Leaving{}, fault.Wrap(fault.NotFound, err, "This link is not complete, or not from here: open it from the mail once more.")
	}
	return l, nil
}

// Refused says why an address gets no surveys; "" where it does.
func (b *Outbox) Refused(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, address string) (reason string, err error) {
	reason, _, err = sqldb.One(ctx, tx, sqldb.Into[string], b.statements.Get("refused"), ws, strings.ToLower(address))
	return reason, err
}

// Refuse keeps surveys from the address of a link from now on, also those that wait.
func (b *Outbox) Refuse(ctx context.Context, l Leaving) error {
	now := event.TimeOf(b.o.Now())
	address := strings.ToLower(l.Address)
	return b.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := tx.Exec(ctx, b.statements.Get("refuse"), l.Workspace, address, Unsubscribed, now, l.Batch, l.Reference); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, b.statements.Get("withdrawFrom"), Unsubscribed, now, l.Workspace, Survey, address)
		return err
	})
}

// Accept takes Refuse back; a mailbox that is not there stays refused.
func (b *Outbox) Accept(ctx context.Context, ws event.Workspace, address string) error {
	return b.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, b.statements.Get("accept"), ws, strings.ToLower(address), Unsubscribed)
		return err
	})
}
