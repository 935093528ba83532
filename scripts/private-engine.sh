# A podman API service of our own: its configuration, storage and state are below COFFERDAM_ENGINE_HOME and nothing else on the
# machine shares them. Sandboxes outlive the service (each has its conmon), so it may be restarted at any time.
# shellcheck shell=bash

readonly ENGINE_PACKAGES=(podman runc netavark iptables nftables)

private_socket() { printf '%s/podman.sock\n' "$COFFERDAM_ENGINE_HOME"; }
private_engine_exists() { [[ -f $COFFERDAM_ENGINE_HOME/containers.conf ]]; }
private_engine_runs() { alive "$COFFERDAM_ENGINE_HOME/podman.pid" "HOME=$COFFERDAM_ENGINE_HOME/home"; }
private_engine_alive() { private_engine_runs && engine_answers "$(private_socket)"; }

private_engine_create() {
  is_root || die "no container engine answers, and only root can set one up" \
    "start Docker or Podman (systemctl start docker, or: systemctl start podman.socket)," \
    "give its socket in COFFERDAM_ENGINE_SOCKET, or run this script as root"
  private_engine_start
}

# install_packages "PROGRAMS" PACKAGES...: installs the packages from Debian or Ubuntu unless all the programs are there.
install_packages() {
  local program missing=
  for program in $1; do have "$program" || missing+=" $program"; done
  shift
  [[ -n $missing ]] || return 0
  have apt-get || die "missing:$missing (and this is not Debian or Ubuntu)" "install: $*"
  is_root || die "missing:$missing (and only root can install it)" "sudo apt-get install --no-install-recommends $*"
  step "Installing $*"
  logged "$LOGS/apt.log" env DEBIAN_FRONTEND=noninteractive apt-get update
  logged "$LOGS/apt.log" env DEBIAN_FRONTEND=noninteractive apt-get install --yes -o DPkg::Lock::Timeout=300 --no-install-recommends "$@" ||
    die "could not install $*"
}

# Returns when it answers. One starter at a time: several COFFERDAM_HOMEs may share the engine.
private_engine_start() {
  mkdir -p "$COFFERDAM_ENGINE_HOME"
  (flock 8 && start_private_engine) 8>"$COFFERDAM_ENGINE_HOME/lock" || exit 1
}

