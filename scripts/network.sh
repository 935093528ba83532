# The network of the sandboxes and the rules that keep them apart. Fails closed: without rules there is no network.
# shellcheck shell=bash

# The network that the server is told to use: COFFERDAM_NETWORK, or "none" where the rules cannot be had.
SANDBOX_NETWORK=
BRIDGE=
SUBNET=

require_network() {
  local existing
  SANDBOX_NETWORK=none
  if ! is_root; then
    warn "sandboxes get no network: only root can load the firewall rules that keep them from this host"
    return
  fi
  if have apt-get; then install_packages nft nftables; fi
  if ! have nft; then
    warn "sandboxes get no network: the firewall needs nft (package nftables)"
    return
  fi
  existing=$(engine GET "/networks/$COFFERDAM_NETWORK" 2>/dev/null) || existing=
  if [[ -n $existing ]]; then read_network "$existing"; else choose_network; fi
  if ! load_firewall; then
    warn "sandboxes get no network: the firewall rules could not be loaded"
    return
  fi
  [[ -n $existing ]] || create_network
  SANDBOX_NETWORK=$COFFERDAM_NETWORK
}

# The rules exist before the bridge does, and stay when it goes.
load_firewall() {
  local rules
  rules=$(sed -e "s|@BRIDGE@|$BRIDGE|g" -e "s|@SUBNET@|$SUBNET|g" "$ROOT/deploy/firewall.nft")
  ! nft -f - <<<"$rules" 2>/dev/null || return 0
  # A kernel without NFT_BRIDGE_META does not know the bridge of a frame. There, bridged IP goes through the inet family.
  sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 || return
  nft -f - <<<"$(grep -v 'meta ibrname' <<<"$rules")"
}

# read_network INSPECTED: the bridge and subnet of the network that the engine has.
read_network() {
  SUBNET=$(json_text Subnet <<<"$1")
  if engine_is_podman; then
    BRIDGE=$(engine GET "/v4.0.0/libpod/networks/$COFFERDAM_NETWORK/json" | json_text network_interface)
  else
    BRIDGE=$(json_text com.docker.network.bridge.name <<<"$1")
  fi
  [[ -n $BRIDGE && -n $SUBNET ]] ||
    die "the engine has a network $COFFERDAM_NETWORK that names no bridge or subnet, so no rules can be made for it" \
      "remove it, or choose another name: COFFERDAM_NETWORK"
}

# The first bridge and subnet that no other engine of this machine uses.
choose_network() {
  local number
  for number in {0..40}; do
    BRIDGE=cofferdam$number
    SUBNET=10.$((207 + number)).0.0/16
    if bridge_is_free && subnet_is_free $((207 + number)); then break; fi
  done
  BRIDGE=${COFFERDAM_BRIDGE:-$BRIDGE}
  SUBNET=${COFFERDAM_SUBNET:-$SUBNET}
}

bridge_is_free() { [[ ! -e /sys/class/net/$BRIDGE ]] && ! nft list table inet "$BRIDGE" >/dev/null 2>&1; }

# subnet_is_free N: whether this host has no route to exactly 10.N.0.0. The kernel prints addresses in reverse.
subnet_is_free() { ! grep -qi "$(printf '\t0000%02X0A\t' "$1")" /proc/net/route; }

create_network() {
  step "Creating the network $COFFERDAM_NETWORK ($SUBNET on $BRIDGE)"
  if engine_is_podman; then
    # Through podman's own API: the compatible one cannot turn its name server off.
    post_network /v4.0.0/libpod/networks/create "{
      \"name\": \"$COFFERDAM_NETWORK\", \"driver\": \"bridge\", \"network_interface\": \"$BRIDGE\",
      \"subnets\": [{\"subnet\": \"$SUBNET\"}], \"ipv6_enabled\": false, \"dns_enabled\": false}"
  else
    post_network /networks/create "{
      \"Name\": \"$COFFERDAM_NETWORK\", \"Driver\": \"bridge\", \"EnableIPv6\": false,
      \"IPAM\": {\"Config\": [{\"Subnet\": \"$SUBNET\"}]},
      \"Options\": {\"com.docker.network.bridge.name\": \"$BRIDGE\", \"com.docker.network.bridge.enable_icc\": \"false\"}}"
  fi
}

post_network() {
  local answer
  answer=$(engine POST "$1" --header 'Content-Type: application/json' --data "$2") ||
    die "the engine did not create the network $COFFERDAM_NETWORK: $answer" \
      "if $SUBNET or $BRIDGE is taken, set COFFERDAM_SUBNET or COFFERDAM_BRIDGE"
}
