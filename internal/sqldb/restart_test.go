package sqldb_test

import (
	"net/url"
	"testing"

	"jejak/internal/fault"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// PostgreSQL is restarted now and then; whoever asks afterwards is answered.
func TestLostConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	dsn := sqldbtest.Postgres(t)
	named, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	query := named.Query()
	query.Set("application_name", query.Get("search_path"))
	named.RawQuery = query.Encode()
	db := sqldbtest.Open(t, named.String())
	withWorkspace(t, db)
	other := sqldbtest.Open(t, dsn) // which the server lets live

	inside := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
		n := count(t, other, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = ?", query.Get("search_path"))
		if n == 0 {
			t.Error("no connection was ended")
		}
		_, err := tx.Exec(t.Context(), insertChannel, 1, "kiosk", "Kiosk")
		return err
	})
	if !fault.Is(inside, fault.Unavailable) {
		t.Errorf("a transaction whose connection is gone: %v", inside)
	}
	if n := count(t, db, countChannels); n != 0 {
		t.Errorf("%d rows of a transaction that was lost", n)
	}
	write(t, db, insertChannel, 1, "kiosk", "Kiosk")
}
