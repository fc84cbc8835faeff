#!/bin/sh
# The storage tests run on a PostgreSQL of their own too, which they start and end themselves: find its
# programs, or install Debian's.
set -eu

if [ -n "${TEACHSET_POSTGRES:-}" ] || command -v initdb >/dev/null 2>&1; then
    exit 0
fi
for programs in /usr/lib/postgresql/*/bin; do
    if [ -x "$programs/initdb" ] && [ -x "$programs/postgres" ]; then
        exit 0
    fi
done

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's postgresql for the storage tests ..."
    # Without the cluster that Debian would make and start with it.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    exit 0
fi

echo "The storage tests need PostgreSQL's initdb and postgres, which cannot be installed from here." >&2
echo "  Debian, Ubuntu:  sudo apt-get install postgresql" >&2
echo "  Fedora:          sudo dnf install postgresql-server" >&2
echo "  macOS:           brew install postgresql" >&2
echo "Then run 'make test' again; TEACHSET_POSTGRES names the folder of the programs if they are elsewhere." >&2
echo "Without it:      make test PYTEST_ARGS='-m \"not postgres\"'   runs the other tests." >&2
exit 1
