#!/bin/sh
# Brings what the tests need beside Rust, Node.js and Postgres: a browser to drive, Java for the HTML checker, HAProxy to stand in front of
# several instances, and a reader of PDF files.
# Does nothing if the commands are there; needs a Debian-like system otherwise.
set -eu

packages=
command -v chromium >/dev/null || packages="$packages chromium"
command -v chromedriver >/dev/null || packages="$packages chromium-driver"
command -v java >/dev/null || packages="$packages default-jre-headless"
command -v haproxy >/dev/null || packages="$packages haproxy"
command -v pdftotext >/dev/null || packages="$packages poppler-utils"
# The bundled client of Postgres is compiled against OpenSSL's headers.
[ -e /usr/include/openssl/ssl.h ] || packages="$packages libssl-dev"
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "The tests need:$packages. Install them, under whatever name this system has for them." >&2
    exit 1
fi
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update --quiet </dev/null
# shellcheck disable=SC2086 # one argument for each package
$sudo apt-get install --yes --quiet --no-install-recommends $packages </dev/null
