package connect

import (
	"context"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Reader is a Connector that is handed files.
type Reader interface {
	Connector
	// Read reads a file whole. Fault: Invalid, with the row that cannot be read.
	Read(s Settings, file []byte) ([]Mention, error)
}

// Delivery is what a webhook was sent, by the names of Standard Webhooks.
type Delivery struct {
	ID        string // webhook-id
	Timestamp string // webhook-timestamp
	Signature string // webhook-signature
	Body      []byte
}

// Receiver is a Connector that mentions are sent to.
type Receiver interface {
	Connector
	// Fresh makes the secrets that a new connection begins with.
	Fresh() Settings
	// Receive reads a delivery whose signature is right. Faults: Unauthenticated, Invalid.
	Receive(s Settings, d Delivery, now time.Time) ([]Mention, error)
}

// Received is what became of mentions that were handed over.
type Received struct {
	Mentions int `json:"mentions" doc:"how many there were"`
	Stored   int `json:"stored" doc:"how many of them were new"`
}

// Upload takes a file in. Faults: NotFound, Invalid, Conflict (a connection that takes no files, or is paused).
func (r *Runner) Upload(ctx context.Context, ws event.Workspace, id string, file []byte) (Received, error) {
	c, err := r.store.Get(ctx, ws, id)
	if err != nil {
		return Received{}, err
	}
	kind, ok := r.store.kinds[c.Kind].(Reader)
	if !ok {
		return Received{}, fault.New(fault.Conflict, "This connection takes no files: it brings mentions by itself.")
	}
	return r.taken(ctx, c, func(s Settings) ([]Mention, error) { return kind.Read(s, file) })
}

// Receive takes a delivery in that came to the address of a webhook. Faults: NotFound, Unauthenticated, Invalid, Conflict (paused).
func (r *Runner) Receive(ctx context.Context, token string, d Delivery) (Received, error) {
	_, c, err := r.store.ByToken(ctx, token)
	if err != nil {
		return Received{}, err
	}
	kind, ok := r.store.kinds[c.Kind].(Receiver)
	if !ok {
		return Received{}, fault.New(fault.NotFound, "Nobody listens at this address: look the address of the connection up.")
	}
	return r.taken(ctx, c, func(s Settings) ([]Mention, error) { return kind.Receive(s, d, r.o.Now()) })
}

// taken reads and takes in what was handed over, and notes how that went.
func (r *Runner) taken(ctx context.Context, c Connection, read func(Settings) ([]Mention, error)) (Received, error) {
	if c.Paused {
		return Received{}, fault.Coded(fault.New(fault.Conflict, "This connection is paused: let it go on first."), "connection_paused")
	}
	settings, err := r.store.settings(c)
	if err != nil {
		return Received{}, err
	}
	all, err := read(settings)
	if err != nil {
		if !fault.Is(err, fault.Unauthenticated) { // anybody can send what is not signed
			if noted := r.store.Refused(ctx, c.workspace, c.ID, err); noted != nil {
				r.o.Logger.Error("how a connection fares cannot be kept", "connection", c.ID, "error", noted)
			}
		}
		return Received{}, err
	}
	got := Received{Mentions: len(all)}
	if got.Stored, err = r.take(ctx, c, all); err != nil {
		return got, err
	}
	return got, r.store.Brought(ctx, c.workspace, c.ID, got.Stored)
}
