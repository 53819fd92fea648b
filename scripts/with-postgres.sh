#!/bin/sh
# Starts a throwaway PostgreSQL cluster, runs a command with JEJAK_TEST_POSTGRES set to it, stops the cluster and deletes it.
#
#   scripts/with-postgres.sh go test ./...
#
# The cluster listens on a Unix socket in a temporary folder only, so no port is taken and nobody else gets in. It exits with
# the command's status; with 77 where PostgreSQL is not installed.
set -eu

if [ "$#" -eq 0 ]; then
	echo "usage: $0 COMMAND [ARGUMENT…]" >&2
	exit 64
fi

# A cluster that is already there serves the commands inside as well.
if [ -n "${JEJAK_TEST_POSTGRES:-}" ]; then
	exec "$@"
fi

bin=
if command -v initdb >/dev/null 2>&1; then
	bin=$(dirname "$(command -v initdb)")
else
	for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
		if [ -x "$folder/initdb" ]; then bin=$folder; fi
	done
fi
if [ -z "$bin" ]; then
	echo "PostgreSQL is not installed, and the tests of the control database need its server: apt-get install postgresql" >&2
	exit 77
fi

# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" -eq 0 ]; then
	if command -v setpriv >/dev/null 2>&1; then
		as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	else
		as="runuser -u postgres --"
	fi
fi

folder=$(mktemp -d /tmp/jejak-pg.XXXXXX) # short: a socket's path has at most 107 bytes
stop() {
	if [ -f "$folder/data/postmaster.pid" ]; then
		(cd "$folder" && $as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
	fi
	rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -n "$as" ]; then chown postgres "$folder"; fi
(
	cd "$folder"
	$as "$bin/initdb" -D "$folder/data" -U jejak -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1
	$as "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null \
		-o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off \
-c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB"
) || {
	cat "$folder/initdb.log" "$folder/server.log" >&2 2>/dev/null || true
	exit 1
}

JEJAK_TEST_POSTGRES="postgres://jejak@/postgres?host=$folder" "$@"
