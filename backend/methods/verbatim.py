"""Values that stand in a new text as they stood in its source, but for case, punctuation and spacing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from backend.domain.normalise import normalised
from backend.methods.tokenised import Tokenised, Value, is_punctuation


def verbatim(values: Sequence[Value], source: Tokenised, target: Tokenised) -> dict[Value, range]:
    """The tokens of the target that are clearly each value: it stands there as often as in the source.

    A value that stands in either text more often, as another slot's or as none, is left out; so is a part of a longer
    value that was found. Values that are the same of the same slot may be told apart by nothing: in the order of both.
    """
    alike: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        alike[normalised(source.of(value.run))].append(value)
    found: dict[Value, range] = {}
    for text in sorted(alike, key=lambda text: (-len(text), text)):
        same = sorted(alike[text], key=lambda value: value.run.start)
        shown = source.of(same[0].run)
        there = _places(shown, source, frozenset(chain.from_iterable(value.run for value in found)))
        here = _places(shown, target, frozenset(chain.from_iterable(found.values())))
        if len(there) == len(here) == len(same) and len({value.slot for value in same}) == 1:
            found.update(zip(same, here, strict=True))
    return found


def _places(value: str, within: Tokenised, taken: frozenset[int]) -> list[range]:
    """The runs of tokens that say `value`, from left to right, none within another."""
    wanted, places, at = normalised(value), [], 0
    while at < len(within.tokens):
        run = _place(value, wanted, within, at, taken)
        if run:
            places.append(run)
        at = run.stop if run else at + 1
    return places


def _place(value: str, wanted: str, within: Tokenised, first: int, taken: frozenset[int]) -> range | None:
    """The run from `first` on; with the punctuation at its end only if the value has it too."""
    if is_punctuation(within.tokens[first].text) and not is_punctuation(value[0]):
        return None
    best = None
    for stop in range(first + 1, len(within.tokens) + 1):
        run = range(first, stop)
        said = within.of(run)
        if stop - 1 in taken or len(normalised(said)) > len(wanted):
            break
        if normalised(said) == wanted and (best is None or said.casefold() == value.casefold()):
            best = run
    return best
