package survey

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/fault"
)

// Limits of a survey.
const (
	maxQuestions = 60
	maxOptions   = 50
	maxText      = 2000
	maxLanguages = 20
	maxTests     = 10
)

var (
	idForm       = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
	languageForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	colourForm   = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	clockForm    = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
)

// faults gathers all that is wrong, so that it is told at once.
type faults struct{ all []fault.Field }

// bad notes one; the values of the code's words are called v1, v2 and so on.
func (f *faults) bad(field, code, format string, args ...any) {
	one := fault.Field{Name: field, Message: fmt.Sprintf(format, args...), Code: code}
	for i, v := range args {
		if one.With == nil {
			one.With = map[string]string{}
		}
		one.With[fmt.Sprintf("v%d", i+1)] = fmt.Sprintf("%.50v", v)
	}
	f.all = append(f.all, one)
}

func nth(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// check tells everything that is wrong with a survey's content but its rules over people, which an engine knows.
func (c *Content) check(f *faults) {
	if len(c.Languages) == 0 || len(c.Languages) > maxLanguages {
		f.bad("content.languages", "count", "must be 1 to %d", maxLanguages)
	}
	for i, l := range c.Languages {
		if !languageForm.MatchString(l) {
			f.bad(nth("content.languages", i), "language_tag", "must be a language tag such as en, id or zh-Hant")
		} else if slices.Contains(c.Languages[:i], l) {
			f.bad(nth("content.languages", i), "twice", "%s is there twice", l)
		}
	}
	if len(c.Questions) > maxQuestions {
		f.bad("content.questions", "most", "must be at most %d", maxQuestions)
		return
	}
	seen := map[string]bool{}
	for i := range c.Questions {
		q, at := &c.Questions[i], nth("content.questions", i)
		if !idForm.MatchString(q.ID) || q.ID == End {
			f.bad(at+".id", "id", "must be small letters, digits, - and _, and not end")
		} else if seen[q.ID] {
			f.bad(at+".id", "twice", "%s is there twice", q.ID)
		}
		seen[q.ID] = true
		c.checkQuestion(f, at, q)
		c.checkLogic(f, at, i)
	}
	c.checkText(f, "content.thanks", c.Thanks, false, len(c.Questions))
	c.Theme.check(f, "content.theme")
	c.checkText(f, "content.email.subject", c.Email.Subject, false, 0)
	c.checkText(f, "content.email.preview", c.Email.Preview, false, 0)
	if c.Email.OnTrigger && c.Targeting.Trigger == nil {
		f.bad("content.email.onTrigger", "needs_trigger", "needs a trigger: say after what the survey is due")
	}
	c.Targeting.check(f, "content.targeting")
	checkWord(f, "content.stage", c.Stage, 100)
	checkWord(f, "content.touchpoint", c.Touchpoint, 100)
}

func checkWord(f *faults, field, text string, most int) {
	if !plainText(text) || utf8.RuneCountInString(text) > most {
		f.bad(field, "text", "must be text of at most %d characters", most)
	}
}

// plainText reports whether a text can be kept: no broken bytes, no NUL.
func plainText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// checkText looks at words in all languages. Pipes may name questions before the one at index before only.
func (c *Content) checkText(f *faults, field string, t Text, needed bool, before int) {
	for l, words := range t {
		if !languageForm.MatchString(l) { // one that the survey does not have is kept, for when it has it again
			f.bad(field, "words_language", "has words in %.20q, which is no language tag", l)
			continue
		}
		if !plainText(words) || utf8.RuneCountInString(words) > maxText {
			f.bad(field+"."+l, "text", "must be text of at most %d characters", maxText)
			continue
		}
		for _, p := range pipesIn(words) {
			if p.kind == pipeAnswer && c.index(p.name) < 0 {
				f.bad(field+"."+l, "pipe_unknown", "speaks of the answer to %q, which is no question", p.name)
			} else if p.kind == pipeAnswer && c.index(p.name) >= before {
				f.bad(field+"."+l, "pipe_later", "speaks of the answer to %q, which does not come before", p.name)
			}
		}
	}
	if needed && len(c.Languages) > 0 && strings.TrimSpace(t[c.Languages[0]]) == "" {
		f.bad(field, "needs_words", "needs words in %s, which stand in for the other languages", c.Languages[0])
	}
}

func (c *Content) index(id string) int {
	return slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == id })
}

