# Starts and stops the server.
# shellcheck shell=bash

readonly SERVER_PID=$COFFERDAM_HOME/server.pid
readonly TRAINING_PID=$COFFERDAM_HOME/training.pid
readonly SERVER_LOG=$LOGS/server.log # everything, written by the server
readonly CONSOLE_LOG=$LOGS/console.log # warnings and errors of this run
readonly START_SECONDS=240 # on a machine that does much else
STARTED_ENGINE=

# Where a client on this machine reaches the server.
server_url() {
  local host=$COFFERDAM_HTTP_ADDRESS
  case $host in
    0.0.0.0 | '::' | 127.0.0.1) host=localhost ;;
    *:*) host="[$host]" ;;
  esac
  printf 'http://%s:%s' "$host" "$COFFERDAM_HTTP_PORT"
}

server_is_ready() { curl --silent --fail --max-time 5 --noproxy '*' --output /dev/null "$(server_url)/health/ready"; }

# ./cofferdam up [--detach]
server_up() {
  local detach=
  case ${1:-} in
    --detach | -d) detach=yes ;;
    '') ;;
    *) die "usage: ./cofferdam up [--detach]" ;;
  esac
  mkdir -p "$LOGS" "$COFFERDAM_HOME/run"
  chmod 700 "$COFFERDAM_HOME"
  exec 9>"$COFFERDAM_HOME/up.lock"
  flock --nonblock 9 || die "another ./cofferdam up is at work on $COFFERDAM_HOME"
  if server_runs; then
    await_server
    say "Cofferdam is already running."
    greet
    return
  fi
  rm -f "$SERVER_PID"
  require_free_port
  require_jdk
  if [[ -z $detach ]]; then
    trap 'stop_all; exit 130' INT
    trap 'stop_all; exit 143' TERM
  fi
  prepare
  local started=$EPOCHREALTIME
  start_server
  await_server
  say "Cofferdam is ready, $(seconds_since "$started") s after the server was started."
  greet
  start_training
  [[ -n $detach ]] || stay_in_foreground
}

# The parts that a server needs. Image and build do not need each other, and are slow the first time.
prepare() {
  local engine_was_dead=
  private_engine_alive || engine_was_dead=yes
  require_engine
  if [[ -n $engine_was_dead && $ENGINE_SOCKET == "$(private_socket)" ]]; then STARTED_ENGINE=yes; fi
  require_network
  require_image 9>&- &
  local image=$! failed=
  (require_build) || failed=yes
  wait "$image" || failed=yes
  [[ -z $failed ]] || exit 1
  install_server
  install_agent
}

port_is_free() { ! (exec 3<>"/dev/tcp/$COFFERDAM_HTTP_ADDRESS/$COFFERDAM_HTTP_PORT") 2>/dev/null; }

# A server that was killed a moment ago may still hold it.
require_free_port() {
  until_true 5 port_is_free ||
    die "something else listens on $COFFERDAM_HTTP_ADDRESS:$COFFERDAM_HTTP_PORT" "choose another port: COFFERDAM_HTTP_PORT=8081 ./cofferdam up"
}

start_server() {
  step "Starting the server"
  (
    export COFFERDAM_HOME COFFERDAM_HTTP_ADDRESS COFFERDAM_HTTP_PORT COFFERDAM_SANDBOX_IMAGE
    COFFERDAM_INSTANCE=$(instance)
    export COFFERDAM_INSTANCE COFFERDAM_ENGINE_SOCKET=unix://$ENGINE_SOCKET COFFERDAM_SANDBOX_NETWORK=$SANDBOX_NETWORK
    export COFFERDAM_AGENT_DIR=${COFFERDAM_AGENT_DIR:-$COFFERDAM_HOME/agent} COFFERDAM_RUN_DIR=${COFFERDAM_RUN_DIR:-$COFFERDAM_HOME/run}
    exec setsid nohup "$INSTALLATION/bin/cofferdam-server" </dev/null >"$CONSOLE_LOG" 2>&1 9>&-
  ) &
  printf '%s\n' $! >"$SERVER_PID"
}

# Returns when the server is ready; ends the script when it ended or the time is over.
await_server() {
  until_true "$START_SECONDS" server_is_settled || true
  ! server_is_ready || return 0
  show_causes
  if server_runs; then
    server_stop
    die "the server started, but is not ready" "its log: $SERVER_LOG"
  fi
  rm -f "$SERVER_PID"
  die "the server did not start" "its log: $SERVER_LOG"
}

server_is_settled() { server_is_ready || ! has_pid "$SERVER_PID" || started_with_errors; }

# WildFly goes on running without an application that it could not start, and says so with this number.
started_with_errors() { grep -qs WFLYSRV0026 "$CONSOLE_LOG"; }

# The first things that went wrong; what follows from them fills pages.
show_causes() {
  { grep -E ' (ERROR|FATAL) |^Caused by:' "$CONSOLE_LOG" || tail -n 20 "$CONSOLE_LOG"; } | head -n 12 | cut -c 1-400 >&2 || true
}

