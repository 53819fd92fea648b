//go:build e2e

package peers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jejak/internal/journey"
)

// paths compares who follows whom, directly and at any time later, and the first steps.
func (b *batch) paths(t *testing.T, worlds []world) (n int) {
	matrix := func(count string) func(*journey.Answer, *cells) {
		return func(a *journey.Answer, out *cells) {
			for _, e := range a.Paths.Matrix {
				out.add(count, e.From, e.To, e.Count, e.Median)
			}
		}
	}
	next := `SELECT *, leadInFrame(name) OVER w AS after, leadInFrame(ms) OVER w - ms AS took FROM %s
		WINDOW w AS (PARTITION BY world, person%s ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`
	pairs := `SELECT world, '%s', name, after, %s, quantileExactWeighted(0.5)(took, 1) FROM (%s) WHERE after != '' GROUP BY world, name, after`
	for count, figure := range map[string]string{"pass": "count()", "person": "uniqExact(person)"} {
		q := journey.Question{Kind: "paths", Paths: &journey.Paths{Count: count, Top: 50, Show: []string{"matrix", "times"}}}
		n += b.compare(t, worlds, "next steps by "+count, q, matrix(count), fmt.Sprintf(pairs, count, figure, fmt.Sprintf(next, b.table, "")))
	}
	gap := []time.Duration{time.Hour, 3 * time.Hour, 24 * time.Hour}[b.IntN(3)]
	sessions := fmt.Sprintf(`(SELECT *, sum(opens) OVER (PARTITION BY world, person ORDER BY t) AS session FROM (
		SELECT *, ms - lagInFrame(ms, 1, ms) OVER (PARTITION BY world, person ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) > %d AS opens FROM %s))`, gap.Milliseconds(), b.table)
	collapsed := fmt.Sprintf(`(SELECT * FROM (SELECT *, lagInFrame(name) OVER (PARTITION BY world, person, session ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
		FROM %s) WHERE name != before)`, sessions)
	q := journey.Question{Kind: "paths", Paths: &journey.Paths{
		Count: "pass", Top: 50, Container: "session", Gap: journey.Duration(gap), Collapse: true, Show: []string{"matrix", "times"},
	}}
	n += b.compare(t, worlds, "next steps in sessions, repeats collapsed", q, matrix("pass"),
		fmt.Sprintf(pairs, "pass", "count()", fmt.Sprintf(next, collapsed, ", session")))

	q = journey.Question{Kind: "paths", Paths: &journey.Paths{Top: 50, Show: []string{"eventual"}}}
	n += b.compare(t, worlds, "eventual steps", q, func(a *journey.Answer, out *cells) {
		for _, e := range a.Paths.Eventual {
			out.add(e.From, e.To, e.Count)
		}
	}, fmt.Sprintf(`SELECT x.world, x.name, y.name, uniqExact(x.person) FROM %s AS x JOIN %s AS y ON x.world = y.world AND x.person = y.person
		WHERE x.t < y.t GROUP BY x.world, x.name, y.name`, b.table, b.table))
	return n + b.firstSteps(t, worlds)
}

// firstSteps compares the first steps from an anchor on: nodes with exits, edges and whole paths.
func (b *batch) firstSteps(t *testing.T, worlds []world) int {
	anchor, depth := on(b.Rand, names[b.IntN(5)], names[b.IntN(5)]), 2+b.IntN(4)
	q := journey.Question{Kind: "paths", Paths: &journey.Paths{From: &anchor.filter, Depth: depth, Top: 50}}
	stops := fmt.Sprintf(`SELECT world, person, arraySort(groupArray((t, name::String, %s))) AS ev, arrayFirstIndex(e -> e.3, ev) AS a,
		arrayMap(e -> e.2, arraySlice(ev, a, %d)) AS p, length(ev) - a < %d AS whole FROM %s GROUP BY world, person HAVING a > 0`, anchor.sql, depth, depth, b.table)
	return b.compare(t, worlds, "first steps", q, func(a *journey.Answer, out *cells) {
		for _, n := range a.Paths.Nodes {
			out.add("node", n.Step, n.Name, "", n.Count, n.Exits)
		}
		for _, e := range a.Paths.Edges {
			out.add("edge", e.Step, e.From, e.To, e.Count, 0)
		}
		for _, p := range a.Paths.Top {
			out.add("path", 0, strings.Join(p.Names, ">"), "", p.Count, 0)
		}
	}, fmt.Sprintf(`WITH stops AS (%s)
		SELECT world, 'node', i, p[i], '', count(), countIf(whole AND i = length(p)) FROM stops ARRAY JOIN arrayEnumerate(p) AS i GROUP BY world, i, p[i]
		UNION ALL SELECT world, 'edge', i, p[i], p[i+1], count(), 0 FROM stops ARRAY JOIN range(1, length(p)) AS i GROUP BY world, i, p[i], p[i+1]
		UNION ALL SELECT world, 'path', 0, arrayStringConcat(p, '>'), '', count(), 0 FROM stops GROUP BY world, p`, stops))
}

// retention compares who comes back, in cohorts of the zone's days, weeks and months.
func (b *batch) retention(t *testing.T, worlds []world) (n int) {
	for _, mode := range []string{"first", "recurring"} {
		for _, match := range []string{"on", "on_or_after"} {
			n += b.cohorts(t, worlds, mode, match, []string{"day", "week", "month"}[b.IntN(3)])
		}
	}
	return n
}

