#!/bin/sh
# device-root.sh ROOT COMMAND [ARG...]: runs COMMAND with the devices of a test, in ROOT/dev and ROOT/sys, as its /dev and /sys. The devices
# that every program needs, such as /dev/null, stay. ROOT/stick, if it exists, is mounted as a USB stick. Run this script in a new mount
# namespace (`unshare --mount`), because it mounts over /dev and /sys.
set -e
root=$1
shift
dev=$(mktemp -d)
mount -t tmpfs -o mode=755 tmpfs "$dev"
for node in null zero full random urandom tty; do
  touch "$dev/$node"
  mount --bind "/dev/$node" "$dev/$node"
done
for folder in pts shm; do
  mkdir "$dev/$folder"
  mount --rbind "/dev/$folder" "$dev/$folder"
done
for link in fd stdin stdout stderr ptmx; do
  cp -a "/dev/$link" "$dev/$link"
done
for name in $(ls "$root/dev"); do
  ln -s "$root/dev/$name" "$dev/$name"
done
if [ -d "$root/stick" ]; then
  mount -t tmpfs -o mode=755 tmpfs /media
  mkdir /media/OFICINES
  mount --bind "$root/stick" /media/OFICINES
fi
mount --rbind "$dev" /dev
mount --rbind "$root/sys" /sys
exec "$@"
