//go:build e2e

package peers

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// reached are the people of each step.
func reached(a *journey.Answer, out *cells) {
	for _, g := range a.Funnel.Groups {
		for i, s := range g.Steps {
			if s.Reached > 0 {
				out.add(g.Value, i+1, s.Reached)
			}
		}
	}
}

// levels is SQL that counts people by level, of a subquery with world, value and level.
func levels(n int, people string) string {
	return fmt.Sprintf(`SELECT world, value, k, countIf(level >= k) AS n FROM (%s) ARRAY JOIN range(1, %d) AS k GROUP BY world, value, k HAVING n > 0`, people, n+1)
}

func (b *batch) funnel(list []condition, order string) journey.Question {
	return journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: stepsOf(list), Order: order, Window: journey.Duration(b.window)}}
}

func (b *batch) funnels(t *testing.T, worlds []world) (n int) {
	apart := b.conditions(2+b.IntN(3), false)
	n += b.compare(t, worlds, "funnel, windowFunnel", b.funnel(apart, "sequence"), reached, levels(len(apart), fmt.Sprintf(
		`SELECT world, person, '' AS value, windowFunnel(%d)(t, %s) AS level FROM %s GROUP BY world, person`, b.wide(), sqlOf(apart), b.table)))

	over := b.conditions(2+b.IntN(3), true)
	n += b.compare(t, worlds, "funnel of steps that share events, windowFunnel strict_once", b.funnel(over, "sequence"), reached, levels(len(over), fmt.Sprintf(
		`SELECT world, person, '' AS value, windowFunnel(%d, 'strict_once')(t, %s) AS level FROM %s GROUP BY world, person`, b.wide(), sqlOf(over), b.table)))

	q := b.funnel(apart, "sequence")
	q.Breakdown = &journey.Breakdown{By: "channel", Attribution: "all", Top: 50}
	n += b.compare(t, worlds, "funnel by channel, all values", q, reached, levels(len(apart), fmt.Sprintf(
		`SELECT world, person, channel AS value, windowFunnel(%d)(t, %s) AS level FROM %s GROUP BY world, person, channel`, b.wide(), sqlOf(apart), b.table)))

	list := b.conditions(5, false)
	steps, guard := list[:4], list[4]
	q = b.funnel(steps, "sequence")
	q.Funnel.Exclusions = []journey.Exclusion{{Filter: guard.filter}}
	n += b.compare(t, worlds, "funnel with an exclusion", q, reached, levels(4, fmt.Sprintf(
		`SELECT world, '' AS value, max(reached) AS level FROM (
			SELECT world, person, cut, windowFunnel(%d)(t, %s) AS reached FROM (
				SELECT *, sum(%s) OVER (PARTITION BY world, person ORDER BY t) AS cut FROM %s) GROUP BY world, person, cut) GROUP BY world, person`,
		b.wide(), sqlOf(steps), guard.sql, b.table)))

	n += b.compare(t, worlds, "strict funnel, arrays", b.funnel(over, "strict"), reached, levels(len(over), fmt.Sprintf(
		`SELECT world, person, '' AS value, arrayMax(p -> arrayFirstIndex(j -> NOT (ev[p+j-1].2[j] AND ev[p+j-1].1 <= ev[p].1 + %d), range(1, %d)) - 1, arrayEnumerate(ev)) AS level
		FROM (SELECT world, person, arraySort(groupArray((t, [%s]))) AS ev FROM %s GROUP BY world, person)`, b.wide(), len(over)+2, sqlOf(over), b.table)))

	n += b.compare(t, worlds, "funnel in any order, arrays", b.funnel(apart, "any"), reached, levels(len(apart), fmt.Sprintf(
		`SELECT world, person, '' AS value, arrayMax(e -> length(arrayDistinct(arrayMap(x -> x.2, arrayFilter(x -> x.1 >= e.1 AND x.1 <= e.1 + %d, ev)))), ev) AS level
		FROM (SELECT world, person, groupArray((t, s)) AS ev FROM (SELECT *, indexOf([%s], true) AS s FROM %s) WHERE s > 0 GROUP BY world, person)`, b.wide(), sqlOf(apart), b.table)))
	return n + b.conversionTimes(t, worlds)
}

