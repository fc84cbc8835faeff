"""Outputs as the product has them written and checked, each cached as it comes: a run that was killed goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from backend.batching import batches
from backend.domain.candidate import Candidate, StoredOutput
from backend.domain.normalise import normalised
from backend.domain.notation import read_typed, write_typed
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.ordering import usual_sampling
from backend.pipeline import candidates
from backend.teacher.adapter import adapter_of, card_of
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.protocol import Order, Sampling, Teacher
from bench.figures import KEPT
from bench.students.store import Lines, key_of

BATCH = 128
"""Outputs of a batch, as the worker has it by default."""

Line = dict[str, Any]
"""An output as the cache holds it."""


def written(
    lines: Lines,
    orders: Sequence[Order],
    request: Request,
    seen: set[str],
    opened: Callable[[], Teacher],
    *,
    batch: int = BATCH,
    tell: Callable[[Line], None] = lambda _: None,
    sampling: Sampling | None = None,
) -> list[Line]:
    """All outputs of the orders, in their order; those that the cache has are not written again.

    A batch that was finished leaves a line with how long it took: one that was killed is written anew as a whole.

    Args:
        request: whose method and seed the orders have. seen: normalised texts of the seeds; see `candidates`.
        opened: makes the teacher, when something is to be written. tell: is given every output that is new.
        sampling: as the product would choose it when None.

    Raises:
        InvalidValue, Unavailable: as `candidates`.
    """
    stored = {line["index"]: line for line in lines.read() if "index" in line}
    seen |= {normalised(text_of(line)) for line in stored.values() if line["dropped_for"] is None}
    if len(stored) == sum(order.samples for order in orders):
        return [stored[index] for index in sorted(stored)]
    teacher = opened()
    if not stored:
        lines.add({"request": asdict(request), "teacher": asdict(teacher.card), "date": time.strftime("%Y-%m-%d")})
    for some in batches(orders, batch):
        before, began = len(stored), time.monotonic()
        for one in candidates(
            some,
            request=request,
            teacher=teacher,
            sampling=sampling or usual_sampling(request.style),
            seen=seen,
            should_stop=lambda: False,
            stored={index: _stored(line) for index, line in stored.items()},
        ):
            stored[one.index] = _line(one)
            lines.add(stored[one.index])
            tell(stored[one.index])
        if len(stored) > before:
            lines.add({"batch": some.index, "seconds": round(time.monotonic() - began, 3)})
    return [stored[index] for index in sorted(stored)]


def seconds(lines: Lines) -> float:
    """How long all batches took together."""
    return sum({line["batch"]: line["seconds"] for line in lines.read() if "batch" in line}.values())


_TOLD_BY_ORDERS = ("more_new_values",)
"""Fields of a request that only decide its prompts, and came after outputs had been cached by the others."""


def key_of_writing(
    request: Request, orders: Sequence[Order], teacher: str, sampling: Sampling, batch: int, where: object = None
) -> str:
    """A hash of all that decides what is written, for the name of the file that caches it.

    Args:
        where: what else does, such as a device and a dtype that were chosen.
    """
    of_request = {name: value for name, value in asdict(request).items() if name not in _TOLD_BY_ORDERS}
    decides = [of_request, asdict(sampling), batch, about(teacher, request.method), [*map(told, orders)]]
    return key_of(decides if where is None else [*decides, where])


def told(order: Order) -> object:
    """What of an order decides its outputs, for the key of a cache."""
    asked = [asdict(item) for item in order.prompt.asked]
    return [order.prompt.text, asked, order.samples, order.grammar is not None, order.drafts]


def about(teacher: str, method_name: str) -> object:
    """What decides the outputs of a teacher, without loading it."""
    if not method(method_name).needs_teacher:
        return NO_TEACHER
    adapter = adapter_of(teacher)
    return [teacher, adapter.shown if adapter else "", card_of(teacher)]


def card(lines: Lines) -> Line:
    """The card of the teacher that wrote them, as in `TeacherCard`; empty of no lines."""
    return next((line["teacher"] for line in lines.read() if "teacher" in line), {})


def yields(lines: Iterable[Line]) -> dict[str, int]:
    """How many were kept, and how many were dropped for each check."""
    return dict(Counter(line["dropped_for"] or KEPT for line in lines))


def text_of(line: Line) -> str:
    """The text of an output that could be read."""
    return read_typed(line["utterance"]).text


def utterance_of(line: Line, intent: str, language: str) -> Utterance:
    """The utterance of an output that could be read."""
    annotated = read_typed(line["utterance"])
    parse = read_parse(line["parse"], SQUARE) if "parse" in line else None
    return Utterance(annotated.text, intent, language, annotated.spans, parse)


def _stored(line: Line) -> StoredOutput:
    return StoredOutput(line["prompt"], line["raw"], line["dropped_for"] is None)


def _line(one: Candidate) -> Line:
    said, dropped = one.utterance, one.dropped_for
    parse = {"parse": write_parse(said.parse, SQUARE)} if said and said.parse else {}
    return {
        "index": one.index,
        "raw": one.raw,
        "utterance": write_typed(said) if said else None,
        **parse,
        "dropped_for": dropped.check if dropped else None,
        "prompt": one.prompt_index,
        "tokens": one.tokens,
    }
