"""Ours: the server as it is served, on a data folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import select

from bench.peers.environment import tell
from bench.review.project import NAME, fill
from bench.review.server import Server, free_port
from bench.review.tool import Tool
from bench.review.utterances import utterances
from jobs.opening import open_store
from jobs.settings import Settings
from storage.tables import Decision

OURS = "teachset"
ROOT = Path(__file__).parents[2]
SEEDS = 60

SHOWN = """() => {
  const card = document.querySelector('[data-testid="card"][data-example]');
  return card && [card.dataset.example, card.querySelector('[data-testid="card-text"]').textContent];
}"""
SAVED = """() => document.querySelector('[data-testid="unsaved"]')?.textContent.trim() === 'unsaved: 0'"""


@contextmanager
def ours(folder: Path, rows: int, seed: int, *, worker: bool = False) -> Iterator[Tool]:
    """Our server with so many rows to review.

    Args:
        folder: empty; for the data.
        worker: whether the server starts its worker, as it does by default.
    """
    data = folder / "data"
    store = open_store(Settings(data_dir=data, database_url="", jobs_database_url=""))
    tell(f"Putting {rows:,} candidates into a project of {OURS} ...")
    made = utterances(SEEDS + rows, seed)
    project = fill(store, made[:SEEDS], made[SEEDS:])
    port = free_port()
    server = Server(
        [sys.executable, "asgi.py"],
        folder / "server.log",
        ROOT,
        TEACHSET_DATA_DIR=str(data),
        TEACHSET_EXPORT_DIR=str(folder / "exports"),
        TEACHSET_PORT=str(port),
        TEACHSET_LOCAL_WORKER=str(worker).lower(),
    )

    def stored() -> list[tuple[str, str]]:
        with store.read() as session:
            query = select(Decision.example_id, Decision.action).where(Decision.project_id == project.id)
            return [(str(example), action) for example, action in session.exec(query)]

    try:
        server.ready(f"http://127.0.0.1:{port}/_stcore/health")
        yield Tool(
            OURS,
            f"the Review page, server {'with' if worker else 'without'} its worker; keys of the card",
            {"streamlit": version("streamlit")},
            rows,
            f"http://127.0.0.1:{port}/review?{urlencode({'project': NAME})}",
            SHOWN,
            {"accept": ("a",), "reject": ("x", "1"), "skip": ("s",)},
            {"accept": "accept", "reject": "reject", "skip": "skip"},
            stored,
            lambda: server.pids,
            at_once=True,
            saved=SAVED,
        )
    finally:
        server.close()
        store.close()
