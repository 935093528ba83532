# Speaks to a container engine through its Docker-compatible API. ENGINE_SOCKET is the path of its Unix socket.
# shellcheck shell=bash

ENGINE_SOCKET=

# engine METHOD PATH [CURL OPTIONS]: the answer's body; fails on an HTTP error.
engine() {
  local method=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --noproxy "*" --unix-socket "$ENGINE_SOCKET" --request "$method" "$@" "http://engine$path"
}

# query NAME=VALUE...: them as a URL's query.
query() {
  local pair separator='?'
  for pair in "$@"; do
    printf '%s%s=%s' "$separator" "${pair%%=*}" "$(url_encoded "${pair#*=}")"
    separator='&'
  done
}

url_encoded() {
  local LC_ALL=C text=$1 i character
  for ((i = 0; i < ${#text}; i++)); do
    character=${text:i:1}
    case $character in
      [a-zA-Z0-9.~_-]) printf '%s' "$character" ;;
      *) printf '%%%02X' "'$character" ;;
    esac
  done
}

engine_answers() {
  [[ -S $1 ]] && [[ $(curl --silent --max-time 5 --noproxy "*" --unix-socket "$1" http://engine/_ping 2>/dev/null) == OK ]]
}

engine_is_podman() { engine GET /version --max-time 10 | grep -q 'Podman Engine'; }

engine_version() {
  local version name=Docker
  version=$(engine GET /version --max-time 10) || return
  if grep -q 'Podman Engine' <<<"$version"; then name=Podman; fi
  printf '%s %s' "$name" "$(json_text Version <<<"$version")"
}

# Prints the path of the socket that was asked for; fails when none was.
asked_socket() {
  local socket=${COFFERDAM_ENGINE_SOCKET:-${DOCKER_HOST:-}}
  [[ -n $socket ]] && printf '%s\n' "${socket#unix://}"
}

# Prints the first engine socket at hand that answers. A private engine that holds our images and sandboxes goes first.
find_socket() {
  local socket
  for socket in "$(private_socket)" /var/run/docker.sock /run/podman/podman.sock "${XDG_RUNTIME_DIR:-/run/user/$UID}/podman/podman.sock"; do
    if engine_answers "$socket"; then
      printf '%s\n' "$socket"
      return
    fi
  done
  return 1
}

# Sets ENGINE_SOCKET to an engine that answers; starts or installs a private one when there is none.
require_engine() {
  local socket
  if socket=$(asked_socket); then
    engine_answers "$socket" || die "no container engine answers at the Unix socket $socket" \
      "give another in COFFERDAM_ENGINE_SOCKET (unix:///path), or unset that and DOCKER_HOST: the script finds or starts one"
  elif private_engine_exists; then
    private_engine_start
    socket=$(private_socket)
  elif ! socket=$(find_socket); then
    private_engine_create
    socket=$(private_socket)
  fi
  ENGINE_SOCKET=$socket
}

# ./cofferdam engine
engine_command() {
  [[ $# -eq 0 ]] || die "usage: ./cofferdam engine"
  require_engine
  require_network
  say "$(engine_version), network ${SANDBOX_NETWORK}"
  printf 'unix://%s\n' "$ENGINE_SOCKET"
}
