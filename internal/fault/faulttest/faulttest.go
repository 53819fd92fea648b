// Package faulttest tells in a test that an error is not the fault that it should be.
package faulttest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"jejak/internal/fault"
)

// Want fails the test where err is not of a kind, or says none of what it should in its message or fields.
func Want(t testing.TB, err error, kind fault.Kind, says ...string) {
	t.Helper()
	fields, _ := json.Marshal(err)
	told := fmt.Sprintf("%v %s", err, fields)
	if !fault.Is(err, kind) {
		t.Errorf("%s, want %s", told, kind)
	}
	for _, s := range says {
		if !strings.Contains(told, s) {
			t.Errorf("%s, want %q in it", told, s)
		}
	}
}
