//go:build e2e && figures

package figures

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"jejak/e2e/product"
)

// loaded is what a run of `jejak bench collect` measured.
type loaded struct {
	PerSecond float64       `json:"perSecond"`
	P50       time.Duration `json:"p50"`
	P99       time.Duration `json:"p99"`
	Stored    int           `json:"stored"`
	Failed    int           `json:"failed"`
}

// loading is a run under way.
type loading struct {
	cmd *exec.Cmd
	out bytes.Buffer
}

func startLoad(t *testing.T, p *product.Product, key string, args ...string) *loading {
	t.Helper()
	l := &loading{cmd: exec.Command(product.Binary(t), append([]string{"bench", "collect", "--json", "--url", p.URL, "--key", key}, args...)...)}
	l.cmd.Stdout = &l.out
	must(t, l.cmd.Start())
	return l
}

// wait waits for the end of the run. Where the server was stopped under it, whole is false and requests have failed.
func (l *loading) wait(t *testing.T, whole bool) (r loaded) {
	t.Helper()
	err := l.cmd.Wait()
	if whole && err != nil {
		t.Fatalf("%v: %v %s", l.cmd.Args, err, l.out.Bytes())
	}
	must(t, json.Unmarshal(l.out.Bytes(), &r))
	if !whole && r.Failed == 0 {
		t.Fatal("the load ended before the server did: nothing was measured")
	}
	return r
}

// rate is how many events a second come in while the server is stopped and killed.
const rate = 40_000

// inFlight is how many events may be stored though their answer was lost: those of one request on each of the load's connections.
const inFlight = 16 * 100

// ends stops the server under load, then kills it under load, and each time starts it again on all that it has and counts what it had promised.
// It returns the server, running, and how many events it has.
func ends(t *testing.T, add func(_, _, _ string), p *product.Product, owner *product.Owner, key string) (*product.Product, int) {
	t.Helper()
	promised := stored(owner)
	millions := fmt.Sprintf("%.0f M events", float64(promised)/1e6)
	end := func(how func() error) (took time.Duration) {
		before := stored(owner)
		load := startLoad(t, p, key, "--rate", strconv.Itoa(rate), "--events", strconv.Itoa(15*rate), "--people", "1000000")
		until(t, "the load", func() bool { return stored(owner) > before+3*rate })
		begin := time.Now()
		must(t, how())
		took = time.Since(begin)
		promised += load.wait(t, false).Stored
		return took
	}
	start := func() time.Duration {
		begin := time.Now()
		p = product.Start(t, p.Data)
		ready(t, p)
		took := time.Since(begin)
		owner = owner.At(p)
		if has := stored(owner); has < promised || has > promised+inFlight {
			t.Fatalf("%d events were promised, %d are there", promised, has)
		}
		promised = stored(owner) // those whose answer was lost count from now on
		return took
	}

	stopped := end(func() error { return p.Stop() })
	add(fmt.Sprintf("stop on SIGTERM with %s, while %s a second come in; nothing lost", millions, thousands(rate)), seconds(stopped), "under 10 s")
	add(fmt.Sprintf("start on a folder of %s until /readyz", millions), seconds(start()), "under 2 s")
	end(func() error { p.Kill(); return nil })
	add(fmt.Sprintf("start on it after kill -9, while %s a second came in; nothing lost", thousands(rate)), seconds(start()), "under 2 s")
	must(t, p.Stop())
	begin := time.Now()
	if out, err := product.Run(t, "check", "--data", p.Data); err != nil {
		t.Fatalf("check: %v\n%s", err, out)
	}
	add("`jejak check` of that folder: clean, in", seconds(time.Since(begin)), "")
	start()
	return p, promised
}

func stored(owner *product.Owner) int {
	var ledger struct {
		Total struct {
			Stored int `json:"stored"`
		} `json:"total"`
	}
	owner.Do("GET", owner.Path("/ledger"), nil, &ledger)
	return ledger.Total.Stored
}
