"""Methods that have an accepted utterance said anew: paraphrase, translate and back-translate."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.batching import batches
from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed
from backend.domain.prompt import Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import MAX_TEXT, Utterance
from backend.methods import method
from backend.methods.alignment import NotProjected
from backend.methods.back_translate import BackTranslate
from backend.methods.paraphrase import Paraphrase
from backend.methods.rewording import Rewording
from backend.methods.translate import Translate
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.protocol import Sampling
from backend.teacher.scripted import ScriptedTeacher
from tests.backend.domain.replies import replies
from tests.backend.domain.strategies import texts
from tests.backend.methods.words import Dictionary

SCHEMA = Schema((Intent("lend_book", "", ("title", "until")), Intent("other")), (Slot("title"), Slot("until")))
NAMES = ("paraphrase", "back-translate", "translate")


def said(notation: str, language: str = "en", intent: str = "lend_book") -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, intent, language, read.spans)


SEEDS = (
    said("lend me [title : dune] until [until : friday]"),
    said("i want to borrow [title : the castle]"),
    said("can i borrow [title : ulysses] please"),
    said("welche bücher kann ich ausleihen", "de"),
    said("leih mir [title : momo] bis [until : freitag]", "de"),
    said("what is it", intent="other"),
)
ENGLISH, GERMAN = SEEDS[:3], SEEDS[3:5]


def asked(name: str, **more: object) -> Request:
    return Request("lend_book", method=name, **{"count": 12, **more})  # type: ignore[arg-type]


def prompts(request: Request, seeds=SEEDS) -> tuple[Prompt, ...]:
    return method(request.method).prompts(request, SCHEMA, seeds, request.count)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_shows_one_source_of_the_right_language_and_each_as_often(name: str) -> None:
    for language, same, others in (("en", ENGLISH, GERMAN), ("de", GERMAN, ENGLISH)):
        wanted = others if name == "translate" else same
        made = prompts(asked(name, language=language, count=4 * len(wanted)))
        assert Counter(prompt.examples for prompt in made) == {(source,): 4 for source in wanted}
        for prompt in made:
            assert prompt.examples[0].text in prompt.messages[-1].content
            assert [item.slot for item in prompt.asked] == [slot for slot, _ in prompt.examples[0].slots]
            assert all(item.is_wildcard for item in prompt.asked)
            assert (prompt.language, prompt.template) == (language, f"{name}/instruct")


@pytest.mark.parametrize("name", NAMES)
def test_a_given_value_is_put_into_a_source_with_just_these_slots(name: str) -> None:
    include = (Include("until", "the first of march"), Include("title"))
    made = prompts(asked(name, include=include))
    assert {prompt.asked for prompt in made} == {include}
    text = "leih mir momo bis the first of march" if name == "translate" else "lend me dune until the first of march"
    assert {prompt.examples[0].text for prompt in made} == {text}
    assert all(re.search(r"\(keep: .*the first of march\)", prompt.messages[-1].content) for prompt in made)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_prompts_and_fewer_are_their_beginning(name: str) -> None:
    many = prompts(asked(name, count=30, seed=4))
    assert prompts(asked(name, count=7, seed=4)) == many[:7]
    assert prompts(asked(name, count=30, seed=5)) != many


@pytest.mark.parametrize("name", NAMES)
def test_without_a_source_the_request_is_refused_with_what_to_do(name: str) -> None:
    where = "a language other than English" if name == "translate" else "English"
    for request, seeds in (
        (asked(name, include=(Include("until"),)), SEEDS),
        (asked(name), ENGLISH if name == "translate" else GERMAN),
        (asked(name), ()),
    ):
        with pytest.raises(InvalidValue, match=f"of intent lend_book in {where} holds just") as refused:
            prompts(request, seeds)
        assert "use linguist" in str(refused.value)


def test_another_regions_way_to_write_a_language_is_no_source_of_a_translation() -> None:
    with pytest.raises(InvalidValue, match="other than German"):
        prompts(asked("translate", language="de-AT"), GERMAN)


@pytest.mark.parametrize("name", ["paraphrase", "back-translate"])
def test_the_style_that_no_teacher_is_tuned_on_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue, match=f"no teacher is tuned on for '{name}'"):
        prompts(asked(name, style="tuned"))


def test_a_paraphrase_keeps_all_values_a_back_translation_only_what_was_given() -> None:
    kept = {name: prompts(asked(name, count=3))[0].messages[-1].content for name in ("paraphrase", "back-translate")}
    assert "(keep: " in kept["paraphrase"]
    assert "(keep: " not in kept["back-translate"]


def test_the_way_back_leads_through_english_or_from_english_through_french() -> None:
    for language, words in (("en", "English, by way of French: "), ("de", "German, by way of English: ")):
        assert prompts(asked("back-translate", language=language))[0].messages[-1].content.startswith(words)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100, deadline=None)
@given(data=st.data(), text=texts())
def test_every_reply_of_the_grammar_is_read_as_text(name: str, data: st.DataObject, text: str) -> None:
    prompt = replace(prompts(asked(name, count=1))[0], examples=(Utterance(text, "lend_book", "en"),))
    grammar = method(name).grammar(prompt)
    reply = data.draw(replies(grammar.reply))
    assert re.fullmatch(grammar.regex, reply)
    utterance = method(name).read(prompt, f" {reply}\n")
    assert utterance.text == reply.rpartition(" | English: ")[2]
    assert grammar.max_characters <= 2 * (MAX_TEXT + 20)


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("what does momo cost", True),
        ("¿cuánto cuesta?", True),
        ("いくらですか", True),
        ("an m*a*s*h book", True),
        ("", False),
        (" x", False),
        ("x ", False),
        ("x\ny", False),
        ("lend me [title : momo]", False),
        ("lend me * please", False),
        ('"lend me momo"', False),
        ("“lend me momo”", False),
        ("French: x | English: y", False),
        ("x" * 400, False),
    ],
)
def test_the_grammar_takes_one_bounded_line_of_plain_text(reply: str, taken: bool) -> None:
    prompt = prompts(asked("paraphrase"))[0]
    assert (re.fullmatch(method("paraphrase").grammar(prompt).regex, reply) is not None) is taken


def one_prompt(made: Rewording, source: Utterance, **more: object) -> Prompt:
    return made.prompts(asked(made.name, **more), SCHEMA, [source], 1)[0]


@pytest.mark.parametrize("raw", ["may i have dune\nuntil then", "\n  may i have dune \n", '"may i have dune"'])
def test_the_first_line_is_read_without_the_quotation_marks_around_it(raw: str) -> None:
    made = Paraphrase(Dictionary())
    found = made.read(one_prompt(made, said("give me [title : dune]")), raw)
    assert found == said("may i have [title : dune]")


def test_a_translation_is_read_with_the_slots_of_its_source() -> None:
    made = Translate(Dictionary(freitag="friday"))
    prompt = one_prompt(made, GERMAN[1])
    assert made.read(prompt, "lend me momo until friday") == said("lend me [title : momo] until [until : friday]")


def test_the_second_text_of_a_back_translation_is_read() -> None:
    made = BackTranslate(Dictionary())
    prompt = one_prompt(made, ENGLISH[1])
    assert made.read(prompt, "French: je veux the castle | English: lend me the castle") == said(
        "lend me [title : the castle]"
    )


@pytest.mark.parametrize(
    ("made", "raw", "reason"),
    [
        (Paraphrase(), " \n ", "empty reply"),
        (Paraphrase(), "may i have [title : dune]", "brackets"),
        (Translate(), "dune \x07", "control character"),
        (BackTranslate(), "give me dune", "without its part after"),
        (BackTranslate(), "French: dune | German: dune", "without its part after"),
        (BackTranslate(), "French: dune | English: ", "empty reply"),
    ],
)
def test_a_reply_that_is_not_as_asked_is_refused(made: Rewording, raw: str, reason: str) -> None:
    source = said("gib mir [title : dune]", "de") if made.name == "translate" else said("give me [title : dune]")
    with pytest.raises(InvalidValue, match=reason) as refused:
        made.read(one_prompt(made, source), raw)
    assert not isinstance(refused.value, NotProjected)


def test_the_stream_says_of_each_reply_what_it_was_dropped_for(monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked("paraphrase", count=400)
    monkeypatch.setattr("backend.methods.rewording.default_similarity", Dictionary)
    said_anew = {
        "hand me dune for a few days, please": None,
        "hand me some book for a few days": "slots-projected",
        "gib mir bitte das buch dune für ein paar tage": "language",
        "lend me dune": "copy",
        "i need an alarm please": "slots-projected",
        "[title : dune] please": "well-formed",
    }
    (batch,) = batches(plan(request, SCHEMA, [said("lend me [title : dune]")]), 1000)
    teacher = ScriptedTeacher(list(said_anew))
    seen = {"lend me dune"}
    made = list(
        candidates(batch, request=request, teacher=teacher, sampling=Sampling(), seen=seen, should_stop=lambda: False)
    )
    reasons = {one.raw: one.dropped_for.check if one.dropped_for else None for one in reversed(made)}
    assert reasons == said_anew
    dropped = next(one for one in made if one.dropped_for and one.dropped_for.check == "slots-projected")
    assert (dropped.utterance, [verdict.passed for verdict in dropped.verdicts]) == (None, [True, False])
    assert "slot title that has not all its words there 'dune'" in dropped.dropped_for.detail


def test_a_demonstration_that_comes_back_is_a_copy_in_each_method() -> None:
    for name, raw in (
        ("paraphrase", "i need an alarm please"),
        ("back-translate", "French: x | English: is there going to be rain this evening"),
    ):
        request = asked(name, count=1)
        (batch,) = batches(plan(request, SCHEMA, [said("which books may i borrow")]), 10)
        (made,) = candidates(
            batch,
            request=request,
            teacher=ScriptedTeacher([raw]),
            sampling=Sampling(),
            seen=set(),
            should_stop=lambda: False,
        )
        assert made.dropped_for.check == "copy"
