#!/bin/sh
# Puts into a folder what a service needs to run and nothing else: its compiled code, that of the workspace packages it
# depends on, and the published packages of them all, laid out as in the workspace.
#
# usage: assemble.sh SERVICE FOLDER        in a workspace that is installed and compiled
set -eu
service=$1
folder=$2

mkdir -p "$folder"
cp package.json pnpm-lock.yaml pnpm-workspace.yaml "$folder"
projects=$(pnpm --filter-prod "@flowkit/$service..." list --depth -1 --parseable | sed "s|^$PWD/||")
for project in $projects; do
  tar --create --exclude=node_modules --exclude=src --exclude='tsconfig*' --exclude=.tsbuildinfo \
    --exclude='*.d.ts' --exclude='*.map' "$project"
done | tar --extract --ignore-zeros --directory "$folder"

cd "$folder"
pnpm install --prod --offline --frozen-lockfile --ignore-scripts
rm -r package.json pnpm-*.yaml node_modules/.modules.yaml node_modules/.pnpm-workspace-state*
# What this package brings for other systems is half of its size.
rm -rf node_modules/.pnpm/zeromq@*/node_modules/zeromq/build/darwin node_modules/.pnpm/zeromq@*/node_modules/zeromq/build/win32
grep --recursive --files-with-matches --include='*.js' '^#!' packages services --exclude-dir=node_modules |
  xargs --no-run-if-empty chmod +x
