//go:build e2e && peers

package peers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/internal/journey"
)

// question is one question in the languages of all three engines. Peers get every way of asking that was tried; the fastest counts.
type question struct {
	name  string
	label string
	goal  int // times faster than ClickHouse, 0 for none
	ask   journey.Question
	read  func(*journey.Answer, *cells) // our answer's figures
	rows  func([][]string) cells        // theirs
	sql   map[string][]string
}

var (
	steps4 = []string{"Product Viewed", "Product Added", "Checkout Started", "Order Completed"}
	steps8 = []string{"Page Viewed", "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Payment Info Entered", "Order Completed", "Order Delivered"}
	entry4 = []string{"Page Viewed", "Product Viewed", "Checkout Started", "Order Completed"}
)

const (
	week  = int64(7 * 24 * 3_600_000)
	lapse = 2 * week

	inOrder = " SETTINGS optimize_aggregation_in_order = 1"
)

func questions() []question {
	return []question{funnel4(), funnel4Timed(), funnelFiltered(), funnel8(), nextPairs(), paths5(), retentionWeekly(), stagesFromScratch()}
}

// list is names in SQL.
func list(names ...string) string { return "'" + strings.Join(names, "', '") + "'" }

// conditionsOn is one condition for each name.
func conditionsOn(names []string) (out []string) {
	for _, n := range names {
		out = append(out, "name = '"+n+"'")
	}
	return out
}

// countedLevels reads (value, level, people) into the people of each step.
func countedLevels(rows [][]string) (out cells) {
	reached := map[string]int{}
	for _, r := range rows {
		level, _ := strconv.Atoi(r[1])
		n, _ := strconv.Atoi(r[2])
		for k := 1; k <= level; k++ {
			reached[fmt.Sprintf("%s|%d", r[0], k)] += n
		}
	}
	for key, n := range reached {
		out.add(key, n)
	}
	return out
}

// asTheyAre reads rows whose columns are the key and the figure.
func asTheyAre(rows [][]string) (out cells) {
	for _, r := range rows {
		out = append(out, strings.Join(r, "|"))
	}
	return out
}

// chain is DuckDB's funnel: for each event that serves step k, the latest time at which a chain of k steps that ends here began.
func chain(conditions []string, from, by string) string {
	when := func(k int) string { return conditions[k-1] }
	inner := fmt.Sprintf("SELECT *, CASE WHEN %s THEN time END AS s1 FROM %s", when(1), from)
	for k := 2; k <= len(conditions); k++ {
		inner = fmt.Sprintf(`SELECT *, CASE WHEN %s AND time <= %s + %d THEN %s END AS s%d FROM (%s)`, when(k),
			latest(k-1, by), week, latest(k-1, by), k, inner)
	}
	level := "0"
	for k := 1; k <= len(conditions); k++ {
		level = fmt.Sprintf("greatest(%s, CASE WHEN max(s%d) IS NOT NULL THEN %d ELSE 0 END)", level, k, k)
	}
	return fmt.Sprintf("SELECT %s, %s AS level FROM (%s) GROUP BY %s", by, level, inner, by)
}

// fold is DuckDB's long funnel with a guard behind the last step: one walk over a person's list, which keeps the latest start of a chain
// of each length and, behind them, the most steps so far. The guard clears the chains.
func fold(names []string, guard, where string) string {
	n := len(names)
	return fmt.Sprintf(`SELECT list_reduce(list([s::BIGINT, time::BIGINT] ORDER BY time), lambda acc, x: list_transform(range(1, %[1]d + 2), lambda k: CASE
			WHEN k > %[1]d THEN CASE WHEN x[1] = 1 OR (x[1] <= %[1]d AND x[2] <= acc[x[1] - 1] + %[2]d) THEN greatest(acc[k], x[1]) ELSE acc[k] END
			WHEN x[1] > %[1]d THEN NULL
			WHEN k <> x[1] THEN acc[k]
			WHEN k = 1 THEN x[2]
			WHEN x[2] <= acc[k - 1] + %[2]d THEN acc[k - 1]
			ELSE acc[k] END), list_append([NULL::BIGINT for i in range(%[1]d)], 0))[%[1]d + 1] AS level
		FROM (SELECT *, list_position([%[3]s], name::VARCHAR) AS s FROM events %[4]s) GROUP BY person`, n, week, list(append(slices.Clone(names), guard)...), where)
}

func latest(k int, by string) string {
	return fmt.Sprintf("max(s%d) OVER (PARTITION BY %s ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)", k, by)
}

