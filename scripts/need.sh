#!/usr/bin/env bash
# Says what a machine lacks to build Jejak, all at once, and what to install.
set -u
fail=0
want() { # name, found version or empty, wanted major, wanted minor, advice
  local name=$1 found=$2 major=$3 minor=$4 advice=$5
  if [ -z "$found" ]; then
    echo "jejak: $name is missing: $advice" >&2; fail=1; return
  fi
  local have_major=${found%%.*} rest=${found#*.}
  local have_minor=${rest%%[!0-9]*}
  if [ "$have_major" -lt "$major" ] || { [ "$have_major" -eq "$major" ] && [ "${have_minor:-0}" -lt "$minor" ]; }; then
    echo "jejak: $name $found is too old, $major.$minor or later is needed: $advice" >&2; fail=1
  fi
}
version() { "$@" 2>/dev/null | grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1; }
want Go "$(GOTOOLCHAIN=local version go version)" 1 26 "install it from go.dev/dl"
want Node.js "$(version node --version)" 20 0 "install it from nodejs.org or your system's packages"
want npm "$(version npm --version)" 10 0 "it comes with Node.js"
exit $fail
