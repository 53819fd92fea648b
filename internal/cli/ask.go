package cli

import (
	"encoding/json"
	"errors"
	"io"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/server"
)

type askCmd struct {
	placeFlags
	File string `short:"f" required:"" placeholder:"FILE" help:"The question as JSON, as POST …/ask takes it; - is standard input."`
	formatFlags
}

// Run asks and prints the answer.
func (c *askCmd) Run(env *Env) error {
	q, err := c.question(env)
	if err != nil {
		return err
	}
	a, err := c.ask(env, q)
	if err != nil {
		return err
	}
	return c.print(env, a, tablesOf(a))
}

func (c *askCmd) question(env *Env) (q journey.Question, err error) {
	in, err := env.open(c.File)
	if err != nil {
		return q, fault.Wrap(fault.Invalid, err, "The question cannot be read.")
	}
	defer in.Close()
	d := json.NewDecoder(io.LimitReader(in, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return q, fault.Wrap(fault.Invalid, err, "The question is not as docs/questions describes it.")
	}
	return q, nil
}

func (c *askCmd) ask(env *Env, q journey.Question) (a journey.Answer, err error) {
	if c.Server != "" {
		remote, err := connect(env, c.Server, c.Token, c.Workspace)
		if err != nil {
			return a, err
		}
		return remote.Ask(env.Context, q)
	}
	err = c.with(env, server.FolderOptions{}, func(f *server.Folder) error {
		ws, err := workspaceOf(env, f, c.Workspace)
		if err != nil {
			return err
		}
		a, err = askFolder(env, f, ws, q)
		return err
	})
	return a, err
}

func askFolder(env *Env, f *server.Folder, ws event.Workspace, q journey.Question) (journey.Answer, error) {
	d, err := f.Touchpoints.Definitions(env.Context, ws)
	if err != nil {
		return journey.Answer{}, err
	}
	if q, err = f.Expand(env.Context, ws, q); err != nil {
		return journey.Answer{}, err
	}
	if err := journey.Validate(q, d); err != nil {
		return journey.Answer{}, err
	}
	if f.Trail == nil {
		return journey.Answer{}, errors.New("the journey index is not open")
	}
	if err := f.Trail.WaitFor(env.Context, f.Events.LastSeq()); err != nil {
		return journey.Answer{}, err
	}
	return f.Trail.Ask(env.Context, ws, q, d)
}
