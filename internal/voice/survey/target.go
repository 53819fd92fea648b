package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Check is one reason for which a person is asked a survey, or not.
type Check struct {
	Code   string            `json:"code" enum:"state,language,mail,channel,where,who,trigger,share,quota,again,cooldown,quiet"`
	Pass   bool              `json:"pass"`
	Reason string            `json:"reason" doc:"a stable word for why; docs/surveys.md lists them. any, where the survey does not mind" example:"shown_lately"`
	With   map[string]string `json:"with,omitempty" doc:"figures and times of the reason"`
}

// Decision is whether a person is asked a survey now, and every reason in the order in which they are looked at.
type Decision struct {
	Asked  bool    `json:"asked"`
	Checks []Check `json:"checks"`
}

const (
	// longestWait is how long after its trigger a survey can be due.
	longestWait = journey.Duration(366 * 24 * time.Hour)
	// defaultUntil is how long a survey stays due.
	defaultUntil = journey.Duration(14 * 24 * time.Hour)
	// knownIDs is by how many ids of a person earlier surveys are looked for.
	knownIDs = 16
	// tooSoon is the one reason that passes by itself.
	tooSoon = "too_soon"
)

// Visitor is somebody before whom a survey may come.
type Visitor struct {
	Person    event.Person // zero where nobody is known yet
	IDs       []event.ID   // of the person, those that tell people best first; or those that the visit carries
	Zone      *time.Location
	Languages []string
	Via       Via
	URL       string
	AnyPage   bool   // pages are not looked at
	Address   string // that a mail goes to; "" is none, or no mail
	ByHand    bool   // somebody of the team asks: the trigger is not looked at
}

// trial is one survey looked at for one person.
type trial struct {
	d        *Desk
	ws       event.Workspace
	v        *Survey
	visitor  *Visitor
	settings Settings
	now      time.Time

	seen    map[string]seen // by survey; read once
	product string          // that the trigger's event names
	wait    time.Duration   // until the survey is due, where its trigger is waiting

	within map[event.Person]bool // who is in the segment, where that was found out before; nil otherwise
	tx     *sqldb.ReadTx         // that the look is part of; nil where it reads by itself
	brand  string                // of a mail
}

// reading reads in the transaction that the look is part of, or in one of its own.
func (t *trial) reading(ctx context.Context, fn func(tx *sqldb.ReadTx) error) error {
	if t.tx != nil {
		return fn(t.tx)
	}
	return t.d.store.db.Read(ctx, fn)
}

// seen is when a person met a survey last.
type seen struct{ shown, begun event.Time }

type checker struct {
	code string
	dear bool // asks an engine or reads events: looked at last where one failure is enough
	look func(t *trial, ctx context.Context) (Check, error)
}

// checks are in the order in which people are told of them.
func checks() []checker {
	return []checker{
		{code: "state", look: (*trial).state},
		{code: "language", look: (*trial).language},
		{code: "mail", dear: true, look: (*trial).mail},
		{code: "channel", look: (*trial).channel},
		{code: "where", look: (*trial).where},
		{code: "who", dear: true, look: (*trial).who},
		{code: "trigger", dear: true, look: (*trial).trigger},
		{code: "share", look: (*trial).share},
		{code: "quota", look: (*trial).quota},
		{code: "again", dear: true, look: (*trial).again},
		{code: "cooldown", dear: true, look: (*trial).cooldown},
		{code: "quiet", look: (*trial).quiet},
	}
}

func (checker checker) run(ctx context.Context, t *trial) (Check, error) {
	c, err := checker.look(t, ctx)
	c.Code = checker.code
	return c, err
}

