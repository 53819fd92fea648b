package survey

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sheet"
	"jejak/internal/sqldb"
)

// Listing asks for a page of responses, those changed last first.
type Listing struct {
	From, To event.Time // changed within; 0 is open
	Question string     // only those that answer it
	Search   string     // words that are all in what was written
	State    string     // begun, finished, partial, shown, dismissed or set_aside; begun by default
	Language string
	Person   event.Person // of any of whose ids the response is
	Offset   int
	Limit    int // 50 by default
}

// all is how many responses there are in a state where nothing else is asked for; ok is false where that is not kept.
func (l Listing) all(c Counts) (n int, ok bool) {
	if l.From != 0 || l.To != 0 || l.Question != "" || l.Search != "" || l.Language != "" || !l.Person.IsZero() {
		return 0, false
	}
	switch l.State {
	case "begun":
		return c.Begun, true
	case "finished":
		return c.Finished, true
	case "partial":
		return c.Begun - c.Finished, true
	case "set_aside":
		return c.Set, true
	}
	return 0, false
}

// Page is some responses of a survey.
type Page struct {
	Total     int
	Responses []Response
	Capped    bool // so many have the words that only the newest 2,000 of them were looked through
}

// Responses are a page of a survey's responses, and how many there are: 10,001 stands for more than 10,000 where they were looked for by
// more than their state. Faults: NotFound, Invalid.
func (d *Desk) Responses(ctx context.Context, ws event.Workspace, id string, l Listing) (p Page, err error) {
	l.State, l.Limit = cmp.Or(l.State, "begun"), min(cmp.Or(l.Limit, 50), 200)
	if !slices.Contains([]string{"begun", "finished", "partial", "shown", "dismissed", "set_aside"}, l.State) {
		return p, fault.InvalidFields("There are no such responses.", []fault.Field{{Name: "state", Message: "must be one of begun finished partial shown dismissed set_aside"}})
	}
	known := ""
	if !l.Person.IsZero() {
		ids, err := d.o.People.IDs(ws, l.Person)
		if err != nil {
			return p, err
		}
		known = knownBy(mainID(ids))
	}
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := d.store.one(ctx, tx, ws, id); err != nil {
			return err
		}
		args := l.args(ws, id, known)
		counts, _, err := sqldb.One(ctx, tx, scanCounts, d.store.statements.Get("countsOf"), ws, id)
		if err != nil {
			return err
		}
		var rows []response
		if n, ok := l.all(counts.Counts); ok {
			p.Total = n
			rows, err = sqldb.All(ctx, tx, scanResponse, d.store.statements.Get("list"), append(args, l.Limit, l.Offset)...)
		} else {
			p, rows, err = d.store.found(ctx, tx, ws, id, l, args)
		}
		if err != nil {
			return err
		}
		p.Responses, err = d.store.show(ctx, tx, ws, rows)
		return err
	})
	for i := range p.Responses {
		if p.Responses[i].Person, _, err = d.o.People.Of(ws, p.Responses[i].IDs); err != nil {
			return p, err
		}
	}
	return p, err
}

func (l Listing) args(ws event.Workspace, id, known string) []any {
	to := l.To
	if to == 0 {
		to = 1 << 62
	}
	of := ""
	if l.Question != "" {
		text, _ := json.Marshal(l.Question) // a string always is JSON
		of = like(`"question":` + string(text))
	}
	return []any{ws, id, l.From, to, l.Language, l.Language, known, known, of, of, l.State}
}

// like is a pattern that finds a text anywhere.
func like(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
}

// show is rows as they are told, each by the words of its own version.
func (s *Store) show(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, rows []response) (all []Response, err error) {
	versions := map[int]Content{}
	for i := range rows {
		r := &rows[i]
		c, ok := versions[r.version]
		if !ok {
			if c, err = s.version(ctx, tx, ws, r.survey, r.version); err != nil {
				return nil, err
			}
			versions[r.version] = c
		}
		all = append(all, r.response(&c))
	}
	return all, nil
}

func (r *response) response(c *Content) Response {
	out := Response{
		ID: r.id, Version: r.version, Via: r.via, Language: r.lang, URL: r.url, IDs: r.ids, Shown: r.shown, Begun: r.begun, Changed: r.changed,
		Finished: r.finished, Dismissed: r.dismissed, Took: r.took, SetAside: r.setAside, Answers: []Given{},
	}
	for _, id := range r.counted(c) {
		out.Answers = append(out.Answers, c.given(&c.Questions[c.index(id)], r.answers[id]))
	}
	return out
}

const exportPage = 1000

// Export writes all responses with an answer as CSV, the oldest first: a line for each, a column for each question that the survey
// has or had. Ids of people are told by whoever shows them. Faults: NotFound.
func (d *Desk) Export(ctx context.Context, ws event.Workspace, id, lang string, show func([]event.ID) []event.ID, to io.Writer) error {
	v, err := d.store.Get(ctx, ws, id)
	if err != nil {
		return err
	}
	versions, err := d.store.versions(ctx, ws, id)
	if err != nil {
		return err
	}
	columns := columnsOf(v.Content, versions, lang)
	w := csv.NewWriter(to)
	head := []string{"response", "ids", "via", "language", "version", "begun", "finished", "url", "set aside"}
	for _, c := range columns {
		head = append(head, sheet.Cell(c.title))
	}
	if err := w.Write(head); err != nil {
		return err
	}
	after, last := event.Time(0), ""
	for {
		var page []response
		err := d.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
			page, err = sqldb.All(ctx, tx, scanResponse, d.store.statements.Get("export"), ws, id, after, after, last, exportPage)
			return err
		})
		if err != nil {
			return err
		}
		for i := range page {
			if err := w.Write(page[i].line(versions, columns, show)); err != nil {
				return err
			}
			after, last = page[i].changed, page[i].id
		}
		if len(page) < exportPage {
			w.Flush()
			return w.Error()
		}
	}
}

// versions are all that a survey was, by number.
func (s *Store) versions(ctx context.Context, ws event.Workspace, id string) (all map[int]Content, err error) {
	all = map[int]Content{}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (n int, err error) {
			var text string
			var c Content
			if err = row.Scan(&n, &text); err == nil {
				err = json.Unmarshal([]byte(text), &c)
			}
			all[n] = c
			return n, err
		}, s.statements.Get("versions"), ws, id)
		return err
	})
	return all, err
}

// everAsked are the questions of a survey, in its order, followed by those that it had before.
func everAsked(now Content, versions map[int]Content) (all []Question, current int) {
	all, current = slices.Clone(now.Questions), len(now.Questions)
	numbers := []int{}
	for n := range versions {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range slices.Backward(numbers) {
		for _, q := range versions[n].Questions {
			if !slices.ContainsFunc(all, func(o Question) bool { return o.ID == q.ID }) {
				all = append(all, q)
			}
		}
	}
	return all, current
}

// column is a question, or one row of a matrix.
type column struct{ title, question, row string }

func columnsOf(now Content, versions map[int]Content, lang string) (all []column) {
	first := ""
	if len(now.Languages) > 0 {
		first = now.Languages[0]
	}
	asked, _ := everAsked(now, versions)
	for _, q := range asked {
		title := cmp.Or(q.Title.in(lang, first), q.ID)
		switch q.Kind {
		case Note:
		case Matrix:
			for _, row := range q.Rows {
				all = append(all, column{title + ": " + row.Label.in(lang, first), q.ID, row.ID})
			}
		default:
			all = append(all, column{title, q.ID, ""})
		}
	}
	return all
}

func (r *response) line(versions map[int]Content, columns []column, show func([]event.ID) []event.ID) []string {
	c := versions[r.version]
	var ids []string
	for _, id := range show(r.ids) {
		ids = append(ids, string(id.Type)+":"+id.Value)
	}
	out := []string{
		r.id, sheet.Cell(strings.Join(ids, " ")), string(r.via), r.lang, strconv.Itoa(r.version), timeText(r.begun), timeText(r.finished), sheet.Cell(r.url), r.setAside,
	}
	counted := r.counted(&c)
	for _, col := range columns {
		cell := ""
		if slices.Contains(counted, col.question) {
			cell = c.cell(&c.Questions[c.index(col.question)], r.answers[col.question], col.row)
		}
		out = append(out, cell)
	}
	return out
}

// cell is one answer, or one row of a matrix, as text.
func (c *Content) cell(q *Question, k kept, row string) string {
	switch q.Kind {
	case Matrix:
		for _, o := range q.Columns {
			if k.Rows[row] == o.ID {
				return sheet.Cell(o.Label[c.Languages[0]])
			}
		}
		return ""
	case Choice:
		return sheet.Cell(strings.Join(c.given(q, k).Labels, "; "))
	case Consent:
		return strconv.FormatBool(k.Consent != nil && *k.Consent)
	}
	words := strings.ReplaceAll(k.words(), "\n", " ")
	if k.Score == nil {
		return sheet.Cell(words)
	}
	return strings.TrimSpace(strconv.FormatFloat(*k.Score, 'f', -1, 64) + " " + words)
}
