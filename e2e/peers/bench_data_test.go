//go:build e2e && peers

package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/simulate"
	"jejak/internal/trail"
)

// benchBegin is a Monday; the events lie in the 90 days after it.
var benchBegin = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// benchNow is the moment of asking.
var benchNow = benchBegin.AddDate(0, 0, 91)

// perPerson is how many events a person has on average.
const perPerson = 20

// bulk hands out the events of simulate.Bulk one after the other. People get ids that spread like real ones, and no two
// events of a person share a time, so that the engines' rules about ties do not matter.
type bulk struct {
	events uint64
	next   func() ([]event.Change, bool)
	rest   []event.Change
}

func newBulk(events int) *bulk {
	b := &bulk{events: uint64(events)}
	b.next, _ = iter.Pull(b.chunks)
	return b
}

func (b *bulk) chunks(yield func([]event.Change) bool) {
	var chunk []event.Change
	var last event.Time
	var now event.Subject
	stopped := fmt.Errorf("enough")
	_ = simulate.NewBulk(b.events, max(1, int(b.events)/perPerson), benchBegin).Scan(context.Background(),
		func(ws event.Workspace, s event.Subject, _ event.Person, e *event.Event) error {
			if s != now {
				now, last = s, 0
			}
			kept := *e
			kept.Time = max(kept.Time, last+1)
			last = kept.Time
			person := personOf(s)
			chunk = append(chunk, event.Change{Seq: e.Seq, Workspace: ws, Subject: event.Subject(person), Person: person, Event: &kept})
			if len(chunk) == 4096 {
				if !yield(chunk) {
					return stopped
				}
				chunk = nil
			}
			return nil
		})
	if len(chunk) > 0 {
		yield(chunk)
	}
}

// personOf turns a subject's number around, so that the first bytes of the id differ.
func personOf(s event.Subject) (p event.Person) {
	copy(p[:], s[8:])
	copy(p[8:], s[:8])
	return p
}

// numberOf is the person's number: what the peers know it by.
func numberOf(p event.Person) (n uint32) {
	for _, b := range p[12:] {
		n = n<<8 | uint32(b)
	}
	return n
}

// Changes is of trail.Source: it goes on where it was.
func (b *bulk) Changes(ctx context.Context, _ uint64, limit int, fn func(event.Change) error) error {
	for n := 0; n < limit && ctx.Err() == nil; n++ {
		if len(b.rest) == 0 {
			if b.next == nil {
				return nil // nothing more comes
			}
			var ok bool
			if b.rest, ok = b.next(); !ok {
				return nil
			}
		}
		if err := fn(b.rest[0]); err != nil {
			return err
		}
		b.rest = b.rest[1:]
	}
	return ctx.Err()
}

// LastSeq is of trail.Source.
func (b *bulk) LastSeq() uint64 { return b.events }

// Wait is of trail.Source.
func (b *bulk) Wait(ctx context.Context, after uint64) error {
	if after < b.events {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

// SubjectEvents is of trail.Source: nobody moves.
func (b *bulk) SubjectEvents(context.Context, event.Workspace, event.Subject, func(*event.Event) error) error {
	return nil
}

// Scan is of trail.Source.
func (b *bulk) Scan(context.Context, func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	return nil
}

// benchRow is an event in the file that the peers load.
type benchRow struct {
	Person  uint32 `parquet:"person,delta"`
	Time    uint64 `parquet:"time,delta"`
	Name    string `parquet:"name,dict"`
	Channel string `parquet:"channel,dict"`
	Plan    string `parquet:"plan,dict"`
	Price   uint32 `parquet:"price"`
}

// writeEvents writes the events to a Parquet file.
func writeEvents(t *testing.T, path string, events int) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<20)
	w := parquet.NewGenericWriter[benchRow](buffered, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(1_000_000))
	type body struct {
		Price uint32
		Plan  string
	}
	bodies := map[*byte]body{}
	var rows []benchRow
	must(t, newBulk(events).Changes(t.Context(), 0, events, func(c event.Change) error {
		key := &c.Event.Properties[0]
		b, ok := bodies[key]
		if !ok {
			must(t, json.Unmarshal(c.Event.Properties, &b))
			bodies[key] = b
		}
		rows = append(rows, benchRow{numberOf(c.Person), uint64(c.Event.Time), c.Event.Name, c.Event.Channel, b.Plan, b.Price})
		if len(rows) == 10_000 {
			_, err := w.Write(rows)
			rows = rows[:0]
			return err
		}
		return nil
	}))
	_, err = w.Write(rows)
	must(t, err)
	must(t, w.Close())
	must(t, buffered.Flush())
}

