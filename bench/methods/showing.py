"""Some kept outputs of each method and language, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.notation import write_typed
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance
from bench.methods.case import Case
from bench.methods.gold import golds_of
from bench.methods.teachers import Cell
from bench.methods.writing import Written


def shown(found: Sequence[tuple[Cell, Case, Written]], count: int) -> str:
    """At random `count` of all kept outputs of each method, language and teacher; always the same ones.

    Each with its intent and, where there is that, its source and what people say for it. They hold sentences of the
    data sets, so they do not belong into the project.
    """
    groups: dict[str, list[str]] = {}
    for cell, case, written in found:
        title = f"{cell.set} {cell.method} {cell.language} ({cell.shown_teacher})"
        kept = groups.setdefault(title, [])
        kept += [_told(prompt, one, case, cell.seed) for prompt, one in written.kept]
    parts = []
    for title, kept in groups.items():
        some = Random(f"shown/{title}").sample(kept, min(count, len(kept)))  # noqa: S311 - a sample, no secret
        parts.append("\n".join([f"## {title}: {len(some)} of {len(kept)} kept", *some]))
    return "\n\n".join(parts) + "\n"


def _told(prompt: Prompt, made: Utterance, case: Case, seed: int) -> str:
    lines = [f"- seed {seed}, {made.intent}: {labelled(made)}"]
    golds = golds_of(prompt, case)
    if golds and prompt.target is None:
        lines.append(f"    source: {labelled(prompt.examples[0])}")
    elif prompt.target is not None:
        lines.append(f"    asked:  {write_parse(prompt.target, SQUARE)}")
    lines += [f"    people: {labelled(gold)}" for gold in golds]
    return "\n".join(lines)


def labelled(one: Utterance) -> str:
    """An utterance with its slots in brackets, or with its parse behind it."""
    return write_typed(one) if one.parse is None else f"{one.text}  {write_parse(one.parse, SQUARE)}"
