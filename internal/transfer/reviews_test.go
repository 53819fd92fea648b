package transfer

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"jejak/internal/fault"
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