func (b *batch) cohorts(t *testing.T, worlds []world, mode, match, period string) int {
	start, back, periods := on(b.Rand, names[b.IntN(5)]), on(b.Rand, names[b.IntN(5)], names[b.IntN(5)]), 1+b.IntN(8)
	q := journey.Question{Kind: "retention", Retention: &journey.Retention{
		Start: start.filter, Return: back.filter, Mode: mode, Match: match, Period: period, Periods: periods,
	}}
	read := func(a *journey.Answer, out *cells) {
		for _, c := range a.Retention.Cohorts {
			out.add("size", c.Start, 0, c.Size)
			for k, cell := range c.Cells {
				if cell.K > 0 {
					out.add("back", c.Start, k, cell.K)
				}
				if cell.Unfinished {
					out.add("unfinished", c.Start, k, 1)
				}
			}
		}
	}
	floor := map[string]string{"day": "%s", "week": "toMonday(%s)", "month": "toStartOfMonth(%s)"}[period]
	add := map[string]string{"day": "addDays", "week": "addWeeks", "month": "addMonths"}[period]
	date := fmt.Sprintf(floor, fmt.Sprintf("toDate(fromUnixTimestamp64Milli(ms, '%s'))", b.zone))
	millis := func(date string) string {
		return fmt.Sprintf("toUnixTimestamp64Milli(toDateTime64(%s, 3, '%s'))", date, b.zone)
	}
	starts := fmt.Sprintf(`SELECT world, person, %s AS began, min(t) AS t0 FROM %s WHERE %s GROUP BY world, person, began`, date, b.table, start.sql)
	if mode == "first" {
		starts = fmt.Sprintf(`SELECT world, person, min(x.began) AS began, min(x.t0) AS t0 FROM (%s) AS x GROUP BY world, person`, starts)
	}
	// on: exactly the period of a return; on_or_after: it and all before it.
	reach := "k = d"
	if match == "on_or_after" {
		reach = "k <= d"
	}
	return b.compare(t, worlds, "retention "+mode+" "+match+" "+period, q, read, fmt.Sprintf(`WITH starts AS (%s),
		backs AS (SELECT world, person, t, %s AS came FROM %s WHERE %s)
		SELECT world, 'size', %s, 0, count() FROM starts GROUP BY world, began
		UNION ALL SELECT world, 'back', %s, k, uniqExact(person) FROM
			(SELECT s.world AS world, s.person AS person, began, dateDiff('%s', began, came) AS d FROM starts s JOIN backs r ON s.world = r.world AND s.person = r.person WHERE r.t > t0)
			ARRAY JOIN range(0, %d) AS k WHERE %s GROUP BY world, began, k
		UNION ALL SELECT DISTINCT world, 'unfinished', %s, k, 1 FROM starts ARRAY JOIN range(0, %d) AS k WHERE %s > %d`,
		starts, date, b.table, back.sql, millis("began"), millis("began"), period, periods+1, reach,
		millis("began"), periods+1, millis(add+"(began, k + 1)"), min(b.to, int64(b.defs.Now))))
}

// trends compares counts, people, sums and means over time, in zones whose clocks change.
func (b *batch) trends(t *testing.T, worlds []world) (n int) {
	seen := on(b.Rand, names[b.IntN(5)], names[b.IntN(5)], names[b.IntN(5)])
	for measure, figure := range map[string]string{
		"events": "toFloat64(count()), count()", "people": "toFloat64(uniqExact(person)), uniqExact(person)",
		"sum": "toFloat64(sum(price)), count(price)", "mean": "round(toFloat64(sum(price)) / count(price), 9), count(price)",
	} {
		interval := []string{"hour", "day", "week", "month"}[b.IntN(4)]
		local := fmt.Sprintf("fromUnixTimestamp64Milli(ms, '%s')", b.zone)
		begin := map[string]string{
			"hour": "intDiv(ms, 3600000) * 3600000", "day": "toUnixTimestamp64Milli(toDateTime64(toDate(%s), 3, '%s'))",
			"week": "toUnixTimestamp64Milli(toDateTime64(toMonday(%s), 3, '%s'))", "month": "toUnixTimestamp64Milli(toDateTime64(toStartOfMonth(%s), 3, '%s'))",
		}[interval]
		if interval != "hour" {
			begin = fmt.Sprintf(begin, local, b.zone)
		}
		q := journey.Question{Kind: "trend", Filter: &seen.filter, Trend: &journey.Trend{Measure: measure, Interval: interval}}
		having := ""
		if measure == "sum" || measure == "mean" {
			q.Trend.Property, having = "price", "HAVING count(price) > 0"
		}
		n += b.compare(t, worlds, "trend "+measure+" by "+interval, q, func(a *journey.Answer, out *cells) {
			for _, s := range a.Trend.Series {
				for i, at := range a.Trend.Starts {
					if s.N[i] > 0 {
						out.add("at", int64(at), rounded(s.Points[i]), s.N[i])
					}
				}
				if measure == "people" && s.Total > 0 {
					out.add("all", 0, s.Total, int(s.Total))
				}
			}
		}, fmt.Sprintf(`SELECT world, 'at', %s AS begin, %s FROM %s WHERE %s GROUP BY world, begin %s
			UNION ALL SELECT world, 'all', 0, toFloat64(uniqExact(person)), uniqExact(person) FROM %s WHERE %s AND %t GROUP BY world`,
			begin, figure, b.table, seen.sql, having, b.table, seen.sql, measure == "people"))
	}
	return n
}

func rounded(v float64) any {
	var out float64
	_, _ = fmt.Sscan(fmt.Sprintf("%.9f", v), &out)
	return out
}
