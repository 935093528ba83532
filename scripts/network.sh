# The network of the sandboxes and the rules that keep them apart. Fails closed: without rules there is no network.
# shellcheck shell=bash

# The network that the server is told to use: COFFERDAM_NETWORK, or "none" where the rules cannot be had.
SANDBOX_NETWORK=

require_network() {
  SANDBOX_NETWORK=none
  if ! is_root; then
    warn "sandboxes get no network: only root can load the firewall rules that keep them from this host (run as root)"
    return
  fi
  if [[ $ENGINE_SOCKET == "$(private_socket)" ]] || have apt-get; then install_packages nft nftables; fi
  if ! have nft; then
    warn "sandboxes get no network: the firewall needs nft (package nftables)"
    return
  fi
  if ! load_firewall; then
    warn "sandboxes get no network: the firewall rules could not be loaded"
    return
  fi
  create_network
  SANDBOX_NETWORK=$COFFERDAM_NETWORK
}

# The rules exist before the bridge does, and stay when it goes.
load_firewall() {
  local rules
  rules=$(sed -e "s|@BRIDGE@|$COFFERDAM_BRIDGE|g" -e "s|@SUBNET@|$COFFERDAM_SUBNET|g" "$ROOT/deploy/firewall.nft")
  ! nft -f - <<<"$rules" 2>/dev/null || return 0
  # A kernel without NFT_BRIDGE_META does not know the bridge of a frame. There, bridged IP goes through the inet family.
  sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 || return
  nft -f - <<<"$(grep -v 'meta ibrname' <<<"$rules")"
}

create_network() {
  local found
  if found=$(engine GET "/networks/$COFFERDAM_NETWORK" 2>/dev/null); then
    check_network "$found"
    return
  fi
  step "Creating the network $COFFERDAM_NETWORK ($COFFERDAM_SUBNET on $COFFERDAM_BRIDGE)"
  if engine_is_podman; then
    # Through podman's own API: the compatible one cannot turn its name server off.
    post_network /v4.0.0/libpod/networks/create "{
      \"name\": \"$COFFERDAM_NETWORK\", \"driver\": \"bridge\", \"network_interface\": \"$COFFERDAM_BRIDGE\",
      \"subnets\": [{\"subnet\": \"$COFFERDAM_SUBNET\"}], \"ipv6_enabled\": false, \"dns_enabled\": false}"
  else
    post_network /networks/create "{
      \"Name\": \"$COFFERDAM_NETWORK\", \"Driver\": \"bridge\", \"EnableIPv6\": false,
      \"IPAM\": {\"Config\": [{\"Subnet\": \"$COFFERDAM_SUBNET\"}]},
      \"Options\": {\"com.docker.network.bridge.name\": \"$COFFERDAM_BRIDGE\", \"com.docker.network.bridge.enable_icc\": \"false\"}}"
  fi
}

post_network() {
  local answer
  answer=$(engine POST "$1" --header 'Content-Type: application/json' --data "$2") ||
    die "the engine did not create the network $COFFERDAM_NETWORK: $answer" \
      "if $COFFERDAM_SUBNET or $COFFERDAM_BRIDGE is taken, set COFFERDAM_SUBNET or COFFERDAM_BRIDGE"
}

# The rules name bridge and subnet, so a network of other ones would not be kept apart.
check_network() {
  local bridge subnet=$COFFERDAM_SUBNET
  bridge=$(json_text com.docker.network.bridge.name <<<"$1")
  if engine_is_podman; then
    bridge=$(engine GET "/v4.0.0/libpod/networks/$COFFERDAM_NETWORK/json" | json_text network_interface)
  fi
  [[ $bridge == "$COFFERDAM_BRIDGE" && $1 == *"\"$subnet\""* ]] ||
    die "the engine has a network $COFFERDAM_NETWORK that is not $subnet on $COFFERDAM_BRIDGE" \
      "remove it (docker or podman network rm $COFFERDAM_NETWORK), or set COFFERDAM_BRIDGE and COFFERDAM_SUBNET to match"
}
