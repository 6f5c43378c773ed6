#!/bin/sh
# Usage: certificates.sh FOLDER NAME=ADDRESS... Makes the certificates of a cluster. The authority is FOLDER/ca.pem and FOLDER/ca.key; an
# existing one is kept. Each machine gets FOLDER/NAME with ca.pem, machine.pem and machine.key, which each run makes anew. ca.key must not
# be copied to the machines.
set -eu
umask 077
folder=$1
shift
key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
mkdir -p "$folder"
# Python, and therefore Patroni, accepts an authority only if its certificate has the extension keyUsage.
# shellcheck disable=SC2086
[ -e "$folder/ca.key" ] || openssl req -x509 -days 3650 $key -subj '/CN=torn-cluster' -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout "$folder/ca.key" -out "$folder/ca.pem"
for machine; do
  name=${machine%%=*}
  own=$folder/$name
  mkdir -p "$own"
  # A machine's certificate cannot issue further certificates.
  # shellcheck disable=SC2086
  openssl req -x509 -days 825 $key -subj "/CN=$name" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -addext basicConstraints=critical,CA:FALSE \
    -addext "subjectAltName=IP:${machine#*=}" -keyout "$own/machine.key" -out "$own/machine.pem"
  cp "$folder/ca.pem" "$own/ca.pem"
done
