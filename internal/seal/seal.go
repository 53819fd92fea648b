// Package seal keeps secrets that must be read again, such as the seeds of second factors, unreadable in the database.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"jejak/internal/fault"
)

const (
	keyBytes = 32
	prefix   = "s1." // the form of what Seal writes; a later one has another prefix
)

// Key seals and opens. The zero Key does neither.
type Key struct{ aead cipher.AEAD }

// Fresh is a new key at random, as Parse reads it.
func Fresh() string {
	secret := make([]byte, keyBytes)
	_, _ = rand.Read(secret) // never fails
	return hex.EncodeToString(secret) + "\n"
}

// Parse reads a key as Fresh writes it. Fault: Corrupt.
func Parse(text string) (Key, error) {
	secret, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(secret) != keyBytes {
		return Key{}, fault.New(fault.Corrupt, "This is not a key that secrets are sealed with: restore secret.key from a backup.")
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return Key{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return Key{aead: aead}, err
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
