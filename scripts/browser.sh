#!/bin/sh
# The browser tests drive a Chromium that the system provides, and node runs the tests of the components'
# JavaScript: find both, or install Debian's.
set -eu

missing=""
if [ -z "${TEACHSET_CHROMIUM:-}" ] && [ ! -x /usr/bin/chromium ]; then
    missing="$missing chromium"
fi
if ! command -v node >/dev/null 2>&1; then
    missing="$missing nodejs"
fi
if [ -z "$missing" ]; then
    exit 0
fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's$missing for the browser tests ..."
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-noto-core >/dev/null
    exit 0
fi

echo "The browser tests need$missing, which cannot be installed from here." >&2
echo "  Debian, Ubuntu:  sudo apt-get install$missing" >&2
echo "  Fedora:          sudo dnf install$missing" >&2
echo "  macOS:           brew install node, and brew install --cask chromium" >&2
echo "Then run 'make test' again; TEACHSET_CHROMIUM names the browser if it is not /usr/bin/chromium." >&2
exit 1
