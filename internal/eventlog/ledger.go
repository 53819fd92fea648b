package eventlog

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
)

// Counts says what became of the items received: Received = Stored + Duplicate + Rejected, always.
type Counts struct {
	Received  uint64
	Stored    uint64
	Duplicate uint64
	Rejected  uint64
	Reasons   map[string]uint64 // of the rejected
}

// Add adds other to c.
func (c *Counts) Add(other Counts) {
	c.Received += other.Received
	c.Stored += other.Stored
	c.Duplicate += other.Duplicate
	c.Rejected += other.Rejected
	for reason, n := range other.Reasons {
		c.reject(reason, n)
	}
}

func (c *Counts) reject(reason string, n uint64) {
	if c.Reasons == nil {
		c.Reasons = make(map[string]uint64)
	}
	c.Reasons[reason] += n
}

// LedgerRow is what became of the items that one source sent within one hour.
type LedgerRow struct {
	Source event.Source
	Start  event.Time // the hour's beginning
	Counts
}

// Query narrows a look at the ledger or the quarantine. Zero fields do not narrow.
type Query struct {
	Source   event.Source
	From, To event.Time // ledger: hours that begin in [From, To)
	Before   uint64     // quarantine: numbers below this one
	Limit    int        // quarantine: at most so many, 100 if 0
}

type ledgerKey struct {
	ws     event.Workspace
	source event.Source
	hour   uint32
}

const hourMillis = int64(time.Hour / time.Millisecond)

// hourOf is the number of the hour since 1970. Receiving happens by our own clock, which is never before that.
func hourOf(t event.Time) uint32 { return uint32(max(0, int64(t)/hourMillis)) }

func parseLedgerKey(k []byte) (ledgerKey, error) {
	if len(k) != ledgerKeyLen {
		return ledgerKey{}, fmt.Errorf("ledger key of %d bytes", len(k))
	}
	return ledgerKey{
		ws:     event.Workspace(binary.BigEndian.Uint32(k[1:])),
		source: event.Source(binary.BigEndian.Uint32(k[5:])),
		hour:   binary.BigEndian.Uint32(k[9:]),
	}, nil
}

// appendCounts writes version, the four counts, then the reasons in order of their names.
func appendCounts(dst []byte, c *Counts) []byte {
	dst = append(dst, valueVersion)
	for _, n := range []uint64{c.Received, c.Stored, c.Duplicate, c.Rejected, uint64(len(c.Reasons))} {
		dst = binary.AppendUvarint(dst, n)
	}
	reasons := make([]string, 0, len(c.Reasons))
	for reason := range c.Reasons {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		dst = binary.AppendUvarint(dst, uint64(len(reason)))
		dst = append(dst, reason...)
		dst = binary.AppendUvarint(dst, c.Reasons[reason])
	}
	return dst
}

var errCounts = errors.New("ledger row ends early")

func readCounts(v []byte) (c Counts, err error) {
	if len(v) == 0 || v[0] != valueVersion {
		return c, unknownFormat("ledger row", v)
	}
	v = v[1:]
	next := func() uint64 {
		n, k := binary.Uvarint(v)
		if k <= 0 {
			err, v = errCounts, nil
			return 0
		}
		v = v[k:]
		return n
	}
	c.Received, c.Stored, c.Duplicate, c.Rejected = next(), next(), next(), next()
	for range next() {
		n := next()
		if err != nil || n > uint64(len(v)) {
			return c, errCounts
		}
		reason := string(v[:n])
		v = v[n:]
		c.reject(reason, next())
	}
	return c, err
}

// Ledger reads the rows of a workspace, by source and hour.
func (l *Log) Ledger(ws event.Workspace, q Query) ([]LedgerRow, error) {
	var rows []LedgerRow
	err := l.read(func(h *handle) error {
		prefix := binary.BigEndian.AppendUint32([]byte{famLedger}, uint32(ws))
		low := prefix
		if q.Source != 0 {
			prefix = binary.BigEndian.AppendUint32(prefix, uint32(q.Source))
			// Years of hours may lie before those asked for.
			low = binary.BigEndian.AppendUint32(prefix[:len(prefix):len(prefix)], hourOf(q.From))
		}
		return h.scanRange(low, after(prefix), func(it *pebble.Iterator) error {
			k, err := parseLedgerKey(it.Key())
			if err != nil {
				return err
			}
			start := event.Time(int64(k.hour) * hourMillis)
			if start < q.From || q.To != 0 && start >= q.To {
				return nil
			}
			c, err := readCounts(it.Value())
			if err != nil {
				return err
			}
			rows = append(rows, LedgerRow{Source: k.source, Start: start, Counts: c})
			return nil
		})
	})
	return rows, err
}

// String writes the counts on one line, reasons by name.
func (c Counts) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "received %d = stored %d + duplicate %d + rejected %d", c.Received, c.Stored, c.Duplicate, c.Rejected)
	reasons := make([]string, 0, len(c.Reasons))
	for reason, n := range c.Reasons {
		reasons = append(reasons, fmt.Sprintf("%s %d", reason, n))
	}
	slices.SortFunc(reasons, func(a, b string) int { return cmp.Compare(a, b) })
	if len(reasons) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(reasons, ", "))
	}
	return b.String()
}
