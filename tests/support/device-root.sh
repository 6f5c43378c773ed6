#!/bin/sh
# Runs a command, in a mount namespace of its own, on the /dev and /sys of a test: device-root.sh ROOT COMMAND [ARG...]
# The test's devices stand in ROOT/dev and ROOT/sys; what every program needs of /dev stays. ROOT/stick is a USB memory.
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
