package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/maps"
)

// How often anybody may look at links, and try their passwords.
const (
	looksPerIP      = 300
	looksWithin     = 5 * time.Minute
	passwordsPerIP  = 20
	passwordsWithin = 10 * time.Minute
)

// shareLimits bound what strangers may do with links.
type shareLimits struct{ looks, byIP, byLink *account.Guesses }

func newShareLimits() shareLimits {
	return shareLimits{
		looks: account.NewGuesses(looksPerIP, looksWithin),
		byIP:  account.NewGuesses(passwordsPerIP, passwordsWithin), byLink: account.NewGuesses(5*passwordsPerIP, passwordsWithin),
	}
}

// SharePath names a link that somebody was given.
type SharePath struct {
	Token string `path:"token" maxLength:"100"`
}

type shareRequest struct {
	SharePath
	Body SharePassword
}

type shareImage struct {
	SharePath
	ID string `path:"id" maxLength:"60"`
}

func (a *API) registerMapShares() {
	const shares, images, shared = oneMap + "/shares", oneMap + "/images", root + "/shared/{token}"
	register(a, describe("GET", shares, "listMapShares", mapsTag, "The links to a map that are open"), needs(account.ModelEdit), a.listMapShares)
	register(a, created(describe("POST", shares, "createMapShare", mapsTag, "Open a link by which anybody may look at a map")), needs(account.ModelEdit), a.createMapShare)
	register(a, describe("DELETE", shares+"/{id}", "deleteMapShare", mapsTag, "Close a link, at once"), needs(account.ModelEdit), a.deleteMapShare)
	register(a, describe("GET", shared, "getShared", mapsTag, "The map of a link; 401 where it asks for a password"), anybody(), a.getShared)
	register(a, asks(describe("POST", shared, "openShared", mapsTag, "The map of a link that asks for a password")), anybody(), a.openShared)
	register(a, picture(describe("GET", shared+"/images/{id}", "getSharedImage", mapsTag, "A picture of the map of a link")), anybody(), a.getSharedImage)
	register(a, describe("GET", images, "listMapImages", mapsTag, "The pictures of a map"), needs(account.Ask), a.listMapImages)
	register(a, upTo(6<<20, created(describe("POST", images, "createMapImage", mapsTag, "Add a picture to a map"))), needs(account.ModelEdit), a.createMapImage)
	register(a, picture(describe("GET", images+"/{id}", "getMapImage", mapsTag, "A picture")), needs(account.Ask), a.getMapImage)
	register(a, describe("DELETE", images+"/{id}", "deleteMapImage", mapsTag, "Delete a picture"), needs(account.ModelEdit), a.deleteMapImage)
}

func (a *API) listMapShares(ctx context.Context, in *MapPath) (*reply[MapShareList], error) {
	all, err := a.o.Maps.Shares(ctx, in.WS, in.Map)
	return answer(MapShareList{Shares: all}), err
}

