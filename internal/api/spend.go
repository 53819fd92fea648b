package api

import (
	"context"
	"fmt"

	"jejak/internal/account"
	"jejak/internal/journey"
)

// SpendList is what was paid for channels and campaigns, by day.
type SpendList struct {
	Rows []journey.Spend `json:"rows" nullable:"false" maxItems:"10000"`
}

// SpendSaved says how many rows were taken.
type SpendSaved struct {
	Rows int `json:"rows"`
}

func (a *API) registerSpend() {
	const tag = "Touchpoints"
	register(a, describe("GET", wsRoot+"/spend", "listSpend", tag, "What was paid for channels and campaigns, by day"), needs(account.ModelRead), a.listSpend)
	put := describe("PUT", wsRoot+"/spend", "putSpend", tag, "Keep what was paid")
	put.Description = "A row replaces the one of the same day, channel and campaign; an amount of 0 takes it away. All rows are kept, or none. " +
		"Without a currency it is the workspace's. Attribution divides by it."
	put.MaxBodyBytes = 4 << 20
	register(a, put, needs(account.ModelEdit), a.putSpend)
}

func (a *API) listSpend(ctx context.Context, in *InWorkspace) (*reply[SpendList], error) {
	rows, err := a.o.Touchpoints.Spend(ctx, in.WS)
	if rows == nil {
		rows = []journey.Spend{}
	}
	return answer(SpendList{Rows: rows}), err
}

func (a *API) putSpend(ctx context.Context, in *wsRequest[SpendList]) (*reply[SpendSaved], error) {
	n := len(in.Body.Rows)
	err := a.o.Touchpoints.PutSpend(ctx, in.WS, in.Body.Rows,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "spend.put", workspaceTarget(in.WS), fmt.Sprintf("%d rows", n)))
	return answer(SpendSaved{Rows: n}), err
}
