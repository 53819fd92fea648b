package survey

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/follow"
	"jejak/internal/sqldb"
	"jejak/internal/stat"
)

// Reviewed is what somebody says of a product for others to read.
type Reviewed struct {
	ID       string       `json:"id" doc:"number of the change that brought it"`
	Person   event.Person `json:"person"`
	Product  string       `json:"product" doc:"empty: the brand"`
	Rating   float64      `json:"rating" minimum:"1" maximum:"5"`
	Title    string       `json:"title"`
	Text     string       `json:"text"`
	Language string       `json:"language,omitempty"`
	Feeling  *float64     `json:"sentiment,omitempty" doc:"-1 to 1"`
	Author   string       `json:"author,omitempty" doc:"as they want to be called"`
	Public   bool         `json:"public" doc:"its author agreed that everybody may read it"`
	At       event.Time   `json:"at"`
	Reply    *Reply       `json:"reply,omitempty"`
	Source   event.Source `json:"source" doc:"that sent it"`
	Survey   string       `json:"survey,omitempty" doc:"that asked for it"`
}

// Reply is a team's answer to a review.
type Reply struct {
	Text string     `json:"text"`
	By   string     `json:"by"`
	At   event.Time `json:"at"`
}

// ReviewOptions are what Reviews stand on.
type ReviewOptions struct {
	// Person is whose a subject is now.
	Person func(ws event.Workspace, s event.Subject) (event.Person, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// Reviews keeps what people say of products, read from the events of every source, with a team's answers, and takes in responses to
// surveys that came as events. Between Start and Stop it reads new ones; everything else works always.
type Reviews struct {
	store    *Store
	o        ReviewOptions
	follower *follow.Follower
}

// NewReviews joins Reviews of a log; it reads nothing before Start.
func NewReviews(store *Store, feed follow.Feed, o ReviewOptions) *Reviews {
	r := &Reviews{store: store, o: o}
	r.follower = follow.New(placedFeed{feed, store}, "reviews", r.read, follow.Options{Batch: 2048, SaveEvery: 5 * time.Second, Logger: o.Logger})
	return r
}

// Start reads in the background. Started Reviews are left alone.
func (r *Reviews) Start() error { return r.follower.Start() }

// Stop ends the reading. Stopped Reviews are left alone.
func (r *Reviews) Stop(ctx context.Context) error { return r.follower.Stop(ctx) }

// placedFeed keeps the place in the log beside the reviews, so that both are of one piece.
type placedFeed struct {
	follow.Feed
	store *Store
}

// Cursor is the last change that the reviews know; where they know more than the log has, they are of another log and are forgotten.
func (f placedFeed) Cursor(string) (seq uint64, err error) {
	ctx := context.Background()
	err = f.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		seq, _, err = sqldb.One(ctx, tx, sqldb.Into[uint64], f.store.statements.Get("reviewPlace"))
		return err
	})
	if err != nil || seq <= f.LastSeq() {
		return seq, err
	}
	return 0, f.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := tx.Exec(ctx, f.store.statements.Get("forgetReviews")); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, f.store.statements.Get("setReviewPlace"), 0)
		return err
	})
}

// SetCursor keeps the place.
func (f placedFeed) SetCursor(_ string, seq uint64) error {
	ctx := context.Background()
	return f.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, f.store.statements.Get("setReviewPlace"), seq)
		return err
	})
}

// reviewBody is what a row holds beside what it is found by.
type reviewBody struct {
	Title    string   `json:"title,omitempty"`
	Text     string   `json:"text,omitempty"`
	Language string   `json:"language,omitempty"`
	Feeling  *float64 `json:"sentiment,omitempty"`
	Author   string   `json:"author,omitempty"`
}

