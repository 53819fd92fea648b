package maps

import (
	"context"
	"regexp"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// maxFileImages is how much the images of a file have together. A file is read as a whole, so it cannot hold all that a workspace may.
const maxFileImages = 32 << 20

// imageID is how AddImage names a picture: no guess, as who knows it and a link to the map sees the picture.
var imageID = regexp.MustCompile(`^i_[a-z0-9]{26}$`)

// fileImages are the pictures that cards show, the first ones where all would be too much.
func (s *Store) fileImages(ctx context.Context, ws event.Workspace, id string, sheet Sheet) (all []FileImage, err error) {
	var shown []string
	for _, c := range sheet.Cards {
		if c.Image != "" && !slices.Contains(shown, c.Image) {
			shown = append(shown, c.Image)
		}
	}
	if shown == nil {
		return nil, nil
	}
	kept, err := s.Images(ctx, ws, id)
	if err != nil {
		return nil, err
	}
	left := maxFileImages
	for _, name := range shown {
		i := slices.IndexFunc(kept, func(i Image) bool { return i.ID == name })
		if i < 0 || kept[i].Bytes > left {
			continue
		}
		_, data, err := s.Image(ctx, ws, id, name)
		if err != nil {
			return nil, err
		}
		left -= len(data)
		all = append(all, FileImage{ID: name, Name: kept[i].Name, Data: data})
	}
	return all, nil
}

// pictures reads what the images of a file are, by their ids. Faults: Invalid, TooLarge.
func (s *Store) pictures(by Author, file File) (map[string]Image, error) {
	all, left := map[string]Image{}, maxFileImages
	for _, i := range file.Images {
		if !imageID.MatchString(i.ID) {
			return nil, fault.InvalidFields("This file cannot be taken in.", []fault.Field{{Name: "images", Message: "have an id that is none of an image"}})
		}
		if left -= len(i.Data); left < 0 {
			return nil, fault.New(fault.TooLarge, "The images of a file have at most %d MB together: take some out first.", maxFileImages>>20)
		}
		picture, err := s.readImage(i.ID, by, i.Name, i.Data)
		if err != nil {
			return nil, err
		}
		all[i.ID] = picture
	}
	return all, nil
}

// takeImages gives a map the images that cards of a file show and it does not have yet. Cards lose an image that neither has.
func (s *Store) takeImages(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string, file File, pictures map[string]Image) error {
	there, err := sqldb.All(ctx, tx.Read(), sqldb.Into[string], s.statements.Get("imageIDs"), ws, id)
	if err != nil {
		return err
	}
	for i, c := range file.Sheet.Cards {
		if c.Image == "" || slices.Contains(there, c.Image) {
			continue
		}
		picture, ok := pictures[c.Image]
		if !ok {
			file.Sheet.Cards[i].Image = ""
			continue
		}
		at := slices.IndexFunc(file.Images, func(f FileImage) bool { return f.ID == c.Image })
		if err := s.insertImage(ctx, tx, ws, id, picture, file.Images[at].Data); err != nil {
			return err
		}
		there = append(there, c.Image)
	}
	return s.checkImages(ctx, tx, ws)
}
