package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/listen/topic"
	"jejak/internal/voice/heard"
)

// TopicList is the topics of a workspace, the oldest first.
type TopicList struct {
	Topics []topic.Topic `json:"topics"`
}

// TopicBody is a topic to make, or to put in the place of another one.
type TopicBody struct {
	Name       string     `json:"name" minLength:"1" maxLength:"100"`
	Kind       topic.Kind `json:"kind" enum:"brand,competitor,campaign,other"`
	Query      string     `json:"query" maxLength:"4000" doc:"words, \"phrases\", prefix*, #tag, @name, AND, OR, NOT or -, parentheses, and lang: network: author: kind: topic:"`
	Exclusions string     `json:"exclusions,omitempty" maxLength:"4000" doc:"a query too: what fits it is left out"`
	Colour     string     `json:"colour,omitempty" maxLength:"7"`
	Version    int        `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// TopicTry is a topic that is not kept, and where to look for it.
type TopicTry struct {
	VoiceQuery
	Query      string `json:"query" maxLength:"4000"`
	Exclusions string `json:"exclusions,omitempty" maxLength:"4000"`
}

// AuthorRules say which authors of mentions are people who are known; none by default.
type AuthorRules struct {
	Rules []topic.AuthorRule `json:"rules" maxItems:"50"`
}

func (a *API) registerListening() {
	const tag = "Voice"
	const topics, one = wsRoot + "/voice/topics", wsRoot + "/voice/topics/{id}"
	const authors = wsRoot + "/voice/authors"
	register(a, asks(describe("POST", wsRoot+"/voice/listening", "listen", tag, "Mentions by topic, with their share of voice, and by where they were heard")), needs(account.Ask), a.listen)
	register(a, describe("GET", topics, "listTopics", tag, "Topics"), needs(account.Ask), a.listTopics)
	register(a, created(describe("POST", topics, "createTopic", tag, "Make a topic; the mentions of all time are held against it at once")), needs(account.VoiceEdit), a.createTopic)
	register(a, asks(describe("POST", topics+"/try", "tryTopic", tag, "What a topic would find, without keeping it")), needs(account.Ask), a.tryTopic)
	register(a, describe("PUT", one, "changeTopic", tag, "Change a topic"), needs(account.VoiceEdit), a.changeTopic)
	register(a, describe("DELETE", one, "deleteTopic", tag, "Delete a topic; its mentions stay"), needs(account.VoiceEdit), a.deleteTopic)
	register(a, describe("GET", authors, "getAuthorRules", tag, "Which authors of mentions are people who are known"), needs(account.Ask), a.getAuthorRules)
	register(a, describe("PUT", authors, "setAuthorRules", tag, "Say which authors of mentions are people who are known; it counts for what comes from then on"), needs(account.WorkspaceManage), a.setAuthorRules)
}

func (a *API) listen(ctx context.Context, in *wsRequest[VoiceQuery]) (*reply[heard.Listening], error) {
	q, zone, err := a.voiceQuery(ctx, in.WS, in.Body)
	if err != nil {
		return nil, err
	}
	got, err := a.o.Heard.Listen(ctx, in.WS, q, zone)
	return answer(got), err
}

func (a *API) listTopics(ctx context.Context, in *InWorkspace) (*reply[TopicList], error) {
	all, err := a.o.Topics.List(ctx, in.WS)
	return answer(TopicList{Topics: all}), err
}

func (b TopicBody) topic(id string) topic.Topic {
	return topic.Topic{ID: id, Name: b.Name, Kind: b.Kind, Query: b.Query, Exclusions: b.Exclusions, Colour: b.Colour, Stamp: document.Stamp{Version: b.Version}}
}

func (a *API) createTopic(ctx context.Context, in *wsRequest[TopicBody]) (*reply[topic.Topic], error) {
	one, err := a.o.Topics.Create(ctx, in.WS, in.Body.topic(""), a.o.Accounts.Audit(callerOf(ctx), in.WS, "topic.create", "", in.Body.Name))
	return answer(one), err
}

func (a *API) changeTopic(ctx context.Context, in *documentRequest[TopicBody]) (*reply[topic.Topic], error) {
	one, err := a.o.Topics.Update(ctx, in.WS, in.Body.topic(in.ID), a.o.Accounts.Audit(callerOf(ctx), in.WS, "topic.change", "topic:"+in.ID, in.Body.Name))
	return answer(one), err
}

func (a *API) deleteTopic(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Topics.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "topic.delete", "topic:"+in.ID, ""))
}

func (a *API) tryTopic(ctx context.Context, in *wsRequest[TopicTry]) (*reply[heard.Trial], error) {
	q, _, err := a.voiceQuery(ctx, in.WS, in.Body.VoiceQuery)
	if err != nil {
		return nil, err
	}
	got, err := a.o.Heard.Try(ctx, in.WS, topic.Topic{Query: in.Body.Query, Exclusions: in.Body.Exclusions}, q)
	if err == nil && a.hides(ctx, in.WS) {
		for _, e := range got.Examples {
			for i := range e.Parts {
				e.Parts[i].Text = shortenIn(e.Parts[i].Text)
			}
		}
	}
	return answer(got), err
}

func (a *API) getAuthorRules(ctx context.Context, in *InWorkspace) (*reply[AuthorRules], error) {
	return a.authorRules(ctx, in.WS)
}

func (a *API) authorRules(ctx context.Context, ws event.Workspace) (*reply[AuthorRules], error) {
	all, err := a.o.Topics.Authors(ctx, ws)
	return answer(AuthorRules{Rules: all}), err
}

func (a *API) setAuthorRules(ctx context.Context, in *wsRequest[AuthorRules]) (*reply[AuthorRules], error) {
	if err := a.o.Topics.SetAuthors(ctx, in.WS, in.Body.Rules, a.o.Accounts.Audit(callerOf(ctx), in.WS, "authors.change", "", "")); err != nil {
		return nil, err
	}
	return a.authorRules(ctx, in.WS)
}
