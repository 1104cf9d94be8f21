#!/bin/sh
# Get PDFBox Preflight, which reads our papers as an archive would (Debian's, or jars named by PREFLIGHT_JARS), and SoftHSM, a token without hardware.
set -u
JARS=/usr/share/java
they_are_there() {
    [ -n "${PREFLIGHT_JARS:-}" ] || { [ -e $JARS/preflight.jar ] && [ -e $JARS/jaxb-api.jar ] && [ -e $JARS/javax.activation.jar ]; } && command -v softhsm2-util >/dev/null
}
they_are_there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing PDFBox Preflight and SoftHSM (apt-get) ...'
    export DEBIAN_FRONTEND=noninteractive
    get() { apt-get install -y -q --no-install-recommends libpdfbox2-java libjaxb-api-java libactivation-java softhsm2; }
    { get || { apt-get update -q && get; }; } >/dev/null
    they_are_there && exit 0
fi
echo 'The tests of papers for the archive need PDFBox Preflight, those of tokens SoftHSM. As root run `apt-get install libpdfbox2-java libjaxb-api-java libactivation-java softhsm2`.' >&2
exit 1
