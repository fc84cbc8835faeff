"""Translation of annotated utterances: what is asked for, what is read back, and what it is learnt from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.checks import run_checks
from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed
from backend.domain.request import Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import method
from tests.backend.domain.replies import replies

TRANSLATE = method("translate")


def said(notation: str, language: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "lend_book", language, read.spans)


ENGLISH = (
    said("lend me [title : dune] until [until : friday]", "en"),
    said("may i borrow [title : ulysses] please", "en"),
    said("what is in", "en"),
    said("a book by [writer : ann lee] or [writer : bo]", "en"),
)
GERMAN = (
    said("bis [until : freitag] leih mir [title : dune]", "de"),
    said("darf ich [title : ulysses] leihen", "de"),
    said("was ist da", "de"),
    said("ein buch von [writer : ann lee] oder [writer : bo]", "de"),
)
FRENCH = (
    said("prête-moi [title : dune] jusqu'à [until : vendredi]", "fr"),
    said("je peux prendre le livre", "fr"),
    said("qu'est-ce qu'il y a", "fr"),
)
SCHEMA = Schema().extended_by(*ENGLISH)
CORPUS = Corpus((*ENGLISH, *GERMAN, *FRENCH), ("0", "1", "2", "3", "0", "1", "2", "3", "0", "1", "2"))
ASK = Request("lend_book", "de", method="translate", style="tuned", seed=1)


def test_the_source_is_shown_with_its_slots_by_number_and_nothing_else() -> None:
    (prompt,) = TRANSLATE.prompts(ASK, SCHEMA, ENGLISH[:1], 1)
    assert prompt.messages[0].content == (
        "<language> German\n<intent> lend book\n<labels> 1 = title, 2 = until\n<translate> English\n"
        "lend me [1 dune ] until [2 friday ] =>"
    )
    assert prompt.labels == ((1, "title"), (2, "until"))


def test_a_given_value_is_in_the_source_and_must_come_back() -> None:
    include = (Include("title", "a [b]"), Include("until"))
    (prompt,) = TRANSLATE.prompts(replace(ASK, include=include), SCHEMA, ENGLISH[:1], 1)
    *_, source = prompt.messages[0].content.splitlines()
    assert r"<translate> English (keep: a \[b\])" in prompt.messages[0].content
    assert source == r"lend me [1 a \[b\] ] until [2 friday ] =>"
    assert re.fullmatch(TRANSLATE.grammar(prompt).regex, r"leih mir [1 a \[b\] ] bis [2 freitag ]")
    assert not re.fullmatch(TRANSLATE.grammar(prompt).regex, "leih mir [1 a c ] bis [2 freitag ]")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_the_grammar_takes_is_read_and_holds_the_slots_of_its_source(data: st.DataObject) -> None:
    prompt = data.draw(st.sampled_from(TRANSLATE.prompts(ASK, SCHEMA, ENGLISH, 4)))
    read = TRANSLATE.read(prompt, f" {data.draw(replies(TRANSLATE.grammar(prompt).reply))}\n")
    assert read.language == "de"
    assert read.slot_counts == prompt.examples[0].slot_counts
    failed = {verdict.check for verdict in run_checks(read, prompt, set()) if not verdict.passed}
    assert failed <= {"copy", "language"}


def test_plain_text_and_numbers_that_the_source_does_not_have_are_refused() -> None:
    (prompt,) = TRANSLATE.prompts(ASK, SCHEMA, ENGLISH[:1], 1)
    for reply in ("leih mir [3 dune ]", "leih mir [1 dune", ""):
        with pytest.raises(InvalidValue):
            TRANSLATE.read(prompt, reply)


def test_every_lesson_is_the_prompt_of_its_source_and_a_reply_that_is_read_as_its_translation() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    by_text = {utterance.text: utterance for utterance in CORPUS.utterances}
    for seed in range(30):
        for lesson in TRANSLATE.lessons(CORPUS, seed):
            ((asked, target),) = lesson.turns
            language = {"English": "en", "German": "de", "French": "fr"}[asked.split("\n")[0].split()[1]]
            prompts = TRANSLATE.prompts(replace(ASK, language=language), SCHEMA, CORPUS.utterances, 20)
            (prompt,) = {
                one for one in prompts if one.messages[0].content == re.sub(r" \(keep: [^)]*\)", "", asked)
            }  # fmt: skip
            assert (target[0], target[-1]) == (" ", "\n")
            assert re.fullmatch(TRANSLATE.grammar(prompt).regex, target.strip())
            read = TRANSLATE.read(prompt, target)
            assert read == by_text[read.text]
            assert CORPUS.key(CORPUS.utterances.index(read)) == CORPUS.key(CORPUS.utterances.index(prompt.examples[0]))
            assert read.slot_counts == prompt.examples[0].slot_counts
            seen[prompt.examples[0].language, read.language] += 1
    assert len(seen) == 6, "every direction is learnt"


def test_values_that_both_languages_share_are_asked_to_be_kept_now_and_then() -> None:
    asked = [before for seed in range(20) for one in TRANSLATE.lessons(CORPUS, seed) for before, _ in one.turns]
    assert any("(keep: dune)" in one for one in asked)
    assert any("(keep: " not in one and "dune" in one for one in asked)
    assert not any("friday)" in one or "freitag)" in one for one in asked)


def test_without_keys_there_is_nothing_to_learn_from() -> None:
    assert not list(TRANSLATE.lessons(Corpus(CORPUS.utterances), 0))
