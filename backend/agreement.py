"""How far two reviewers agree who judged the same candidates, neither seeing what the other said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from backend.domain.language import is_unspaced
from backend.domain.parse import Parse

NOTHING = "Nothing to compare yet."
ONE_CLASS = "Undefined: only one answer was ever given, so chance alone would agree as often."
NO_SPANS = "Undefined: neither marked a slot."
NO_PARSE = "Undefined: neither gave a parse."


@dataclass(frozen=True)
class Judgement:
    """What one reviewer made of a candidate: its labels as he left them, which count only where he accepted it.

    `spans` are (start, end, slot), character offsets, end-exclusive; of an utterance with a `parse` there are none.
    """

    reviewer: str
    accepted: bool
    text: str
    intent: str
    language: str = "en"
    spans: tuple[tuple[int, int, str], ...] = ()
    parse: Parse | None = None


@dataclass(frozen=True)
class Judged:
    """A candidate that two reviewers judged, `first` the one who came first."""

    first: Judgement
    second: Judgement

    @property
    def both_accepted(self) -> bool:
        return self.first.accepted and self.second.accepted

    @property
    def agreed(self) -> bool:
        """Both rejected it, or both accepted it with the same text and labels."""
        if not self.both_accepted:
            return self.first.accepted == self.second.accepted
        return _labels(self.first) == _labels(self.second)


@dataclass(frozen=True)
class Figure:
    """A measure over `n` candidates; None where it is undefined, and `why`."""

    value: float | None
    n: int
    why: str = ""


@dataclass(frozen=True)
class Agreement:
    """Of some candidates: how many both judged alike, and the measures beside that plain count.

    Attributes:
        kappa: whose kappa the next two are: "Cohen" where the same two reviewers judged all of them, else "Fleiss".
        decision: kappa of accept (as it is or corrected) against reject; -1 to 1.
        intent: kappa of the intents of those that both accepted.
        spans: F1 of the spans of those that both accepted, over all of their spans together; 0 to 1. None of parses.
        parses: of those that both accepted, how many have the same parse, and F1 of their labels. None of slots.
    """

    judged: int
    agreed: int
    kappa: Literal["Cohen", "Fleiss"]
    decision: Figure
    intent: Figure
    spans: Figure | None = None
    parses: ParseAgreement | None = None


@dataclass(frozen=True)
class ParseAgreement:
    """Of the parses of those that both accepted.

    Attributes:
        exact: the share with the same parse: labels, words and their order.
        labels: F1 of the labels with the words right below them, over all parses together; 0 to 1.
    """

    exact: Figure
    labels: Figure


def agreement(judged: Sequence[Judged], *, of_parses: bool = False) -> Agreement:
    """The measures over all of these, by any number of reviewers; who came first does not matter.

    Args:
        of_parses: they are labelled with parses, not with slots.
    """
    pairs = by_pair(judged)
    alike = [one for theirs in pairs.values() for one in theirs]
    accepted = [one for one in alike if one.both_accepted]
    is_one_pair = len(pairs) <= 1
    kappa = cohen_kappa if is_one_pair else fleiss_kappa
    return Agreement(
        judged=len(judged),
        agreed=sum(one.agreed for one in judged),
        kappa="Cohen" if is_one_pair else "Fleiss",
        decision=kappa([(str(one.first.accepted), str(one.second.accepted)) for one in alike]),
        intent=kappa([(one.first.intent, one.second.intent) for one in accepted]),
        spans=None if of_parses else span_f1(accepted),
        parses=ParseAgreement(parse_match(accepted), label_f1(accepted)) if of_parses else None,
    )


def by_pair(judged: Iterable[Judged]) -> dict[tuple[str, str], list[Judged]]:
    """The candidates of each two reviewers, most first; in each, `first` is the one whose name comes first."""
    pairs: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        first, second = sorted((one.first, one.second), key=lambda judgement: judgement.reviewer)
        pairs.setdefault((first.reviewer, second.reviewer), []).append(Judged(first, second))
    return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def cohen_kappa(answers: Sequence[tuple[str, str]]) -> Figure:
    """Cohen's kappa of the answers of two reviewers, each with habits of his own: agreement beyond chance.

    1 where all are alike, 0 as by chance.
    """
    if not answers:
        return Figure(None, 0, NOTHING)
    if len({answer for pair in answers for answer in pair}) == 1:
        return Figure(None, len(answers), ONE_CLASS)
    from sklearn.metrics import cohen_kappa_score  # takes a second to load, and most pages do without

    first, second = zip(*answers, strict=True)
    return Figure(float(cohen_kappa_score(first, second)), len(answers))


def fleiss_kappa(answers: Sequence[tuple[str, str]]) -> Figure:
    """Fleiss' kappa of two answers each, by whomever: chance is by how often each answer was given in all.

    That is Cohen's of every pair of answers counted both ways round: then both sides have all the answers.
    """
    figure = cohen_kappa([*answers, *((second, first) for first, second in answers)])
    return replace(figure, n=len(answers))


def span_f1(accepted: Sequence[Judged]) -> Figure:
    """Twice the spans that both marked, over all that the one and the other marked.

    Two spans are the same when slot and words are the same and they begin at the same word of their text (in
    languages without spaces: at the same character), so that a correction of one word does not move the others.
    """
    return _f1([(_places(one.first), _places(one.second)) for one in accepted], neither=NO_SPANS)


def parse_match(accepted: Sequence[Judged]) -> Figure:
    """The share of which both left the same parse."""
    if not accepted:
        return Figure(None, 0, NOTHING)
    return Figure(sum(one.first.parse == one.second.parse for one in accepted) / len(accepted), len(accepted))


def label_f1(accepted: Sequence[Judged]) -> Figure:
    """Twice the labels that both gave, over all that the one and the other gave.

    Two labels are the same with the same words right below them; of those that hold other labels the words are
    passed over, so that one wrong value does not count against all that is around it.
    """
    return _f1([(_values(one.first), _values(one.second)) for one in accepted], neither=NO_PARSE)


def _f1(marked: Sequence[tuple[Counter[Any], Counter[Any]]], *, neither: str) -> Figure:
    if not marked:
        return Figure(None, 0, NOTHING)
    same = sum((first & second).total() for first, second in marked)
    total = sum(first.total() + second.total() for first, second in marked)
    return Figure(2 * same / total, len(marked)) if total else Figure(None, len(marked), neither)


def _labels(one: Judgement) -> tuple[object, ...]:
    return one.text, one.intent, one.language, sorted(one.spans), one.parse


def _values(one: Judgement) -> Counter[tuple[str, str]]:
    return Counter(one.parse.labels if one.parse else ())


def _places(one: Judgement) -> Counter[tuple[str, str, int]]:
    return Counter((slot, one.text[start:end], _words_before(one, start)) for start, end, slot in one.spans)


def _words_before(one: Judgement, start: int) -> int:
    words = one.text[:start].split()
    return sum(map(len, words)) if is_unspaced(one.language) else len(words)
