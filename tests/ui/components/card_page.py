"""The review card with a small server of its own in the session, and under it what the card sent, as JSON.

The address says how many candidates there are (`candidates`), and which of them another reviewer changed after
they were shown (`changed`).
"""

import json
import uuid
from typing import Any

import streamlit as st

from backend.domain.decision import REASONS
from backend.domain.notation import read_typed, write_typed
from ui.components.card import review_card
from ui.components.labels import marked_text, slot_styles
from ui.review_keys import USUAL_KEYS, checked_keys

SLOTS = {"GetWeather": ["city", "day"], "PlayMusic": ["artist"]}
CITIES = ("oslo", "boston", "東京", "rio", "دبي")


def made(number: int) -> dict[str, Any]:
    """A candidate; every fifth has doubts and neighbours, and the first has near-duplicates."""
    city = CITIES[number % len(CITIES)]
    full = number % 5 == 1
    near = [{**_text(f"weather in [city : {city}] please {at}"), "similarity": 0.9 - at / 10} for at in range(3)]
    return {
        **_text(f"what is the weather in [city : {city}] on [day : day {number}]"),
        "id": number,
        "version": 1,
        "intent": "GetWeather",
        "languageName": "English (en)",
        "source": "linguist",
        "asked": [{"slot": "city", "value": "*"}],
        "raw": f"raw output {number}",
        "checks": [{"check": "well-formed", "passed": True, "detail": ""}],
        "flagged": False,
        "shared": number == 2,
        "group": {"size": 2, "members": [_member(101), _member(102)]} if number == 1 else None,
        "why": ["“oslo” is a new value of city"] if full else [],
        "doubts": _doubts(number) if full else [],
        "neighbours": {
            "accepted": near if full else [],
            "rejected": [{**one, "reason": "unnatural"} for one in near] if full else [],
        },
    }


def _text(notation: str) -> dict[str, Any]:
    read = read_typed(notation)
    return {**marked_text(read), "notation": write_typed(read)}


def _member(number: int) -> dict[str, Any]:
    return {
        **_text(f"what's the weather in [city : boston] {number}"),
        "id": number,
        "version": 3,
        "intent": "GetWeather",
    }


def _doubts(number: int) -> list[dict[str, Any]]:
    reads = marked_text(read_typed(f"what is the weather in boston on [artist : day {number}]"))
    return [
        {"check": "language", "passed": False, "detail": "reads as <b>Dutch</b>"},
        {"check": "student-agrees", "passed": False, "detail": "the student says intent PlayMusic", "reads": reads},
    ]


class World:
    """What a server holds of one project: pending candidates, decisions, this reviewer's keys."""

    def __init__(self, number: int) -> None:
        self.project = uuid.uuid4().hex
        self.pending = {one["id"]: one for one in map(made, range(1, number + 1))}
        self.done: list[tuple[str, list[dict[str, Any]]]] = []
        self.keys = dict(USUAL_KEYS)
        self.sent: list[Any] = []

    def take(self, entry: dict[str, Any]) -> dict[str, Any]:
        answer = {"uid": entry["uid"], "kind": "stored", "message": "", "candidate": None, "changed": []}
        if entry["kind"] == "undo":
            return self._undo(answer)
        now = self.pending.get(entry["example"])
        if now is not None and now["version"] != entry["version"]:
            changed = [{"what": "intent", "from": "PlayMusic", "to": "GetWeather"}]
            message = "example was changed meanwhile, in another window or by somebody else"
            return {**answer, "kind": "refused", "message": message, "candidate": now, "changed": changed}
        bulk = entry.get("bulk") or entry["uid"]
        if not self.done or self.done[-1][0] != bulk:
            self.done.append((bulk, []))
        if now is not None:
            self.done[-1][1].append(now)
            after = {**now, "version": now["version"] + 1, "flagged": now["flagged"] != (entry["kind"] == "flag")}
            del self.pending[now["id"]]
            if entry["kind"] in {"flag", "skip"}:
                self.pending[now["id"]] = after
        return {**answer, "candidate": self.pending.get(entry["example"])}

    def _undo(self, answer: dict[str, Any]) -> dict[str, Any]:
        _bulk, before = self.done.pop()
        for one in before:
            now = self.pending.get(one["id"], one)
            self.pending[one["id"]] = {**one, "version": now["version"] + 1}
        last = self.pending.get(before[-1]["id"]) if before else None
        return {**answer, "message": "Undone.", "candidate": last}

    def data(self, answers: list[dict[str, Any]]) -> dict[str, Any]:
        queue = sorted(self.pending.values(), key=lambda one: one["id"])[:40]
        seed = [{**_text("how warm is it in [city : oslo]")}]
        return {
            **{"project": self.project, "session": "s", "filter": "all", "turn": str(uuid.uuid4()), "order": "worth"},
            "slots": slot_styles(["city", "day", "artist"]),
            "intents": [{"name": name, "slots": slots} for name, slots in SLOTS.items()],
            "reasons": list(REASONS),
            "reviewer": "mira",
            "seeds": {"GetWeather": seed, "PlayMusic": []},
            "keys": self.keys,
            "queue": queue,
            "counts": {"total": len(self.pending), "matching": len(self.pending), "filtered": False},
            "canUndo": bool(self.done),
            "answers": answers,
        }


def on_decisions() -> None:
    entries = st.session_state["card"]["decisions"]["entries"]
    world.sent += entries
    changed = st.query_params.get_all("changed")
    for entry in entries:  # somebody else is a little quicker
        if str(entry["example"]) in changed and entry["version"] == 1:
            world.pending[entry["example"]] |= {"version": 2}
    st.session_state["answers"] = [world.take(entry) for entry in entries]


def on_keys() -> None:
    world.sent.append({"kind": "keys", **st.session_state["card"]["keys"]})
    world.keys = checked_keys(st.session_state["card"]["keys"]["keys"])


def on_renew() -> None:
    world.sent.append({"kind": "renew", **st.session_state["card"]["renew"]})


st.set_page_config(layout="wide")
world: World = st.session_state.setdefault("world", World(int(st.query_params.get("candidates", "5"))))
answers = st.session_state.get("answers", [])
review_card(world.data(answers), key="card", on_decisions=on_decisions, on_keys=on_keys, on_renew=on_renew)
st.text(json.dumps(world.sent))
