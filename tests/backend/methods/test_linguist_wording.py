from __future__ import annotations

from dataclasses import replace

from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.domain.wording import Wording
from backend.methods import method
from backend.methods.linguist_wording import wording

SCHEMA = Schema((Intent("book", "", ("size", "place")),), (Slot("size"), Slot("place")))
SEED = Utterance("a table for nine in [rome]", "book", "en", (Span(12, 16, "size"), Span(21, 25, "place")))
FOREIGN = Utterance("ein tisch für neun", "book", "de", (Span(14, 18, "size"),))
ASK = Request("book", style="tuned", seed=3, include=(Include("size"), Include("size", "two")))


def test_it_is_what_the_prompt_shows_with_its_numbers_and_what_it_asks_for() -> None:
    (prompt,) = method("linguist").prompts(ASK, SCHEMA, (SEED,), 1)
    size, place = (next(number for number, slot in prompt.labels if slot == name) for name in ("size", "place"))
    reply = rf"a table for [{size} nine ] in \[[{place} rome ]\]"
    assert reply in prompt.text
    assert wording(prompt) == Wording((reply,) * len(prompt.examples), (str(size), str(size)))


def test_examples_in_another_language_say_nothing_of_how_it_is_worded() -> None:
    (both,) = method("linguist").prompts(ASK, SCHEMA, (SEED, FOREIGN), 1)
    assert {one.language for one in both.examples} == {"en", "de"}
    found = wording(both)
    assert found is not None
    assert not any("tisch" in reply for reply in found.replies)
    (foreign,) = method("linguist").prompts(ASK, SCHEMA, (FOREIGN,), 1)
    assert wording(foreign) is None


def test_other_styles_and_prompts_without_examples_have_none() -> None:
    (instruct,) = method("linguist").prompts(replace(ASK, style="instruct"), SCHEMA, (SEED,), 1)
    (bare,) = method("linguist").prompts(ASK, SCHEMA, (), 1)
    assert (wording(instruct), wording(bare)) == (None, None)