// funnel4 asks for what windowFunnel answers: how many people come to each step.
func funnel4() question {
	ask := funnelOf("", 7*24*time.Hour, steps4...)
	ask.Funnel.Untimed = true
	ours := `SELECT '', level, count() FROM (SELECT person, windowFunnel(%d)(time, %s) AS level FROM events %s GROUP BY person) GROUP BY level%s`
	conditions := strings.Join(conditionsOn(steps4), ", ")
	where := "WHERE name IN (" + list(steps4...) + ")"
	return question{
		name: "funnel4", label: "4-step funnel, 7-day window", goal: 25, ask: ask, read: reached, rows: countedLevels,
		sql: map[string][]string{
			"clickhouse": {fmt.Sprintf(ours, week, conditions, where, ""), fmt.Sprintf(ours, week, conditions, where, inOrder), fmt.Sprintf(ours, week, conditions, "", inOrder)},
			"duckdb":     {"SELECT '', level, count(*) FROM (" + chain(conditionsOn(steps4), "events "+where, "person") + ") GROUP BY level"},
		},
	}
}

// funnel4Timed is our whole answer beside the same of the others, which know nothing of times.
func funnel4Timed() question {
	q := funnel4()
	q.name, q.label, q.goal = "funnel4_timed", "4-step funnel, 7-day window, for Jejak with its times: medians, 90th percentiles, histogram", 0
	q.ask.Funnel.Untimed = false
	return q
}

func funnelFiltered() question {
	ask := funnelOf("", 7*24*time.Hour, steps4...)
	ask.Funnel.Steps[0].Filter.Where = []journey.Condition{{Property: "price", Op: journey.OpGt, Value: 1000.0}}
	ask.Funnel.Steps[3].Filter.Where = []journey.Condition{{Property: "price", Op: journey.OpLt, Value: 8000.0}}
	// 'all' is the attribution that SQL can ask for exactly: each value's events are a funnel of their own.
	ask.Breakdown = &journey.Breakdown{By: "property", Property: "plan", Attribution: "all"}
	c := conditionsOn(steps4)
	c[0] += " AND price > 1000"
	c[3] += " AND price < 8000"
	where := "WHERE name IN (" + list(steps4...) + ")"
	theirs := fmt.Sprintf(`SELECT plan, level, count() FROM (SELECT person, plan, windowFunnel(%d)(time, %s) AS level FROM events %s GROUP BY person, plan) GROUP BY plan, level`, week, strings.Join(c, ", "), where)
	five := []string{}
	for _, plan := range []string{"basic", "free", "gold", "plus", "team"} {
		five = append(five, fmt.Sprintf("('%s', windowFunnelIf(%d)(time, %s, plan = '%s'))", plan, week, strings.Join(c, ", "), plan))
	}
	split := fmt.Sprintf(`SELECT v.1, v.2, count() FROM (SELECT arrayJoin([%s]) AS v FROM events %s GROUP BY person) GROUP BY v`, strings.Join(five, ", "), where)
	return question{
		name: "funnel4_filter_breakdown", label: "the same with a property filter on two steps and a breakdown", goal: 15, ask: ask, read: reached, rows: countedLevels,
		sql: map[string][]string{
			"clickhouse": {theirs, theirs + inOrder, split, split + inOrder},
			"duckdb":     {"SELECT plan, level, count(*) FROM (" + chain(c, "events "+where, "person, plan") + ") GROUP BY plan, level"},
		},
	}
}

func funnel8() question {
	const guard = "Call Started"
	ask := funnelOf("", 7*24*time.Hour, steps8...)
	ask.Funnel.Exclusions = []journey.Exclusion{{Filter: journey.Filter{Event: journey.Names{guard}}}}
	conditions := strings.Join(conditionsOn(steps8), ", ")
	where := "WHERE name IN (" + list(append(slices.Clone(steps8), guard)...) + ")"
	// A guard's event cuts a person's time in two: no funnel reaches over it.
	windows := fmt.Sprintf(`SELECT '', level, count() FROM (SELECT max(reached) AS level FROM (
		SELECT person, cut, windowFunnel(%d)(time, %s) AS reached FROM (
			SELECT person, time, name, countIf(name = '%s') OVER (PARTITION BY person ORDER BY time) AS cut FROM events %s) GROUP BY person, cut) GROUP BY person) GROUP BY level`,
		week, conditions, guard, where)
	arrays := fmt.Sprintf(`SELECT '', level, count() FROM (SELECT arrayMax(p -> arrayReduce('windowFunnel(%d)', arrayMap(x -> x.1, p), %s),
			arraySplit(x -> x.2 = 9, arraySort(groupArray((time, indexOf([%s], name)))))) AS level FROM events %s GROUP BY person) GROUP BY level`,
		week, strings.Join(places(8), ", "), list(append(slices.Clone(steps8), guard)...), where)
	few := fmt.Sprintf(`SELECT '', level, count() FROM (
		SELECT windowFunnel(%d)(time, %s) AS level FROM events %s AND person NOT IN (SELECT person FROM events WHERE name = '%s') GROUP BY person
		UNION ALL SELECT max(reached) AS level FROM (SELECT person, cut, windowFunnel(%d)(time, %s) AS reached FROM (
			SELECT person, time, name, countIf(name = '%s') OVER (PARTITION BY person ORDER BY time) AS cut FROM events %s AND person IN (SELECT person FROM events WHERE name = '%s')
		) GROUP BY person, cut) GROUP BY person) GROUP BY level`, week, conditions, where, guard, week, conditions, guard, where, guard)
	return question{
		name: "funnel8_exclusion", label: "8-step funnel with exclusion", goal: 15, ask: ask, read: reached, rows: countedLevels,
		sql: map[string][]string{
			"clickhouse": {windows, windows + inOrder, arrays, arrays + inOrder, few, few + inOrder},
			"duckdb":     {"SELECT '', level, count(*) FROM (" + fold(steps8, guard, where) + ") GROUP BY level"},
		},
	}
}

