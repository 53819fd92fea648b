package help

import "strings"

// stem is the root of an Indonesian word as far as rules without a dictionary tell: the stemmer of Tala (2003), A Study of Stemming
// Effects on Information Retrieval in Bahasa Indonesia, which takes particles, possessives and affixes off as long as two syllables stay.
func stem(w string) string {
	w = unend(w, "kah", "lah", "pun")
	w = unend(w, "ku", "mu", "nya")
	before := w
	w = prefix(w)
	if w != before {
		return second(unend(w, "kan", "an", "i"))
	}
	return unend(second(w), "kan", "an", "i")
}

func unend(w string, endings ...string) string {
	for _, e := range endings {
		if root, ok := strings.CutSuffix(w, e); ok && syllables(root) >= 2 {
			return root
		}
	}
	return w
}

func prefix(w string) string {
	for _, p := range []struct{ from, to, before string }{
		{"meng", "", ""},
		{"meny", "s", "aiueo"},
		{"men", "", ""},
		{"mem", "p", "aiueo"},
		{"mem", "", ""},
		{"me", "", ""},
		{"peng", "", ""},
		{"peny", "s", "aiueo"},
		{"pen", "", ""},
		{"pem", "p", "aiueo"},
		{"pem", "", ""},
		{"di", "", ""},
		{"ter", "", ""},
		{"ke", "", ""},
	} {
		if root, ok := strings.CutPrefix(w, p.from); ok && syllables(root) >= 2 && (p.before == "" || strings.ContainsRune(p.before, rune(root[0]))) {
			return p.to + root
		}
	}
	return w
}

func second(w string) string {
	for _, p := range []string{"ber", "bel", "be", "per", "pel", "pe"} {
		if root, ok := strings.CutPrefix(w, p); ok && syllables(root) >= 2 {
			return root
		}
	}
	return w
}

func syllables(w string) (n int) {
	for _, r := range w {
		if strings.ContainsRune("aiueo", r) {
			n++
		}
	}
	return n
}
