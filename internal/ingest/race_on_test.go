//go:build race

package ingest

// slow says that Pebble checks its own invariants, as it does in race builds, and is some thirty times slower for it.
const slow = true
