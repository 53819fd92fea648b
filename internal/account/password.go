package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"jejak/internal/fault"
)

// cost is how dear a guess at a password is.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

const (
	saltBytes   = 16
	hashBytes   = 32
	minPassword = 10  // characters
	maxPassword = 200 // characters; more would let anybody make the server hash megabytes
	// maxHashing passwords are hashed at once, so that a flood of sign-ins takes a bounded share of the memory.
	maxHashing = 4
)

// usualCost is argon2id as OWASP's password cheat sheet has it (2024: 19 MiB, two passes). Stored hashes carry their own
// cost; one that differs is renewed when its owner next signs in.
func usualCost() cost { return cost{memory: 19 * 1024, passes: 2, threads: 1} }

// hasher makes and checks password hashes.
type hasher struct {
	cost  cost
	slots chan struct{}
	decoy string // the hash that an unknown email's password is checked against: it takes as long
}

func newHasher(ctx context.Context, c cost) (*hasher, error) {
	h := &hasher{cost: c, slots: make(chan struct{}, maxHashing)}
	var err error
	h.decoy, err = h.hash(ctx, rand.Text())
	return h, err
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, c cost, length uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, length), nil
}

// hash writes $argon2id$v=19$m=…,t=…,p=…$salt$hash, the form that other programs read as well.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := h.derive(ctx, password, salt, h.cost, hashBytes)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.cost.memory, h.cost.passes, h.cost.threads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// check reports whether the password is the one that was hashed, and whether the hash should be renewed. Both outcomes take
// the same time.
func (h *hasher) check(ctx context.Context, password, stored string) (same, renew bool, err error) {
	c, salt, want, err := parseHash(stored)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, c, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != h.cost, nil
}

func parseHash(stored string) (c cost, salt, key []byte, err error) {
	bad := func(why string) (cost, []byte, []byte, error) {
		return cost{}, nil, nil, fmt.Errorf("a stored password hash cannot be read: %s", why)
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return bad("it is not argon2id")
	}
	if parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad("its version is unknown")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return bad("its cost is missing")
	}
	const mostMemory, mostPasses = 4 << 20, 100 // 4 GiB: a damaged row must not take the machine down
	if c.memory == 0 || c.memory > mostMemory || c.passes == 0 || c.passes > mostPasses || c.threads == 0 {
		return bad("its cost is out of bounds")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(salt) < 8 || len(salt) > 64 {
		return bad("its salt is damaged")
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) < 16 || len(key) > 64 {
		return bad("its key is damaged")
	}
	return c, salt, key, nil
}

// badPassword says what is wrong with a new password, nil if nothing is. Length is what makes a password strong, so no mix
// of characters is asked for; what everybody tries first is refused.
func badPassword(password, email, name string) *fault.Field {
	bad := func(code, message string) *fault.Field {
		return &fault.Field{Name: "password", Message: message, Code: code}
	}
	limit := func(code, message string, n int) *fault.Field {
		return &fault.Field{Name: "password", Message: fmt.Sprintf(message, n), Code: code, With: fault.Values(n)}
	}
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return bad("one_line", "must be text")
	case n < minPassword:
		return limit("least_characters", "must have at least %d characters", minPassword)
	case n > maxPassword:
		return limit("most_characters", "must have at most %d characters", maxPassword)
	}
	lower := strings.ToLower(password)
	local, _, _ := strings.Cut(email, "@")
	for _, known := range []string{email, local, strings.ToLower(name), "jejak", "password", "katasandi", "1234567890", "qwertyuiop"} {
		// The known word alone, or repeated, or with a few characters around it.
		if rest := strings.ReplaceAll(lower, known, ""); len(known) > 3 && rest != lower && len(rest) < 4 {
			return bad("easy_to_guess", "is easy to guess: use several unrelated words")
		}
	}
	if strings.Trim(lower, lower[:1]) == "" {
		return bad("one_character", "is one character again and again")
	}
	return nil
}
