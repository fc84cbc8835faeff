#!/bin/sh
# The browser tests drive a Chromium that the system provides: find it, or install Debian's.
set -eu

if [ -n "${TEACHSET_CHROMIUM:-}" ]; then
    exit 0
fi

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's chromium for the browser tests ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
    exit 0
fi

echo "The browser tests need Chromium, and it cannot be installed from here." >&2
echo "  Debian, Ubuntu:  sudo apt-get install chromium" >&2
echo "  Fedora:          sudo dnf install chromium" >&2
echo "  macOS:           brew install --cask chromium" >&2
echo "Then run 'make test' again; TEACHSET_CHROMIUM names the program if it lies elsewhere." >&2
exit 1
