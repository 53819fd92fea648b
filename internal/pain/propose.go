package pain

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/stat"
)

// Found is a pain that was met at a look.
type Found struct {
	Kind     Kind
	Title    string // or a message
	Message  string
	Params   map[string]string
	Note     string
	Place    Place
	Signs    []string
	Evidence Evidence
	Figures  Figures
}

// Source is a further place where pains are found, such as themes.
type Source interface {
	Pains(ctx context.Context, ws event.Workspace, in journey.Range) ([]Found, error)
}

// leastAnswers is on how many answers a score stands that is proposed, and on how many people either side of a before and after.
const leastAnswers = 20

// FrictionQuestion asks for findings.
func FrictionQuestion(in journey.Range) journey.Question {
	return journey.Question{Kind: journey.KindFriction, Range: in, Friction: &journey.Friction{}}
}

// Findings are those of a friction answer as pains.
func Findings(a journey.Answer) []Found {
	var all []Found
	for _, x := range a.Friction.Findings {
		cell := journey.Cell{Touch: x.Touchpoint, Slice: x.Slice, Outcome: x.Kind}
		if x.Worse != nil {
			item := strconv.FormatFloat(*x.Worse, 'g', -1, 64)
			cell.Part, cell.Item = x.Measure, &item
		}
		f := Found{
			Kind: Friction, Message: x.Message, Params: x.Params,
			Place: Place{Touchpoint: x.Touchpoint, Stage: x.Stage, Slice: x.Slice}, Signs: []string{sign(x.Kind, x.Measure)},
			Evidence: evidenceOf(cell),
			Figures: Figures{
				From: a.From, To: a.To, AsOf: a.AsOf, People: x.People, Share: x.Share, Compared: x.Compared,
				PeopleLost: x.PeopleLost, ValueLost: x.ValueLost, Q: x.Q,
			},
		}
		for _, s := range x.Slice {
			if s.Property == journey.FrictionChannel {
				f.Place.Channel = s.Value
			}
		}
		for _, s := range x.Also {
			f.Signs = append(f.Signs, sign(s.Kind, s.Measure))
		}
		if x.Kind == journey.DetectSlow || x.Kind == journey.DetectSignals {
			level, usual := x.Level, x.Usual
			f.Figures.Level, f.Figures.Usual = &level, &usual
		}
		all = append(all, f)
	}
	return all
}

func sign(kind, measure string) string {
	if measure == "" {
		return kind
	}
	return kind + ":" + measure
}

func evidenceOf(cell journey.Cell) Evidence {
	q := FrictionQuestion(journey.Range{})
	return Evidence{Question: &q, Cell: &cell}
}

// unhappy are the answers below which somebody counts as unhappy: detractors (Reichheld 2003), and the lower part of the other scales.
func unhappy(scale string) (below float64, known bool) {
	switch scale {
	case journey.ScaleNPS:
		return 7, true
	case journey.ScaleCSAT, journey.ScaleRating:
		return 3, true
	case journey.ScaleCES:
		return 4, true
	case journey.ScaleSentiment:
		return 0, true
	}
	return 0, false
}

// everything is the place that stands for the whole workspace.
const everything = "everything"

// ScoreQuestions ask for the scores of each touchpoint, and for those of the workspace. An answer counts once, for the touchpoint
// that came last before it: else one bad place would make all that lead to it look bad.
func ScoreQuestions(in journey.Range) (each, whole journey.Question) {
	each = journey.Question{Kind: journey.KindTouchpoints, Range: in, Touchpoints: &journey.Touchpoints{By: "touchpoint", Latest: true}}
	all := journey.Touchpoint{ID: everything, Name: everything}
	whole = journey.Question{Kind: journey.KindTouchpoints, Range: in, Touchpoints: &journey.Touchpoints{Places: []journey.Touchpoint{all}, Latest: true}}
	return each, whole
}

// LowScores are the touchpoints with a score whose interval lies below that of the workspace on the same scale.
func LowScores(each, whole journey.Answer) []Found {
	usual := map[string]journey.SignalFigs{}
	for _, row := range whole.Touchpoints.Rows {
		for _, s := range row.Signals {
			usual[s.Scale] = s
		}
	}
	var all []Found
	for _, row := range each.Touchpoints.Rows {
		for _, s := range row.Signals {
			than, known := usual[s.Scale]
			below, scored := unhappy(s.Scale)
			if !known || !scored || s.N < leastAnswers || s.High >= than.Low {
				continue
			}
			item := strconv.FormatFloat(below, 'g', -1, 64)
			cell := journey.Cell{Touch: row.ID, Outcome: journey.DetectSignals, Part: s.Scale, Item: &item}
			all = append(all, Found{
				Kind: Score, Message: "pains.score." + s.Scale, Params: map[string]string{"touchpoint": row.Name},
				Place: Place{Touchpoint: row.ID, Stage: row.Stage}, Signs: []string{sign(journey.DetectSignals, s.Scale)},
				Evidence: evidenceOf(cell),
				Figures:  Figures{From: each.From, To: each.To, AsOf: each.AsOf, Level: measured(s), Usual: measured(than)},
			})
		}
	}
	return all
}

func measured(s journey.SignalFigs) *journey.Measured {
	return &journey.Measured{N: s.N, Interval: journey.Interval{Value: s.Value, Low: s.Low, High: s.High}}
}

