package sentiment

import "unicode"

// fold makes one character of those that mean the same: letters are lower-cased, full-width forms narrowed, Arabic letters
// brought to one form (as Larkey et al., SIGIR 2002, do for retrieval). Traditional characters are made Simplified where a run of them is read.
func fold(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= 0x0620 && r <= 0x06FF:
		return foldArabic(r)
	case r >= 0xFF01 && r <= 0xFF5E:
		return fold(r - 0xFF01 + '!')
	}
	switch r {
	case '。':
		return '.'
	case '‘', '’', '`', '´':
		return '\''
	case '“', '”', '「', '」', '『', '』':
		return '"'
	case '、':
		return ','
	case '…':
		return '.'
	}
	return unicode.ToLower(r)
}

func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ئ':
		return 'ي'
	case 'ک', 'گ':
		return 'ك'
	}
	return r
}
