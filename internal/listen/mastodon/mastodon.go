// Package mastodon brings in the posts of a hashtag, or those that a search finds, from a Mastodon server.
package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

const (
	pageSize   = "40"
	firstPages = 5   // that are read of what was said before a connection was made
	before     = "0" // is before every post: known once a sweep has found none
)

// Connector fetches posts. Settings: server; tag, or query with token.
type Connector struct {
	client *outbound.Client
	now    func() time.Time
}

// New makes the connector.
func New(client *outbound.Client, now func() time.Time) *Connector { return &Connector{client, now} }

// Kind is its name.
func (*Connector) Kind() string { return "mastodon" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "server", Required: true}, {Name: "tag"}, {Name: "query"}, {Name: "token", Secret: true}}
}

// Check wants a server, and either a hashtag or words to search for.
func (*Connector) Check(s connect.Settings) error {
	if err := outbound.Server(s["server"], "https://mastodon.social"); err != nil {
		return connect.Wrong("server", err.Error())
	}
	switch {
	case (s["tag"] == "") == (s["query"] == ""):
		return connect.Wrong("tag", "or query must be given, and not both")
	case s["tag"] != "" && strings.ContainsAny(strings.TrimPrefix(s["tag"], "#"), "#/?& \t"):
		return connect.Wrong("tag", "must be one hashtag, without spaces")
	case s["query"] != "" && s["token"] == "":
		return connect.Wrong("token", "must be given: Mastodon searches for those alone who are signed in")
	}
	return nil
}

// place is where fetching goes on. Posts come newest first: a sweep goes from the newest back to Since by Before, page by page, and
// then Newest is the next Since, so that a sweep that breaks off loses nothing.
type place struct {
	Since  string `json:"since,omitempty"`
	Newest string `json:"newest,omitempty"`
	Before string `json:"before,omitempty"`
	Pages  int    `json:"pages,omitempty"` // of this sweep
}

type status struct {
	ID         string    `json:"id"`
	URI        string    `json:"uri"`
	URL        string    `json:"url"`
	CreatedAt  time.Time `json:"created_at"`
	Content    string    `json:"content"`
	Spoiler    string    `json:"spoiler_text"`
	Language   string    `json:"language"`
	Replies    float64   `json:"replies_count"`
	Reblogs    float64   `json:"reblogs_count"`
	Favourites float64   `json:"favourites_count"`
	Account    struct {
		Acct      string   `json:"acct"`
		Bot       bool     `json:"bot"`
		Group     bool     `json:"group"`
		Followers *float64 `json:"followers_count"`
	} `json:"account"`
}

// Fetch reads a page of posts.
func (c *Connector) Fetch(ctx context.Context, s connect.Settings, raw json.RawMessage) (connect.Page, error) {
	p := connect.Resume[place](raw)
	header := map[string]string{"Accept": "application/json"}
	if s["token"] != "" {
		header["Authorization"] = "Bearer " + s["token"]
	}
	answer, err := c.client.Do(ctx, outbound.Call{URL: address(s, p), Header: header})
	if err == nil {
		err = answer.Fault(c.now())
	}
	if err != nil {
		return connect.Page{}, err
	}
	all, err := Read(answer.Body, s["query"] != "")
	if err != nil {
		return connect.Page{}, err
	}
	page := connect.Page{Wait: answer.Pause(c.now())}
	host := hostOf(s["server"])
	for _, one := range all {
		page.Mentions = append(page.Mentions, one.mention(host))
		if later(one.ID, p.Newest) {
			p.Newest = one.ID
		}
	}
	p.Pages++
	p.Before = next(answer.Header.Get("Link"))
	if s["query"] != "" && len(all) > 0 { // a search tells no next page
		p.Before = all[len(all)-1].ID
	}
	if len(all) == 0 || p.Before == "" || p.Since == "" && p.Pages >= firstPages {
		p = place{Since: cmp.Or(p.Newest, p.Since, before)}
	} else {
		page.More = true
	}
	page.Place, err = json.Marshal(p)
	return page, err
}

func address(s connect.Settings, p place) string {
	q := url.Values{"limit": {pageSize}}
	if p.Since != "" {
		q.Set("since_id", p.Since)
	}
	if p.Before != "" {
		q.Set("max_id", p.Before)
	}
	path := "/api/v1/timelines/tag/" + url.PathEscape(strings.TrimPrefix(s["tag"], "#"))
	if s["query"] != "" {
		path = "/api/v2/search"
		q.Set("type", "statuses")
		q.Set("q", s["query"])
		if p.Since != "" { // what a search calls the bound below
			q.Set("min_id", p.Since)
			q.Del("since_id")
		}
	}
	return strings.TrimRight(s["server"], "/") + path + "?" + q.Encode()
}

// Read reads the posts of a timeline, or of the answer to a search. Fault: Invalid.
func Read(body []byte, search bool) (all []status, err error) {
	if search {
		var found struct {
			Statuses []status `json:"statuses"`
		}
		err = json.Unmarshal(body, &found)
		all = found.Statuses
	} else {
		err = json.Unmarshal(body, &all)
	}
	if err != nil {
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "This server does not answer as Mastodon does: check its address."), "not_of_kind", "kind", "Mastodon")
	}
	return all, nil
}

func (s status) mention(host string) connect.Mention {
	m := connect.Mention{
		Network: "mastodon", ID: cmp.Or(s.URI, host+"/"+s.ID), Author: s.Account.Acct, AuthorKind: "person",
		URL: cmp.Or(s.URL, s.URI), Title: connect.Plain(s.Spoiler), Text: connect.Plain(s.Content), Language: s.Language, At: s.CreatedAt,
		Reach: s.Account.Followers,
	}
	if m.Author != "" && !strings.Contains(m.Author, "@") {
		m.Author += "@" + host // as other servers call somebody of this one
	}
	switch {
	case s.Account.Bot:
		m.AuthorKind = "bot"
	case s.Account.Group:
		m.AuthorKind = "group"
	}
	n := s.Replies + s.Reblogs + s.Favourites
	m.Interactions = &n
	return m
}

func hostOf(server string) string {
	if u, err := url.Parse(server); err == nil {
		return u.Hostname()
	}
	return ""
}

// later compares ids, which are numbers that grow with time and may be too long for one.
func later(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

var nextLink = regexp.MustCompile(`<([^<>]*)>[^<>]*rel="?next"?`)

// next is the max_id of the next page by the Link header (RFC 8288); "" on the last.
func next(link string) string {
	found := nextLink.FindStringSubmatch(link)
	if found == nil {
		return ""
	}
	u, err := url.Parse(found[1])
	if err != nil {
		return ""
	}
	return u.Query().Get("max_id")
}
