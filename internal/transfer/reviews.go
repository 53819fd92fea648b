package transfer

import (
	"bufio"
	"context"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/fault"
	"jejak/internal/ingest"
)

// reviewColumns are the columns of a file of reviews, each with the names that shops and tools for reviews give it, ours first.
func reviewColumns() []reviewColumn {
	return []reviewColumn{
		{"date", []string{"date", "created_at", "review_date", "submitted_at", "submission_date", "created", "time", "timestamp", "tanggal", "日期"}},
		{"stars", []string{"stars", "rating", "star_rating", "review_rating", "review_score", "score", "bintang", "評分", "星等"}},
		{"email", []string{"email", "e_mail", "reviewer_email", "customer_email", "author_email"}},
		{"customer", []string{"customer", "customer_id", "user_id", "userid"}},
		{"product", []string{"product", "product_name", "product_title", "product_handle", "product_id", "sku", "produk", "商品"}},
		{"title", []string{"title", "review_title", "judul", "標題"}},
		{"review", []string{"review", "text", "body", "review_text", "review_body", "review_content", "content", "comment", "ulasan", "評論"}},
		{"name", []string{"name", "author", "reviewer", "reviewer_name", "author_name", "nickname", "display_name", "nama", "姓名"}},
		{"may_show", []string{"may_show", "public"}},
		{"language", []string{"language", "lang"}},
	}
}

type reviewColumn struct {
	name  string
	known []string
}

// noStars is the reason under which rows of a file of reviews are left out that rate nothing.
const noStars = "no_stars"

// ReviewFile is a file of reviews with how its rows become events.
type ReviewFile struct {
	Mapping *Mapping
	Columns map[string]string // what is known of the file: our word for a column, and the file's own
}

// ReadReviewFile finds out from its first line how a CSV file of reviews is mapped. Its wall clocks are those of zone.
// Faults: Invalid, with a field for each column without which there are no reviews.
func ReadReviewFile(name, zone string) (ReviewFile, error) {
	head, separator, err := reviewHead(name)
	if err != nil {
		return ReviewFile{}, err
	}
	out := ReviewFile{Columns: map[string]string{}}
	for _, c := range reviewColumns() {
		for _, known := range c.known {
			i := slices.IndexFunc(head, func(h string) bool {
				return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(h)) == known
			})
			if _, found := out.Columns[c.name]; i >= 0 && !found {
				out.Columns[c.name] = head[i]
			}
		}
	}
	if wrong := out.missing(); len(wrong) > 0 {
		return out, fault.Coded(fault.InvalidFields("The file lacks columns without which there are no reviews.", wrong), "reviews_columns")
	}
	out.Mapping = out.mapping(separator, zone)
	return out, nil
}

func (f *ReviewFile) missing() (wrong []fault.Field) {
	lack := func(code, message string, names ...string) {
		for _, n := range names {
			if f.Columns[n] != "" {
				return
			}
		}
		wrong = append(wrong, fault.Field{Name: names[0], Code: code, Message: message})
	}
	lack("reviews_no_date", "No column says when: name it date.", "date")
	lack("reviews_no_stars", "No column has the stars: name it stars.", "stars")
	lack("reviews_no_who", "No column says who: name it email, or customer for your own number of them.", "email", "customer")
	return wrong
}

func (f *ReviewFile) mapping(separator, zone string) *Mapping {
	value := func(name string) *Value {
		if f.Columns[name] == "" {
			return nil
		}
		return &Value{From: "{" + f.Columns[name] + "}"}
	}
	at := value("date")
	at.Layout = stringList{
		"rfc3339", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04",
		"2006-01-02", "2006/01/02 15:04:05", "2006/01/02", "Jan 2, 2006",
	}
	e := EventMap{Event: &Value{From: "Product Reviewed"}, Time: at, IDs: map[string]Value{}, Properties: map[string]Value{}}
	for id, name := range map[string]string{"email": "email", "user_id": "customer"} {
		if v := value(name); v != nil {
			e.IDs[id] = *v
		}
	}
	for property, name := range map[string]string{"product": "product", "rating": "stars", "title": "title", "text": "review", "author": "name", "public": "may_show", "language": "language"} {
		v := value(name)
		if v == nil {
			continue
		}
		v.Type = map[string]string{"rating": "number", "public": "bool"}[property]
		e.Properties[property] = *v
	}
	no, least, most, stars := false, 1.0, 5.0, f.Columns["stars"]
	left := func(w Condition) SkipRule { w.Column = stars; return SkipRule{Reason: noStars, When: []Condition{w}} }
	return &Mapping{
		Version: 1, Zone: zone, File: FileFormat{Format: "csv", Separator: separator}, Events: []EventMap{e},
		Skip: []SkipRule{left(Condition{Exists: &no}), left(Condition{Below: &least}), left(Condition{Above: &most})},
	}
}

// reviewHead is the first line of a file, and what stands between its columns: what cuts it into the most of them.
func reviewHead(name string) (head []string, separator string, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, "", fault.Wrap(fault.NotFound, err, "the file cannot be read")
	}
	defer file.Close()
	text, err := plainText(file, "")
	if err != nil {
		return nil, "", fault.Coded(err, "reviews_no_text")
	}
	line, _ := bufio.NewReader(text).ReadString('\n') // a file of one line has no end of it
	if !utf8.ValidString(line) || strings.ContainsRune(line, 0) {
		return nil, "", fault.Coded(fault.New(fault.Invalid, "The file is not text in UTF-8: save it as CSV in UTF-8."), "reviews_no_text")
	}
	for _, s := range []string{",", ";", "tab"} {
		rows := csv.NewReader(strings.NewReader(line))
		rows.Comma = (&FileFormat{Separator: s}).separator()
		if cells, err := rows.Read(); err == nil && len(cells) > len(head) {
			head, separator = cells, s
		}
	}
	for i := range head {
		head[i] = strings.TrimSpace(head[i])
	}
	if len(head) == 0 {
		return nil, "", fault.Coded(fault.New(fault.Invalid, "The file has no first line with the names of its columns."), "reviews_no_head")
	}
	return head, separator, nil
}

// Look is a Sink that stores nothing: it tells what cannot be read and who names nobody, and keeps the first items that are as they should be.
type Look struct {
	First []ingest.Item
	Most  int // that are kept
}

// Ingest judges items as far as they can be judged without the log.
func (l *Look) Ingest(_ context.Context, parts []Part) (verdicts []ingest.Verdict, err error) {
	for _, p := range parts {
		for i := range p.Items {
			v := ingest.Verdict{Outcome: ingest.Rejected, Reason: p.Items[i].Fault, Detail: p.Items[i].Detail}
			switch {
			case v.Reason != "":
			case len(p.Items[i].Event.IDs) == 0:
				v.Reason, v.Detail = ingest.NoIDs, saysRowNobody.Words
			default:
				v.Outcome = ingest.Stored
				if len(l.First) < l.Most {
					l.First = append(l.First, p.Items[i])
				}
			}
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, nil
}
