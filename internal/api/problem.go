package api

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/fault"
	"jejak/internal/httpserve"
)

// Problem is a fault as RFC 9457 writes it.
type Problem struct {
	Type   string        `json:"type" example:"invalid" doc:"the kind of fault, a stable word: invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, unavailable, corrupt or internal"`
	Title  string        `json:"title" example:"Bad Request"`
	Status int           `json:"status" example:"400"`
	Detail string        `json:"detail" doc:"what happened and what to do, for people"`
	Fields []fault.Field `json:"fields,omitempty" doc:"each fault of the input"`
	// Code is of what screens say in the language of who reads.
	Code string            `json:"code,omitempty" doc:"a stable word for exactly this, where there is one"`
	With map[string]string `json:"with,omitempty" doc:"what the code's words name"`
	// Current is of a conflict.
	Current any `json:"current,omitempty" doc:"where somebody else has changed a thing meanwhile: the thing as it is now"`

	headers http.Header
}

// Error makes a problem an error, as the framework wants it.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are sent with the problem.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problemOf turns an error into what a caller may see. What is not classified is logged whole and shown as nothing.
func problemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	shown := httpserve.ProblemOf(err)
	p = &Problem{Type: shown.Type, Title: shown.Title, Status: shown.Status, Detail: shown.Detail, Fields: shown.Fields, Code: shown.Code, With: shown.With}
	var e *fault.Error
	if errors.As(err, &e) {
		p.Current = e.Current
	}
	if e != nil && e.RetryAfter > 0 {
		p.headers = http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))}}
	}
	if p.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		log.ErrorContext(ctx, "request failed", "kind", p.Type, "error", err)
	}
	return p
}

// reshape turns the framework's own faults (bodies and parameters that do not fit their schema) into problems.
func reshape(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	status := m.Status
	if status == http.StatusUnprocessableEntity {
		status = http.StatusBadRequest // as invalidIsBad writes it
	}
	p := &Problem{Type: kindOf(status).String(), Title: http.StatusText(status), Status: status, Detail: "The request does not fit its description. " + sentence(m.Detail)}
	for _, e := range m.Errors {
		name := strings.TrimPrefix(strings.TrimPrefix(e.Location, "body."), "query.")
		p.Fields = append(p.Fields, fault.Field{Name: name, Message: e.Message})
	}
	return p, nil
}

func kindOf(status int) fault.Kind {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return fault.TooLarge
	case http.StatusInternalServerError:
		return fault.Internal
	default:
		return fault.Invalid
	}
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
