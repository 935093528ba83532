# Finds a JDK 25.
# shellcheck shell=bash

readonly JAVA_RELEASE=25

# The feature release of the JDK in directory $1; fails if there is none.
jdk_release() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$1/release"
}

# Directories that may hold a JDK, best first.
jdk_candidates() {
  [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
  if have javac; then dirname "$(dirname "$(readlink -f "$(command -v javac)")")"; fi
  printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/*jdk* /opt/*java* /usr/local/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# Prints the home of a JDK 25; fails if there is none.
find_jdk() {
  local home
  while read -r home; do
    if [[ $(jdk_release "$home") == "$JAVA_RELEASE" ]]; then
      printf '%s\n' "$home"
      return
    fi
  done < <(jdk_candidates)
  return 1
}

jdk_hints() {
  printf '%s\n' "Debian, Ubuntu: https://adoptium.net/installation/linux (package temurin-$JAVA_RELEASE-jdk)" \
    "Anywhere: https://sdkman.io, then: sdk install java $JAVA_RELEASE-tem" \
    "One that is elsewhere: export JAVA_HOME=/path/to/jdk-$JAVA_RELEASE"
}

require_jdk() {
  local hints
  if ! JAVA_HOME=$(find_jdk); then
    mapfile -t hints < <(jdk_hints)
    die "no JDK $JAVA_RELEASE found (looked in JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt)" "${hints[@]}"
  fi
  export JAVA_HOME
}
