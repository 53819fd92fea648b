package maps_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"reflect"
	"slices"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/maps"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestPairsAndFiles(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		_, err := w.s.Copy(ctx, ws, id, budi, maps.AsIs, "")
		want(t, err, fault.Invalid, `"state"`)
		to, err := w.s.Copy(ctx, ws, id, budi, maps.ToBe, "Buying, faster")
		if err != nil || to.Map.Pair != id || to.Map.State != maps.ToBe || to.Map.Name != "Buying, faster" || !reflect.DeepEqual(to.Sheet, w.get(id, 0).Sheet) {
			t.Fatalf("%+v %v", to.Map, err)
		}
		if w.get(id, 0).Map.Pair != to.Map.ID {
			t.Error("the first does not know its pair")
		}
		_, err = w.s.Copy(ctx, ws, id, budi, maps.ToBe, "")
		want(t, err, fault.Conflict, to.Map.ID)

		file, err := w.s.Export(ctx, ws, id, 0)
		if err != nil {
			t.Fatal(err)
		}
		var read maps.File
		if err := json.Unmarshal(raw(file), &read); err != nil {
			t.Fatal(err)
		}
		other := w.create().Map.ID
		if _, err := w.s.Import(ctx, ws, other, budi, read); err != nil {
			t.Fatal(err)
		}
		if got := w.get(other, 0); !reflect.DeepEqual(got.Sheet, file.Sheet) || got.Map.Revision != 2 {
			t.Errorf("taken in it is %s", raw(got.Sheet))
		}
		read.Sheet.Cards[0].Lane = "nowhere"
		_, err = w.s.Import(ctx, ws, other, budi, read)
		want(t, err, fault.Invalid, "card c1 lane")
		read.Version = 2
		_, err = w.s.Import(ctx, ws, other, budi, read)
		want(t, err, fault.Invalid, "version 1")

		turn := func(state string) (maps.Entry, error) {
			w.n++
			return w.s.Change(ctx, ws, id, rini, maps.Change{ID: fmt.Sprintf("change-%04d", w.n), Ops: []maps.Op{put(maps.KindMap, "", f{"state": state})}})
		}
		_, err = turn("to_be")
		want(t, err, fault.Invalid, "paired")
		if err := w.s.Delete(ctx, ws, to.Map.ID); err != nil {
			t.Fatal(err)
		}
		if w.get(id, 0).Map.Pair != "" {
			t.Error("a deleted map is still a pair")
		}
		// Alone it may show the other state; what brings content back leaves that alone, and an old revision has its own.
		if e, err := turn("to_be"); err != nil || w.get(id, 0).Map.State != maps.ToBe || w.get(id, e.Revision-1).Map.State != maps.AsIs {
			t.Errorf("%v, it shows %s", err, w.get(id, 0).Map.State)
		}
		if _, err := w.s.Restore(ctx, ws, id, rini, 2, ""); err != nil || w.get(id, 0).Map.State != maps.ToBe {
			t.Errorf("%v, brought back it shows %s", err, w.get(id, 0).Map.State)
		}
		_, err = turn("as_was")
		want(t, err, fault.Invalid, "as_is or to_be")
		for _, tpl := range maps.Templates() {
			v, err := w.s.Create(ctx, ws, rini, maps.Draft{Name: tpl.Name("id")}.From(tpl, "id"))
			if sheet := tpl.Sheet("id"); err != nil || len(v.Sheet.Cards) != len(sheet.Cards) || len(v.Sheet.Steps) != len(sheet.Steps) {
				t.Errorf("template %s: %d cards, %v %s", tpl.ID, len(v.Sheet.Cards), err, raw(err))
			}
		}
	})
}

