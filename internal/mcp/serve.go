package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"jejak/client"
	"jejak/internal/fault"
	"jejak/internal/httpserve"
)

// ServeStdio serves one assistant over a pair of streams, until it goes or ctx ends. The client has the token to ask with.
func ServeStdio(ctx context.Context, api *client.Client, version string, in io.ReadCloser, out io.WriteCloser) error {
	var spec json.RawMessage
	if err := api.GetRoot(ctx, "/api/openapi.json", &spec); err != nil {
		return err
	}
	question, err := questionSchema(spec)
	if err != nil {
		return err
	}
	s, err := newServer(ctx, api, version, question)
	if err != nil {
		return err
	}
	return s.Run(ctx, &mcp.IOTransport{Reader: in, Writer: out})
}

// Handler serves assistants over streamable HTTP. Each request brings an API token, and is answered by the API in this process as
// if the token's owner had called it.
func Handler(api http.Handler, o Options, log *slog.Logger) http.Handler {
	question := sync.OnceValues(func() (json.RawMessage, error) { return questionSchema(o.Spec) })
	streams := mcp.NewStreamableHTTPHandler(func(r *http.Request) *mcp.Server {
		s, _ := r.Context().Value(serverKey{}).(*mcp.Server)
		return s
	}, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true,
		// It guards servers that trust whoever comes from this machine; here nothing is answered without a token.
		DisableLocalhostProtection: true,
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := forCaller(api, r, o.Version, question)
		if err != nil {
			w.Header().Set("WWW-Authenticate", `Bearer realm="jejak"`)
			httpserve.WriteProblem(w, r, log, err)
			return
		}
		streams.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), serverKey{}, s)))
	})
}

type serverKey struct{}

// forCaller makes the tools of whoever sends a request.
func forCaller(api http.Handler, r *http.Request, version string, question func() (json.RawMessage, error)) (*mcp.Server, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	token = strings.TrimSpace(token)
	if !ok || token == "" {
		return nil, fault.New(fault.Unauthenticated, "Send an API token of the workspace: Authorization: Bearer …")
	}
	c, err := client.New("http://jejak", token, 0, &http.Client{Transport: inside{api, r}})
	if err != nil {
		return nil, err
	}
	if c, err = c.Home(r.Context()); err != nil {
		return nil, fault.Wrap(fault.Unauthenticated, err, "This API token is not known.")
	}
	schema, err := question()
	if err != nil {
		return nil, err
	}
	return newServer(r.Context(), c, version, schema)
}

// inside calls a handler of this process on behalf of a request from outside: from the same address, with the same deadline.
type inside struct {
	handler http.Handler
	outer   *http.Request
}

// RoundTrip calls the handler.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(i.outer.Context())
	defer cancel()
	stop := context.AfterFunc(r.Context(), cancel)
	defer stop()
	in := r.Clone(ctx)
	in.RemoteAddr, in.RequestURI = i.outer.RemoteAddr, r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &kept{header: http.Header{}, status: http.StatusOK}
	i.handler.ServeHTTP(w, in)
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// kept is an answer in memory.
type kept struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

// Header is that of the answer.
func (k *kept) Header() http.Header { return k.header }

// WriteHeader keeps the first status.
func (k *kept) WriteHeader(status int) {
	if !k.wrote {
		k.status, k.wrote = status, true
	}
}

// Write keeps what is written.
func (k *kept) Write(b []byte) (int, error) {
	k.wrote = true
	return k.body.Write(b)
}
