#!/bin/sh
# Prints the secret that tokens for the containers of `make up` are signed with: JWT_SECRET_KEY where it is set, else one
# that is made at the first time and kept.
set -eu
if [ -n "${JWT_SECRET_KEY:-}" ]; then
  printf '%s\n' "$JWT_SECRET_KEY"
  exit
fi
unset CDPATH
cd "$(dirname "$0")/.."
file=.flowkit/jwt-secret-key
umask 077
mkdir -p .flowkit
[ -s "$file" ] || od -A n -t x1 -N 32 /dev/urandom | tr -d ' \n' >"$file"
cat "$file"