func (a *API) createMapShare(ctx context.Context, in *mapRequest[MapShareNew]) (*reply[MapShareMade], error) {
	wish := maps.ShareWish{Expires: in.Body.Expires, Password: in.Body.Password, Figures: in.Body.Figures}
	h, token, err := a.o.Maps.Share(ctx, in.WS, in.Map, authorOf(ctx), wish,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.share", "map:"+in.Map, ""))
	return answer(MapShareMade{Share: h, Token: token}), err
}

func (a *API) deleteMapShare(ctx context.Context, in *MapPartPath) (*nothing, error) {
	return nil, a.o.Maps.Unshare(ctx, in.WS, in.Map, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.unshare", "map:"+in.Map, in.ID))
}

func (a *API) getShared(ctx context.Context, in *SharePath) (*reply[SharedMap], error) {
	if err := slower(a.shares.looks.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	return a.lookAt(ctx, in.Token, "")
}

func (a *API) openShared(ctx context.Context, in *shareRequest) (*reply[SharedMap], error) {
	now := a.o.Now()
	if err := slower(errors.Join(a.shares.byIP.Take(visitOf(ctx).ip, now), a.shares.byLink.Take(in.Token, now))); err != nil {
		return nil, err
	}
	return a.lookAt(ctx, in.Token, in.Body.Password)
}

// lookAt is the map of a link, with figures where whoever opened it chose so.
func (a *API) lookAt(ctx context.Context, token, password string) (*reply[SharedMap], error) {
	v, err := a.o.Maps.Shared(ctx, token, password)
	if err != nil {
		return nil, err
	}
	out := sharedOf(v)
	if v.Figures != nil {
		d, err := a.o.Touchpoints.Definitions(ctx, v.Figures.Workspace)
		if err != nil {
			return nil, err
		}
		o, err := a.measured(ctx, v.Figures.Workspace, maps.Bind(v.Figures.Sheet, d.Touchpoints, maps.Look{Range: v.Figures.Range}))
		if err != nil {
			return nil, err
		}
		o = o.ForStrangers()
		out.Overlay = &o
	}
	return answer(out), nil
}

// slower says it of links: the limiter speaks of signing in.
func slower(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	return &fault.Error{Kind: fault.TooMany, Message: "This was tried too often: wait a while, then try again.", RetryAfter: f.RetryAfter}
}

func sharedOf(v maps.Shared) SharedMap {
	s := SharedMap{
		Name: v.Map.Name, Description: v.Map.Description, State: v.Map.State, Changed: v.Map.Changed, Sheet: v.Sheet, Evidence: v.Evidence,
		Personas: []string{},
	}
	for _, p := range v.Map.Personas {
		s.Personas = append(s.Personas, p.Name)
	}
	return s
}

func (a *API) listMapImages(ctx context.Context, in *MapPath) (*reply[MapImageList], error) {
	all, err := a.o.Maps.Images(ctx, in.WS, in.Map)
	return answer(MapImageList{Images: all}), err
}

func (a *API) createMapImage(ctx context.Context, in *mapRequest[MapImageNew]) (*reply[maps.Image], error) {
	i, err := a.o.Maps.AddImage(ctx, in.WS, in.Map, authorOf(ctx), in.Body.Name, in.Body.Data,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.image.add", "map:"+in.Map, ""))
	return answer(i), err
}

func (a *API) deleteMapImage(ctx context.Context, in *MapPartPath) (*nothing, error) {
	return nil, a.o.Maps.DeleteImage(ctx, in.WS, in.Map, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.image.delete", "map:"+in.Map, in.ID))
}

// picture says that an operation answers with an image.
func picture(op huma.Operation) huma.Operation {
	op.Responses = map[string]*huma.Response{"200": {
		Description: "The image",
		Content:     map[string]*huma.MediaType{"image/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	return op
}

func (a *API) getMapImage(ctx context.Context, in *MapPartPath) (*huma.StreamResponse, error) {
	kind, data, err := a.o.Maps.Image(ctx, in.WS, in.Map, in.ID)
	return serveImage(kind, data, "private, max-age=3600, immutable", err)
}

func (a *API) getSharedImage(ctx context.Context, in *shareImage) (*huma.StreamResponse, error) {
	if err := slower(a.shares.looks.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	kind, data, err := a.o.Maps.SharedImage(ctx, in.Token, in.ID)
	return serveImage(kind, data, "no-store", err) // a link that is closed shows nothing any more
}

// serveImage answers with what somebody uploaded, as a picture and nothing else: no browser may guess another type, nor run it.
func serveImage(kind string, data []byte, keep string, err error) (*huma.StreamResponse, error) {
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", kind)
		hc.SetHeader("X-Content-Type-Options", "nosniff")
		hc.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
		hc.SetHeader("Cross-Origin-Resource-Policy", "same-origin")
		hc.SetHeader("Cache-Control", keep)
		hc.SetStatus(http.StatusOK)
		_, _ = hc.BodyWriter().Write(data) // the reader has gone at worst
	}}, nil
}
