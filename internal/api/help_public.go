package api

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/help"
)

// HelpQuestion is what somebody asks.
type HelpQuestion struct {
	Question    string   `json:"question" minLength:"1" maxLength:"300"`
	Languages   []string `json:"languages,omitempty" maxItems:"20" doc:"that they read, the best first"`
	AnonymousID string   `json:"anonymousId,omitempty" maxLength:"1000" doc:"whose timeline the question goes on"`
	UserID      string   `json:"userId,omitempty" maxLength:"1000"`
}

// HelpSlug names a public help page.
type HelpSlug struct {
	Slug string `path:"slug" maxLength:"60"`
}

type helpAsk struct {
	HelpSlug
	Body HelpQuestion
}

type helpReading struct {
	HelpSlug
	ID        string   `path:"id" maxLength:"40"`
	Languages []string `query:"languages" nullable:"false" maxItems:"20" doc:"that the reader prefers, the best first"`
}

// HelpReading is an article as its reader sees it.
type HelpReading struct {
	Article  string `json:"article"`
	Language string `json:"language" doc:"of the text: the first of those asked for that the article has, else its main one"`
	Title    string `json:"title"`
	HTML     string `json:"html" doc:"safe to show: no script, no style, no form"`
}

type helpSaying struct {
	HelpSlug
	ID   string `path:"id" maxLength:"40"`
	Body HelpSaid
}

// HelpSaid is what a reader says of an article.
type HelpSaid struct {
	Helped bool `json:"helped"`
}

func (a *API) registerPublicHelp() {
	const path = publicRoot + "/help/{slug}"
	ask := anywhere(describe("POST", path+"/answer", "answerHelp", helpTag, "Ask the help page of a brand"))
	ask.Description = "A question that no article answers is noted; with an id, what was asked goes on the person's timeline."
	register(a, ask, anybody(), a.answerHelp)
	register(a, anywhere(describe("GET", path+"/articles/{id}", "readHelp", helpTag, "Read a published article; it is counted as read")), anybody(), a.readHelp)
	register(a, anywhere(describe("POST", path+"/articles/{id}/said", "sayHelp", helpTag, "Say whether an article helped")), anybody(), a.sayHelp)
}

// openHelp lets somebody in who is no account: not too often, and only where a help page is open.
func (a *API) openHelp(ctx context.Context, slug string) (event.Workspace, error) {
	if err := slower(a.helped.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return 0, err
	}
	ws, _, err := a.o.Help.Find(ctx, slug)
	return ws, err
}

// published is an article that anybody may read, in the best of a reader's languages.
func (a *API) published(ctx context.Context, ws event.Workspace, id string, languages []string) (HelpReading, error) {
	one, err := a.o.Help.Get(ctx, ws, id)
	if err != nil || !one.Published {
		return HelpReading{}, notShown(err)
	}
	language, text := one.Best(languages)
	return HelpReading{Article: one.ID, Language: language, Title: text.Title, HTML: string(a.o.Help.Renderer.HTML(text.Body))}, nil
}

// notShown says of a draft what it says of an article that is not there.
func notShown(err error) error {
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return fault.New(fault.NotFound, "There is no such article here.")
}

func (a *API) answerHelp(ctx context.Context, in *helpAsk) (*reply[help.Answer], error) {
	ws, err := a.openHelp(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	b := in.Body
	got, err := a.askHelp(ctx, ws, b.Question, b.Languages, idsOf(b.AnonymousID, b.UserID))
	return answer(got), err
}

func (a *API) readHelp(ctx context.Context, in *helpReading) (*reply[HelpReading], error) {
	ws, err := a.openHelp(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	out, err := a.published(ctx, ws, in.ID, in.Languages)
	if err == nil && !a.o.ReadOnly {
		err = a.o.Help.Read(ctx, ws, out.Article)
	}
	return answer(out), err
}

func (a *API) sayHelp(ctx context.Context, in *helpSaying) (*nothing, error) {
	ws, err := a.openHelp(ctx, in.Slug)
	if err != nil || a.o.ReadOnly {
		return nil, err
	}
	return nil, a.o.Help.Helped(ctx, ws, in.ID, in.Body.Helped)
}
