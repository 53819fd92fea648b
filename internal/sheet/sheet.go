// Package sheet keeps words in files for spreadsheets what they are: words.
package sheet

import (
	"strconv"
	"strings"
)

// Cell is a cell that a spreadsheet reads as the text that it is, and not as a formula (OWASP, CSV Injection): in front of what would
// begin one stands an apostrophe. Numbers stay numbers.
func Cell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64); err == nil {
		return s
	}
	return "'" + s
}
