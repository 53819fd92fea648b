package api

import (
	"context"
	"math"
	"strconv"
	"time"

	"jejak/internal/account"
	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/sentiment"
	"jejak/internal/voice/theme"
)

// VoiceQuery says which texts are meant; what is left empty means all.
type VoiceQuery struct {
	Range       journey.Range `json:"range,omitempty"`
	Feelings    []string      `json:"feelings,omitempty" maxItems:"5" enum:"negative,neutral,positive,not_scored,unsupported"`
	Languages   []string      `json:"languages,omitempty" maxItems:"50"`
	Channels    []string      `json:"channels,omitempty" maxItems:"50"`
	Touchpoints []string      `json:"touchpoints,omitempty" maxItems:"50" doc:"ids; empty for texts at none"`
	Events      []string      `json:"events,omitempty" maxItems:"50"`
	Networks    []string      `json:"networks,omitempty" maxItems:"50" doc:"of mentions"`
	AuthorKinds []string      `json:"authorKinds,omitempty" maxItems:"50" doc:"of mentions; empty where it is not told"`
	Topics      []string      `json:"topics,omitempty" maxItems:"50" doc:"ids: mentions of one of them"`
	Theme       string        `json:"theme,omitempty" maxLength:"40" doc:"id"`
	Person      *event.Person `json:"person,omitempty"`
	Search      string        `json:"search,omitempty" maxLength:"200" doc:"words that are all in the text"`
}

// VoicePageQuery asks for some texts.
type VoicePageQuery struct {
	VoiceQuery
	Before string `json:"before,omitempty" maxLength:"64" doc:"the next of the page before"`
	Limit  int    `json:"limit,omitempty" minimum:"0" maximum:"200" doc:"50 by default"`
}

// VoiceText is one thing heard, with what the person is called.
type VoiceText struct {
	heard.Text
	Name string `json:"name,omitempty" doc:"what the person is called"`
}

// VoicePage is some texts, the newest first.
type VoicePage struct {
	Texts  []VoiceText `json:"texts"`
	Next   string      `json:"next,omitempty" doc:"where the next page begins"`
	AsOf   uint64      `json:"asOf" doc:"the last change that this knows"`
	Capped bool        `json:"capped,omitempty" doc:"so many texts have these words that only the newest 20,000 of them were looked through"`
}

// VoicePeople are those who said something, those who spoke last first.
type VoicePeople struct {
	People []PeopleRow `json:"people"`
	More   bool        `json:"more,omitempty" doc:"there are more than these"`
}

// VoiceFeeling is what a person says of the feeling of a text.
type VoiceFeeling struct {
	Feeling string `json:"feeling" enum:"negative,neutral,positive," doc:"empty for what the model said"`
}

// VoiceModel says how well texts of a language are read.
type VoiceModel struct {
	Language string             `json:"language"`
	Figures  []sentiment.Figure `json:"figures" doc:"on texts that the model was not trained on"`
}

// VoiceModels are those of all languages.
type VoiceModels struct {
	Models    []VoiceModel   `json:"models"`
	Elsewhere *heard.Scoring `json:"elsewhere,omitempty" doc:"the model elsewhere that scores texts, where one is set"`
}

// VoiceTextPath names a text.
type VoiceTextPath struct {
	InWorkspace
	Seq uint64 `path:"seq" doc:"number of the text"`
}

type voiceFeelingRequest struct {
	VoiceTextPath
	Body VoiceFeeling
}

func (a *API) registerVoice() {
	const tag = "Voice"
	const path = wsRoot + "/voice"
	register(a, asks(describe("POST", path+"/texts", "listTexts", tag, "What customers said, newest first")), needs(account.Ask), a.listTexts)
	register(a, asks(describe("POST", path+"/summary", "summariseTexts", tag, "How many texts there are, how they feel, and what they are about")), needs(account.Ask), a.summariseTexts)
	register(a, asks(describe("POST", path+"/people", "listSpeakers", tag, "Who said it")), needs(account.PeopleRead), a.listSpeakers)
	register(a, describe("PUT", path+"/texts/{seq}/feeling", "correctFeeling", tag, "Correct how a text feels; it counts in all figures from then on"), needs(account.VoiceEdit), a.correctFeeling)
	register(a, describe("GET", path+"/models", "listVoiceModels", tag, "How well feelings are read, by language"), needs(account.Ask), a.listVoiceModels)
	a.registerThemes()
}

// voiceQuery is a query with its range as times.
func (a *API) voiceQuery(ctx context.Context, ws event.Workspace, q VoiceQuery) (heard.Query, *time.Location, error) {
	d, err := a.o.Touchpoints.Definitions(ctx, ws)
	if err != nil {
		return heard.Query{}, nil, err
	}
	span, err := q.Range.Resolve(d.Zone, d.Now)
	if err != nil {
		return heard.Query{}, nil, fault.InvalidFields("This range cannot be read.", []fault.Field{{Name: "range", Message: err.Error()}})
	}
	out := heard.Query{
		Feelings: q.Feelings, Languages: q.Languages, Channels: q.Channels, Touchpoints: q.Touchpoints, Events: q.Events,
		Networks: q.Networks, AuthorKinds: q.AuthorKinds, Topics: q.Topics, Theme: q.Theme, Person: q.Person, Search: q.Search,
	}
	out.From, out.To = span.Times()
	if span.From == math.MinInt64 {
		out.From = event.Time(math.MinInt64)
	}
	return out, d.Zone, nil
}

