"""Which of a project's accepted examples a student learns from, and which it is measured on."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.utterance import Utterance
from backend.students.labels import LabelMap
from backend.students.prints import print_of
from backend.students.split import Split, split_apart
from jobs.parsers import ParserOrder
from jobs.student_answers import gold_of
from jobs.student_data import Material, accepted_material, hash_of
from jobs.students import StudentOrder
from storage.engine import Store
from storage.student_answers import answers_of, learnt_by
from storage.students import student_by_uid
from storage.tables import StudentRow


@dataclass(frozen=True)
class Parts:
    """What a student learns from, by id, and what it is measured on.

    Attributes:
        sources: name → SHA-256 of what it learns from and is measured on, for its card.
        shares_seeds: some of what it is measured on was made from the same seeds as what it learns from.
        families: of what it learns from, in its order; see `Material`.
    """

    learnt: dict[int, Utterance]
    tested: tuple[Utterance, ...]
    labels: LabelMap
    sources: dict[str, str]
    shares_seeds: bool
    families: tuple[frozenset[str], ...]


def parts_of(store: Store, row: StudentRow, order: StudentOrder | ParserOrder) -> Parts:
    """The parts of a training, as the project is now.

    Raises:
        InvalidValue: too few accepted examples. Conflict: the student whose seeds it learns from kept none.
        NotFound: that student is gone.
    """
    material = accepted_material(store, row.project_id)
    if row.seeds_of:
        return seeds_alone(store, material, row.seeds_of)
    parts, shares_seeds = put_aside(material, order)
    return Parts(
        {material.ids[at]: material.utterances[at] for at in parts.train},
        tuple(material.utterances[at] for at in parts.test),
        material.labels,
        {"accepted examples": material.sha256},
        shares_seeds,
        tuple(material.families[at] for at in parts.train),
    )


def put_aside(material: Material, order: StudentOrder | ParserOrder) -> tuple[Split, bool]:
    """What to measure on, and whether some of it was made from the same seeds as what is learnt from.

    That is so only where an intent's examples all hang together by their seeds: see `split_apart`.
    """
    seed, families = order.training.seed, material.families
    parts, let_go = split_apart(material.utterances, order.test, seed=seed, families=families)
    return parts, bool(let_go)


def seeds_alone(store: Store, material: Material, uid: str) -> Parts:
    """The seeds among what another student learnt from, measured on the same as that one.

    A seed whose text was changed since is left out: nothing says on which side of the split it belongs now.

    Raises:
        Conflict: the other student was not measured, or too long ago for that to be known.
        InvalidValue: seeds of fewer than two intents. NotFound: the other student is gone.
    """
    with store.read() as session:
        other = student_by_uid(uid, session=session)
        tested = tuple(gold_of(row) for row in answers_of(other.id, None, session=session))
        learnt = {id_: text for id_, text, _pattern in learnt_by(other.id, session=session) or ()}
    if not tested or not learnt:
        raise Conflict(
            "nothing is kept of what this student was measured on", remedy="Train one anew, and compare that one."
        )
    held = zip(material.ids, material.utterances, material.is_seed, strict=True)
    seeds = {id_: one for id_, one, seed in held if seed and learnt.get(id_) == print_of(one).text}
    intents = sorted({one.intent for one in seeds.values()})
    of_parses = any(one.parse is not None for one in tested)
    if not seeds or (len(intents) < 2 and not of_parses):
        raise InvalidValue(
            f"seeds of {len(intents)} intents to learn from",
            value=", ".join(intents) or None,
            remedy="A student needs two intents to choose between: write seeds of another one, and train on all again.",
        )
    shares_seeds = bool(other.result.get("shares_seeds"))
    families = dict(zip(material.ids, material.families, strict=True))
    sources = {"seeds": hash_of(seeds.values())}
    return Parts(seeds, tested, material.labels, sources, shares_seeds, tuple(families[id_] for id_ in seeds))