start_private_engine() {
  local socket
  install_packages "podman runc iptables nft" "${ENGINE_PACKAGES[@]}"
  write_engine_configuration
  if private_engine_alive && cmp -s "$COFFERDAM_ENGINE_HOME/containers.conf"{,.used}; then return; fi
  private_engine_stop
  socket=$(private_socket)
  ((${#socket} < 104)) || die "the path $socket is too long for a socket" "set COFFERDAM_ENGINE_HOME to a shorter one"
  forget_previous_boot
  rm -f "$socket"
  cp "$COFFERDAM_ENGINE_HOME/containers.conf"{,.used}
  step "Starting a private podman service"
  (
    export HOME=$COFFERDAM_ENGINE_HOME/home
    export CONTAINERS_CONF=$COFFERDAM_ENGINE_HOME/containers.conf
    export CONTAINERS_STORAGE_CONF=$COFFERDAM_ENGINE_HOME/storage.conf
    export CONTAINERS_REGISTRIES_CONF=$COFFERDAM_ENGINE_HOME/registries.conf
    unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
    cd "$COFFERDAM_ENGINE_HOME" || exit 1
    exec setsid nohup podman --log-level=warn system service --time=0 "unix://$socket" </dev/null >>podman.log 2>&1 8>&- 9>&-
  ) &
  printf '%s\n' $! >"$COFFERDAM_ENGINE_HOME/podman.pid"
  until_true 30 private_engine_settled || true
  private_engine_alive && return
  tail -n 20 "$COFFERDAM_ENGINE_HOME/podman.log" >&2
  die "the private podman service did not start" "its log: $COFFERDAM_ENGINE_HOME/podman.log"
}

# It answers, or it ended and never will.
private_engine_settled() { engine_answers "$(private_socket)" || ! has_pid "$COFFERDAM_ENGINE_HOME/podman.pid"; }

private_engine_stop() {
  private_engine_runs || return 0
  local pid
  pid=$(cat "$COFFERDAM_ENGINE_HOME/podman.pid")
  kill "$pid"
  # It waits for requests that last for ever, such as those for events.
  until_true 5 private_engine_stopped || kill -KILL "$pid"
  until_true 5 private_engine_stopped || die "the private podman service (process $pid) does not end"
  rm -f "$COFFERDAM_ENGINE_HOME/podman.pid"
}

# podman mounts its storage on itself; without that the directory can be removed.
private_engine_unmount() {
  ! grep -qsF "$COFFERDAM_ENGINE_HOME/storage/overlay/" /proc/mounts || return 0
  umount "$COFFERDAM_ENGINE_HOME/storage/overlay" 2>/dev/null || true
}

private_engine_stopped() { ! private_engine_runs; }

# What podman keeps about running containers must not survive a reboot, on whatever file system it is.
forget_previous_boot() {
  local boot
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [[ $(cat "$COFFERDAM_ENGINE_HOME/boot" 2>/dev/null) != "$boot" ]]; then
    rm -rf "$COFFERDAM_ENGINE_HOME/podman.pid" "$COFFERDAM_ENGINE_HOME/run"
    mkdir "$COFFERDAM_ENGINE_HOME/run"
    printf '%s\n' "$boot" >"$COFFERDAM_ENGINE_HOME/boot"
  fi
}

write_engine_configuration() {
  local home=$COFFERDAM_ENGINE_HOME sysctls='"net.ipv4.ping_group_range=0 0"' files processes
  mkdir -p "$home"/{home/.config/containers,storage,run,tmp}
  chmod 700 "$home"
  # Sandboxes have IPv4 only. The kernel refuses the setting where it was booted without IPv6.
  [[ ! -d /proc/sys/net/ipv6 ]] || sysctls+=', "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"'
  files=$(at_most 20000 "$(ulimit -Hn)")
  processes=$(at_most 32768 "$(ulimit -Hu)")
  seccomp_profile | replace "$home/seccomp.json"
  replace "$home/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
default_sysctls = [$sysctls]
seccomp_profile = "$home/seccomp.json"
http_proxy = false
log_driver = "k8s-file"
log_size_max = 1048576

[network]
network_backend = "netavark"
network_config_dir = "$home/networks"

[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
static_dir = "$home/storage/libpod"
volume_path = "$home/storage/volumes"
tmp_dir = "$home/run/libpod"
image_copy_tmp_dir = "$home/tmp"
CONF
  cat >"$home/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$home/storage"
runroot = "$home/run/storage"
CONF
  printf 'unqualified-search-registries = ["docker.io"]\n' >"$home/registries.conf"
  printf '{"default": [{"type": "insecureAcceptAnything"}]}\n' >"$home/home/.config/containers/policy.json"
}

# replace FILE: its content becomes stdin, in one step, for the engine may be reading it.
replace() { cat >"$1.new" && mv "$1.new" "$1"; }

# Prints podman's own profile without the calls that it allows for containers within containers. With
# them a command could make itself root of a user namespace, and so reach kernel code that only root should.
seccomp_profile() {
  local profile
  local calls='clone|clone3|fsconfig|fsmount|fsopen|fspick|keyctl|mount|mount_setattr|move_mount|open_tree|pidfd_getfd'
  calls+='|pivot_root|reboot|setns|syslog|umount|umount2|unshare'
  # Threads and processes need clone, but without its flags for namespaces.
  local clone='{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2114060288, "op": "SCMP_CMP_MASKED_EQ"}]},'
  profile=$(sed -E -e "/^[[:space:]]*\"($calls)\",\$/d" -e "/^[[:space:]]*\"syscalls\": \[\$/a $clone" /usr/share/containers/seccomp.json)
  if [[ $profile != *"$clone"* || $profile == *'"clone3"'* || $profile == *'"unshare"'* ]]; then
    die "the seccomp profile /usr/share/containers/seccomp.json is not of the form that is known here"
  fi
  printf '%s\n' "$profile"
}

# at_most WANTED LIMIT: the smaller one; LIMIT may be "unlimited".
at_most() { if [[ $2 == unlimited || $2 -gt $1 ]]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }
