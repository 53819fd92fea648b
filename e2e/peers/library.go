//go:build e2e

// Package peers asks ClickHouse and DuckDB, loaded into the test's own process, what it asks Jejak, and compares answers and times.
package peers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/ebitengine/purego"
)

// Engine is a database that answers SQL.
type Engine interface {
	// Run runs one statement whose answer nobody reads.
	Run(sql string) error
	// Rows runs one statement and hands out its rows, each value as text; an absent value is "".
	Rows(sql string) ([][]string, error)
	Close()
}

// thread runs calls one after the other on one thread of the operating system: the libraries keep things of theirs there.
type thread struct{ calls chan func() }

func newThread() thread {
	t := thread{make(chan func())}
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		for call := range t.calls {
			call()
		}
	}()
	return t
}

func (t thread) do(call func()) {
	done := make(chan struct{})
	t.calls <- func() { defer close(done); call() }
	<-done
}

// open loads a shared library of an npm package in node_modules beside this file and looks its functions up.
func open(name string, functions map[string]any) error {
	_, here, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(here), "node_modules", name)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w: run npm ci in e2e/peers", err)
	}
	lib, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return err
	}
	for symbol, fn := range functions {
		address, err := purego.Dlsym(lib, symbol)
		if err != nil {
			return err
		}
		purego.RegisterFunc(fn, address)
	}
	return nil
}

// Missing reports whether the libraries are not made for this platform: npm passes optional packages over there.
func Missing() bool { return runtime.GOOS != "linux" || runtime.GOARCH != "amd64" }

// rowsOf reads {"data": [[…]]} with values of any type.
func rowsOf(text []byte) ([][]string, error) {
	var body struct{ Data [][]any }
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // whole numbers keep all their digits
	if err := d.Decode(&body); err != nil {
		return nil, fmt.Errorf("%.200s: %w", text, err)
	}
	rows := make([][]string, len(body.Data))
	for i, values := range body.Data {
		for _, v := range values {
			if v == nil {
				v = ""
			}
			rows[i] = append(rows[i], fmt.Sprint(v))
		}
	}
	return rows, nil
}

var errClosed = errors.New("the engine is closed")
