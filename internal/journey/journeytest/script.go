package journeytest

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// RunScripts runs the worked examples in a folder: make events in a compact text, ask in JSON, expect a table. -rewrite renews them.
// They are the examples of docs/questions.
//
//	zone NAME             where days begin from here on
//	now TIME              the moment of asking
//	define                touchpoints and stages as JSON
//	events                one a line: PERSON[/SUBJECT] TIME NAME [@CHANNEL] [KEY=VALUE …] [trait.KEY=VALUE …]
//	move                  SUBJECT PERSON: the subject belongs to that person now
//	ask                   a question as JSON; prints a table
func RunScripts(t *testing.T, dir string, open func(t *testing.T, log *Log) Follower) {
	t.Helper()
	datadriven.Walk(t, dir, func(t *testing.T, path string) {
		log := NewLog()
		s := &script{log: log, engine: open(t, log), d: journey.Definitions{Zone: time.UTC}, names: map[event.Person]string{}}
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			out, err := s.run(t, d)
			if err != nil {
				text := "error: " + err.Error() + "\n"
				if f := (*fault.Error)(nil); errors.As(err, &f) {
					for _, field := range f.Fields {
						text += field.Name + ": " + field.Message + "\n"
					}
				}
				return text
			}
			return out
		})
	})
}

type script struct {
	log    *Log
	engine Follower
	d      journey.Definitions
	names  map[event.Person]string
}

func (s *script) person(name string) event.Person {
	h := sha256.Sum256([]byte(name))
	p := event.Person(h[:16])
	s.names[p] = name
	return p
}

func (s *script) subject(name string) event.Subject {
	h := sha256.Sum256([]byte("subject " + name))
	return event.Subject(h[:16])
}

func (s *script) time(text string) (event.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, s.d.Zone); err == nil {
			return event.TimeOf(t), nil
		}
	}
	t, err := time.Parse(time.RFC3339, text)
	return event.TimeOf(t), err
}

func (s *script) run(t *testing.T, d *datadriven.TestData) (string, error) {
	var err error
	switch d.Cmd {
	case "zone":
		s.d.Zone, err = time.LoadLocation(d.CmdArgs[0].Key)
		return "", err
	case "now":
		s.d.Now, err = s.time(d.CmdArgs[0].Key)
		return "", err
	case "define":
		var v struct {
			Touchpoints []journey.Touchpoint `json:"touchpoints"`
			Stages      *journey.StageModel  `json:"stages"`
		}
		if err := json.Unmarshal([]byte(d.Input), &v); err != nil {
			return "", err
		}
		s.d.Touchpoints = v.Touchpoints
		if v.Stages != nil {
			s.d.Stages = *v.Stages
		}
		return "", nil
	case "events":
		for line := range strings.Lines(d.Input) {
			if err := s.event(strings.Fields(line)); err != nil {
				return "", fmt.Errorf("%s: %w", line, err)
			}
		}
		return "", nil
	case "move":
		f := strings.Fields(d.Input)
		s.log.Move(genWorkspace, s.subject(f[0]), s.person(f[1]))
		return "", nil
	case "ask":
		var q journey.Question
		if err := json.Unmarshal([]byte(d.Input), &q); err != nil {
			return "", err
		}
		if err := s.engine.WaitFor(t.Context(), s.log.LastSeq()); err != nil {
			return "", err
		}
		a, err := s.engine.Ask(t.Context(), genWorkspace, q, s.d)
		if err != nil {
			return "", err
		}
		return s.table(&a), nil
	}
	return "", fmt.Errorf("unknown command %q", d.Cmd)
}

func (s *script) event(f []string) error {
	if len(f) == 0 {
		return nil
	}
	if len(f) < 3 {
		return fmt.Errorf("needs a person, a time and a name")
	}
	who, subject, ok := strings.Cut(f[0], "/")
	if !ok {
		subject = who
	}
	at, err := s.time(f[1])
	if err != nil {
		return err
	}
	e := event.Event{Type: event.Track, Time: at, Name: f[2], Source: 1}
	e.SetIDs([]event.ID{{Type: event.UserID, Value: subject}})
	props, traits := map[string]any{}, map[string]any{}
	for _, w := range f[3:] {
		if c, ok := strings.CutPrefix(w, "@"); ok {
			e.Channel = c
			continue
		}
		k, v, _ := strings.Cut(w, "=")
		var value any = v
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			value = n
		}
		if k, ok := strings.CutPrefix(k, "trait."); ok {
			traits[k] = value
		} else {
			props[k] = value
		}
	}
	e.Properties, e.Traits = object(props), object(traits)
	s.log.Add(genWorkspace, s.subject(subject), s.person(who), e)
	return nil
}

// table writes an answer for people to read.
func (s *script) table(a *journey.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d people, %d events\n", a.People, a.Events)
	switch {
	case a.Trend != nil:
		s.trend(&b, a.Trend)
	case a.Funnel != nil:
		funnelTable(&b, a.Funnel)
	case a.Paths != nil:
		pathsTable(&b, a.Paths)
	case a.Retention != nil:
		s.retention(&b, a.Retention)
	case a.Stages != nil:
		s.stages(&b, a.Stages)
	case a.Touchpoints != nil:
		s.touchpoints(&b, a.Touchpoints)
	case a.Friction != nil:
		s.friction(&b, a.Friction)
	case a.Attribution != nil:
		s.attribution(&b, a.Attribution)
	case a.Audience != nil:
		s.audience(&b, a.Audience)
	case a.Value != nil:
		s.value(&b, a.Value)
	case a.Drivers != nil:
		s.drivers(&b, a.Drivers)
	case a.Content != nil:
		s.content(&b, a.Content)
	case a.Conformance != nil:
		s.conformance(&b, a.Conformance)
	case a.Coverage != nil:
		s.coverage(&b, a.Coverage)
	case a.Persons != nil:
		for _, p := range a.Persons.People {
			fmt.Fprintf(&b, "%s %d events, %s to %s", s.names[p.Person], p.Events, s.local(p.FirstSeen), s.local(p.LastSeen))
			if p.Stage != "" {
				fmt.Fprintf(&b, ", %s", p.Stage)
			}
			fmt.Fprintln(&b)
		}
	}
	if a.Compare != nil {
		fmt.Fprintf(&b, "compared: %s", s.table(a.Compare))
	}
	return b.String()
}

