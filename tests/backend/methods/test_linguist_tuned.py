from __future__ import annotations

from dataclasses import replace

from backend.domain.prompt import Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods import method
from backend.methods.linguist import PROMPTS_IN_GROUP

SCHEMA = Schema(
    (Intent("bookTable", "reserve a table", ("partySize", "time", "place")), Intent("cancelAll")),
    (Slot("partySize"), Slot("time", "when", ("noon", "8 pm")), Slot("place")),
)
SEEDS = (
    Utterance("a table for nine", "bookTable", "en", (Span(12, 16, "partySize"),)),
    Utterance("dinner at seven for two", "bookTable", "en", (Span(10, 15, "time"), Span(20, 23, "partySize"))),
    Utterance("book something", "bookTable", "en"),
)
ASK = Request("bookTable", style="tuned", seed=3)


def prompts(request: Request = ASK, seeds: tuple[Utterance, ...] = SEEDS, count: int = 8) -> tuple[Prompt, ...]:
    return method("linguist").prompts(request, SCHEMA, seeds, count)


def test_it_is_one_completion_of_language_intent_labels_examples_and_the_request_last() -> None:
    wanted = (Include("time"), Include("place", "a [b] c"))
    (one,) = prompts(replace(ASK, include=wanted), count=1)
    numbers = {slot: number for number, slot in one.labels}
    (message,) = one.messages
    assert message.role == "completion"
    language, intent, labels, *examples, last, request = message.content.splitlines()
    assert (language, intent) == ("<language> English", "<intent> book table")
    words = {"partySize": "party size", "time": "time", "place": "place"}
    without_values = labels.replace(" (noon, 8 pm)", "").replace(" (8 pm, noon)", "")
    assert without_values == "<labels> " + ", ".join(f"{number} = {words[slot]}" for number, slot in one.labels)
    assert "8 pm" in labels
    assert len(examples) == len(SEEDS)
    assert f" => a table for [{numbers['partySize']} nine ]" in "\n".join(examples)
    assert "no slots => book something" in examples
    time, size = numbers["time"], numbers["partySize"]
    assert last == f"[{time} seven ] [{size} two ] => dinner at [{time} seven ] for [{size} two ]"
    assert one.examples[-1] == SEEDS[1], "the one that is most like the request is shown once more"
    assert request == rf"[{numbers['time']} * ] [{numbers['place']} a \[b\] c ] =>"


def test_an_intent_without_slots_has_no_labels_and_asks_for_none() -> None:
    (one,) = prompts(Request("cancelAll", style="tuned"), (), 1)
    assert one.messages[0].content == "<language> English\n<intent> cancel all\n<labels> none\nno slots =>"


def test_nothing_is_shown_once_more_where_no_example_or_no_slot_is_asked_for() -> None:
    (without,) = prompts(replace(ASK, examples=0, include=(Include("time"),)), count=1)
    assert without.examples == ()
    (slotless,) = prompts(replace(ASK, include=()), count=1)
    assert sorted(slotless.examples, key=str) == sorted(SEEDS, key=str)


def test_prompts_of_a_group_differ_in_their_last_two_lines_only() -> None:
    found = prompts(count=PROMPTS_IN_GROUP + 1)
    heads = [prompt.messages[0].content.splitlines()[: 3 + len(SEEDS)] for prompt in found]
    heads = ["\n".join(head) for head in heads]
    assert len(set(heads[:PROMPTS_IN_GROUP])) == 1
    assert heads[PROMPTS_IN_GROUP] != heads[0]
    assert len({prompt.messages[0].content for prompt in found}) > 2


def test_fewer_prompts_are_the_beginning_of_more() -> None:
    assert prompts(count=3) == prompts(count=12)[:3]


def test_markup_and_line_breaks_in_values_stay_on_the_requests_line() -> None:
    (one,) = prompts(replace(ASK, include=(Include("time", "<b>\n{{ 7 }}</b>"),)), (), 1)
    assert one.messages[0].content.splitlines()[-1].endswith(" <b> {{ 7 }}</b> ] =>")


def test_drawn_requests_never_ask_for_just_what_a_seed_says_but_typed_ones_may() -> None:
    seeds = (SEEDS[0], replace(SEEDS[0], text="seats for nine", spans=(Span(10, 14, "partySize"),)))
    drawn = prompts(seeds=seeds, count=40)
    assert {item for prompt in drawn for item in prompt.asked} == {Include("partySize")}
    (typed,) = prompts(replace(ASK, include=(Include("partySize", "nine"),)), seeds, 1)
    assert typed.asked == (Include("partySize", "nine"),)


def test_values_of_another_language_are_shown_in_examples_and_never_asked_for() -> None:
    found = prompts(replace(ASK, language="de"), count=30)
    assert all(item.is_wildcard for prompt in found for item in prompt.asked)
    assert {len(prompt.asked) for prompt in found} > {1}
    assert all(prompt.text.startswith("<language> German\n") and "for [" in prompt.text for prompt in found)
    german = replace(SEEDS[0], text="tisch für neun", spans=(Span(10, 14, "partySize"),), language="de")
    others = replace(german, text="neun, ja", spans=())
    mixed = prompts(replace(ASK, language="de"), (*SEEDS, german, others), 300)
    assert {item.value for prompt in mixed for item in prompt.asked} == {"*", "neun", *SCHEMA.slot("time").catalogue}


def test_where_few_are_in_the_language_those_of_others_come_before_them() -> None:
    german = replace(SEEDS[0], text="tisch für neun", spans=(Span(10, 14, "partySize"),), language="de")
    (one, *_) = prompts(replace(ASK, language="de"), (german, *SEEDS), 1)
    *shown, _last = one.examples
    assert [seed.language for seed in shown] == ["en"] * len(SEEDS) + ["de"]
    enough = prompts(replace(ASK, language="de", examples=1), (german, *SEEDS), 20)
    assert {seed for prompt in enough for seed in prompt.examples} == {german}


def test_of_two_examples_as_near_the_request_the_one_in_its_language_is_shown_last() -> None:
    german = replace(SEEDS[0], text="tisch für neun", spans=(Span(10, 14, "partySize"),), language="de")
    wanted = replace(ASK, language="de", include=(Include("partySize"),))
    assert {prompt.examples[-1] for prompt in prompts(wanted, (*SEEDS, german), 20)} == {german}
