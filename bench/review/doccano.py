"""doccano: a project of intents and slots, its rows labelled already, driven with its own keys."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Page

from backend.domain.errors import Unavailable
from backend.domain.utterance import Utterance
from bench.peers.contenders import cores
from bench.peers.environment import environment, run, tell
from bench.review.server import Server, answer, free_port
from bench.review.tool import Tool
from bench.review.utterances import utterances

NAME = "doccano"
REQUIREMENTS = ("doccano==1.8.4", "numpy==1.26.4", "marshmallow==3.26.2", "setuptools==65.5.0")
"""With newer ones of the last three it does not start: its pandas is built for numpy 1, its environs reads a version
that marshmallow 4 no longer has, its older packages import pkg_resources."""
USER = "reviewer"
KIND = "IntentDetectionAndSlotFilling"
PATIENCE_SECONDS = 300.0
PAGE_SIZE = 1000
SHOWN = """() => {
  const unused = (line) => line.closest('.vue-recycle-scroller__item-view')?.style.transform.includes('(-');
  const lines = [...document.querySelectorAll('svg text[id*=":"]')].filter((line) => !unused(line));
  const text = lines.map((one) => one.textContent).join('').trim();
  return text ? [text, text] : null;
}"""
LISTENS = """made => {
  const mark = document.querySelector('.toolbar-control path')?.getAttribute('d') ?? '';
  return window.$nuxt.nbFetching === 0 && (made === 0 || mark.startsWith('M21,7'));
}"""
"""While it fetches, which the check mark makes it do too, it takes no arrow: the page counts on and the text stays."""


@contextmanager
def doccano(work: Path, folder: Path, rows: int, seed: int) -> Iterator[Tool]:
    """doccano with so many examples.

    Args:
        work: for its environment; reused. folder: empty; for its data.

    Raises:
        Unavailable: it cannot be installed or does not start; says what it said.
    """
    python = environment(work / "doccano", REQUIREMENTS)
    program, password, port = python.with_name("doccano"), secrets.token_urlsafe(12), free_port()
    variables = {
        "PYTHONPATH": "",  # it has a package `backend` too
        "DOCCANO_HOME": str(folder),
        "HOME": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "STANDALONE": "True",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    run([program, "init"], **variables)
    run([program, "createuser", "--username", USER, "--password", password], **variables)
    # `doccano webserver` does the same, but on every network that the machine is in.
    serve: list[str | Path] = [python, "-m", "gunicorn", "--chdir", _backend(python), "--bind", f"127.0.0.1:{port}"]
    server = Server(
        [*serve, "--workers", str(2 * cores() + 1), "config.wsgi"], folder / "server.log", folder, **variables
    )
    queue = Server([program, "task", "--concurrency", "1"], folder / "queue.log", folder, **variables)
    try:
        base = f"http://127.0.0.1:{port}"
        server.ready(base)
        with httpx2.Client(base_url=base, timeout=PATIENCE_SECONDS, follow_redirects=True) as client:
            key = answer(client.post("/v1/auth/login/", json={"username": USER, "password": password}))["key"]
            client.headers["Authorization"] = f"Token {key}"
            client.cookies.clear()  # a session asks for a CSRF token
            tell(f"Putting {rows:,} examples into {NAME} ...")
            project = _project(client, utterances(rows, seed))
            yield Tool(
                NAME,
                "intent detection and slot filling; Enter sets the check mark and, once that is shown and all is "
                "fetched, the right arrow goes on, from which it is timed; the arrow alone instead of a rejection",
                {"doccano": REQUIREMENTS[0].partition("==")[2]},
                rows,
                f"{base}/projects/{project}/intent-detection-and-slot-filling?page=1",
                SHOWN,
                {"accept": ("Enter", "ArrowRight"), "reject": ("ArrowRight",), "skip": ("ArrowRight",)},
                {"accept": "confirmed"},
                lambda: _stored(client, project),
                lambda: [*server.pids, *queue.pids],
                listens=LISTENS,
                login=lambda page: _log_in(page, base, password),
            )
    finally:
        queue.close()
        server.close()


def _backend(python: Path) -> Path:
    (found,) = python.parents[1].glob("lib/python*/site-packages/backend")
    return found


def _project(client: httpx2.Client, rows: Sequence[Utterance]) -> int:
    asked = {"name": "bench", "description": "bench", "project_type": KIND, "resourcetype": f"{KIND}Project"}
    project = answer(client.post("/v1/projects", json={**asked, "guideline": "", "tags": []}))["id"]
    file = "\n".join(json.dumps(_example(row)) for row in rows)
    upload = client.post("/v1/fp/process/", files={"filepond": ("rows.jsonl", file.encode())})
    asked = {"format": "JSONL", "task": KIND, "encoding": "utf_8", "column_data": "text", "column_label": "label"}
    order = client.post(f"/v1/projects/{project}/upload", json={**asked, "uploadIds": [upload.text]})
    _wait(client, answer(order)["task_id"])
    return int(project)


def _example(row: Utterance) -> dict[str, Any]:
    return {
        "text": row.text,
        "entities": [[span.start, span.end, span.slot] for span in row.spans],
        "cats": [row.intent],
    }


def _wait(client: httpx2.Client, task: str) -> None:
    """Return once its queue has read the file in."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        status = answer(client.get(f"/v1/tasks/status/{task}"))
        if status.get("ready"):
            if status["error"] or status["result"]["error"]:
                raise Unavailable(f"{NAME} did not import: {status}"[:300], value=task)
            return
        time.sleep(0.5)  # it has nothing to wait on but this address
    raise Unavailable(f"{NAME} did not import in {PATIENCE_SECONDS:g} seconds", value=task)


def _stored(client: httpx2.Client, project: int) -> list[tuple[str, str]]:
    address: str | None = f"/v1/projects/{project}/examples?confirmed=true&limit={PAGE_SIZE}"
    found = []
    while address:
        page = answer(client.get(address))
        found += [(row["text"], "confirmed") for row in page["results"] if row["is_confirmed"]]
        address = page["next"]
    return found


async def _log_in(page: Page, base: str, password: str) -> None:
    await page.goto(f"{base}/auth")
    await page.fill("input[name=username]", USER)
    await page.fill("input[name=password]", password)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/auth" not in url)