// places are the arrays of conditions on an array of (time, place of the step).
func places(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("arrayMap(x -> x.2 = %d, p)", i+1))
	}
	return out
}

func nextPairs() question {
	const pairs = `SELECT arrayJoin(arrayZip(arrayPopBack(n), arrayPopFront(n))) AS pair FROM (SELECT %s AS n FROM events GROUP BY person)`
	const group = "SELECT pair.1, pair.2, count() FROM (" + pairs + ") GROUP BY pair"
	lead := func(count string) string {
		return `SELECT name, after, ` + count + ` FROM (SELECT name, %s(name) OVER (PARTITION BY person ORDER BY time%s) AS after FROM events) WHERE after IS NOT NULL AND after != '' GROUP BY name, after`
	}
	return question{
		name: "next_pairs", label: "all next-step pairs", goal: 100,
		ask: journey.Question{Kind: "paths", Paths: &journey.Paths{Count: "pass", Show: []string{"matrix"}}},
		read: func(a *journey.Answer, out *cells) {
			for _, e := range a.Paths.Matrix {
				out.add(e.From, e.To, e.Count)
			}
		},
		rows: asTheyAre,
		sql: map[string][]string{
			"clickhouse": {
				fmt.Sprintf(lead("count()"), "leadInFrame", " ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING"),
				fmt.Sprintf(group, "arrayMap(x -> x.2, arraySort(groupArray((time, name))))"),
				fmt.Sprintf(group, "arrayMap(x -> x.2, arraySort(groupArray((time, name))))") + inOrder,
				fmt.Sprintf(group, "groupArray(name)") + inOrder,
			},
			"duckdb": {fmt.Sprintf(strings.ReplaceAll(lead("count(*)"), " AND after != ''", ""), "lead", "")},
		},
	}
}

func paths5() question {
	const clickhouse = `SELECT c.1 AS what, c.2, c.3 AS a, c.4, sum(n) AS total, sum(c.5 * n) FROM (
		SELECT n, arrayJoin(arrayConcat(
			arrayMap(i -> ('node', toUInt8(i), toString(p[i]), '', toUInt8(whole AND i = length(p))), arrayEnumerate(p)),
			arrayMap(i -> ('edge', toUInt8(i), toString(p[i]), toString(p[i+1]), toUInt8(0)), range(1, length(p))),
			[('path', toUInt8(0), arrayStringConcat(p, '>'), '', toUInt8(0))])) AS c
		FROM (SELECT p, whole, count() AS n FROM (SELECT %s AS six, arraySlice(six, 1, 5) AS p, length(six) < 6 AS whole FROM events GROUP BY person) GROUP BY p, whole))
		GROUP BY what, c.2, a, c.4 ORDER BY what, total DESC, a LIMIT 2000 BY what`
	const duckdb = `WITH paths AS MATERIALIZED (SELECT six[1:5] AS p, len(six) < 6 AS whole, count(*) AS n FROM (SELECT list(name ORDER BY time)[1:6] AS six FROM events GROUP BY person) GROUP BY ALL)
		SELECT 'node', i, p[i], '', sum(n), sum(CASE WHEN whole AND i = len(p) THEN n ELSE 0 END) FROM (SELECT *, unnest(range(1, len(p) + 1)) AS i FROM paths) GROUP BY ALL
		UNION ALL SELECT 'edge', i, p[i], p[i+1]::VARCHAR, sum(n), 0 FROM (SELECT *, unnest(range(1, len(p))) AS i FROM paths) GROUP BY ALL
		UNION ALL (SELECT 'path', 0, array_to_string(p, '>') AS a, '', sum(n) AS total, 0 FROM paths GROUP BY p ORDER BY total DESC, a LIMIT 2000)`
	return question{
		name: "paths5", label: "paths to depth 5: nodes, edges, most frequent paths", goal: 30,
		ask: journey.Question{Kind: "paths", Paths: &journey.Paths{Depth: 5, Show: []string{"nodes", "edges", "top"}}},
		read: func(a *journey.Answer, out *cells) {
			for _, n := range a.Paths.Nodes {
				out.add("node", n.Step, n.Name, "", n.Count, n.Exits)
			}
			for _, e := range a.Paths.Edges {
				out.add("edge", e.Step, e.From, e.To, e.Count, 0)
			}
			for _, p := range a.Paths.Top {
				out.add("path", 0, "", "", p.Count, 0)
			}
		},
		rows: func(rows [][]string) (out cells) {
			top := 0
			for _, r := range rows { // equal paths at the end of the 50 are in another order: their counts are compared
				if r[0] == "path" {
					if top++; top > journey.MaxPaths {
						continue
					}
					r[2] = ""
				}
				out = append(out, strings.Join(r, "|"))
			}
			return out
		},
		sql: map[string][]string{
			"clickhouse": {
				fmt.Sprintf(clickhouse, "arrayMap(x -> x.2, arraySlice(arraySort(groupArray((time, name))), 1, 6))"),
				fmt.Sprintf(clickhouse, "arrayMap(x -> x.2, arraySlice(arraySort(groupArray((time, name))), 1, 6))") + inOrder,
				fmt.Sprintf(clickhouse, "arrayMap(x -> x.2, groupArraySorted(6)((time, name::String)))"),
				fmt.Sprintf(clickhouse, "groupArray(6)(name)") + inOrder,
			},
			"duckdb": {duckdb},
		},
	}
}

