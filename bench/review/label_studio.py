"""Label Studio: a project of spans and choices, its rows with predictions, driven in the "Label all tasks" stream."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Page

from backend.domain.utterance import Utterance
from bench.peers.environment import environment, tell
from bench.review.server import Server, answer, free_port
from bench.review.tool import Tool
from bench.review.utterances import schema, utterances

NAME = "Label Studio"
REQUIREMENTS = ("label-studio==1.23.2",)
USER, MODEL = "reviewer@example.com", "teacher"
CHUNK = 10_000
PATIENCE_SECONDS = 300.0
OFFLINE = {
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",  # the token that the command line sets
}
SHOWN = """() => {
  const text = document.querySelector('.lsf-htx-richtext')?.textContent.trim();
  return text ? [text, text] : null;
}"""


@contextmanager
def label_studio(work: Path, folder: Path, rows: int, seed: int) -> Iterator[Tool]:
    """Label Studio with so many tasks.

    Args:
        work: for its environment; reused. folder: empty; for its data.

    Raises:
        Unavailable: it cannot be installed or does not start; says what it said.
    """
    python = environment(work / "label-studio", REQUIREMENTS)
    password, token, port = secrets.token_urlsafe(12), secrets.token_hex(20), free_port()
    command: list[str | Path] = [
        python.with_name("label-studio"),
        "start",
        "--no-browser",
        "--internal-host",
        "127.0.0.1",
    ]
    command += ["--port", str(port), "--data-dir", str(folder), "--username", USER, "--password", password]
    variables = {**OFFLINE, "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "HOME": str(folder)}
    server = Server([*command, "--user-token", token], folder / "server.log", folder, **variables)
    try:
        base = f"http://127.0.0.1:{port}"
        server.ready(f"{base}/health")
        headers = {"Authorization": f"Token {token}"}
        with httpx2.Client(base_url=base, headers=headers, timeout=PATIENCE_SECONDS) as client:
            tell(f"Putting {rows:,} tasks into {NAME} ...")
            project = _project(client, utterances(rows, seed))
            yield Tool(
                NAME,
                "Label all tasks; Ctrl+Enter submits what was predicted, Ctrl+Space skips; there is no rejection",
                {"label-studio": _version(client)},
                rows,
                f"{base}/projects/{project}/data?labeling=1",
                SHOWN,
                {"accept": ("Control+Enter",), "reject": ("Control+Space",), "skip": ("Control+Space",)},
                {"accept": "submitted", "reject": "skipped", "skip": "skipped"},
                lambda: _stored(client, project),
                lambda: server.pids,
                login=lambda page: _log_in(page, base, password),
            )
    finally:
        server.close()


def _project(client: httpx2.Client, rows: Sequence[Utterance]) -> int:
    project = answer(
        client.post(
            "/api/projects",
            json={"title": "bench", "label_config": _config(), "sampling": "Sequential sampling"},
        )
    )["id"]
    for at in range(0, len(rows), CHUNK):
        answer(client.post(f"/api/projects/{project}/import", json=[_task(row) for row in rows[at : at + CHUNK]]))
    show = {"show_collab_predictions": True, "model_version": MODEL}
    answer(client.patch(f"/api/projects/{project}", json=show))
    return int(project)


def _config() -> str:
    slots = "".join(f'<Label value="{slot.name}"/>' for slot in schema().slots)
    intents = "".join(f'<Choice value="{intent.name}"/>' for intent in schema().intents)
    return (
        f'<View><Labels name="slots" toName="text">{slots}</Labels><Text name="text" value="$text"/>'
        f'<Choices name="intent" toName="text" choice="single">{intents}</Choices></View>'
    )


def _task(row: Utterance) -> dict[str, Any]:
    spans = [
        {
            "id": f"span{at}",
            "from_name": "slots",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": row.text[span.start : span.end],
                "labels": [span.slot],
            },
        }
        for at, span in enumerate(row.spans)
    ]
    intent = {
        "id": "intent",
        "from_name": "intent",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": [row.intent]},
    }
    prediction = {"model_version": MODEL, "score": 1.0, "result": [*spans, intent]}
    return {"data": {"text": row.text}, "predictions": [prediction]}


def _stored(client: httpx2.Client, project: int) -> list[tuple[str, str]]:
    tasks = answer(client.get(f"/api/projects/{project}/export", params={"exportType": "JSON"}))
    return [
        (task["data"]["text"], "skipped" if annotation["was_cancelled"] else "submitted")
        for task in tasks
        for annotation in task["annotations"]
    ]


async def _log_in(page: Page, base: str, password: str) -> None:
    await page.goto(f"{base}/user/login/")
    await page.fill("input[name=email]", USER)
    await page.fill("input[name=password]", password)
    await page.click("button[type=submit]")
    await page.wait_for_url(lambda url: "/user/login" not in url)


def _version(client: httpx2.Client) -> str:
    return str(answer(client.get("/api/version"))["release"])
