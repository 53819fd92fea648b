package survey

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Ignored is an answer that does not count, and why.
type Ignored struct {
	Question string `json:"question"`
	Reason   string `json:"reason" enum:"unknown,wrong,hidden,late" doc:"unknown: the survey has no such question; wrong: it does not fit the question; hidden: the logic leaves the question out; late: it was told as an event already, and what was said first stays"`
}

// idleAfter is how long nothing is said before a response that was begun is told as it is.
const idleAfter = 10 * time.Minute

// lateAfter is how long after a response was finished answers may still be under way.
const lateAfter = time.Minute

// kept is an answer in the store. Of two to the same question the one that was given later counts, in whatever order they come.
type kept struct {
	Answer
	Elapsed int        `json:"e"` // milliseconds, as the page measured it
	At      event.Time `json:"at"`
	Feeling Feeling    `json:"f"`
}

// response is a row.
type response struct {
	ws      event.Workspace
	survey  string
	id      string
	version int
	via     Via
	link    string
	lang    string
	url     string
	ids     []event.ID
	knownAs string

	shown, begun, changed, finished, dismissed event.Time

	done     bool // the page says that the person is through
	took     int
	setAside string
	stage    string
	product  string
	answers  map[string]kept
	told     []string // questions, and the words below, that are events or about to be
	due      event.Time

	number int64  // by which it is found; 0 where nothing was answered, below 0 where it cannot be found yet
	found  string // what it is found by as it is kept
}

// What is told beside answers. Ids of questions have no capitals.
const (
	toldShown     = "Shown"
	toldDismissed = "Dismissed"
)

func scanResponse(row sqldb.Scanner) (r response, err error) {
	var ids, answers, words, told string
	var done int
	err = row.Scan(&r.ws, &r.survey, &r.id, &r.version, &r.via, &r.link, &r.lang, &r.url, &ids, &r.knownAs, &r.shown, &r.begun, &r.changed,
		&done, &r.finished, &r.dismissed, &r.took, &r.setAside, &r.stage, &r.product, &answers, &words, &told, &r.due, &r.number)
	if err != nil {
		return r, err
	}
	r.done = done != 0
	for _, part := range []struct {
		text string
		into any
	}{{ids, &r.ids}, {answers, &r.answers}, {told, &r.told}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return r, fmt.Errorf("response %s: %w", r.id, err)
		}
	}
	if r.number > 0 {
		r.found = r.terms()
	}
	return r, nil
}

func (s *Store) putResponse(ctx context.Context, tx *sqldb.WriteTx, statement string, r *response) error {
	var texts [3][]byte
	for i, part := range []any{r.ids, r.answers, r.told} {
		text, err := plainJSON(part)
		if err != nil {
			return err
		}
		texts[i] = text
	}
	done := 0
	if r.done {
		done = 1
	}
	if err := s.findable(ctx, tx, r); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, s.statements.Get(statement), r.version, r.via, r.link, r.lang, r.url, texts[0], r.knownAs, r.shown, r.begun, r.changed,
		done, r.finished, r.dismissed, r.took, r.setAside, r.stage, r.product, texts[1], r.words(), texts[2], r.due, r.number, r.ws, r.survey, r.id)
	return err
}

// plainJSON leaves what browsers might read as markup as it is, so that people can search for it.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// knownBy is what a response is found by when its person is met again.
func knownBy(id event.ID) string { return hashed(string(id.Type) + "\x00" + id.Value) }

// mainID is the id that stands for a person best.
func mainID(ids []event.ID) event.ID {
	for _, t := range []event.IDType{event.UserID, event.Email, event.Phone, event.LoyaltyID, event.AnonymousID} {
		for _, id := range ids {
			if id.Type == t {
				return id
			}
		}
	}
	if len(ids) == 0 {
		return event.ID{}
	}
	return ids[0]
}

// said are the answers that say something.
func (r *response) said() map[string]Answer {
	all := map[string]Answer{}
	for id, k := range r.answers {
		if !k.empty() {
			all[id] = k.Answer
		}
	}
	return all
}

// counted are the ids of questions on the way that have an answer, in the survey's order.
func (r *response) counted(c *Content) (ids []string) {
	said := r.said()
	for _, i := range c.way(said) {
		if _, ok := said[c.Questions[i].ID]; ok {
			ids = append(ids, c.Questions[i].ID)
		}
	}
	return ids
}

// untold is what is ready to become events.
func (r *response) untold(c *Content, now event.Time) (names []string) {
	add := func(name string) {
		if !slices.Contains(r.told, name) {
			names = append(names, name)
		}
	}
	if r.shown != 0 {
		add(toldShown)
	}
	if r.dismissed != 0 {
		add(toldDismissed)
	}
	if r.setAside == "" && r.begun != 0 && (r.finished != 0 || now >= r.changed+event.Time(idleAfter.Milliseconds())) {
		for _, id := range r.counted(c) {
			add(id)
		}
	}
	return names
}

