# Settings of the script, with their defaults. Each may be set in the environment. Sourced by ./cofferdam.
# shellcheck shell=bash disable=SC2034

# Everything that Cofferdam keeps: database, keys, logs, engine state.
COFFERDAM_HOME=${COFFERDAM_HOME:-$HOME/.cofferdam}
# The private engine with its images. Several COFFERDAM_HOMEs may share one.
COFFERDAM_ENGINE_HOME=${COFFERDAM_ENGINE_HOME:-$COFFERDAM_HOME/engine}

COFFERDAM_HTTP_ADDRESS=${COFFERDAM_HTTP_ADDRESS:-127.0.0.1}
COFFERDAM_HTTP_PORT=${COFFERDAM_HTTP_PORT:-8080}

# COFFERDAM_ALLOWED_ORIGINS: other origins whose pages may open WebSockets here, such as https://ide.example.org, with commas between.

# COFFERDAM_TEMPLATES_FILE: a JSON file of templates by name, put in place at each start, such as {"default": {"pool": {"min": 2}}}.

# The image that sandboxes run, and the base that it is built on.
COFFERDAM_SANDBOX_IMAGE=${COFFERDAM_SANDBOX_IMAGE:-localhost/cofferdam/sandbox:latest}
readonly BASE_IMAGE=docker.io/library/debian:bookworm-slim
readonly BASE_SUITE=bookworm
# A sources file (*.list or *.sources) of a Debian mirror for the image's build, for hosts whose own sources are not Debian 12's:
# COFFERDAM_APT_SOURCES. npm's registry is taken from NPM_CONFIG_REGISTRY, proxies from http_proxy and its kin.

# The network of the sandboxes. When the script creates it, it takes the first of cofferdam0 with 10.207.0.0/16, cofferdam1 with
# 10.208.0.0/16, … that is free, unless COFFERDAM_BRIDGE and COFFERDAM_SUBNET name others.
COFFERDAM_NETWORK=${COFFERDAM_NETWORK:-cofferdam}

# Whether the first start of a server version is followed by half a minute of work that makes later starts faster: yes or no.
COFFERDAM_START_CACHE=${COFFERDAM_START_CACHE:-yes}

readonly LOGS=$COFFERDAM_HOME/logs
