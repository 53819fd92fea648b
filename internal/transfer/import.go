// Package transfer brings history in from files and takes it out again: CSV, text, NDJSON, XES and Parquet, mapped to events.
package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

// Sink takes events in. It is called by one goroutine.
type Sink interface {
	// Ingest takes parts in, in their order; the verdicts of all items follow each other.
	Ingest(ctx context.Context, parts []Part) ([]ingest.Verdict, error)
}

// Part is items of one source that were received together; a zero Received is now. Only a Historian is given a Fact.
type Part struct {
	Source   string
	Received event.Time
	Items    []ingest.Item
	Fact     *ingest.Fact // instead of Items
}

// Import is one file on its way in.
type Import struct {
	File     string
	Mapping  *Mapping // nil: the file was written by 'jejak export', or is a log of process mining (XES)
	Source   string   // of the events; "" keeps the sources named in an export
	Progress func(Progress)
}

// Progress says how far an import has come.
type Progress struct {
	Bytes, Size int64
	Report      Report
}

// Report says what became of every row and event. Its parts add up, which Check proves.
type Report struct {
	Rows       int64            `json:"rows"`
	Mapped     int64            `json:"mapped"`  // rows that made at least one event
	History    int64            `json:"history"` // rows of an export that are no events: what people decided, what was rejected, the ledger
	Skipped    map[string]int64 `json:"skipped,omitempty"`
	Unreadable int64            `json:"unreadable"` // of the skipped: rows that could not be read at all
	Events     int64            `json:"events"`
	Stored     int64            `json:"stored"`
	Duplicate  int64            `json:"duplicate"`
	Rejected   map[string]int64 `json:"rejected,omitempty"`
	Examples   []Example        `json:"examples,omitempty"` // of what was skipped or rejected, the first of each reason
}

// Example is a row that was skipped or an event that was rejected. Its detail names the row.
type Example struct {
	Outcome string `json:"outcome"`
	Reason  string `json:"reason"`
	Detail  string `json:"detail"`
}

// The outcomes of examples.
const (
	skippedRow    = "skipped"
	rejectedEvent = "rejected"
)

func newReport() Report { return Report{Skipped: map[string]int64{}, Rejected: map[string]int64{}} }

func sum(m map[string]int64) (n int64) {
	for _, v := range m {
		n += v
	}
	return n
}

// Check reports a sum that does not add up, which only a fault of ours can bring about.
func (r *Report) Check() error {
	if r.Rows != r.Mapped+r.History+sum(r.Skipped) {
		return fmt.Errorf("rows do not add up: %d read, %d mapped, %d of a history, %d skipped", r.Rows, r.Mapped, r.History, sum(r.Skipped))
	}
	if r.Events != r.Stored+r.Duplicate+sum(r.Rejected) {
		return fmt.Errorf("events do not add up: %d made, %d stored, %d duplicate, %d rejected", r.Events, r.Stored, r.Duplicate, sum(r.Rejected))
	}
	return nil
}

// Refused is how many rows and events went wrong: rejected, or skipped without the mapping saying so.
func (r *Report) Refused() int64 { return sum(r.Rejected) + r.Unreadable }

// Write prints the report for people.
func (r *Report) Write(w io.Writer) {
	if r.History > 0 {
		fmt.Fprintf(w, "rows read      %10d = %d made events + %d of decisions, rejected items and ledger + %d skipped\n", r.Rows, r.Mapped, r.History, sum(r.Skipped))
	} else {
		fmt.Fprintf(w, "rows read      %10d = %d made events + %d skipped\n", r.Rows, r.Mapped, sum(r.Skipped))
	}
	for _, reason := range slices.Sorted(maps.Keys(r.Skipped)) {
		fmt.Fprintf(w, "  skipped      %10d %s\n", r.Skipped[reason], reason)
	}
	fmt.Fprintf(w, "events made    %10d = %d stored + %d duplicate + %d rejected\n", r.Events, r.Stored, r.Duplicate, sum(r.Rejected))
	for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
		fmt.Fprintf(w, "  rejected     %10d %s\n", r.Rejected[reason], reason)
	}
	for _, example := range r.Examples {
		fmt.Fprintf(w, "  %s, %s: %s\n", example.Outcome, example.Reason, example.Detail)
	}
}

