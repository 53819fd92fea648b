package seal

import (
	"bytes"
	"strings"
	"testing"

	"jejak/internal/fault"
)

func TestWhatIsSealedIsReadWithItsKeyAlone(t *testing.T) {
	t.Parallel()
	text := Fresh()
	k := key(t, text)
	secret := []byte("JBSWY3DPEHPK3PXP")
	sealed, err := k.Seal(secret, "second factor of 3")
	if err != nil || strings.Contains(sealed, string(secret)) {
		t.Fatalf("sealed as %q, %v", sealed, err)
	}
	if other, err := k.Seal(secret, "second factor of 3"); err != nil || other == sealed {
		t.Fatalf("the same secret is sealed alike twice: %q, %v", other, err)
	}
	again, foreign := key(t, text), key(t, Fresh())
	if got, err := again.Open(sealed, "second factor of 3"); err != nil || !bytes.Equal(got, secret) {
		t.Fatalf("read back as %q, %v", got, err)
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

func key(t *testing.T, text string) Key {
	t.Helper()
	k, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "abcd", strings.Repeat("z", 64), Fresh() + "00"} {
		if _, err := Parse(text); !fault.Is(err, fault.Corrupt) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
