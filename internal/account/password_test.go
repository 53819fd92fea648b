package account

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
)

func TestHashesCheckOut(t *testing.T) {
	t.Parallel()
	h, err := newHasher(t.Context(), cheap())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		password, other := rapid.String().Draw(rt, "password"), rapid.String().Draw(rt, "other")
		stored, err := h.hash(t.Context(), password)
		if err != nil {
			rt.Fatal(err)
		}
		same, renew, err := h.check(t.Context(), password, stored)
		if !same || renew || err != nil {
			rt.Fatalf("%q against its own hash: %v %v %v", password, same, renew, err)
		}
		if same, _, _ := h.check(t.Context(), other, stored); same != (other == password) {
			rt.Fatalf("%q against the hash of %q: %v", other, password, same)
		}
	})
	a, _ := h.hash(t.Context(), "same")
	b, _ := h.hash(t.Context(), "same")
	if a == b {
		t.Error("two hashes of one password are equal: no salt")
	}
}

// The cost that is shipped is the dear one, in the form that other programs read.
func TestUsualCostIsDear(t *testing.T) {
	t.Parallel()
	h, err := newHasher(t.Context(), usualCost())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(h.decoy, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %s", h.decoy)
	}
}

func TestDamagedHashesAreRefused(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{
		"", "plain", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=16$m=64,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=64$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=19$m=0,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5", "$argon2id$v=19$m=64,t=1,p=1$!$a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$", "$argon2id$v=19$m=64,t=1,p=0$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5",
	} {
		if _, _, _, err := parseHash(stored); err == nil {
			t.Errorf("%q passed", stored)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5")
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$$")
	f.Fuzz(func(t *testing.T, stored string) {
		c, salt, key, err := parseHash(stored)
		if err == nil && (c.memory == 0 || c.memory > 4<<20 || c.passes == 0 || c.threads == 0 || len(salt) < 8 || len(key) < 16) {
			t.Errorf("%q gave %+v, %d and %d bytes", stored, c, len(salt), len(key))
		}
	})
}

func TestWeakPasswords(t *testing.T) {
	t.Parallel()
	f := func(password string, bad bool) {
		t.Helper()
		if got := badPassword(password, "siti.rahma@example.com", "Siti Rahma"); (got != nil) != bad {
			t.Errorf("%q: %q", password, got)
		}
	}
	f("five green umbrellas", false)
	f("四隻綠色的大象在跳舞呢", false)
	f("Xk29#mvQ!z", false)
	f("short", true)
	f("九個字不夠長", true)
	f(strings.Repeat("long ", 41), true)
	f("aaaaaaaaaaaa", true)
	f("password123", true)
	f("passwordpassword", true)
	f("Siti Rahma1", true)
	f("siti.rahma@example.com", true)
	f("my password is long enough", false)
	f("bad\xffutf8 here", true)
}

func TestLimiterIsBoundedAndFades(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_000_000, 0)
	l := newLimiter(3, time.Minute, 5)
	for range 3 {
		if err := l.take("a", at); err != nil {
			t.Fatal(err)
		}
	}
	faulttest.Want(t, l.take("a", at), fault.TooMany)
	faulttest.Want(t, l.take("a", at.Add(60*time.Second)), fault.TooMany) // those before have not faded yet
	if err := l.take("a", at.Add(90*time.Second)); err != nil {
		t.Errorf("half faded: %v", err)
	}
	for i := range 100 {
		if err := l.take(fmt.Sprint(i), at.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatal(err)
		}
		if len(l.keys) > 5 {
			t.Fatalf("%d keys are kept", len(l.keys))
		}
	}
	l.forget("99")
	if len(l.keys) != 4 {
		t.Errorf("%d keys after forgetting one of 5", len(l.keys))
	}
}

// In no stretch of one window's length do more than twice the bound pass, whatever the times.
func TestLimiterHoldsAnyTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const most, window = 4, time.Minute
		l := newLimiter(most, window, 10)
		at := time.Unix(1_000_000, 0)
		var passed []time.Time
		for range rapid.IntRange(1, 60).Draw(t, "tries") {
			at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
			if l.take("k", at) == nil {
				passed = append(passed, at)
			}
		}
		for i, from := range passed {
			n := 0
			for _, p := range passed[i:] {
				if p.Sub(from) < window {
					n++
				}
			}
			if n > 2*most {
				t.Fatalf("%d passed within a window that allows %d", n, most)
			}
		}
	})
}
