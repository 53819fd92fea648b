package seal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jejak/internal/fault"
)

func TestWhatIsSealedIsReadWithItsKeyAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret.key")
	if k, err := Load(path, false); err != nil || k.aead != nil {
		t.Fatalf("a folder that may not be written has key %v, %v", k, err)
	}
	k, err := Load(path, true)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the key's file is open to others: %v, %v", info.Mode(), err)
	}
	secret := []byte("JBSWY3DPEHPK3PXP")
	sealed, err := k.Seal(secret, "second factor of 3")
	if err != nil || strings.Contains(sealed, string(secret)) {
		t.Fatalf("sealed as %q, %v", sealed, err)
	}
	if other, err := k.Seal(secret, "second factor of 3"); err != nil || other == sealed {
		t.Fatalf("the same secret is sealed alike twice: %q, %v", other, err)
	}
	again, err := Load(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(sealed, "second factor of 3"); err != nil || !bytes.Equal(got, secret) {
		t.Fatalf("read back as %q, %v", got, err)
	}
	foreign, err := Load(filepath.Join(t.TempDir(), "secret.key"), true)
	if err != nil {
		t.Fatal(err)
	}
	changed := sealed[:len(sealed)-2] + "AA"
	for name, open := range map[string]func() ([]byte, error){
		"another purpose": func() ([]byte, error) { return again.Open(sealed, "second factor of 4") },
		"another key":     func() ([]byte, error) { return foreign.Open(sealed, "second factor of 3") },
		"no key":          func() ([]byte, error) { return Key{}.Open(sealed, "second factor of 3") },
		"changed":         func() ([]byte, error) { return again.Open(changed, "second factor of 3") },
		"never sealed":    func() ([]byte, error) { return again.Open("JBSWY3DPEHPK3PXP", "second factor of 3") },
		"too short":       func() ([]byte, error) { return again.Open(prefix+"AA", "second factor of 3") },
	} {
		if got, err := open(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: read as %q, %v", name, got, err)
		}
	}
}

func TestADamagedKeyIsToldAndKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret.key")
	if err := os.WriteFile(path, []byte("abcd"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path, true); !fault.Is(err, fault.Corrupt) {
		t.Fatalf("got %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "abcd" {
		t.Fatalf("the file was written over: %q, %v", text, err)
	}
}