// place is an engine's own folder.
func place(dir, engine string) string { return filepath.Join(dir, engine) }

// load builds an engine's own store of the events.
func load(t *testing.T, engine, dir string, events int) {
	t.Helper()
	must(t, os.MkdirAll(place(dir, engine), 0o755))
	file := filepath.Join(dir, "events.parquet")
	switch engine {
	case "jejak":
		must(t, trail.Rebuild(t.Context(), place(dir, engine), newBulk(events), trail.Options{PendingRows: 20_000, FlushRows: 4_000_000}))
	case "clickhouse":
		c := openPeer(t, engine, dir)
		defer c.Close()
		must(t, c.Run(`CREATE TABLE events (person UInt32 CODEC(Delta, LZ4), time UInt64 CODEC(T64, LZ4), name LowCardinality(String), channel LowCardinality(String),
			plan LowCardinality(String), price UInt32 CODEC(T64, LZ4)) ENGINE = MergeTree ORDER BY (person, time)`))
		must(t, c.Run("INSERT INTO events SELECT person, time, name, channel, plan, price FROM file('"+file+"', Parquet)"))
		must(t, c.Run("OPTIMIZE TABLE events FINAL"))
	case "duckdb":
		d := openPeer(t, engine, dir)
		defer d.Close()
		var values []string
		for _, n := range simulate.BulkNames() {
			values = append(values, "'"+n+"'")
		}
		must(t, d.Run("CREATE TYPE event_name AS ENUM ("+strings.Join(values, ",")+")"))
		must(t, d.Run(`CREATE TABLE events AS SELECT person::UINTEGER AS person, time::UBIGINT AS time, name::event_name AS name, channel::VARCHAR AS channel,
			plan::VARCHAR AS plan, price::UINTEGER AS price FROM read_parquet('`+file+`') ORDER BY person, time`))
		must(t, d.Run("CHECKPOINT"))
	}
}

func openPeer(t *testing.T, engine, dir string) Engine {
	t.Helper()
	var e Engine
	var err error
	if engine == "clickhouse" {
		e, err = OpenClickHouse(place(dir, engine), benchCores)
	} else {
		e, err = OpenDuckDB(filepath.Join(place(dir, engine), "events.db"), benchCores)
	}
	must(t, err)
	return e
}

// asker answers one question after another from an engine's store.
type asker func(q question, sql string) (cells, error)

func openAsker(t *testing.T, engine, dir string) asker {
	t.Helper()
	if engine != "jejak" {
		e := openPeer(t, engine, dir)
		t.Cleanup(e.Close)
		return func(q question, sql string) (cells, error) {
			rows, err := e.Rows(sql)
			if err != nil {
				return nil, err
			}
			return q.rows(rows), nil
		}
	}
	index, err := trail.Open(place(dir, engine), &bulk{}, trail.Options{Workers: benchCores})
	must(t, err)
	t.Cleanup(func() { _ = index.Close(context.Background()) })
	defs := journey.Definitions{Now: event.TimeOf(benchNow)}
	return func(q question, _ string) (cells, error) {
		a, err := index.Ask(t.Context(), 1, q.ask, defs)
		if err != nil {
			return nil, err
		}
		var out cells
		q.read(&a, &out)
		return out, nil
	}
}
