# Builds the server and the agent with Maven when a source changed, and puts them into COFFERDAM_HOME: what runs from there is not
# disturbed by the next build.
# shellcheck shell=bash

readonly SERVER_DIR=${COFFERDAM_SERVER_DIR:-$ROOT/ear/target/server}
readonly AGENT_BUILD=$ROOT/container-image/agent/target/agent
readonly INSTALLATION=$COFFERDAM_HOME/server/installation
readonly BUILD_STAMP=$ROOT/target/cofferdam-built

# maven ARGUMENTS...: through the wrapper; through the installed Maven where the wrapper cannot fetch its own.
maven() {
  if "$ROOT/mvnw" --version >/dev/null 2>&1; then
    (cd "$ROOT" && ./mvnw --batch-mode --no-transfer-progress "$@")
  elif have mvn; then
    (cd "$ROOT" && mvn --batch-mode --no-transfer-progress "$@")
  else
    die "./mvnw cannot fetch Maven, and there is no mvn" "check the connection to Maven Central, or: apt-get install maven"
  fi
}

build_is_current() {
  [[ -x $SERVER_DIR/bin/cofferdam-server && -x $AGENT_BUILD/bin/agent && -f $BUILD_STAMP ]] && [[ -z $(newer_source) ]]
}

# The first source file that is newer than the last build.
newer_source() {
  local modules=(protocol connector persistence ejb web ear container-image/agent)
  (cd "$ROOT" && find pom.xml .mvn "${modules[@]}" -name target -prune -o -type f -newer "$BUILD_STAMP" -print -quit)
}

require_build() {
  ! build_is_current || return 0
  [[ -z ${COFFERDAM_SERVER_DIR:-} ]] || die "COFFERDAM_SERVER_DIR=$SERVER_DIR holds no server, or the agent is not built"
  require_jdk
  local started
  started=$(mktemp)
  step "Building server and agent (log: $LOGS/build.log)"
  mkdir -p "$LOGS"
  : >"$LOGS/build.log"
  logged "$LOGS/build.log" maven --projects ear,container-image/agent --also-make \
    -Dmaven.test.skip=true -Dspotless.check.skip=true package || die "the build failed"
  [[ -x $SERVER_DIR/bin/cofferdam-server && -x $AGENT_BUILD/bin/agent ]] || die "the build made no server or no agent"
  mkdir -p "$(dirname "$BUILD_STAMP")"
  mv "$started" "$BUILD_STAMP"
}

# version_of DIRECTORY: changes when a file in it does.
version_of() { (cd "$1" && find . -type f -printf '%P %s %T@\n') | sort | sha256sum | cut -c 1-16; }

# Call it only while no server runs.
install_server() {
  local version
  version=$(version_of "$SERVER_DIR")
  [[ $(cat "$INSTALLATION.version" 2>/dev/null) != "$version" ]] || return 0
  stop_training
  mkdir -p "$(dirname "$INSTALLATION")"
  rm -rf "$INSTALLATION" "$INSTALLATION.version"
  cp -a "$SERVER_DIR" "$INSTALLATION"
  printf '%s\n' "$version" >"$INSTALLATION.version"
}

# Puts the agent where sandboxes mount it from. A new version gets a directory of its own and the link is switched in one
# step, since sandboxes that run hold on to the version that they started with.
install_agent() {
  local version directory
  version=$(version_of "$AGENT_BUILD")
  directory=$COFFERDAM_HOME/agents/$version
  if [[ ! -d $directory ]]; then
    mkdir -p "$COFFERDAM_HOME/agents"
    rm -rf "$directory.new"
    cp -a "$AGENT_BUILD" "$directory.new"
    mv "$directory.new" "$directory"
  fi
  ln -sfn "agents/$version" "$COFFERDAM_HOME/agent.new"
  mv -T "$COFFERDAM_HOME/agent.new" "$COFFERDAM_HOME/agent"
  remove_old_agents "$version"
}

# remove_old_agents CURRENT: those that no running sandbox has mounted.
remove_old_agents() {
  local directory version
  for directory in "$COFFERDAM_HOME"/agents/*; do
    version=${directory##*/}
    [[ $version != "$1" ]] || continue
    grep -qsF "/agents/$version" /proc/[0-9]*/mountinfo || rm -rf "$directory"
  done
}
