#!/bin/sh
# Get wrk, the load tool of the measurement of pages, from Debian.
command -v wrk >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo 'wrk is missing: ask an administrator to install it (apt-get install wrk).' >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
{ apt-get install -y -q wrk || { apt-get update -q && apt-get install -y -q wrk; }; } >/dev/null
