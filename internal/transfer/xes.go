package transfer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// An event log of process mining (XES, IEEE 1849-2016) needs no mapping: a trace is a person, an event of it an event, and every
// other attribute a property. With a mapping, columns are attributes, those of the trace with "case:" before them.

// The attributes with a meaning of their own.
const (
	xesName = "concept:name"
	xesTime = "time:timestamp"
	xesCase = "case:" // before the attributes of a trace
)

// xesDepth is how deep elements may lie in each other, lineLimit how long the text between two events may be.
const xesDepth = 32

// isXML reports whether a file, gzip or not, begins as XML does.
func isXML(file *os.File) bool {
	text, err := plainText(io.NewSectionReader(file, 0, 1<<20), "")
	if err != nil {
		return false
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(text, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	return bytes.HasPrefix(bytes.TrimSpace(head[:n]), []byte("<"))
}

// xesAttribute is one attribute with its value as JSON.
type xesAttribute struct {
	key, text string
	kind      string // string, date, int, float, boolean, id
}

// xesRows reads a log event by event.
type xesRows struct {
	d      *xml.Decoder
	budget *budget
	wanted []string
	number int64

	path   []string
	trace  []xesAttribute
	size   int // of the trace's attributes
	event  []xesAttribute
	failed error
}

func openXES(text io.Reader, wanted []string) *xesRows {
	b := &budget{r: bufferOf(text), left: lineLimit}
	x := &xesRows{d: xml.NewDecoder(b), budget: b, wanted: wanted}
	x.d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(name) {
		case "utf-8", "us-ascii", "ascii":
			return in, nil
		case "iso-8859-1", "latin1", "latin-1":
			return charmap.ISO8859_1.NewDecoder().Reader(in), nil
		case "windows-1252":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("the encoding %q is not known: write the file as UTF-8", name)
	}
	return x
}

// budget hands out so many bytes before it is filled up again, so that no single event, comment or declaration fills the memory.
type budget struct {
	r    *bufio.Reader
	left int
}

var errLongEvent = errors.New("more than 4 MB between two events")

func (b *budget) ReadByte() (byte, error) {
	if b.left--; b.left < 0 {
		return 0, errLongEvent
	}
	return b.r.ReadByte()
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongEvent
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func (x *xesRows) close() error { return nil }

func (x *xesRows) read(r *row) error {
	if x.failed != nil {
		return x.failed
	}
	if err := x.next(); err != nil {
		x.failed = err
		return err
	}
	x.budget.left = lineLimit
	x.number++
	r.number, r.values, r.missing = x.number, r.values[:0], r.missing[:0]
	for _, name := range x.wanted {
		list, key := x.event, name
		if rest, of := strings.CutPrefix(name, xesCase); of {
			list, key = x.trace, rest
		}
		text, ok := attribute(list, key)
		r.values, r.missing = append(r.values, text), append(r.missing, !ok)
	}
	who, _ := attribute(x.trace, xesName)
	r.content = append(append(r.content[:0], who...), 0x1f)
	for _, a := range x.event {
		r.content = append(append(append(append(r.content, a.key...), 0x1e), a.text...), 0x1f)
	}
	r.raw = x.raw
	return nil
}

func attribute(list []xesAttribute, key string) (string, bool) {
	for _, a := range list {
		if a.key == key {
			return a.text, true
		}
	}
	return "", false
}

// next reads up to the end of an event. io.EOF is the end of a whole log.
func (x *xesRows) next() error {
	for {
		t, err := x.d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errors.New("the file declares a document type, which a log has no need of")
		case xml.StartElement:
			if err := x.begin(t); err != nil {
				return err
			}
		case xml.EndElement:
			x.path = x.path[:len(x.path)-1]
			switch t.Name.Local {
			case "event":
				if x.in("trace") || x.in("log") {
					return nil
				}
			case "trace":
				x.trace = x.trace[:0]
				x.budget.left = lineLimit
			}
		}
	}
}

// in reports whether the innermost open element is this one.
func (x *xesRows) in(name string) bool { return len(x.path) > 0 && x.path[len(x.path)-1] == name }

func (x *xesRows) begin(t xml.StartElement) error {
	name := t.Name.Local
	switch {
	case len(x.path) == 0 && name != "log":
		return fmt.Errorf("the file is XML but no event log: it begins with <%s>, not <log>", name)
	case len(x.path) >= xesDepth:
		return fmt.Errorf("elements lie more than %d deep in each other", xesDepth)
	case name == "trace" && x.in("log"):
		x.trace, x.size = x.trace[:0], 0
	case name == "event" && (x.in("trace") || x.in("log")):
		x.event = x.event[:0]
		if x.in("log") {
			x.trace = x.trace[:0]
		}
	case x.in("event") && len(x.path) <= 3:
		x.event = append(x.event, attributeOf(t))
	case x.in("trace") && len(x.path) == 2:
		a := attributeOf(t)
		if x.size += len(a.key) + len(a.text); x.size > lineLimit {
			return errors.New("a trace has more than 4 MB of attributes")
		}
		x.trace = append(x.trace, a)
	}
	x.path = append(x.path, name)
	return nil
}

func attributeOf(t xml.StartElement) xesAttribute {
	a := xesAttribute{kind: t.Name.Local}
	for _, v := range t.Attr {
		switch v.Name.Local {
		case "key":
			a.key = v.Value
		case "value":
			a.text = v.Value
		}
	}
	return a
}

// value is an attribute as JSON has it; ok is false where its text is none of its kind.
func (a xesAttribute) value() (v any, ok bool) {
	switch a.kind {
	case "int":
		n, err := strconv.ParseInt(a.text, 10, 64)
		return n, err == nil
	case "float":
		f, err := strconv.ParseFloat(a.text, 64)
		return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	case "boolean":
		b, err := strconv.ParseBool(a.text)
		return b, err == nil
	}
	return a.text, true
}

// object is all that is known of an event, except the attributes in without.
func (x *xesRows) object(without ...string) json.RawMessage {
	o := map[string]any{}
	put := func(before string, list []xesAttribute) {
		for _, a := range list {
			key := before + a.key
			if a.key == "" || a.kind == "list" || a.kind == "container" || slices.Contains(without, key) {
				continue
			}
			if v, ok := a.value(); ok {
				o[key] = v
			} else {
				o[key] = a.text
			}
		}
	}
	put(xesCase, x.trace)
	put("", x.event)
	b, err := json.Marshal(o)
	if err != nil {
		panic("BUG: an event does not go into JSON: " + err.Error()) //nolint:forbidigo // texts and finite numbers always go into JSON
	}
	return b
}

func (x *xesRows) raw() []byte { return x.object() }

// xesItems makes events of a log without a mapping.
type xesItems struct {
	rows *xesRows
	seen *counter
}

func (m *xesItems) items(r *row, dst []ingest.Item) ([]ingest.Item, string) {
	x := m.rows
	var it ingest.Item
	it.Final = true
	e := &it.Event
	e.Type, e.MessageID = event.Track, nameOfRow(r.content, m.seen)+"-0"
	e.Name, _ = attribute(x.event, xesName)
	if who, _ := attribute(x.trace, xesName); who != "" {
		e.SetIDs([]event.ID{normalID("user_id", who)})
	}
	text, ok := attribute(x.event, xesTime)
	at, err := parseTime(text, []string{"rfc3339", "2006-01-02T15:04:05"}, time.UTC)
	switch {
	case !ok:
		it.Fault, it.Detail = "malformed", saysEventLacks.With(r.number, xesTime)
	case err != nil:
		it.Fault, it.Detail = "malformed", saysEvent.With(r.number, xesTime, err)
	case e.Name == "":
		it.Fault, it.Detail = "malformed", saysEventLacks.With(r.number, xesName)
	default:
		e.Time = event.TimeOf(at)
		e.OriginalAt = e.Time
	}
	e.Properties = x.object(xesName, xesTime, xesCase+xesName)
	if it.Fault != "" || len(e.IDs) == 0 {
		it.Raw = x.raw()
	}
	return append(dst, it), ""
}

// openLog opens a log that is taken in without a mapping.
func openLog(file *os.File, source string) (*mappedProducer, error) {
	counted := &countingReader{r: file}
	text, err := plainText(counted, "")
	if err != nil {
		return nil, err
	}
	x := openXES(text, nil)
	return &mappedProducer{rows: x, counted: counted, mapper: &xesItems{x, newCounter()}, source: source}, nil
}
