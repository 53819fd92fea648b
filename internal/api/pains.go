package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/maps"
	"jejak/internal/pain"
	"jejak/internal/voice/heard"
)

// PainList is the register of a workspace, the most costly first.
type PainList struct {
	Pains []pain.Pain `json:"pains"`
	Look  *pain.Look  `json:"look,omitempty" doc:"the last time that Jejak looked for them; absent where it never has"`
}

// PainNew is a pain point that somebody writes.
type PainNew struct {
	Kind     pain.Kind     `json:"kind,omitempty" enum:"told,card,comment,theme" doc:"told by default"`
	Title    string        `json:"title" minLength:"1" maxLength:"300"`
	Note     string        `json:"note,omitempty" maxLength:"10000"`
	Place    pain.Place    `json:"place,omitempty"`
	Evidence pain.Evidence `json:"evidence,omitempty"`
	Owner    string        `json:"owner,omitempty" maxLength:"200"`
}

// PainEdit changes a pain point; what is absent stays.
type PainEdit struct {
	Version int          `json:"version,omitempty" minimum:"0" doc:"the version that was looked at: if there is a newer one, the answer is 409 with it as current; 0 changes any"`
	Title   *string      `json:"title,omitempty" maxLength:"300"`
	Note    *string      `json:"note,omitempty" maxLength:"10000"`
	Place   *pain.Place  `json:"place,omitempty"`
	Owner   *string      `json:"owner,omitempty" maxLength:"200"`
	Status  *pain.Status `json:"status,omitempty" enum:"proposed,open,in_work,mended,dismissed"`
	Reason  *string      `json:"reason,omitempty" maxLength:"2000" doc:"why it is dismissed"`
	Mended  *string      `json:"mended,omitempty" maxLength:"10" doc:"the day from which it is mended; today where it is absent"`
	Answer  *string      `json:"answer,omitempty" maxLength:"40" doc:"id of a help article"`
}

// PainSearch is where to look.
type PainSearch struct {
	Range journey.Range `json:"range,omitempty" doc:"90 days by default"`
}

// PainView are the figures of a pain point as they are now, with the question and the cells whose people stand behind them.
type PainView struct {
	Figures  pain.Figures      `json:"figures"`
	Question *journey.Question `json:"question,omitempty"`
	Cell     *journey.Cell     `json:"cell,omitempty" doc:"the people affected"`
	Place    *journey.Cell     `json:"place,omitempty" doc:"everybody of the place"`
}

// PainPast is what happened to a pain point, the oldest first.
type PainPast struct {
	Changes []pain.Change `json:"changes"`
}

func (a *API) registerPains() {
	const tag = "Pain points"
	const path, one = wsRoot + "/pains", wsRoot + "/pains/{id}"
	register(a, describe("GET", path, "listPains", tag, "The register of pain points, the most costly first"), needs(account.Ask), a.listPains)
	register(a, describe("POST", path+"/propose", "proposePains", tag, "Look for pain points and propose those that are new"), needs(account.VoiceEdit), a.proposePains)
	register(a, created(describe("POST", path, "createPain", tag, "Write a pain point")), needs(account.VoiceEdit), a.createPain)
	register(a, describe("GET", one, "getPain", tag, "One pain point"), needs(account.Ask), a.getPain)
	register(a, describe("PATCH", one, "changePain", tag, "Change a pain point"), needs(account.VoiceEdit), a.changePain)
	register(a, describe("DELETE", one, "deletePain", tag, "Delete a pain point; one that is still measured is proposed again"), needs(account.VoiceEdit), a.deletePain)
	register(a, describe("GET", one+"/history", "painHistory", tag, "What happened to a pain point"), needs(account.Ask), a.painHistory)
	register(a, asks(describe("POST", one+"/figures", "painFigures", tag, "The figures of a pain point, asked anew")), needs(account.Ask), a.painFigures)
	register(a, describe("GET", one+"/mending", "painMending", tag, "Its figures before and after the day from which it is mended"), needs(account.Ask), a.painMending)
}

func (a *API) listPains(ctx context.Context, in *InWorkspace) (*reply[PainList], error) {
	all, look, err := a.o.Pains.List(ctx, in.WS)
	return answer(PainList{Pains: all, Look: look}), err
}

func (a *API) getPain(ctx context.Context, in *DocumentPath) (*reply[pain.Pain], error) {
	one, err := a.o.Pains.Get(ctx, in.WS, in.ID)
	return answer(one), err
}

