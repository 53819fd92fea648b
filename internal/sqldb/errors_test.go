package sqldb

import (
	"strings"
	"testing"

	"jejak/internal/fault"
)

// A disk that is full is Unavailable, nothing is half written, reading goes on, and so does writing once there is room.
func TestFullDiskIsUnavailableUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), t.TempDir()+"/control.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	limit := func(pages string) {
		t.Helper()
		if _, err := db.writing.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	write := func(series string) error {
		return db.Write(t.Context(), func(tx *WriteTx) error {
			_, err := tx.Next(t.Context(), series)
			return err
		})
	}
	count := func() (n int64) {
		t.Helper()
		err := db.Read(t.Context(), func(tx *ReadTx) (err error) {
			n, _, err = One(t.Context(), tx, Into[int64], "SELECT count(*) FROM number")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	limit("1") // SQLite raises it to what is in use
	big := strings.Repeat("x", 100_000)
	if err := write(big); !fault.Is(err, fault.Unavailable) || count() != 0 {
		t.Errorf("a full disk: %v, %d rows", err, count())
	}
	limit("1000000")
	if err := write(big); err != nil || count() != 1 {
		t.Errorf("there is room again: %v, %d rows", err, count())
	}
}