// plan says when something is next to be told.
func (r *response) plan(c *Content, now event.Time) {
	r.due = 0
	idle := r.changed + event.Time(idleAfter.Milliseconds())
	switch {
	case len(r.untold(c, now)) > 0:
		r.due = max(now, 1)
	case r.setAside == "" && r.begun != 0 && len(r.untold(c, idle)) > 0:
		r.due = idle
	}
}

// Post is what somebody sends: answers in any number of pieces and any order.
type Post struct {
	Answers  []Answer
	Done     bool
	Trap     string // in the field that people do not see
	Elapsed  int    // milliseconds since it was first seen
	Language string
}

// Saved is what has become of a Post.
type Saved struct {
	Counted  []string
	Ignored  []Ignored
	Next     string
	Finished bool
}

// merge takes answers in. What was told already stays as it was.
func (r *response) merge(c *Content, p Post, now event.Time, read func(language, text string) Feeling) (ignored []Ignored) {
	for _, a := range p.Answers {
		i := c.index(a.Question)
		if i < 0 || c.Questions[i].Kind == Note {
			ignored = append(ignored, Ignored{cut(a.Question, 40), "unknown"})
			continue
		}
		fitted, ok := c.Questions[i].fit(a)
		if !ok {
			ignored = append(ignored, Ignored{a.Question, "wrong"})
			continue
		}
		k := kept{Answer: fitted, Elapsed: max(p.Elapsed, 0), At: now}
		was, had := r.answers[a.Question]
		if had && same(was.Answer, fitted) {
			was.Elapsed = max(was.Elapsed, k.Elapsed)
			r.answers[a.Question] = was
			continue
		}
		if slices.Contains(r.told, a.Question) {
			ignored = append(ignored, Ignored{a.Question, "late"})
			continue
		}
		if had && !later(k, was) {
			continue
		}
		if words := fitted.words(); words != "" && read != nil {
			k.Feeling = read(r.lang, words)
		}
		r.answers[a.Question] = k
	}
	for _, a := range p.Answers {
		if k, ok := r.answers[a.Question]; ok && !k.empty() && !slices.Contains(r.counted(c), a.Question) {
			ignored = append(ignored, Ignored{a.Question, "hidden"})
		}
	}
	return ignored
}

func same(a, b Answer) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// later decides between two answers to one question, in whatever order they are looked at.
func later(a, b kept) bool {
	if a.Elapsed != b.Elapsed {
		return a.Elapsed > b.Elapsed
	}
	x, _ := json.Marshal(a.Answer)
	y, _ := json.Marshal(b.Answer)
	return bytes.Compare(x, y) > 0
}

// words are what somebody wrote.
func (a Answer) words() string {
	switch {
	case a.Title != "" && a.Text != "":
		return a.Title + "\n" + a.Text
	case a.Title != "":
		return a.Title
	case a.Text != "":
		return a.Text
	}
	return a.Other
}

// Bounds of how fast a person is.
const (
	quickAnswer   = 200 // milliseconds to each
	quickResponse = 400
)

// suspect says why a response that is finished looks like spam, "" where it does not. Times are those of the server's own clock.
func (r *response) suspect(p Post, began, now event.Time, answered int) string {
	switch {
	case p.Trap != "":
		return "trap"
	case began != 0 && int64(now-began) < int64(max(quickResponse, quickAnswer*answered)):
		return "quick"
	}
	return ""
}

// change reads a ticket's response, or begins one, has fn change it, and keeps it. It tells the content that the response belongs to.
func (s *Store) change(ctx context.Context, t ticket, fn func(r *response, c *Content, now event.Time) error) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error { return s.changeIn(ctx, tx, t, fn) })
}

func (s *Store) changeIn(ctx context.Context, tx *sqldb.WriteTx, t ticket, fn func(r *response, c *Content, now event.Time) error) error {
	now := event.TimeOf(s.o.Now())
	v, err := s.one(ctx, tx.Read(), t.Workspace, t.Survey)
	if err != nil {
		return gone()
	}
	r, there, err := sqldb.One(ctx, tx.Read(), scanResponse, s.statements.Get("response"), t.Workspace, t.Response)
	if err != nil {
		return err
	}
	if !there {
		if !t.opens(v.State, false) {
			return gone()
		}
		r = t.begin(v.Version)
	}
	c, err := s.version(ctx, tx.Read(), t.Workspace, t.Survey, r.version)
	if err != nil {
		return err
	}
	before := r
	if err := fn(&r, &c, now); err != nil {
		return err
	}
	r.plan(&c, now)
	statement := "updateResponse"
	if !there {
		statement = "insertResponse"
	}
	if err := s.putResponse(ctx, tx, statement, &r); err != nil {
		return err
	}
	if r.due != 0 && r.due <= now {
		tx.AfterCommit(s.wake)
	}
	return s.addCounts(ctx, tx, &before, &r)
}

func gone() error {
	return fault.Coded(fault.New(fault.NotFound, "This survey is not asked any more. Thank you all the same."), "survey_gone")
}

func (t ticket) begin(version int) response {
	return response{
		ws: t.Workspace, survey: t.Survey, id: t.Response, version: version, via: t.Via, link: t.Link, lang: t.Language, ids: t.IDs,
		knownAs: knownBy(mainID(t.IDs)), product: t.Product, answers: map[string]kept{}, told: []string{},
	}
}

// wake has events told at once.
func (s *Store) wake() {
	select {
	case s.woken <- struct{}{}:
	default: // it is woken already
	}
}

// addCounts adds what a change has made of a response.
func (s *Store) addCounts(ctx context.Context, tx *sqldb.WriteTx, before, after *response) error {
	a, b := before.counts(), after.counts()
	if a == b {
		return nil
	}
	_, err := tx.Exec(ctx, s.statements.Get("addCounts"), b.Shown-a.Shown, b.Begun-a.Begun, b.Finished-a.Finished, b.Dismissed-a.Dismissed,
		b.Set-a.Set, b.Latest, b.Latest, after.ws, after.survey)
	return err
}

// counts are what one response adds to those of its survey.
func (r *response) counts() (c Counts) {
	one := func(t event.Time) int {
		if t != 0 {
			return 1
		}
		return 0
	}
	c.Shown, c.Dismissed = one(r.shown), one(r.dismissed)
	if r.setAside != "" {
		c.Set = 1
		return c
	}
	c.Begun, c.Finished = one(r.begun), one(r.finished)
	if r.begun != 0 {
		c.Latest = r.changed
	}
	return c
}

// answer takes a Post in. Faults: NotFound, Conflict (finished already).
func (s *Store) answer(ctx context.Context, t ticket, p Post, read func(language, text string) Feeling) (out Saved, err error) {
	err = s.change(ctx, t, func(r *response, c *Content, now event.Time) error {
		if r.finished != 0 && now > r.finished+event.Time(lateAfter.Milliseconds()) {
			return finished()
		}
		if slices.Contains(c.Languages, p.Language) {
			r.lang = p.Language
		}
		if r.lang == "" {
			r.lang = c.Languages[0]
		}
		was := maps.Clone(r.answers)
		out.Ignored = r.merge(c, p, now, read)
		out.Counted = r.counted(c)
		if !maps.EqualFunc(was, r.answers, func(a, b kept) bool { return same(a.Answer, b.Answer) }) {
			r.changed = now
		}
		if r.begun == 0 && len(out.Counted) > 0 {
			r.begun, r.changed = now, now
		}
		r.took = max(r.took, min(max(p.Elapsed, 0), 1<<31-1))
		said := r.said()
		r.done = r.done || p.Done
		out.Next = c.next(said, r.done)
		if p.Trap != "" {
			r.setAside = "trap"
		}
		if r.done && out.Next == End && r.finished == 0 && len(out.Counted) > 0 {
			r.finished, r.changed = now, now
			began := r.shown
			if t.Issued != 0 && (began == 0 || t.Issued < began) {
				began = t.Issued
			}
			if r.setAside == "" {
				r.setAside = r.suspect(p, began, now, len(out.Counted))
			}
		}
		out.Finished = r.finished != 0
		return nil
	})
	return out, err
}

func finished() error {
	return fault.Coded(fault.New(fault.Conflict, "You have answered this survey already. Thank you."), "survey_answered")
}

// see notes that a survey came before somebody's eyes, the first time; dismiss that it was put away.
func (s *Store) see(ctx context.Context, t ticket, url string) error {
	return s.change(ctx, t, func(r *response, _ *Content, now event.Time) error {
		if r.shown == 0 {
			r.shown, r.url = now, url
			r.changed = max(r.changed, now)
		}
		return nil
	})
}

func (s *Store) dismiss(ctx context.Context, t ticket) error {
	return s.change(ctx, t, func(r *response, _ *Content, now event.Time) error {
		if r.dismissed == 0 && r.finished == 0 {
			r.dismissed = now
			if r.begun == 0 {
				r.changed = max(r.changed, now)
			}
		}
		return nil
	})
}

// responseOf is the response of a ticket with the content that it belongs to; a new one where there is none yet.
func (s *Store) responseOf(ctx context.Context, t ticket) (v Survey, r response, c Content, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if v, err = s.one(ctx, tx, t.Workspace, t.Survey); err != nil {
			return gone()
		}
		there := false
		if !t.preview {
			if r, there, err = sqldb.One(ctx, tx, scanResponse, s.statements.Get("response"), t.Workspace, t.Response); err != nil {
				return err
			}
		}
		if !there {
			r, c = t.begin(v.Version), v.Content
			return nil
		}
		c, err = s.version(ctx, tx, t.Workspace, t.Survey, r.version)
		return err
	})
	return v, r, c, err
}