// asked reports whether the survey is for the person now, and where nothing but its wait is against it, how long that lasts. It stops
// at the first other reason against it, the cheap ones first.
func (t *trial) asked(ctx context.Context) (ok bool, wait time.Duration, err error) {
	all := checks()
	slices.SortStableFunc(all, func(a, b checker) int {
		switch {
		case a.dear == b.dear:
			return 0
		case a.dear:
			return 1
		}
		return -1
	})
	for _, one := range all {
		if c, err := one.run(ctx, t); err != nil || !c.Pass && c.Reason != tooSoon {
			return false, 0, err
		}
	}
	return t.wait == 0, t.wait, nil
}

// decision is every reason.
func (t *trial) decision(ctx context.Context) (d Decision, err error) {
	d.Asked = true
	for _, one := range checks() {
		c, err := one.run(ctx, t)
		if err != nil {
			return d, err
		}
		d.Checks = append(d.Checks, c)
		d.Asked = d.Asked && c.Pass
	}
	return d, nil
}

func pass(reason string) Check { return Check{Pass: true, Reason: reason} }

func fail(reason string, with ...string) Check { return Check{Reason: reason}.with(with...) }

// with adds figures in pairs of name and value.
func (c Check) with(pairs ...string) Check {
	for i := 0; i+1 < len(pairs); i += 2 {
		if c.With == nil {
			c.With = map[string]string{}
		}
		c.With[pairs[i]] = pairs[i+1]
	}
	return c
}

func timeText(t event.Time) string {
	text, _ := t.MarshalText() // never fails
	return string(text)
}

func (t *trial) state(context.Context) (Check, error) {
	switch {
	case t.v.State != Running:
		return fail("not_running", "state", string(t.v.State)), nil
	case len(t.v.Content.Questions) == 0:
		return fail("no_question"), nil
	}
	return pass("running"), nil
}

func (t *trial) language(context.Context) (Check, error) {
	if len(t.visitor.Languages) == 0 {
		return pass("any"), nil
	}
	if best, ok := t.v.Content.language(t.visitor.Languages); ok {
		return pass("reads").with("language", best), nil
	}
	// The first language stands in for the others: better asked in it than not at all.
	return pass("first").with("language", t.v.Content.Languages[0]), nil
}

func (t *trial) channel(context.Context) (Check, error) {
	via := t.v.Content.Targeting.Via
	switch {
	case len(via) == 0:
		return pass("any"), nil
	case slices.Contains(via, t.visitor.Via):
		return pass("comes_by").with("via", string(t.visitor.Via)), nil
	}
	return fail("other_way", "via", string(t.visitor.Via)), nil
}

func (t *trial) where(context.Context) (Check, error) {
	patterns := t.v.Content.Targeting.Where
	switch {
	case len(patterns) == 0 || t.visitor.Via != ViaWidget || t.visitor.AnyPage:
		return pass("any"), nil
	case slices.ContainsFunc(patterns, func(p string) bool { return onPage(p, t.visitor.URL) }):
		return pass("on_page"), nil
	}
	return fail("other_page", "url", t.visitor.URL), nil
}

// onPage reports whether an address fits a pattern. A pattern that begins with / is compared with the path, another one with the
// address without its query; one that has a ? itself is compared with the query as well.
func onPage(pattern, address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	text := u.EscapedPath()
	if text == "" {
		text = "/"
	}
	if strings.Contains(pattern, "?") {
		text += "?" + u.RawQuery
	}
	if !strings.HasPrefix(pattern, "/") {
		scheme, rest, ok := strings.Cut(pattern, "://")
		if ok && scheme != u.Scheme && scheme != "*" {
			return false
		}
		if ok {
			pattern = rest
		}
		text = u.Host + text
	}
	return wild(pattern, text)
}

