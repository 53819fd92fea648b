package httpserve

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"jejak/internal/fault"
)

// Problem is a fault as RFC 9457 writes it; Type is the kind's stable word.
type Problem struct {
	Type   string        `json:"type"`
	Title  string        `json:"title"`
	Status int           `json:"status"`
	Detail string        `json:"detail"`
	Fields []fault.Field `json:"fields,omitempty"`

	Code string            `json:"code,omitempty"`
	With map[string]string `json:"with,omitempty"`
}

// Status is the one table from kinds of fault to HTTP statuses.
func Status(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal, fault.Corrupt:
	}
	return http.StatusInternalServerError
}

// ProblemOf is what a caller may see of an error. What is not classified shows nothing of itself.
func ProblemOf(err error) Problem {
	kind, detail := fault.KindOf(err), "Something went wrong on our side. The server's log holds the details."
	var fields []fault.Field
	var e *fault.Error
	switch {
	case kind == fault.Internal && errors.Is(err, context.DeadlineExceeded):
		kind, detail = fault.Unavailable, "This took too long and was stopped. Ask for less, or try again."
	case kind != fault.Internal && errors.As(err, &e):
		detail, fields = e.Message, e.Fields
	}
	status := Status(kind)
	p := Problem{Type: kind.String(), Title: http.StatusText(status), Status: status, Detail: detail, Fields: fields}
	if e != nil {
		p.Code, p.With = e.Code, e.With
	}
	return p
}

// Told is what a caller is told of an error; what they are not shown is logged, and when to come back is in the header.
func Told(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) Problem {
	p := ProblemOf(err)
	if p.Status >= http.StatusInternalServerError {
		log.ErrorContext(r.Context(), "request failed", "id", RequestID(r), "kind", p.Type, "error", err)
	}
	var e *fault.Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
	return p
}

// WriteProblem answers a request with an error.
func WriteProblem(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	p := Told(w, r, log, err)
	body, err := json.Marshal(p)
	if err != nil {
		panic("BUG: a problem that is no JSON: " + err.Error()) //nolint:forbidigo // strings and a number always are
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the caller may have gone
}
