package identity

import (
	"testing"
)

func TestFieldExample(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.send("u:abc123 e:jane@")
	second := b.send("u:abc456 e:jane@")
	if first.Person == second.Person {
		t.Fatal("abc456 joined abc123 through the e-mail address")
	}
	if again := b.send("u:abc456 e:jane@"); again.New || again.Person != second.Person {
		t.Fatalf("known subject: %+v", again)
	}
	if mail := b.send("e:jane@"); mail.Person != first.Person {
		t.Fatal("the e-mail address left its first person")
	}
}

func TestSignInJoinsHistory(t *testing.T) {
	t.Parallel()
	b := setup(t)
	anonymous := b.send("a:x")
	user := b.send("u:1 e:jane@x.com")
	joined := b.send("a:x u:1")
	if joined.Person != anonymous.Person || len(joined.Moves) != 1 {
		t.Fatalf("%+v", joined)
	}
	if m := joined.Moves[0]; m.Subject != user.Subject || m.From != user.Person || m.To != anonymous.Person {
		t.Fatalf("%+v", m)
	}
	if p := b.send("u:1 e:jane@x.com").Person; p != anonymous.Person {
		t.Fatal("the cache kept the person from before the merge")
	}
}
