package survey

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sheet"
)

// ExportDeliveries writes what has come of each delivery as CSV, a line for each, the latest first; rates with the ends of their 95 %
// intervals. Faults: NotFound.
func (d *Desk) ExportDeliveries(ctx context.Context, ws event.Workspace, survey string, to io.Writer) error {
	all, err := d.Deliveries(ctx, ws, survey)
	if err != nil {
		return err
	}
	w := csv.NewWriter(to)
	head := []string{
		"delivery", "state", "begun", "by", "segment", "people", "left", "held back", "reasons", "queued", "handed over", "failed", "bounced", "withdrawn",
		"unsubscribed", "answered", "finished",
	}
	for _, rate := range []string{"bounced", "unsubscribed", "answered"} {
		head = append(head, rate+" rate", rate+" rate low", rate+" rate high", rate+" rate of")
	}
	lines := [][]string{head}
	for _, one := range all {
		line, err := one.line()
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	return w.WriteAll(lines)
}

func (d *Delivery) line() ([]string, error) {
	segment := ""
	if d.Segment != nil {
		text, err := json.Marshal(d.Segment)
		if err != nil {
			return nil, err
		}
		segment = string(text)
	}
	var reasons []string
	for _, a := range d.Reasons {
		reasons = append(reasons, fmt.Sprintf("%s/%s: %d", a.Code, a.Reason, a.People))
	}
	begun := ""
	if d.Created != 0 {
		begun = timeText(d.Created)
	}
	line := []string{d.ID, string(d.State), begun, sheet.Cell(d.By), sheet.Cell(segment)}
	for _, n := range []int{d.People, d.Left, d.Held} {
		line = append(line, strconv.Itoa(n))
	}
	line = append(line, strings.Join(reasons, "; "))
	for _, n := range []int{d.Queued, d.Sent, d.Failed, d.Bounced, d.Withdrawn, d.Unsubscribed, d.Answered, d.Finished} {
		line = append(line, strconv.Itoa(n))
	}
	for _, r := range []journey.Rate{d.BouncedRate, d.UnsubscribedRate, d.AnsweredRate} {
		if r.N == 0 {
			line = append(line, "", "", "", "0")
			continue
		}
		line = append(line, share(r.Value), share(r.Low), share(r.High), strconv.Itoa(r.N))
	}
	return line, nil
}

func share(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }
