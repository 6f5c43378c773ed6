#!/bin/sh
# The first program of the machine, whose root folder is the host's, read-only. Arguments: a folder of the host that it may write; then
# `record` and a command that uses the recorded disk, or `recover`, which mounts the disk for each line on stdin and copies its files out.
outside=$1
task=$2
shift 2
export PATH=/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/mnt/tmp HOME=/mnt/tmp
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /mnt
mkdir /mnt/disk /mnt/outside /mnt/tmp
mount -t hostfs -o "hostfs=$outside" hostfs /mnt/outside
# This kernel does not fully support io_uring, whose rings a program maps into its memory.
echo 2 >/proc/sys/kernel/io_uring_disabled
ip link set lo up

record() {
  modules=/usr/lib/uml/modules/$(uname -r)/kernel/drivers/md
  insmod "$modules/dm-mod.ko" && insmod "$modules/dm-log-writes.ko" &&
    dmsetup create recorded --table "0 $(blockdev --getsz /dev/ubda) log-writes /dev/ubda /dev/ubdb" &&
    dmsetup mknodes &&
    mount -t ext4 /dev/mapper/recorded /mnt/disk &&
    "$@" &&
    umount /mnt/disk &&
    dmsetup remove recorded
  echo "recorded $?"
}

recover() {
  echo recovering
  while read -r cut && [ "$cut" != off ]; do
    mount -t ext4 /dev/ubda /mnt/disk && cp -R /mnt/disk "/mnt/outside/$cut" && umount /mnt/disk
    status=$?
    sync
    echo "recovered $cut $status"
  done
}

"$task" "$@"
echo o >/proc/sysrq-trigger
sleep infinity
