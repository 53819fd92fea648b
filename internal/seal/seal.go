// Package seal keeps secrets that must be read again, such as the seeds of second factors, unreadable in the database.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jejak/internal/fault"
)

const (
	keyBytes = 32
	prefix   = "s1." // the form of what Seal writes; a later one has another prefix
)

// Key seals and opens. The zero Key does neither.
type Key struct{ aead cipher.AEAD }

// New makes a key of 32 bytes.
func New(secret []byte) (Key, error) {
	if len(secret) != keyBytes {
		return Key{}, fmt.Errorf("a key of %d bytes, want %d", len(secret), keyBytes)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return Key{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return Key{aead: aead}, err
}

// Load reads the key in a file, and makes the file, readable for its owner alone, where there is none and it may be made. Where it
// may not, the zero Key is given. Fault: Corrupt.
func Load(path string, mayMake bool) (Key, error) {
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !mayMake:
		return Key{}, nil
	case errors.Is(err, fs.ErrNotExist):
		return create(path)
	case err != nil:
		return Key{}, fault.Wrap(fault.Unavailable, err, "The key in %s cannot be read: check its permissions.", path)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != keyBytes {
		return Key{}, fault.New(fault.Corrupt, "%s does not hold a key: restore it from a backup.", path)
	}
	return New(secret)
}

func create(path string) (_ Key, err error) {
	secret := make([]byte, keyBytes)
	if _, err := rand.Read(secret); err != nil {
		return Key{}, err
	}
	// Whole or not at all: half a key would make all that it sealed unreadable. CreateTemp makes it readable for the owner alone.
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return Key{}, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.WriteString(hex.EncodeToString(secret) + "\n"); err != nil {
		return Key{}, errors.Join(err, tmp.Close())
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return Key{}, err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return Key{}, err
	}
	return New(secret)
}

// Seal makes a secret unreadable without the key. The same purpose is needed to open it, so that one sealed thing cannot be put
// in the place of another.
func (k Key) Seal(secret []byte, purpose string) (string, error) {
	if k.aead == nil {
		return "", errors.New("there is no key to seal with")
	}
	return prefix + base64.RawStdEncoding.EncodeToString(k.aead.Seal(nil, nil, secret, []byte(purpose))), nil
}

// Open reads what Seal wrote. Fault: Unavailable (another key, another purpose, or damaged).
func (k Key) Open(sealed, purpose string) ([]byte, error) {
	text, ok := strings.CutPrefix(sealed, prefix)
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if !ok || err != nil || k.aead == nil {
		return nil, unreadable(err)
	}
	secret, err := k.aead.Open(nil, nil, raw, []byte(purpose))
	if err != nil {
		return nil, unreadable(err)
	}
	return secret, nil
}

func unreadable(err error) error {
	return fault.Wrap(fault.Unavailable, err, "A sealed secret cannot be read with the key of this data folder: restore secret.key from a backup.")
}
