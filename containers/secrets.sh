#!/bin/sh
# Makes the passwords that services know each other by, each in a file in the folders of those who need it. What is
# there already is kept, and handed on to those who lack it.
#
# usage: secrets NAME=HOLDER[,HOLDER...]...        in the folder of the holders' folders
set -eu
# Each folder is mounted by its holder alone, under whatever user that runs as.
umask 022

# The value that one of the holders has; fails when none does.
kept() {
  for holder in $holders; do
    if [ -s "$holder/$name" ]; then
      cat "$holder/$name"
      return
    fi
  done
  return 1
}

# 32 random bytes in hexadecimal.
random() {
  od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr -d ' \n'
}

for secret in "$@"; do
  name=${secret%%=*}
  holders=$(echo "${secret#*=}" | tr , ' ')
  value=$(kept) || value=$(random)
  for holder in $holders; do
    # In one step: a file that is there is complete.
    printf %s "$value" >"$holder/.$name"
    mv "$holder/.$name" "$holder/$name"
  done
  echo "$name: $holders"
done
