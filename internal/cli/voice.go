package cli

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"jejak/internal/server"
)

type correctionsCmd struct {
	folderFlags
	Workspace uint32 `placeholder:"N" help:"Number of the workspace; the only one by default."`
}

// Help says what comes out.
func (correctionsCmd) Help() string {
	return "Prints the texts whose feeling people corrected, one a line: language, a tab, negative, neutral or positive, a tab, and the text with its " +
		"line ends as spaces. It is what a model of your own can be trained and measured on."
}

// Run prints the corrections of a data folder.
func (c *correctionsCmd) Run(env *Env) error {
	return c.with(env, server.FolderOptions{NoTrail: true}, func(f *server.Folder) error {
		ws, err := workspaceOf(env, f, c.Workspace)
		if err != nil {
			return err
		}
		out := bufio.NewWriter(env.Out)
		for _, one := range f.Heard.Corrections(ws) {
			if _, err = fmt.Fprintf(out, "%s\t%s\t%s\n", one.Language, one.Feeling, strings.Join(strings.Fields(one.Text), " ")); err != nil {
				break
			}
		}
		return errors.Join(err, out.Flush())
	})
}
