#!/bin/sh
# The browser tests drive a Chromium that the system provides, and node runs the tests of the components'
# JavaScript: find both, or install Debian's.
set -eu

missing=""
lighter=""
if [ -z "${TEACHSET_CHROMIUM:-}" ]; then
    [ -x /usr/bin/chromium ] || missing="$missing chromium"
    # The same browser without its windows: the tests take a fifth less of a processor with it, and pass without it.
    [ -x /usr/bin/chromium-headless-shell ] || lighter=chromium-headless-shell
fi
if ! command -v node >/dev/null 2>&1; then
    missing="$missing nodejs"
fi

install() {
    apt-get -o Acquire::Retries=0 -o Acquire::http::Timeout=20 update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ -n "$missing$lighter" ] && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    if [ -n "$missing" ]; then
        echo "Installing Debian's$missing for the browser tests ..."
        # shellcheck disable=SC2086 # a list of package names
        install $missing fonts-noto-core
    fi
    if [ -n "$lighter" ]; then
        echo "Installing Debian's $lighter for the browser tests ..."
        install "$lighter" || echo "It cannot be installed; the tests take chromium instead."
    fi
    exit 0
fi
if [ -z "$missing" ]; then
    exit 0
fi

echo "The browser tests need$missing, which cannot be installed from here." >&2
echo "  Debian, Ubuntu:  sudo apt-get install$missing" >&2
echo "  Fedora:          sudo dnf install$missing" >&2
echo "  macOS:           brew install node, and brew install --cask chromium" >&2
echo "Then run 'make test' again; TEACHSET_CHROMIUM names the browser if it is not /usr/bin/chromium." >&2
exit 1
