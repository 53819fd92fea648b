//go:build e2e

package peers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jejak/internal/journey"
)

// stages compares positions, moves and flows with SQL of window functions: a pause longer than the lapse begins a new island of a
// person's activity, and inside an island a stage is entered where it is above all before.
func (b *batch) stages(t *testing.T, worlds []world) int {
	model := &journey.StageModel{Lapse: journey.Duration(time.Duration(b.IntN(4)) * 20 * time.Hour)}
	if b.IntN(2) == 0 {
		model.Window = journey.Duration(time.Duration(1+b.IntN(4)) * 48 * time.Hour)
	}
	lapse, window := model.Lapse.Millis(), model.Window.Millis()
	if lapse == 0 {
		lapse = 1 << 50
	}
	if window == 0 {
		window = 1 << 50
	}
	list := b.conditions(2+b.IntN(3), false)
	var times []string
	for i, c := range list {
		s := journey.Stage{ID: fmt.Sprint(i + 1), Entry: c.filter, Times: b.IntN(3)}
		times = append(times, fmt.Sprint(max(1, s.Times)))
		model.Stages = append(model.Stages, s)
	}
	until := min(b.to, int64(b.defs.Now))
	moves := fmt.Sprintf(`
		active AS (SELECT world, person, t, ms, indexOf([%s], true) AS s,
				if(row_number() OVER (PARTITION BY world, person, s ORDER BY t) >= [%s][s], s, 0) AS stage,
				ms - lagInFrame(ms, 1, ms) OVER (PARTITION BY world, person ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) > %d AS pause
			FROM events WHERE s > 0 AND ms < %d),
		islands AS (SELECT *, sum(pause) OVER (PARTITION BY world, person ORDER BY t) AS island FROM active),
		highest AS (SELECT *, max(stage) OVER (PARTITION BY world, person, island ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM islands),
		entries AS (SELECT world, person, island, t, ms, before, stage FROM highest WHERE stage > before),
		ends AS (SELECT world, person, island, max(ms) + %d AS ms, max(stage) AS stage FROM islands GROUP BY world, person, island HAVING stage > 0),
		lapses AS (SELECT world, person, island, ms, stage FROM ends WHERE (world, person, island) NOT IN (SELECT world, person, max(island) FROM islands GROUP BY world, person) OR ms < %d),
		inside AS (SELECT *, (world, person) IN (SELECT world, person FROM lapses) AND island > first AS again FROM entries
			LEFT JOIN (SELECT world, person, min(island) AS first FROM lapses GROUP BY world, person) AS l USING (world, person) WHERE ms >= %d),
		firsts AS (SELECT world, person, stage, min(t) AS t0, intDiv(min(t), %d) AS ms0 FROM inside GROUP BY world, person, stage),
		moved AS (SELECT f.world AS world, f.person AS person, f.stage AS stage, min(e.ms) - any(ms0) AS d FROM firsts f JOIN entries e ON f.world = e.world AND f.person = e.person
			WHERE e.t > t0 AND e.stage > f.stage GROUP BY f.world, f.person, f.stage HAVING d <= %d)`,
		sqlOf(list), strings.Join(times, ", "), lapse, until, lapse, until, b.from, tieSpace, window)
	// A lapse at the very end of the range is in it only where it comes before the end.
	figures := fmt.Sprintf(`
		SELECT world, 'entered', stage, '', count(), 0 FROM firsts GROUP BY world, stage
		UNION ALL SELECT world, 'again', stage, '', uniqExact(person), 0 FROM inside WHERE again AND before = 0 GROUP BY world, stage
		UNION ALL SELECT world, 'moved', stage, toString(quantileExactWeighted(0.9)(d, 1)), count(), quantileExactWeighted(0.5)(d, 1) FROM moved GROUP BY world, stage
		UNION ALL SELECT world, 'lapsed', stage, '', uniqExact(person), 0 FROM lapses WHERE ms >= %d AND ms < %d GROUP BY world, stage
		UNION ALL SELECT world, 'flow', before, toString(stage), uniqExact(person), 0 FROM inside GROUP BY world, before, stage
		UNION ALL SELECT world, 'now', stage, '', count(), 0 FROM (SELECT * FROM ends WHERE (world, person, island) NOT IN (SELECT world, person, island FROM lapses)) GROUP BY world, stage
		UNION ALL SELECT world, 'gone', 0, '', count(), 0 FROM (SELECT world, person, max(island) AS last FROM ends GROUP BY world, person) WHERE (world, person, last) IN (SELECT world, person, island FROM lapses) GROUP BY world`,
		b.from, until)
	return b.compare(t, worlds, "stages", journey.Question{Kind: "stages", Stages: &journey.Stages{Model: model}}, readStages, "WITH "+moves+figures)
}

func readStages(a *journey.Answer, out *cells) {
	add := func(what, stage, to string, n int, median any) {
		if n > 0 {
			if stage == "" {
				stage = "0"
			}
			out.add(what, stage, to, n, median)
		}
	}
	for _, s := range a.Stages.Stages {
		add("entered", s.ID, "", s.Entered, 0)
		add("again", s.ID, "", s.ReEntered, 0)
		add("moved", s.ID, fmt.Sprint(s.Times.P90), s.MovedOn.K, s.Times.Median)
		add("lapsed", s.ID, "", s.Lapsed, 0)
		add("now", s.ID, "", s.Now, 0)
	}
	for _, f := range a.Stages.Flows {
		if f.To != "" {
			add("flow", f.From, f.To, f.People, 0)
		}
	}
	add("gone", "", "", a.Stages.Lapsed, 0)
}
