package survey

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail"
)

// mostPressed is how many options a mail offers; of a question with more, it leads to the page.
const mostPressed = 12

// letter is the mail of a survey: its first question, whose answers can be pressed. page is the address of the answer page.
func (c *Content) letter(brand, lang string, theme Theme, traits map[string]string, page string) mail.Letter {
	say := func(t Text) string {
		return strings.TrimSpace(withoutAnswers(fill(t.in(lang, c.Languages[0]), traits)))
	}
	word := func(name string) string { return mail.Word(lang, name, "brand", brand) }
	theme = c.Theme.over(theme)
	l := mail.Letter{
		Language: lang, Brand: brand, Logo: theme.Logo, Accent: theme.Accent,
		Subject: cmp.Or(say(c.Email.Subject), word("survey.subject")), Preview: cmp.Or(say(c.Email.Preview), word("survey.preview")),
		Note: word("survey.note"),
	}
	q := c.firstAsked(&l, say)
	at := func(value string) string {
		query := url.Values{"language": {lang}}
		if value != "" {
			query.Set("answer", q.ID+":"+value)
		}
		return page + "?" + query.Encode()
	}
	if q == nil {
		l.Button = &mail.Choice{Label: mail.Word(lang, "survey.open"), URL: page}
		return l
	}
	l.Title, l.Low, l.High = say(q.Title), say(q.Low), say(q.High)
	if help := say(q.Help); help != "" {
		l.Text = append(l.Text, help)
	}
	l.Choices, l.Row = q.pressed(lang, say, at)
	if len(l.Choices) == 0 {
		l.Low, l.High = "", ""
		l.Button = &mail.Choice{Label: mail.Word(lang, "survey.open"), URL: at("")}
	}
	return l
}

// firstAsked is the question that comes first to who has said nothing; the notes before it become paragraphs. Nil where none asks.
func (c *Content) firstAsked(l *mail.Letter, say func(Text) string) *Question {
	for _, i := range c.way(nil) {
		q := &c.Questions[i]
		if q.Kind != Note {
			return q
		}
		for _, text := range []string{say(q.Title), say(q.Help)} {
			if text != "" {
				l.Text = append(l.Text, text)
			}
		}
	}
	return nil
}

// pressed are the answers to a question that one press gives, and whether they stand in a row.
func (q *Question) pressed(lang string, say func(Text) string, at func(string) string) (all []mail.Choice, row bool) {
	switch {
	case q.scored():
		low, high := q.scale()
		for n := low; n <= high; n++ {
			label := strconv.Itoa(n)
			all = append(all, mail.Choice{Label: label, Name: mail.Word(lang, "survey.score", "n", label, "m", strconv.Itoa(high)), URL: at(label)})
		}
		return all, true
	case q.Kind == Choice && len(q.Options) <= mostPressed:
		for _, o := range q.Options {
			all = append(all, mail.Choice{Label: say(o.Label), URL: at(o.ID)})
		}
	case q.Kind == Consent:
		all = []mail.Choice{{Label: mail.Word(lang, "survey.yes"), URL: at("yes")}, {Label: mail.Word(lang, "survey.no"), URL: at("no")}}
	}
	return all, false
}

// withoutAnswers has the words that stand in for answers, of which there are none in a mail.
func withoutAnswers(text string) string {
	return pipeForm.ReplaceAllStringFunc(text, func(found string) string { return pipesIn(found)[0].instead })
}

// Drawn is a mail to look at.
type Drawn struct {
	From     string `json:"from" doc:"empty while no mail server is set"`
	Subject  string `json:"subject"`
	Preview  string `json:"preview"`
	Language string `json:"language"`
	HTML     string `json:"html"`
	Plain    string `json:"plain"`
}

// DrawMail is the mail of a survey, saved or not, as somebody would get it of whom nothing is known. Faults: Invalid.
func (d *Desk) DrawMail(ctx context.Context, ws event.Workspace, c Content, lang string) (out Drawn, err error) {
	var f faults
	if c.check(&f); len(f.all) > 0 {
		return out, fault.Coded(fault.InvalidFields("This survey cannot be mailed yet.", f.all), "survey_not_mailed")
	}
	l, err := d.sample(ctx, ws, &c, lang, "#")
	if err != nil {
		return out, err
	}
	l.Unsubscribe = "#"
	out = Drawn{Subject: l.Subject, Preview: l.Preview, Language: l.Language, Plain: l.Plain()}
	if d.o.Mail != nil {
		out.From = d.o.Mail.From()
	}
	out.HTML, err = l.HTML()
	return out, err
}

// sample is the mail to nobody in particular.
func (d *Desk) sample(ctx context.Context, ws event.Workspace, c *Content, lang, page string) (l mail.Letter, err error) {
	settings, err := d.store.Settings(ctx, ws)
	if err != nil {
		return l, err
	}
	brand, err := d.o.Brand(ctx, ws)
	if err != nil {
		return l, err
	}
	best, _ := c.language([]string{lang})
	return c.letter(brand, best, settings.Theme, nil, page), nil
}

// TryMail sends a survey's mail to an address of the team, with a link that shows the survey and keeps nothing. Faults: NotFound, Invalid,
// Conflict (no mail server).
func (d *Desk) TryMail(ctx context.Context, ws event.Workspace, id, to, lang, by string) error {
	if !d.mails() {
		return mailOff()
	}
	v, err := d.store.Get(ctx, ws, id)
	if err != nil {
		return err
	}
	made, err := d.store.OpenLinks(ctx, ws, id, LinkDraft{Kind: PreviewLink, Name: "test mail", By: by})
	if err != nil {
		return err
	}
	l, err := d.sample(ctx, ws, &v.Content, lang, d.o.Mail.Root()+"/s/"+made[0].Token)
	if err != nil {
		return err
	}
	l.To = to
	return d.o.Mail.Put(ctx, mail.Draft{Workspace: ws, Occasion: "trial:" + made[0].ID, Kind: mail.Trial, About: id, Reference: made[0].ID, Letter: l})
}

func (d *Desk) mails() bool { return d.o.Mail != nil && d.o.Mail.Ready() }

func mailOff() error {
	return fault.Coded(fault.New(fault.Conflict, "No mail server is set: start Jejak with --mail-url and --mail-from."), "no_mail_server")
}
