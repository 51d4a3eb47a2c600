#!/bin/sh
# Installs what this machine lacks of PostgreSQL with PostGIS and Redis, by apt, as root or through sudo. Does nothing
# where both are there.
#
# usage: packages.sh [test]        test: also what only the tests need
set -eu
unset CDPATH
here=$(cd "$(dirname "$0")" && pwd)
. "$here/steps.sh"

OLDEST_POSTGRESQL=15
OLDEST_REDIS=7

# The newest major version of PostgreSQL that Debian's or Ubuntu's packages have put here, if it is new enough.
installed_postgresql() {
  for program in /usr/lib/postgresql/*/bin/initdb; do
    [ -x "$program" ] || continue
    version=${program#/usr/lib/postgresql/}
    version=${version%%/*}
    if [ "$version" -ge "$OLDEST_POSTGRESQL" ]; then echo "$version"; fi
  done | sort -rn | head -n 1
}

# Whether there is a PostgreSQL with PostGIS that did not come from such packages, found as pg_config says.
has_other_postgresql() {
  command -v pg_config >/dev/null || return 1
  major=$(pg_config --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  [ "$major" -ge "$OLDEST_POSTGRESQL" ] && [ -x "$(pg_config --bindir)/initdb" ] &&
    [ -e "$(pg_config --sharedir)/extension/postgis.control" ]
}

has_redis() {
  command -v redis-server >/dev/null || return 1
  major=$(redis-server --version | sed 's/.*v=\([0-9]*\).*/\1/')
  [ "$major" -ge "$OLDEST_REDIS" ]
}

# Where the tests in a browser look for it.
has_faketime() {
  for library in /usr/lib/*/faketime/libfaketimeMT.so.1; do
    if [ -e "$library" ]; then return 0; fi
  done
  return 1
}

has_chromium() {
  for browser in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -x "$browser" ]; then return 0; fi
  done
  return 1
}

# The major version of PostgreSQL that the distribution offers, from what its package `postgresql` depends on.
offered_postgresql() {
  apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_become_root() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

missing=
add() {
  missing="${missing:+$missing, }$1"
}

need_postgresql=
need_redis=
need_python=
need_chromium=
need_faketime=
installed=$(installed_postgresql)
if ! has_other_postgresql && [ ! -e "/usr/share/postgresql/${installed:-none}/extension/postgis.control" ]; then
  need_postgresql=1
  add 'PostgreSQL with PostGIS'
fi
if ! has_redis; then
  need_redis=1
  add Redis
fi
if [ "${1:-}" = test ] && ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  need_python=1
  add 'Python with venv'
fi
if [ "${1:-}" = test ] && ! has_chromium; then
  need_chromium=1
  add Chromium
fi
if [ "${1:-}" = test ] && ! has_faketime; then
  need_faketime=1
  add libfaketime
fi
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null ||
  fail "Missing: $missing." \
    "Only on Debian and Ubuntu can this be installed for you. Needed are PostgreSQL $OLDEST_POSTGRESQL or newer with" \
    "PostGIS 3.3 or newer (found by the pg_config on the PATH) and Redis $OLDEST_REDIS or newer (redis-server on the PATH)."
may_become_root ||
  fail "Missing: $missing." "Installing takes root or sudo. Ask an administrator to run, once:" "  $here/packages.sh ${1:-}"
# So that a password is asked for here, and not in the midst of a step.
as_root true || fail "Missing: $missing. They cannot be installed without sudo."

if [ -z "$installed" ] && [ -z "$(offered_postgresql)" ]; then
  step 'Fetching the lists of packages' as_root apt-get update
fi
set --
if [ -n "$need_postgresql" ]; then
  version=${installed:-$(offered_postgresql)}
  [ "${version:-0}" -ge "$OLDEST_POSTGRESQL" ] ||
    fail "This distribution offers PostgreSQL ${version:-under no known name}; $OLDEST_POSTGRESQL or newer is needed." \
      "For Debian and Ubuntu there are newer ones at https://wiki.postgresql.org/wiki/Apt"
  set -- "$@" "postgresql-$version" "postgresql-$version-postgis-3"
fi
if [ -n "$need_redis" ]; then set -- "$@" redis-server; fi
if [ -n "$need_python" ]; then set -- "$@" python3-venv; fi
if [ -n "$need_chromium" ]; then set -- "$@" chromium; fi
if [ -n "$need_faketime" ]; then set -- "$@" libfaketime; fi
step "Installing $missing" as_root sh "$here/install.sh" "$@"
has_redis || fail "This distribution offers no Redis $OLDEST_REDIS or newer: see https://redis.io/docs/latest/operate/oss_and_stack/install"