func (c *Content) checkQuestion(f *faults, at string, q *Question) {
	before := c.index(q.ID)
	c.checkText(f, at+".title", q.Title, true, before)
	for name, t := range map[string]Text{"help": q.Help, "low": q.Low, "high": q.High, "placeholder": q.Placeholder} {
		c.checkText(f, at+"."+name, t, false, before)
	}
	checkWord(f, at+".product", q.Product, 200)
	switch q.Kind {
	case Choice:
		c.checkOptions(f, at+".options", q.Options, before)
	case Matrix:
		c.checkOptions(f, at+".rows", q.Rows, before)
		c.checkOptions(f, at+".columns", q.Columns, before)
	case Rating:
		if q.Max != 0 && (q.Max < 3 || q.Max > 10) {
			f.bad(at+".max", "stars", "must be 3 to 10 stars")
		}
	case NPS, CSAT, CES, Open, Consent, Note, Review:
	default:
		f.bad(at+".kind", "kind", "must be one of nps csat ces rating choice matrix text consent note review")
	}
	if q.Kind != Choice && (len(q.Options) > 0 || q.Multiple || q.Other) {
		f.bad(at+".options", "only_choice", "belong to a question of the kind choice")
	}
	if q.Kind != Matrix && len(q.Rows)+len(q.Columns) > 0 {
		f.bad(at+".rows", "only_matrix", "belong to a question of the kind matrix")
	}
	if q.Kind == Note && q.Required {
		f.bad(at+".required", "note_required", "a note asks nothing, so nothing is required")
	}
}

func (c *Content) checkOptions(f *faults, field string, all []Option, before int) {
	if len(all) == 0 || len(all) > maxOptions {
		f.bad(field, "count", "must be 1 to %d", maxOptions)
		return
	}
	for i, o := range all {
		if !idForm.MatchString(o.ID) || o.ID == otherOption {
			f.bad(nth(field, i)+".id", "option_id", "must be small letters, digits, - and _, and not other")
		} else if slices.ContainsFunc(all[:i], func(p Option) bool { return p.ID == o.ID }) {
			f.bad(nth(field, i)+".id", "twice", "%s is there twice", o.ID)
		}
		c.checkText(f, nth(field, i)+".label", o.Label, true, before)
	}
}

// checkLogic looks at who is shown a question, and where it leads: conditions look back, jumps lead on, so every way has an end.
func (c *Content) checkLogic(f *faults, at string, i int) {
	q := &c.Questions[i]
	c.checkTests(f, at+".show", q.Show, i)
	if len(q.Next) > maxTests {
		f.bad(at+".next", "most", "must be at most %d", maxTests)
		return
	}
	for j, jump := range q.Next {
		field := nth(at+".next", j)
		c.checkTests(f, field+".when", jump.When, i+1)
		if jump.To == End {
			continue
		}
		switch to := c.index(jump.To); {
		case to < 0:
			f.bad(field+".to", "jump_unknown", "%.50q is no question, nor end", jump.To)
		case to <= i:
			f.bad(field+".to", "jump_back", "%q must come after this question", jump.To)
		}
	}
}

// checkTests looks at conditions, which may look at questions before the one at index before.
func (c *Content) checkTests(f *faults, field string, tests []Condition, before int) {
	if len(tests) > maxTests {
		f.bad(field, "most", "must be at most %d", maxTests)
		return
	}
	for i, t := range tests {
		at := nth(field, i)
		of := c.index(t.Question)
		if of < 0 || of >= before {
			f.bad(at+".question", "looks_back", "%.50q is no question that comes before", t.Question)
			continue
		}
		if code, message := c.Questions[of].badTest(t); message != "" {
			f.bad(at, code, "%s", message)
		}
	}
}

