package api

import (
	"context"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/maps"
)

const (
	mapsTag  = "Maps"
	mapsPath = wsRoot + "/maps"
	oneMap   = mapsPath + "/{map}"

	presenceEvery = 5 * time.Second // how often a stream looks who has gone without a word
)

// MapPath names a map of a workspace.
type MapPath struct {
	InWorkspace
	Map string `path:"map" maxLength:"40"`
}

type mapRequest[T any] struct {
	MapPath
	Body T
}

type mapQuery struct {
	MapPath
	Revision int64 `query:"revision" minimum:"0" doc:"0 is the last one"`
}

type mapSince struct {
	MapPath
	Since int64 `query:"since" minimum:"0" doc:"the last revision that is known"`
}

type templatesQuery struct {
	InWorkspace
	Language string `query:"language" maxLength:"20" doc:"en, id or zh-Hant"`
}

func (a *API) registerMaps() {
	register(a, describe("GET", mapsPath, "listMaps", mapsTag, "Maps"), needs(account.Ask), a.listMaps)
	register(a, created(describe("POST", mapsPath, "createMap", mapsTag, "Make a map, empty or of a template")), needs(account.ModelEdit), a.createMap)
	register(a, describe("GET", mapsPath+"/templates", "listMapTemplates", mapsTag, "Maps to begin with"), needs(account.Ask), a.listMapTemplates)
	register(a, describe("GET", mapsPath+"/touchpoints", "listTouchpointUses", mapsTag, "Which maps each touchpoint is on"), needs(account.Ask), a.listTouchpointUses)
	register(a, describe("GET", oneMap, "getMap", mapsTag, "A map, at its last revision or another one"), needs(account.Ask), a.getMap)
	register(a, describe("DELETE", oneMap, "deleteMap", mapsTag, "Delete a map with its history, comments, tasks, links and images"), needs(account.ModelEdit), a.deleteMap)
	register(a, upTo(4<<20, describe("POST", oneMap+"/changes", "changeMap", mapsTag, "Change a map; what others changed meanwhile is merged with it")), needs(account.ModelEdit), a.changeMap)
	register(a, describe("GET", oneMap+"/changes", "listMapChanges", mapsTag, "The changes after a revision"), needs(account.Ask), a.listMapChanges)
	live := stream[MapLive](a, describe("GET", oneMap+"/live", "watchMap", mapsTag, "Changes and who is there, as they happen, after those since a revision"))
	register(a, live, needs(account.Ask), a.watchMap)
	register(a, asks(describe("POST", oneMap+"/presence", "announcePresence", mapsTag, "Say that somebody is here")), needs(account.Ask), a.announcePresence)
	a.registerMapHistory()
	a.registerMapTalk()
	a.registerMapShares()
	a.registerMapOverlay()
}

// upTo says how many bytes a body may have, where that is more than usual.
func upTo(bytes int64, op huma.Operation) huma.Operation {
	op.MaxBodyBytes = bytes
	return op
}

// authorOf is the caller as the log of a map names them.
func authorOf(ctx context.Context) maps.Author {
	c := callerOf(ctx)
	by := maps.Author{Actor: c.Actor(), Name: c.Name()}
	if c.User != nil {
		by.User = int64(c.User.ID)
	}
	return by
}

func outcomeOf(e maps.Entry) MapOutcome {
	return MapOutcome{Revision: e.Revision, Ops: e.Ops, Kept: e.Kept}
}

func (a *API) listMaps(ctx context.Context, in *InWorkspace) (*reply[MapList], error) {
	all, err := a.o.Maps.List(ctx, in.WS)
	return answer(MapList{Maps: all}), err
}

func (a *API) listTouchpointUses(ctx context.Context, in *InWorkspace) (*reply[TouchpointUseList], error) {
	all, err := a.o.Maps.Uses(ctx, in.WS)
	return answer(TouchpointUseList{Uses: all}), err
}

