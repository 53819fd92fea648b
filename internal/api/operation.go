package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/event"
)

const (
	sessionCookie = "jejak_session"
	csrfHeader    = "X-Jejak-CSRF"

	root   = "/api/v1"
	wsRoot = root + "/workspaces/{ws}"
)

// access says who may call an operation.
type access struct {
	public     bool               // nobody need be signed in
	permission account.Permission // of the role in the workspace of the path; "" where being signed in is enough
}

func anybody() access                            { return access{public: true} }
func signedIn() access                           { return access{} }
func needs(permission account.Permission) access { return access{permission: permission} }

// describe makes an operation. Its id also names the handler in the web client, in camelCase.
func describe(method, path, id, tag, summary string) huma.Operation {
	op := huma.Operation{Method: method, Path: path, OperationID: id, Tags: []string{tag}, Summary: summary}
	if method == http.MethodDelete {
		op.DefaultStatus = http.StatusNoContent
	}
	return op
}

// asks says of an operation that it changes nothing that is kept, although its method is that of a change.
func asks(op huma.Operation) huma.Operation {
	op.Metadata = map[string]any{"asks": true}
	return op
}

// created says that an operation answers 201.
func created(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusCreated
	return op
}

// register adds an operation with who may call it, beside its handler.
func register[I, O any](a *API, op huma.Operation, who access, handler func(context.Context, *I) (*O, error)) {
	problem := a.huma.OpenAPI().Components.Schemas.Schema(typeOf[Problem](), true, "")
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = &huma.Response{
		Description: "A fault",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
	}
	word := string(who.permission)
	switch {
	case who.public:
		word = "public"
		op.Security = []map[string][]string{}
	case word == "":
		word = "signed_in"
		fallthrough
	default:
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	}
	if op.Extensions == nil {
		op.Extensions = map[string]any{}
	}
	op.Extensions["x-permission"] = word
	op.Middlewares = append(op.Middlewares, a.guard(op, who))
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, a.o.Log, err)
		}
		return out, nil
	})
}

// InWorkspace is the part of an input that every operation under a workspace has.
type InWorkspace struct {
	WS event.Workspace `path:"ws" maximum:"4294967295" doc:"number of the workspace"`
}

// reply wraps an answer as the framework wants it.
type reply[T any] struct{ Body T }

func answer[T any](v T) *reply[T] { return &reply[T]{Body: v} }

// request is an input that is only a body.
type request[T any] struct{ Body T }

// wsRequest is an input of a workspace with a body.
type wsRequest[T any] struct {
	InWorkspace
	Body T
}

// nothing is an empty input or answer.
type nothing struct{}

func isWrite(method string) bool {
	return !strings.EqualFold(method, http.MethodGet) && !strings.EqualFold(method, http.MethodHead)
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// stream says that an operation answers with server-sent events, each holding a T in JSON.
func stream[T any](a *API, op huma.Operation) huma.Operation {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(typeOf[T](), true, "")
	op.Description = "Each message's data is one object. Lines that begin with a colon are heartbeats."
	op.Extensions = map[string]any{"x-stream": true}
	op.Responses = map[string]*huma.Response{"200": {
		Description: "Server-sent events",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: schema}},
	}}
	return op
}