func (a *API) listTexts(ctx context.Context, in *wsRequest[VoicePageQuery]) (*reply[VoicePage], error) {
	q, _, err := a.voiceQuery(ctx, in.WS, in.Body.VoiceQuery)
	if err != nil {
		return nil, err
	}
	limit := in.Body.Limit
	if limit == 0 {
		limit = 50
	}
	got, err := a.o.Heard.List(ctx, in.WS, q, in.Body.Before, limit)
	if err != nil {
		return nil, err
	}
	texts, err := a.withNames(ctx, in.WS, got.Texts)
	return answer(VoicePage{Texts: texts, Next: got.Next, AsOf: got.AsOf, Capped: got.Capped}), err
}

// withNames adds what the people are called, for those who may look at people, and hides how to reach them from those who may not.
func (a *API) withNames(ctx context.Context, ws event.Workspace, list []heard.Text) ([]VoiceText, error) {
	out := make([]VoiceText, len(list))
	people := []event.Person{}
	for i, t := range list {
		out[i].Text = t
		people = append(people, t.Person)
		if a.hides(ctx, ws) {
			out[i].Said.Text, out[i].Title = shortenIn(t.Text), shortenIn(t.Title)
		}
	}
	if len(people) == 0 || !callerOf(ctx).Can(ws, account.PeopleRead) {
		return out, nil
	}
	rows, err := a.rowsOf(ctx, ws, people)
	if err != nil {
		return nil, err
	}
	names := map[event.Person]string{}
	for _, r := range rows {
		names[r.Person] = r.Name
	}
	for i := range out {
		out[i].Name = names[out[i].Person]
	}
	return out, nil
}

// rowsOf are some people as lists show them.
func (a *API) rowsOf(ctx context.Context, ws event.Workspace, people []event.Person) ([]PeopleRow, error) {
	got, err := a.put(ctx, ws, journey.Question{
		Kind: journey.KindPeople, Segment: &journey.Segment{People: people}, People: &journey.People{Limit: len(people)},
	})
	if err != nil || got.Persons == nil {
		return nil, err
	}
	rows := []PeopleRow{}
	reader := a.reader()
	for _, p := range got.Persons.People {
		row := PeopleRow{PersonRow: p}
		profile, err := reader.Person(ws, p.Person)
		if err != nil && !fault.Is(err, fault.NotFound) { // merged since the index last looked
			return nil, err
		}
		row.IDs = tellingIDs(profile.IDs, 1)
		if a.hides(ctx, ws) {
			row.Traits = hideTraits(row.Traits)
			hideIDs(row.IDs)
		}
		row.Name = nameOf(row.Traits, row.IDs)
		rows = append(rows, row)
	}
	return rows, nil
}

func (a *API) summariseTexts(ctx context.Context, in *wsRequest[VoiceQuery]) (*reply[heard.Summary], error) {
	q, zone, err := a.voiceQuery(ctx, in.WS, in.Body)
	if err != nil {
		return nil, err
	}
	got, err := a.o.Heard.Summarise(ctx, in.WS, q, zone)
	return answer(got), err
}

// speakers is how many people are listed at most.
const speakers = 200

func (a *API) listSpeakers(ctx context.Context, in *wsRequest[VoiceQuery]) (*reply[VoicePeople], error) {
	q, _, err := a.voiceQuery(ctx, in.WS, in.Body)
	if err != nil {
		return nil, err
	}
	people, more, err := a.o.Heard.People(ctx, in.WS, q, speakers)
	if err != nil || len(people) == 0 {
		return answer(VoicePeople{People: []PeopleRow{}}), err
	}
	rows, err := a.rowsOf(ctx, in.WS, people)
	return answer(VoicePeople{People: rows, More: more}), err
}

func (a *API) correctFeeling(ctx context.Context, in *voiceFeelingRequest) (*reply[VoiceText], error) {
	got, err := a.o.Heard.Correct(ctx, in.WS, in.Seq, in.Body.Feeling, callerOf(ctx).Name(),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "feeling.correct", "text:"+strconv.FormatUint(in.Seq, 10), in.Body.Feeling))
	if err != nil {
		return nil, err
	}
	texts, err := a.withNames(ctx, in.WS, []heard.Text{got})
	if err != nil {
		return nil, err
	}
	return answer(texts[0]), nil
}

func (a *API) listVoiceModels(ctx context.Context, in *InWorkspace) (*reply[VoiceModels], error) {
	out := VoiceModels{Models: []VoiceModel{}}
	for _, l := range sentiment.Languages() {
		if a.o.Models.Has(l) {
			out.Models = append(out.Models, VoiceModel{Language: string(l), Figures: a.o.Models.Figures(l)})
		}
	}
	var err error
	out.Elsewhere, err = a.o.Heard.Scoring(ctx, in.WS)
	return answer(out), err
}

