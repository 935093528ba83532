# How the script talks. Progress goes to stderr, so that stdout holds only what a caller may want to parse.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
step() { printf '==> %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }

# die MESSAGE [WHAT TO DO...]
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  local hint
  for hint in "$@"; do printf '       %s\n' "$hint" >&2; done
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $EUID -eq 0 ]]; }

# logged FILE COMMAND...: runs it with its output in FILE; shows the end of FILE when it fails.
logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >>"$log" 2>&1 && return
  local status=$?
  tail -n 20 "$log" >&2
  say "(the whole output is in $log)"
  return "$status"
}

# until_true SECONDS COMMAND...: repeats it until it succeeds or the time is over.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# has_pid PIDFILE: whether a process of that number runs.
has_pid() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [[ -n $pid ]] && kill -0 "$pid" 2>/dev/null
}

# alive PIDFILE VARIABLE=VALUE: whether the process that was started with that environment runs. Numbers come again.
alive() { has_pid "$1" && tr '\0' '\n' 2>/dev/null <"/proc/$(cat "$1")/environ" | grep -qxF "$2"; }

# json_text FIELD: the first string value of FIELD in the JSON on stdin, or nothing. Enough for the flat answers read here.
json_text() { { grep -oE "\"$1\" *: *\"[^\"]*\"" || true; } | head -n 1 | sed -E 's/^[^:]*: *"(.*)"$/\1/'; }
