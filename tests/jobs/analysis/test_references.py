"""What candidates are judged by comes from what was accepted and rejected, language by language."""

from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from backend.insight.tried import Tried
from backend.insight.wording import LEAST_DECIDED
from jobs.analysis.pace import Pace
from jobs.analysis.references import References
from jobs.analysis.round import Kept, analyse
from jobs.analysis.tools import Tools
from storage.engine import Store
from storage.examples import add_examples
from storage.tables import Example, Insight, Project
from tests.backend.students.hashing import HashingEncoder
from tests.storage.reviewing import decided

CITIES = ("rome", "oslo", "cairo", "lima", "paris", "quito", "turin", "malmo", "tunis", "lagos")


def to(before: str, city: str, behind: str = "", language: str = "en") -> Utterance:
    text = f"{before} {city} {behind}".strip()
    return Utterance(text, "book_trip", language, (Span(len(before) + 1, len(before) + 1 + len(city), "city"),))


def added(store: Store, project: Project, origin: str, status: str, *utterances: Utterance) -> tuple[Example, ...]:
    with store.write() as session:
        found = add_examples(project.id, utterances, origin=origin, status=status, provenance={}, session=session)
        return tuple(found.examples)


def reviewed(store: Store, project: Project) -> None:
    """Seeds, and as many candidates as it takes: those worded like them accepted, the others rejected."""
    added(store, project, "seed", "accepted", *(to("i fly to", city) for city in CITIES[:6]))
    good = added(store, project, "generated", "pending", *(to("i fly to", city) for city in CITIES[6:]))
    bad = added(store, project, "generated", "pending", *(to("fly on of", city, "it") for city in CITIES))
    worse = added(store, project, "generated", "pending", *(to("at i the", city, "fly") for city in CITIES))
    for row in good:
        decided(store, row, "accept")
    for row in (*bad, *worse):
        decided(store, row, "reject")
    assert len(good) + len(bad) + len(worse) >= LEAST_DECIDED


def test_seeds_are_no_candidates_and_each_language_has_its_own(store: Store, project: Project) -> None:
    reviewed(store, project)
    known = References(project.id, store, None)
    assert known.of("en").knowledge.wording.tried == (Tried(4, 4), Tried(), Tried(), Tried(0, 20))
    assert known.of("fr").knowledge.wording.tried == (Tried(),) * 4


def test_a_method_is_relied_on_by_its_decisions_in_all_languages(store: Store, project: Project) -> None:
    written = [added(store, project, "generated", "pending", to("i fly to", city)) for city in CITIES[:4]]
    with store.write() as session:
        for (row,), method in zip(written, ("grammar", "grammar", "linguist", "linguist"), strict=True):
            session.get_one(Example, row.id).method = method
    for (row,), action in zip(written, ("accept", "reject", "reject", "skip"), strict=True):
        decided(store, row, action)
    for language in ("en", "fr"):
        known = References(project.id, store, None).of(language).knowledge
        assert known.reliance.methods == {"grammar": Tried(1, 2), "linguist": Tried(0, 1)}


def test_what_was_rejected_for_its_wording_makes_the_next_like_it_come_late(store: Store, project: Project) -> None:
    reviewed(store, project)
    like, unlike = added(store, project, "generated", "pending", to("on of i", "kyoto", "at"), to("i fly to", "kyoto"))
    for _ in analyse(project.id, Tools(store, Pace(), HashingEncoder(), None), Kept()):
        pass
    with store.read() as session:
        found = {row.id: session.get_one(Insight, row.id) for row in (like, unlike)}
        ranks = {row.id: session.get_one(Example, row.id).rank for row in (like, unlike)}
    assert found[like.id].doubts[0]["check"] == "words-together"
    assert "words-together" not in [doubt["check"] for doubt in found[unlike.id].doubts]
    assert found[like.id].doubts[0]["detail"].endswith("of 20 candidates with 1 such place or more 0 were accepted")
    assert ranks[unlike.id] < ranks[like.id]
