package cli

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"jejak/internal/fault"
	"jejak/internal/simulate/load"
)

type benchCmd struct {
	Collect benchCollectCmd `cmd:"" help:"Load the collection API and measure its answers."`
}

type benchCollectCmd struct {
	URL         string  `required:"" placeholder:"URL" help:"Of the server."`
	Key         string  `required:"" placeholder:"KEY" help:"Write key of the source."`
	Events      int     `default:"1000000" placeholder:"N" help:"How many events to send."`
	Batch       int     `default:"100" placeholder:"N" help:"Events in one request."`
	Connections int     `default:"16" placeholder:"N" help:"Requests under way at the same time."`
	Rate        float64 `placeholder:"N" help:"Events a second; as many as there can be by default."`
	People      int     `default:"100000" placeholder:"N" help:"Whose events they are."`
	JSON        bool    `help:"Print the figures as JSON."`
}

// Run sends and prints what it measured.
func (c *benchCollectCmd) Run(env *Env) error {
	r, err := load.Run(env.Context, load.Options{
		URL: c.URL, WriteKey: c.Key, Events: c.Events, Batch: c.Batch, Connections: c.Connections, Rate: c.Rate, People: c.People, Run: rand.Text()[:8],
	})
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(env.Out).Encode(r)
	} else {
		_, err = fmt.Fprintf(env.Out,
			"%d events of %d bytes in %.2f s: %.0f events a second\nstored %d, duplicate %d, rejected %d; failed requests %d\nanswers: median %s, p99 %s, longest %s\n",
			r.Events, r.Bytes/int64(max(1, r.Events)), r.Took.Seconds(), r.PerSecond, r.Stored, r.Duplicate, r.Rejected, r.Failed,
			r.P50.Round(10*time.Microsecond), r.P99.Round(10*time.Microsecond), r.Max.Round(10*time.Microsecond))
	}
	if err == nil && r.Failed > 0 {
		return fault.New(fault.Unavailable, "%d requests failed, the first with: %s", r.Failed, r.FirstFail)
	}
	return err
}
