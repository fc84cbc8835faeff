"""A PostgreSQL that lives only for the tests: a cluster in a temporary folder, reached by a unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.memory import memory

POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)
on_both = pytest.mark.parametrize("store", ["sqlite", POSTGRES], indirect=True)
"""Runs a test of tests/storage on both databases."""
on_both_empty = pytest.mark.parametrize("address", ["sqlite", POSTGRES], indirect=True)
"""Likewise, on databases without tables."""

USER = "teachset"
QUICK = {
    **{"fsync": "off", "full_page_writes": "off", "max_wal_size": "64MB"},
    **{"max_connections": "60", "listen_addresses": ""},
}
"""A power cut may take the cluster; it is small; nobody else can reach it."""


class Cluster:
    """Started by `start`, which returns once it takes connections; ended, and its folder removed, by `end`."""

    def __init__(self) -> None:
        # Not in tmp_path: a socket's path must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="teachset-pg-", dir=memory()))
        self.process: subprocess.Popen[str] | None = None
        self.made = 0

    def start(self) -> None:
        owner = _owner()
        if owner:
            shutil.chown(self.folder, owner["user"], owner["group"])
        made = subprocess.run(
            [_program("initdb"), "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            **owner,
            cwd=self.folder,
            text=True,
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        settings = [word for name, value in QUICK.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [_program("postgres"), "-D", self._data, "-k", self.folder, *settings],
            **owner,
            cwd=self.folder,
            text=True,
            stderr=subprocess.PIPE,
        )
        self._wait_until_ready()

    def database(self, template: str = "template1") -> str:
        """The address of a new database, a copy of `template`, which nobody may be connected to."""
        self.made += 1
        name = f"test_{self.made}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def drop(self, address: str) -> None:
        """Remove a database that `database` made, whoever is still connected to it."""
        self._execute(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def end(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            self.process.wait()
        shutil.rmtree(self.folder)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                threading.Thread(target=self.process.stderr.read, daemon=True).start()  # a full pipe would block it
                return
        raise AssertionError("PostgreSQL ended: " + "".join(said))


def _program(name: str) -> str:
    """The newest one that is installed."""
    if chosen := os.environ.get("TEACHSET_POSTGRES"):
        return str(Path(chosen) / name)
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which(name)
    assert program, f"PostgreSQL's {name} is missing: run scripts/postgres.sh"
    return program


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_name, "group": account.pw_gid, "extra_groups": []}