func (s *script) local(t event.Time) string {
	return t.Std().In(s.d.Zone).Format("2006-01-02T15:04")
}

func span(ms int64) string { return (time.Duration(ms) * time.Millisecond).String() }

func called(value string, other bool) string {
	switch {
	case other:
		return "(other)"
	case value == "":
		return "(none)"
	}
	return value
}

func (s *script) trend(b *strings.Builder, t *journey.TrendAnswer) {
	for _, series := range t.Series {
		if len(t.Series) > 1 || series.Value != "" {
			fmt.Fprintln(b, called(series.Value, series.Other))
		}
		for i, at := range t.Starts {
			fmt.Fprintf(b, "%s  %v", s.local(at), series.Points[i])
			if len(series.Bounds) > 0 && series.N[i] > 1 {
				fmt.Fprintf(b, " [%.3f to %.3f]", series.Bounds[i].Low, series.Bounds[i].High)
			}
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "total             %v", series.Total)
		if t := series.TotalBounds; t != nil {
			fmt.Fprintf(b, " [%.3f to %.3f]", t.Low, t.High)
		}
		fmt.Fprintln(b)
	}
}

func funnelTable(b *strings.Builder, f *journey.FunnelAnswer) {
	for _, g := range f.Groups {
		if len(f.Groups) > 1 || g.Value != "" {
			fmt.Fprintln(b, called(g.Value, g.Other))
		}
		for i, s := range g.Steps {
			fmt.Fprintf(b, "%d %-12s reached %d dropped %d", i+1, s.Name, s.Reached, s.Dropped)
			if s.Optional {
				fmt.Fprint(b, " optional")
			}
			if s.Times.N > 0 {
				fmt.Fprintf(b, " median %s", span(s.Times.Median))
			}
			fmt.Fprintln(b)
		}
	}
}

func pathsTable(b *strings.Builder, p *journey.PathsAnswer) {
	fmt.Fprintf(b, "%d containers\n", p.Containers)
	for _, n := range p.Nodes {
		fmt.Fprintf(b, "step %d %s: %d, %d end\n", n.Step, called(n.Name, n.Name == ""), n.Count, n.Exits)
	}
	for _, list := range []struct {
		name  string
		edges []journey.PathEdge
	}{{"next", p.Matrix}, {"eventually", p.Eventual}} {
		for _, e := range list.edges {
			fmt.Fprintf(b, "%s %s > %s: %d", list.name, called(e.From, e.From == ""), called(e.To, e.To == ""), e.Count)
			if list.name == "next" {
				fmt.Fprintf(b, ", median %s", span(e.Median))
			}
			fmt.Fprintln(b)
		}
	}
	for _, t := range p.Top {
		var names []string
		for _, n := range t.Names {
			names = append(names, called(n, n == ""))
		}
		fmt.Fprintf(b, "path %s: %d\n", strings.Join(names, " > "), t.Count)
	}
}

func (s *script) retention(b *strings.Builder, r *journey.RetentionAnswer) {
	s.cohorts(b, r.Cohorts, r.Mean)
	for _, g := range r.Groups {
		fmt.Fprintln(b, called(g.Value, g.Other))
		s.cohorts(b, g.Cohorts, g.Mean)
	}
}

func (s *script) cohorts(b *strings.Builder, cohorts []journey.Cohort, mean []journey.Rate) {
	for _, c := range cohorts {
		fmt.Fprintf(b, "%s size %d:", s.local(c.Start), c.Size)
		for _, cell := range c.Cells {
			fmt.Fprintf(b, " %d", cell.K)
			if cell.Unfinished {
				fmt.Fprint(b, "*")
			}
		}
		fmt.Fprintln(b)
	}
	fmt.Fprint(b, "mean")
	for _, m := range mean {
		fmt.Fprintf(b, " %d/%d", m.K, m.N)
	}
	fmt.Fprintln(b)
}

func (s *script) stages(b *strings.Builder, a *journey.StagesAnswer) {
	for i, f := range a.Stages {
		fmt.Fprintf(b, "%s: now %d, entered %d, moved on %d, stalled %d, lapsed %d, re-entered %d", f.ID, f.Now, f.Entered, f.MovedOn.K, f.Stalled, f.Lapsed, f.ReEntered)
		if f.Times.N > 0 {
			fmt.Fprintf(b, ", median %s", span(f.Times.Median))
		}
		fmt.Fprintf(b, "; over time %v\n", a.OverTime[i])
	}
	fmt.Fprintf(b, "lapsed now %d\n", a.Lapsed)
	for _, f := range a.Flows {
		fmt.Fprintf(b, "flow %s > %s: %d\n", called(f.From, false), called(f.To, false), f.People)
	}
	for _, t := range a.Touches {
		fmt.Fprintf(b, "touchpoint %s: %d people, %d events\n", t.ID, t.People, t.Events)
	}
	for _, e := range a.Pairs {
		fmt.Fprintf(b, "%s > %s: %d\n", e.From, e.To, e.Count)
	}
}
