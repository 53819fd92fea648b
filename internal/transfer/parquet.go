package transfer

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"jejak/internal/fault"
)

// parquetRows reads the flat columns of a Parquet file, each value as text.
type parquetRows struct {
	file   *parquet.File
	names  []string
	texts  []func(parquet.Value) string // nil for a column that repeats
	pick   []int
	group  int
	rows   parquet.Rows
	ended  bool // rows has no more
	buffer []parquet.Row
	at     int
	have   int
	number int64
	values []string
	null   []bool
	read1  *countingReader
}

func openParquet(file *os.File, counted *countingReader, wanted []string) (*parquetRows, error) {
	p, err := newParquet(file, counted)
	if err != nil {
		return nil, err
	}
	t := tableRows{names: p.names}
	if err := t.find(wanted); err != nil {
		return nil, err
	}
	p.pick = t.pick
	return p, nil
}

func newParquet(file *os.File, counted *countingReader) (*parquetRows, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "%s is not a Parquet file", info.Name())
	}
	p := &parquetRows{file: f, buffer: make([]parquet.Row, 256), read1: counted}
	for _, path := range f.Schema().Columns() {
		leaf, ok := f.Schema().Lookup(path...)
		if !ok {
			return nil, fault.New(fault.Invalid, "column %s of the Parquet file has no type", strings.Join(path, "."))
		}
		p.names = append(p.names, strings.Join(path, "."))
		text := textOfColumn(leaf)
		if leaf.MaxRepetitionLevel > 0 {
			text = nil
		}
		p.texts = append(p.texts, text)
	}
	p.values, p.null = make([]string, len(p.names)), make([]bool, len(p.names))
	return p, nil
}

// textOfColumn writes a column's values as a person would: times as RFC 3339, dates as dates, decimals with their point.
func textOfColumn(leaf parquet.LeafColumn) func(parquet.Value) string {
	if logical := leaf.Node.Type().LogicalType(); logical != nil {
		switch t := logical.Value.(type) {
		case *format.TimestampType:
			unit, layout := time.Millisecond, time.RFC3339Nano
			if t.Unit.Value != nil {
				unit = t.Unit.Value.Duration()
			}
			if !t.IsAdjustedToUTC { // a wall clock of no zone: the mapping names it
				layout = "2006-01-02T15:04:05.999999999"
			}
			return func(v parquet.Value) string {
				n, per := v.Int64(), int64(time.Second/unit)
				return time.Unix(floorDiv(n, per), (n-floorDiv(n, per)*per)*int64(unit)).UTC().Format(layout)
			}
		case *format.DateType:
			return func(v parquet.Value) string {
				return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
			}
		case *format.DecimalType:
			scale := int(t.Scale)
			return func(v parquet.Value) string { return decimalText(v, scale) }
		}
	}
	return plainValue
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func plainValue(v parquet.Value) string {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	default:
		return v.String()
	}
}

func decimalText(v parquet.Value, scale int) string {
	var n int64
	switch v.Kind() {
	case parquet.Int32:
		n = int64(v.Int32())
	case parquet.Int64:
		n = v.Int64()
	default:
		b := v.ByteArray()
		if len(b) > 8 {
			b = b[len(b)-8:]
		}
		for i, c := range b {
			if i == 0 {
				n = int64(int8(c))
				continue
			}
			n = n<<8 | int64(c)
		}
	}
	return strconv.FormatFloat(float64(n)/math.Pow10(scale), 'f', scale, 64)
}

// next moves to the next record; its values are in p.values and p.null.
func (p *parquetRows) next() error {
	for p.at >= p.have {
		if err := p.refill(); err != nil {
			return err
		}
	}
	for i := range p.null {
		p.values[i], p.null[i] = "", true
	}
	for _, v := range p.buffer[p.at] {
		i := v.Column()
		if v.IsNull() || p.texts[i] == nil {
			continue
		}
		p.values[i], p.null[i] = p.texts[i](v), false
	}
	p.at++
	p.number++
	if total := p.file.NumRows(); total > 0 {
		p.read1.n = p.file.Size() * p.number / total
	}
	return nil
}

// refill reads the next records of the group. A group is closed before the next one is opened, as its rows share its memory.
func (p *parquetRows) refill() error {
	if p.ended {
		if err := p.rows.Close(); err != nil {
			return err
		}
		p.rows, p.ended = nil, false
	}
	if p.rows == nil {
		groups := p.file.RowGroups()
		if p.group >= len(groups) {
			return io.EOF
		}
		p.rows = groups[p.group].Rows()
		p.group++
	}
	n, err := p.rows.ReadRows(p.buffer)
	p.at, p.have = 0, n
	p.ended = errors.Is(err, io.EOF)
	if err != nil && !p.ended {
		return fault.Wrap(fault.Invalid, err, "the Parquet file is damaged in row group %d", p.group)
	}
	return nil
}

func (p *parquetRows) read(r *row) error {
	if err := p.next(); err != nil {
		return err
	}
	r.number = p.number
	r.values, r.missing, r.content = r.values[:0], r.missing[:0], r.content[:0]
	for _, i := range p.pick {
		r.values = append(r.values, p.values[i])
		r.missing = append(r.missing, p.null[i])
	}
	for i, v := range p.values {
		if !utf8.ValidString(v) {
			return &badRow{"not_utf8", saysRowText.With(p.number, p.names[i], v)}
		}
		if p.null[i] {
			r.content = append(r.content, 0x1e)
		}
		r.content = append(append(r.content, v...), 0x1f)
	}
	r.raw = p.raw
	return nil
}

func (p *parquetRows) raw() []byte {
	o := make(map[string]string, len(p.names))
	for i, name := range p.names {
		if !p.null[i] {
			o[name] = p.values[i]
		}
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic("BUG: a record does not go into JSON: " + err.Error()) //nolint:forbidigo // texts always go into JSON
	}
	return b
}

func (p *parquetRows) close() error {
	if p.rows != nil {
		return p.rows.Close()
	}
	return nil
}
