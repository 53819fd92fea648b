package cli

import (
	"strings"
	"testing"

	"jejak/internal/journey"
)

func TestReadSpend(t *testing.T) {
	rows, err := readSpend(strings.NewReader("\ufeffDate,Channel,Campaign,Cost,Impressions\n2026-03-01,Ads,payday,10.5,7\n2026-03-01,ads,payday,1,\n2026-03-02,search,,3,\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []journey.Spend{{Day: "2026-03-01", Channel: "ads", Campaign: "payday", Amount: 11.5}, {Day: "2026-03-02", Channel: "search", Amount: 3}}
	if len(rows) != 2 || rows[0] != want[0] || rows[1] != want[1] {
		t.Errorf("read %+v", rows)
	}
	for file, message := range map[string]string{
		"": "no header", "date,cost\n": "needs the columns", "date,channel,cost\n2026-03-01,ads,much\n": "row 2", "date,channel,cost\n1\n": "Row 2",
	} {
		if _, err := readSpend(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%q: %v", file, err)
		}
	}
}
