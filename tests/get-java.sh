#!/bin/sh
# Get Java for the tests of the Spark engine: what is there if it is 17 or later, else Debian's.
set -u
java_is_there() {
    found=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${found:-0}" -ge 17 ]
}
java_is_there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing Java (apt-get) ...'
    export DEBIAN_FRONTEND=noninteractive
    get() { apt-get install -y -q --no-install-recommends "$1"; }
    { get openjdk-17-jre-headless || { apt-get update -q && { get openjdk-17-jre-headless || get openjdk-21-jre-headless; }; }; } >/dev/null
    java_is_there && exit 0
fi
echo 'The tests of the Spark engine need Java 17 or later. As root run `apt-get install openjdk-17-jre-headless`, or set JAVA_HOME to one.' >&2
exit 1
