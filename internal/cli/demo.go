package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"jejak/internal/account"
	"jejak/internal/config"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
	"jejak/internal/server"
	"jejak/internal/simulate"
	"jejak/internal/touchpoint"
	"jejak/internal/workspace"
)

type demoCmd struct {
	Listen string  `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Address to listen on; of this machine only, as the demo needs no account."`
	Data   string  `placeholder:"DIR" help:"Data folder; a demo that is there goes on. A temporary one by default."`
	People int     `default:"22000" placeholder:"N" help:"How many simulated people."`
	Seed   uint64  `default:"1" placeholder:"N" help:"The same seed makes the same history."`
	Rate   float64 `default:"12" placeholder:"N" help:"Simulated events a second from now on; 0 is none."`
}

// Run fills a folder with a simulated brand's history and serves it.
func (c *demoCmd) Run(env *Env) (err error) {
	if c.People < 1 || c.People > 10_000_000 || c.Rate < 0 || c.Rate > 10_000 {
		return fault.New(fault.Invalid, "--people is from 1 to 10000000, --rate from 0 to 10000")
	}
	begun := time.Now()
	dir := c.Data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "jejak-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	state, err := readDemo(dir)
	if err != nil {
		return err
	}
	settings, err := config.Load(config.Flags{Listen: c.Listen, Data: dir, LogLevel: "warn", LogFormat: "text"}, func(string) string { return "" })
	if err != nil {
		return err
	}
	settings.Demo = true
	srv, err := server.New(env.Context, settings, server.Options{Version: env.Version, LogTo: env.Err})
	if err != nil {
		return err
	}
	brand, err := c.prepare(env, srv.Folder, state)
	if err == nil {
		settle(env.Context, srv)
	}
	if env.Context.Err() != nil { // stopped before it was ready; the next start begins again
		return srv.Close()
	}
	if err != nil {
		return errors.Join(err, srv.Close())
	}
	fmt.Fprintf(env.Out, "\nEverything here is simulated: the brand, its people and their journeys are made up.\n\n  Open %s\n\nReady after %.1f s. Simulated traffic goes on; stop with Ctrl+C.\n",
		srv.URL(), time.Since(begun).Seconds())
	g, ctx := errgroup.WithContext(env.Context)
	g.Go(func() error { return srv.Run(ctx) })
	if c.Rate > 0 {
		g.Go(func() error { return c.live(ctx, srv.Folder.Ingester, brand, state.options()) })
	}
	return g.Wait()
}

// settle lets what happens behind the screens come to an end, so that the first look need not share the machine with it. It is worth no more
// than a few seconds.
func settle(ctx context.Context, srv *server.Server) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := srv.Settle(ctx); err != nil {
		srv.Log.Debug("demo: not settled", "error", err)
	}
}

// demoState is kept in the file DEMO of a demo's folder. A folder without it that holds data is somebody's own.
type demoState struct {
	Seed   uint64     `json:"seed"`
	People int        `json:"people"`
	End    event.Time `json:"end"` // of the history
	Filled bool       `json:"filled"`
}

func (s *demoState) options() simulate.Options {
	return simulate.Options{Seed: s.Seed, People: s.People, End: s.End.Std(), Friction: []simulate.Friction{simulate.PaymentFails}}
}

const demoFile = "DEMO"

// readDemo reads what kind of folder it is. A history whose making was interrupted is thrown away, as it can be made again.
func readDemo(dir string) (*demoState, error) {
	text, err := os.ReadFile(filepath.Join(dir, demoFile))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dir, "VERSION")); err == nil {
			return nil, fault.New(fault.Conflict, "%s holds data that is not a demo's, and a demo would mix with it: give another folder with --data.", dir)
		}
		return &demoState{}, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The demo's folder cannot be read.")
	}
	var s demoState
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fault.Wrap(fault.Corrupt, err, "%s does not read back: delete the folder, and the demo makes it again.", filepath.Join(dir, demoFile))
	}
	if s.Filled {
		return &s, nil
	}
	for _, name := range []string{"VERSION", "control.db", "control.db-wal", "control.db-shm", "log", "trail", demoFile} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return nil, fault.Wrap(fault.Unavailable, err, "The demo's last start was interrupted, and its folder cannot be emptied.")
		}
	}
	return &demoState{}, nil
}

func (s *demoState) write(dir string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, demoFile), append(text, '\n'), 0o600)
}

