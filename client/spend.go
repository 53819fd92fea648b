package client

import (
	"context"
	"net/http"

	"jejak/internal/journey"
)

// Spend is what was paid for a channel, or for a campaign on it, on one day.
type Spend = journey.Spend

type spendRows struct {
	Rows []Spend `json:"rows"`
}

// Spend is what was paid, in order of day, channel and campaign.
func (c *Client) Spend(ctx context.Context) ([]Spend, error) {
	var list spendRows
	err := c.call(ctx, http.MethodGet, "/spend", nil, &list)
	return list.Rows, err
}

// PutSpend keeps what was paid: a row replaces the one of the same day, channel and campaign; an amount of 0 takes it away. At
// most 10,000 rows.
func (c *Client) PutSpend(ctx context.Context, rows []Spend) error {
	return c.call(ctx, http.MethodPut, "/spend", spendRows{Rows: rows}, nil)
}
