#!/usr/bin/env bash
# Measures the built binary and writes the table of docs/benchmarks.md.
set -eu
cd "$(dirname "$0")/.."
JEJAK_BIN=$PWD/bin/jejak go test -tags e2e,figures -count=1 -timeout 2h -v ./e2e/figures -root "$PWD" -write "$PWD/docs/benchmarks.md" "$@"
