package cli

import (
	"os"

	"jejak/internal/config"
	"jejak/internal/server"
)

type serveCmd struct {
	config.Flags
}

// Run serves until the process is asked to stop.
func (c *serveCmd) Run(env *Env) error {
	conf, err := config.Load(c.Flags, os.Getenv)
	if err != nil {
		return err
	}
	s, err := server.New(env.Context, conf, server.Options{Version: env.Version, LogTo: env.Err})
	if err != nil {
		return err
	}
	return s.Run(env.Context)
}
