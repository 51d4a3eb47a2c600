#!/bin/sh
# Makes a certificate that signs itself, for a server that has no other, and keeps one that is there and good for a day:
#
#   integration_tests/cert.pem              with its private key: the secret cert-flowkit.pem
#   integration_tests/client_cert.pem       without: what clients trust
#   secrets_quickstart/cert-flowkit.pem     a link to the first
#
# usage: certificates.sh [NAME...]        names of the server beside localhost, flowapi and 127.0.0.1
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
both=integration_tests/cert.pem
alone=integration_tests/client_cert.pem

if ! openssl x509 -in "$both" -noout -checkend 86400 >/dev/null 2>&1; then
  names=DNS:localhost,DNS:flowapi,IP:127.0.0.1
  for name in "$@"; do names=$names,DNS:$name; done
  umask 077
  new=$(mktemp -d)
  trap 'rm -rf "$new"' EXIT
  openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 365 -subj /CN=FlowAPI -addext "subjectAltName=$names" \
    -keyout "$new/key" -out "$new/certificate" 2>"$new/said" || { cat "$new/said" >&2; exit 1; }
  cat "$new/certificate" "$new/key" >"$new/both"
  mv "$new/both" "$both"
fi
openssl x509 -in "$both" -out "$alone"
chmod 644 "$alone"
ln -sf ../"$both" secrets_quickstart/cert-flowkit.pem
openssl x509 -in "$both" -noout -enddate -ext subjectAltName
