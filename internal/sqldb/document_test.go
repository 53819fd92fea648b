package sqldb_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// docs/formats/control.md says what is stored; both databases must have exactly that.
func TestTablesAreAsDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/formats/control.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string][]string{}
	table := ""
	for line := range strings.SplitSeq(string(text), "\n") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			table = name
		}
		cells := strings.Split(line, "|")
		if len(cells) == 4 && !strings.HasPrefix(line, "|---") && !strings.HasPrefix(line, "| column ") {
			documented[table] = append(documented[table], strings.TrimSpace(cells[1]))
		}
	}
	sqldbtest.EachDSN(t, func(t *testing.T, dsn string) {
		query := `SELECT m.name || ' ' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`
		if strings.HasPrefix(dsn, "postgres://") {
			query = `SELECT table_name || ' ' || column_name FROM information_schema.columns
				WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
		}
		there := map[string][]string{}
		err := sqldbtest.Open(t, dsn).Read(t.Context(), func(tx *sqldb.ReadTx) error {
			rows, err := sqldb.All(t.Context(), tx, sqldb.Into[string], query)
			for _, row := range rows {
				name, column, _ := strings.Cut(row, " ")
				if strings.HasPrefix(name, "heard_term") || strings.HasPrefix(name, "survey_term") { // the index that texts are searched by: each database has its own kind
					continue
				}
				there[name] = append(there[name], column)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for name := range maps.Keys(there) {
			if !slices.Equal(there[name], documented[name]) {
				t.Errorf("table %s has %v, the document says %v", name, there[name], documented[name])
			}
		}
		if len(there) != len(documented) {
			t.Errorf("%d tables are there, %d are documented", len(there), len(documented))
		}
	})
}
