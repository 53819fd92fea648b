//go:build !unix

package server

import (
	"os"
	"path/filepath"
)

// lockFolder leaves it to the event log, which locks its own folder, to keep other processes out.
func lockFolder(dir string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, "LOCK"), os.O_RDWR|os.O_CREATE, 0o600)
}
