package api

import (
	"context"
	"fmt"
	"strings"

	"jejak/internal/account"
	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/help"
)

// HelpShelf is all that a workspace has to answer with.
type HelpShelf struct {
	Articles []help.Article `json:"articles"`
	Use      []help.Use     `json:"use" doc:"of those that anybody has read"`
	Asked    []help.Asked   `json:"asked" doc:"questions that no article answered, those asked most often first, settled ones last"`
	Site     *help.Site     `json:"site,omitempty" doc:"the public help page; absent where there is none"`
}

// HelpBody is an article to make, or to put in the place of another one.
type HelpBody struct {
	Kind      string               `json:"kind,omitempty" enum:"article,faq"`
	Texts     map[string]help.Text `json:"texts" doc:"by language"`
	First     string               `json:"first,omitempty" maxLength:"35" doc:"the language to fall back on"`
	Published bool                 `json:"published,omitempty"`
	Owner     string               `json:"owner,omitempty" maxLength:"200"`
	Version   int                  `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// HelpVersions are all versions of an article, the oldest first.
type HelpVersions struct {
	Versions []help.Article `json:"versions"`
}

type helpCompare struct {
	DocumentPath
	From int `query:"from" minimum:"1" required:"true"`
	To   int `query:"to" minimum:"1" required:"true"`
}

// HelpComparison is how two versions of an article differ.
type HelpComparison struct {
	Differences []help.Difference `json:"differences" doc:"none where they are the same"`
}

// HelpRestore names a version.
type HelpRestore struct {
	Version int `json:"version" minimum:"1"`
}

// HelpMarkdown is text to look at.
type HelpMarkdown struct {
	Markdown string `json:"markdown" maxLength:"60000"`
}

// HelpPreview is what readers would see.
type HelpPreview struct {
	HTML string `json:"html" doc:"safe to show"`
}

// HelpDone says whether somebody has seen to a question.
type HelpDone struct {
	Done bool `json:"done"`
}

const helpTag = "Help"

func (a *API) registerHelp() {
	const path, articles = wsRoot + "/help", wsRoot + "/help/articles"
	register(a, describe("GET", path, "getHelp", helpTag, "Articles, how they are used, and what none of them answered"), needs(account.Ask), a.getHelp)
	register(a, describe("PUT", path+"/site", "setHelpSite", helpTag, "Set the public help page"), needs(account.VoiceEdit), a.setHelpSite)
	register(a, asks(describe("POST", path+"/preview", "previewHelp", helpTag, "Markdown as readers see it")), needs(account.Ask), a.previewHelp)
	register(a, asks(describe("POST", path+"/search", "searchHelp", helpTag, "Find the articles that answer a question; nothing is counted")), needs(account.Ask), a.searchHelp)
	register(a, describe("PUT", path+"/questions/{id}", "settleHelpQuestion", helpTag, "Say whether a question without an answer is seen to"), needs(account.VoiceEdit), a.settleHelp)
	register(a, created(describe("POST", articles, "createArticle", helpTag, "Write an article")), needs(account.VoiceEdit), a.createArticle)
	register(a, describe("GET", articles+"/{id}", "getArticle", helpTag, "One article"), needs(account.Ask), a.getArticle)
	register(a, describe("PUT", articles+"/{id}", "changeArticle", helpTag, "Change an article; every version is kept"), needs(account.VoiceEdit), a.changeArticle)
	register(a, describe("DELETE", articles+"/{id}", "deleteArticle", helpTag, "Delete an article with its versions"), needs(account.VoiceEdit), a.deleteArticle)
	register(a, describe("GET", articles+"/{id}/versions", "articleVersions", helpTag, "All versions of an article"), needs(account.Ask), a.articleVersions)
	register(a, describe("GET", articles+"/{id}/compare", "compareArticle", helpTag, "How two versions of an article differ"), needs(account.Ask), a.compareArticle)
	register(a, describe("POST", articles+"/{id}/restore", "restoreArticle", helpTag, "Bring the texts of a version back as a new one: nothing is lost"), needs(account.VoiceEdit), a.restoreArticle)
	a.registerPublicHelp()
}

func (a *API) getHelp(ctx context.Context, in *InWorkspace) (*reply[HelpShelf], error) {
	var out HelpShelf
	var err error
	if out.Articles, err = a.o.Help.List(ctx, in.WS); err != nil {
		return nil, err
	}
	if out.Use, err = a.o.Help.Use(ctx, in.WS); err != nil {
		return nil, err
	}
	if out.Asked, err = a.o.Help.Asked(ctx, in.WS); err != nil {
		return nil, err
	}
	site, ok, err := a.o.Help.Site(ctx, in.WS)
	if ok {
		out.Site = &site
	}
	return answer(out), err
}

func (a *API) setHelpSite(ctx context.Context, in *wsRequest[help.Site]) (*reply[help.Site], error) {
	err := a.o.Help.KeepSite(ctx, in.WS, in.Body, a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.site", "", in.Body.Slug))
	return answer(in.Body), err
}

func (a *API) previewHelp(_ context.Context, in *wsRequest[HelpMarkdown]) (*reply[HelpPreview], error) {
	return answer(HelpPreview{HTML: string(a.o.Help.Renderer.HTML(in.Body.Markdown))}), nil
}

func (a *API) searchHelp(ctx context.Context, in *wsRequest[HelpQuestion]) (*reply[help.Answer], error) {
	got, err := a.o.Help.Search(ctx, in.WS, in.Body.Question, in.Body.Languages)
	return answer(got), err
}

func (a *API) settleHelp(ctx context.Context, in *documentRequest[HelpDone]) (*nothing, error) {
	return nil, a.o.Help.Settle(ctx, in.WS, in.ID, in.Body.Done, a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.settle", "question:"+in.ID, ""))
}

func (b *HelpBody) article(id string) help.Article {
	return help.Article{ID: id, Kind: b.Kind, Texts: b.Texts, First: b.First, Published: b.Published, Owner: b.Owner, Stamp: document.Stamp{Version: b.Version}}
}

func (a *API) createArticle(ctx context.Context, in *wsRequest[HelpBody]) (*reply[help.Article], error) {
	one, err := a.o.Help.Create(ctx, in.WS, callerOf(ctx).Name(), in.Body.article(""), a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.create", "", ""))
	return answer(one), err
}

func (a *API) getArticle(ctx context.Context, in *DocumentPath) (*reply[help.Article], error) {
	one, err := a.o.Help.Get(ctx, in.WS, in.ID)
	return answer(one), err
}

func (a *API) changeArticle(ctx context.Context, in *documentRequest[HelpBody]) (*reply[help.Article], error) {
	one, err := a.o.Help.Update(ctx, in.WS, callerOf(ctx).Name(), in.Body.article(in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.change", "article:"+in.ID, ""))
	return answer(one), err
}

func (a *API) deleteArticle(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Help.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.delete", "article:"+in.ID, ""))
}

func (a *API) articleVersions(ctx context.Context, in *DocumentPath) (*reply[HelpVersions], error) {
	all, err := a.o.Help.Versions(ctx, in.WS, in.ID)
	return answer(HelpVersions{Versions: all}), err
}

func (a *API) compareArticle(ctx context.Context, in *helpCompare) (*reply[HelpComparison], error) {
	from, err := a.o.Help.Version(ctx, in.WS, in.ID, in.From)
	if err != nil {
		return nil, err
	}
	to, err := a.o.Help.Version(ctx, in.WS, in.ID, in.To)
	return answer(HelpComparison{Differences: help.Compare(from, to)}), err
}

func (a *API) restoreArticle(ctx context.Context, in *documentRequest[HelpRestore]) (*reply[help.Article], error) {
	one, err := a.o.Help.Restore(ctx, in.WS, callerOf(ctx).Name(), in.ID, in.Body.Version,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "help.restore", "article:"+in.ID, fmt.Sprintf("version %d", in.Body.Version)))
	return answer(one), err
}

// What is told of help as events.
const (
	eventSearched = "Help Searched"
	eventNotFound = "Help Not Found"
)

// askHelp searches, notes what has no answer, and tells the timeline of whoever asked.
func (a *API) askHelp(ctx context.Context, ws event.Workspace, question string, languages []string, ids []event.ID) (help.Answer, error) {
	got, err := a.o.Help.Search(ctx, ws, question, languages)
	if err != nil {
		return got, err
	}
	language := ""
	if len(languages) > 0 {
		language = languages[0]
	}
	name := eventSearched
	if !got.Known {
		name = eventNotFound
		if !a.o.ReadOnly {
			if err := a.o.Help.Note(ctx, ws, question, language); err != nil {
				return got, err
			}
		}
	}
	properties := map[string]any{"query": question, "language": language, "results": len(got.Hits)}
	if got.Known {
		properties["article"], properties["title"] = got.Hits[0].Article, got.Hits[0].Title
	}
	return got, a.tellHelp(ctx, ws, name, ids, properties)
}

// tellHelp puts an event on a person's timeline; of nobody there is none.
func (a *API) tellHelp(ctx context.Context, ws event.Workspace, name string, ids []event.ID, properties map[string]any) error {
	if len(ids) == 0 || a.o.HelpTold == nil || a.o.ReadOnly {
		return nil
	}
	return a.o.HelpTold(ctx, ws, name, ids, properties)
}

func idsOf(anonymous, user string) (ids []event.ID) {
	if anonymous = strings.TrimSpace(anonymous); anonymous != "" {
		ids = append(ids, event.ID{Type: event.AnonymousID, Value: anonymous})
	}
	if user = strings.TrimSpace(user); user != "" {
		ids = append(ids, event.ID{Type: event.UserID, Value: user})
	}
	return ids
}
