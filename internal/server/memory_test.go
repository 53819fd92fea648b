package server

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCachesGrowWithTheMemory(t *testing.T) {
	t.Parallel()
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "memory")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	machine := memTotal(write("MemFree:  1 kB\nMemTotal:       25165824 kB\n"))
	if machine != 24<<30 {
		t.Errorf("the machine has %d bytes", machine)
	}
	for name, c := range map[string]struct{ limit, want int64 }{
		"no container":        {memMax(filepath.Join(t.TempDir(), "none")), machine},
		"a container without": {memMax(write("max\n")), machine},
		"a small container":   {memMax(write("536870912\n")), 512 << 20},
	} {
		if got := leastOf(machine, c.limit); got != c.want {
			t.Errorf("%s: %d bytes, want %d", name, got, c.want)
		}
	}
	if log, known := sizesFor(0); log.CacheBytes != 32<<20 || log.MemTableBytes != 32<<20 || known.Devices != 1<<18 {
		t.Errorf("unknown memory: %+v, %+v", log, known)
	}
	if log, known := sizesFor(machine); log.CacheBytes != 128<<20 || log.MemTableBytes != 64<<20 || known.Subjects != 3<<19 {
		t.Errorf("24 GB: %+v, %+v", log, known)
	}
}
