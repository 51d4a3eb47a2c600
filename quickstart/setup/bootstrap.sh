#!/bin/sh
# Makes a checkout ready to run: installs what the machine lacks, then the npm packages, then builds. What is there
# already is left alone, so that running it again takes a few seconds.
#
# usage: bootstrap.sh [test]        test: also what only the tests need
set -eu
unset CDPATH
cd "$(dirname "$0")/../.."
. quickstart/setup/steps.sh

OLDEST_NODE=20

node=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
[ "${node:-0}" -ge "$OLDEST_NODE" ] ||
  fail "Node $OLDEST_NODE or newer is needed, with npm. The ways to get it: https://nodejs.org/en/download"
command -v npx >/dev/null || fail 'npm is needed. It comes with Node, or as the package npm.'

quickstart/setup/packages.sh "$@"
step 'Installing npm packages' npx --yes --prefer-offline pnpm@12 install --frozen-lockfile --config.confirmModulesPurge=false
step 'Building' npx --yes --prefer-offline pnpm@12 build
