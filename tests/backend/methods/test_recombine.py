"""Recombination: accepted parses cut along their labels, and put together anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.batching import batches
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.methods.parse_fragments import Fragment, cut, put_together, value_fragment
from backend.methods.parse_recombining import Values, recombined, seen_in
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.no_teacher import NoTeacher
from backend.teacher.protocol import Sampling
from tests.backend.methods.parses import KINDS, request

METHOD = method("recombine")


def said(text: str, notation: str) -> Utterance:
    parse = read_parse(notation)
    return Utterance(text, parse.intent, "en", parse=parse)


def replies(kind: str, count: int = 60, **given: object) -> list[Utterance]:
    schema, seeds = KINDS[kind]
    prompts = METHOD.prompts(request(kind, "recombine", **given), schema, seeds, count)
    return [METHOD.read(prompt, prompt.reply or "") for prompt in prompts]


def whole(kind: str) -> list[Fragment]:
    schema, seeds = KINDS[kind]
    assert schema.parses
    return [found for seed in seeds if (found := cut(seed, schema.parses))]


@given(kind=st.sampled_from(["top", "decoupled", "beside"]), seed=st.integers(0, 10**6))
def test_whatever_is_put_together_is_a_parse_of_the_schema_and_of_its_text(kind: str, seed: int) -> None:
    parses = KINDS[kind][0].parses
    assert parses
    rng = Random(seed)
    cuts = whole(kind)
    made = put_together(recombined(rng.choice(cuts), seen_in(cuts, parses, "en"), parses, rng), parses, "en")
    assert made.parse
    parses.require(made.parse)
    again = cut(made, parses)
    assert again is None or put_together(again, parses, "en") == made


def test_fragments_of_a_label_take_each_others_place_with_their_words() -> None:
    made = {one.text for one in replies("top", 200)}
    assert any(text.startswith("i take") and "with no" in text for text in made)
    assert any(text.startswith("bring me") and "apple juice" not in text and "hummus" in text for text in made)


def test_values_come_of_seeds_and_catalogues() -> None:
    schema, seeds = KINDS["top"]
    assert schema.parses
    rich = replace(schema, parses=schema.parses.with_label(replace(schema.parses.label("DRINK"), catalogue=("milk",))))
    prompts = METHOD.prompts(request("top", "recombine"), rich, seeds, 100)
    parses = [one for prompt in prompts if (one := METHOD.read(prompt, prompt.reply or "").parse)]
    drinks = {value for parse in parses for label, value in parse.values if label == "DRINK"}
    assert drinks == {"tea", "apple juice", "milk"}


def test_values_are_drawn_as_often_as_they_were_said_and_new_ones_as_often_as_new_ones_came() -> None:
    said = [value_fragment("QUANTITY", value) for value in ["extra"] * 8 + ["some"] * 2]
    listed = [value_fragment("QUANTITY", f"no more than {number}") for number in range(30)]
    rng = Random(0)
    drawn = Counter(one.value for one in (Values(said, listed).draw(rng) for _ in range(6_000)))
    new = sum(count for value, count in drawn.items() if value not in (("extra",), ("some",)))
    assert new / 6_000 == pytest.approx(2 / 12, abs=0.02)
    assert drawn["extra",] / drawn["some",] == pytest.approx(4, rel=0.15)
    assert len(drawn) == 32


def test_labels_beside_each_other_have_different_values_while_there_are_some() -> None:
    parses = ParseSchema("top", "round")
    seeds = tuple(
        said(text, f"(ORDER a (FRUIT {one} ) and a (FRUIT {other} ) )")
        for one, other in (("pear", "plum"), ("plum", "fig"))
        for text in (f"a {one} and a {other}",)
    )
    cuts = [found for seed in seeds if (found := cut(seed, parses.extended_by(seed.parse)))]
    parses = parses.extended_by(*(seed.parse for seed in seeds if seed.parse))
    for number in range(50):
        made = recombined(cuts[0], seen_in(cuts, parses, "en"), parses, Random(number))
        one, other = (fragment.value for fragment in made.fragments[0].fragments)
        assert one != other


def test_the_article_and_the_grammatical_number_are_kept() -> None:
    for one in replies("top", 200):
        assert " a apple" not in f" {one.text}"
        assert " a extra" not in f" {one.text}"
        assert " an soup" not in f" {one.text}"
        assert "one bagels" not in one.text


def test_an_article_right_before_a_label_agrees_with_its_new_value() -> None:
    seeds = (said("I want an egg.", "[IN:EAT [SL:FOOD egg ] ]"), said("a steak, please", "[IN:EAT [SL:FOOD steak ] ]"))
    parses = ParseSchema("decoupled").extended_by(*(seed.parse for seed in seeds if seed.parse))
    made = METHOD.prompts(Request("EAT", method="recombine"), Schema((Intent("EAT"),), parses=parses), seeds, 8)
    texts = {METHOD.read(prompt, prompt.reply or "").text for prompt in made}
    assert (
        {"I want a steak.", "an egg, please"}
        <= texts
        <= {"I want a steak.", "an egg, please", *(s.text for s in seeds)}
    )


def test_in_other_forms_than_top_no_label_leaves_its_words_behind() -> None:
    seeds = (
        said("Remind me to return the ladder!", "[IN:REMIND [SL:TASK [IN:RETURN [SL:TOOL the ladder ] ] ] ]"),
        said("Remind me to check on the sander.", "[IN:REMIND [SL:TASK [IN:CHECK [SL:TOOL the sander ] ] ] ]"),
    )
    parses = ParseSchema("decoupled").extended_by(*(seed.parse for seed in seeds if seed.parse))
    made = METHOD.prompts(Request("REMIND", method="recombine"), Schema((Intent("REMIND"),), parses=parses), seeds, 12)
    for one in (METHOD.read(prompt, prompt.reply or "") for prompt in made):
        assert one.parse
        assert ("IN:RETURN" in one.parse.label_counts) == ("return" in one.text)


def test_words_of_a_label_that_holds_others_elsewhere_keep_their_number() -> None:
    written = ("(ASK four (TOOL saws ) )", "(ASK one (TOOL hammer with a (PART grip ) ) )", "(ASK ten (TOOL drills ) )")
    seeds = tuple(said(parse.text, notation) for notation in written if (parse := read_parse(notation)))
    parses = ParseSchema("top", "round").extended_by(*(seed.parse for seed in seeds if seed.parse))
    made = METHOD.prompts(Request("ASK", method="recombine"), Schema((Intent("ASK"),), parses=parses), seeds, 20)
    texts = {METHOD.read(prompt, prompt.reply or "").text for prompt in made}
    assert texts - {seed.text for seed in seeds} == {"four drills", "ten saws"}


def test_no_utterance_comes_twice_while_there_are_others_and_none_is_a_seed() -> None:
    texts = [one.text for one in replies("top", 30)]
    assert len(set(texts)) == 30
    assert not set(texts) & {seed.text for seed in KINDS["top"][1]}


def test_the_labels_that_are_asked_for_are_held() -> None:
    found = replies("top", 40, include=(Include("NOT"),))
    assert all(one.parse and one.parse.label_counts["NOT"] for one in found)
    with pytest.raises(InvalidValue, match="no accepted parse in English of intent FIND_CLASS that holds"):
        replies("decoupled", 4, include=(Include("SL:TOPIC"),) * 3)


def test_parses_whose_values_are_no_words_of_the_text_are_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidValue, match="which words of its text are whose 'ORDER'") as refused:
        replies("exr", 4)
    assert "Use clasp-rs or clasp-gb" in str(refused.value)


@pytest.mark.parametrize("kind", ["top", "decoupled"])
def test_the_same_seed_gives_the_same_and_fewer_are_their_beginning(kind: str) -> None:
    many = replies(kind, 30, seed=4)
    assert replies(kind, 12, seed=4) == many[:12]
    assert replies(kind, 30, seed=5) != many


@pytest.mark.parametrize("kind", ["top", "decoupled", "beside"])
def test_all_that_is_kept_passes_the_checks_without_a_teacher(kind: str) -> None:
    schema, seeds = KINDS[kind]
    wanted = request(kind, "recombine", count=40)
    orders = plan(wanted, schema, seeds)
    (batch,) = batches(orders, 100)
    seen = {seed.text for seed in seeds}
    made = list(
        candidates(
            batch, request=wanted, teacher=NoTeacher(), sampling=Sampling(), seen=seen, should_stop=lambda: False
        )
    )
    assert len(made) == 40
    dropped = {one.dropped_for.check for one in made if one.dropped_for}
    assert dropped <= {"copy", "duplicate"}
    assert sum(one.kept for one in made) >= {"top": 30, "decoupled": 3, "beside": 2}[kind]


def test_parses_that_can_only_be_put_together_as_they_are_are_refused_however_many_are_wanted() -> None:
    schema, seeds = KINDS["decoupled"]
    for count in (0, 1, 9):
        with pytest.raises(
            InvalidValue, match="nothing new can be put together of the accepted parses of 'FIND_CLASS'"
        ) as refused:
            METHOD.prompts(request("decoupled", "recombine"), schema, seeds[1:3], count)
        assert "Give the labels a catalogue" in str(refused.value)


def test_a_project_of_slots_is_refused() -> None:
    with pytest.raises(InvalidValue, match="method that writes parses, in a project of slots"):
        METHOD.prompts(Request("any", method="recombine"), Schema(), (), 1)
