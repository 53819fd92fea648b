package transfer

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/fault"
	"jejak/internal/ingest"
)

func reviewFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "reviews.csv")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// A file of reviews needs no mapping: its columns are known by their names. What would go wrong is told before anything is stored,
// and the same file is stored once.
func TestReviewFilesAreKnownByTheirColumns(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	name := reviewFile(t, "\xef\xbb\xbfReviewer Email;Product-Name;Rating;Body;Created At;public\n"+
		"ana@example.com;Tea;5;\"Great; \"\"really\"\"\";2026-03-02 09:30;yes\n"+
		"bo@example.com;Tea;1;Bad;02.03.2026;no\n"+ // which month?
		";Tea;3;Nobody;2026-03-02;no\n"+
		"cy@example.com;Tea;;No stars;2026-03-02;no\n"+
		"di@example.com;Tea;9;Off the scale;2026-03-02;no\n"+
		"ed@example.com;Tea;4;Fine;2026-03-03T10:00:00Z;\n")
	file, err := ReadReviewFile(name, "Asia/Jakarta")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"email": "Reviewer Email", "product": "Product-Name", "stars": "Rating", "review": "Body", "date": "Created At", "may_show": "public"}
	if !reflect.DeepEqual(file.Columns, want) {
		t.Errorf("%v", file.Columns)
	}
	im := Import{File: name, Mapping: file.Mapping, Source: "Reviews"}
	look := Look{Most: 1}
	report, err := im.Run(t.Context(), &look)
	if err != nil || report.Rows != 6 || report.Events != 4 || report.Stored != 2 || len(look.First) != 1 || report.Skipped[noStars] != 2 || report.Rejected["malformed"] != 1 || report.Rejected["no_ids"] != 1 {
		t.Fatalf("%+v %v", report, err)
	}
	if got := string(look.First[0].Event.Properties); got != `{"product":"Tea","public":true,"rating":5,"text":"Great; \"really\""}` || !look.First[0].Event.Time.Std().Equal(time.Date(2026, 3, 2, 2, 30, 0, 0, time.UTC)) {
		t.Errorf("%s at %s", got, look.First[0].Event.Time.Std())
	}
	for _, twice := range []bool{false, true} {
		got, err := im.Run(t.Context(), p.local)
		stored, duplicate := int64(2), int64(0)
		if twice {
			stored, duplicate = 0, 2
		}
		if err != nil || got.Stored != stored || got.Duplicate != duplicate || got.Rejected["malformed"] != 1 || got.Rejected["no_ids"] != 1 || got.Skipped[noStars] != 2 {
			t.Errorf("%+v %v", got, err)
		}
	}
}

func TestReviewFilesThatAreNone(t *testing.T) {
	t.Parallel()
	f := func(text, code string, fields ...string) {
		t.Helper()
		_, err := ReadReviewFile(reviewFile(t, text), "UTC")
		var e *fault.Error
		if !errors.As(err, &e) || e.Code != code || len(e.Fields) != len(fields) {
			t.Fatalf("%q: %v", text, err)
		}
		for i, want := range fields {
			if e.Fields[i].Code != want {
				t.Errorf("%q: %+v", text, e.Fields)
			}
		}
	}
	f("", "reviews_no_head")
	f("a\xffb,c\n", "reviews_no_text")
	f("one,two\n1,2\n", "reviews_columns", "reviews_no_date", "reviews_no_stars", "reviews_no_who")
	f("date,rating,review\n", "reviews_columns", "reviews_no_who")
}

// Whatever is wrong with a row of reviews is told in a sentence that other languages know, with the row's number: by a look before, and by the import.
func TestEachBadRowOfReviewsIsToldWithItsNumber(t *testing.T) {
	t.Parallel()
	details := ingest.NewDetails(slices.Concat(ingest.Sentences(), Sentences()))
	const good = "2026-03-02,5,ana@example.com,Good\n"
	for name, c := range map[string]struct{ row, want string }{
		"date":         {"soon,5,ana@example.com,Good\n", "rejected malformed row 2 value_time"},
		"no date":      {",5,ana@example.com,Good\n", "rejected malformed row 2 missing"},
		"stars":        {"2026-03-02,five,ana@example.com,Good\n", "rejected malformed row 2 value_number"},
		"nobody":       {"2026-03-02,5,,Good\n", "rejected no_ids event_of_row 2 no_ids"},
		"blocked":      {"2026-03-02,5,null,Good\n", "rejected no_ids event_of_row 2 no_ids"},
		"too few":      {"2026-03-02,5\n", "skipped wrong_number_of_fields row_cells 2"},
		"no text":      {"2026-03-02,5,ana@example.com,B\xffd\n", "skipped not_utf8 row_text 2"},
		"bare quote":   {"2026-03-02,5,ana@example.com,27\" screen\n", "skipped unreadable row_bare_quote 2"},
		"open quote":   {"2026-03-02,5,ana@example.com,\"Good\n", "skipped unreadable row_quote 2"},
		"closed early": {"2026-03-02,5,ana@example.com,\"Good\" tea\n", "skipped unreadable row_quote 2"},
		"long id":      {"2026-03-02,5," + strings.Repeat("a", 1000) + "@example.com,Good\n", "rejected too_large event_of_row 2 long_id"},
	} {
		file := reviewFile(t, "date,stars,email,review\n"+good+c.row)
		known, err := ReadReviewFile(file, "UTC")
		if err != nil {
			t.Fatal(err)
		}
		im := Import{File: file, Mapping: known.Mapping, Source: "Reviews"}
		for _, sink := range []Sink{&Look{}, newPlace(t).local} {
			report, err := im.Run(t.Context(), sink)
			if err != nil {
				t.Fatal(name, err)
			}
			if _, looked := sink.(*Look); looked && name == "long id" {
				continue // how long ids may be is known only where they are stored
			}
			if len(report.Examples) != 1 {
				t.Errorf("%s: %+v", name, report)
				continue
			}
			e := report.Examples[0]
			told := details.Read(e.Detail)
			if told == nil {
				t.Errorf("%s: no sentence is %q", name, e.Detail)
				continue
			}
			got := e.Outcome + " " + e.Reason + " " + told.Code + " " + told.With["v1"]
			for _, v := range []string{"v2", "v3"} {
				if inner, ok := told.In[v]; ok {
					got += " " + inner.Code
				}
			}
			if _, looked := sink.(*Look); looked {
				got = strings.Replace(got, "row_nobody", "no_ids", 1)
			}
			if got != c.want {
				t.Errorf("%s: %s: %q; want %s", name, got, e.Detail, c.want)
			}
		}
	}
}

// A file that ends in the middle of what is packed says at which row.
func TestReviewsThatAreCutOff(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for _, part := range []string{"date,stars,email\n2026-03-02,5,a@example.com\n", "2026-03-02,5,b@example.com\n2026"} {
		if _, err := z.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := z.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	file := reviewFile(t, packed.String())
	known, err := ReadReviewFile(file, "UTC")
	if err != nil {
		t.Fatal(err)
	}
	im := Import{File: file, Mapping: known.Mapping, Source: "Reviews"}
	_, err = im.Run(t.Context(), &Look{})
	var e *fault.Error
	if !errors.As(err, &e) || e.Code != "import_row" || e.With["row"] != "3" {
		t.Errorf("%v", err)
	}
}