func retentionWeekly() question {
	order := journey.Filter{Event: journey.Names{"Order Completed"}}
	begin := benchBegin.UnixMilli()
	// The first order starts; each further one is a return.
	const arrays = `SELECT 'back', w[1] AS c, k, count() FROM (SELECT %s AS w FROM events WHERE name = 'Order Completed' GROUP BY person)
		ARRAY JOIN arrayDistinct(arrayMap(x -> if(x.2 = 1, -1, x.1 - w[1]), arrayZip(w, arrayEnumerate(w)))) AS k GROUP BY c, k`
	weeks := fmt.Sprintf("toInt32(intDiv(time - %d, %d))", begin, week)
	sorted := fmt.Sprintf(arrays, "arraySort(groupArray("+weeks+"))")
	direct := fmt.Sprintf(arrays, "groupArray("+weeks+")")
	masks := fmt.Sprintf(`SELECT 'back', c, k, count() FROM (
			SELECT min(%s) AS c, groupBitOr(bitShiftLeft(1::UInt32, %s)) AS mask, countIf(0) AS z, arrayElement(groupArraySorted(2)(time), 2) AS second,
				arrayConcat([-1], if(second > 0 AND intDiv(second - %d, %d) = c, [0], []), arrayFilter(x -> x > 0, arrayMap(x -> toInt32(x) - c, bitPositionsToArray(mask)))) AS ks
			FROM events WHERE name = 'Order Completed' GROUP BY person) ARRAY JOIN ks AS k GROUP BY c, k`, weeks, weeks, begin, week)
	masks = strings.Replace(masks, " countIf(0) AS z,", "", 1)
	return question{
		name: "retention_weekly", label: "weekly retention", goal: 50,
		ask: journey.Question{Kind: "retention", Retention: &journey.Retention{Start: order, Return: order}},
		read: func(a *journey.Answer, out *cells) {
			for _, c := range a.Retention.Cohorts {
				from := (int64(c.Start) - begin) / week
				out.add("back", from, -1, c.Size)
				for k, cell := range c.Cells {
					if cell.K > 0 {
						out.add("back", from, k, cell.K)
					}
				}
			}
		},
		rows: asTheyAre,
		sql: map[string][]string{
			"clickhouse": {sorted, sorted + inOrder, direct + inOrder, masks, masks + inOrder},
			"duckdb": {fmt.Sprintf(`WITH w AS MATERIALIZED (SELECT person, ((time - %d) // %d)::INT AS week, count(*) AS n FROM events WHERE name = 'Order Completed' GROUP BY ALL),
				f AS MATERIALIZED (SELECT person, min(week) AS c FROM w GROUP BY person)
				SELECT 'back', c, week - c, count(*) FROM w JOIN f USING (person) WHERE week > c OR n > 1 GROUP BY ALL
				UNION ALL SELECT 'back', c, -1, count(*) FROM f GROUP BY ALL`, begin, week)},
		},
	}
}
