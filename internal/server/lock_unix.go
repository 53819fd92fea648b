//go:build unix

package server

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"jejak/internal/fault"
)

// lockFolder keeps every other process out of a data folder until the file is closed; a process that dies lets go by itself.
// Where the folder cannot be written and holds no lock file, there is nobody to keep out, and the file is nil.
func lockFolder(dir string) (*os.File, error) {
	path := filepath.Join(dir, "LOCK")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		f, err = os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "The data folder %s cannot be locked: check its permissions.", dir)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = fault.Wrap(fault.Conflict, err, "Jejak is running on this folder (%s): stop it first, or ask it over HTTP.", dir)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