// prepare makes the brand and its history where they are not there yet, and returns its sources by handle.
func (c *demoCmd) prepare(env *Env, f *server.Folder, state *demoState) (map[string]ingest.Source, error) {
	if state.Filled {
		fmt.Fprintf(env.Out, "Going on with the simulated brand in %s.\n", f.Dir)
		return brandSources(env.Context, f.Workspaces)
	}
	*state = demoState{Seed: c.Seed, People: c.People, End: event.TimeOf(time.Now())}
	if err := state.write(f.Dir); err != nil {
		return nil, err
	}
	brand, err := makeBrand(env.Context, f, state.options())
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(env.Out, "Making up six months of %d simulated people on ten channels.\n", c.People)
	// Filling makes much garbage in a short time, and memory is there as nothing else runs yet.
	defer debug.SetGCPercent(debug.SetGCPercent(300))
	bar := newProgress(env.Err, "simulating")
	filled, err := simulate.Fill(env.Context, f.Ingester, brand, state.options(), func(n int64) {
		bar.show(fmt.Sprintf("%d events", n), -1)
	})
	bar.done()
	if err != nil {
		return nil, err
	}
	if err := listen(env.Context, f, brand, state.options()); err != nil {
		return nil, err
	}
	if f.Trail != nil {
		if err := f.Trail.WaitFor(env.Context, f.Events.LastSeq()); err != nil {
			return nil, err
		}
	}
	// Only now: how large a segment was on the days before is told by the events that there are.
	if err := makeSaved(env.Context, f, brand["web"].Workspace); err != nil {
		return nil, err
	}
	fmt.Fprintf(env.Out, "%d events: %d stored, %d duplicate, %d rejected, as real senders have them.\n",
		filled.Items, filled.Stored, filled.Duplicate, filled.Rejected)
	state.Filled = true
	return brand, state.write(f.Dir)
}

// makeBrand makes the workspace, its owner, sources, stage model and touchpoints.
func makeBrand(ctx context.Context, f *server.Folder, o simulate.Options) (map[string]ingest.Source, error) {
	user, owner, err := f.Accounts.FirstOwner(ctx, account.UserDraft{Email: "demo@example.com", Name: "Demo", Locale: "en", Password: rand.Text()})
	if err != nil {
		return nil, err
	}
	w, err := f.Workspaces.Create(ctx, workspace.Draft{Name: simulate.Brand, Zone: simulate.Zone, Currency: simulate.Currency}, owner, f.Touchpoints.Seed)
	if err != nil {
		return nil, err
	}
	usual, err := f.Touchpoints.List(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range usual {
		if err := f.Touchpoints.Delete(ctx, w.ID, t.ID); err != nil {
			return nil, err
		}
	}
	if _, err := f.Touchpoints.SetModel(ctx, w.ID, simulate.Stages()); err != nil {
		return nil, err
	}
	for _, t := range simulate.Touchpoints() {
		draft := touchpoint.Draft{Name: t.Name, Stage: t.Stage, Rule: t.Rule, Owner: t.Owner, MomentOfTruth: t.MomentOfTruth}
		if _, err := f.Touchpoints.Create(ctx, w.ID, draft); err != nil {
			return nil, fmt.Errorf("touchpoint %s: %w", t.Name, err)
		}
	}
	if err := drawMap(ctx, f, w.ID, account.Caller{User: user}); err != nil {
		return nil, err
	}
	if err := makeSurveys(ctx, f, w.ID); err != nil {
		return nil, err
	}
	if err := makeListening(ctx, f, w.ID); err != nil {
		return nil, err
	}
	if err := makeVoice(ctx, f, w.ID, account.Caller{User: user}); err != nil {
		return nil, err
	}
	paid, err := simulate.Spend(o)
	if err != nil {
		return nil, err
	}
	if err := f.Touchpoints.PutSpend(ctx, w.ID, paid); err != nil {
		return nil, err
	}
	for _, s := range simulate.Sources() {
		draft := workspace.SourceDraft{Name: s.Name, Kind: s.Kind, Channel: s.Channel}
		if _, err := f.Workspaces.CreateSource(ctx, w.ID, draft); err != nil {
			return nil, fmt.Errorf("source %s: %w", s.Name, err)
		}
	}
	return brandSources(ctx, f.Workspaces)
}

// brandSources finds the brand's sources by their handles.
func brandSources(ctx context.Context, store *workspace.Store) (map[string]ingest.Source, error) {
	all, err := store.List(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Corrupt, "The demo's folder has no workspace: delete it, and the demo makes it again.")
	}
	list, err := store.Sources(ctx, all[0].ID)
	if err != nil {
		return nil, err
	}
	handles := map[string]string{}
	for _, s := range simulate.Sources() {
		handles[s.Name] = s.Handle
	}
	found := map[string]ingest.Source{}
	for _, s := range list {
		if handle, ok := handles[s.Name]; ok {
			found[handle] = ingest.Source{ID: s.ID, Workspace: s.Workspace, Channel: s.Channel}
		}
	}
	return found, nil
}

// live takes simulated traffic in until ctx ends. A source that was renamed or deleted on a screen gets none, and a disk that
// is full for a while loses some: it is only a demo's.
func (c *demoCmd) live(ctx context.Context, in *ingest.Ingester, brand map[string]ingest.Source, o simulate.Options) error {
	return simulate.Live(ctx, o, c.Rate, func(source string, call simulate.Call) error {
		src, ok := brand[source]
		if !ok || ctx.Err() != nil {
			return nil
		}
		if _, err := in.Ingest(ctx, src, time.Now(), []ingest.Item{call.Item()}); err != nil && !fault.Is(err, fault.Unavailable) {
			return err
		}
		return nil
	})
}
