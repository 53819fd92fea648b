package transfer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"jejak/internal/fault"
)

// row is one record. Values and Missing are in the order of the columns asked for.
type row struct {
	number  int64 // from 1
	values  []string
	missing []bool
	content []byte // the whole record, the same however the file is cut: what a messageId is made of
	raw     func() []byte
	name    string // of the row by its content and how often that came before
}

// badRow is a record that cannot be read; the file goes on behind it.
type badRow struct{ reason, detail string }

func (b *badRow) Error() string { return b.detail }

// rows reads a file record by record. What read returns is valid until the next call.
type rows interface {
	read(r *row) error // io.EOF at the end, *badRow for a record to pass over
	close() error
}

// countingReader knows how far a file has been read, for the progress bar.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// plainText undoes gzip and the declared encoding and drops a byte-order mark.
func plainText(r io.Reader, encoding string) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 256<<10)
	if magic, err := b.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "the file begins like gzip and is not")
		}
		b = bufio.NewReaderSize(z, 256<<10)
	}
	if bom, err := b.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		if _, err := b.Discard(3); err != nil {
			return nil, err
		}
	}
	switch encoding {
	case "latin-1":
		return bufio.NewReaderSize(charmap.ISO8859_1.NewDecoder().Reader(b), 256<<10), nil
	case "windows-1252":
		return bufio.NewReaderSize(charmap.Windows1252.NewDecoder().Reader(b), 256<<10), nil
	}
	return b, nil
}

// openRows opens a file for the columns wanted. counted tells how much of it has been read.
func openRows(file *os.File, f *FileFormat, wanted []string) (rows, *countingReader, error) {
	counted := &countingReader{r: file}
	if f.Format == "parquet" {
		r, err := openParquet(file, counted, wanted)
		return r, counted, err
	}
	text, err := plainText(counted, f.Encoding)
	if err != nil {
		return nil, nil, err
	}
	lines := bufferOf(text)
	if f.Format == "xes" {
		return openXES(lines, wanted), counted, nil
	}
	for range f.SkipLines {
		if _, err := lines.ReadString('\n'); err != nil {
			return nil, nil, fault.New(fault.Invalid, "the file ends within the lines to pass over")
		}
	}
	if f.Format == "ndjson" {
		return &jsonRows{lines: newLineReader(lines), wanted: wanted}, counted, nil
	}
	r, err := openTable(lines, f, wanted)
	return r, counted, err
}

// tableRows reads what has a fixed list of columns: CSV and text.
type tableRows struct {
	next    func() ([]string, error)
	names   []string
	pick    []int // wanted column -> place in the record
	missing map[string]bool
	number  int64
	record  []string
}

func openTable(lines *bufio.Reader, f *FileFormat, wanted []string) (*tableRows, error) {
	t := &tableRows{missing: map[string]bool{}}
	for _, m := range append([]string{""}, f.Missing...) {
		t.missing[m] = true
	}
	switch {
	case f.Format == "csv" && f.Quotes != "none":
		c := csv.NewReader(lines)
		c.Comma, c.LazyQuotes, c.ReuseRecord, c.FieldsPerRecord = f.separator(), f.Quotes == "lazy", true, -1
		t.next = c.Read
	case f.Format == "csv":
		separator := string(f.separator())
		t.next = newLineReader(lines).splitBy(func(line string) []string { return strings.Split(line, separator) })
	case len(f.Widths) > 0:
		t.next = newLineReader(lines).splitBy(func(line string) []string { return cutWidths(line, f.Widths) })
	default:
		t.next = newLineReader(lines).splitBy(strings.Fields)
	}
	t.names = f.Columns
	if f.header() {
		first, err := t.next()
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "the file has no header line")
		}
		if len(t.names) == 0 {
			for _, name := range first {
				t.names = append(t.names, strings.TrimSpace(name))
			}
		}
	}
	return t, t.find(wanted)
}

// find places the wanted columns; all that are not there are told at once.
func (t *tableRows) find(wanted []string) error {
	places := map[string]int{}
	for i, name := range t.names {
		if _, twice := places[name]; !twice {
			places[name] = i
		}
	}
	var faults checker
	for _, name := range wanted {
		place, ok := places[name]
		if !ok {
			faults.add(name, "is not a column of the file; it has %s", strings.Join(t.names, ", "))
		}
		t.pick = append(t.pick, place)
	}
	if len(faults) > 0 {
		return fault.InvalidFields("the mapping names columns that the file does not have", faults)
	}
	return nil
}

func cutWidths(line string, widths []int) []string {
	runes := []rune(line)
	out := make([]string, 0, len(widths))
	for _, w := range widths {
		w = min(w, len(runes))
		out = append(out, strings.TrimSpace(string(runes[:w])))
		runes = runes[w:]
	}
	return out
}

func (t *tableRows) read(r *row) error {
	record, err := t.next()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	t.number++
	r.number = t.number
	if err != nil {
		return unreadable(t.number, err)
	}
	if len(record) != len(t.names) {
		return &badRow{"wrong_number_of_fields", saysRowCells.With(t.number, len(record), len(t.names))}
	}
	t.record = record
	r.values, r.missing, r.content = r.values[:0], r.missing[:0], r.content[:0]
	for _, place := range t.pick {
		r.values = append(r.values, record[place])
		r.missing = append(r.missing, t.missing[record[place]])
	}
	for i, v := range record {
		if !utf8.ValidString(v) {
			return &badRow{"not_utf8", saysRowText.With(t.number, t.names[i], v)}
		}
		r.content = append(append(r.content, v...), 0x1f)
	}
	r.raw = t.raw
	return nil
}

// unreadable is the row that reading failed at, if there is more behind it; else it is the failure.
func unreadable(number int64, err error) error {
	var bad *csv.ParseError
	switch {
	case errors.Is(err, errLongLine):
		return &badRow{"unreadable", saysRowLong.With(number, lineLimit>>20)}
	case !errors.As(err, &bad):
		return err
	case errors.Is(bad.Err, csv.ErrBareQuote):
		return &badRow{"unreadable", saysRowBareQuote.With(number, bad.Line)}
	default: // a field too many or too few is told of elsewhere
		return &badRow{"unreadable", saysRowQuote.With(number, bad.StartLine)}
	}
}

// raw writes the record as a JSON object, for people to see in quarantine.
func (t *tableRows) raw() []byte {
	o := make(map[string]string, len(t.names))
	for i, name := range t.names {
		o[name] = t.record[i]
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic("BUG: a record does not go into JSON: " + err.Error()) //nolint:forbidigo // texts always go into JSON
	}
	return b
}

func (t *tableRows) close() error { return nil }

// lineLimit is the longest line that is read.
const lineLimit = 4 << 20

var errLongLine = errors.New("a line of more than 4 MB")

// lineReader reads lines without their ends, empty ones left out, in bounded memory.
type lineReader struct {
	b    *bufio.Reader
	line []byte
}

func newLineReader(b *bufio.Reader) *lineReader { return &lineReader{b: b} }

func (l *lineReader) next() ([]byte, error) {
	for {
		l.line = l.line[:0]
		long := false
		for {
			part, err := l.b.ReadSlice('\n')
			if long = long || len(l.line)+len(part) > lineLimit; !long {
				l.line = append(l.line, part...)
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			if err != nil && (!errors.Is(err, io.EOF) || len(l.line) == 0 && !long) {
				return nil, err
			}
			break
		}
		if long {
			return nil, errLongLine
		}
		if line := bytes.TrimRight(l.line, "\r\n"); len(bytes.TrimSpace(line)) > 0 {
			return line, nil
		}
	}
}

func (l *lineReader) splitBy(split func(string) []string) func() ([]string, error) {
	return func() ([]string, error) {
		line, err := l.next()
		if err != nil {
			return nil, err
		}
		return split(string(line)), nil
	}
}

// jsonRows reads one JSON object a line. A column is a path into it, with dots.
type jsonRows struct {
	lines  *lineReader
	wanted []string
	number int64
	line   []byte
}

func (j *jsonRows) read(r *row) error {
	line, err := j.lines.next()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	j.number++
	r.number = j.number
	if err != nil {
		return unreadable(j.number, err)
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var o map[string]any
	if err := d.Decode(&o); err != nil || d.More() || o == nil {
		var bad *json.SyntaxError
		if errors.As(err, &bad) {
			return &badRow{"not_json", saysRowJSON.With(j.number, bad.Offset)}
		}
		return &badRow{"not_json", saysRowObject.With(j.number)}
	}
	j.line = line
	r.values, r.missing = r.values[:0], r.missing[:0]
	for _, name := range j.wanted {
		text, ok := textOf(lookUp(o, name))
		r.values = append(r.values, text)
		r.missing = append(r.missing, !ok)
	}
	r.content = append(r.content[:0], line...)
	r.raw = func() []byte { return j.line }
	return nil
}

func (j *jsonRows) close() error { return nil }

// lookUp follows a path; a key that itself holds the dots comes first.
func lookUp(o map[string]any, path string) any {
	if v, ok := o[path]; ok {
		return v
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := o[path[:i]].(map[string]any); ok {
			if v := lookUp(inner, path[i+1:]); v != nil {
				return v
			}
		}
	}
	return nil
}

func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		if v {
			return "true", true
		}
		return "false", true
	default:
		b, err := json.Marshal(v)
		return string(b), err == nil
	}
}

func bufferOf(r io.Reader) *bufio.Reader {
	if b, ok := r.(*bufio.Reader); ok {
		return b
	}
	return bufio.NewReaderSize(r, 256<<10)
}
