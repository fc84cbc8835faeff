"""The conversation with a runner, over a real process: a runner of the test's own that needs nothing but Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.ordering import plan
from backend.teacher.protocol import Order, Sampling
from bench.peers import peer as module
from bench.peers.mix import Job
from bench.peers.peer import Peer, ask
from bench.peers.rounds import run_rounds

RUNNER = """
from threading import Event

from bench.peers.runners.serve import serve

def open_peer(options):
    print("a library that prints")
    if options["breaks"] == "on opening":
        raise ValueError("no such weights")
    def write(ask):
        if options["breaks"] == "on writing":
            raise ValueError("out of words")
        if options["breaks"] == "never answers":
            Event().wait()
        return [(f" {options['says']} {sample} {ask['seed']}\\nand more", 5) for sample in range(ask["samples"])]
    return write

serve(open_peer, ("pytest",))
"""
ORDER = Order(Prompt((Message("completion", "go on =>"),), "book_trip", "en", (), (), (), "t", "h"), 2)
SCHEMA = Schema((Intent("book_trip", "", ("city",)),), (Slot("city"),))
SEEDS = (Utterance("fly me to oslo", "book_trip", "en", (Span(10, 14, "city"),)),)


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python that runs RUNNER, whichever runner it is asked for."""
    script = tmp_path / "runner.py"
    script.write_text(RUNNER)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="$PWD" exec "{sys.executable}" "{script}"\n')
    python.chmod(0o755)
    return python


@pytest.fixture
def opened(runner: Path, tmp_path: Path) -> Iterator[Peer]:
    made = Peer("peer", runner, "any", {"says": "a trip to [1 rome ]", "breaks": ""}, tmp_path / "log")
    yield made
    made.close()


def never() -> bool:
    return False


def test_a_peer_answers_orders_like_a_teacher_and_has_a_clock_of_its_own(opened: Peer, tmp_path: Path) -> None:
    outputs = list(opened.sample([ORDER, ORDER], Sampling(), 7, never))
    assert [(one.order_index, one.sample_index, one.tokens) for one in outputs] == [
        (0, 0, 5), (0, 1, 5), (1, 0, 5), (1, 1, 5)
    ]  # fmt: skip
    assert outputs[1].text == " a trip to [1 rome ] 1 7\nand more"
    assert outputs[2].text == " a trip to [1 rome ] 0 1007\nand more"
    assert opened.seconds > 0
    assert list(opened.versions) == ["pytest"]
    assert "a library that prints" in (tmp_path / "log").read_text()


def test_a_peer_that_cannot_be_opened_says_why(runner: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="ValueError: no such weights"):
        Peer("peer", runner, "any", {"says": "", "breaks": "on opening"}, tmp_path / "log")


def test_a_peer_that_does_not_answer_is_given_up(runner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Peer("silent", runner, "any", {"says": "", "breaks": "never answers"}, tmp_path / "log")
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(Unavailable, match="peer that ended"):
        list(silent.sample([ORDER], Sampling(), 7, never))


def test_a_grammar_is_framed_by_the_space_and_the_line_break_of_a_reply() -> None:
    order, _ = plan(Request("book_trip", include=(Include("city"),), count=1, style="tuned"), SCHEMA, SEEDS)
    asked = ask(order, Sampling(0.5, 0.9, 16), 3)
    assert asked["grammar"].startswith('root ::= " "? reply "\\n"\nreply ::= ')
    assert asked["grammar"].count("root ::=") == 1
    assert asked["prompt"] == order.prompt.messages[0].content
    assert (asked["samples"], asked["seed"], asked["temperature"], asked["max_new_tokens"]) == (1, 3, 0.5, 16)
    assert ask(ORDER, Sampling(), 3)["grammar"] == ""


def test_what_peers_write_is_judged_by_our_pipeline_and_one_that_breaks_is_left_out(
    opened: Peer, runner: Path, tmp_path: Path
) -> None:
    request = Request("book_trip", include=(Include("city"),), count=6, style="tuned")
    job = Job(request, plan(request, SCHEMA, SEEDS), frozenset({"fly me to oslo"}))
    broken = Peer("broken", runner, "any", {"says": "", "breaks": "on writing"}, tmp_path / "broken.log")
    tallies, failed = run_rounds({"ours": opened, "broken": broken}, job, [job, job], 4)
    assert "ValueError: out of words" in failed["broken"]
    assert list(tallies) == ["ours"]
    first, second = tallies["ours"]
    assert first.kept == second.kept == 6
    assert first.written[0].utterance is not None
    assert first.written[0].utterance.slots == (("city", "rome"),)
    assert first.tokens == 30
    assert first.seconds + second.seconds < opened.seconds