// skip counts a row. Its detail says what is wrong with it; "" where the mapping leaves it out.
func (r *Report) skip(reason, detail string) {
	r.Skipped[reason]++
	if detail != "" {
		r.Unreadable++
	}
	if r.Skipped[reason] == 1 && detail != "" {
		r.Examples = append(r.Examples, Example{skippedRow, reason, detail})
	}
}

// count counts verdicts. of is as in load.
func (r *Report) count(verdicts []ingest.Verdict, of []int64) {
	for i := range verdicts {
		v := &verdicts[i]
		r.Events++
		switch v.Outcome {
		case ingest.Stored:
			r.Stored++
		case ingest.Duplicate:
			r.Duplicate++
		default:
			reason := string(v.Reason)
			r.Rejected[reason]++
			if r.Rejected[reason] == 1 {
				detail := v.Detail
				if i < len(of) && of[i] != 0 {
					detail = saysEventOfRow.With(of[i], detail)
				}
				r.Examples = append(r.Examples, Example{rejectedEvent, reason, detail})
			}
		}
	}
}

// batchSize is how many items go in at once.
const batchSize = 2000

// load is what the reading goroutine hands to the one that takes in.
type load struct {
	parts   []Part
	items   int     // of all parts
	of      []int64 // the row of each item; 0 where its detail names it, nil where it is not known
	weight  int     // of what was rejected, in bytes
	rows    int64
	mapped  int64
	history int64
	known   int64  // events that are in
	to      uint64 // row up to which it goes
	skips   []skipped
	bytes   int64
}

// heavy is how many bytes of rejected items go in at once, at most.
const heavy = 8 << 20

func (l *load) full() bool {
	return l.items >= batchSize || l.rows >= 10*batchSize || l.weight >= heavy
}

type skipped struct{ reason, detail string }

