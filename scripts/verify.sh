# Runs the tests and the bench, with a home of their own and the engine and image of the user's.
# shellcheck shell=bash

# Points COFFERDAM_HOME to a new directory, and the rest at what tests and bench need. Tests read these variables.
prepare_trial() {
  require_jdk
  mkdir -p "$LOGS"
  require_engine
  require_network
  require_image
  TRIAL_HOME=$(mktemp -d /tmp/cofferdam-trial.XXXXXX)
  trap 'rm -rf "$TRIAL_HOME"' EXIT
  # Settings that are meant for the user's own server.
  unset COFFERDAM_DB_URL COFFERDAM_DB_USER COFFERDAM_DB_PASSWORD COFFERDAM_HTTP_PORT COFFERDAM_HTTP_ADDRESS
  unset COFFERDAM_INSTANCE COFFERDAM_RUN_DIR COFFERDAM_JAVA_OPTIONS
  export COFFERDAM_ENGINE_HOME COFFERDAM_SANDBOX_IMAGE
  export COFFERDAM_HOME=$TRIAL_HOME COFFERDAM_ENGINE_SOCKET=unix://$ENGINE_SOCKET COFFERDAM_SANDBOX_NETWORK=$SANDBOX_NETWORK
  export COFFERDAM_SERVER_DIR=$SERVER_DIR COFFERDAM_AGENT_DIR=$AGENT_BUILD
}

# An image with programs that are tried in terminals. Surroundings.terminalImage() has the same name.
require_terminal_image() {
  local COFFERDAM_SANDBOX_IMAGE=localhost/cofferdam/terminal-programs:latest CONTAINERFILE=$ROOT/tests/container-image/Containerfile
  require_image
}

# ./cofferdam test [MAVEN ARGUMENTS]
verify_tests() {
  local status=0 started=$SECONDS since
  prepare_trial
  install_packages "ip git" iproute2 git
  install_packages chromium chromium
  prepare_programs
  require_terminal_image
  since=$(mktemp)
  step "Building and testing everything"
  maven --fail-at-end "$@" verify || status=1
  ((status == 0)) || say "The build or a test failed; see above."
  test_summary "$since" $((SECONDS - started)) || status=1
  rm -f "$since"
  return "$status"
}

# Fetches what tests run behind previews, as an archive for sandboxes: those need not reach a package registry.
prepare_programs() {
  local recipe=$ROOT/tests/src/test/programs/package.json directory=$ROOT/tests/target/programs
  export COFFERDAM_TEST_PROGRAMS=$directory.tar
  [[ ! -f $COFFERDAM_TEST_PROGRAMS || $recipe -nt $COFFERDAM_TEST_PROGRAMS ]] || return 0
  install_packages npm npm
  mkdir -p "$directory"
  cp "$recipe" "$directory"
  (cd "$directory" && logged "$LOGS/programs.log" npm install --no-package-lock --no-audit --no-fund) ||
    die "npm could not fetch the programs of the tests" "the log: $LOGS/programs.log"
  tar -C "$directory" --owner=0 --group=0 -cf "$COFFERDAM_TEST_PROGRAMS.new" .
  mv "$COFFERDAM_TEST_PROGRAMS.new" "$COFFERDAM_TEST_PROGRAMS"
}

# test_summary SINCE SECONDS: one line over all reports newer than the file SINCE; fails if a test failed or none ran.
test_summary() {
  local counts
  counts=$(find "$ROOT" -path '*/target/*-reports/TEST-*.xml' -newer "$1" -exec grep -hoE -m 1 '<testsuite .*' {} + | awk '
    function count(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    { failed += count("errors") + count("failures"); skipped += count("skipped"); all += count("tests") }
    END { printf "%d passed, %d failed, %d skipped", all - failed - skipped, failed, skipped }')
  printf '%s (%d s)\n' "$counts" "$2"
  [[ $counts != 0\ passed* && $counts == *" 0 failed,"* ]]
}

end_bench() {
  local container
  "$ROOT/cofferdam" down >/dev/null 2>&1 || true
  for container in $(sandbox_containers true "$(cat "$TRIAL_HOME/instance")"); do
    engine DELETE "/containers/$container?force=true" >/dev/null || true
  done
  rm -rf "$TRIAL_HOME"
}

free_port() {
  local COFFERDAM_HTTP_PORT
  for COFFERDAM_HTTP_PORT in $(shuf --input-range=20000-32000 --head-count=50); do
    if port_is_free; then
      printf '%s' "$COFFERDAM_HTTP_PORT"
      return
    fi
  done
  return 1
}

# ./cofferdam bench [ARGUMENTS OF THE BENCH]
verify_bench() {
  local classes=$ROOT/tests/target
  require_build
  prepare_trial
  step "Building the bench"
  logged "$LOGS/bench-build.log" maven --projects tests --also-make -DskipTests package \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath || die "the bench was not built"
  COFFERDAM_HTTP_PORT=$(free_port)
  export COFFERDAM_HTTP_PORT COFFERDAM_START_CACHE=no
  unset COFFERDAM_SERVER_DIR COFFERDAM_AGENT_DIR
  trap end_bench EXIT
  "$ROOT/cofferdam" up --detach >/dev/null
  COFFERDAM_URL=http://localhost:$COFFERDAM_HTTP_PORT COFFERDAM_API_KEY=$(cat "$TRIAL_HOME/api-key") \
    COFFERDAM_SERVER_PID=$(cat "$TRIAL_HOME/server.pid") \
    "$JAVA_HOME/bin/java" -cp "$classes/test-classes:$(cat "$classes/bench.classpath")" org.cofferdam.tests.bench.Bench "$@"
}
