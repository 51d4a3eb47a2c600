#!/bin/sh
# Makes a certificate that signs itself, for a server that has no other, and keeps one that is there and good for a day:
#
#   integration_tests/cert.pem              with its private key: the secret cert-flowkit.pem
#   integration_tests/client_cert.pem       without: what clients trust
#   secrets_quickstart/cert-flowkit.pem     a link to the first
#
# and with --internal the one that the databases show to the services:
#
#   secrets_quickstart/internal-cert.pem    with its private key: the secret internal-cert.pem
#   secrets_quickstart/internal-ca.pem      without: the secret internal-ca.pem
#
# usage: certificates.sh [NAME...]        names of the server beside localhost, flowapi and 127.0.0.1
#        certificates.sh --internal
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
if [ "${1:-}" = --internal ]; then
  shift
  both=secrets_quickstart/internal-cert.pem
  alone=secrets_quickstart/internal-ca.pem
  subject=FlowKit
  names=DNS:flowdb,DNS:redis,DNS:flowauth_db
else
  both=integration_tests/cert.pem
  alone=integration_tests/client_cert.pem
  subject=FlowAPI
  names=DNS:localhost,DNS:flowapi,IP:127.0.0.1
fi

if ! openssl x509 -in "$both" -noout -checkend 86400 >/dev/null 2>&1; then
  for name in "$@"; do names=$names,DNS:$name; done
  umask 077
  new=$(mktemp -d)
  trap 'rm -rf "$new"' EXIT
  openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 365 -subj "/CN=$subject" -addext "subjectAltName=$names" \
    -keyout "$new/key" -out "$new/certificate" 2>"$new/said" || { cat "$new/said" >&2; exit 1; }
  cat "$new/certificate" "$new/key" >"$new/both"
  mv "$new/both" "$both"
fi
openssl x509 -in "$both" -out "$alone"
chmod 644 "$alone"
if [ "$subject" = FlowAPI ]; then ln -sf ../"$both" secrets_quickstart/cert-flowkit.pem; fi
openssl x509 -in "$both" -noout -enddate -ext subjectAltName
