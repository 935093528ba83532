# API keys, through the running server's own API.
# shellcheck shell=bash

readonly KEY_USAGE="usage: ./cofferdam key create NAME [--admin] | key list | key revoke ID"

# ./cofferdam key create NAME [--admin] | list | revoke ID
key_command() {
  case "${1:-} $#" in
    'create 2') create_key "$2" '"user"' ;;
    'create 3')
      [[ $3 == --admin ]] || die "$KEY_USAGE"
      create_key "$2" '"user","admin"'
      ;;
    'list 1') keys_api GET '' ;;
    'revoke 2') keys_api DELETE "/$(url_encoded "$2")" ;;
    *) die "$KEY_USAGE" ;;
  esac
}

# create_key NAME ROLES
create_key() {
  [[ $1 =~ ^[A-Za-z0-9._-]+$ ]] || die "a key's name is made of letters, digits, dot, dash and underscore"
  keys_api POST '' --header 'Content-Type: application/json' --data "{\"name\":\"$1\",\"roles\":[$2]}"
}

# keys_api METHOD PATH [CURL OPTIONS]. The key goes through stdin, where no other user of this machine can read it.
keys_api() {
  local method=$1 path=$2 key_file=$COFFERDAM_HOME/api-key answer
  shift 2
  [[ -r $key_file ]] || die "there is no key file $key_file yet" "start the server first: ./cofferdam up --detach"
  if ! answer=$(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$key_file")" |
    curl --silent --fail-with-body --noproxy '*' --config - --request "$method" "$@" "$(server_url)/api/v1/keys$path"); then
    die "the server at $(server_url) refused or did not answer${answer:+: $answer}"
  fi
  [[ -z $answer ]] || printf '%s\n' "$answer"
}
