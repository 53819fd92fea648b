package sentiment

import (
	"unicode"
)

// Teller is the name of the model that tells Indonesian from English, and both from the rest: its polarity is Indonesian above
// English, its neutrality how well the better of the two knows the text's features.
const Teller Language = "la"

// Tell is the language that a text is in, "" where it is none of ours; ok is false where there are no letters to tell by.
// Chinese and Arabic are told by their writing, Indonesian and English by the model.
func (s *Scorer) Tell(text string) (l Language, ok bool) {
	var n scripts
	n.count(text)
	total := n.latin + n.han + n.kana + n.arabic + n.other
	if total == 0 {
		return "", false
	}
	switch max(n.latin, n.han+n.kana, n.arabic, n.other) {
	case n.other:
		return "", true
	case n.arabic:
		if 12*n.foreign > n.arabic { // Persian, Urdu, Kurdish
			return "", true
		}
		return Arabic, true
	case n.han + n.kana:
		if 5*n.kana > n.han+n.kana { // Japanese
			return "", true
		}
		return Chinese, true
	}
	if s.teller == nil {
		return "", true
	}
	polarity, known := s.models.teller.Sums(s.teller.Of(text))
	switch {
	case known+float64(s.models.teller.Bias[1]) < 0:
		return "", true
	case polarity+float64(s.models.teller.Bias[0]) > 0:
		return Indonesian, true
	}
	return English, true
}

// scripts counts letters by writing. A Chinese character says about as much as three letters.
type scripts struct{ latin, han, kana, arabic, foreign, other int }

func (n *scripts) count(text string) {
	if len(text) > longest {
		text = text[:longest]
	}
	for i := 0; i < len(text); {
		switch {
		case (text[i]|0x20) == 'h' && isLink(text[i:]):
			i += untilSpace(text[i:])
			continue
		case text[i] == '@':
			i += 1 + nameLength(text[i+1:])
			continue
		case text[i] == '<' && tagLength(text[i:]) > 0:
			i += tagLength(text[i:])
			continue
		case text[i] == '[' && maskLength(text[i:]) > 0:
			i += maskLength(text[i:])
			continue
		}
		r, size := decode(text[i:])
		i += size
		switch {
		case r < 0x80 && isLetter(r), r >= 0xC0 && r < 0x250 && unicode.IsLetter(r):
			n.latin++
		case isHan(r):
			n.han += 3
		case r >= 0x3040 && r <= 0x30FF:
			n.kana += 3
		case r >= 0x0600 && r <= 0x06FF && unicode.IsLetter(r):
			n.arabic++
			switch r {
			case 'پ', 'چ', 'ژ', 'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ', 'ڤ':
				n.foreign++
			}
		case unicode.IsLetter(r) && r != '\uFFFD':
			n.other++
		}
	}
}
