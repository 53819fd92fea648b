//go:build !race

package ingest

const slow = false
