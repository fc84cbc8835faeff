"""The accepted utterances that a method makes others of: in which language, and with which slots."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.errors import InvalidValue
from backend.domain.language import language_name
from backend.domain.request import Request
from backend.domain.utterance import Utterance


def in_language(pool: Sequence[Utterance], request: Request) -> tuple[Utterance, ...]:
    """The utterances of `pool` in the request's language: a rule cannot translate the others."""
    return tuple(seed for seed in pool if seed.language == request.language)


def in_others(pool: Sequence[Utterance], request: Request) -> tuple[Utterance, ...]:
    """The utterances of `pool` in other languages; another region's way to write the same one is none."""
    return tuple(seed for seed in pool if _base(seed.language) != _base(request.language))


def with_slots_of(
    pool: Sequence[Utterance], request: Request, *, where: str | None = None, remedy: str = ""
) -> tuple[Utterance, ...]:
    """The utterances of `pool` that hold just the slots that are asked for, as a multiset.

    Args:
        where: which languages `pool` was taken of, in words; the request's when None.
        remedy: what to do if there is none; that of a rule, which cannot make up what no seed shows, when empty.

    Raises:
        InvalidValue: there is none.
    """
    if request.include is None:
        found = tuple(pool)
    else:
        asked = sorted(item.slot for item in request.include)
        found = tuple(seed for seed in pool if sorted(seed.slot_counts.elements()) == asked)
    if found:
        return found
    shown = ", ".join(item.slot for item in request.include or ()) or "any slots"
    raise InvalidValue(
        f"no accepted utterance of intent {request.intent} in {where or language_name(request.language)} holds just",
        value=shown,
        remedy=remedy
        or "Add a seed in this language with these slots, ask for others, or use a method with a teacher.",
    )


def _base(language: str) -> str:
    return language.split("-")[0]
