"""What is accepted speaks against labels, or does not."""

from __future__ import annotations

from backend.insight.context import Neighbour
from backend.insight.doubting_labels import (
    in_catalogue,
    intent_of_neighbours,
    slot_of_value,
    slots_fit,
    student_agrees,
    values_labelled,
)
from backend.insight.finding import finding
from backend.insight.knowledge import learn
from backend.insight.prediction import Prediction
from backend.insight.slot_score import SlotScore
from tests.backend.insight.rows import ACCEPTED, KNOWS, SCHEMA, accepted, context, row


def near(*found: tuple[str, float]) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(number, intent, similarity) for number, (intent, similarity) in enumerate(found))


def test_close_neighbours_of_another_intent_are_a_doubt() -> None:
    damage = "report_damage"
    four = context(accepted=near((damage, 0.9), (damage, 0.8), (damage, 0.7), ("rent_bike", 0.65), (damage, 0.3)))
    verdict = intent_of_neighbours(row("the chain is rusty"), four)
    assert not verdict.passed
    assert verdict.detail == "3 of the 4 nearest accepted have intent report_damage"


def test_few_or_far_or_divided_neighbours_are_none() -> None:
    text, damage, mine = row("the chain is rusty"), "report_damage", "rent_bike"
    for found in (
        near((damage, 0.9), (damage, 0.8), (damage, 0.5), (damage, 0.4)),
        near((damage, 0.9), (damage, 0.8), (mine, 0.7), (mine, 0.7), (damage, 0.7)),
        near((damage, 0.9), ("say_hello", 0.8), ("call_shop", 0.7)),
    ):
        assert intent_of_neighbours(text, context(accepted=found)).passed
    rare = row("hello bike people", "say_hello")
    assert intent_of_neighbours(rare, context(accepted=near((damage, 0.9), (damage, 0.9), (damage, 0.9)))).passed


def test_a_value_known_only_under_another_slot_is_a_doubt() -> None:
    verdict = slot_of_value(row("the [part : Tandem] is broken", "report_damage"), context())
    assert (verdict.passed, verdict.detail) == (False, "Tandem is known as kind, not as part")
    assert slot_of_value(row("a [kind : tandem] and a [kind : tricycle]"), context()).passed
    catalogue = slot_of_value(row("a [kind : old mill]"), context())
    assert "known as station" in catalogue.detail


def test_a_value_that_a_catalogue_lacks_is_a_doubt_until_one_was_accepted() -> None:
    verdict = in_catalogue(row("a bike at [station : moon base]"), context())
    assert verdict.detail == "not in the catalogue: station = moon base"
    assert in_catalogue(row("a bike at [station : castle hill]"), context()).passed
    assert in_catalogue(row("a bike at [station : Old Mill]"), context()).passed
    assert in_catalogue(row("a [kind : unicycle]"), context()).passed


def test_a_known_value_without_a_label_is_a_doubt() -> None:
    verdict = values_labelled(row("a tandem from castle hill for [duration : two hours]"), context())
    assert verdict.detail == "without a label: tandem is known as kind; castle hill is known as station"
    assert values_labelled(row("a [kind : tandem] from the castle"), context()).passed
    assert values_labelled(row("tandems at castle-hillside"), context()).passed, "only whole words count"
    assert values_labelled(row("my brake needs oil"), context()).passed, "the intent has no slot for it"


def test_short_values_and_words_that_carriers_are_made_of_are_passed_over() -> None:
    written = (
        *ACCEPTED,
        ("rent_bike", "a bike for [duration : now]"),
        ("rent_bike", "now i need a [kind : xl]"),
        ("rent_bike", "give me one now"),
        ("rent_bike", "rent it for [duration : today]"),
    )
    known = context(written)
    assert values_labelled(row("bring me a bike now"), known).passed
    assert values_labelled(row("one in xl"), known).passed
    assert not values_labelled(row("one today"), known).passed


