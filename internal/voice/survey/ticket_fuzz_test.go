package survey

import (
	"reflect"
	"strings"
	"testing"

	"jejak/internal/event"
	"jejak/internal/seal"
)

// A token from outside stands for the ticket that was sealed into it, or for none: nobody makes one up or changes one.
func FuzzTicket(f *testing.F) {
	key, err := seal.Parse(strings.Repeat("4a", 32)) // the same in each process that looks for inputs
	if err != nil {
		f.Fatal(err)
	}
	s := &Store{o: StoreOptions{Key: key}}
	want := ticket{Workspace: 4, Survey: "v1", Response: "r1", Via: ViaWidget, IDs: []event.ID{{Type: event.AnonymousID, Value: "a1"}}, Issued: 1000}
	token, err := s.seal(want)
	if err != nil {
		f.Fatal(err)
	}
	if got, ok := s.unseal(token); !ok || !reflect.DeepEqual(got, want) {
		f.Fatalf("%+v became %+v %v", want, got, ok)
	}
	for _, seed := range []string{token, token[:len(token)-1], token + "A", token[2:], "t.", "t.AAAA", "", "t.\x00", strings.Repeat("t.", 3000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if got, ok := s.unseal(token); ok && !reflect.DeepEqual(got, want) {
			t.Errorf("%q stands for %+v", token, got)
		}
	})
}
