// Package client sends events to a Jejak server, asks it questions, and reads people and the ledger.
//
// A [Sender] needs a source's write key, and a [Client] an API token; neither needs the other.
package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is a fault that the server told of (RFC 9457).
type Error struct {
	Status int    `json:"status"`
	Kind   string `json:"type"` // a stable word: invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, unavailable, corrupt, internal
	Title  string `json:"title"`
	Detail string `json:"detail"` // for people
	Fields []struct {
		Name    string `json:"name"`
		Message string `json:"message"`
	} `json:"fields"`
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "jejak answered %d", e.Status)
	if text := strings.TrimSpace(e.Detail); text != "" {
		b.WriteString(": " + text)
	} else if e.Title != "" {
		b.WriteString(": " + e.Title)
	}
	for _, f := range e.Fields {
		b.WriteString("; " + f.Name + ": " + f.Message)
	}
	return b.String()
}

// StatusOf is the HTTP status of a fault that the server told of, 0 where err is of another kind.
func StatusOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

func errorOf(resp *http.Response, body []byte) *Error {
	e := &Error{}
	if json.Unmarshal(body, e) != nil {
		e.Detail = string(body[:min(len(body), 200)])
	}
	e.Status = resp.StatusCode
	if e.Title == "" {
		e.Title = http.StatusText(resp.StatusCode)
	}
	return e
}