def test_a_language_without_spaces_is_read_by_its_characters() -> None:
    rows = [row("[station : 港門]で自転車を借りる", id=1, language="ja")]
    known = context()
    known = type(known)(learn(rows, SCHEMA, "ja", catalogues=False))
    assert (
        values_labelled(row("港門へ行く", language="ja"), known).detail == "without a label: 港門 is known as station"
    )
    assert values_labelled(row("[station : 港門]へ行く", language="ja"), known).passed


def test_catalogues_of_another_language_are_left_out() -> None:
    german = [row("ein [kind : lastenrad] bitte", id=1, language="de")]
    known = type(context())(learn(german, SCHEMA, "de", catalogues=False))
    assert in_catalogue(row("ein rad an der [station : alten mühle]", language="de"), known).passed


def test_the_student_is_heard_where_it_differs() -> None:
    text, brake = row("fix the [part : brake]", "report_damage"), ((8, 13, "part"),)
    assert student_agrees(text, context()).passed
    assert student_agrees(text, context(prediction=Prediction("report_damage", 0.9, brake, KNOWS))).passed
    spans = student_agrees(text, context(prediction=Prediction("report_damage", 0.61, (), KNOWS)))
    assert spans.detail == "the student says other spans (61% sure of the intent)"
    intent = student_agrees(text, context(prediction=Prediction("rent_bike", 0.9, brake, KNOWS)))
    assert intent.detail == "the student says intent rent_bike (90% sure)"


def test_a_student_does_not_speak_against_an_intent_that_it_never_learnt() -> None:
    knows = {"rent_bike": KNOWS["rent_bike"]}
    text = row("fix the [part : brake]", "report_damage")
    said = Prediction("rent_bike", 0.98, ((8, 13, "kind"),), knows)
    assert student_agrees(text, context(prediction=said)).passed
    assert finding(text, context(prediction=said)).doubt_rank == finding(text, context()).doubt_rank


def test_a_student_speaks_of_spans_only_by_the_slots_that_it_learnt() -> None:
    knows = {"rent_bike": frozenset({"kind", "duration"}), "report_damage": frozenset({"station"})}
    text = row("a [kind : tandem] at [station : harbour gate] please")
    kind, gate = text.spans[0], text.spans[1]

    def agrees(*spans: tuple[int, int, str]) -> bool:
        return student_agrees(text, context(prediction=Prediction("rent_bike", 0.9, spans, knows))).passed

    assert agrees(kind), "it cannot say station with this intent"
    assert agrees(kind, (gate[0], gate[1], "kind")), "what it says in the place of a slot that it does not know"
    assert not agrees((gate[0], gate[1], "kind")), "it knows kind, and says none where one is marked"
    assert not agrees(kind, (gate[1] + 1, len(text.text), "duration"))


def test_counts_are_of_examples_and_not_of_spans() -> None:
    knowledge = learn(accepted((("rent_bike", "a [kind : tandem] or a [kind : tandem]"),)), SCHEMA, "en")
    assert (knowledge.slots["kind"], knowledge.accepted("kind", ("tandem",))) == (1, 1)


def test_a_word_that_does_not_fit_its_slot_names_the_slot_to_look_at() -> None:
    text = row("fix the [part : brake] on monday", "report_damage")

    def said(word: str, given: str, likeliest: str, probability: float = 0.001) -> str:
        return slots_fit(text, context(slots=SlotScore(probability, word, given, likeliest, 0.93))).detail

    assert said("brake", "part", "kind") == "part: a student trained without it reads “brake” as kind (p = 0.93)"
    assert said("brake", "part", "") == "part: a student trained without it reads “brake” as no value (p = 0.93)"
    assert said("monday", "", "day") == (
        "day: a student trained without it reads “monday”, which has no label, as day (p = 0.93)"
    )
    assert said("brake", "part", "part") == said("brake", "part", "kind", probability=0.2) == ""
