# Sourced by the scripts of this folder.

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

step_line() {
  printf '  %-48s%5d s' "$step_title" $(($(date +%s) - step_started))
}

# Runs a command with its output in a log, which is shown only when the command fails. On a terminal the seconds are
# counted while it runs.
#
# usage: step TITLE COMMAND...
step() {
  step_title=$1
  shift
  step_log=$(mktemp)
  step_started=$(date +%s)
  step_clock=
  if [ -t 1 ]; then
    # Looks whether this script is still there: nothing else would end it after an interrupt.
    while kill -0 $$ 2>/dev/null; do
      printf '\r%s' "$(step_line)"
      sleep 1
    done &
    step_clock=$!
  fi
  if "$@" >"$step_log" 2>&1; then step_status=0; else step_status=$?; fi
  if [ -n "$step_clock" ]; then
    kill "$step_clock"
    wait "$step_clock" 2>/dev/null || :
    printf '\r'
  fi
  if [ $step_status = 0 ]; then
    printf '%s\n' "$(step_line)"
    rm -f "$step_log"
  else
    printf '  %-48s failed\n\n' "$step_title"
    cat "$step_log" >&2
    rm -f "$step_log"
    exit 1
  fi
}
