package transfer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

const smallLog = `<?xml version="1.0" encoding="UTF-8"?>
<!-- two cases -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="name"/></global>
  <string key="concept:name" value="a log has a name too"/>
  <trace>
    <string key="concept:name" value="case 1"/><string key="kind" value="gold"/>
    <event><string key="concept:name" value="Asked"/><date key="time:timestamp" value="2026-01-02T10:00:00.250+07:00"/>
      <int key="cost" value="5"/><float key="share" value="0.5"/><boolean key="late" value="true"/><string key="org:resource" value="Pete &amp; 小明"><string key="deep" value="out"/></string></event>
    <event><string key="concept:name" value="Answered"/><date key="time:timestamp" value="2026-01-02T10:05:00Z"/></event>
    <event><string key="concept:name" value="Answered"/><date key="time:timestamp" value="2026-01-02T10:05:00Z"/></event>
  </trace>
  <trace>
    <string key="concept:name" value="case 2"/>
    <event><string key="concept:name" value="Asked"/><date key="time:timestamp" value="2026-01-03T10:00:00"/></event>
    <event><string key="concept:name" value="Lost"/><date key="time:timestamp" value="yesterday"/></event>
    <event><date key="time:timestamp" value="2026-01-03T10:00:00Z"/></event>
    <event><string key="concept:name" value="Timeless"/></event>
  </trace>
  <trace><event><string key="concept:name" value="Nobody's"/><date key="time:timestamp" value="2026-01-03T10:00:00Z"/></event></trace>
</log>`

func zippedText(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestALogOfProcessMiningNeedsNoMapping(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	r := run(t, p, write(t, "log.xes", smallLog), nil)
	if r.Rows != 8 || r.Events != 8 || r.Stored != 4 || r.Rejected["malformed"] != 3 || sum(r.Rejected) != 4 {
		t.Errorf("%+v", r)
	}
	all := p.events(t)
	if len(all) != 4 {
		t.Fatalf("%d events", len(all))
	}
	first := all[0]
	if first.Name != "Asked" || first.ID(event.UserID) != "case 1" || first.Time.Std().UTC().Format(time.RFC3339Nano) != "2026-01-02T03:00:00.25Z" {
		t.Errorf("%s of %s at %s", first.Name, first.ID(event.UserID), first.Time.Std())
	}
	if want := `{"case:kind":"gold","cost":5,"late":true,"org:resource":"Pete \u0026 小明","share":0.5}`; string(first.Properties) != want {
		t.Errorf("properties %s, want %s", first.Properties, want)
	}
	// The same log again, packed: all is known. Interrupted and run again, the rest follows in the same way.
	again := run(t, p, write(t, "log.xes.gz", zippedText(t, smallLog)), nil)
	if again.Stored != 0 || again.Duplicate != 4 {
		t.Errorf("the second time: %+v", again)
	}
}

func TestALogIsMappedByItsAttributes(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	m := mapping(t, `
version: 1
zone: Asia/Jakarta
file: {format: xes}
events:
  - event: "Step {concept:name}"
    when: [{column: "concept:name", in: [Asked, Answered]}]
    time: {from: "{time:timestamp}", layout: [rfc3339, "2006-01-02T15:04:05"]}
    ids: {customer: "{case:concept:name}"}
    properties: {kind: "{case:kind}", cost: {from: "{cost}", type: number}}
`)
	r := run(t, p, write(t, "log.xes", smallLog), m)
	if r.Stored != 4 || r.Skipped[noEvent] != 4 {
		t.Errorf("%+v", r)
	}
	first := p.events(t)[0]
	if first.Name != "Step Asked" || first.ID("customer") != "case 1" || string(first.Properties) != `{"cost":5,"kind":"gold"}` {
		t.Errorf("%s of %v with %s", first.Name, first.IDs, first.Properties)
	}
}

// Hostile logs end with an error that says why, and what was read before stands.
func TestHostileLogs(t *testing.T) {
	t.Parallel()
	const ok = `<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2026-01-02T10:00:00Z"/></event>`
	in := func(s string) string {
		return `<log><trace><string key="concept:name" value="c"/>` + s + `</trace></log>`
	}
	for name, c := range map[string]struct {
		text, says string
		rows       int64
	}{
		"entities that grow":    {`<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log>&b;</log>`, "document type", 0},
		"a file of the machine": {`<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + in(ok), "document type", 0},
		"an unknown entity":     {in(ok + `<event><string key="concept:name" value="&lol;"/></event>`), "entity", 1},
		"cut off":               {in(ok)[:150], "unexpected EOF", 0},
		"too deep":              {in(ok + strings.Repeat("<list>", 100)), "32 deep", 1},
		"a long value":          {in(ok + `<event><string key="k" value="` + strings.Repeat("x", 5<<20) + `"/></event>`), "4 MB", 1},
		"a long comment":        {`<log><!--` + strings.Repeat("x", 5<<20) + `--></log>`, "4 MB", 0},
		"a heavy trace":         {in(strings.Repeat(`<string key="k" value="`+strings.Repeat("x", 1<<20)+`"/>`+ok, 6)), "4 MB", 3},
		"another document":      {`<html><body/></html>`, "no event log", 0},
		"an unknown encoding":   {`<?xml version="1.0" encoding="EBCDIC"?>` + in(ok), "EBCDIC", 0},
		"no UTF-8":              {in("<event><string key=\"k\" value=\"\xff\"/></event>"), "UTF-8", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, err := readLog(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) || rows != c.rows {
				t.Errorf("%d rows, then %v; want %d and %q", rows, err, c.rows, c.says)
			}
			im := Import{File: write(t, "log.xes", c.text), Source: "file"}
			if _, err := im.Run(context.Background(), newPlace(t).local); err == nil {
				t.Error("the import says nothing")
			}
		})
	}
}

// readLog makes all items of a log.
func readLog(in io.Reader) (rows int64, err error) {
	x := openXES(in, []string{"concept:name", "case:concept:name"})
	m := &xesItems{x, newCounter()}
	var r row
	var items []ingest.Item
	for {
		err := x.read(&r)
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows++
		if items, _ = m.items(&r, items[:0]); len(items) != 1 {
			return rows, fmt.Errorf("%d items of an event", len(items))
		}
	}
}

// Whatever the text, reading ends, and each event's properties are a JSON object.
func FuzzXES(f *testing.F) {
	f.Add([]byte(smallLog))
	f.Add([]byte(`<log><event><string key="concept:name" value="alone"/></event></log>`))
	f.Add([]byte(`<log><trace><list key="l"><values><int key="n" value="1"/></values></list><event/></trace></log>`))
	f.Add([]byte(`<log><trace><event><float key="f" value="NaN"/><int key="i" value="x"/></event></trace></log>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		x := openXES(bytes.NewReader(b), nil)
		m := &xesItems{x, newCounter()}
		var r row
		for x.read(&r) == nil {
			items, _ := m.items(&r, nil)
			if p := items[0].Event.Properties; len(p) < 2 || p[0] != '{' {
				t.Fatalf("properties %q", p)
			}
			if again := slices.Clone(r.content); len(again) == 0 {
				t.Fatal("an event without content")
			}
		}
	})
}
