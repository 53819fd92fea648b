//go:build e2e

package peers

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

var worldsEach = flag.Int("worlds", 240, "how many generated logs are compared with ClickHouse")

// tieSpace orders events of one time: ClickHouse takes them in the order of conditions, we in the order of arrival. A time in its
// table is the millisecond times tieSpace plus the place among events of that millisecond, which is below half of tieSpace, so
// that a window of w ms is w*tieSpace + tieSpace/2.
const tieSpace = 8192

// world is one generated log, in the engine and in ClickHouse's table under its number.
type world struct {
	no     int
	ws     event.Workspace
	engine *trail.Trail
}

// row is an event with the person who has it at the end of the log.
type row struct {
	person event.Person
	event.Event
}

// newWorlds feeds logs of people with many ties and moves between persons into engines, and into the table "events" of ClickHouse.
func newWorlds(t *testing.T, c *ClickHouse, first, n int) []world {
	t.Helper()
	must(t, c.Run(`CREATE OR REPLACE TABLE events (world UInt32, person FixedString(32), seq UInt64, ms Int64, t UInt64, name LowCardinality(String),
		channel LowCardinality(String), plan Nullable(String), price Nullable(Decimal(18, 6))) ENGINE = MergeTree ORDER BY (world, person, ms, seq)`))
	var worlds []world
	var insert strings.Builder
	insert.WriteString("INSERT INTO events FORMAT TSV\n")
	for no := first; no < first+n; no++ {
		g, log := journeytest.NewGen(uint64(no)+1_000_000), journeytest.NewLog()
		g.Feed(log, 20+g.IntN(200))
		engine, err := trail.Open(t.TempDir(), log, trail.Options{Shards: 1 + no%4, PendingRows: 1 + no%50})
		must(t, err)
		t.Cleanup(func() { _ = engine.Close(t.Context()) })
		must(t, engine.WaitFor(t.Context(), log.LastSeq()))
		worlds = append(worlds, world{no, g.Workspace(), engine})
		writeRows(t, &insert, no, log)
	}
	must(t, c.Run(insert.String()))
	return worlds
}

func writeRows(t *testing.T, out *strings.Builder, no int, log *journeytest.Log) {
	t.Helper()
	var rows []row
	must(t, log.Scan(t.Context(), func(_ event.Workspace, _ event.Subject, p event.Person, e *event.Event) error {
		rows = append(rows, row{p, *e})
		return nil
	}))
	slices.SortFunc(rows, func(a, b row) int { return int(a.Seq) - int(b.Seq) })
	type moment struct {
		person event.Person
		at     event.Time
	}
	ties := map[moment]int{}
	for _, r := range rows {
		props := journey.FactsOf(&r.Event).Props
		plan, price := `\N`, `\N`
		if v, ok := props["plan"]; ok {
			plan = v
		}
		if v, err := strconv.ParseFloat(props["price"], 64); err == nil {
			price = strconv.FormatFloat(v, 'f', 6, 64)
		}
		m := moment{r.person, r.Time}
		fmt.Fprintf(out, "%d\t%x\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n", no, r.person[:], r.Seq, r.Time, int64(r.Time)*tieSpace+int64(ties[m]), r.Name, r.Channel, plan, price)
		ties[m]++
	}
}

// condition is a filter in both languages.
type condition struct {
	filter journey.Filter
	sql    string
}

var names = []string{"Page Viewed", "Product Viewed", "Cart", "Order", "Call"}

// on is a condition on names, and now and then on a property or the channel too.
func on(r *rand.Rand, names ...string) condition {
	c := condition{journey.Filter{Event: names}, "name IN ('" + strings.Join(names, "','") + "')"}
	where := func(p string, op journey.Op, v any, sql string) {
		c.filter.Where = append(c.filter.Where, journey.Condition{Property: p, Op: op, Value: v})
		c.sql += " AND " + sql
	}
	switch r.IntN(10) {
	case 0:
		where("price", journey.OpGt, 40.0, "ifNull(price > 40, false)")
	case 1:
		where("plan", journey.OpEq, "pro", "ifNull(plan = 'pro', false)")
	case 2:
		where("plan", journey.OpNotIn, []any{"free", "5"}, "ifNull(plan NOT IN ('free', '5'), true)")
	case 3:
		where("price", journey.OpBetween, []any{10.0, 70.5}, "ifNull(price BETWEEN 10 AND 70.5, false)")
	case 4:
		where("plan", journey.OpNotExists, nil, "plan IS NULL")
	case 5:
		c.filter.Channel = journey.Names{"web", "store"}
		c.sql += " AND channel IN ('web', 'store')"
	}
	c.sql = "(" + c.sql + ")"
	return c
}

