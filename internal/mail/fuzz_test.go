package mail

import (
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"jejak/internal/fault"
	"jejak/internal/seal"
)

// An address that is taken is one that the mail server reads as the same one, alone, whatever it was typed as.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{
		"rina@example.com", " Rina@Example.COM ", "Rina <rina@example.com>", "a@b,c@d", "a@b\r\nBcc: c@d", `"a b"@example.com`, "@", "", "ü@exämple.com", "a@[127.0.0.1]", "\x00@b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Address(text)
		if err != nil {
			return
		}
		read, err := mail.ParseAddressList(got)
		if err != nil || len(read) != 1 || read[0].Name != "" || !strings.EqualFold(read[0].Address, got) {
			t.Fatalf("%q became %q, which reads as %v: %v", text, got, read, err)
		}
		if again, err := Address(got); err != nil || again != got {
			t.Errorf("%q becomes %q the second time: %v", got, again, err)
		}
		if strings.ContainsAny(got, "\r\n\x00") || len(got) > maxAddress {
			t.Errorf("%q", got)
		}
	})
}

// Words of others in a header stay one line of it.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{"How was it?", "a\r\nBcc: b@c", "\xff\xfe", "  tabs\tand\nlines ", "您會推薦我們嗎？", strings.Repeat("x", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := line(text, maxSubject)
		if strings.ContainsAny(got, "\r\n\x00") || !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxSubject {
			t.Fatalf("%q became %q", text, got)
		}
		if line(got, maxSubject) != got {
			t.Errorf("%q is cut a second time", got)
		}
	})
}

// A link for leaving ends what it was made for, or nothing: nobody unsubscribes somebody else by a link that they made up.
func FuzzLeaver(f *testing.F) {
	key, err := seal.Parse(strings.Repeat("4a", 32)) // the same in each process that looks for inputs
	if err != nil {
		f.Fatal(err)
	}
	b := &Outbox{o: Options{Root: "https://jejak.example.com", Key: key}}
	want := Leaving{Workspace: 4, Kind: Survey, Address: "rina@example.com", Batch: "sending:m1", Reference: "k1"}
	link, err := b.LeaveURL(want)
	if err != nil {
		f.Fatal(err)
	}
	token := strings.TrimPrefix(link, b.o.Root+"/u/")
	if got, err := b.Leaver(token); err != nil || got != want {
		f.Fatalf("%+v became %+v: %v", want, got, err)
	}
	for _, seed := range []string{token, token[1:], token + "=", "", "AAAA", "\x00", strings.Repeat("A", 5000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		got, err := b.Leaver(token)
		if err == nil && got != want || err != nil && (got != Leaving{} || !fault.Is(err, fault.NotFound)) {
			t.Errorf("%q ends %+v: %v", token, got, err)
		}
	})
}
