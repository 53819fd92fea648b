package touchpoint

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Limits of what is kept of spend.
const (
	MaxSpendRows = 10_000  // in one call
	maxSpend     = 200_000 // of a workspace
	maxAmount    = 1e12
)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// Spend is what was paid, in order of day, channel and campaign.
func (s *Store) Spend(ctx context.Context, ws event.Workspace) (all []journey.Spend, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = s.spend(ctx, tx, ws)
		return err
	})
	return all, err
}

func (s *Store) spend(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) ([]journey.Spend, error) {
	return sqldb.All(ctx, tx, func(row sqldb.Scanner) (r journey.Spend, err error) {
		var amount string
		if err := row.Scan(&r.Day, &r.Channel, &r.Campaign, &amount, &r.Currency); err != nil {
			return r, err
		}
		if r.Amount, err = strconv.ParseFloat(amount, 64); err != nil {
			return r, fmt.Errorf("spend of workspace %d on %s: %w", ws, r.Day, err)
		}
		return r, nil
	}, s.statements.Get("spend"), ws)
}

// PutSpend keeps what was paid: a row replaces the one of the same day, channel and campaign, and an amount of 0 takes it away, so
// that the same rows can be sent again. A row without a currency is in the workspace's. All rows or none; steps join the
// same transaction. Faults: Invalid, NotFound, TooLarge.
func (s *Store) PutSpend(ctx context.Context, ws event.Workspace, rows []journey.Spend, also ...sqldb.Step) error {
	if len(rows) > MaxSpendRows {
		return fault.New(fault.TooLarge, "send at most %d rows of spend at a time", MaxSpendRows)
	}
	w, err := s.workspaces.Get(ctx, ws)
	if err != nil {
		return err
	}
	var faults []fault.Field
	for i, r := range rows {
		if message := badSpend(r); message != "" && len(faults) < 20 {
			faults = append(faults, fault.Field{Name: fmt.Sprintf("rows[%d]", i), Message: message})
		}
	}
	if len(faults) > 0 {
		return fault.InvalidFields("this spend cannot be saved", faults)
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, r := range rows {
			if r.Currency == "" {
				r.Currency = w.Currency
			}
			if err := s.putRow(ctx, tx, ws, r); err != nil {
				return err
			}
		}
		n, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countSpend"), ws)
		if err != nil {
			return err
		}
		if n > maxSpend {
			return fault.New(fault.TooLarge, "a workspace has at most %d rows of spend", maxSpend)
		}
		tx.AfterCommit(func() {
			// A failure leaves no snapshot, and the next question loads one.
			_ = s.refresh(ctx)
		})
		return tx.Run(ctx, also...)
	})
}

func (s *Store) putRow(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, r journey.Spend) error {
	if r.Amount == 0 {
		_, err := tx.Exec(ctx, s.statements.Get("deleteSpend"), ws, r.Day, r.Channel, r.Campaign)
		return err
	}
	amount := strconv.FormatFloat(r.Amount, 'f', -1, 64)
	_, err := tx.Exec(ctx, s.statements.Get("putSpend"), ws, r.Day, r.Channel, r.Campaign, amount, r.Currency)
	return err
}

func badSpend(r journey.Spend) string {
	switch _, err := time.Parse(time.DateOnly, r.Day); {
	case err != nil:
		return "day must be a date such as 2026-01-31"
	case !channelID.MatchString(r.Channel):
		return "channel must be the id of a channel, such as ads"
	case r.Campaign != "" && badName("campaign", r.Campaign) != nil:
		return "campaign " + badName("campaign", r.Campaign)[0].Message
	case !(r.Amount >= 0 && r.Amount <= maxAmount):
		return "amount must be a number from 0 to 1000000000000"
	case r.Currency != "" && !currencyCode.MatchString(r.Currency):
		return "currency must be three capital letters, such as IDR"
	}
	return ""
}
