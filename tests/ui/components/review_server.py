"""A server of its own, and projects of 60 candidates that hold what must stay text."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import select

from backend.domain.notation import read_typed
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples, get_example
from storage.projects import create_project
from storage.schemas import put_schema
from storage.tables import Decision, Example, Project

ROOT = Path(__file__).parents[3]
CANDIDATES = (
    "what is the weather in [city : boston] on [day : saturday]",
    "<script>window.hit = 1</script> weather in [city : =cmd()]",
    r"!\[x\](http://example.invalid/x.png) forecast for [day : today]",
    "ما هو الطقس في [city : دبي] يوم [day : السبت]",
    "[city : 東京]の[day : 明日]の天気",
    "will it rain 👨‍👩‍👧 in [city : 🏝 rio] today",
)
TOTAL = 60


class Server:
    """`streamlit run` on a data folder; `start` returns once it listens."""

    def __init__(self, data: Path, script: str = "app.py") -> None:
        self.data = data
        self.script = script
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def review(self, project: Project) -> str:
        return f"{self.url}/review?project={project.name}"

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)]
        environment = {**os.environ, "TEACHSET_DATA_DIR": str(self.data), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "URL:" in line:
                threading.Thread(target=self.process.stdout.read, daemon=True).start()  # a full pipe would block it
                return
        raise AssertionError("the server ended: " + "".join(said))

    @contextmanager
    def late(self) -> Iterator[None]:
        """It answers nothing meanwhile, and everything after that."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def fill(store: Store, name: str) -> Project:
    """A project with 60 candidates and a seed."""
    with store.write() as session:
        project = create_project(name, teacher="none", session=session)
        intents = (Intent("GetWeather", slots=("city", "day")), Intent("PlayMusic", slots=("artist",)))
        put_schema(project.id, Schema(intents, (Slot("city"), Slot("day"), Slot("artist"))), session=session)
        kinds = len(CANDIDATES)
        notations = [CANDIDATES[at % kinds] + (f" {at}" if at >= kinds else "") for at in range(TOTAL)]
        asked = {"asked": [{"slot": "city", "value": "*"}]}
        add_examples(
            project.id, map(weather, notations), origin="generated", status="pending", provenance=asked, session=session
        )
        seed = [weather("how warm is it in [city : oslo]")]
        add_examples(project.id, seed, origin="seed", status="accepted", provenance={}, session=session)
        return project


def decisions(store: Store, project: Project) -> list[Decision]:
    """Every decision of the project, the first first."""
    with store.read() as session:
        query = select(Decision).where(Decision.project_id == project.id).order_by(Decision.id)
        return list(session.exec(query))


def stored(store: Store, project: Project) -> list[tuple[int, str]]:
    """(example, action) of every decision."""
    return [(one.example_id, one.action) for one in decisions(store, project)]


def example(store: Store, project: Project, example_id: int) -> Example:
    with store.read() as session:
        return get_example(project.id, example_id, session=session)


def weather(notation: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "GetWeather", "en", read.spans)
