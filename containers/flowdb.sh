#!/bin/bash
# Runs FlowDB: a PostgreSQL server that is tuned to the container, brought to the schema of this version at every start,
# and filled with a fictitious country where SYNTHETIC_PROFILE names one. It is healthy when all of that is done.
#
# SYNTHETIC_… variables are the options of `flowdb synthesize`: SYNTHETIC_DAYS=14 is --days 14.
#
# FLOWDB_CERTIFICATE_PATH is a PEM file with the server's certificate and its key: with it the server takes encrypted
# connections alone.
#
# usage: flowdb-server [argument of postgres...]
set -euo pipefail

VOLUME=/var/lib/postgresql/data
STATE=/run/flowdb
export PGDATA=$VOLUME/pgdata PGUSER=$POSTGRES_USER PGDATABASE=$FLOWDB_DATABASE

say() { printf 'FlowDB: %s\n' "$*"; }

# Looked up where FlowKit's services look: a secret that is called POSTGRES_PASSWORD_FILE is a password too.
superuser_password() {
  if [ -e /run/secrets/POSTGRES_PASSWORD ]; then
    cat /run/secrets/POSTGRES_PASSWORD
  elif [ -e /run/secrets/POSTGRES_PASSWORD_FILE ]; then
    cat /run/secrets/POSTGRES_PASSWORD_FILE
  elif [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    cat "$POSTGRES_PASSWORD_FILE"
  else
    printf %s "${POSTGRES_PASSWORD:?must be set, or be a file in /run/secrets}"
  fi
}

# Under another name until it is complete: one that is cut short is begun anew.
initialise() {
  local new=$PGDATA.new password
  password=$(superuser_password)
  rm -rf "$new"
  initdb --pgdata "$new" --username "$POSTGRES_USER" --pwfile <(printf %s "$password") \
    --encoding UTF8 --locale C.UTF-8 --auth scram-sha-256 --no-instructions
  printf "\n%s\n" "listen_addresses = '*'" "include '$STATE/tuning.conf'" >>"$new/postgresql.conf"
  if [ "$FLOWDB_DATABASE" != postgres ]; then
    echo "CREATE DATABASE \"$FLOWDB_DATABASE\"" | postgres --single -D "$new" postgres >/dev/null
  fi
  mv "$new" "$PGDATA"
}

# Who may come in, and how. Through the socket only this container comes in, where everything runs as the server's own
# user.
access() {
  local by=host
  if [ -n "${FLOWDB_CERTIFICATE_PATH:-}" ]; then
    by=hostssl
    # The server takes a key only from a file that is its own, and that nobody else may read.
    (umask 077 && cat "$FLOWDB_CERTIFICATE_PATH" >"$STATE/certificate.pem")
    printf "%s = '%s'\n" ssl on ssl_cert_file "$STATE/certificate.pem" ssl_key_file "$STATE/certificate.pem"
  fi
  printf 'local all all trust\n%s all all all scram-sha-256\n' "$by" >"$STATE/pg_hba.conf"
  printf "hba_file = '%s'\n" "$STATE/pg_hba.conf"
}

# The password may be another than at the first start.
set_superuser_password() {
  PASSWORD=$(superuser_password) psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv password PASSWORD
ALTER ROLE CURRENT_USER PASSWORD :'password';
SQL
}

synthesize() {
  local variable option options=()
  for variable in "${!SYNTHETIC_@}"; do
    option=${variable#SYNTHETIC_}
    option=${option,,}
    if [ -n "${!variable}" ]; then options+=("--${option//_/-}" "${!variable}"); fi
  done
  flowdb synthesize "${options[@]}"
}

# What is to be done once the server answers; after a crash that can take minutes.
prepare() {
  until pg_isready --quiet; do
    kill -0 "$server"
    sleep 0.2
  done
  set_superuser_password
  flowdb migrate
  if [ -n "${SYNTHETIC_PROFILE:-}" ]; then synthesize; fi
  touch "$STATE/ready"
  say 'ready'
}

stopping=
stop() {
  stopping=yes
  kill -INT "$server" 2>/dev/null || :
  kill -TERM "$preparation" 2>/dev/null || :
}

# The exit status of a process, whatever signals arrive meanwhile.
outcome() {
  local status
  while :; do
    status=0
    wait "$1" || status=$?
    kill -0 "$1" 2>/dev/null || return "$status"
  done
}

trap 'exit 1' INT TERM
rm -f "$STATE/ready"
# Two servers on one volume would destroy it. Each has process numbers of its own, so that PostgreSQL's lock file
# cannot tell; with this lock held, one that is there was left by a server that was killed.
exec {lock}>"$VOLUME/.lock"
flock --nonblock "$lock" || { say 'another server uses these data' >&2; exit 1; }
{ flowdb tuning; access; } >"$STATE/tuning.conf"
if [ ! -e "$PGDATA" ]; then initialise; fi
rm -f "$PGDATA/postmaster.pid"

postgres "$@" &
server=$!
prepare &
preparation=$!
trap stop INT TERM
if ! outcome "$preparation" && [ -z "$stopping" ]; then
  say 'could not be prepared; why is said above' >&2
  stop
  outcome "$server" || :
  exit 1
fi
outcome "$server"
