"""The four methods of CLASP: what they ask for, what their grammars take, and what is read back and checked."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backend.checks import PARSE_CHECKS, run_checks
from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.domain.parse_match import insensitive_match
from backend.domain.parse_notation import read_parse
from backend.domain.parse_shape import shape, skeleton
from backend.domain.prompt import Prompt
from backend.domain.request import Include
from backend.domain.schema import Intent, Schema
from backend.domain.utterance import Utterance
from backend.methods.clasp_gb import ClaspGb
from backend.methods.clasp_rs import ClaspRs
from backend.methods.clasp_tb import ClaspTb
from backend.methods.clasp_ts import ClaspTs
from tests.backend.domain.replies import replies
from tests.backend.methods.parses import KINDS, request

METHODS = {made.name: made for made in (ClaspGb(), ClaspRs(), ClaspTs(), ClaspTb())}
FORMS = ("top", "decoupled", "exr")
EACH = pytest.mark.parametrize("name", METHODS)
OF_FORM = pytest.mark.parametrize("kind", FORMS)


def prompts(name: str, kind: str, count: int = 4, **given: object) -> tuple[Prompt, ...]:
    schema, seeds = KINDS[kind]
    language = "fr" if name in ("clasp-ts", "clasp-tb") else "en"
    return METHODS[name].prompts(request(kind, name, **{"language": language, **given}), schema, seeds, count)


def failed(name: str, prompt: Prompt, raw: str) -> dict[str, str]:
    """Check → detail, of the checks that a reply fails."""
    verdicts = run_checks(METHODS[name].read(prompt, raw), prompt, set())
    assert tuple(verdict.check for verdict in verdicts) == PARSE_CHECKS
    return {verdict.check: verdict.detail for verdict in verdicts if not verdict.passed}


@EACH
@OF_FORM
@settings(max_examples=8)
@given(data=st.data())
def test_what_the_grammar_takes_is_read_and_passes_the_checks(name: str, kind: str, data: st.DataObject) -> None:
    prompt = data.draw(st.sampled_from(prompts(name, kind)))
    reply = data.draw(replies(METHODS[name].grammar(prompt).reply))
    lost = failed(name, prompt, f" {reply}\n")
    # A text beside its parse is free: whether it holds the values is for the check to say. No grammar knows a language.
    free = {"values-in-text"} if kind == "decoupled" and name in ("clasp-gb", "clasp-tb") else set()
    assert set(lost) <= {"copy", "language", *free}, lost


@EACH
@OF_FORM
def test_the_replies_that_a_prompt_shows_are_ones_that_its_grammar_takes(name: str, kind: str) -> None:
    method = METHODS[name]
    for prompt in prompts(name, kind):
        turns = [message.content for message in prompt.messages if message.role in ("user", "assistant")]
        asked, shown = turns[:-1:2], turns[1::2]
        assert shown
        if name == "clasp-tb":
            continue  # its demonstration is of a domain of its own
        for request_, reply, example in zip(asked, shown, prompt.examples, strict=True):
            target = request_.partition(": ")[2].partition(" | [")[0] if name != "clasp-gb" else None
            again = replace(prompt, target=target and read_parse(target), language="en")
            assert re.fullmatch(method.grammar(again).regex, reply), reply
            read = method.read(again, reply)
            assert read.text == example.text
            assert insensitive_match(read.parse, example.parse)


@EACH
@OF_FORM
def test_the_same_request_gives_the_same_prompts_and_fewer_their_beginning(name: str, kind: str) -> None:
    many = prompts(name, kind, 6)
    assert many[:3] == prompts(name, kind, 3)
    assert len(many) == 6
    assert prompts(name, kind, 6, seed=1) != many


@EACH
def test_a_prompt_is_stored_and_read_back(name: str) -> None:
    kept = TypeAdapter(Prompt)
    for kind in FORMS:
        (prompt,) = prompts(name, kind, 1)
        assert kept.validate_json(kept.dump_json(prompt)) == prompt


@OF_FORM
def test_rs_asks_for_a_parse_of_the_schema_that_no_seed_has(kind: str) -> None:
    schema, seeds = KINDS[kind]
    held = [skeleton(seed.parse, schema.parses) for seed in seeds]
    targets = [prompt.target for prompt in prompts("clasp-rs", kind, 12)]
    for target in targets:
        schema.parses.require(target) if kind != "top" else None
        assert target.intent == seeds[-1].intent
    assert sum(target not in held for target in targets) >= 10
    assert len(set(targets)) >= 6


def test_rs_shows_the_parse_with_its_values_by_number_and_seeds_as_demonstrations() -> None:
    prompt = prompts("clasp-rs", "decoupled", examples=2, seed=4)[0]
    roles = [message.role for message in prompt.messages]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    assert re.search(r"^English: \[IN:FIND_CLASS .*\](?: \| \[1 .* \])?$", prompt.messages[-1].content)
    assert all(example in KINDS["decoupled"][1] for example in prompt.examples)


def test_rs_is_refused_where_nothing_else_is_known_to_put_in() -> None:
    schema, seeds = KINDS["decoupled"]
    wanted = request("decoupled", "clasp-rs")
    for few, said in [(seeds[1:2], "for 'SL:WHEN'. Give the labels a catalogue"), (seeds[2:3], "for 'no label'.")]:
        with pytest.raises(InvalidValue) as refused:
            METHODS["clasp-rs"].prompts(wanted, schema, few, 1)
        assert said in str(refused.value)
    labels = tuple(replace(one, catalogue=("may",)) if one.name == "SL:WHEN" else one for one in schema.parses.labels)
    told = replace(schema, parses=replace(schema.parses, labels=labels))
    (prompt,) = METHODS["clasp-rs"].prompts(wanted, told, seeds[1:2], 1)
    assert prompt.target == read_parse("[IN:FIND_CLASS [SL:WHEN may ] ]")


CLASS = read_parse("[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN next friday ] ]")


@pytest.mark.parametrize(
    ("reply", "text", "lost"),
    [
        ("any [1 pottery ] on [2 next friday ]?", "any pottery on next friday?", {}),
        ("[2 Next Friday ]: [1 pottery ]", "Next Friday: pottery", {}),
        (
            "any [1 clay ] on [2 next friday ]",
            "any clay on next friday",
            {"value-kept": "not found: SL:TOPIC = pottery"},
        ),
        (r"any [1 pottery ] \[new\] on [2 next friday ]", "any pottery [new] on next friday", {}),
    ],
)
def test_rs_reads_a_text_with_its_values_marked(reply: str, text: str, lost: dict[str, str]) -> None:
    prompt = replace(prompts("clasp-rs", "decoupled")[0], target=CLASS)
    assert METHODS["clasp-rs"].read(prompt, reply).text == text
    assert failed("clasp-rs", prompt, reply) == lost


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("", "empty reply"),
        ("any [1 pottery ]", "value that is not in the text; its number is 2"),
        ("[1 pottery ] [1 pottery ] [2 next friday ]", "value that is marked twice '1'"),
        ("[3 yoga ]", "label number that the request does not have 3"),
        ("[1 pottery on [2 next friday ]", "bracket inside a span"),
    ],
)
def test_a_text_without_its_marks_is_refused(reply: str, said: str) -> None:
    prompt = replace(prompts("clasp-rs", "decoupled")[0], target=CLASS)
    with pytest.raises(InvalidValue) as refused:
        METHODS["clasp-rs"].read(prompt, reply)
    assert said in str(refused.value)


def test_ts_reads_translated_values_into_the_parse() -> None:
    prompt = replace(prompts("clasp-ts", "decoupled")[0], target=CLASS)
    said = METHODS["clasp-ts"].read(prompt, "[2 vendredi prochain ], un cours de [1 poterie ] ?")
    parse = read_parse("[IN:FIND_CLASS [SL:TOPIC poterie ] [SL:WHEN vendredi prochain ] ]")
    assert said == Utterance("vendredi prochain, un cours de poterie ?", "FIND_CLASS", "fr", parse=parse)
    assert failed("clasp-ts", prompt, "[2 vendredi ], un cours de [1 poterie ] ?") == {}


@pytest.mark.parametrize(
    ("kind", "reply", "lost"),
    [
        ("top", "[ORDER a [DRINKORDER [NUMBER big ] [DRINK tea ] ] ]", {}),
        ("top", "[ORDER a [CAKE pie ] ]", {"parse-as-schema": "ORDER > CAKE: unknown label 'CAKE'."}),
        ("top", "[DRINKORDER [DRINK tea ] ]", {"parse-as-schema": "", "parse-as-asked": "of intent DRINKORDER"}),
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN 5 pm ] ] => what is on at 5pm", {}),
        (
            "decoupled",
            "[IN:FIND_CLASS [SL:WHEN 5 pm ] ] => what is on at five",
            {"values-in-text": "not in the text: SL:WHEN = 5 pm"},
        ),
        ("decoupled", "[IN:FIND_CLASS ] => Show me all classes!", {"copy": "equals the example: show me all classes"}),
        ("exr", "[ORDER [SNACKORDER [NUMBER 2 ] [SNACK SOUP ] ] ] => a couple of soups", {}),
    ],
)
def test_gb_reads_a_parse_and_then_its_text(kind: str, reply: str, lost: dict[str, str]) -> None:
    found = failed("clasp-gb", prompts("clasp-gb", kind)[0], reply)
    assert found.keys() == lost.keys()
    assert all(detail in found[check] for check, detail in lost.items())


@pytest.mark.parametrize(
    ("kind", "reply", "said"),
    [
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN now ] => now", "never closed"),
        ("decoupled", "[IN:FIND_CLASS ]", "parse without => and a text behind it"),
        ("decoupled", "[IN:FIND_CLASS ] or => what is on", "parse without => and a text behind it"),
        ("decoupled", "what is on", "a parse begins with a bracket"),
        ("top", "[ORDER a [DRINKORDER [DRINK tea ] ] ] => a tea", "text behind a parse that holds every word"),
        ("top", "[ORDER a [DRINKORDER [DRINK tea ] ] ] ]", "does not balance|text behind|outside"),
    ],
)
def test_a_pair_that_cannot_be_read_says_why(kind: str, reply: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        METHODS["clasp-gb"].read(prompts("clasp-gb", kind)[0], reply)


def test_tb_keeps_the_labels_of_its_source_in_any_order() -> None:
    prompt = prompts("clasp-tb", "decoupled")[0]
    prompt = replace(prompt, target=CLASS)
    good = "[IN:FIND_CLASS [SL:WHEN vendredi ] [SL:TOPIC poterie ] ] => un cours de poterie vendredi"
    other = "[IN:FIND_CLASS [SL:WHEN vendredi ] ] => un cours vendredi"
    assert failed("clasp-tb", prompt, good) == {}
    assert failed("clasp-tb", prompt, other) == {"parse-as-asked": "missing SL:TOPIC"}


def test_tb_shows_the_source_and_accepted_pairs_of_the_target_language() -> None:
    schema, seeds = KINDS["decoupled"]
    french = Utterance("yoga demain", "FIND_CLASS", "fr", parse=read_parse("[IN:FIND_CLASS [SL:WHEN demain ] ]"))
    wanted = request("decoupled", "clasp-tb", language="fr")
    (prompt,) = METHODS["clasp-tb"].prompts(wanted, schema, (*seeds, french), 1)
    assert prompt.messages[-1].content.startswith("French: [IN:FIND_CLASS")
    assert "[IN:FIND_CLASS [SL:WHEN demain ] ] => yoga demain" in prompt.messages[0].content
    assert shape(prompt.target) == shape(prompt.examples[0].parse)


def test_a_reply_may_be_as_long_as_those_that_are_shown() -> None:
    (long,) = prompts("clasp-gb", "top", 1)
    assert 60 <= long.reply_tokens <= 120
    (one,) = prompts("clasp-gb", "top", 1, examples=0)
    assert len(one.examples) == 1


@EACH
def test_requests_that_cannot_be_are_refused(name: str) -> None:
    schema, seeds = KINDS["decoupled"]
    method, wanted = METHODS[name], request("decoupled", name)
    other = "en" if name in ("clasp-ts", "clasp-tb") else "de"
    for asked, of, said in [
        (wanted, Schema((Intent("FIND_CLASS"),)), "in a project of slots 'clasp"),
        (replace(wanted, include=(Include("x"),)), schema, "slots to include"),
        (replace(wanted, intent="SING"), schema, "unknown intent 'SING'"),
        (replace(wanted, language=other), schema, "no accepted parse in"),
    ]:
        with pytest.raises(InvalidValue) as refused:
            method.prompts(asked, of, seeds, 1)
        assert said in str(refused.value)


def test_what_each_label_means_is_told_where_somebody_said_so() -> None:
    schema, seeds = KINDS["decoupled"]
    labels = [
        replace(one, description="what is taught.") if one.name == "SL:TOPIC" else one for one in schema.parses.labels
    ]
    intents = (Intent("FIND_CLASS", "look for one"),)
    told = replace(schema, intents=intents, parses=replace(schema.parses, labels=tuple(labels)))
    for name, method in METHODS.items():
        language = "fr" if name in ("clasp-ts", "clasp-tb") else "en"
        (prompt,) = method.prompts(request("decoupled", name, language=language), told, seeds, 1)
        assert "The label SL:TOPIC means: what is taught." in prompt.messages[0].content
        assert "The intent FIND_CLASS means: look for one." in prompt.messages[0].content


def test_thai_words_of_a_parse_are_a_text_without_spaces() -> None:
    prompt = replace(prompts("clasp-gb", "top")[0], language="th")
    assert METHODS["clasp-gb"].read(prompt, "[ORDER ขอ [DRINKORDER [DRINK ชา ] ] ]").text == "ขอชา"


@pytest.mark.parametrize("kind", FORMS)
def test_grammars_are_small_enough_to_be_compiled_for_every_prompt(kind: str) -> None:
    for name, method in METHODS.items():
        grammar: Grammar = method.grammar(prompts(name, kind)[0])
        assert len(grammar.lark) < 60_000, name
