#!/bin/sh
# network-manager.sh WORK COMMAND...: starts a NetworkManager with a virtual network card enp1s0, whose other end is far0, and runs COMMAND
# as user 990, the kiosk's user. polkit applies the package's rules: a technician counts as present while the file WORK/technician exists.
# Run as root by `unshare --net --mount --pid --fork --mount-proc --propagation private`.
set -eu
work=$1
shift
rules=$(dirname "$0")/../../build/deb/root/usr/share/polkit-1/rules.d/50-torn.rules
for place in /run /var/lib/NetworkManager /etc/NetworkManager; do mount -t tmpfs none "$place"; done
# A read-only /sys keeps NetworkManager from waiting for udev.
mount -t sysfs -o ro sysfs /sys
mkdir -p /run/dbus /run/torn /etc/NetworkManager/system-connections
chown 990:990 /run/torn
chmod 700 /run/torn
cp /etc/passwd /run/passwd
echo 'torn:x:990:990::/:/usr/sbin/nologin' >> /run/passwd
mount --bind /run/passwd /etc/passwd
mkdir -p /run/rules
sed "s#/usr/lib/torn/bin/technician-here#/run/technician-here#" "$rules" > /run/rules/50-torn.rules
printf '#!/bin/sh\n[ -e %s/technician ]\n' "$work" > /run/technician-here
chmod 755 /run/technician-here /run/rules
mount --bind /run/rules /usr/share/polkit-1/rules.d
cat > /run/bus.conf <<'X'
<busconfig><type>system</type><listen>unix:path=/run/dbus/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/><allow user="*"/></policy></busconfig>
X
printf '[main]\nplugins=keyfile\nauth-polkit=true\ndhcp=internal\ndns=none\n[keyfile]\nunmanaged-devices=interface-name:far0\n' > /run/NetworkManager.conf
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/dbus/bus
ip link set lo up
ip link add enp1s0 type veth peer name far0
ip link set far0 up
dbus-daemon --config-file=/run/bus.conf --fork
/usr/lib/polkit-1/polkitd > "$work/polkit.log" 2>&1 &
NetworkManager --config=/run/NetworkManager.conf --debug > "$work/network-manager.log" 2>&1 &
until nmcli general > /dev/null 2>&1; do sleep 0.2; done
setpriv --reuid 990 --regid 990 --clear-groups --no-new-privs "$@"
cp -r /etc/NetworkManager/system-connections "$work/kept"
# The namespaces and all processes in them end with this shell.
