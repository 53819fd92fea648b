// Package fault names the few kinds of error that people can meet and carries a message that is safe to show them.
package fault

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Kind is what went wrong, seen from the person who asked. The HTTP edge maps each kind to one status.
type Kind uint8

const (
	// Internal is everything unclassified: logged whole, shown as nothing.
	Internal Kind = iota
	// Invalid is a request that cannot be understood or breaks a rule.
	Invalid
	// Unauthenticated is a missing or unknown credential.
	Unauthenticated
	// Forbidden is a known caller without the permission.
	Forbidden
	// NotFound is a thing that is not there, or not there for this caller.
	NotFound
	// Conflict is a change that meets another one, or a thing that exists already.
	Conflict
	// TooLarge is input over a stated limit.
	TooLarge
	// TooMany is a caller over its rate; RetryAfter says when to come back.
	TooMany
	// Unavailable is a service that cannot take this now and will again: disk full, read-only folder, shutting down.
	Unavailable
	// Corrupt is stored data that does not read back; the error names file and offset.
	Corrupt
)

var names = [...]string{
	"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict",
	"too_large", "too_many", "unavailable", "corrupt",
}

// String is the kind's stable word, used as the problem type at the edge and as a metric label.
func (k Kind) String() string {
	if int(k) < len(names) {
		return names[k]
	}
	return names[Internal]
}

// Field is one fault of a form or a configuration: where, and what to do about it.
type Field struct {
	Name    string            `json:"name"`
	Message string            `json:"message"`
	Code    string            `json:"code,omitempty" doc:"a stable word for exactly this, where screens say it in the language of who reads"`
	With    map[string]string `json:"with,omitempty" doc:"what the code's words name"`
}

// Error is an error with a kind and a message that is safe for people and says what to do next.
type Error struct {
	Kind       Kind
	Message    string
	Fields     []Field
	RetryAfter time.Duration
	Current    any               // of a Conflict: the thing as it is now, for who has changed an older one
	Code       string            // a stable word for exactly this, where screens say it in the language of who reads
	With       map[string]string // what the code's words name, such as a host
	Err        error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind; the message is shown to people.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives err a kind and a safe message; err itself is only logged.
func Wrap(kind Kind, err error, format string, args ...any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), Err: err}
}

// Coded gives a fault that was just made its code, and the names and values of its words in turn.
func Coded(err error, code string, with ...string) error {
	var e *Error
	if errors.As(err, &e) {
		e.Code, e.With = code, map[string]string{}
		for i := 0; i+1 < len(with); i += 2 {
			e.With[with[i]] = with[i+1]
		}
	}
	return err
}

// Values are what the words of a field's code name, as v1, v2 and so on.
func Values(of ...any) map[string]string {
	if len(of) == 0 {
		return nil
	}
	with := make(map[string]string, len(of))
	for i, v := range of {
		with["v"+strconv.Itoa(i+1)] = fmt.Sprint(v)
	}
	return with
}

// InvalidFields tells all faults of one input at once.
func InvalidFields(message string, fields []Field) error {
	return &Error{Kind: Invalid, Message: message, Fields: fields}
}

// Stale tells that somebody else has changed a thing meanwhile, and how it is now.
func Stale(what string, current any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf("Somebody else has changed this %s meanwhile: look at it as it is now, and change that.", what), Current: current}
}

// CorruptAt marks stored data that does not read back.
func CorruptAt(file string, offset int64, err error) error {
	return &Error{
		Kind:    Corrupt,
		Message: fmt.Sprintf("%s is damaged at byte %d: restore it from a backup, or delete derived data and run 'jejak rebuild'", file, offset),
		Err:     err,
	}
}

// KindOf is the kind of the outermost classified error in err's chain, Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