func (a *API) painHistory(ctx context.Context, in *DocumentPath) (*reply[PainPast], error) {
	all, err := a.o.Pains.History(ctx, in.WS, in.ID)
	return answer(PainPast{Changes: all}), err
}

func (a *API) createPain(ctx context.Context, in *wsRequest[PainNew]) (*reply[pain.Pain], error) {
	b := in.Body
	p := pain.Pain{Kind: b.Kind, Title: b.Title, Note: b.Note, Place: b.Place, Evidence: b.Evidence, Owner: b.Owner, Status: pain.Opened}
	one, err := a.o.Pains.Create(ctx, in.WS, callerOf(ctx).Name(), p, a.o.Accounts.Audit(callerOf(ctx), in.WS, "pain.create", "", b.Title))
	return answer(one), err
}

func (a *API) changePain(ctx context.Context, in *documentRequest[PainEdit]) (*reply[pain.Pain], error) {
	b := in.Body
	patch := pain.Patch{
		Version: b.Version, Title: b.Title, Note: b.Note, Place: b.Place, Owner: b.Owner, Status: b.Status, Reason: b.Reason,
		Mended: b.Mended, Answer: b.Answer,
	}
	one, err := a.o.Pains.Update(ctx, in.WS, in.ID, callerOf(ctx).Name(), patch,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "pain.change", "pain:"+in.ID, ""))
	return answer(one), err
}

func (a *API) deletePain(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Pains.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "pain.delete", "pain:"+in.ID, ""))
}

// asker puts questions of one workspace.
func (a *API) asker(ws event.Workspace) pain.Ask {
	return func(ctx context.Context, q journey.Question) (journey.Answer, error) { return a.put(ctx, ws, q) }
}

func (a *API) painFigures(ctx context.Context, in *documentRequest[PainSearch]) (*reply[PainView], error) {
	p, err := a.o.Pains.Get(ctx, in.WS, in.ID)
	if err != nil {
		return nil, err
	}
	f, err := pain.Measure(ctx, a.asker(in.WS), p.Evidence, in.Body.Range, nil)
	if err != nil {
		return nil, err
	}
	f.At = event.TimeOf(a.o.Now())
	out := PainView{Figures: f, Cell: p.Evidence.Cell}
	if p.Evidence.Question != nil {
		q := *p.Evidence.Question
		q.Range = in.Body.Range
		out.Question = &q
		if place, ok := pain.Everybody(q, *p.Evidence.Cell); ok {
			out.Place = &place
		}
	}
	return answer(out), nil
}

func (a *API) painMending(ctx context.Context, in *DocumentPath) (*reply[pain.Mending], error) {
	p, err := a.o.Pains.Get(ctx, in.WS, in.ID)
	if err != nil {
		return nil, err
	}
	if p.Status != pain.Mended {
		return nil, fault.New(fault.NotFound, "This pain point is not marked as mended: mark it with the day from which it is.")
	}
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	measure := p.Evidence.Of(a.asker(in.WS))
	if p.Kind == pain.Theme {
		measure = a.unhappyOf(in.WS, p.Evidence.Theme, d)
	}
	m, err := pain.BeforeAfter(ctx, measure, p, event.TimeOf(a.o.Now()), d.Zone)
	return answer(m), err
}

// unhappyOf measures a theme as it is where it is found: people who wrote of it unhappily, of all who wrote. A theme that is gone has no figures.
func (a *API) unhappyOf(ws event.Workspace, theme string, d journey.Definitions) pain.Measured {
	return func(ctx context.Context, in journey.Range) (f pain.Figures, err error) {
		if _, err := a.o.Themes.Get(ctx, ws, theme); err != nil {
			if fault.Is(err, fault.NotFound) {
				err = nil
			}
			return f, err
		}
		span, err := in.Resolve(d.Zone, d.Now)
		if err != nil {
			return f, err
		}
		f.From, f.To = span.Times()
		shares, err := a.o.Heard.Unhappy(ctx, ws, heard.Query{From: f.From, To: f.To}, []string{theme})
		f.Share = shares[theme]
		f.People = f.Share.K
		return f, err
	}
}

// lookFor is how long one look for pain points may take.
const lookFor = 2 * time.Minute

func (a *API) proposePains(ctx context.Context, in *wsRequest[PainSearch]) (*reply[PainList], error) {
	done, err := a.looks.take(ctx, "Somebody else has pain points looked for at this moment")
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	span := in.Body.Range
	if span == (journey.Range{}) {
		span.Last = journey.Duration(90 * 24 * time.Hour)
	}
	found, err := a.findPains(ctx, in.WS, span)
	if err != nil {
		return nil, err
	}
	if _, err := a.o.Pains.Refresh(ctx, in.WS, span, found, a.o.Accounts.Audit(callerOf(ctx), in.WS, "pain.propose", "", "")); err != nil {
		return nil, err
	}
	return a.listPains(ctx, &in.InWorkspace)
}