// badTest tells what is wrong with a condition on the answer to a question, and its code.
func (q *Question) badTest(t Condition) (code, message string) {
	switch t.Op {
	case "answered", "not_answered":
		return "", ""
	case "gte", "lte":
		if _, ok := numberOf(t.Value); !ok || !q.scored() {
			return "test_score", "compares a score with a number"
		}
	case "eq", "ne":
		if !q.mayEqual(t.Value) {
			return "test_value", "compares with a value that is no answer to that question"
		}
	case "in":
		list, ok := t.Value.([]any)
		if !ok || len(list) == 0 || len(list) > maxOptions || slices.ContainsFunc(list, func(v any) bool { return !q.mayEqual(v) }) {
			return "test_list", "needs a list of answers to that question"
		}
	default:
		return "test_kind", "must have one of the comparisons answered not_answered eq ne gte lte in"
	}
	return "", ""
}

// mayEqual reports whether a value can be the answer to a question.
func (q *Question) mayEqual(v any) bool {
	switch x := v.(type) {
	case bool:
		return q.Kind == Consent
	case string:
		return q.Kind == Choice && (q.offers(x) || x == otherOption && q.Other)
	default:
		_, ok := numberOf(v)
		return ok && q.scored()
	}
}

func (q *Question) offers(option string) bool { return has(q.Options, option) }

func has(all []Option, id string) bool {
	return slices.ContainsFunc(all, func(o Option) bool { return o.ID == id })
}

func (t Theme) check(f *faults, field string) {
	for name, colour := range map[string]string{"accent": t.Accent, "background": t.Background, "text": t.Text} {
		if colour != "" && !colourForm.MatchString(colour) {
			f.bad(field+"."+name, "colour", "must be a colour such as #1f6feb")
		}
	}
	if t.Radius != nil && (*t.Radius < 0 || *t.Radius > 24) {
		f.bad(field+".radius", "radius", "must be 0 to 24 pixels")
	}
	if t.Logo == "" {
		return
	}
	if u, err := url.Parse(t.Logo); err != nil || u.Scheme != "https" || u.Host == "" || len(t.Logo) > 500 {
		f.bad(field+".logo", "logo", "must be an https address of at most 500 characters")
	}
}

func (t *Targeting) check(f *faults, field string) {
	for i, v := range t.Via {
		if !v.known() {
			f.bad(nth(field+".via", i), "via", "must be one of link widget email api")
		}
	}
	for i, p := range t.Where {
		if p == "" || len(p) > 500 || !plainText(p) {
			f.bad(nth(field+".where", i), "where", "must be an address or a path of at most 500 characters")
		}
	}
	if len(t.Where) > 20 {
		f.bad(field+".where", "most_pages", "must be at most 20")
	}
	if t.Share != nil && !(*t.Share >= 0 && *t.Share <= 1) {
		f.bad(field+".share", "share", "must be 0 to 1")
	}
	if t.Quota < 0 {
		f.bad(field+".quota", "quota", "must not be negative")
	}
	if t.Again < 0 || t.Again > 3650 {
		f.bad(field+".again", "again", "must be 0 to 3650 days")
	}
	if g := t.Trigger; g != nil && (g.Wait < 0 || g.Until < 0 || g.Wait > longestWait || g.Until > longestWait) {
		f.bad(field+".trigger", "trigger", "must wait, and stay due, for at most a year")
	}
}

func (v Via) known() bool { return slices.Contains([]Via{ViaLink, ViaWidget, ViaEmail, ViaAPI}, v) }

// check tells everything that is wrong with settings.
func (s Settings) check(f *faults) {
	if s.CooldownDays < 0 || s.CooldownDays > 365 {
		f.bad("cooldownDays", "cooldown", "must be 0 to 365")
	}
	for name, clock := range map[string]string{"quietFrom": s.QuietFrom, "quietTo": s.QuietTo} {
		if clock != "" && !clockForm.MatchString(clock) {
			f.bad(name, "clock", "must be a time of day such as 21:00")
		}
	}
	if (s.QuietFrom == "") != (s.QuietTo == "") {
		f.bad("quietTo", "quiet", "quiet hours need both their beginning and their end")
	}
	s.Theme.check(f, "theme")
}
