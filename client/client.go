package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jejak/internal/journey"
)

// The words of questions and answers.
type (
	Question   = journey.Question
	Answer     = journey.Answer
	Range      = journey.Range
	Filter     = journey.Filter
	Condition  = journey.Condition
	Names      = journey.Names
	Segment    = journey.Segment
	Did        = journey.Did
	Breakdown  = journey.Breakdown
	Compare    = journey.Compare
	Duration   = journey.Duration
	Trend      = journey.Trend
	Funnel     = journey.Funnel
	Step       = journey.Step
	Exclusion  = journey.Exclusion
	Paths      = journey.Paths
	Retention  = journey.Retention
	Stages     = journey.Stages
	StageModel = journey.StageModel
	Stage      = journey.Stage
	People     = journey.People
	Cell       = journey.Cell
	Schema     = journey.Schema

	EventSchema = journey.EventSchema
)

// Client asks questions and reads people and the ledger of one workspace. It is safe for concurrent use.
type Client struct {
	url, token string
	workspace  uint32
	http       *http.Client
}

// New makes a client of the server at url for a workspace, with an API token of it. A nil http client is one with a timeout of a minute.
func New(serverURL, token string, workspace uint32, hc *http.Client) (*Client, error) {
	u, err := url.Parse(serverURL)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return nil, fmt.Errorf("server address %q is not like https://jejak.example.com", serverURL)
	}
	if token == "" {
		return nil, errors.New("an API token is needed: make one in the settings of the workspace")
	}
	if hc == nil {
		hc = &http.Client{Timeout: time.Minute}
	}
	return &Client{url: strings.TrimSuffix(serverURL, "/"), token: token, workspace: workspace, http: hc}, nil
}

// Workspace is the number of the workspace that an API token belongs to.
func Workspace(ctx context.Context, serverURL, token string, hc *http.Client) (uint32, error) {
	c, err := New(serverURL, token, 0, hc)
	if err != nil {
		return 0, err
	}
	var session struct {
		Workspaces []struct {
			ID uint32 `json:"id"`
		} `json:"workspaces"`
	}
	if err := c.get(ctx, "/api/v1/session", &session); err != nil {
		return 0, err
	}
	if len(session.Workspaces) != 1 {
		return 0, fmt.Errorf("the token belongs to %d workspaces", len(session.Workspaces))
	}
	return session.Workspaces[0].ID, nil
}

// Home is a client of the one workspace that the API token belongs to.
func (c *Client) Home(ctx context.Context) (*Client, error) {
	workspace, err := Workspace(ctx, c.url, c.token, c.http)
	if err != nil {
		return nil, err
	}
	home := *c
	home.workspace = workspace
	return &home, nil
}

// GetRoot makes any other call of the API, such as "/api/v1/session", and reads its answer into out.
func (c *Client) GetRoot(ctx context.Context, path string, out any) error {
	return c.get(ctx, path, out)
}

// Ask asks a question.
func (c *Client) Ask(ctx context.Context, q Question) (Answer, error) {
	var a Answer
	err := c.call(ctx, http.MethodPost, "/ask", q, &a)
	return a, err
}

// Schema lists what can be asked about.
func (c *Client) Schema(ctx context.Context) (Schema, error) {
	var s Schema
	err := c.call(ctx, http.MethodGet, "/schema", nil, &s)
	return s, err
}

// ID is a typed identifier of a person.
type ID struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// Person is one person of a list.
type Person struct {
	Person    string            `json:"person"`
	Name      string            `json:"name"`
	IDs       []ID              `json:"ids"`
	FirstSeen time.Time         `json:"firstSeen"`
	LastSeen  time.Time         `json:"lastSeen"`
	Events    int               `json:"events"`
	Stage     string            `json:"stage"`
	Traits    map[string]string `json:"traits"`
}

// PeoplePage is a page of people.
type PeoplePage struct {
	Total  int      `json:"total"`
	AsOf   uint64   `json:"asOf"`
	People []Person `json:"people"`
}

// PeopleQuery picks people; the zero value is the fifty last seen.
type PeopleQuery struct {
	Search string // part of a trait value, or an id's beginning
	Sort   string // last_seen, first_seen or events
	Offset int
	Limit  int
}

// People lists people.
func (c *Client) People(ctx context.Context, q PeopleQuery) (PeoplePage, error) {
	v := url.Values{}
	setText(v, "search", q.Search)
	setText(v, "sort", q.Sort)
	setNumber(v, "offset", q.Offset)
	setNumber(v, "limit", q.Limit)
	var page PeoplePage
	err := c.call(ctx, http.MethodGet, "/people?"+v.Encode(), nil, &page)
	return page, err
}

// PersonEvent is one event of a person's timeline.
type PersonEvent struct {
	Seq        uint64          `json:"seq"`
	Time       time.Time       `json:"time"`
	Type       string          `json:"type"`
	Name       string          `json:"name"`
	Channel    string          `json:"channel"`
	Source     uint32          `json:"source"`
	Touchpoint string          `json:"touchpoint"`
	Subject    string          `json:"subject"`
	MessageID  string          `json:"messageId"`
	Properties json.RawMessage `json:"properties"`
	Traits     json.RawMessage `json:"traits"`
	Context    json.RawMessage `json:"context"`
}

// Timeline is a page of a person's events, newest first. Next is empty on the last one.
type Timeline struct {
	Events []PersonEvent `json:"events"`
	Next   string        `json:"next"`
}

// Timeline reads a person's events; before is the Next of the page before, empty for the first.
func (c *Client) Timeline(ctx context.Context, person, before string, limit int) (Timeline, error) {
	v := url.Values{}
	setText(v, "before", before)
	setNumber(v, "limit", limit)
	var page Timeline
	err := c.call(ctx, http.MethodGet, "/people/"+url.PathEscape(person)+"/events?"+v.Encode(), nil, &page)
	return page, err
}

// Counts is what became of events: Received = Stored + Duplicate + Rejected.
type Counts struct {
	Received  uint64            `json:"received"`
	Stored    uint64            `json:"stored"`
	Duplicate uint64            `json:"duplicate"`
	Rejected  uint64            `json:"rejected"`
	Reasons   map[string]uint64 `json:"reasons"` // rejected, by reason
}

// LedgerRow is what became of one source's events in one hour or day.
type LedgerRow struct {
	Source uint32    `json:"source"`
	Start  time.Time `json:"start"`
	Counts
}

// Ledger accounts for every event received.
type Ledger struct {
	Rows  []LedgerRow `json:"rows"`
	Total Counts      `json:"total"`
}

// LedgerQuery picks rows; the zero value is the past seven days by day.
type LedgerQuery struct {
	From, To string // times or dates
	Source   uint32
	By       string // hour or day
}

// Ledger reads the ledger.
func (c *Client) Ledger(ctx context.Context, q LedgerQuery) (Ledger, error) {
	v := url.Values{}
	setText(v, "from", q.From)
	setText(v, "to", q.To)
	setNumber(v, "source", int(q.Source))
	setText(v, "by", q.By)
	var l Ledger
	err := c.call(ctx, http.MethodGet, "/ledger?"+v.Encode(), nil, &l)
	return l, err
}

func setText(v url.Values, name, value string) {
	if value != "" {
		v.Set(name, value)
	}
}

func setNumber(v url.Values, name string, n int) {
	if n != 0 {
		v.Set(name, strconv.Itoa(n))
	}
}

// Get makes any other call of the API below the workspace, such as "/sources", and reads its answer into out.
func (c *Client) Get(ctx context.Context, path string, out any) error {
	return c.call(ctx, http.MethodGet, path, nil, out)
}

// Post makes any other call of the API below the workspace that makes something, such as "/sources", and reads its answer into out.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	return c.call(ctx, http.MethodPost, path, in, out)
}

// Backup writes a backup of the whole server, all workspaces, to w: the token has to be an owner's. Verify what arrived, as
// 'jejak backup' and 'jejak restore' do: a connection that breaks off leaves half of one.
func (c *Client) Backup(ctx context.Context, w io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/api/v1/backup", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	patient := *c.http
	patient.Timeout = 0 // it may be large
	resp, err := patient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
		if err != nil {
			return err
		}
		return errorOf(resp, answer)
	}
	_, err = io.Copy(w, resp.Body)
	return err
}

func (c *Client) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	return c.do(ctx, method, fmt.Sprintf("/api/v1/workspaces/%d%s", c.workspace, path), in, out)
}

func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 256<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return errorOf(resp, answer)
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	return json.Unmarshal(answer, out)
}