// findPains looks everywhere: friction, scores, pain cards of maps, and further sources.
func (a *API) findPains(ctx context.Context, ws event.Workspace, in journey.Range) ([]pain.Found, error) {
	ask := a.asker(ws)
	friction, err := ask(ctx, pain.FrictionQuestion(in))
	if err != nil {
		return nil, err
	}
	found := pain.Findings(friction)
	each, whole := pain.ScoreQuestions(in)
	touchpoints, err := ask(ctx, each)
	if err != nil {
		return nil, err
	}
	all, err := ask(ctx, whole)
	if err != nil {
		return nil, err
	}
	for _, low := range pain.LowScores(touchpoints, all) {
		f, err := pain.Measure(ctx, ask, low.Evidence, in, nil)
		if err != nil {
			return nil, err
		}
		low.Figures.People, low.Figures.Share = f.People, f.Share
		found = append(found, low)
	}
	cards, err := a.painCards(ctx, ws, *touchpoints.Touchpoints)
	if err != nil {
		return nil, err
	}
	found = append(found, cards...)
	for _, source := range a.o.PainSources {
		some, err := source.Pains(ctx, ws, in)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// painCards are the cards in pain lanes of maps that show how it is, but for those that stand for a pain point already.
func (a *API) painCards(ctx context.Context, ws event.Workspace, reached journey.TouchpointsAnswer) ([]pain.Found, error) {
	cards, err := a.o.Maps.Opportunities(ctx, ws)
	if err != nil {
		return nil, err
	}
	var all []pain.Found
	for _, c := range cards {
		if c.Lane != maps.LanePain || c.State != maps.AsIs || c.Pain != "" || c.Text == "" || c.Status == maps.Done || c.Status == maps.Dismissed {
			continue
		}
		f := pain.Found{
			Kind: pain.Card, Title: c.Text, Place: pain.Place{Touchpoint: c.Touchpoint}, Evidence: pain.Evidence{Map: c.Map, Card: c.Card},
		}
		for _, row := range reached.Rows {
			if row.ID == cmp.Or(c.Touchpoint, "-") {
				f.Place.Stage, f.Figures.People = row.Stage, row.People
				f.Evidence.Question = &journey.Question{Kind: journey.KindTouchpoints, Touchpoints: &journey.Touchpoints{By: "touchpoint"}}
				f.Evidence.Cell = &journey.Cell{Touch: row.ID}
			}
		}
		all = append(all, f)
	}
	return all, nil
}

// maxPainsAsked is of how many cards an overlay asks for the figures anew.
const maxPainsAsked = 12

// painsOnto are the pain points that cards of a map stand for, with their figures in the range, and those that the register has for its
// steps and nobody has put on the map yet.
func (a *API) painsOnto(ctx context.Context, ws event.Workspace, places []maps.PainPlace, look MapLook) ([]maps.OverlayPain, error) {
	out := []maps.OverlayPain{}
	if len(places) == 0 {
		return out, nil
	}
	register, _, err := a.o.Pains.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	byID, there := map[string]pain.Pain{}, map[string]bool{}
	for _, p := range register {
		byID[p.ID] = p
	}
	for _, at := range places {
		p, ok := byID[at.Pain]
		if !ok || there[at.Card] {
			continue
		}
		if len(there) < maxPainsAsked {
			if p.Seen, err = pain.Measure(ctx, a.asker(ws), p.Evidence, look.Range, look.Segment); err != nil {
				return nil, err
			}
		}
		there[at.Card], there[at.Pain] = true, true
		out = append(out, onto(p, at))
	}
	for _, p := range register {
		i := slices.IndexFunc(places, func(at maps.PainPlace) bool { return slices.Contains(at.Touchpoint, cmp.Or(p.Touchpoint, "-")) })
		if i >= 0 && !there[p.ID] && p.Status != pain.Dismissed && p.Status != pain.Mended && p.Kind != pain.Card {
			out = append(out, onto(p, places[i]))
		}
	}
	return out, nil
}

func onto(p pain.Pain, at maps.PainPlace) maps.OverlayPain {
	return maps.OverlayPain{
		ID: p.ID, Card: at.Card, Step: at.Step, Title: p.Title, Message: p.Message, Params: p.Params, Status: string(p.Status),
		People: p.Seen.People, Share: p.Seen.Share,
	}
}
