package collect

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzip"

	"jejak/internal/ingest"
)

// request is the memory that one request needs, used again for the next.
type request struct {
	wire  []byte // as it came
	plain []byte // uncompressed, if it was compressed
	out   []byte
	zip   *gzip.Reader
	dec   decoder
}

// keepMax is the largest buffer kept for the next request: one giant does not make every one after it heavy.
const keepMax = 1 << 20

// release gives the memory back. Where ingest failed it may still be reading, so then it is left to the collector instead.
func (h *Handler) release(q *request) {
	q.dec.reset(nil)
	if cap(q.wire)+cap(q.plain)+cap(q.out)+cap(q.dec.scratch) > keepMax || cap(q.dec.drafts) > defaultItems {
		return
	}
	h.pool.Put(q)
}

// trusted is how much memory a Content-Length gets before anything of the body has come.
const trusted = 64 << 10

// bodyFault is why a body could not be read.
type bodyFault struct {
	status int
	reason ingest.Reason
	detail string
}

// read returns the body, uncompressed, of at most the limit. With a fault it returns what there was of it. Compression is told by
// the first bytes: RudderStack's Node client sends gzip as a form, and proxies unpack without taking the header away.
func (q *request) read(r *http.Request, limit int) ([]byte, *bodyFault) {
	encoding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding")))
	switch encoding {
	case "", "gzip", "x-gzip", "identity":
	default:
		return nil, &bodyFault{
			http.StatusUnsupportedMediaType, BadEncoding,
			saysEncoding.With(encoding),
		}
	}
	if n := min(r.ContentLength, int64(limit), trusted); int64(cap(q.wire)) <= n {
		q.wire = make([]byte, 0, n+1)
	}
	var err error
	if q.wire, err = readUpTo(q.wire[:0], r.Body, limit); err != nil {
		return q.wire, unreadable(err, limit)
	}
	if !isGzip(q.wire) {
		return q.wire, nil
	}
	if q.plain, err = q.unzip(limit); err != nil {
		if errors.Is(err, errTooLarge) {
			return q.wire, unreadable(err, limit)
		}
		return q.wire, &bodyFault{http.StatusBadRequest, BadGzip, saysGzip.With(err)}
	}
	return q.plain, nil
}

func isGzip(b []byte) bool { return len(b) > 1 && b[0] == 0x1f && b[1] == 0x8b }

func (q *request) unzip(limit int) ([]byte, error) {
	src := bytes.NewReader(q.wire)
	var err error
	if q.zip == nil {
		q.zip, err = gzip.NewReader(src)
	} else {
		err = q.zip.Reset(src)
	}
	if err != nil {
		q.zip = nil
		return q.plain[:0], err
	}
	return readUpTo(q.plain[:0], q.zip, limit)
}

var errTooLarge = errors.New("too large")

func unreadable(err error, limit int) *bodyFault {
	if errors.Is(err, errTooLarge) {
		return &bodyFault{
			http.StatusRequestEntityTooLarge, ingest.TooLarge,
			saysLargeBody.With(limit >> 10),
		}
	}
	return &bodyFault{http.StatusBadRequest, Malformed, saysCutOff.With(err)}
}

// readUpTo appends all of r to buf, errTooLarge if that is more than limit. What it allocates grows with what really comes.
func readUpTo(buf []byte, r io.Reader, limit int) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			grown := make([]byte, len(buf), min(max(2*cap(buf), 4<<10), limit+1))
			copy(grown, buf)
			buf = grown
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), limit+1)])
		buf = buf[:len(buf)+n]
		switch {
		case len(buf) > limit:
			return buf[:limit], errTooLarge
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}
