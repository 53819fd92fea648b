//go:build e2e

package peers

import (
	"errors"
	"strconv"
	"unsafe"
)

// DuckDB is libduckdb.
type DuckDB struct {
	thread
	db, conn unsafe.Pointer

	openDB     func(path string, db *unsafe.Pointer, config unsafe.Pointer, failure *unsafe.Pointer) int32
	newConfig  func(config *unsafe.Pointer) int32
	setConfig  func(config unsafe.Pointer, name, value string) int32
	connect    func(db unsafe.Pointer, conn *unsafe.Pointer) int32
	query      func(conn unsafe.Pointer, sql string, result *duckResult) int32
	failure    func(result *duckResult) string
	columns    func(result *duckResult) uint64
	count      func(result *duckResult) uint64
	value      func(result *duckResult, column, row uint64) *byte
	free       func(value *byte)
	destroy    func(result *duckResult)
	disconnect func(conn *unsafe.Pointer)
	closeDB    func(db *unsafe.Pointer)
}

// duckResult has the size of duckdb_result.
type duckResult [6]uint64

// OpenDuckDB opens a database file with so many threads.
func OpenDuckDB(file string, threads int) (*DuckDB, error) {
	d := &DuckDB{thread: newThread()}
	err := open("@duckdb/node-bindings-linux-x64/libduckdb.so", map[string]any{
		"duckdb_open_ext": &d.openDB, "duckdb_create_config": &d.newConfig, "duckdb_set_config": &d.setConfig,
		"duckdb_connect": &d.connect, "duckdb_query": &d.query, "duckdb_result_error": &d.failure,
		"duckdb_column_count": &d.columns, "duckdb_row_count": &d.count, "duckdb_value_varchar": &d.value, "duckdb_free": &d.free,
		"duckdb_destroy_result": &d.destroy, "duckdb_disconnect": &d.disconnect, "duckdb_close": &d.closeDB,
	})
	if err != nil {
		return nil, err
	}
	d.do(func() {
		var config, failure unsafe.Pointer
		if d.newConfig(&config) != 0 || d.setConfig(config, "threads", strconv.Itoa(threads)) != 0 ||
			d.openDB(file, &d.db, config, &failure) != 0 || d.connect(d.db, &d.conn) != 0 {
			err = errors.New("DuckDB does not open")
		}
	})
	return d, err
}

func (d *DuckDB) ask(sql string, read func(r *duckResult)) (err error) {
	if d.conn == nil {
		return errClosed
	}
	d.do(func() {
		r := new(duckResult)
		if d.query(d.conn, sql, r) != 0 {
			err = errors.New(d.failure(r) + "\n" + sql[:min(len(sql), 2000)])
		} else {
			read(r)
		}
		d.destroy(r)
	})
	return err
}

// Run is of Engine.
func (d *DuckDB) Run(sql string) error { return d.ask(sql, func(*duckResult) {}) }

// Rows is of Engine.
func (d *DuckDB) Rows(sql string) (rows [][]string, err error) {
	// Values are asked for as texts: this way of reading knows no enumerations.
	err = d.ask("SELECT COLUMNS(*)::VARCHAR FROM ("+sql+")", func(r *duckResult) {
		for i := range d.count(r) {
			row := make([]string, d.columns(r))
			for j := range row {
				if v := d.value(r, uint64(j), i); v != nil {
					row[j] = textAt(v)
					d.free(v)
				}
			}
			rows = append(rows, row)
		}
	})
	return rows, err
}

// textAt is the text that ends before the next zero byte.
func textAt(first *byte) string {
	n := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(first), n)) != 0 {
		n++
	}
	return string(unsafe.Slice(first, n))
}

// Close is of Engine.
func (d *DuckDB) Close() {
	if d.conn != nil {
		d.do(func() { d.disconnect(&d.conn); d.closeDB(&d.db) })
		d.conn = nil
		close(d.calls)
	}
}
