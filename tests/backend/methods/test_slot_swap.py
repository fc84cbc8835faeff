"""Methods that need no teacher: slot swap and grammar."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.batching import batches
from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.methods.swapping import with_values
from backend.methods.templates import induced
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.no_teacher import NoTeacher
from backend.teacher.protocol import Sampling
from tests.backend.domain.strategies import texts, utterances

SCHEMA = Schema(
    (Intent("lend_book", "", ("title", "until")), Intent("other")),
    (Slot("title", "", ("moby dick", "emma")), Slot("until")),
)


def said(notation: str, intent: str = "lend_book") -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, intent, "en", read.spans)


SEEDS = (
    said("lend me [title : dune] until [until : friday]"),
    said("i want to borrow [title : the castle]"),
    said("can i borrow [title : ulysses] please"),
    said("which books may i borrow"),
)


def replies(name: str, request: Request, seeds=SEEDS) -> list[Utterance]:
    made = method(name)
    return [made.read(prompt, prompt.reply or "") for prompt in made.prompts(request, SCHEMA, seeds, request.count)]


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_every_reply_is_a_seed_with_other_values_of_the_same_slots(name: str) -> None:
    templates = {with_values(seed, ["x"] * len(seed.spans)).text for seed in SEEDS}
    for reply in replies(name, Request("lend_book", count=60, method=name)):
        assert with_values(reply, ["x"] * len(reply.spans)).text in templates


def test_slot_swap_takes_values_of_seeds_and_grammar_of_catalogues_too() -> None:
    held = {"dune", "the castle", "ulysses"}
    for name, known in (("slot-swap", held), ("grammar", held | {"moby dick", "emma"})):
        made = replies(name, Request("lend_book", count=200, method=name))
        assert {value for reply in made for _, value in reply.slots} == known | {"friday"}


def test_a_grammar_uses_its_templates_evenly() -> None:
    found = Counter(len(reply.spans) for reply in replies("grammar", Request("lend_book", count=40, method="grammar")))
    assert found == {2: 10, 1: 20, 0: 10}


def test_utterances_that_differ_in_values_and_case_alone_are_one_template() -> None:
    twin = said("LEND me [title : emma], until [until : monday]")
    assert induced((SEEDS[0], twin, SEEDS[1])) == (SEEDS[0], SEEDS[1])


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_given_values_come_back_and_only_seeds_with_just_these_slots_are_used(name: str) -> None:
    include = (Include("title", "emma"), Include("until"))
    found = replies(name, Request("lend_book", include=include, count=8, method=name))
    assert {reply.slots for reply in found} == {(("title", "emma"), ("until", "friday"))}


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_slots_that_no_seed_holds_are_refused_with_what_to_do(name: str) -> None:
    for request, seeds in (
        (Request("lend_book", include=(Include("until"),), method=name), SEEDS),
        (Request("lend_book", method=name), ()),
    ):
        with pytest.raises(InvalidValue, match="holds just") as refused:
            replies(name, request, seeds)
        assert "method with a teacher" in str(refused.value)


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_only_seeds_in_the_language_asked_for_are_used(name: str) -> None:
    request = Request("lend_book", language="de", count=12, method=name)
    with pytest.raises(InvalidValue, match="of intent lend_book in German holds just 'any slots'") as refused:
        replies(name, request)
    assert "Add a seed in this language" in str(refused.value)
    read = read_typed("leih mir [title : momo]")
    german = Utterance(read.text, "lend_book", "de", read.spans)
    found = replies(name, request, (*SEEDS, german))
    assert {reply.language for reply in found} == {"de"}
    assert {value for reply in found for _, value in reply.slots} <= {"momo", "moby dick", "emma"}


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_the_same_seed_gives_the_same_replies_and_fewer_are_their_beginning(name: str) -> None:
    many = replies(name, Request("lend_book", count=30, seed=4, method=name))
    assert replies(name, Request("lend_book", count=12, seed=4, method=name)) == many[:12]
    assert replies(name, Request("lend_book", count=30, seed=5, method=name)) != many


@pytest.mark.parametrize("name", ["slot-swap", "grammar"])
def test_the_stream_keeps_what_is_new_and_drops_copies_and_duplicates(name: str) -> None:
    request = Request("lend_book", count=60, method=name)
    orders = plan(request, SCHEMA, SEEDS)
    assert len(orders) == 60
    (batch,) = batches(orders, 100)
    seen = {seed.text for seed in SEEDS}
    made = list(
        candidates(
            batch, request=request, teacher=NoTeacher(), sampling=Sampling(), seen=seen, should_stop=lambda: False
        )
    )
    kept = [one.utterance.text for one in made if one.kept and one.utterance]
    assert len(kept) == len(set(kept)) > 4
    assert {one.dropped_for.check for one in made if one.dropped_for} == {"copy", "duplicate"}


def test_a_prompt_without_a_reply_is_not_answered_without_a_teacher() -> None:
    orders = plan(Request("lend_book", count=1), SCHEMA, SEEDS)
    with pytest.raises(InvalidValue, match="only a teacher"):
        list(NoTeacher().sample(orders, Sampling(), 0, lambda: False))


@given(utterances(), st.data())
def test_values_are_put_in_place_and_the_text_around_them_stays(utterance: Utterance, data: st.DataObject) -> None:
    values = [data.draw(texts(6).map(str.strip).filter(bool)) for _ in utterance.spans]
    changed = with_values(utterance, values)
    assert [value for _, value in changed.slots] == values
    assert with_values(changed, [value for _, value in utterance.slots]) == utterance
