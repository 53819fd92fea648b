// Package bluesky brings in the posts that a search on Bluesky finds.
package bluesky

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

const (
	anybody    = "https://api.bsky.app" // answers without signing in
	home       = "https://bsky.social"  // where most people sign in
	pageSize   = "100"
	firstPages = 5 // that are read of what was said before a connection was made
	// overlap is how late a post may be found: those seen before are known by their ids.
	overlap = time.Hour
)

// Connector searches. Settings: query; language; handle with password; server.
type Connector struct {
	client *outbound.Client
	now    func() time.Time
}

// New makes the connector.
func New(client *outbound.Client, now func() time.Time) *Connector { return &Connector{client, now} }

// Kind is its name.
func (*Connector) Kind() string { return "bluesky" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "query", Required: true}, {Name: "language"}, {Name: "handle"}, {Name: "password", Secret: true}, {Name: "server"}}
}

// Check wants a handle and its app password together, or neither.
func (*Connector) Check(s connect.Settings) error {
	if (s["handle"] == "") != (s["password"] == "") {
		return connect.Wrong("password", "and handle must be given together: make an app password in the settings of Bluesky")
	}
	if s["server"] == "" {
		return nil
	}
	if err := outbound.Server(s["server"], home); err != nil {
		return connect.Wrong("server", err.Error())
	}
	return nil
}

type post struct {
	URI       string    `json:"uri"`
	IndexedAt time.Time `json:"indexedAt"`
	Likes     float64   `json:"likeCount"`
	Replies   float64   `json:"replyCount"`
	Reposts   float64   `json:"repostCount"`
	Quotes    float64   `json:"quoteCount"`
	Author    struct {
		DID          string `json:"did"`
		Handle       string `json:"handle"`
		Verification struct {
			Status string `json:"verifiedStatus"`
		} `json:"verification"`
	} `json:"author"`
	Record struct {
		Text      string   `json:"text"`
		CreatedAt string   `json:"createdAt"`
		Langs     []string `json:"langs"`
	} `json:"record"`
}

// Found is one page of a search, app.bsky.feed.searchPosts.
type Found struct {
	Cursor string `json:"cursor"`
	Posts  []post `json:"posts"`
}

// Fetch reads a page of posts.
func (c *Connector) Fetch(ctx context.Context, s connect.Settings, raw json.RawMessage) (connect.Page, error) {
	p := connect.Resume[connect.Sweep](raw)
	header := map[string]string{"Accept": "application/json"}
	server := cmp.Or(s["server"], anybody)
	if s["handle"] != "" {
		server = cmp.Or(s["server"], home)
		token, err := c.signIn(ctx, server, s)
		if err != nil {
			return connect.Page{}, err
		}
		header["Authorization"] = "Bearer " + token
	}
	answer, err := c.client.Do(ctx, outbound.Call{URL: address(server, s, p), Header: header})
	if err == nil {
		err = answer.Fault(c.now())
	}
	if err != nil {
		return connect.Page{}, err
	}
	found, err := Read(answer.Body)
	if err != nil {
		return connect.Page{}, err
	}
	page := connect.Page{Wait: answer.Pause(c.now())}
	for _, one := range found.Posts {
		if p.See(one.URI, one.IndexedAt, c.now()) {
			page.Mentions = append(page.Mentions, one.mention())
		}
	}
	page.More = p.Turn(found.Cursor, len(found.Posts) == 0, firstPages)
	page.Place, err = json.Marshal(p)
	return page, err
}

func address(server string, s connect.Settings, p connect.Sweep) string {
	q := url.Values{"q": {s["query"]}, "sort": {"latest"}, "limit": {pageSize}}
	if s["language"] != "" {
		q.Set("lang", s["language"])
	}
	if !p.Since.IsZero() {
		q.Set("since", p.Since.Add(-overlap).UTC().Format(time.RFC3339))
	}
	if p.Cursor != "" {
		q.Set("cursor", p.Cursor)
	}
	return strings.TrimRight(server, "/") + "/xrpc/app.bsky.feed.searchPosts?" + q.Encode()
}

// signIn begins a session, com.atproto.server.createSession.
func (c *Connector) signIn(ctx context.Context, server string, s connect.Settings) (string, error) {
	body, err := json.Marshal(map[string]string{"identifier": strings.TrimPrefix(s["handle"], "@"), "password": s["password"]})
	if err != nil {
		return "", err
	}
	answer, err := c.client.Do(ctx, outbound.Call{
		Method: http.MethodPost, URL: strings.TrimRight(server, "/") + "/xrpc/com.atproto.server.createSession",
		Header: map[string]string{"Content-Type": "application/json"}, Body: body,
	})
	if err != nil {
		return "", err
	}
	if answer.Status == http.StatusUnauthorized {
		return "", fault.Coded(fault.New(fault.Forbidden, "Bluesky does not know this handle with this app password: make a new one in its settings."), "bluesky_password")
	}
	if err := answer.Fault(c.now()); err != nil {
		return "", err
	}
	var session struct {
		Token string `json:"accessJwt"`
	}
	if err := json.Unmarshal(answer.Body, &session); err != nil || session.Token == "" {
		return "", fault.Coded(fault.Wrap(fault.Invalid, err, "This server does not answer as Bluesky does: check its address."), "not_of_kind", "kind", "Bluesky")
	}
	return session.Token, nil
}

// Read reads what a search found. Fault: Invalid.
func Read(body []byte) (Found, error) {
	var found Found
	if err := json.Unmarshal(body, &found); err != nil {
		return found, fault.Coded(fault.Wrap(fault.Invalid, err, "This server does not answer as Bluesky does: check its address."), "not_of_kind", "kind", "Bluesky")
	}
	return found, nil
}

func (p post) mention() connect.Mention {
	m := connect.Mention{
		Network: "bluesky", ID: p.URI, Author: p.Author.Handle, AuthorID: p.Author.DID, Verified: p.Author.Verification.Status == "valid",
		Text: p.Record.Text, At: p.IndexedAt,
	}
	if at, err := time.Parse(time.RFC3339, p.Record.CreatedAt); err == nil && at.Before(p.IndexedAt) {
		m.At = at // what the author says, where it is not later than when the network had it
	}
	if len(p.Record.Langs) > 0 {
		m.Language = p.Record.Langs[0]
	}
	if i := strings.LastIndexByte(p.URI, '/'); i >= 0 && p.Author.Handle != "" {
		m.URL = "https://bsky.app/profile/" + url.PathEscape(p.Author.Handle) + "/post/" + url.PathEscape(p.URI[i+1:])
	}
	n := p.Likes + p.Replies + p.Reposts + p.Quotes
	m.Interactions = &n
	return m
}
