// Package youtube brings in the comments under the videos of a channel, or under one video.
package youtube

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

const (
	service    = "https://www.googleapis.com"
	pageSize   = "100"
	firstPages = 3 // that are read of what was said before a connection was made
	// overlap is how late a comment may be shown: those seen before are known by their ids.
	overlap = time.Hour
)

// Connector fetches comments. Settings: channel or video; key.
type Connector struct {
	client  *outbound.Client
	now     func() time.Time
	service string
}

// New makes the connector.
func New(client *outbound.Client, now func() time.Time) *Connector {
	return &Connector{client, now, service}
}

// Kind is its name.
func (*Connector) Kind() string { return "youtube" }

// Fields are its settings.
func (*Connector) Fields() []connect.Field {
	return []connect.Field{{Name: "channel"}, {Name: "video"}, {Name: "key", Required: true, Secret: true}}
}

// Check wants a channel or a video.
func (*Connector) Check(s connect.Settings) error {
	switch channel, video := s["channel"], s["video"]; {
	case (channel == "") == (video == ""):
		return connect.Wrong("channel", "or video must be given, and not both")
	case channel != "" && !strings.HasPrefix(channel, "@") && (!strings.HasPrefix(channel, "UC") || len(channel) != 24):
		return connect.Wrong("channel", "must be a handle, such as @nusa, or the id that begins with UC")
	case video != "" && len(video) != 11:
		return connect.Wrong("video", "must be the id of 11 characters that follows v= in its address")
	}
	return nil
}

// place is where fetching goes on.
type place struct {
	connect.Sweep
	Channel string `json:"channel,omitempty"` // the id behind a handle
	Handle  string `json:"handle,omitempty"`
}

type comment struct {
	ID      string `json:"id"`
	Snippet struct {
		VideoID   string                 `json:"videoId"`
		Author    string                 `json:"authorDisplayName"`
		AuthorIs  struct{ Value string } `json:"authorChannelId"`
		Text      string                 `json:"textOriginal"`
		Shown     string                 `json:"textDisplay"`
		Likes     float64                `json:"likeCount"`
		Published time.Time              `json:"publishedAt"`
	} `json:"snippet"`
}

type thread struct {
	ID      string `json:"id"`
	Snippet struct {
		VideoID string  `json:"videoId"`
		Top     comment `json:"topLevelComment"`
		Replies float64 `json:"totalReplyCount"`
	} `json:"snippet"`
	Replies struct {
		Comments []comment `json:"comments"`
	} `json:"replies"`
}

// Threads is one page of commentThreads.list.
type Threads struct {
	Next  string   `json:"nextPageToken"`
	Items []thread `json:"items"`
}

// channels is an answer of channels.list.
type channels struct {
	Items []struct {
		ID string `json:"id"`
	} `json:"items"`
}

// videos is an answer of videos.list.
type videos struct {
	Items []struct {
		ID      string `json:"id"`
		Snippet struct {
			Title string `json:"title"`
		} `json:"snippet"`
		Statistics struct {
			Views string `json:"viewCount"`
		} `json:"statistics"`
	} `json:"items"`
}

// into notes videos by their ids.
func (v videos) into(known map[string]video) {
	for _, one := range v.Items {
		noted := video{title: one.Snippet.Title}
		if n, err := strconv.ParseFloat(one.Statistics.Views, 64); err == nil {
			noted.views = &n
		}
		known[one.ID] = noted
	}
}

type video struct {
	title string
	views *float64
}

// Fetch reads a page of comments, and what the videos below which they stand are called.
func (c *Connector) Fetch(ctx context.Context, s connect.Settings, raw json.RawMessage) (connect.Page, error) {
	p := connect.Resume[place](raw)
	if err := c.resolve(ctx, s, &p); err != nil {
		return connect.Page{}, err
	}
	q := url.Values{"part": {"snippet,replies"}, "maxResults": {pageSize}, "order": {"time"}, "textFormat": {"plainText"}}
	if s["video"] != "" {
		q.Set("videoId", s["video"])
	} else {
		q.Set("allThreadsRelatedToChannelId", p.Channel)
	}
	if p.Cursor != "" {
		q.Set("pageToken", p.Cursor)
	}
	got, err := ask[Threads](ctx, c, s["key"], "commentThreads", q)
	if err != nil {
		return connect.Page{}, err
	}
	below, err := c.videos(ctx, s["key"], got.Items)
	if err != nil {
		return connect.Page{}, err
	}
	var page connect.Page
	reached := false
	for _, m := range Mentions(got, below) {
		reached = reached || !p.Since.IsZero() && m.At.Before(p.Since.Add(-overlap))
		if p.See(m.ID, m.At, c.now()) {
			page.Mentions = append(page.Mentions, m)
		}
	}
	page.More = p.Turn(got.Next, reached, firstPages)
	page.Place, err = json.Marshal(p)
	return page, err
}

// resolve finds the id behind a handle, once.
func (c *Connector) resolve(ctx context.Context, s connect.Settings, p *place) error {
	channel := s["channel"]
	if !strings.HasPrefix(channel, "@") {
		p.Channel = channel
		return nil
	}
	if p.Handle == channel && p.Channel != "" {
		return nil
	}
	got, err := ask[channels](ctx, c, s["key"], "channels", url.Values{"part": {"id"}, "forHandle": {channel}})
	if err != nil {
		return err
	}
	if len(got.Items) == 0 {
		return fault.Coded(fault.New(fault.NotFound, "YouTube knows no channel %s: check the handle.", channel), "youtube_no_channel", "channel", channel)
	}
	p.Handle, p.Channel = channel, got.Items[0].ID
	return nil
}

