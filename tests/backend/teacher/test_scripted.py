"""The scripted teacher keeps the protocol."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.notation import read_numbered
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include
from backend.teacher.protocol import Order, Sampling
from backend.teacher.scripted import ScriptedTeacher

PROMPT = Prompt(
    (Message("user", "go"),),
    "fly",
    "en",
    ((1, "to"), (2, "day")),
    (Include("day"), Include("to", "a [b")),
    (),
    "t",
    "h",
)


def never() -> bool:
    return False


def test_every_sample_of_every_order_comes_once() -> None:
    outputs = list(ScriptedTeacher(["x y"]).sample([Order(PROMPT, 2), Order(PROMPT, 3)], Sampling(), 1, never))
    assert [(out.order_index, out.sample_index) for out in outputs] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]
    assert {(out.text, out.tokens) for out in outputs} == {("x y", 2)}


def test_the_same_seed_gives_the_same_replies_and_another_seed_others() -> None:
    teacher = ScriptedTeacher([f"reply {n}" for n in range(50)])
    orders = [Order(PROMPT, 10)]
    first, again, other = (list(teacher.sample(orders, Sampling(), seed, never)) for seed in (1, 1, 2))
    assert first == again != other


def test_an_obedient_teacher_says_something_new_that_holds_what_was_asked() -> None:
    outputs = list(ScriptedTeacher(obedient=True).sample([Order(PROMPT, 200)], Sampling(), 1, never))
    assert len({out.text for out in outputs}) == 200
    read = read_numbered(outputs[0].text, PROMPT.numbering)
    slots = {span.slot: read.text[span.start : span.end] for span in read.spans}
    assert slots["to"] == "a [b"
    assert slots["day"].startswith("value ")


def test_calls_are_remembered() -> None:
    teacher = ScriptedTeacher(["x"])
    order = Order(PROMPT, 1)
    list(teacher.sample([order], Sampling(temperature=0.5), 9, never))
    assert teacher.history == [((order,), Sampling(temperature=0.5), 9)]


def test_it_stops_in_the_middle_of_a_long_reply() -> None:
    looks = iter([False, False, True])
    teacher = ScriptedTeacher(["x"], seconds_per_output=3600)
    began = time.monotonic()
    assert list(teacher.sample([Order(PROMPT, 5)], Sampling(), 1, lambda: next(looks, True))) == []
    assert time.monotonic() - began < 5


def test_it_pauses_after_so_many_replies_until_a_file_lies_there(tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    file.write_text(json.dumps({"replies": ["x"], "pause": {"after": 2, "until": str(tmp_path / "on")}}))
    teacher = ScriptedTeacher.from_file(file)
    looks = 0

    def lost_patience() -> bool:
        nonlocal looks
        looks += 1
        return looks > 5

    assert len(list(teacher.sample([Order(PROMPT, 5)], Sampling(), 1, lost_patience))) == 2
    assert list(teacher.sample([Order(PROMPT, 5)], Sampling(), 1, lost_patience)) == []
    (tmp_path / "on").touch()
    assert len(list(teacher.sample([Order(PROMPT, 5)], Sampling(), 1, never))) == 5


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    file.write_text(json.dumps({"replies": ["grüße"], "seconds_per_output": 0.0}), encoding="utf-8")
    teacher = ScriptedTeacher.from_file(file)
    assert [out.text for out in teacher.sample([Order(PROMPT, 1)], Sampling(), 1, never)] == ["grüße"]
    assert teacher.card.name == f"scripted:{file}"
    assert teacher.card.revision_or_hash


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "cannot be read"),
        ('{"replies": "x"}', "no list of texts"),
        ('{"replies": [1]}', "no list of texts"),
        ('{"replies": []}', "without replies"),
        ('{"replies": ["x"], "seconds_per_output": "1"}', "no number"),
        ('{"replies": ["x"], "seconds_per_output": -1}', "seconds per output"),
        ('{"obedient": "yes"}', "obedient"),
        ('{"replies": ["x"], "pause": 5}', "pause"),
        ('{"replies": ["x"], "pause": {"after": -1, "until": "x"}}', "pause"),
        ('{"replies": ["x"], "pause": {"after": 5}}', "pause"),
    ],
)
def test_a_broken_file_says_what_is_broken(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "replies.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Unavailable, match=said) as caught:
        ScriptedTeacher.from_file(file)
    assert "replies.json" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"gone\.json"):
        ScriptedTeacher.from_file(tmp_path / "gone.json")


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -0.1},
        {"temperature": 2.5},
        {"top_p": 0},
        {"top_p": 1.1},
        {"max_new_tokens": 0},
        {"max_new_tokens": 5000},
    ],
)
def test_sampling_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidValue, match=str(next(iter(wrong.values())))):
        Sampling(**wrong)


def test_an_order_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(InvalidValue, match="-1"):
        Order(PROMPT, -1)


def test_a_spare_is_passed_over_by_a_teacher_that_cannot_compare() -> None:
    outputs = ScriptedTeacher(obedient=True).sample([Order(PROMPT, 2), Order(PROMPT, 0)], Sampling(), 1, lambda: False)
    assert [(output.order_index, output.sample_index) for output in outputs] == [(0, 0), (0, 1)]
