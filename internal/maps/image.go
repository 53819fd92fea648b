package maps

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // the format
	_ "image/jpeg" // the format
	_ "image/png"  // the format
	"strings"

	_ "golang.org/x/image/webp" // the format

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

const (
	maxImage      = 4 << 20
	maxSide       = 10_000
	maxImages     = 1_000     // of a workspace
	maxImageBytes = 500 << 20 // of a workspace
)

// Images are the pictures of a map, without their data. Faults: NotFound.
func (s *Store) Images(ctx context.Context, ws event.Workspace, id string) (all []Image, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (i Image, err error) {
			return i, row.Scan(&i.ID, &i.Name, &i.Type, &i.Width, &i.Height, &i.Bytes, &i.By, &i.At)
		}, s.statements.Get("images"), ws, id)
		return err
	})
	return all, err
}

// Image is the data of a picture and its media type. Faults: NotFound.
func (s *Store) Image(ctx context.Context, ws event.Workspace, id, image string) (kind string, data []byte, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		_, ok, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (none struct{}, err error) {
			var text string
			if err := row.Scan(&kind, &text); err != nil {
				return none, err
			}
			data, err = base64.StdEncoding.DecodeString(text)
			return none, err
		}, s.statements.Get("image"), ws, id, image)
		if err == nil && !ok {
			err = fault.New(fault.NotFound, "This map has no image %q.", image)
		}
		return err
	})
	return kind, data, err
}

// AddImage keeps a picture. What it is is read from the data, never from its name. Steps join the same transaction. Faults:
// NotFound, Invalid, TooLarge.
func (s *Store) AddImage(ctx context.Context, ws event.Workspace, id string, by Author, name string, data []byte, also ...sqldb.Step) (Image, error) {
	i, err := s.readImage("i_"+strings.ToLower(rand.Text()), by, name, data)
	if err != nil {
		return i, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.find(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if err := s.insertImage(ctx, tx, ws, id, i, data); err != nil {
			return err
		}
		if err := s.checkImages(ctx, tx, ws); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return i, err
}

// readImage tells what a picture is. Faults: Invalid, TooLarge.
func (s *Store) readImage(id string, by Author, name string, data []byte) (Image, error) {
	i := Image{ID: id, Name: strings.TrimSpace(name), Bytes: len(data), By: by.Name, At: event.TimeOf(s.o.Now())}
	if len(data) > maxImage {
		return i, fault.New(fault.TooLarge, "An image has at most %d MB: make it smaller first.", maxImage>>20)
	}
	if message := badText(i.Name, maxName); message != "" {
		return i, fault.InvalidFields("This image cannot be kept.", []fault.Field{{Name: "name", Message: message}})
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return i, fault.InvalidFields("This image cannot be kept.", []fault.Field{{Name: "data", Message: "is no PNG, JPEG, WebP or GIF image"}})
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxSide || c.Height > maxSide {
		return i, fault.New(fault.TooLarge, "An image has at most %d pixels on each side: make it smaller first.", maxSide)
	}
	i.Type, i.Width, i.Height = "image/"+format, c.Width, c.Height
	return i, nil
}

func (s *Store) insertImage(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string, i Image, data []byte) error {
	_, err := tx.Exec(ctx, s.statements.Get("insertImage"), ws, id, i.ID, i.Name, i.Type, i.Width, i.Height, i.Bytes, i.By, i.At,
		base64.StdEncoding.EncodeToString(data))
	return err
}

func (s *Store) checkImages(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
	var count, total int64
	_, _, err := sqldb.One(ctx, tx.Read(), func(row sqldb.Scanner) (none struct{}, err error) {
		return none, row.Scan(&count, &total)
	}, s.statements.Get("imageBytes"), ws)
	if err != nil {
		return err
	}
	if count > maxImages || total > maxImageBytes {
		return fault.New(fault.TooLarge, "A workspace has at most %d images of %d MB together: delete some first.", maxImages, maxImageBytes>>20)
	}
	return nil
}

// copyImages gives a map the images of another one.
func (s *Store) copyImages(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, from, to string) error {
	if _, err := tx.Exec(ctx, s.statements.Get("copyImages"), to, ws, from); err != nil {
		return fmt.Errorf("images of map %s: %w", from, err)
	}
	return s.checkImages(ctx, tx, ws)
}

// DeleteImage takes a picture away; cards that showed it show none. Steps join the same transaction. Faults: NotFound.
func (s *Store) DeleteImage(ctx context.Context, ws event.Workspace, id, image string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("deleteImage"), ws, id, image)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "This map has no image %q.", image)
		}
		return tx.Run(ctx, also...)
	})
}
