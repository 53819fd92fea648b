package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/attribution"
	"jejak/internal/credit"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

type attributionCmd struct {
	Paths    string   `required:"" placeholder:"FILE" help:"CSV with a header and the columns path (touches separated by >), conversions, value and nulls, in this order; value and nulls may be absent. - is standard input."`
	Models   []string `placeholder:"MODEL,…" help:"first, last, last_non_direct, linear, position, time_decay, markov and shapley; all by default."`
	Order    string   `default:"1" help:"Order of the Markov chain, 1 to 5, or auto."`
	Direct   []string `placeholder:"NAME,…" default:"direct" help:"Units that bring nobody themselves."`
	Collapse bool     `help:"Count the same unit in a row as one touch."`
	formatFlags
}

// Run credits the conversions of a file of paths. Touches carry no times there, so that time decay halves with every touch.
func (c *attributionCmd) Run(env *Env) error {
	in, err := env.open(c.Paths)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "The paths cannot be read.")
	}
	defer in.Close()
	counts, err := readPaths(in, c.Collapse)
	if err != nil {
		return err
	}
	q, err := c.question()
	if err != nil {
		return err
	}
	a, err := credit.Answer(q, journey.Definitions{}, counts)
	if err != nil {
		return err
	}
	return c.print(env, a, attributionTables(a))
}

func (c *attributionCmd) question() (journey.Question, error) {
	a := journey.Attribution{Models: c.Models, Direct: c.Direct}
	if len(a.Models) == 0 {
		a.Models = journey.AttributionModels()
	}
	if c.Order != "auto" {
		order, err := strconv.Atoi(c.Order)
		if err != nil || order < 1 {
			return journey.Question{}, fault.New(fault.Invalid, "The order is a number from 1 to 5, or auto.")
		}
		a.Order = order
	}
	q := journey.Question{Kind: journey.KindAttribution, Attribution: &a}
	if err := journey.Validate(q, journey.Definitions{}); err != nil {
		return q, err
	}
	return q.WithDefaults(), nil
}

// readPaths reads a file of paths, with , or ; between columns.
func readPaths(in io.Reader, collapse bool) (credit.Counts, error) {
	var c credit.Counts
	text, err := io.ReadAll(io.LimitReader(in, maxPathsFile+1))
	if err != nil {
		return c, fault.Wrap(fault.Invalid, err, "The paths cannot be read.")
	}
	if len(text) > maxPathsFile {
		return c, fault.New(fault.Invalid, "The file of paths is larger than 256 MiB.")
	}
	rows := csv.NewReader(strings.NewReader(string(text)))
	if head, _, _ := strings.Cut(string(text), "\n"); strings.Count(head, ";") > strings.Count(head, ",") {
		rows.Comma = ';'
	}
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	places := map[string]int{}
	for line := 1; ; line++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c, fault.Wrap(fault.Invalid, err, "The file of paths is not CSV.")
		}
		if line == 1 {
			continue
		}
		p, err := readPath(row, places, &c.Units, collapse)
		if err != nil {
			return c, fault.Wrap(fault.Invalid, err, "Row %d of the paths cannot be read: %v.", line, err)
		}
		c.Conversions += int(p.Conversions)
		c.Value += p.Value
		c.Paths = append(c.Paths, p)
	}
	if _, err := attribution.NewLog(len(c.Units), c.Paths); err != nil {
		return c, fault.Wrap(fault.Invalid, err, "The paths cannot be credited: %v.", err)
	}
	return c, nil
}

// maxPathsFile is how many bytes of paths are read.
const maxPathsFile = 256 << 20

func readPath(row []string, places map[string]int, units *[]string, collapse bool) (p attribution.Path, err error) {
	if len(row) < 2 {
		return p, errors.New("it needs a path and its conversions")
	}
	for name := range strings.SplitSeq(row[0], ">") {
		name = strings.Clone(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		at, ok := places[name]
		if !ok {
			at = len(*units)
			places[name], *units = at, append(*units, name)
		}
		p.Touches = append(p.Touches, at)
	}
	if collapse {
		p.Touches = slices.Compact(p.Touches)
	}
	for i, into := range []*float64{&p.Conversions, &p.Value, &p.Nulls} {
		if i+1 >= len(row) || strings.TrimSpace(row[i+1]) == "" {
			continue
		}
		if *into, err = strconv.ParseFloat(strings.TrimSpace(row[i+1]), 64); err != nil {
			return p, fmt.Errorf("%q is no number", row[i+1])
		}
	}
	return p, nil
}
