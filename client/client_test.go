package client_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"jejak/client"
)

// The calls go where they should, with the token, and faults come back as the server told them.
func TestClientCalls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want string
		call       func(*client.Client) error
		status     int
		answer     string
		fault      string
	}{
		{"people", "GET /api/v1/workspaces/7/people?limit=2&search=ana", func(c *client.Client) error {
			p, err := c.People(t.Context(), client.PeopleQuery{Search: "ana", Limit: 2})
			if err == nil && (p.Total != 1 || p.People[0].Name != "Ana") {
				t.Errorf("%+v", p)
			}
			return err
		}, 200, `{"total":1,"people":[{"name":"Ana","firstSeen":"2026-01-01T00:00:00Z","lastSeen":"2026-01-01T00:00:00Z"}]}`, ""},
		{"timeline", "GET /api/v1/workspaces/7/people/ab/events?before=9-1&limit=5", func(c *client.Client) error {
			_, err := c.Timeline(t.Context(), "ab", "9-1", 5)
			return err
		}, 200, `{"events":[{"seq":1,"time":"2026-01-01T00:00:00.000Z"}]}`, ""},
		{"ledger", "GET /api/v1/workspaces/7/ledger?by=hour&source=3", func(c *client.Client) error {
			l, err := c.Ledger(t.Context(), client.LedgerQuery{By: "hour", Source: 3})
			if err == nil && l.Rows[0].Stored != 2 {
				t.Errorf("%+v", l)
			}
			return err
		}, 200, `{"rows":[{"source":3,"start":"2026-01-01T00:00:00Z","received":2,"stored":2}],"total":{"received":2,"stored":2}}`, ""},
		{"a fault", "GET /api/v1/workspaces/7/schema", func(c *client.Client) error {
			_, err := c.Schema(t.Context())
			return err
		}, 403, `{"type":"forbidden","status":403,"detail":"Not you.","fields":[{"name":"x","message":"is wrong"}]}`, "Not you.; x: is wrong"},
		{"a proxy's fault", "GET /api/v1/workspaces/7/schema", func(c *client.Client) error {
			_, err := c.Schema(t.Context())
			return err
		}, 502, `<html>bad gateway`, "502"},
		{"a backup", "GET /api/v1/backup", func(c *client.Client) error {
			var b bytes.Buffer
			err := c.Backup(t.Context(), &b)
			if b.String() != "tar" {
				t.Errorf("%q", b.String())
			}
			return err
		}, 200, "tar", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if got := r.Method + " " + r.URL.String(); got != c.want || r.Header.Get("Authorization") != "Bearer jjk_x" {
					t.Errorf("%s with %q; want %s", got, r.Header.Get("Authorization"), c.want)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.answer))
			}))
			defer server.Close()
			api, err := client.New(server.URL+"/", "jjk_x", 7, server.Client())
			if err != nil {
				t.Fatal(err)
			}
			err = c.call(api)
			if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%v; want %q", err, c.fault)
			}
			if err != nil && client.StatusOf(err) != c.status {
				t.Errorf("status %d; want %d", client.StatusOf(err), c.status)
			}
		})
	}
}
