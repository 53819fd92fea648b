package api

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/fault"
)

// Archive is a backup that is ready to be sent.
type Archive interface {
	io.WriterTo
	io.Closer
	Name() string
}

func (a *API) registerBackup() {
	op := describe("GET", root+"/backup", "downloadBackup", "Workspaces", "A backup of everything, as a tar file, while Jejak goes on")
	op.Description = "For owners of every workspace, because it holds them all. 'jejak backup' calls this, and 'jejak restore' takes what it answers."
	op.Responses = map[string]*huma.Response{"200": {
		Description: "The backup",
		Content:     map[string]*huma.MediaType{"application/x-tar": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	register(a, op, signedIn(), a.downloadBackup)
}

func (a *API) downloadBackup(ctx context.Context, _ *nothing) (*huma.StreamResponse, error) {
	caller := callerOf(ctx)
	if err := a.ownsAll(ctx, caller); err != nil {
		return nil, err
	}
	archive, err := a.o.Backup(ctx)
	if err != nil {
		return nil, err
	}
	for _, ws := range caller.Workspaces() {
		if err := a.o.Accounts.Record(ctx, caller, ws, "backup.download", "", archive.Name()); err != nil && !fault.Is(err, fault.Unavailable) {
			_ = archive.Close()
			return nil, err // a full disk is when a backup is wanted most
		}
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { _ = archive.Close() }() // leaves files behind at worst; the next start sweeps them
		hc.SetHeader("Content-Type", "application/x-tar")
		hc.SetHeader("Content-Disposition", `attachment; filename="`+archive.Name()+`"`)
		hc.SetStatus(http.StatusOK)
		if _, err := archive.WriteTo(hc.BodyWriter()); err != nil {
			a.o.Log.WarnContext(ctx, "a backup was cut off", "error", err)
			panic(http.ErrAbortHandler) //nolint:forbidigo // cuts the connection, so that nobody takes half of it for the whole
		}
	}}, nil
}

// ownsAll lets only those take everything who own everything.
func (a *API) ownsAll(ctx context.Context, caller account.Caller) error {
	all, err := a.o.Workspaces.List(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		if caller.Role(w.ID) != account.Owner || !caller.Can(w.ID, account.WorkspaceManage) {
			return fault.New(fault.Forbidden, "A backup holds every workspace: only somebody who owns them all may take it.")
		}
	}
	return nil
}
