#!/usr/bin/env bash
# Installs what the tests need beside the prerequisites: Chromium and PostgreSQL from Debian's packages; elsewhere it says what to install.
set -u
missing=()
command -v chromium >/dev/null || [ -n "${JEJAK_CHROMIUM:-}" ] || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || [ -n "${JEJAK_TEST_POSTGRES:-}" ] || missing+=(postgresql)
fc-list 2>/dev/null | grep -qi 'cjk\|noto.*sc\|heiti\|song\|pingfang' || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "jejak: installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # Debian would start a PostgreSQL cluster of its own; the tests bring theirs.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
  for try in 1 2 3; do
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && exit 0
    echo "jejak: the packages did not install, trying again" >&2
  done
  exit 1
fi
echo "jejak: the tests need: ${missing[*]}" >&2
echo "  Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
echo "  elsewhere: install Chromium and set JEJAK_CHROMIUM to its path; install PostgreSQL's server so that initdb is on the PATH; install a font with Chinese characters" >&2
exit 1
