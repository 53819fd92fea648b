package server

import (
	"bytes"
	"math"
	"os"
	"runtime/debug"
	"strconv"

	"jejak/internal/eventlog"
	"jejak/internal/identity"
)

// memory is how many bytes this process may count on; 0 is unknown. Who sets GOMEMLIMIT has decided.
func memory() int64 {
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		return limit
	}
	return leastOf(memTotal("/proc/meminfo"), memMax("/sys/fs/cgroup/memory.max"))
}

// leastOf passes over what is unknown.
func leastOf(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// memTotal reads Linux' account of the machine.
func memTotal(path string) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(text) {
		if f := bytes.Fields(line); len(f) == 3 && string(f[0]) == "MemTotal:" && string(f[2]) == "kB" {
			n, _ := strconv.ParseInt(string(f[1]), 10, 64)
			return n << 10
		}
	}
	return 0
}

// memMax reads the limit of a container; "max" is none.
func memMax(path string) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	n, _ := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	return n
}

// sizesFor shares memory out: what is known about people takes up to a hundredth of it once there are enough of them, and an empty
// folder none. Below four gigabytes the sizes are those that the packages have by themselves.
func sizesFor(memory int64) (eventlog.Options, identity.Options) {
	const mb = 1 << 20
	log := eventlog.Options{
		CacheBytes:    min(max(memory/64, 32*mb), 128*mb), // behind it is the system's own cache of files
		MemTableBytes: uint64(min(max(memory/256, 32*mb), 64*mb)),
	}
	known := int(min(max(memory/(16<<10), 1<<18), 4<<20)) // about 60 bytes each
	return log, identity.Options{Subjects: known, Devices: known}
}
