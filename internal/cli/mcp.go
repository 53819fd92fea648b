package cli

import (
	"io"

	"jejak/client"
	"jejak/internal/mcp"
)

type mcpCmd struct {
	Server string `required:"" placeholder:"URL" env:"JEJAK_SERVER" help:"The running server to ask."`
	Token  string `required:"" placeholder:"TOKEN" env:"JEJAK_TOKEN" help:"API token of the workspace; the assistant may do what it may."`
}

// Run serves one assistant over standard input and output, until it closes them.
func (c *mcpCmd) Run(env *Env) error {
	api, err := client.New(c.Server, c.Token, 0, nil)
	if err != nil {
		return err
	}
	if api, err = api.Home(env.Context); err != nil {
		return err
	}
	return mcp.ServeStdio(env.Context, api, env.Version, io.NopCloser(env.In), keepOpen{env.Out})
}

// keepOpen is a writer that somebody else closes.
type keepOpen struct{ io.Writer }

// Close leaves it open.
func (keepOpen) Close() error { return nil }