func TestImages(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		var file bytes.Buffer
		if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
			t.Fatal(err)
		}
		i, err := w.s.AddImage(ctx, ws, id, rini, "shop.jpg", file.Bytes())
		if err != nil || i.Type != "image/png" || i.Width != 30 || i.Height != 20 {
			t.Fatalf("%+v %v", i, err)
		}
		webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
		if j, err := w.s.AddImage(ctx, ws, id, rini, "", webp); err != nil || j.Type != "image/webp" || j.Width != 1 {
			t.Errorf("%+v %v", j, err)
		}
		kind, data, err := w.s.Image(ctx, ws, id, i.ID)
		if err != nil || kind != "image/png" || !bytes.Equal(data, file.Bytes()) {
			t.Errorf("%s, %d bytes, %v", kind, len(data), err)
		}
		_, err = w.s.AddImage(ctx, ws, id, rini, "x.png", []byte("<svg onload=alert(1)>"))
		want(t, err, fault.Invalid, `"data"`)
		_, err = w.s.AddImage(ctx, ws, id, rini, "x.png", make([]byte, 5<<20))
		want(t, err, fault.TooLarge, "4 MB")
		to, err := w.s.Copy(ctx, ws, id, rini, maps.ToBe, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, data, err := w.s.Image(ctx, ws, to.Map.ID, i.ID); err != nil || len(data) != file.Len() {
			t.Errorf("the copy has no image: %v", err)
		}
		_, token, err := w.s.Share(ctx, ws, id, rini, maps.ShareWish{Expires: event.TimeOf(w.now.Add(time.Hour)), Password: "kopi susu"})
		if err != nil {
			t.Fatal(err)
		}
		if kind, _, err := w.s.SharedImage(ctx, token, i.ID); err != nil || kind != "image/png" {
			t.Errorf("%s %v", kind, err)
		}
		w.takesImages(id, i.ID, file.Bytes())
		if err := w.s.DeleteImage(ctx, ws, id, i.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err = w.s.SharedImage(ctx, token, i.ID)
		want(t, err, fault.NotFound, "no image")
	})
}

// takesImages takes the map in again out of its file, where its card shows an image.
func (w *world) takesImages(id, picture string, data []byte) {
	t, ctx := w.t, w.t.Context()
	t.Helper()
	w.draw(id)
	w.change(id, rini, 2, put(maps.KindCard, "c1", f{"image": picture}))
	file, err := w.s.Export(ctx, ws, id, 0)
	if err != nil || len(file.Images) != 1 || file.Images[0].ID != picture {
		t.Fatalf("%d images in the file, %v", len(file.Images), err)
	}
	var read maps.File
	if err := json.Unmarshal(raw(file), &read); err != nil {
		t.Fatal(err)
	}
	other := w.create().Map.ID
	for range 2 { // a second time it has the image already
		if _, err := w.s.Import(ctx, ws, other, budi, read); err != nil {
			t.Fatal(err)
		}
	}
	if sheet := w.get(other, 0).Sheet; !reflect.DeepEqual(sheet, file.Sheet) {
		t.Errorf("taken in it is %s", raw(sheet))
	}
	if kind, got, err := w.s.Image(ctx, ws, other, picture); err != nil || kind != "image/png" || !bytes.Equal(got, data) {
		t.Errorf("%s, %d bytes, %v", kind, len(got), err)
	}
	bad := read
	bad.Images = []maps.FileImage{{ID: picture, Data: []byte("<svg onload=alert(1)>")}}
	_, err = w.s.Import(ctx, ws, w.create().Map.ID, budi, bad)
	want(t, err, fault.Invalid, `"data"`)
	bad.Images = []maps.FileImage{{ID: "i_1", Data: data}}
	_, err = w.s.Import(ctx, ws, w.create().Map.ID, budi, bad)
	want(t, err, fault.Invalid, `"images"`)
	bad.Images = slices.Repeat([]maps.FileImage{{ID: picture, Data: slices.Concat(data, make([]byte, 3<<20))}}, 11)
	_, err = w.s.Import(ctx, ws, w.create().Map.ID, budi, bad)
	want(t, err, fault.TooLarge, "32 MB")
	bad.Images = nil
	none := w.create().Map.ID
	if _, err := w.s.Import(ctx, ws, none, budi, bad); err != nil || w.get(none, 0).Sheet.Cards[0].Image != "" {
		t.Errorf("a card shows an image that is not there: %v", err)
	}
}