func (a *API) createMap(ctx context.Context, in *wsRequest[MapNew]) (*reply[maps.View], error) {
	draft := maps.Draft{Name: in.Body.Name, Description: in.Body.Description, State: in.Body.State}
	if in.Body.Template != "" {
		all := maps.Templates()
		i := slices.IndexFunc(all, func(t maps.Template) bool { return t.ID == in.Body.Template })
		if i < 0 {
			return nil, fault.InvalidFields("This map cannot be made.", []fault.Field{{Name: "template", Message: "is none of the templates"}})
		}
		draft = draft.From(all[i], in.Body.Language)
	}
	v, err := a.o.Maps.Create(ctx, in.WS, authorOf(ctx), draft, a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.create", "", in.Body.Name))
	return answer(v), err
}

func (a *API) listMapTemplates(_ context.Context, in *templatesQuery) (*reply[MapTemplateList], error) {
	list := MapTemplateList{}
	for _, t := range maps.Templates() {
		sheet := t.Sheet(in.Language)
		list.Templates = append(list.Templates, MapTemplate{
			ID: t.ID, State: t.State, Name: t.Name(in.Language), Description: t.Description(in.Language), Steps: len(sheet.Steps), Lanes: len(sheet.Lanes),
		})
	}
	return answer(list), nil
}

func (a *API) getMap(ctx context.Context, in *mapQuery) (*reply[maps.View], error) {
	v, err := a.o.Maps.Get(ctx, in.WS, in.Map, in.Revision)
	return answer(v), err
}

func (a *API) deleteMap(ctx context.Context, in *MapPath) (*nothing, error) {
	return nil, a.o.Maps.Delete(ctx, in.WS, in.Map, a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.delete", "map:"+in.Map, ""))
}

func (a *API) changeMap(ctx context.Context, in *mapRequest[maps.Change]) (*reply[MapOutcome], error) {
	e, err := a.o.Maps.Change(ctx, in.WS, in.Map, authorOf(ctx), in.Body)
	return answer(outcomeOf(e)), err
}

func (a *API) listMapChanges(ctx context.Context, in *mapSince) (*reply[MapChanges], error) {
	all, more, err := a.o.Maps.Changes(ctx, in.WS, in.Map, in.Since)
	return answer(MapChanges{Changes: all, More: more}), err
}

func (a *API) announcePresence(ctx context.Context, in *mapRequest[MapPresence]) (*reply[MapPresentList], error) {
	if _, err := a.o.Maps.Has(ctx, in.WS, in.Map); err != nil {
		return nil, err
	}
	all, err := a.o.Maps.Feed.Announce(in.WS, in.Map, authorOf(ctx), maps.Present{Key: in.Body.Key, At: in.Body.At}, in.Body.Gone)
	return answer(MapPresentList{Presence: all}), err
}

func (a *API) watchMap(ctx context.Context, in *mapSince) (*huma.StreamResponse, error) {
	if _, err := a.o.Maps.Has(ctx, in.WS, in.Map); err != nil {
		return nil, err
	}
	if err := a.takeStream(); err != nil {
		return nil, err
	}
	return a.serveStream(func(ctx context.Context, s *eventStream) error {
		changed, stop := a.o.Maps.Feed.Watch(in.WS, in.Map)
		defer stop()
		beat, look := time.NewTicker(beatEvery), time.NewTicker(presenceEvery)
		defer beat.Stop()
		defer look.Stop()
		w := mapWatch{a: a, in: in, s: s, talk: a.o.Maps.Feed.Talk(in.WS, in.Map)}
		err := w.tell(ctx)
		for err == nil {
			select {
			case <-changed:
				err = w.tell(ctx)
			case <-look.C:
				err = w.tellPresence()
			case <-beat.C:
				err = s.raw(":\n\n")
			case <-ctx.Done():
				return nil
			}
		}
		return err
	}), nil
}

// mapWatch is how far one reader of a map's live feed has got: its in.Since is the last revision that they were told.
type mapWatch struct {
	a       *API
	in      *mapSince
	s       *eventStream
	present []maps.Present
	talk    int
}

// tell sends the changes since the last one, then that something was said, then who is there.
func (w *mapWatch) tell(ctx context.Context) error {
	for more := true; more; {
		var all []maps.Entry
		var err error
		if all, more, err = w.a.o.Maps.Changes(ctx, w.in.WS, w.in.Map, w.in.Since); err != nil {
			return err
		}
		for _, e := range all {
			if err := w.s.send(MapLive{Kind: "change", Change: &e}); err != nil {
				return err
			}
			w.in.Since = e.Revision
		}
	}
	if talk := w.a.o.Maps.Feed.Talk(w.in.WS, w.in.Map); talk != w.talk {
		w.talk = talk
		if err := w.s.send(MapLive{Kind: "talk"}); err != nil {
			return err
		}
	}
	return w.tellPresence()
}

// tellPresence says who is there if that is not what was told.
func (w *mapWatch) tellPresence() error {
	present := w.a.o.Maps.Feed.Present(w.in.WS, w.in.Map)
	if w.present != nil && slices.Equal(present, w.present) {
		return nil
	}
	w.present = present
	return w.s.send(MapLive{Kind: "presence", Presence: present})
}
