//go:build e2e && peers

package peers

import (
	"fmt"
	"strings"

	"jejak/internal/journey"
)

// stagesFromScratch asks for positions, entries, moves with their times, lapses, re-entries and flows.
func stagesFromScratch() question {
	model := &journey.StageModel{Lapse: journey.Duration(lapse * 1e6)}
	for i, n := range entry4 {
		model.Stages = append(model.Stages, journey.Stage{ID: fmt.Sprint(i + 1), Entry: journey.Filter{Event: journey.Names{n}}})
	}
	arrays := clickhouseStages("arraySort(groupArray((time, indexOf([" + list(entry4...) + "], name))))")
	plain := clickhouseStages("groupArray((time, indexOf([" + list(entry4...) + "], name)))")
	return question{
		name: "stages", label: "stage positions and flows from scratch", goal: 20,
		ask:  journey.Question{Kind: "stages", Stages: &journey.Stages{Model: model, Interval: "month"}},
		read: readStages,
		rows: asTheyAre,
		sql: map[string][]string{
			"clickhouse": {arrays, arrays + inOrder, plain + inOrder, clickhouseStageWindows(), clickhouseStageWindows() + inOrder},
			"duckdb":     {duckdbStages()},
		},
	}
}

// stageRows turns a person's entries E (time, before, stage, island) and last activity into rows, and counts them.
const stageRows = `SELECT c.1, c.2, if(c.1 = 'moved', toString(quantileExactWeighted(0.9)(c.4, 1)), c.3), count(), if(c.1 = 'moved', quantileExactWeighted(0.5)(c.4, 1), 0) FROM (
	SELECT arrayJoin(arrayConcat(
		arrayMap(s -> ('entered', s, '', 0::UInt64), arrayDistinct(arrayMap(e -> e.3, E))),
		arrayMap(x -> ('moved', x.1, '', toUInt64(x.3 - x.2)), arrayFilter(x -> x.2 > 0 AND x.3 > 0,
			arrayMap(y -> (y.1, y.2, arrayFirst(g -> g.1 > y.2 AND g.3 > y.1, E).1), arrayMap(s -> (s, arrayFirst(f -> f.3 = s, E).1), [1, 2, 3])))),
		arrayDistinct(arrayMap(e -> ('flow', e.2, toString(e.3), 0::UInt64), E)),
		arrayDistinct(arrayMap(e -> ('again', e.3, '', 0::UInt64), arrayFilter(e -> e.2 = 0 AND e.4 > 1, E))),
		arrayDistinct(arrayMap(e -> ('lapsed', e.3, '', 0::UInt64), arrayFilter((e, next) -> next = 0, E, arrayPushBack(arrayMap(e -> e.2, arrayPopFront(E)), if(%[1]d - last > %[2]d, 0, 9))))),
		[if(%[1]d - last > %[2]d, ('gone', 0, '', 0::UInt64), ('now', E[-1].3, '', 0::UInt64))])) AS c FROM (%[3]s)) GROUP BY c.1, c.2, c.3`

// clickhouseStages cuts a person's activity where it pauses; in each island the first event of at least stage s enters.
func clickhouseStages(activity string) string {
	people := fmt.Sprintf(`SELECT %s AS ev, ev[-1].1 AS last,
		arraySplit((e, d) -> d > %d, ev, arrayDifference(arrayMap(e -> e.1, ev))) AS islands,
		arrayFlatten(arrayMap((isl, no) -> arrayMap((i, j) -> (isl[i].1, if(j = 0, 0, isl[j].2), isl[i].2, no), idx(isl), arrayPushFront(arrayPopBack(idx(isl)), 0)), islands, arrayEnumerate(islands))) AS E
		FROM events WHERE name IN (%s) GROUP BY person`, activity, lapse, list(entry4...))
	const first = `arrayDistinct(arrayFilter(i -> i > 0, arrayMap(s -> arrayFirstIndex(x -> x.2 >= s, isl), [1, 2, 3, 4])))`
	return fmt.Sprintf(stageRows, benchNow.UnixMilli(), lapse, strings.ReplaceAll(people, "idx(isl)", first))
}

const stageIslands = `SELECT person, time, s, island, %s(max(s) OVER (PARTITION BY person, island ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM (
	SELECT person, time, s, 1 + sum(pause) OVER (PARTITION BY person ORDER BY time) AS island FROM (
		SELECT person, time, %s AS s, %s AS pause FROM events WHERE name IN (%s)))`

// clickhouseStageWindows is the same with window functions.
func clickhouseStageWindows() string {
	pause := fmt.Sprintf("time - lagInFrame(time, 1, time) OVER (PARTITION BY person ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) > %d", lapse)
	islands := fmt.Sprintf(stageIslands, "ifNull", "indexOf(["+list(entry4...)+"], name)", pause, list(entry4...))
	people := `SELECT max(time) AS last, arraySort(groupArrayIf((time, before, s, island), s > before)) AS E FROM (` + islands + `) GROUP BY person`
	return fmt.Sprintf(stageRows, benchNow.UnixMilli(), lapse, people)
}

func duckdbStages() string {
	pause := fmt.Sprintf("(coalesce(time - lag(time) OVER (PARTITION BY person ORDER BY time), 0) > %d)::INT", lapse)
	islands := fmt.Sprintf(stageIslands, "coalesce", "list_position(["+list(entry4...)+"], name::VARCHAR)", pause, list(entry4...))
	return fmt.Sprintf(`WITH rows AS MATERIALIZED (SELECT * FROM (%[3]s)),
		entries AS MATERIALIZED (SELECT *, lead(before) OVER (PARTITION BY person ORDER BY time) AS next FROM rows WHERE s > before),
		ends AS MATERIALIZED (SELECT person, %[1]d - max(time) > %[2]d AS over FROM rows GROUP BY person),
		firsts AS MATERIALIZED (SELECT person, s, min(time) AS t0 FROM entries GROUP BY ALL),
		moved AS (SELECT f.s, min(e.time) - any_value(f.t0) AS d FROM firsts f JOIN entries e ON e.person = f.person AND e.time > f.t0 AND e.s > f.s GROUP BY f.person, f.s)
		SELECT 'entered', s, '', count(*), 0 FROM firsts GROUP BY ALL
		UNION ALL SELECT 'moved', s, quantile_disc(d, 0.9)::VARCHAR, count(*), quantile_disc(d, 0.5) FROM moved GROUP BY s
		UNION ALL SELECT 'flow', before, s::VARCHAR, count(DISTINCT person), 0 FROM entries GROUP BY ALL
		UNION ALL SELECT 'again', s, '', count(DISTINCT person), 0 FROM entries WHERE before = 0 AND island > 1 GROUP BY ALL
		UNION ALL SELECT 'lapsed', s, '', count(DISTINCT person), 0 FROM entries JOIN ends USING (person) WHERE next = 0 OR (next IS NULL AND over) GROUP BY ALL
		UNION ALL SELECT 'now', s, '', count(*), 0 FROM entries JOIN ends USING (person) WHERE next IS NULL AND NOT over GROUP BY ALL
		UNION ALL SELECT 'gone', 0, '', count(*), 0 FROM ends WHERE over HAVING count(*) > 0`, benchNow.UnixMilli(), lapse, islands)
}