greet() {
  local key_file=$COFFERDAM_HOME/api-key
  cat <<GREETING

  URL      $(server_url)
  API key  $(cat "$key_file")   (also in $key_file)
  Log      $SERVER_LOG

Try it:

  curl -sSf -o /dev/null -X PUT -H "Authorization: Bearer \$(cat $key_file)" -H 'Content-Type: application/json' -d '{}' \\
       $(server_url)/api/v1/sandboxes/hello && \\
  curl -sS -w '\\n' -H "Authorization: Bearer \$(cat $key_file)" -H 'Content-Type: application/json' \\
       -d '{"command":"echo Hello from \$(hostname); python3 --version"}' $(server_url)/api/v1/sandboxes/hello/exec

GREETING
}

# Once for each version of the server, when it has started the slow way: makes the cache that lets it start in half the time.
start_training() {
  [[ $COFFERDAM_START_CACHE == yes && ! -e $INSTALLATION/server.aot ]] || return 0
  COFFERDAM_HOME=$COFFERDAM_HOME setsid nohup nice -n 19 "$INSTALLATION/bin/train-aot-cache" </dev/null >"$LOGS/training.log" 2>&1 9>&- &
  printf '%s\n' $! >"$TRAINING_PID"
}

stop_training() {
  ! alive "$TRAINING_PID" "COFFERDAM_HOME=$COFFERDAM_HOME" || kill "$(cat "$TRAINING_PID")" || true
  rm -f "$TRAINING_PID"
}

# Shows warnings and errors until the server ends or Ctrl-C ends it.
stay_in_foreground() {
  exec 9>&-
  say "Ctrl-C stops it."
  tail --lines=0 --follow=name --retry --pid="$(cat "$SERVER_PID")" "$CONSOLE_LOG" 2>/dev/null &
  wait $!
  if [[ ! -e $SERVER_PID ]]; then
    say "The server was stopped."
    return
  fi
  rm -f "$SERVER_PID"
  die "the server ended by itself" "its log: $SERVER_LOG"
}

stop_all() {
  trap '' INT TERM
  stop_training
  ! has_pid "$SERVER_PID" || server_stop
  rm -f "$SERVER_PID"
  [[ -z $STARTED_ENGINE ]] || private_engine_stop
}

# ./cofferdam down [--all]
server_down() {
  local all=
  case ${1:-} in
    --all) all=yes ;;
    '') ;;
    *) die "usage: ./cofferdam down [--all]" ;;
  esac
  stop_training
  if server_runs; then server_stop; else say "The server is not running."; fi
  if [[ -z $all ]]; then
    say "Sandboxes stay as they are, and the next ./cofferdam up finds them again. (./cofferdam down --all stops them too.)"
    return
  fi
  stop_sandboxes
  # An engine elsewhere is shared with others.
  if [[ $COFFERDAM_ENGINE_HOME == "$COFFERDAM_HOME"/* ]]; then
    private_engine_stop
    private_engine_unmount
  fi
}

# Stops the containers of this COFFERDAM_HOME. The next start finds them stopped, with their files.
stop_sandboxes() {
  local container
  if ! ENGINE_SOCKET=$(asked_socket || find_socket) || ! engine_answers "$ENGINE_SOCKET"; then
    warn "no container engine answers, so no sandbox was stopped"
    return
  fi
  step "Stopping the sandboxes"
  for container in $(sandbox_containers false "$(instance)"); do
    engine POST "/containers/$container/stop?t=2" || warn "the container $container was not stopped"
  done
}

# sandbox_containers ALL INSTANCE: the ids of its containers that run, or of all with ALL=true.
sandbox_containers() {
  engine GET "/containers/json$(query "all=$1" "filters={\"label\":[\"org.cofferdam.instance=$2\"]}")" |
    { grep -oE '"Id": *"[0-9a-f]{64}"' || true; } | grep -oE '[0-9a-f]{64}'
}

# The name that tells the containers of this COFFERDAM_HOME from those of others on the same engine.
instance() {
  local file=$COFFERDAM_HOME/instance
  [[ -s $file ]] || cat /proc/sys/kernel/random/uuid >"$file"
  cat "$file"
}

server_stop() {
  step "Stopping the server"
  local pid
  pid=$(cat "$SERVER_PID")
  kill "$pid" 2>/dev/null || true
  if ! until_true 30 server_has_ended; then
    warn "it did not end in 30 seconds; killing it"
    kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$SERVER_PID"
}

# seconds_since EPOCHREALTIME: with one digit behind the point.
seconds_since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))
  printf '%s.%s' $((tenths / 10)) $((tenths % 10))
}

server_runs() { alive "$SERVER_PID" "COFFERDAM_HOME=$COFFERDAM_HOME"; }
server_has_ended() { ! has_pid "$SERVER_PID"; }
