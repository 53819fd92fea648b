package api

import (
	"context"
	"time"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/listen/connect"
)

// ConnectionKind is what a connection can be.
type ConnectionKind struct {
	Kind    string          `json:"kind" example:"feed"`
	Fields  []connect.Field `json:"fields" nullable:"false" doc:"its settings"`
	Fetched bool            `json:"fetched" doc:"mentions are fetched, at intervals"`
	Files   bool            `json:"files" doc:"it is handed files"`
}

// Connection is a place that mentions come from, with how it fares.
type Connection struct {
	connect.Connection
	Busy bool `json:"busy,omitempty" doc:"it is being fetched from"`
	// Address is of webhooks.
	Address string `json:"address,omitempty" doc:"path that mentions are sent to, for those who may change connections"`
}

// ConnectionList is all connections of a workspace.
type ConnectionList struct {
	Connections []Connection     `json:"connections" nullable:"false"`
	Kinds       []ConnectionKind `json:"kinds" nullable:"false"`
	CallsOut    bool             `json:"callsOut" doc:"whether anything is fetched: a demo calls nobody"`
}

// ConnectionBody makes or changes a connection.
type ConnectionBody struct {
	Kind     string           `json:"kind,omitempty" maxLength:"40" doc:"of a new one; it stays"`
	Name     string           `json:"name" maxLength:"400"`
	Settings connect.Settings `json:"settings,omitempty" doc:"by the names of the kind's fields; a secret that is left out stays as it was"`
	Every    int              `json:"every,omitempty" minimum:"0" doc:"seconds between two fetches, 300 to 604,800; a quarter of an hour by default"`
	Paused   bool             `json:"paused,omitempty"`
	Version  int              `json:"version,omitempty" minimum:"0" doc:"that is changed; any where it is absent"`
}

// ConnectionPath names a connection.
type ConnectionPath struct {
	InWorkspace
	ID string `path:"id" maxLength:"40"`
}

type connectionChange struct {
	ConnectionPath
	Body ConnectionBody
}

// ConnectionPause has a connection rest, or go on.
type ConnectionPause struct {
	Paused bool `json:"paused"`
}

type connectionPause struct {
	ConnectionPath
	Body ConnectionPause
}

type connectionFile struct {
	ConnectionPath
	RawBody []byte `contentType:"text/csv"`
}

type webhookDelivery struct {
	Token     string `path:"token" maxLength:"100"`
	ID        string `header:"webhook-id" maxLength:"300" doc:"the same each time that a delivery is tried"`
	Timestamp string `header:"webhook-timestamp" maxLength:"20" doc:"seconds since 1970"`
	Signature string `header:"webhook-signature" maxLength:"2000" doc:"v1, and HMAC-SHA256 of id.timestamp.body in base64"`
	RawBody   []byte `contentType:"application/json"`
}

const publicListen = publicRoot + "/listen/"

func (a *API) registerConnections() {
	const tag = "Voice"
	const path = wsRoot + "/connections"
	one := path + "/{id}"
	register(a, describe("GET", path, "listConnections", tag, "Where mentions come from, and how each fares"), needs(account.Ask), a.listConnections)
	register(a, created(describe("POST", path, "createConnection", tag, "Make a connection; what is secret of it is shown this once")), needs(account.VoiceEdit), a.createConnection)
	register(a, describe("GET", one, "getConnection", tag, "One connection"), needs(account.Ask), a.getConnection)
	register(a, describe("PUT", one, "putConnection", tag, "Change a connection"), needs(account.VoiceEdit), a.putConnection)
	register(a, describe("DELETE", one, "deleteConnection", tag, "Delete a connection; its mentions stay"), needs(account.VoiceEdit), a.deleteConnection)
	register(a, describe("POST", one+"/pause", "pauseConnection", tag, "Have a connection rest, or go on"), needs(account.VoiceEdit), a.pauseConnection)
	register(a, describe("POST", one+"/fetch", "fetchConnection", tag, "Fetch from a connection at once"), needs(account.VoiceEdit), a.fetchConnection)
	upload := describe("POST", one+"/upload", "uploadToConnection", tag, "Hand a file to a connection: reviews of an app store in CSV")
	register(a, upTo(64<<20, upload), needs(account.VoiceEdit), a.uploadToConnection)
	deliver := describe("POST", publicListen+"{token}", "deliverMentions", tag, "Send mentions to a webhook, signed as Standard Webhooks are")
	deliver.Description = "The body is a mention, or {\"mentions\": […]}. The same mention is stored once, however often it is sent."
	deliver.SkipValidateBody = true // its signature is over the bytes as they are
	register(a, upTo(1<<20, deliver), anybody(), a.deliverMentions)
}

