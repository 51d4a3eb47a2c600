#!/bin/sh
# Installs Debian or Ubuntu packages, as root, without a system server coming of it: no PostgreSQL cluster is made,
# nothing is started, and the servers that are new do not start when the machine does. What is changed for that
# is put back, whatever happens.
#
# usage: install.sh PACKAGE...
set -eu

POLICY=/usr/sbin/policy-rc.d
KEPT_POLICY=$POLICY.kept-by-flowkit
CLUSTER_FOLDER=/etc/postgresql-common/createcluster.d
CLUSTER_RULE=$CLUSTER_FOLDER/flowkit.conf
MARK='written by FlowKit while packages are installed'

# Services by the package that brings them. Those that the machine already has are none of our business.
new_services=
for pair in postgresql-common:postgresql redis-server:redis-server; do
  dpkg-query -W -f '${Status}' "${pair%:*}" 2>/dev/null | grep -q '^install ok installed$' ||
    new_services="$new_services ${pair#*:}"
done

# Also right after an earlier run that was cut off before it could put things back.
restore() {
  rm -f "$CLUSTER_RULE"
  if [ -n "${made_folder:-}" ]; then rmdir -p --ignore-fail-on-non-empty "$CLUSTER_FOLDER"; fi
  if grep -qs "$MARK" "$POLICY"; then rm -f "$POLICY"; fi
  if [ -e "$KEPT_POLICY" ] || [ -L "$KEPT_POLICY" ]; then mv -f "$KEPT_POLICY" "$POLICY"; fi
}

finish() {
  status=$?
  trap - EXIT
  disable_new_services
  restore
  exit $status
}

disable_new_services() {
  for service in $new_services; do
    if [ -e "/lib/systemd/system/$service.service" ] && command -v systemctl >/dev/null; then
      systemctl --quiet disable "$service.service" || echo "could not disable $service.service"
    fi
    if [ -e "/etc/init.d/$service" ]; then update-rc.d "$service" disable || echo "could not disable $service"; fi
  done
}

restore
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -e "$POLICY" ] || [ -L "$POLICY" ]; then mv "$POLICY" "$KEPT_POLICY"; fi
printf '#!/bin/sh\n# %s\nexit 101\n' "$MARK" >"$POLICY"
chmod 755 "$POLICY"
if [ ! -d "$CLUSTER_FOLDER" ]; then
  made_folder=1
  mkdir -p "$CLUSTER_FOLDER"
fi
printf '# %s\ncreate_main_cluster = false\n' "$MARK" >"$CLUSTER_RULE"

# NEEDRESTART_SUSPEND: Ubuntu would otherwise restart services that have nothing to do with this.
install() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get --option DPkg::Lock::Timeout=300 --yes --no-install-recommends install "$@" </dev/null
}

# The package lists may be missing, or so old that what they name is gone.
install "$@" || {
  apt-get update || echo 'not all lists of packages could be fetched'
  install "$@"
}
