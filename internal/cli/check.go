package cli

import (
	"fmt"

	"jejak/internal/server"
)

type checkCmd struct {
	folderFlags
}

// Run verifies a folder; a problem ends it with code 1.
func (c *checkCmd) Run(env *Env) error {
	return c.with(env, server.FolderOptions{}, func(f *server.Folder) error {
		r, err := f.Check(env.Context)
		if err != nil {
			return err
		}
		fmt.Fprint(env.Out, r)
		if !r.OK() {
			return exitCode(1)
		}
		return nil
	})
}

type rebuildCmd struct {
	folderFlags
}

// Run makes the derived data anew.
func (c *rebuildCmd) Run(env *Env) error {
	return c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
		stats, err := f.RebuildTrail(env.Context)
		if err != nil {
			return err
		}
		if err := f.Heard.Forget(env.Context); err != nil {
			return err
		}
		segments, err := f.RebuildSegments(env.Context)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.Out, "The journey index was made anew: %d rows up to change %d.\nWho is in which of %d segments was worked out anew.\nWhat was heard is made anew from the log when Jejak is started.\n",
			stats.Rows, stats.Persisted, segments)
		return err
	})
}
