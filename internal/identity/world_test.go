package identity

import (
	"strings"
	"testing"

	"jejak/internal/event"
)

const testWS event.Workspace = 7

// bench is a workspace to try things on.
type bench struct {
	t   testing.TB
	tx  *memory
	r   *Resolver
	seq uint64
}

func setup(t testing.TB) *bench {
	t.Helper()
	tx := newMemory()
	r, err := NewResolver(tx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, tx: tx, r: r}
}

// ids reads "u:1 e:jane@ a:x": the type by its first letter, or in full.
func ids(text string) (ids []event.ID) {
	short := map[string]event.IDType{
		"u": event.UserID, "a": event.AnonymousID, "e": event.Email, "p": event.Phone, "d": event.DeviceID,
		"l": event.LoyaltyID, "prev": PreviousID,
	}
	for word := range strings.FieldsSeq(text) {
		t, v, _ := strings.Cut(word, ":")
		if full, ok := short[t]; ok {
			t = string(full)
		}
		ids = append(ids, event.ID{Type: event.IDType(t), Value: v})
	}
	return ids
}

func (b *bench) send(text string) Resolution {
	b.t.Helper()
	b.seq++
	clean := b.r.Clean(testWS, ids(text))
	res, err := b.r.Resolve(b.tx, testWS, clean, event.Time(1_700_000_000_000+int64(b.seq)*1000), b.seq)
	if err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	return res
}
