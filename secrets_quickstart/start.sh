#!/bin/bash
# FlowKit in a swarm on this machine, from nothing to a first query that is answered by HTTPS: images, swarm, secrets,
# certificate, stack. What is there already is kept, so that it can be run again.
#
# usage: start.sh [--flowauth] [--redis] [--tls] [-c FILE]...
#   --flowauth   FlowAuth signs the tokens (RS256), and FlowAPI checks them with the public key; without it a shared
#                secret does (HS256)
#   --redis      Redis' password is a secret of the swarm, instead of one that is kept in a volume
#   --tls        the databases and Redis are reached by TLS alone, with a certificate of their own
#   --help       this text
#   -c FILE      one more file for `docker stack deploy`; for engines that need settings of their own
#
# STACK is the stack's name, secrets_test unless told otherwise.
set -euo pipefail
if [ "${1:-}" = --help ]; then sed -n '2,/^set /{ /^set /d; s/^# \{0,1\}//; p }' "${BASH_SOURCE[0]}"; exit; fi
cd "$(dirname "${BASH_SOURCE[0]}")"
stack=${STACK:-secrets_test}
url=https://localhost:${FLOWAPI_PORT:-9090}
export FLOWAPI_PUBLIC_URL=${FLOWAPI_PUBLIC_URL:-$url}
export FLOWAUTH_PUBLIC_URL=${FLOWAUTH_PUBLIC_URL:-https://localhost:${FLOWAUTH_PORT:-9091}}
namespace=${CONTAINER_NAMESPACE:-flowkit-ts} tag=${CONTAINER_TAG:-latest}
# Making the data of a country takes its time.
PATIENCE_SECONDS=900
QUERY='{"query_kind": "spatial_aggregate", "locations": {"query_kind": "daily_location", "date": "2016-01-01",
  "method": "last", "aggregation_unit": "admin3"}}'

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

flowauth=
redis=
tls=
files=(-c docker-stack.yml)
more=()
while [ $# -gt 0 ]; do
  case $1 in
    --) ;;
    --flowauth) flowauth=yes ;;
    --redis) redis=yes ;;
    --tls) tls=yes ;;
    -c) more+=(-c "${2:?"-c needs a file"}"); shift ;;
    *) fail "There is no option $1. What there is: --flowauth, --redis, --tls, -c FILE, --help" ;;
  esac
  shift
done
if [ -n "$flowauth" ]; then files+=(-c ../docker-stack.flowauth.yml); fi
if [ -n "$redis" ]; then files+=(-c ../docker-stack.redis.yml); fi
if [ -n "$tls" ]; then files+=(-c ../docker-stack.tls.yml); fi
if [ -n "$tls" ] && [ -n "$flowauth" ]; then files+=(-c ../docker-stack.flowauth-tls.yml); fi

for program in docker openssl curl; do
  command -v "$program" >/dev/null || fail "$program is needed, and is not installed."
done
docker info >/dev/null 2>&1 || fail 'The Docker engine does not answer. `docker info` says why.'

images() {
  local image needed=(secrets "${FLOWDB_IMAGE:-flowdb-testdata}" flowmachine flowapi)
  if [ -n "$flowauth" ]; then needed+=(flowauth); fi
  for image in "${needed[@]}"; do
    docker image inspect "$namespace/$image:$tag" >/dev/null 2>&1 && continue
    say "Image $image"
    docker build --quiet --file ../containers/Dockerfile --target "$image" --tag "$namespace/$image:$tag" .. >/dev/null
  done
}

exists() { docker secret inspect "$1" >/dev/null 2>&1; }

# A secret of the swarm from standard input, unless there is one.
create() { if exists "$1"; then cat >/dev/null; else docker secret create "$1" - >/dev/null; fi; }

secrets() {
  openssl rand -base64 16 | create FM_DB_PASS
  echo fm | create FM_DB_USER
  echo api | create API_DB_USER
  openssl rand -base64 16 | create API_DB_PASS
  openssl rand -base64 16 | create POSTGRES_PASSWORD_FILE
  if ! exists cert-flowkit.pem; then
    ../containers/certificates.sh >/dev/null
    create cert-flowkit.pem <cert-flowkit.pem
  fi
  if [ -n "$redis" ]; then openssl rand -hex 32 | create REDIS_PASSWORD; fi
  if [ -n "$tls" ] && ! { exists internal-cert.pem && exists internal-ca.pem; }; then
    ../containers/certificates.sh --internal >/dev/null
    create internal-cert.pem <internal-cert.pem
    create internal-ca.pem <internal-ca.pem
  fi
  if [ -z "$flowauth" ]; then
    openssl rand -base64 48 | create JWT_SECRET_KEY
  else
    openssl rand -hex 32 | create FLOWAUTH_DB_PASSWORD
    openssl rand -base64 32 | create FLOWAUTH_FERNET_KEY
    openssl rand -hex 32 | create SECRET_KEY
    key_pair
  fi
}

