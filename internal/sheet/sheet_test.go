package sheet_test

import (
	"testing"

	"jejak/internal/sheet"
)

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "tea": "tea", "a=1": "a=1", "=1+1": "'=1+1", "@x": "'@x", "\t=1": "'\t=1", "\r": "'\r", "-": "'-", "-2+3+cmd|' /C calc'!A0": "'-2+3+cmd|' /C calc'!A0",
		"-2": "-2", "-2.5": "-2.5", "+3": "+3", "-4.1%": "-4.1%", "茶": "茶", "-1e3x": "'-1e3x",
	} {
		if got := sheet.Cell(in); got != want {
			t.Errorf("%q: %q; want %q", in, got, want)
		}
	}
}
