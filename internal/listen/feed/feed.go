// Package feed brings in the entries of RSS, Atom and JSON feeds.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

// Network is where the mentions of feeds were heard.
const Network = "feed"

// mostEntries of one feed are read, the first ones.
const mostEntries = 2000

// Connector fetches feeds. Settings: url.
type Connector struct {
	client *outbound.Client
	now    func() time.Time
}

// New makes the connector.
func New(client *outbound.Client, now func() time.Time) *Connector { return &Connector{client, now} }

// Kind is its name.
func (*Connector) Kind() string { return "feed" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "url", Required: true}}
}

// Check reads the address.
func (*Connector) Check(s connect.Settings) error {
	if _, err := outbound.Address(s["url"]); err != nil {
		return connect.Wrong("url", err.Error())
	}
	return nil
}

// place is where reading goes on: how to ask whether anything changed (RFC 9110, 13.1), and what was read.
type place struct {
	ETag     string       `json:"etag,omitempty"`
	Modified string       `json:"modified,omitempty"`
	Seen     connect.Seen `json:"seen"`
}

// Fetch reads the entries that are new.
func (c *Connector) Fetch(ctx context.Context, s connect.Settings, raw json.RawMessage) (connect.Page, error) {
	p := connect.Resume[place](raw)
	header := map[string]string{"Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9, */*;q=0.1"}
	if p.ETag != "" {
		header["If-None-Match"] = p.ETag
	}
	if p.Modified != "" {
		header["If-Modified-Since"] = p.Modified
	}
	answer, err := c.client.Do(ctx, outbound.Call{URL: s["url"], Header: header})
	if err != nil {
		return connect.Page{}, err
	}
	if err := answer.Fault(c.now()); err != nil {
		return connect.Page{}, err
	}
	page := connect.Page{Wait: answer.Pause(c.now())}
	if answer.Status == 304 {
		return page, nil
	}
	all, err := Read(answer.Body, s["url"])
	if err != nil {
		return page, err
	}
	for _, m := range all {
		if p.Seen.Add(m.ID) {
			page.Mentions = append(page.Mentions, m)
		}
	}
	p.ETag, p.Modified = short(answer.Header.Get("ETag")), short(answer.Header.Get("Last-Modified"))
	page.Place, err = json.Marshal(p)
	return page, err
}

func short(header string) string {
	if len(header) > 300 {
		return ""
	}
	return header
}

// Read reads the entries of a feed that was found at an address. Fault: Invalid (no feed, or a broken one).
func Read(body []byte, address string) ([]connect.Mention, error) {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		if other := feedOf(body, address); other != "" {
			return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "This is a page, and its feed is at %s: give that address.", other), "page_of_feed", "url", other)
		}
		return nil, fault.Coded(fault.Wrap(fault.Invalid, err, "This is not a feed that can be read: it must be RSS, Atom or JSON Feed, and whole."), "no_feed")
	}
	at, err := url.Parse(address)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "This is not the address of a feed.")
	}
	out := make([]connect.Mention, 0, len(feed.Items))
	for i, item := range feed.Items {
		if i == mostEntries {
			break
		}
		if item != nil {
			out = append(out, mention(feed, item, at))
		}
	}
	return out, nil
}

func mention(feed *gofeed.Feed, item *gofeed.Item, at *url.URL) connect.Mention {
	link := strings.TrimSpace(item.Link)
	if to, err := at.Parse(link); err == nil && link != "" {
		link = to.String()
	}
	m := connect.Mention{
		Network: Network, ID: strings.TrimSpace(item.GUID), URL: link, Title: connect.Plain(item.Title),
		Text: connect.Plain(cmp.Or(item.Content, item.Description)), Language: feed.Language, Channel: "web",
	}
	switch {
	case m.ID == "" && link != "":
		m.ID = link
	case m.ID == "":
		sum := sha256.Sum256([]byte(item.Title + "\x00" + item.Published + "\x00" + m.Text))
		m.ID = at.Hostname() + ":" + hex.EncodeToString(sum[:12])
	case !strings.Contains(m.ID, ":"): // a number that other feeds give too
		m.ID = at.Hostname() + ":" + m.ID
	}
	for _, when := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if when != nil && m.At.IsZero() {
			m.At = *when
		}
	}
	m.Author = author(item)
	m.AuthorID = at.Hostname()
	if m.Author != "" {
		m.AuthorID += "/" + m.Author // a name is known in its feed alone
	}
	m.Author = cmp.Or(m.Author, strings.TrimSpace(feed.Title), at.Hostname())
	return m
}

func author(item *gofeed.Item) string {
	for _, a := range item.Authors {
		if a != nil && strings.TrimSpace(a.Name) != "" {
			return connect.Plain(a.Name)
		}
	}
	if dc := item.DublinCoreExt; dc != nil && len(dc.Creator) > 0 {
		return connect.Plain(dc.Creator[0])
	}
	return ""
}

// feedOf is the address of the feed that a page names in its head; "" where it is no page, or names none.
func feedOf(page []byte, address string) string {
	base, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for reader := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch reader.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := reader.Token()
			if token.DataAtom == atom.Body {
				return ""
			}
			if token.DataAtom != atom.Link {
				continue
			}
			if to, err := base.Parse(feedLink(token.Attr)); err == nil && to.String() != base.String() {
				if _, err := outbound.Address(to.String()); err == nil {
					return to.String()
				}
			}
		}
	}
}

func feedLink(attributes []html.Attribute) string {
	a := map[string]string{}
	for _, one := range attributes {
		a[one.Key] = one.Val
	}
	switch a["type"] {
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		return a["href"]
	}
	return ""
}
