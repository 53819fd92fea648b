package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/maps"
)

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
	register(a, describe("GET", shares, "listMapShares", mapsTag, "The links to a map that are open"), needs(account.ModelEdit), later[MapPath, MapShareList])
	register(a, created(describe("POST", shares, "createMapShare", mapsTag, "Open a link by which anybody may look at a map")), needs(account.ModelEdit), later[mapRequest[MapShareNew], MapShareMade])
	register(a, describe("DELETE", shares+"/{id}", "deleteMapShare", mapsTag, "Close a link, at once"), needs(account.ModelEdit), a.deletePart)
	register(a, describe("GET", shared, "getShared", mapsTag, "The map of a link; 401 where it asks for a password"), anybody(), later[SharePath, SharedMap])
	register(a, asks(describe("POST", shared, "openShared", mapsTag, "The map of a link that asks for a password")), anybody(), later[shareRequest, SharedMap])
	register(a, picture(describe("GET", shared+"/images/{id}", "getSharedImage", mapsTag, "A picture of the map of a link")), anybody(), a.sharedImage)
	register(a, describe("GET", images, "listMapImages", mapsTag, "The pictures of a map"), needs(account.Ask), later[MapPath, MapImageList])
	register(a, created(describe("POST", images, "createMapImage", mapsTag, "Add a picture to a map")), needs(account.ModelEdit), later[mapRequest[MapImageNew], maps.Image])
	register(a, picture(describe("GET", images+"/{id}", "getMapImage", mapsTag, "A picture")), needs(account.Ask), a.mapImage)
	register(a, describe("DELETE", images+"/{id}", "deleteMapImage", mapsTag, "Delete a picture"), needs(account.ModelEdit), a.deletePart)
}

// picture says that an operation answers with an image.
func picture(op huma.Operation) huma.Operation {
	op.Responses = map[string]*huma.Response{"200": {
		Description: "The image",
		Content:     map[string]*huma.MediaType{"image/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	return op
}

func (a *API) sharedImage(context.Context, *shareImage) (*huma.StreamResponse, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}

func (a *API) mapImage(context.Context, *MapPartPath) (*huma.StreamResponse, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}
