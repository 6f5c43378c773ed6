#!/bin/sh
# certificates.sh FOLDER NAME=ADDRESS...: the authority of a cluster in FOLDER (ca.pem, ca.key), unless it is there already, and for each machine
# FOLDER/NAME with what it needs: ca.pem, machine.pem, machine.key. Run again, machines get new ones of the same authority. ca.key stays off the machines.
set -eu
umask 077
folder=$1
shift
key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
mkdir -p "$folder"
# Python, and Patroni with it, believes no authority that does not say what its key is for.
# shellcheck disable=SC2086
[ -e "$folder/ca.key" ] || openssl req -x509 -days 3650 $key -subj '/CN=torn-cluster' -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout "$folder/ca.key" -out "$folder/ca.pem"
for machine; do
  name=${machine%%=*}
  own=$folder/$name
  mkdir -p "$own"
  # One of a machine makes no further ones.
  # shellcheck disable=SC2086
  openssl req -x509 -days 825 $key -subj "/CN=$name" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -addext basicConstraints=critical,CA:FALSE \
    -addext "subjectAltName=IP:${machine#*=}" -keyout "$own/machine.key" -out "$own/machine.pem"
  cp "$folder/ca.pem" "$own/ca.pem"
done