// batch is what is asked of some worlds: the parameters are drawn once.
type batch struct {
	*rand.Rand
	c        *ClickHouse
	zone     *time.Location
	defs     journey.Definitions
	span     journey.Range
	from, to int64
	table    string // the seen events
	window   time.Duration
	only     map[string][]event.Person // of each world, where not everybody is asked about
}

func newBatch(c *ClickHouse, seed uint64) *batch {
	b := &batch{Rand: rand.New(rand.NewPCG(seed, 3)), c: c}
	zones := []string{"UTC", "Europe/Berlin", "Asia/Jakarta", "America/New_York"}
	b.zone, _ = time.LoadLocation(zones[b.IntN(len(zones))])
	start := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	from, to := start.Add(time.Duration(b.IntN(15*24))*time.Hour), start.Add(time.Duration(20+b.IntN(30))*24*time.Hour)
	if b.IntN(2) == 0 {
		from, to = start.AddDate(0, 0, -9), start.AddDate(0, 0, 60)
	}
	b.span = journey.Range{From: from.Format(time.RFC3339), To: to.Format(time.RFC3339)}
	b.from, b.to = from.UnixMilli(), to.UnixMilli()
	b.defs = journey.Definitions{Zone: b.zone, Now: event.TimeOf(start.Add(time.Duration(b.IntN(60*24)) * time.Hour))}
	b.table = fmt.Sprintf("(SELECT * FROM events WHERE ms >= %d AND ms < %d)", b.from, b.to)
	b.window = []time.Duration{time.Hour, 10 * time.Hour, 72 * time.Hour, 400 * time.Hour}[b.IntN(4)]
	return b
}

// wide is the window in the table's time.
func (b *batch) wide() int64 { return b.window.Milliseconds()*tieSpace + tieSpace/2 }

func (b *batch) conditions(n int, overlap bool) []condition {
	shuffled := slices.Clone(names)
	b.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var out []condition
	for i := range n {
		if overlap {
			out = append(out, on(b.Rand, shuffled[b.IntN(5)], shuffled[b.IntN(5)]))
		} else {
			out = append(out, on(b.Rand, shuffled[i]))
		}
	}
	return out
}

func sqlOf(list []condition) string {
	var s []string
	for _, c := range list {
		s = append(s, c.sql)
	}
	return strings.Join(s, ", ")
}

func stepsOf(list []condition) (s []journey.Step) {
	for _, c := range list {
		s = append(s, journey.Step{Filter: c.filter})
	}
	return s
}

// cells are the figures of an answer that are not zero, each as "key|key|figure".
type cells []string

func (c *cells) add(parts ...any) {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = fmt.Sprint(p)
	}
	*c = append(*c, strings.Join(texts, "|"))
}

// compare asks every world and ClickHouse, whose first column is the world's number, and compares cell by cell. It says how many it saw.
func (b *batch) compare(t *testing.T, worlds []world, name string, q journey.Question, read func(*journey.Answer, *cells), sql string) int {
	t.Helper()
	rows, err := b.c.Rows(sql)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	theirs := map[string]cells{}
	for _, r := range rows {
		theirs[r[0]] = append(theirs[r[0]], strings.Join(r[1:], "|"))
	}
	seen := 0
	for _, w := range worlds {
		ours := b.ask(t, w, q, read)
		want := theirs[strconv.Itoa(w.no)]
		slices.Sort(ours)
		slices.Sort(want)
		if !slices.Equal(ours, want) {
			text, _ := json.Marshal(q)
			t.Fatalf("%s, world %d, zone %s, question %s\n%s\nonly ours:       %v\nonly ClickHouse: %v", name, w.no, b.zone, text, sql, without(ours, want), without(want, ours))
		}
		seen += len(want)
	}
	return seen
}

func (b *batch) ask(t *testing.T, w world, q journey.Question, read func(*journey.Answer, *cells)) cells {
	t.Helper()
	q.Range = b.span
	if b.only != nil {
		q.Segment = &journey.Segment{People: b.only[strconv.Itoa(w.no)]}
		if len(q.Segment.People) == 0 {
			q.Segment.Not = &journey.Segment{} // nobody
		}
	}
	a, err := w.engine.Ask(t.Context(), w.ws, q, b.defs)
	must(t, err)
	var out cells
	read(&a, &out)
	return out
}

func without(list, other cells) (out cells) {
	for _, s := range list {
		if !slices.Contains(other, s) {
			out = append(out, s)
		}
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