// videos are what the videos of some comments are called, and how often they were seen.
func (c *Connector) videos(ctx context.Context, key string, threads []thread) (map[string]video, error) {
	var ids []string
	for _, t := range threads {
		if id := t.Snippet.VideoID; id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	out := map[string]video{}
	for some := range slices.Chunk(ids, 50) {
		got, err := ask[videos](ctx, c, key, "videos", url.Values{"part": {"snippet,statistics"}, "id": {strings.Join(some, ",")}})
		if err != nil {
			return nil, err
		}
		got.into(out)
	}
	return out, nil
}

// ask puts one question to the API. The key goes in a header, so that no address holds it.
func ask[T any](ctx context.Context, c *Connector, key, list string, q url.Values) (got T, err error) {
	answer, err := c.client.Do(ctx, outbound.Call{
		URL: c.service + "/youtube/v3/" + list + "?" + q.Encode(), Header: map[string]string{"Accept": "application/json", "X-Goog-Api-Key": key},
	})
	if err != nil {
		return got, err
	}
	if err := answer.Fault(c.now()); err != nil {
		return got, c.explain(answer.Body, err)
	}
	return Read[T](answer.Body)
}

// explain reads why YouTube refuses (developers.google.com/youtube/v3/docs/errors).
func (c *Connector) explain(body []byte, otherwise error) error {
	var got struct {
		Error struct {
			Errors []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
			Details []struct {
				Reason string `json:"reason"`
			} `json:"details"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &got) != nil {
		return otherwise
	}
	var reasons []string
	for _, e := range got.Error.Errors {
		reasons = append(reasons, e.Reason)
	}
	for _, e := range got.Error.Details {
		reasons = append(reasons, e.Reason)
	}
	for _, reason := range reasons {
		switch reason {
		case "quotaExceeded", "dailyLimitExceeded":
			return &fault.Error{
				Kind: fault.TooMany, RetryAfter: c.untilReset(), Err: otherwise, Code: "youtube_quota",
				Message: "The day's quota of this key at YouTube is used up. It is asked again when the next day begins there.",
			}
		case "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED":
			return &fault.Error{Kind: fault.TooMany, RetryAfter: time.Minute, Code: "asked_too_often", With: map[string]string{"host": "YouTube"}, Message: "YouTube has been asked too often. It is asked again when it allows.", Err: otherwise}
		case "keyInvalid", "API_KEY_INVALID", "keyExpired", "accessNotConfigured", "SERVICE_DISABLED", "ipRefererBlocked", "API_KEY_IP_ADDRESS_BLOCKED":
			return fault.Coded(fault.Wrap(fault.Forbidden, otherwise, "YouTube does not take this key: make one in the Google Cloud console, with the YouTube Data API v3 switched on."), "youtube_key")
		case "commentsDisabled":
			return fault.Coded(fault.Wrap(fault.Forbidden, otherwise, "Comments are switched off under this video."), "youtube_comments_off")
		case "videoNotFound", "channelNotFound":
			return fault.Coded(fault.Wrap(fault.NotFound, otherwise, "YouTube knows no such channel or video: check the settings."), "youtube_nothing")
		}
	}
	return otherwise
}

// untilReset is how long it is to midnight in California, when quotas begin anew; in summer an hour later than that.
func (c *Connector) untilReset() time.Duration {
	now := c.now().UTC().Add(-8 * time.Hour)
	return now.Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)
}

// Read reads an answer. Fault: Invalid.
func Read[T any](body []byte) (got T, err error) {
	if err := json.Unmarshal(body, &got); err != nil {
		return got, fault.Coded(fault.Wrap(fault.Invalid, err, "YouTube does not answer as it should. It is asked again later."), "youtube_odd")
	}
	return got, nil
}

// Mentions are the comments of a page, and those below them that come with it.
func Mentions(page Threads, videos map[string]video) (all []connect.Mention) {
	for _, t := range page.Items {
		replies := t.Snippet.Replies
		all = append(all, mention(t.Snippet.Top, t.Snippet.VideoID, videos, &replies))
		for _, r := range t.Replies.Comments {
			all = append(all, mention(r, t.Snippet.VideoID, videos, nil))
		}
	}
	return all
}

func mention(c comment, on string, videos map[string]video, replies *float64) connect.Mention {
	v := videos[on]
	m := connect.Mention{
		Network: "youtube", ID: c.ID, Author: c.Snippet.Author, AuthorID: c.Snippet.AuthorIs.Value, AuthorKind: "person",
		Title: v.title, Text: c.Snippet.Text, At: c.Snippet.Published, Reach: v.views,
	}
	if m.Text == "" {
		m.Text = connect.Plain(c.Snippet.Shown)
	}
	if on != "" {
		m.URL = "https://www.youtube.com/watch?" + url.Values{"v": {on}, "lc": {c.ID}}.Encode()
	}
	n := c.Snippet.Likes
	if replies != nil {
		n += *replies
	}
	m.Interactions = &n
	return m
}