func (r *Reviews) read(ctx context.Context, changes []event.Change) error {
	var found []event.Change
	for _, c := range changes {
		if c.Event != nil && told(c.Event) {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return r.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, c := range found {
			if err := r.store.adopt(ctx, tx, c); err != nil {
				return err
			}
			if c.Event.Name != EventReview {
				continue
			}
			v, ok := reviewOf(c.Event)
			if !ok {
				continue
			}
			body, err := plainJSON(reviewBody{v.Title, v.Text, v.Language, v.Feeling, v.Author})
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, r.store.statements.Get("insertReview"), c.Workspace, c.Seq, c.Subject.String(), c.Event.Time, v.Product,
				int64(math.Round(v.Rating*1000)), number(v.Public), body, c.Event.Source, v.Survey, strings.ToLower(v.Title+"\n"+v.Text), strings.ToLower(v.Author))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// number is how a database holds yes and no.
func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// reviewOf reads an event; ok is false where it rates nothing.
func reviewOf(e *event.Event) (v Reviewed, ok bool) {
	var p map[string]any
	if json.Unmarshal(e.Properties, &p) != nil {
		return v, false
	}
	text := func(names ...string) string {
		for _, name := range names {
			if s, ok := p[name].(string); ok && strings.TrimSpace(s) != "" {
				return cut(s, maxAnswer)
			}
		}
		return ""
	}
	figure := func(name string) (float64, bool) {
		switch n := p[name].(type) {
		case float64:
			return n, true
		case string: // as a table's cells are
			f, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
			return f, err == nil
		}
		return 0, false
	}
	v.Rating, ok = figure("rating")
	if !ok || !(v.Rating >= 1 && v.Rating <= 5) {
		return v, false
	}
	v.Product = cut(text("product", "product_id", "product_name", "sku"), 200)
	v.Title, v.Text = cut(text("title", "review_title"), 200), text("text", "review", "review_body", "body", "comment")
	v.Survey = cut(text("survey_id"), 100)
	v.Language, v.Author = cut(text("language"), 35), cut(text("author", "author_name"), 100)
	if s, ok := figure("sentiment"); ok && s >= -1 && s <= 1 {
		v.Feeling = &s
	}
	switch public := p["public"].(type) {
	case bool:
		v.Public = public
	case string:
		v.Public = strings.EqualFold(public, "true") || strings.EqualFold(public, "yes") || public == "1"
	}
	return v, true
}

// ReviewList asks for a page of reviews, the latest first.
type ReviewList struct {
	Product string // "" is all
	Brand   bool   // only of the brand: of no product
	Rating  int    // rounded; 0 is all
	State   string // all, public, private or unanswered
	Search  string // words of the review
	Authors bool   // what is looked for may also be what its author is called
	Offset  int
	Limit   int // 50 by default
}

type reviewRow struct {
	Reviewed
	subject string
}

func scanReview(row sqldb.Scanner) (v reviewRow, err error) {
	var seq, rating int64
	var open int
	var body, reply, who string
	var said event.Time
	if err := row.Scan(&seq, &v.subject, &v.At, &v.Product, &rating, &open, &body, &v.Source, &v.Survey, &reply, &who, &said); err != nil {
		return v, err
	}
	v.ID, v.Rating, v.Public = strconv.FormatInt(seq, 10), float64(rating)/1000, open == 1
	if said != 0 {
		v.Reply = &Reply{Text: reply, By: who, At: said}
	}
	var b reviewBody
	err = json.Unmarshal([]byte(body), &b)
	v.Title, v.Text, v.Language, v.Feeling, v.Author = b.Title, b.Text, b.Language, b.Feeling, b.Author
	return v, err
}

// ReviewPage is a page of reviews, with what they are of.
type ReviewPage struct {
	Total    int
	Products []string // that have reviews, at most a hundred, the most reviewed first
	Sum      ReviewSum
	Reviews  []Reviewed
}

// ReviewSum is all that was said of a product, or with the words that are looked for, whatever else is asked for: the ways from one
// number of stars to another, and to what nobody answered, stay open.
type ReviewSum struct {
	Count      int     `json:"count"`
	Mean       float64 `json:"mean" doc:"0 of nothing"`
	Low        float64 `json:"low" doc:"of the 95 % interval of the mean, by Student's t"`
	High       float64 `json:"high"`
	Stars      [5]int  `json:"stars" doc:"how many gave 1, 2, … 5 stars, rounded"`
	Unanswered int     `json:"unanswered"`
	Public     int     `json:"public" doc:"that everybody may read"`
}

type ratingCount struct {
	rating                     int64
	count, unanswered, visible int
}

func scanRating(row sqldb.Scanner) (c ratingCount, err error) {
	err = row.Scan(&c.rating, &c.count, &c.unanswered, &c.visible)
	return c, err
}

// sumOf adds up how often each rating came.
func sumOf(ratings []ratingCount) (s ReviewSum) {
	var tally stat.Tally
	for _, c := range ratings {
		tally = append(tally, stat.Count{Value: float64(c.rating) / 1000, N: c.count})
		s.Stars[(c.rating+500)/1000-1] += c.count
		s.Unanswered += c.unanswered
		s.Public += c.visible
	}
	mean := tally.Mean()
	s.Count, s.Mean, s.Low, s.High = tally.N(), mean.Value, max(1, mean.Low), min(5, mean.High)
	if s.Count == 0 {
		s.Low, s.High = 0, 0
	}
	return s
}

// List is a page of reviews.
func (r *Reviews) List(ctx context.Context, ws event.Workspace, l ReviewList) (page ReviewPage, err error) {
	l.State, l.Limit = cmp.Or(l.State, "all"), min(cmp.Or(l.Limit, 50), 200)
	search := ""
	if l.Search != "" {
		search = like(strings.ToLower(l.Search))
	}
	of := []any{ws, l.Product, l.Product, number(l.Brand)}
	said := []any{search, search, number(l.Authors), search}
	args := slices.Concat(of, []any{l.Rating, l.Rating}, said, []any{l.State})
	var rows []reviewRow
	err = r.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		if page.Total, _, err = sqldb.One(ctx, tx, sqldb.Into[int], r.store.statements.Get("reviewsTotal"), args...); err != nil {
			return err
		}
		if page.Products, err = sqldb.All(ctx, tx, sqldb.Into[string], r.store.statements.Get("reviewProducts"), ws); err != nil {
			return err
		}
		ratings, err := sqldb.All(ctx, tx, scanRating, r.store.statements.Get("reviewRatings"), slices.Concat(of, said)...)
		if err != nil {
			return err
		}
		page.Sum = sumOf(ratings)
		rows, err = sqldb.All(ctx, tx, scanReview, r.store.statements.Get("reviews"), append(args, l.Limit, l.Offset)...)
		return err
	})
	if err != nil {
		return ReviewPage{}, err
	}
	for _, row := range rows {
		if err := r.whose(ws, &row); err != nil {
			return ReviewPage{}, err
		}
		page.Reviews = append(page.Reviews, row.Reviewed)
	}
	return page, nil
}

// whose fills in whose a review is now; nobody's where its person is gone.
func (r *Reviews) whose(ws event.Workspace, row *reviewRow) error {
	var s event.Subject
	if err := s.UnmarshalText([]byte(row.subject)); err != nil {
		return err
	}
	p, err := r.o.Person(ws, s)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	row.Person = p
	return nil
}

// Reply answers a review for everybody who may read it; an empty text takes the answer back. Steps join the same transaction.
// Faults: NotFound, Invalid.
func (r *Reviews) Reply(ctx context.Context, ws event.Workspace, id, text, by string, also ...sqldb.Step) (v Reviewed, err error) {
	seq, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return v, noReview(id)
	}
	text = strings.TrimSpace(text)
	var f faults
	if checkWord(&f, "text", text, maxAnswer); len(f.all) > 0 {
		return v, fault.Coded(fault.InvalidFields("This answer cannot be saved.", f.all), "review_answer")
	}
	err = r.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		row, ok, err := sqldb.One(ctx, tx.Read(), scanReview, r.store.statements.Get("review"), ws, seq)
		if err != nil || !ok {
			return errors.Join(err, noReview(id))
		}
		if err := r.whose(ws, &row); err != nil {
			return err
		}
		v = row.Reviewed
		v.Reply = nil
		if text == "" {
			_, err = tx.Exec(ctx, r.store.statements.Get("deleteReply"), ws, seq)
		} else {
			v.Reply = &Reply{Text: text, By: by, At: event.TimeOf(r.o.Now())}
			_, err = tx.Exec(ctx, r.store.statements.Get("setReply"), ws, seq, text, by, v.Reply.At)
		}
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return v, err
}

func noReview(id string) error {
	return fault.Coded(fault.New(fault.NotFound, "There is no review %.50q.", id), "review_gone")
}

// Shown is what everybody may read of a product: the reviews whose authors agreed, the latest first, their number and mean rating.
type Shown struct {
	Product string
	Count   int
	Mean    float64
	Reviews []Reviewed
}

// Public is what everybody may read of a product.
func (r *Reviews) Public(ctx context.Context, ws event.Workspace, product string, limit int) (v Shown, err error) {
	v.Product = product
	err = r.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		_, _, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (int, error) {
			var sum int64
			err := row.Scan(&v.Count, &sum)
			if v.Count > 0 {
				v.Mean = float64(sum) / 1000 / float64(v.Count)
			}
			return 0, err
		}, r.store.statements.Get("reviewMean"), ws, product)
		if err != nil {
			return err
		}
		args := []any{ws, product, product, 0, 0, 0, "", "", 0, "", "public", limit, 0}
		rows, err := sqldb.All(ctx, tx, scanReview, r.store.statements.Get("reviews"), args...)
		for _, row := range rows {
			v.Reviews = append(v.Reviews, row.Reviewed)
		}
		return err
	})
	return v, err
}
