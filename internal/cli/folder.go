package cli

import (
	"errors"
	"log/slog"
	"os"

	"jejak/client"
	"jejak/internal/config"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/server"
)

// folderFlags are those of commands that open a data folder themselves. Settings that they do not take as flags come from
// the environment and the file as for serve, so that both speak of the same folder.
type folderFlags struct {
	Data       string `placeholder:"DIR" help:"Data folder; JEJAK_DATA or 'data' by default."`
	ConfigFile string `name:"config" placeholder:"FILE" help:"YAML file with settings."`
}

// placeFlags are those of commands that speak to a workspace in a data folder or on a running server.
type placeFlags struct {
	folderFlags
	Server    string `placeholder:"URL" env:"JEJAK_SERVER" help:"A running server instead of a data folder."`
	Token     string `placeholder:"TOKEN" env:"JEJAK_TOKEN" help:"API token for the server."`
	Workspace uint32 `placeholder:"N" help:"Number of the workspace; the only one by default."`
}

func (f folderFlags) load() (config.Config, error) {
	return config.Load(config.Flags{Data: f.Data, Config: f.ConfigFile}, os.Getenv)
}

// open opens the folder, which must be there, for this command alone.
func (f folderFlags) open(env *Env, o server.FolderOptions) (*server.Folder, error) {
	conf, err := f.load()
	if err != nil {
		return nil, err
	}
	o.ControlDSN, o.MustExist = conf.ControlDSN, true
	o.Sentiment.Later = conf.Sentiment.URL != nil && conf.Sentiment.Wait
	o.Log = slog.New(slog.NewTextHandler(env.Err, &slog.HandlerOptions{Level: slog.LevelError}))
	return server.OpenFolder(env.Context, conf.Data, o)
}

// with opens the folder, runs fn and closes it again.
func (f folderFlags) with(env *Env, o server.FolderOptions, fn func(*server.Folder) error) (err error) {
	folder, err := f.open(env, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close(env.Context)) }()
	return fn(folder)
}

// connect is a client of a server's workspace: the one asked for, or the only one.
func connect(env *Env, address, token string, workspace uint32) (*client.Client, error) {
	if workspace == 0 {
		var err error
		if workspace, err = client.Workspace(env.Context, address, token, nil); err != nil {
			return nil, err
		}
	}
	return client.New(address, token, workspace, nil)
}

// workspaceOf is the workspace asked for, or the only one.
func workspaceOf(env *Env, f *server.Folder, asked uint32) (event.Workspace, error) {
	if asked != 0 {
		_, err := f.Workspaces.Get(env.Context, event.Workspace(asked))
		return event.Workspace(asked), err
	}
	all, err := f.Workspaces.List(env.Context)
	if err != nil {
		return 0, err
	}
	if len(all) != 1 {
		return 0, fault.New(fault.Invalid, "There are %d workspaces: say which one with --workspace.", len(all))
	}
	return all[0].ID, nil
}