// connection is a connection as the caller may see it.
func (a *API) connection(ctx context.Context, ws event.Workspace, c connect.Connection) Connection {
	out := Connection{Connection: c, Busy: a.o.Listening.Busy(ws, c.ID)}
	if c.Token != "" && callerOf(ctx).Can(ws, account.VoiceEdit) {
		out.Address = publicListen + c.Token
	}
	return out
}

func (a *API) oneConnection(ctx context.Context, ws event.Workspace, c connect.Connection, err error) (*reply[Connection], error) {
	if err != nil {
		return nil, err
	}
	a.o.Listening.Wake()
	return answer(a.connection(ctx, ws, c)), nil
}

func (a *API) listConnections(ctx context.Context, in *InWorkspace) (*reply[ConnectionList], error) {
	all, err := a.o.Connections.List(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	out := ConnectionList{Connections: []Connection{}, Kinds: []ConnectionKind{}, CallsOut: a.o.CallsOut}
	for _, c := range all {
		out.Connections = append(out.Connections, a.connection(ctx, in.WS, c))
	}
	for _, k := range a.o.Connections.Kinds() {
		_, files := k.(connect.Reader)
		out.Kinds = append(out.Kinds, ConnectionKind{Kind: k.Kind(), Fields: append([]connect.Field{}, k.Fields()...), Fetched: a.o.Connections.Fetched(k.Kind()), Files: files})
	}
	return answer(out), nil
}

func (a *API) getConnection(ctx context.Context, in *ConnectionPath) (*reply[Connection], error) {
	c, err := a.o.Connections.Get(ctx, in.WS, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(a.connection(ctx, in.WS, c)), nil
}

func (b ConnectionBody) draft() connect.Draft {
	return connect.Draft{Kind: b.Kind, Name: b.Name, Settings: b.Settings, Every: b.Every, Paused: b.Paused, Version: b.Version}
}

func (a *API) createConnection(ctx context.Context, in *wsRequest[ConnectionBody]) (*reply[Connection], error) {
	c, err := a.o.Connections.Create(ctx, in.WS, in.Body.draft(),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "connection.create", "", in.Body.Kind+" "+in.Body.Name))
	return a.oneConnection(ctx, in.WS, c, err)
}

func (a *API) putConnection(ctx context.Context, in *connectionChange) (*reply[Connection], error) {
	c, err := a.o.Connections.Update(ctx, in.WS, in.ID, in.Body.draft(),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "connection.change", in.ID, in.Body.Name))
	return a.oneConnection(ctx, in.WS, c, err)
}

func (a *API) deleteConnection(ctx context.Context, in *ConnectionPath) (*nothing, error) {
	return nil, a.o.Connections.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "connection.delete", in.ID, ""))
}

func (a *API) pauseConnection(ctx context.Context, in *connectionPause) (*reply[Connection], error) {
	action := "connection.resume"
	if in.Body.Paused {
		action = "connection.pause"
	}
	c, err := a.o.Connections.Pause(ctx, in.WS, in.ID, in.Body.Paused, a.o.Accounts.Audit(callerOf(ctx), in.WS, action, in.ID, ""))
	return a.oneConnection(ctx, in.WS, c, err)
}

func (a *API) fetchConnection(ctx context.Context, in *ConnectionPath) (*reply[Connection], error) {
	if !a.o.CallsOut {
		return nil, fault.New(fault.Conflict, "This is a demo, which calls nobody: start Jejak with serve to fetch mentions.")
	}
	c, err := a.o.Connections.Hurry(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "connection.fetch", in.ID, ""))
	return a.oneConnection(ctx, in.WS, c, err)
}

func (a *API) uploadToConnection(ctx context.Context, in *connectionFile) (*reply[connect.Received], error) {
	got, err := a.o.Listening.Upload(ctx, in.WS, in.ID, in.RawBody)
	return answer(got), err
}

// How many deliveries one address may send, so that nobody keeps the server busy with checking signatures.
const (
	mostDeliveries   = 3000
	deliveriesWithin = 10 * time.Minute
)

func (a *API) deliverMentions(ctx context.Context, in *webhookDelivery) (*reply[connect.Received], error) {
	if err := slower(a.delivered.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	got, err := a.o.Listening.Receive(ctx, in.Token, connect.Delivery{ID: in.ID, Timestamp: in.Timestamp, Signature: in.Signature, Body: in.RawBody})
	return answer(got), err
}