// same reports whether what was found is a pain point that is known: the same theme or card; or at the same touchpoint one part
// within the other, with a sign in common.
func (p Pain) same(f Found) bool {
	switch f.Kind {
	case Friction, Score:
		return p.Touchpoint != "" && p.Touchpoint == f.Place.Touchpoint && nested(p.Slice, f.Place.Slice) &&
			slices.ContainsFunc(f.Signs, func(s string) bool { return slices.Contains(p.Signs, s) })
	case Theme, Question:
		return p.Kind == f.Kind && p.Evidence.Theme == f.Evidence.Theme
	default:
		return p.Evidence.Map == f.Evidence.Map && p.Evidence.Card == f.Evidence.Card && f.Evidence.Card != ""
	}
}

// nested reports whether all of one part's values are the other's too. All of a touchpoint is a pain of its own.
func nested(a, b []journey.FrictionSlice) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return len(b) == 0
	}
	return !slices.ContainsFunc(a, func(s journey.FrictionSlice) bool { return !slices.Contains(b, s) })
}

// exactly reports whether it is also of the same part.
func (p Pain) exactly(f Found) bool {
	return len(p.Slice) == len(f.Place.Slice) && nested(p.Slice, f.Place.Slice)
}

// Refresh takes what a look has found into the register: what is new is proposed, what is known has new figures, what was
// dismissed comes back only where it has grown clearly worse. Steps join the same transaction.
func (s *Store) Refresh(ctx context.Context, ws event.Workspace, in journey.Range, found []Found, also ...sqldb.Step) (look Look, err error) {
	look = Look{At: event.TimeOf(s.now()), Range: in, Found: len(found)}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b Found) int { return byCost(a.Figures, b.Figures) })
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		all, err := s.pains.All(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		look.New = 0
		met := map[string]bool{} // at this look
		for _, f := range found {
			f.Figures.At = look.At
			at := known(all, f)
			if at >= 0 {
				if met[all[at].ID] {
					continue
				}
				met[all[at].ID] = true
				if err := s.meet(ctx, tx, ws, &all[at], f); err != nil {
					return err
				}
				continue
			}
			if len(all) >= maxPains {
				continue
			}
			p := f.pain()
			seen := p.Seen
			if err := s.insert(ctx, tx, ws, &p, Change{Do: DoPropose, Figures: &seen}); err != nil {
				return err
			}
			met[p.ID] = true
			all = append(all, p)
			look.New++
		}
		raw, err := json.Marshal(look)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("keepLook"), ws, raw); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return look, err
}

// known is the place of the pain point that was found, that of exactly the same part first; -1 where there is none.
func known(all []Pain, f Found) int {
	if i := slices.IndexFunc(all, func(p Pain) bool { return p.same(f) && p.exactly(f) }); i >= 0 {
		return i
	}
	return slices.IndexFunc(all, func(p Pain) bool { return p.same(f) })
}

func (f Found) pain() Pain {
	return Pain{
		Kind: f.Kind, Title: cut(f.Title, maxTitle), Message: f.Message, Params: f.Params, Note: cut(f.Note, maxText), Place: f.Place,
		Signs: f.Signs, Evidence: f.Evidence, Seen: f.Figures, Status: Proposed,
	}
}

func cut(text string, most int) string {
	runes := []rune(strings.TrimSpace(strings.ToValidUTF8(text, "")))
	return string(runes[:min(len(runes), most)])
}

// meet takes new figures into a known pain point. One that somebody has taken up keeps its own part of the touchpoint, so that
// its before and after are of one thing; figures of another part are not its own.
func (s *Store) meet(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, p *Pain, f Found) error {
	if !p.exactly(f) && p.Status != Proposed {
		return nil
	}
	if p.Status == Proposed && !p.exactly(f) {
		p.Place, p.Evidence, p.Message, p.Params = f.Place, f.Evidence, f.Message, f.Params
	}
	back := p.Status == Dismissed && p.Then != nil && ClearlyWorse(*p.Then, f.Figures)
	if f.Figures.Share.N > 0 || p.Seen.Share.N == 0 {
		p.Seen = f.Figures
	} else {
		p.Seen.At, p.Seen.Level, p.Seen.Usual = f.Figures.At, f.Figures.Level, f.Figures.Usual
	}
	if back {
		p.Status, p.Reason, p.Then, p.ChangedBy = Proposed, "", nil, ""
	}
	if !back {
		return s.pains.Rewrite(ctx, tx, ws, p)
	}
	if err := s.pains.Replace(ctx, tx, ws, p); err != nil {
		return err
	}
	seen := p.Seen
	return s.note(ctx, tx, ws, *p, Change{Do: DoReturn, Figures: &seen})
}

// ClearlyWorse reports whether a pain has grown so much that a person who dismissed it should look again: at least half as many
// people again are affected, as a share of those of the place, of 20 people or more, and the difference of the
// shares is more than chance.
func ClearlyWorse(then, now Figures) bool {
	a, b := stat.Share{K: now.Share.K, N: now.Share.N}, stat.Share{K: then.Share.K, N: then.Share.N}
	if a.N > 0 && b.N > 0 {
		return a.N >= leastAnswers && a.Value() >= 1.5*b.Value() && stat.Difference(a, b).Low > 0
	}
	// Without shares, by the score alone: lower is worse, and the intervals do not meet.
	if now.Level != nil && then.Level != nil {
		return now.Level.High < then.Level.Low
	}
	return cmp.Compare(now.People, max(2*then.People, leastAnswers)) >= 0
}
