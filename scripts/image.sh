# Builds the sandbox image with the engine at hand. Where no registry is reachable it makes the base image itself.
# shellcheck shell=bash

readonly RECIPE_LABEL=org.cofferdam.recipe
CONTAINERFILE=$ROOT/container-image/Containerfile # of COFFERDAM_SANDBOX_IMAGE; what it copies is in container-image/

# ./cofferdam image [--force]
image_command() {
  local force=
  case ${1:-} in
    --force) force=yes ;;
    '') ;;
    *) die "usage: ./cofferdam image [--force]" ;;
  esac
  require_engine
  if [[ -z $force ]] && image_is_current; then
    say "The image $COFFERDAM_SANDBOX_IMAGE is up to date ($(image_megabytes) MB)"
  else
    build_image
  fi
}

# Several COFFERDAM_HOMEs may share an engine: one builds, the others find it built.
require_image() {
  ! image_is_current || return 0
  mkdir -p "$COFFERDAM_ENGINE_HOME"
  (flock 8 && { image_is_current || build_image; }) 8>"$COFFERDAM_ENGINE_HOME/image.lock"
}

# Changes exactly when a file that makes the image does.
image_recipe() {
  (cd "$(dirname "$CONTAINERFILE")" && sha256sum Containerfile &&
    cd "$ROOT/container-image" && find build -type f | LC_ALL=C sort | xargs sha256sum) | sha256sum | cut -c 1-16
}