// wild compares with a pattern in which * stands for anything, in time of the product of their lengths at worst.
func wild(pattern, text string) bool {
	p, s, star, from := 0, 0, -1, 0
	for s < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, s
			p++
		case p < len(pattern) && pattern[p] == text[s]:
			p++
			s++
		case star >= 0:
			from++
			p, s = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

func (t *trial) who(ctx context.Context) (Check, error) {
	rule := t.v.Content.Targeting.Who
	if rule == nil {
		return pass("any"), nil
	}
	if t.visitor.Person.IsZero() {
		return fail("unknown_person"), nil
	}
	if t.within != nil {
		if !t.within[t.visitor.Person] {
			return fail("not_in_segment"), nil
		}
		return pass("in_segment"), nil
	}
	q, err := t.d.o.Expand(ctx, t.ws, journey.Question{Kind: journey.KindPeople, Segment: rule})
	if err != nil {
		return fail("segment_gone"), nil //nolint:nilerr // what the rule names was deleted: nobody is in it
	}
	d, err := t.d.o.Definitions(ctx, t.ws)
	if err != nil {
		return Check{}, err
	}
	_, members, err := t.d.o.Engine.Members(ctx, t.ws, *q.Segment, []event.Person{t.visitor.Person}, d)
	if err != nil {
		return Check{}, err
	}
	if len(members) == 0 {
		return fail("not_in_segment"), nil
	}
	return pass("in_segment"), nil
}

func (t *trial) trigger(ctx context.Context) (Check, error) {
	g := t.v.Content.Targeting.Trigger
	switch {
	case g == nil:
		return pass("any"), nil
	case t.visitor.ByHand:
		return pass("by_hand"), nil
	case t.visitor.Person.IsZero():
		return fail("unknown_person"), nil
	}
	d, err := t.d.o.Definitions(ctx, t.ws)
	if err != nil {
		return Check{}, err
	}
	happened, err := journey.NewMatcher(g.Event, d.Touchpoints)
	if err != nil {
		return fail("no_trigger"), nil //nolint:nilerr // a rule that has become invalid holds for nothing
	}
	unless := func(*journey.Facts) bool { return false }
	if g.Unless != nil {
		m, err := journey.NewMatcher(*g.Unless, d.Touchpoints)
		if err != nil {
			return fail("no_trigger"), nil //nolint:nilerr // as above
		}
		unless = m.Match
	}
	until := cmp.Or(g.Until, defaultUntil)
	since := event.TimeOf(t.now.Add(-time.Duration(g.Wait + until)))
	var at event.Time
	spared := false
	err = t.d.o.People.Events(ctx, t.ws, t.visitor.Person, since, func(e *event.Event) bool { // newest first
		f := journey.FactsOf(e)
		if happened.Match(f) {
			at = e.Time
			t.product, _ = f.Value("product_id")
			return false
		}
		spared = spared || unless(f)
		return true
	})
	due := at + event.Time(g.Wait.Millis())
	switch {
	case err != nil:
		return Check{}, err
	case at == 0:
		return fail("no_trigger"), nil
	case spared:
		return fail("done_meanwhile", "at", timeText(at)), nil
	case due > event.TimeOf(t.now):
		t.wait = due.Std().Sub(t.now)
		return fail(tooSoon, "at", timeText(at), "due", timeText(due)), nil
	}
	return pass("due").with("at", timeText(at)), nil
}

// share draws the same lot for a person and a survey at each look.
func (t *trial) share(context.Context) (Check, error) {
	share := t.v.Content.Targeting.Share
	if share == nil || *share >= 1 {
		return pass("any"), nil
	}
	who := t.visitor.Person.String()
	if t.visitor.Person.IsZero() {
		who = mainID(t.visitor.IDs).Value
	}
	percent := strconv.FormatFloat(*share*100, 'f', -1, 64)
	if lot(t.v.ID, who) < *share {
		return pass("drawn").with("percent", percent), nil
	}
	return fail("not_drawn", "percent", percent), nil
}

// lot is a number in [0, 1) that a survey and a person have for ever.
func lot(survey, who string) float64 {
	sum := sha256.Sum256([]byte(survey + "\x00" + who))
	return float64(binary.BigEndian.Uint64(sum[:8])>>11) / (1 << 53)
}

func (t *trial) quota(ctx context.Context) (Check, error) {
	most := t.v.Content.Targeting.Quota
	if most == 0 {
		return pass("any"), nil
	}
	var counts countsRow
	err := t.reading(ctx, func(tx *sqldb.ReadTx) (err error) {
		counts, _, err = sqldb.One(ctx, tx, scanCounts, t.d.store.statements.Get("countsOf"), t.ws, t.v.ID)
		return err
	})
	if err != nil {
		return Check{}, err
	}
	with := []string{"finished", strconv.Itoa(counts.Finished), "quota", strconv.Itoa(most)}
	if counts.Finished >= most {
		return fail("full", with...), nil
	}
	return pass("room").with(with...), nil
}

// met are the surveys that a person has seen, by any of their ids.
func (t *trial) met(ctx context.Context) (map[string]seen, error) {
	if t.seen != nil {
		return t.seen, nil
	}
	args := []any{t.ws}
	for i := range knownIDs {
		args = append(args, knownBy(t.visitor.IDs[min(i, len(t.visitor.IDs)-1)]))
	}
	all := map[string]seen{}
	err := t.reading(ctx, func(tx *sqldb.ReadTx) error {
		_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (id string, err error) {
			var m seen
			err = row.Scan(&id, &m.shown, &m.begun)
			all[id] = m
			return id, err
		}, t.d.store.statements.Get("seenBy"), args...)
		if err != nil {
			return err
		}
		return t.underWay(ctx, tx, all)
	})
	t.seen = all
	return all, err
}