# Both or none: they belong together.
key_pair() {
  local pem
  if exists PRIVATE_JWT_SIGNING_KEY && exists PUBLIC_JWT_SIGNING_KEY; then return; fi
  pem=$(openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:4096)
  printf '%s\n' "$pem" | docker secret create PRIVATE_JWT_SIGNING_KEY - >/dev/null
  printf '%s\n' "$pem" | openssl pkey -pubout | docker secret create PUBLIC_JWT_SIGNING_KEY - >/dev/null
}

# The container of a service of the stack.
container() {
  docker ps --quiet --filter "label=com.docker.swarm.service.name=${stack}_$1" | head -n 1
}

# Asks FlowAPI as any client does that trusts the certificate.
ask() {
  curl --silent --show-error --cacert ../integration_tests/client_cert.pem --max-time 60 "$@"
}

healthy() {
  local until=$((SECONDS + PATIENCE_SECONDS)) addresses=("$url/readyz")
  if [ -n "$flowauth" ]; then addresses+=("$FLOWAUTH_PUBLIC_URL/readyz"); fi
  until ask --fail --fail-early --output /dev/null --output /dev/null "${addresses[@]}" 2>/dev/null; do
    if [ "$SECONDS" -ge "$until" ]; then
      docker stack ps --no-trunc "$stack" >&2
      fail "The stack is not healthy after $PATIENCE_SECONDS seconds; docker service logs ${stack}_flowdb says why, or those of another service."
    fi
    sleep 1
  done
}

# A token with every scope, for an hour. With FlowAuth only its key can sign: a container that ends at once is lent it.
token() {
  if [ -z "$flowauth" ]; then
    docker exec "$(container flowapi)" flowkit-token --lifetime 1h
  else
    docker exec "$(container flowauth)" cat /run/secrets/PRIVATE_JWT_SIGNING_KEY |
      docker run --rm --interactive --network none --tmpfs /tmp --entrypoint sh "$namespace/flowapi:$tag" -c \
        'umask 077 && cat >/tmp/key && flowkit-token --lifetime 1h --private-key /tmp/key --audience "$0"' \
        "${FLOWAPI_IDENTIFIER:-FLOWKIT}"
  fi
}

# How many people were last seen in each district, on the first day of the test data; without data, which days there are.
first_query() {
  local auth answer id
  auth=$(printf 'header = "Authorization: Bearer %s"' "$(token)")
  answer=$(ask --fail --config <(echo "$auth") "$url/api/0/available_dates")
  case $answer in
    *2016-01-01*) ;;
    *) say 'There are no test data to ask about; days that there are:'; printf '%s\n' "$answer"; return ;;
  esac
  answer=$(ask --fail --config <(echo "$auth") --header 'Content-Type: application/json' --data "$QUERY" "$url/api/0/run")
  id=$(sed -n 's/.*"query_id": *"\([0-9a-f]*\)".*/\1/p' <<<"$answer")
  while [ "$(ask --config <(echo "$auth") --output /dev/null --write-out '%{http_code}' "$url/api/0/poll/$id")" = 202 ]; do
    sleep 1
  done
  ask --fail --config <(echo "$auth") "$url/api/0/get/$id.csv"
}

images
if [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = inactive ]; then
  say 'Swarm'
  docker swarm init >/dev/null
fi
say 'Secrets'
secrets
say 'Stack'
docker stack deploy --with-registry-auth "${files[@]}" "${more[@]}" "$stack" >&2
say 'Waiting until it is healthy'
healthy
say 'A first query: where people were last seen on 2016-01-01'
first_query

say "
FlowAPI is at $url; clients trust integration_tests/client_cert.pem."
if [ -z "$flowauth" ]; then
  say "A token:     docker exec \$(docker ps -q -f label=com.docker.swarm.service.name=${stack}_flowapi) flowkit-token"
else
  say "Tokens are made at $FLOWAUTH_PUBLIC_URL, where the user admin signs in with a password that is made by
             docker exec \$(docker ps -q -f label=com.docker.swarm.service.name=${stack}_flowauth) flowauth admin-password --reset"
fi
say "It goes on until: docker stack rm $stack"
