"""The tuned style of CLASP's methods, and the lessons that teach it: each lesson is a prompt of its method's own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.checks import PARSE_CHECKS, run_checks
from backend.domain.corpus import Corpus
from backend.domain.notation import read_typed
from backend.domain.parse_notation import read_parse
from backend.domain.parse_shape import shape
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import method
from tests.backend.domain.replies import replies
from tests.backend.methods.parses import CLASSES, KINDS, SNACKS, THINGS, request

NAMES = ("clasp-rs", "clasp-gb", "clasp-ts", "clasp-tb")
TRANSLATING = ("clasp-ts", "clasp-tb")
EACH = pytest.mark.parametrize("name", NAMES)


def said(notation: str, language: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "findClass", language, read.spans)


SLOTS = (
    said("any [topic : pottery] class [startDay : next friday]", "en"),
    said("what can i learn [startDay : tomorrow] [startDay : or sunday]", "en"),
    said("is there [topic : yoga] near me", "en"),
    said("[topic : chess \\[blitz\\]] lessons [startDay : today]", "en"),
    said("gibt es [startDay : nächsten freitag] [topic : töpfern]", "de"),
    said("was kann ich [startDay : morgen] [startDay : oder sonntag] lernen", "de"),
    said("[topic : yoga] in der nähe", "de"),
    said("[startDay : heute] [topic : schach \\[blitz\\]] lernen", "de"),
)
CORPUS = Corpus(SLOTS, ("0", "1", "2", "3") * 2)
PARSED = CORPUS.with_parses[0].corpus.utterances
SCHEMA = Schema(parses=KINDS["decoupled"][0].parses).extended_by(*PARSED)


def tuned(name: str, kind: str, count: int = 4, **given: object) -> tuple[Prompt, ...]:
    schema, seeds = KINDS[kind]
    language = "fr" if name in TRANSLATING else "en"
    asked = request(kind, name, **{"language": language, "style": "tuned", **given})
    return method(name).prompts(asked, schema, seeds, count)


@EACH
@pytest.mark.parametrize("kind", ["top", "decoupled", "exr"])
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_a_reply_of_the_tuned_style_is_read_and_passes_the_checks(name: str, kind: str, data: st.DataObject) -> None:
    prompt = data.draw(st.sampled_from(tuned(name, kind)))
    (message,) = prompt.messages
    assert (message.role, prompt.template, message.content[-2:]) == ("completion", f"{name}/tuned", "=>")
    reply = data.draw(replies(method(name).grammar(prompt).reply))
    verdicts = run_checks(method(name).read(prompt, f" {reply}\n"), prompt, set())
    assert tuple(verdict.check for verdict in verdicts) == PARSE_CHECKS
    free = {"values-in-text"} if kind == "decoupled" and name in ("clasp-gb", "clasp-tb") else set()
    assert {verdict.check for verdict in verdicts if not verdict.passed} <= {"copy", "language", *free}


def test_what_the_prompts_look_like() -> None:
    seeds = [one for one in PARSED if one.language == "en"][2:3]
    shown = {
        name: method(name).prompts(
            Request("FIND_CLASS", language, method=name, style="tuned"), SCHEMA, (*PARSED[:1], *seeds), 1
        )[0]
        for name, language in (("clasp-gb", "en"), ("clasp-ts", "de"), ("clasp-tb", "de"))
    }
    pairs = {
        "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:START_DAY next friday ] ] => any pottery class next friday",
        "[IN:FIND_CLASS [SL:TOPIC yoga ] ] => is there yoga near me",
    }
    head, intent, *lines = shown["clasp-gb"].text.split("\n")
    assert (head, intent, lines.pop()) == ("<language> English", "<intent> find class", "=>")
    assert set(lines) == {f"=> {one}" for one in pairs}
    head, asked = shown["clasp-tb"].text.split("\n")
    assert head == "<language> German"
    assert asked.removeprefix("translate: ").removesuffix(" =>") in pairs
    head, example, asked = shown["clasp-ts"].text.split("\n")
    yoga = "[IN:FIND_CLASS [SL:TOPIC yoga ] ] | [1 yoga ] =>"
    assert f"translate: {yoga}" == asked or example == f"{yoga} is there [1 yoga ] near me"


def test_texts_of_slots_are_parses_of_depth_one_and_other_parses_are_kept_as_they_are() -> None:
    (flat,) = CORPUS.with_parses
    assert flat.corpus.utterances[0].parse == read_parse(
        "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:START_DAY next friday ] ]"
    )
    assert flat.corpus.keys == CORPUS.keys
    for form, given_ in (("top", SNACKS), ("decoupled", CLASSES), ("exr", THINGS)):
        own, other = Corpus((*given_, *SLOTS)).with_parses
        assert (own.schema.form, own.corpus.utterances) == (form, given_)
        assert other.corpus.utterances == PARSED


@pytest.mark.parametrize("given_", [CORPUS, Corpus(CLASSES), Corpus(SNACKS), Corpus(THINGS)])
@pytest.mark.parametrize("name", ["clasp-rs", "clasp-gb"])
def test_a_lesson_is_a_prompt_of_the_method_and_a_reply_that_its_grammar_takes(name: str, given_: Corpus) -> None:
    kinds = {kind.schema.form: kind.corpus.utterances for kind in given_.with_parses}
    ((form, utterances),) = kinds.items()
    schema = Schema(parses=replace(KINDS[form][0].parses, brackets="square")).extended_by(*utterances)
    seen = 0
    for seed in range(12):
        for lesson in method(name).lessons(given_, seed):
            for before, target in lesson.turns:
                prompt = _prompt(name, schema, utterances, before)
                assert (target[0], target[-1]) == (" ", "\n")
                assert re.fullmatch(method(name).grammar(prompt).regex, target.strip()), target
                read = method(name).read(prompt, target)
                assert read.text in {one.text for one in utterances if one.language == read.language}
                assert target.strip() not in before, "no target is among its own examples"
                seen += 1
    assert seen >= 5


def _prompt(name: str, schema: Schema, utterances: tuple[Utterance, ...], before: str) -> Prompt:
    """The prompt that the method makes of the examples that a lesson shows, for what it asks."""
    language = {"English": "en", "German": "de"}[before.split("\n")[0].split()[1]]
    lines = before.split("\n")[2 if name == "clasp-gb" else 1 : -1]
    pool = [one for one in utterances if one.language == language]
    seeds = [next(one for one in pool if _shows(name, line, one, schema)) for line in lines]
    wanted = Request(pool[0].intent, language, method=name, style="tuned", examples=len(seeds))
    intents = {one.intent for one in pool}
    assert len(intents) == 1
    if name == "clasp-gb":
        found = [made for at in range(60) for made in method(name).prompts(replace(wanted, seed=at), schema, seeds, 1)]
        made = next(one for one in found if sorted(one.text.split("\n")) == sorted(before.split("\n")))
        return replace(made, parses=method(name).prompts(wanted, schema, pool, 1)[0].parses)
    asked = before.split("\n")[-1].partition(" | [")[0].removesuffix(" =>")
    (made,) = method(name).prompts(wanted, schema, pool, 1)
    return replace(made, target=read_parse(asked))


def _shows(name: str, line: str, one: Utterance, schema: Schema) -> bool:
    reply = line.rpartition(" => ")[2] if " => " in line else line.removeprefix("=> ")
    text = re.sub(r"\[\d+ (.*?) (?<!\\)\]", r"\1", reply).replace("\\", "")
    return one.text in (text, reply) or (schema.parses.form == "top" and read_parse(reply) == one.parse)


@pytest.mark.parametrize("name", TRANSLATING)
def test_a_translating_lesson_asks_for_one_source_and_is_answered_by_its_translation(name: str) -> None:
    by_text = {one.text: one for one in PARSED}
    keys = dict(zip([one.text for one in PARSED], CORPUS.keys, strict=True))
    directions = set()
    for seed in range(40):
        for lesson in method(name).lessons(CORPUS, seed):
            before, target = lesson.turns[-1]
            language = {"English": "en", "German": "de"}[before.split("\n")[0].split()[1]]
            asked = before.split("\n")[-1].removeprefix("translate: ").removesuffix(" =>")
            source = next(
                one for one in PARSED
                if one.language != language and read_parse(asked.partition(" => ")[0].partition(" | [")[0]) == one.parse
            )  # fmt: skip
            wanted = Request("FIND_CLASS", language, method=name, style="tuned", examples=0)
            (prompt,) = method(name).prompts(wanted, SCHEMA, [source], 1)
            assert prompt.text.split("\n")[-1] == before.split("\n")[-1]
            assert re.fullmatch(method(name).grammar(prompt).regex, target.strip())
            read = method(name).read(prompt, target)
            assert keys[read.text] == keys[source.text]
            assert shape(read.parse) == shape(source.parse)
            assert sorted(read.parse.values) == sorted(by_text[read.text].parse.values)
            assert by_text[read.text].text not in "\n".join(before.split("\n")[:-1])
            directions.add((source.language, language))
    assert directions == {("en", "de"), ("de", "en")}


def test_examples_in_the_targets_language_are_targets_of_ts_and_others_are_not() -> None:
    lessons = [one for seed in range(40) for one in method("clasp-ts").lessons(CORPUS, seed)]
    german = {one.text for one in PARSED if one.language == "de"}
    taught = {target for one in lessons for _, target in one.turns[:-1]}
    assert taught
    for one in lessons:
        is_german = one.text.startswith("<language> German")
        for _, target in one.turns:
            text = re.sub(r"\[\d+ (.*?) (?<!\\)\]", r"\1", target.strip()).replace("\\", "")
            assert (text in german) == is_german
    assert any(len(one.turns) == 1 and one.text.count("\n") > 2 for one in lessons), "examples of the source's language"


@pytest.mark.parametrize("name", TRANSLATING)
def test_without_translations_there_is_nothing_to_learn_from(name: str) -> None:
    assert not list(method(name).lessons(Corpus(SLOTS), 0))
