package account

import (
	"context"
	"time"
)

// HashPassword makes the hash of a password that is no account's own, such as that of a link, at the same cost.
func (s *Store) HashPassword(ctx context.Context, password string) (string, error) {
	return s.hasher.hash(ctx, password)
}

// CheckPassword reports whether a password is the one that HashPassword hashed.
func (s *Store) CheckPassword(ctx context.Context, password, hash string) (bool, error) {
	same, _, err := s.hasher.check(ctx, password, hash)
	return same, err
}

// Guesses bounds how often somebody may try a secret, in bounded memory. It is safe for concurrent use.
type Guesses struct{ limiter *limiter }

// NewGuesses allows so many tries in a sliding window of time.
func NewGuesses(most int, window time.Duration) *Guesses {
	return &Guesses{newLimiter(most, window, signInKeys)}
}

// Take counts a try of somebody. Fault: TooMany.
func (g *Guesses) Take(who string, now time.Time) error { return g.limiter.take(who, now) }
