package httpserve

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// guard is what every request goes through.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		a := s.arrive(r)
		r = withArrival(r, a)
		secureHeaders(w.Header(), a.https)
		w.Header().Set("X-Request-Id", a.id)

		answer := &response{ResponseWriter: w, control: http.NewResponseController(w), each: s.o.WriteTimeout}
		// Connections are used again, so what the request before has left must not count. (Setting a deadline fails only on
		// connections that have none, which tests may use.)
		answer.extend()
		if r.Body != nil && r.Body != http.NoBody {
			_ = answer.control.SetReadDeadline(begun.Add(s.o.BodyTimeout))
			r.Body = &body{ReadCloser: r.Body, control: answer.control}
		}
		defer func() {
			cutOff := s.recovered(answer, r, recover())
			s.access(r, answer, time.Since(begun))
			if cutOff {
				panic(http.ErrAbortHandler) //nolint:forbidigo // the way to have net/http cut an answer off
			}
			answer.extend() // what is still in the buffer goes out after this
		}()
		next.ServeHTTP(answer, r)
	})
}

// recovered answers a panic, v, with a problem. Where something has been sent already, it says to cut the answer off, so that
// nobody takes half of it for the whole.
func (s *Server) recovered(answer *response, r *http.Request, v any) (cutOff bool) {
	if v == nil {
		return false
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		return true
	}
	s.o.Log.ErrorContext(r.Context(), "panic", "id", RequestID(r), "route", r.Pattern, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	if answer.status != 0 {
		return true
	}
	// What the handler has prepared belongs to another answer.
	for _, name := range []string{"Content-Length", "Content-Encoding", "Etag", "Set-Cookie"} {
		answer.Header().Del(name)
	}
	WriteProblem(answer, r, slog.New(slog.DiscardHandler), errors.New("panic")) // logged above, with its stack
	return false
}

// access writes one line for a request. It holds no address, no path and no query: those can name people. The route says what
// was asked for.
func (s *Server) access(r *http.Request, answer *response, took time.Duration) {
	status := answer.status
	if status == 0 {
		status = http.StatusOK
	}
	s.o.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("id", RequestID(r)),
		slog.String("method", method(r)),
		slog.String("route", r.Pattern),
		slog.Int("status", status),
		slog.Int64("bytes", answer.bytes),
		slog.Duration("took", took))
}

// method is the request's method, unless somebody made one up to write into the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// secureHeaders are those of every answer; a handler may set its own instead. Styles may stand inline because the interface's
// component library writes them so; scripts may not.
func secureHeaders(h http.Header, https bool) {
	h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "+
		"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "+
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if https {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// response notes what was answered, and gives each piece of it a deadline of its own: a stream may last for hours, a reader who
// takes nothing may not.
type response struct {
	http.ResponseWriter
	control *http.ResponseController
	each    time.Duration
	status  int
	bytes   int64
}

func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK { // 1xx come before the answer
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.extend()
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

func (w *response) extend() { _ = w.control.SetWriteDeadline(time.Now().Add(w.each)) } // see guard

// Flush is for those who ask for an http.Flusher instead of a controller.
func (w *response) Flush() { _ = w.FlushError() }

// FlushError is what a controller calls.
func (w *response) FlushError() error {
	w.extend()
	return w.control.Flush()
}

// Unwrap lets a controller reach the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// body takes the deadline away once the whole request is there. Were it left, the server would see the connection fail while
// the answer is still being worked out or streamed.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	done    bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) && !b.done {
		b.done = true
		_ = b.control.SetReadDeadline(time.Time{}) // see guard
	}
	return n, err
}