// Run imports the file. Interrupted or failed, it may be run again: what is in will not be stored twice. The report is of
// what was done in any case.
func (im *Import) Run(ctx context.Context, sink Sink) (report Report, err error) {
	report = newReport()
	file, err := os.Open(im.File)
	if err != nil {
		return report, fault.Wrap(fault.NotFound, err, "the file cannot be read")
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return report, err
	}
	producer, err := im.open(file)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, producer.close()) }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	take, err := producer.begin(ctx, sink)
	if err != nil {
		return report, err
	}
	loads := make(chan load, 2)
	produced := make(chan error, 1)
	go func() {
		defer close(loads)
		produced <- producer.produce(func(l load) error {
			select {
			case loads <- l:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	defer func() { // the producer reads the file, so it has to be gone before that is closed
		cancel()
		for range loads {
		}
	}()
	for l := range loads {
		verdicts, err := take(&l)
		if err != nil {
			return report, fmt.Errorf("after %d rows (run the import again to go on: nothing is stored twice): %w", report.Rows, err)
		}
		report.count(verdicts, l.of)
		report.Events += l.known
		report.Duplicate += l.known
		report.Rows += l.rows
		report.Mapped += l.mapped
		report.History += l.history
		for _, s := range l.skips {
			report.skip(s.reason, s.detail)
		}
		if im.Progress != nil {
			im.Progress(Progress{Bytes: l.bytes, Size: info.Size(), Report: report})
		}
	}
	if err := <-produced; err != nil {
		return report, err
	}
	return report, report.Check()
}

type producer interface {
	// begin says how what is produced is taken in.
	begin(ctx context.Context, sink Sink) (func(*load) ([]ingest.Verdict, error), error)
	produce(send func(load) error) error
	close() error
}

func (im *Import) open(file *os.File) (producer, error) {
	if im.Mapping == nil && isXML(file) {
		return openLog(file, im.Source)
	}
	if im.Mapping == nil {
		x, counted, err := openExport(file)
		return &exportProducer{rows: x, counted: counted, source: im.Source}, err
	}
	m, err := newMapper(im.Mapping)
	if err != nil {
		return nil, err
	}
	r, counted, err := openRows(file, &im.Mapping.File, m.columns)
	return &mappedProducer{rows: r, counted: counted, mapper: m, source: im.Source}, err
}

// itemMaker makes the items of a row; where it makes none, it says why. mapper does it as a mapping says.
type itemMaker interface {
	items(r *row, dst []ingest.Item) (out []ingest.Item, skipped string)
}

type mappedProducer struct {
	rows    rows
	counted *countingReader
	mapper  itemMaker
	source  string
}

func (p *mappedProducer) close() error {
	if p.rows == nil {
		return nil
	}
	return p.rows.close()
}

func (p *mappedProducer) begin(ctx context.Context, sink Sink) (func(*load) ([]ingest.Verdict, error), error) {
	return itemsInto(ctx, sink), nil
}

func itemsInto(ctx context.Context, sink Sink) func(*load) ([]ingest.Verdict, error) {
	return func(l *load) ([]ingest.Verdict, error) {
		if l.items == 0 {
			return nil, nil
		}
		return sink.Ingest(ctx, l.parts)
	}
}

func (p *mappedProducer) produce(send func(load) error) error {
	var r row
	var l load
	var read int64 // rows of all loads
	items := make([]ingest.Item, 0, batchSize+8)
	name := func() { // what is found wrong later on does not know the row
		for _, it := range items[len(l.of):] {
			if it.Fault != "" {
				l.of = append(l.of, 0)
			} else {
				l.of = append(l.of, r.number)
			}
		}
	}
	give := func() error {
		l.bytes, l.items = p.counted.n, len(items)
		l.parts = []Part{{Source: p.source, Items: items}}
		err := send(l)
		l, items = load{}, make([]ingest.Item, 0, batchSize+8)
		return err
	}
	for {
		err := p.rows.read(&r)
		var bad *badRow
		switch {
		case errors.Is(err, io.EOF):
			return give()
		case errors.As(err, &bad):
			l.rows++
			read++
			l.skips = append(l.skips, skipped{bad.reason, bad.detail})
		case err != nil:
			return fault.Coded(fault.Wrap(fault.Invalid, err, "row %d cannot be read", read+1), "import_row", "row", strconv.FormatInt(read+1, 10))
		default:
			l.rows++
			read++
			var reason string
			if items, reason = p.mapper.items(&r, items); reason != "" {
				l.skips = append(l.skips, skipped{reason: reason})
			} else {
				l.mapped++
			}
			name()
		}
		if l.items = len(items); l.full() {
			if err := give(); err != nil {
				return err
			}
		}
	}
}

func openExport(file *os.File) (exportRows, *countingReader, error) {
	counted := &countingReader{r: file}
	var magic [4]byte
	if _, err := file.ReadAt(magic[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, counted, err
	}
	if string(magic[:]) != "PAR1" {
		text, err := plainText(counted, "utf-8")
		if err != nil {
			return nil, counted, err
		}
		return &exportLines{lines: newLineReader(bufferOf(text))}, counted, nil
	}
	info, err := file.Stat()
	if err != nil {
		return nil, counted, err
	}
	f, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		return nil, counted, fault.Wrap(fault.Invalid, err, "%s is not a Parquet file", info.Name())
	}
	version, ok := f.Lookup(parquetKey)
	if !ok {
		return nil, counted, fault.New(fault.Invalid, "%s was not written by 'jejak export': give a mapping with --mapping", info.Name())
	}
	if version != fmt.Sprint(exportVersion) {
		return nil, counted, fault.New(fault.Invalid, "%s is of export version %s: this build reads version %d", info.Name(), version, exportVersion)
	}
	return &exportColumns{
		r: parquet.NewGenericReader[column](f), counted: counted, size: info.Size(), buffer: make([]column, 512),
	}, counted, nil
}

// exportProducer gathers neighbours of one source that were received together, so that they are again.
type exportProducer struct {
	rows    exportRows
	counted *countingReader
	source  string
	story   story
	row     uint64
	first   []exported // of the first row, which begin has read
	err     error      // of reading it
}

func (p *exportProducer) close() error {
	if p.rows == nil {
		return nil
	}
	return p.rows.close()
}

// begin reads the first row, which may be the header of a whole history.
func (p *exportProducer) begin(ctx context.Context, sink Sink) (func(*load) ([]ingest.Verdict, error), error) {
	p.first, p.err = p.rows.read()
	if p.err == nil && p.first[0].fact != nil {
		p.story.header = p.first[0].fact.Header
	}
	if err := p.story.begin(ctx, sink, p.source); err != nil {
		return nil, err
	}
	if p.story.sink == nil {
		return itemsInto(ctx, sink), nil
	}
	at := p.story.done
	return func(l *load) (verdicts []ingest.Verdict, err error) {
		if l.to > at {
			verdicts, err = p.story.sink.Relive(ctx, at, l.to, l.parts)
			at = l.to
		}
		return verdicts, err
	}, nil
}

func (p *exportProducer) produce(send func(load) error) error {
	var l load
	give := func() error {
		l.bytes, l.to = p.counted.n, p.row
		err := send(l)
		l = load{}
		return err
	}
	got, err := p.first, p.err
	for ; ; got, err = p.rows.read() {
		var bad *badRow
		switch {
		case errors.Is(err, io.EOF):
			if err := give(); err != nil {
				return err
			}
			return p.story.whole(p.row)
		case err != nil && !errors.As(err, &bad):
			return errors.Join(give(), err)
		}
		alone := err == nil && got[0].newRules()
		if alone {
			if err := give(); err != nil { // what comes before is still cleaned by the rules before
				return err
			}
		}
		p.row++
		l.rows++
		if bad != nil {
			l.skips = append(l.skips, skipped{bad.reason, bad.detail})
		} else {
			p.take(&l, got)
		}
		if alone || l.full() {
			if err := give(); err != nil {
				return err
			}
		}
	}
}

// take adds what one row holds.
func (p *exportProducer) take(l *load, row []exported) {
	p.story.count(&row[0])
	f := row[0].fact
	switch {
	case f != nil && (f.Header != nil || f.Trailer != nil):
		l.history++
	case f != nil && p.story.why != "":
		l.skips = append(l.skips, skipped{reason: p.story.why})
	case f != nil && p.row <= p.story.done:
		l.skips = append(l.skips, skipped{reason: knownRow})
	case f != nil:
		l.history++
		l.addFact(f)
	case p.row <= p.story.done:
		l.mapped++
		l.known += int64(len(row))
	default:
		l.mapped++
		for _, x := range row {
			if p.source != "" {
				x.source = p.source
			}
			l.add(x)
		}
	}
}

func (x *exported) newRules() bool {
	return x.fact != nil && x.fact.Decision != nil && x.fact.Decision.What == identity.NewRules
}

func (l *load) addFact(f *factPart) {
	if p, ok := f.part(); ok {
		l.parts = append(l.parts, p)
		l.items++
		if r := p.Fact.Rejected; r != nil {
			l.weight += len(r.Raw)
		}
	}
}

// add puts an item with those of its source that were received with it.
func (l *load) add(x exported) {
	l.items++
	if n := len(l.parts); n > 0 && l.parts[n-1].Fact == nil && l.parts[n-1].Source == x.source && l.parts[n-1].Received == x.received {
		l.parts[n-1].Items = append(l.parts[n-1].Items, x.item)
		return
	}
	l.parts = append(l.parts, Part{Source: x.source, Received: x.received, Items: []ingest.Item{x.item}})
}

// Preview makes events of the first n rows without storing any: what would be, as far as the row alone says.
func (im *Import) Preview(n int) (items []ingest.Item, report Report, err error) {
	report = newReport()
	file, err := os.Open(im.File)
	if err != nil {
		return nil, report, fault.Wrap(fault.NotFound, err, "the file cannot be read")
	}
	defer file.Close()
	p, err := im.open(file)
	if err != nil {
		return nil, report, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	m, ok := p.(*mappedProducer)
	if !ok {
		return nil, report, fault.New(fault.Invalid, "a dry run shows what a mapping does; an export needs none")
	}
	var r row
	for range n {
		err := m.rows.read(&r)
		var bad *badRow
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.As(err, &bad) {
			return items, report, err
		}
		report.Rows++
		if bad != nil {
			report.skip(bad.reason, bad.detail)
			continue
		}
		var reason string
		if items, reason = m.mapper.items(&r, items); reason != "" {
			report.skip(reason, fmt.Sprintf("row %d", r.number))
			continue
		}
		report.Mapped++
	}
	report.Events = int64(len(items))
	return items, report, nil
}
