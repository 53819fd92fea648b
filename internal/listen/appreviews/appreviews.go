// Package appreviews reads the reviews of app stores from the files that their makers hand out: Google Play's monthly one, and those
// of the App Store.
package appreviews

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
)

// The stores.
const (
	Play     = "play"
	AppStore = "appstore"
)

const mostRows = 500_000

// Connector reads files. Settings: store; app.
type Connector struct{}

// New makes the connector.
func New() *Connector { return &Connector{} }

// Kind is its name.
func (*Connector) Kind() string { return "appreviews" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "store", Required: true, Options: []string{Play, AppStore}}, {Name: "app", Required: true}}
}

// Check finds nothing that the fields do not say.
func (*Connector) Check(connect.Settings) error { return nil }

// columns are the names of each column, as the stores and those who export from them write them.
func columns(store string) map[string][]string {
	if store == Play {
		return map[string][]string{
			"language": {"reviewer language"}, "millis": {"review submit millis since epoch"}, "at": {"review submit date and time"},
			"rating": {"star rating"}, "title": {"review title"}, "text": {"review text"}, "url": {"review link"}, "device": {"device"},
		}
	}
	return map[string][]string{
		"id": {"id", "review id", "reviewid"}, "rating": {"rating", "star rating", "stars"}, "title": {"title", "review title"},
		"text": {"body", "review", "review body", "content", "text", "review text"}, "author": {"reviewer nickname", "nickname", "reviewernickname", "author", "user name"},
		"at": {"created date", "createddate", "date", "last modified", "submission date"}, "language": {"language"}, "url": {"url", "link"},
	}
}

// Read reads a file: CSV in UTF-8, or UTF-16 with or without a mark at its beginning. Ratings without words are left out: they are no
// texts. Fault: Invalid, with the line that cannot be read.
func (*Connector) Read(s connect.Settings, file []byte) ([]connect.Mention, error) {
	text, err := decode(file)
	if err != nil {
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "The file is not text: give the CSV as the store hands it out, unpacked."), "reviews_no_text")
	}
	rows := csv.NewReader(strings.NewReader(text))
	rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
	head, err := rows.Read()
	if err != nil {
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "The file has no first line with the names of its columns."), "reviews_no_head")
	}
	at := find(head, columns(s["store"]))
	if _, ok := at["text"]; !ok {
		return nil, fault.Coded(fault.New(fault.Invalid, "The file has no column with the words of the reviews: is it from the other store?"), "reviews_other_store")
	}
	if _, ok := at["rating"]; !ok {
		return nil, fault.Coded(fault.New(fault.Invalid, "The file has no column with the stars: is it from the other store?"), "reviews_other_store")
	}
	var all []connect.Mention
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		line, _ := rows.FieldPos(0)
		if err != nil {
			return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "The file cannot be read near line %d: is it whole?", line), "reviews_broken", "line", strconv.Itoa(line))
		}
		if len(all) >= mostRows {
			return nil, fault.Coded(fault.New(fault.TooLarge, "The file has more than %d reviews: cut it in two.", mostRows), "reviews_most", "most", strconv.Itoa(mostRows))
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		if cell("text") == "" && cell("title") == "" {
			continue
		}
		m, err := review(s, cell)
		if err != nil {
			return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "Line %d: %s", line, err.Error()), "reviews_line", "line", strconv.Itoa(line))
		}
		all = append(all, m)
	}
}

// decode makes UTF-8 of a file.
func decode(file []byte) (string, error) {
	endian := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(file, []byte("\xEF\xBB\xBF")):
		file = file[3:]
	case bytes.HasPrefix(file, []byte("\xFE\xFF")):
		endian = unicode.BigEndian
		fallthrough
	case bytes.HasPrefix(file, []byte("\xFF\xFE")), len(file) > 1 && file[0] != 0 && file[1] == 0: // the second: Play's, without a mark
		out, _, err := transform.Bytes(unicode.UTF16(endian, unicode.UseBOM).NewDecoder(), file)
		if err != nil {
			return "", err
		}
		file = out
	}
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return "", errors.New("neither UTF-8 nor UTF-16")
	}
	return string(file), nil
}

// find says which column is which.
func find(head []string, names map[string][]string) map[string]int {
	at := map[string]int{}
	for name, known := range names {
		for i := len(head) - 1; i >= 0; i-- {
			for _, k := range known {
				if strings.EqualFold(strings.TrimSpace(head[i]), k) {
					at[name] = i
				}
			}
		}
	}
	return at
}

func review(s connect.Settings, cell func(string) string) (connect.Mention, error) {
	m := connect.Mention{
		Network: s["store"], ID: cell("id"), Author: cell("author"), AuthorKind: "person", URL: cell("url"), Title: cell("title"), Text: cell("text"),
		Language: cell("language"), Channel: "app",
	}
	stars, err := strconv.ParseFloat(cell("rating"), 64)
	if err != nil || !(stars >= 1 && stars <= 5) {
		return m, fault.New(fault.Invalid, "the stars must be 1 to 5, and not %q.", short(cell("rating")))
	}
	m.Rating = &stars
	if m.At, err = when(cell("millis"), cell("at")); err != nil {
		return m, err
	}
	if u, err := url.Parse(m.URL); err == nil && m.ID == "" {
		m.ID = u.Query().Get("reviewId")
		if m.ID == "" {
			m.ID = u.Query().Get("reviewid")
		}
	}
	if m.ID == "" { // known by what it says: the same row of two files is one review
		sum := sha256.Sum256([]byte(fmt.Sprintf("%s\x00%d\x00%s\x00%s\x00%s\x00%s", s["app"], m.At.UnixMilli(), cell("rating"), m.Author, m.Title, m.Text)))
		m.ID = hex.EncodeToString(sum[:12])
	}
	if m.Author == "" { // the stores do not say who it was: each review is somebody of its own
		m.AuthorID = m.ID
	}
	m.ID = s["app"] + ":" + m.ID
	return m, nil
}

func when(millis, date string) (time.Time, error) {
	if n, err := strconv.ParseInt(millis, 10, 64); err == nil && n > 0 && n < 1e13 {
		return time.UnixMilli(n).UTC(), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05", "2006-01-02", "Jan 2, 2006", "2006/01/02"} {
		if t, err := time.Parse(layout, date); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "the date must be as in 2026-01-31 or 2026-01-31T09:30:00Z, and not %q.", short(date))
}

func short(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}