func (t *trial) again(ctx context.Context) (Check, error) {
	if len(t.visitor.IDs) == 0 {
		return pass("never_seen"), nil
	}
	met, err := t.met(ctx)
	if err != nil {
		return Check{}, err
	}
	m, ok := met[t.v.ID]
	days := t.v.Content.Targeting.Again
	at := max(m.shown, m.begun)
	switch {
	case !ok:
		return pass("never_seen"), nil
	case days == 0:
		return fail("seen", "at", timeText(at)), nil
	}
	if next := at.Std().AddDate(0, 0, days); next.After(t.now) {
		return fail("seen", "at", timeText(at), "again", timeText(event.TimeOf(next))), nil
	}
	return pass("long_ago").with("at", timeText(at)), nil
}

func (t *trial) cooldown(ctx context.Context) (Check, error) {
	days := t.settings.CooldownDays
	switch {
	case t.v.Content.Targeting.IgnoresCooldown:
		return pass("ignored"), nil
	case days == 0:
		return pass("any"), nil
	case len(t.visitor.IDs) == 0:
		return pass("rested"), nil
	}
	met, err := t.met(ctx)
	if err != nil {
		return Check{}, err
	}
	var last event.Time
	other := ""
	for id, m := range met {
		if at := max(m.shown, m.begun); at > last || at == last && id < other {
			last, other = at, id
		}
	}
	if until := last.Std().AddDate(0, 0, days); last != 0 && until.After(t.now) {
		return fail("shown_lately", "at", timeText(last), "survey", other, "until", timeText(event.TimeOf(until))), nil
	}
	return pass("rested").with("days", strconv.Itoa(days)), nil
}

// quiet holds what is sent; a page that somebody looks at is not quiet.
func (t *trial) quiet(context.Context) (Check, error) {
	if t.settings.QuietFrom == "" || t.visitor.Via != ViaEmail {
		return pass("any"), nil
	}
	zone := t.visitor.Zone
	if zone == nil {
		zone = time.UTC
	}
	clock := t.now.In(zone).Format("15:04")
	if !t.settings.quietUntil(t.now, zone).IsZero() {
		return fail("quiet_hours", "clock", clock, "until", t.settings.QuietTo), nil
	}
	return pass("awake").with("clock", clock), nil
}