image_is_current() {
  [[ $COFFERDAM_SANDBOX_IMAGE == localhost/* ]] || return 0 # someone else's image: the engine pulls it when it is used
  engine GET "/images/$COFFERDAM_SANDBOX_IMAGE/json" 2>/dev/null | grep -q "\"$RECIPE_LABEL\": *\"$(image_recipe)\""
}

image_exists() { engine GET "/images/$1/json" >/dev/null 2>&1; }

image_megabytes() {
  local bytes
  bytes=$(engine GET "/images/$COFFERDAM_SANDBOX_IMAGE/json" | grep -oE '"Size": *[0-9]+' | head -n 1 | grep -oE '[0-9]+')
  printf '%s' $((bytes / 1000000))
}

build_image() {
  local started=$SECONDS context
  mkdir -p "$LOGS"
  require_base_image
  context=$(mktemp -d)
  cp -r "$CONTAINERFILE" "$ROOT/container-image/build" "$context"
  collect_host_settings "$context/build/host"
  step "Building $COFFERDAM_SANDBOX_IMAGE (some minutes the first time; log: $LOGS/image.log)"
  if ! post_build "$context"; then
    rm -rf "$context"
    tail -n 30 "$LOGS/image.log" >&2
    die "the image was not built" "the whole log: $LOGS/image.log"
  fi
  rm -rf "$context"
  # What this build replaced, and stages that an engine kept: more than 1 GB.
  local label
  for label in "$RECIPE_LABEL" org.cofferdam.stage; do
    engine POST "/images/prune$(query "filters={\"dangling\":[\"true\"],\"label\":[\"$label\"]}")" >/dev/null || true
  done
  say "Built $COFFERDAM_SANDBOX_IMAGE: $(image_megabytes) MB in $((SECONDS - started)) s"
}

# Sends the context to the engine. The answer is 200 in any case; what went wrong stands in its last lines.
post_build() {
  local labels options
  labels="{\"$RECIPE_LABEL\":\"$(image_recipe)\"}"
  options=$(query dockerfile=Containerfile "t=$COFFERDAM_SANDBOX_IMAGE" "labels=$labels" "buildargs=$(proxy_arguments)" \
    networkmode=host rm=1 forcerm=1 layers=false)
  tar -C "$1" -c . | engine POST "/build$options" --header 'Content-Type: application/x-tar' --upload-file - \
    >"$LOGS/image.json" || return
  # One JSON object a line; its text has \n and \" escaped.
  sed -E 's/^\{"stream":"(.*)"\}$/\1/; s/\\n//g; s/\\"/"/g' "$LOGS/image.json" >"$LOGS/image.log"
  rm -f "$LOGS/image.json"
  ! grep -q '"error"' "$LOGS/image.log" && image_is_current
}

# Proxy variables are the build arguments that engines keep out of an image's history.
proxy_arguments() {
  local name found=
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -z ${!name:-} ]] || found+=",\"$name\":\"${!name}\""
  done
  printf '{%s}' "${found#,}"
}

# Writes what a build stage needs to reach packages the way this machine does.
collect_host_settings() {
  mkdir -p "$1"
  if [[ ${COFFERDAM_APT_SOURCES:-} == *.sources ]]; then
    cp "$COFFERDAM_APT_SOURCES" "$1/apt.sources"
  elif [[ -n ${COFFERDAM_APT_SOURCES:-} ]]; then
    cp "$COFFERDAM_APT_SOURCES" "$1/apt.sources.list"
  elif host_runs_suite; then
    [[ ! -s /etc/apt/sources.list ]] || cp /etc/apt/sources.list "$1/apt.sources.list"
    [[ ! -s /etc/apt/sources.list.d/debian.sources ]] || cp /etc/apt/sources.list.d/debian.sources "$1/apt.sources"
  fi
  if have apt-config; then
    apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date|Force)' >"$1/apt.conf" || true
  fi
  [[ ! -s /etc/ssl/certs/ca-certificates.crt ]] || cp /etc/ssl/certs/ca-certificates.crt "$1/ca.crt"
  printf '%s' "${NPM_CONFIG_REGISTRY:-${npm_config_registry:-}}" >"$1/npm-registry"
}

host_runs_suite() { grep -q "^VERSION_CODENAME=$BASE_SUITE\$" /etc/os-release 2>/dev/null; }

require_base_image() {
  ! image_exists "$BASE_IMAGE" || return 0
  step "Pulling $BASE_IMAGE"
  engine POST "/images/create$(query "fromImage=${BASE_IMAGE%:*}" "tag=${BASE_IMAGE##*:}")" --max-time 300 \
    >"$LOGS/pull.log" 2>&1 || true
  ! image_exists "$BASE_IMAGE" || return 0
  say "    no registry answers; making it from Debian packages instead"
  bootstrap_base_image
}

bootstrap_base_image() {
  install_packages mmdebstrap mmdebstrap debian-archive-keyring
  local archive=$COFFERDAM_HOME/base.tar mirror=() settings
  settings=$(mktemp -d)
  collect_host_settings "$settings"
  # Without sources of its own mmdebstrap uses Debian's.
  [[ ! -s $settings/apt.sources.list ]] || mirror+=("$settings/apt.sources.list")
  [[ ! -s $settings/apt.sources ]] || mirror+=("$settings/apt.sources")
  step "Bootstrapping Debian $BASE_SUITE (about a minute; log: $LOGS/base.log)"
  # $1 is for mmdebstrap to fill in.
  # shellcheck disable=SC2016
  logged "$LOGS/base.log" mmdebstrap --variant=minbase --aptopt="$settings/apt.conf" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='rm -f "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/* "$1"/etc/apt/apt.conf.d/99mmdebstrap' \
    --customize-hook='rm -f "$1"/etc/resolv.conf "$1"/etc/hostname' \
    "$BASE_SUITE" "$archive" "${mirror[@]}" || die "could not bootstrap Debian $BASE_SUITE"
  engine POST "/images/create$(query fromSrc=- "repo=$BASE_IMAGE")" \
    --header 'Content-Type: application/x-tar' --upload-file "$archive" >"$LOGS/import.log" || true
  rm -rf "$archive" "$settings"
  image_exists "$BASE_IMAGE" || die "the engine did not import the base image" "its answer: $LOGS/import.log"
}
