# Says what is there, what is missing and how to get it. Changes nothing.
# shellcheck shell=bash

PROBLEMS=0

# ./cofferdam doctor
doctor() {
  [[ $# -eq 0 ]] || die "usage: ./cofferdam doctor"
  diagnose_system
  diagnose_java
  diagnose_engine
  diagnose_server
  if ((PROBLEMS > 0)); then
    printf '\n%s to mend before ./cofferdam up works.\n' "$PROBLEMS"
    return 1
  fi
  printf '\nNothing stands in the way of ./cofferdam up.\n'
}

good() { printf 'ok       %s\n' "$*"; }
later() { printf 'will do  %s\n' "$*"; } # ./cofferdam up does it
note() { printf 'note     %s\n' "$*"; }
bad() {
  PROBLEMS=$((PROBLEMS + 1))
  printf 'MISSING  %s\n' "$1"
  shift
  (($# == 0)) || printf '           %s\n' "$@"
}

diagnose_system() {
  local program free existing=$COFFERDAM_HOME
  # shellcheck disable=SC1091
  good "$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}"), $(uname -m), $(nproc) cores"
  for program in curl tar flock setsid sha256sum; do
    have "$program" || bad "the program $program" "Debian, Ubuntu: apt-get install curl tar util-linux coreutils"
  done
  until [[ -d $existing ]]; do existing=$(dirname "$existing"); done
  free=$(df --output=avail --block-size=1M "$existing" | tail -n 1)
  if ((free > 5000)); then good "$((free / 1000)) GB free in $COFFERDAM_HOME"; else bad "space: $COFFERDAM_HOME has $free MB free, it takes 5000"; fi
}

diagnose_java() {
  local home hints
  if home=$(find_jdk); then
    good "JDK $JAVA_RELEASE in $home"
  else
    mapfile -t hints < <(jdk_hints)
    bad "JDK $JAVA_RELEASE" "${hints[@]}"
  fi
  if build_is_current; then good "server and agent are built"; else later "build server and agent with Maven"; fi
}

diagnose_engine() {
  local socket=
  if socket=$(asked_socket); then
    if ! engine_answers "$socket"; then
      bad "no container engine answers at the Unix socket $socket" "start it, or unset COFFERDAM_ENGINE_SOCKET and DOCKER_HOST"
      return
    fi
  elif ! socket=$(find_socket); then
    if private_engine_exists; then
      later "start the private podman service in $COFFERDAM_ENGINE_HOME"
    elif is_root && have apt-get; then
      later "install ${ENGINE_PACKAGES[*]} and run a private podman service"
    else
      bad "a container engine" "start Docker or Podman, or run this as root on Debian or Ubuntu"
    fi
    return
  fi
  ENGINE_SOCKET=$socket
  good "$(engine_version) at $socket"
  diagnose_network
  if image_is_current; then good "image $COFFERDAM_SANDBOX_IMAGE, $(image_megabytes) MB"; else later "build the image $COFFERDAM_SANDBOX_IMAGE"; fi
}

diagnose_network() {
  if ! is_root; then
    note "sandboxes will have no network: only root can load the firewall rules"
  elif engine GET "/networks/$COFFERDAM_NETWORK" >/dev/null 2>&1; then
    good "network $COFFERDAM_NETWORK (its firewall is loaded again at each start)"
  else
    later "load the firewall and create the network $COFFERDAM_NETWORK"
  fi
}

diagnose_server() {
  if server_runs; then
    if server_is_ready; then good "server is ready at $(server_url)"; else note "server runs but is not ready; its log: $SERVER_LOG"; fi
  elif port_is_free; then
    good "port $COFFERDAM_HTTP_PORT is free"
  else
    bad "port $COFFERDAM_HTTP_PORT is taken" "COFFERDAM_HTTP_PORT=8081 ./cofferdam up"
  fi
}
