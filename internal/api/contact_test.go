package api

import "testing"

func TestShortenKeepsNoAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"ana@example.com", "a…@example.com"},
		{"+6281234567890", "…890"},
		{"12345", "…"},
		{"王小明@example.tw", "王…@example.tw"},
	} {
		if got := shorten(c.in); got != c.want {
			t.Errorf("shorten(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHideObjectReachesEveryDepth(t *testing.T) {
	t.Parallel()
	in := Object(`{"email":"ana@example.com","n":12345678901234567890,"order":{"contact":{"Phone_Number":628123456789},"note":"write to ana@example.com soon"},"list":["bo@example.org",1]}`)
	want := `{"email":"a…@example.com","list":["b…@example.org",1],"n":12345678901234567890,"order":{"contact":{"Phone_Number":"…789"},"note":"write to a…@example.com soon"}}`
	if got := string(hideObject(in)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