// ThemeList is the themes of a workspace, the oldest first.
type ThemeList struct {
	Themes []theme.Theme `json:"themes"`
}

// ThemeBody is a theme to make, or to put in the place of another one.
type ThemeBody struct {
	Name    string     `json:"name" minLength:"1" maxLength:"100"`
	Rule    theme.Rule `json:"rule"`
	Owner   string     `json:"owner,omitempty" maxLength:"200"`
	Version int        `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// ThemeMerge names the theme that is put into another one.
type ThemeMerge struct {
	With string `json:"with" maxLength:"40" doc:"id of the theme that is deleted"`
}

// ThemeSearch is where to look for themes.
type ThemeSearch struct {
	VoiceQuery
	Groups int `json:"groups,omitempty" minimum:"0" maximum:"40" doc:"so many of each language at most; 12 by default"`
}

// ThemeProposals are themes that texts seem to be about.
type ThemeProposals struct {
	Proposals []theme.Proposal `json:"proposals"`
	Texts     int              `json:"texts" doc:"that were looked at"`
	All       int              `json:"all" doc:"that the range has"`
}

func (a *API) registerThemes() {
	const tag = "Voice"
	const path, one = wsRoot + "/voice/themes", wsRoot + "/voice/themes/{id}"
	register(a, describe("GET", path, "listThemes", tag, "Themes"), needs(account.Ask), a.listThemes)
	register(a, created(describe("POST", path, "createTheme", tag, "Make a theme")), needs(account.VoiceEdit), a.createTheme)
	register(a, asks(describe("POST", path+"/propose", "proposeThemes", tag, "What texts seem to be about, as themes to take")), needs(account.Ask), a.proposeThemes)
	register(a, describe("PUT", one, "changeTheme", tag, "Change a theme"), needs(account.VoiceEdit), a.changeTheme)
	register(a, describe("POST", one+"/merge", "mergeThemes", tag, "Put another theme into this one"), needs(account.VoiceEdit), a.mergeThemes)
	register(a, describe("DELETE", one, "deleteTheme", tag, "Delete a theme; its texts stay"), needs(account.VoiceEdit), a.deleteTheme)
}

func (a *API) listThemes(ctx context.Context, in *InWorkspace) (*reply[ThemeList], error) {
	all, err := a.o.Themes.List(ctx, in.WS)
	return answer(ThemeList{Themes: all}), err
}

func (a *API) createTheme(ctx context.Context, in *wsRequest[ThemeBody]) (*reply[theme.Theme], error) {
	b := in.Body
	one, err := a.o.Themes.Create(ctx, in.WS, theme.Theme{Name: b.Name, Rule: b.Rule, Owner: b.Owner},
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "theme.create", "", b.Name))
	return answer(one), err
}

func (a *API) changeTheme(ctx context.Context, in *documentRequest[ThemeBody]) (*reply[theme.Theme], error) {
	b := in.Body
	one, err := a.o.Themes.Update(ctx, in.WS, theme.Theme{ID: in.ID, Name: b.Name, Rule: b.Rule, Owner: b.Owner, Stamp: document.Stamp{Version: b.Version}},
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "theme.change", "theme:"+in.ID, ""))
	return answer(one), err
}

func (a *API) mergeThemes(ctx context.Context, in *documentRequest[ThemeMerge]) (*reply[theme.Theme], error) {
	one, err := a.o.Themes.Merge(ctx, in.WS, in.ID, in.Body.With,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "theme.merge", "theme:"+in.ID, "theme:"+in.Body.With))
	return answer(one), err
}

func (a *API) deleteTheme(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Themes.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "theme.delete", "theme:"+in.ID, ""))
}

// proposalTexts is how many texts themes are looked for in; of more, so many spread evenly over them.
const proposalTexts = 4000

func (a *API) proposeThemes(ctx context.Context, in *wsRequest[ThemeSearch]) (*reply[ThemeProposals], error) {
	done, err := a.searches.take(ctx, "Somebody else has something suggested at this moment")
	if err != nil {
		return nil, err
	}
	defer done()
	q, zone, err := a.voiceQuery(ctx, in.WS, in.Body.VoiceQuery)
	if err != nil {
		return nil, err
	}
	sum, err := a.o.Heard.Summarise(ctx, in.WS, q, zone)
	if err != nil {
		return nil, err
	}
	sample, err := a.o.Heard.Sample(ctx, in.WS, q, proposalTexts)
	if err != nil {
		return nil, err
	}
	texts := make([]theme.Text, len(sample))
	for i, t := range sample {
		texts[i] = theme.Text{At: t.At, Language: t.Language, Text: t.Text}
	}
	found, err := theme.Propose(ctx, texts, in.Body.Groups)
	return answer(ThemeProposals{Proposals: found, Texts: len(texts), All: sum.All.Texts}), err
}