// conversionTimes compares the median and 90th percentile (nearest rank) between two steps.
func (b *batch) conversionTimes(t *testing.T, worlds []world) int {
	two := b.conditions(2, b.IntN(2) == 0)
	read := func(a *journey.Answer, out *cells) {
		if s := a.Funnel.Groups; len(s) > 0 && s[0].Total.N > 0 {
			out.add(s[0].Total.N, s[0].Total.Median, s[0].Total.P90, s[0].Steps[1].Times.Median)
		}
	}
	return b.compare(t, worlds, "times to convert", b.funnel(two, "sequence"), read, fmt.Sprintf(
		`SELECT world, count(), quantileExactWeighted(0.5)(d, 1) AS median, quantileExactWeighted(0.9)(d, 1), median FROM (
			SELECT world, arrayFirst(x -> x.2 > 0, arrayMap(a -> (a, arrayFirst(z -> z > a AND z <= a + %d, later)), starts)) AS pair,
				intDiv(pair.2, %d) - intDiv(pair.1, %d) AS d
			FROM (SELECT world, arraySort(groupArrayIf(t, %s)) AS starts, arraySort(groupArrayIf(t, %s)) AS later FROM %s GROUP BY world, person)
			WHERE pair.2 > 0) GROUP BY world`, b.wide(), tieSpace, tieSpace, two[0].sql, two[1].sql, b.table))
}

// people is a segment of the people whom SQL names with world and person, for each world.
func (b *batch) people(t *testing.T, sql string) map[string][]event.Person {
	t.Helper()
	rows, err := b.c.Rows(sql)
	must(t, err)
	out := map[string][]event.Person{}
	for _, r := range rows {
		var p event.Person
		_, err := hex.Decode(p[:], []byte(r[1]))
		must(t, err)
		out[r[0]] = append(out[r[0]], p)
	}
	return out
}

// strictModes: with one first step for each person there is one attempt, and then strict_order with strict_deduplication is our strict.
func (b *batch) strictModes(t *testing.T, worlds []world) int {
	list := b.conditions(2+b.IntN(3), false)
	single := fmt.Sprintf(`SELECT world, person FROM %s GROUP BY world, person HAVING countIf(%s) = 1`, b.table, list[0].sql)
	b.only = b.people(t, single)
	defer func() { b.only = nil }()
	return b.compare(t, worlds, "strict funnel, strict_order and strict_deduplication", b.funnel(list, "strict"), reached, levels(len(list), fmt.Sprintf(
		`SELECT world, person, '' AS value, windowFunnel(%d, 'strict_order', 'strict_deduplication')(t, %s) AS level FROM %s
		WHERE (world, person) IN (%s) GROUP BY world, person`, b.wide(), sqlOf(list), b.table, single)))
}

// rawTies: on times with ties ClickHouse's strict_increase is never further than we are, and its default never less far.
func (b *batch) rawTies(t *testing.T, worlds []world) int {
	list := b.conditions(2+b.IntN(3), false)
	sql := func(mode string) string {
		return levels(len(list), fmt.Sprintf(`SELECT world, person, '' AS value, windowFunnel(%d%s)(ms::UInt64, %s) AS level FROM %s GROUP BY world, person`,
			b.window.Milliseconds(), mode, sqlOf(list), b.table))
	}
	bound := map[string]map[string]string{}
	for _, mode := range []string{"", ", 'strict_increase'"} {
		rows, err := b.c.Rows(sql(mode))
		must(t, err)
		bound[mode] = map[string]string{}
		for _, r := range rows {
			bound[mode][r[0]+"|"+r[2]] = r[3]
		}
	}
	number := func(mode, key string) (n int) {
		_, _ = fmt.Sscan(bound[mode][key], &n)
		return n
	}
	seen := 0
	for _, w := range worlds {
		b.ask(t, w, b.funnel(list, "sequence"), func(a *journey.Answer, _ *cells) {
			for i, s := range a.Funnel.Groups[0].Steps {
				key := fmt.Sprintf("%d|%d", w.no, i+1)
				if low, high := number(", 'strict_increase'", key), number("", key); s.Reached < low || s.Reached > high {
					t.Errorf("world %d, step %d: %d people, ClickHouse says %d to %d\n%s", w.no, i+1, s.Reached, low, high, strings.TrimSpace(sql("")))
				}
				seen++
			}
		})
	}
	return seen
}
