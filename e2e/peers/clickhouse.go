//go:build e2e

package peers

import (
	"errors"
	"runtime"
	"strconv"
	"unsafe"
)

// ClickHouse is libchdb. A process has one at a time.
type ClickHouse struct {
	thread
	conn *unsafe.Pointer

	connect func(argc int32, argv **byte) *unsafe.Pointer
	query   func(conn unsafe.Pointer, sql, format string) unsafe.Pointer
	buffer  func(result unsafe.Pointer) *byte
	length  func(result unsafe.Pointer) uintptr
	failure func(result unsafe.Pointer) string
	destroy func(result unsafe.Pointer)
	closing func(conn *unsafe.Pointer)
	signals func(enabled bool)
}

// OpenClickHouse opens the database in a folder with so many threads for each query.
func OpenClickHouse(dir string, threads int) (*ClickHouse, error) {
	c := &ClickHouse{thread: newThread()}
	err := open("@chdb/lib-linux-x64-gnu/libchdb.so", map[string]any{
		"chdb_connect": &c.connect, "chdb_query": &c.query, "chdb_result_buffer": &c.buffer, "chdb_result_length": &c.length,
		"chdb_result_error": &c.failure, "chdb_destroy_query_result": &c.destroy, "chdb_close_conn": &c.closing,
		"chdb_set_signal_handlers_enabled": &c.signals,
	})
	if err != nil {
		return nil, err
	}
	c.do(func() {
		c.signals(false) // Go has handlers of its own
		var pin runtime.Pinner
		defer pin.Unpin()
		args := []string{"clickhouse", "--path=" + dir, "--max_threads=" + strconv.Itoa(threads)}
		argv := make([]*byte, len(args))
		for i, arg := range args {
			argv[i] = &append([]byte(arg), 0)[0]
			pin.Pin(argv[i])
		}
		pin.Pin(&argv[0])
		c.conn = c.connect(int32(len(argv)), &argv[0])
	})
	if c.conn == nil {
		return nil, errors.New("ClickHouse does not open")
	}
	return c, nil
}

func (c *ClickHouse) ask(sql, format string) (text []byte, err error) {
	if c.conn == nil {
		return nil, errClosed
	}
	c.do(func() {
		r := c.query(*c.conn, sql, format)
		if r == nil {
			err = errors.New("ClickHouse gives no answer")
			return
		}
		defer c.destroy(r)
		if message := c.failure(r); message != "" {
			err = errors.New(message + "\n" + sql[:min(len(sql), 2000)])
			return
		}
		if n := c.length(r); n > 0 {
			text = append(text, unsafe.Slice(c.buffer(r), n)...)
		}
	})
	return text, err
}

// Run is of Engine.
func (c *ClickHouse) Run(sql string) error {
	_, err := c.ask(sql, "Null")
	return err
}

// Rows is of Engine.
func (c *ClickHouse) Rows(sql string) ([][]string, error) {
	text, err := c.ask(sql, "JSONCompact")
	if err != nil {
		return nil, err
	}
	return rowsOf(text)
}

// Close is of Engine.
func (c *ClickHouse) Close() {
	if c.conn != nil {
		c.do(func() { c.closing(c.conn) })
		c.conn = nil
		close(c.calls)
	}
}
