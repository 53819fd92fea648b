// Package cli is the jejak command: one file for each subcommand, each a thin shell over the packages that do the work.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"jejak/internal/fault"
)

// Env is what a command gets from the process that runs it.
type Env struct {
	Context context.Context
	Version string
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
}

// open is a file to read, or standard input for -.
func (e *Env) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(e.In), nil
	}
	return os.Open(file)
}

type commands struct {
	Serve       serveCmd       `cmd:"" help:"Collect events, answer questions and show the screens."`
	Demo        demoCmd        `cmd:"" help:"Show everything on a simulated brand, with its history and live traffic."`
	Import      importCmd      `cmd:"" help:"Bring history in from a file."`
	Export      exportCmd      `cmd:"" help:"Write events to a file."`
	Ask         askCmd         `cmd:"" help:"Ask a question and print the answer."`
	Attribution attributionCmd `cmd:"" help:"Credit the conversions of a file of paths by every model."`
	Spend       spendCmd       `cmd:"" help:"What was paid for channels and campaigns."`
	Sentiment   sentimentCmd   `cmd:"" help:"Say how texts feel, one a line."`
	Teach       teachCmd       `cmd:"" name:"train-sentiment" help:"Make the models of feelings from public sets."`
	Corrections correctionsCmd `cmd:"" help:"Print the texts whose feeling people corrected, to train on."`
	Segment     segmentCmd     `cmd:"" help:"Saved segments: who is in them, new ones, their size before they are saved."`
	MCP         mcpCmd         `cmd:"" name:"mcp" help:"Let an assistant ask a running server, over the Model Context Protocol."`
	Check       checkCmd       `cmd:"" help:"Verify every invariant of a data folder."`
	Inspect     inspectCmd     `cmd:"" help:"Show what a data folder holds, a person or an event."`
	Rebuild     rebuildCmd     `cmd:"" help:"Make everything that is derived anew."`
	Backup      backupCmd      `cmd:"" help:"Write a backup, of a running server or of a data folder."`
	Restore     restoreCmd     `cmd:"" help:"Restore a backup into a data folder."`
	Doctor      doctorCmd      `cmd:"" help:"Examine settings, folder, disk, clock and address, with advice."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
	Bench       benchCmd       `cmd:"" hidden:"" help:"Measure."`
	OpenAPI     openapiCmd     `cmd:"" name:"openapi" hidden:"" help:"Print the description of the HTTP API."`
}

// exitCode ends a command early with this code and nothing more to say.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Run parses args, runs the command and returns the exit code: 0 well, 1 a fault or a problem found, 2 a wrong command line.
func Run(ctx context.Context, version string, args []string, in io.Reader, out, errOut io.Writer) (code int) {
	env := &Env{Context: ctx, Version: version, In: in, Out: out, Err: errOut}
	defer func() {
		// kong ends the process through its exit function; here that is a panic, so that tests can run every command.
		if r := recover(); r != nil {
			e, ok := r.(exitCode)
			if !ok {
				panic(r) //nolint:forbidigo // it is not ours: it goes on
			}
			code = int(e)
		}
	}()
	parser, err := kong.New(&commands{},
		kong.Name("jejak"),
		kong.Description("Jejak collects what customers do on every channel, stitches it to people and answers how their journeys really go."),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { panic(exitCode(code)) }), //nolint:forbidigo // recovered above
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(env),
	)
	if err != nil {
		fmt.Fprintln(errOut, "jejak:", err)
		return 2
	}
	run, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errOut, "jejak: %v\nRun 'jejak --help' to see what there is.\n", err)
		return 2
	}
	if err := run.Run(); err != nil {
		return report(errOut, err)
	}
	return 0
}

// report writes an error for a person: the whole chain, then each faulty field.
func report(w io.Writer, err error) int {
	var quiet exitCode
	if errors.As(err, &quiet) {
		return int(quiet)
	}
	fmt.Fprintln(w, "jejak:", strings.TrimSpace(err.Error()))
	var e *fault.Error
	if errors.As(err, &e) {
		for _, f := range e.Fields {
			fmt.Fprintf(w, "  %s: %s\n", f.Name, f.Message)
		}
	}
	return 1
}

type versionCmd struct{}

func (versionCmd) Run(env *Env) error {
	_, err := fmt.Fprintln(env.Out, "jejak", env.Version)
	return err
}
