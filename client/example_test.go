package client_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"jejak/client"
)

func ExampleSender() {
	s, err := client.NewSender(client.SenderOptions{
		URL: "https://jejak.example.com", WriteKey: os.Getenv("JEJAK_WRITE_KEY"),
		OnError: func(err error, events int) { fmt.Fprintln(os.Stderr, events, "events were given up:", err) },
	})
	if err != nil {
		return // no write key is set
	}
	ctx := context.Background()
	_ = s.Send(ctx, client.Event{
		Event: "Order Completed", UserID: "u-42", MessageID: "order-1001", // the same id is stored once, however often it is sent
		Properties: map[string]any{"revenue": 150_000, "currency": "IDR"},
	})
	closing, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	_ = s.Close(closing)
}

func ExampleClient_Ask() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"kind":"funnel","asOf":7,"people":3,"events":7,"funnel":{"groups":[{"value":"","steps":[{"name":"Viewed","reached":3},{"name":"Ordered","reached":1}]}]}}`)
	}))
	defer server.Close()

	c, err := client.New(server.URL, "jjk_…", 1, server.Client())
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := c.Ask(context.Background(), client.Question{
		Kind:  "funnel",
		Range: client.Range{Last: client.Duration(30 * 24 * time.Hour)},
		Funnel: &client.Funnel{Steps: []client.Step{
			{Name: "Viewed", Filter: client.Filter{Event: client.Names{"Product Viewed"}}},
			{Name: "Ordered", Filter: client.Filter{Event: client.Names{"Order Completed"}}},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range answer.Funnel.Groups[0].Steps {
		fmt.Println(step.Name, step.Reached)
	}
	// Output:
	// Viewed 3
	// Ordered 1
}
