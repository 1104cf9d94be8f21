#!/bin/sh
# Get a browser for the browser tests: Playwright's own where it can be downloaded, else Debian's.
set -u
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing Chromium (apt-get) ...'
    export DEBIAN_FRONTEND=noninteractive
    { apt-get install -y -q --no-install-recommends chromium || { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; }; } >/dev/null && exit 0
fi
echo 'Fetching Chromium (Playwright) ...'
.venv/bin/playwright install chromium >/dev/null 2>&1 && exit 0
.venv/bin/python tests/chromium.py
