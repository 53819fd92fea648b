package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/server"
	"jejak/internal/touchpoint"
)

type spendCmd struct {
	Import spendImportCmd `cmd:"" help:"Keep what a CSV file says was paid."`
	List   spendListCmd   `cmd:"" help:"Show what was paid."`
}

// spendStore is where spend is kept: a server, or a data folder.
type spendStore interface {
	Spend(ctx context.Context) ([]journey.Spend, error)
	PutSpend(ctx context.Context, rows []journey.Spend) error
}

type folderSpend struct {
	touchpoints *touchpoint.Store
	ws          event.Workspace
}

func (s folderSpend) Spend(ctx context.Context) ([]journey.Spend, error) {
	return s.touchpoints.Spend(ctx, s.ws)
}

func (s folderSpend) PutSpend(ctx context.Context, rows []journey.Spend) error {
	return s.touchpoints.PutSpend(ctx, s.ws, rows)
}

func (p *placeFlags) spend(env *Env, do func(spendStore) error) error {
	if p.Server == "" {
		return p.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
			ws, err := workspaceOf(env, f, p.Workspace)
			if err != nil {
				return err
			}
			return do(folderSpend{f.Touchpoints, ws})
		})
	}
	remote, err := connect(env, p.Server, p.Token, p.Workspace)
	if err != nil {
		return err
	}
	return do(remote)
}

type spendImportCmd struct {
	placeFlags
	File string `arg:"" help:"CSV with a header: the columns date (or day), channel and cost (or spend, amount), and perhaps campaign and currency. - is standard input."`
}

// Run keeps the rows. Rows of the same day, channel and campaign are added up; importing a file again changes nothing.
func (c *spendImportCmd) Run(env *Env) error {
	in, err := env.open(c.File)
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "The file of spend cannot be read.")
	}
	defer in.Close()
	rows, err := readSpend(in)
	if err != nil {
		return err
	}
	err = c.spend(env, func(s spendStore) error {
		for batch := range slices.Chunk(rows, touchpoint.MaxSpendRows) {
			if err := s.PutSpend(env.Context, batch); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = fmt.Fprintf(env.Out, "%d rows of spend kept\n", len(rows))
	}
	return err
}

type spendListCmd struct {
	placeFlags
	JSON bool `xor:"format" help:"Print as JSON."`
	CSV  bool `xor:"format" help:"Print as CSV, as import takes it."`
}

// Run prints the rows.
func (c *spendListCmd) Run(env *Env) error {
	return c.spend(env, func(s spendStore) error {
		rows, err := s.Spend(env.Context)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(env.Out).Encode(rows)
		}
		t := table{head: []string{"date", "channel", "campaign", "currency", "cost"}, left: 4}
		for _, r := range rows {
			t.rows = append(t.rows, []any{r.Day, r.Channel, r.Campaign, r.Currency, strconv.FormatFloat(r.Amount, 'f', -1, 64)})
		}
		if c.CSV {
			lines := [][]string{t.head} // without the table's name, as it is imported again
			for _, row := range t.rows {
				lines = append(lines, written(row, exact))
			}
			return csv.NewWriter(env.Out).WriteAll(lines)
		}
		return writeTables(env.Out, []table{t})
	})
}

// readSpend reads rows by the names of their columns.
func readSpend(in io.Reader) ([]journey.Spend, error) {
	file := csv.NewReader(io.LimitReader(in, 64<<20))
	head, err := file.Read()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The file of spend has no header of column names.")
	}
	column := func(names ...string) int {
		return slices.IndexFunc(head, func(h string) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))))
		})
	}
	day, channel, cost := column("date", "day"), column("channel"), column("cost", "spend", "amount")
	campaign, currency := column("campaign"), column("currency")
	if day < 0 || channel < 0 || cost < 0 {
		return nil, fault.New(fault.Invalid, "The file of spend needs the columns date, channel and cost. It has: %s.", strings.Join(head, ", "))
	}
	var rows []journey.Spend
	places := map[journey.Spend]int{}
	for line := 2; ; line++ {
		row, err := file.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "Row %d of the file of spend is not CSV.", line)
		}
		cell := func(i int) string {
			if i < 0 {
				return ""
			}
			return strings.TrimSpace(row[i])
		}
		amount, err := strconv.ParseFloat(cell(cost), 64)
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "The cost %q in row %d is no number such as 1500000.50.", cell(cost), line)
		}
		r := journey.Spend{Day: cell(day), Channel: strings.ToLower(cell(channel)), Campaign: cell(campaign)}
		at, ok := places[r]
		if !ok {
			at = len(rows)
			places[r], rows = at, append(rows, r)
			rows[at].Currency = strings.ToUpper(cell(currency))
		}
		rows[at].Amount += amount
	}
}
