# Sourced by the scripts of this folder.

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Runs a command with its output in a log, which is shown only when the command fails.
#
# usage: step TITLE COMMAND...
step() {
  step_title=$1
  shift
  step_log=$(mktemp)
  step_started=$(date +%s)
  printf '  %-48s' "$step_title"
  if "$@" >"$step_log" 2>&1; then
    printf '%5d s\n' $(($(date +%s) - step_started))
    rm -f "$step_log"
  else
    printf ' failed\n\n'
    cat "$step_log" >&2
    rm -f "$step_log"
    exit 1
  fi
}
