"""request → prompts → teacher → read → checks → candidates, as one stream.

The work is cut into batches so that a job that was killed goes on with the batch it was in: a batch
is sampled with a seed of its own, so doing it again gives the same outputs at the same indexes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from backend.checks import SLOTS_PROJECTED, WELL_FORMED, run_checks
from backend.domain.candidate import ANSWERED, Candidate, Verdict
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import Method, method, require_kind
from backend.methods.alignment import NotProjected
from backend.methods.linguist_wording import wording
from backend.teacher.protocol import Order, Output, Sampling, Teacher

SAMPLES_PER_PROMPT = 4
"""How many outputs answer a prompt that is written out for it alone."""

SAMPLES_PER_TUNED_PROMPT = 1
"""The same in the `tuned` style, whose prompts share all but a line: another request costs next to nothing."""

TUNED_DRAFTS = 2
"""Drafts of an output in the `tuned` style: a small teacher knows better what is likely than it draws."""

TUNED_TEMPERATURE = 0.5
"""Of sampling in that style, for the same reason; the requests, each with values of its own, see to variety."""

TUNED_WORDING = 0.5
"""The share of the examples' wording in that style: more says the examples again, less finds worse words of its own."""


@dataclass(frozen=True)
class Batch:
    """The orders that a teacher works on at once.

    Attributes:
        index: which batch of the request, from 0.
        first_output: index, in the request, of the batch's first output.
        first_prompt: index, in the request, of the prompt of the batch's first order.
    """

    index: int
    orders: tuple[Order, ...]
    first_output: int
    first_prompt: int = 0

    @property
    def size(self) -> int:
        """How many outputs."""
        return sum(order.samples for order in self.orders)


def plan(
    request: Request, schema: Schema, seeds: Sequence[Utterance], samples_per_prompt: int | None = None
) -> tuple[Order, ...]:
    """The orders of a request; their samples add up to `request.count`. Same arguments, same orders.

    Args:
        seeds: accepted utterances, of any intent and language; the method picks what it can use.
        samples_per_prompt: as the request's style has it when None.

    Raises:
        InvalidValue: unknown method, intent or slot, or a method for projects of the other kind.
    """
    require_kind(request.method, parses=schema.parses is not None)
    if samples_per_prompt is None:
        samples_per_prompt = usual_samples(request)
    if samples_per_prompt < 1:
        raise InvalidValue("samples per prompt", value=samples_per_prompt, remedy="Sample at least 1.")
    request.require_in(schema)
    prompts = method(request.method).prompts(request, schema, seeds, math.ceil(request.count / samples_per_prompt))
    left = request.count
    orders = []
    for prompt in prompts:
        orders.append(order_for(request, prompt, min(samples_per_prompt, left)))
        left -= samples_per_prompt
    return tuple(orders)


def usual_sampling(style: str, temperature: float | None = None, wording: float | None = None) -> Sampling:
    """How a teacher draws its tokens when nobody says otherwise, but perhaps for the temperature or the wording.

    Raises:
        InvalidValue: one of them out of its range.
    """
    usual = Sampling(temperature=TUNED_TEMPERATURE, wording=TUNED_WORDING) if style == "tuned" else Sampling()
    return replace(
        usual,
        temperature=usual.temperature if temperature is None else temperature,
        wording=usual.wording if wording is None else wording,
    )


def usual_samples(request: Request) -> int:
    """How many outputs answer one prompt of a request."""
    if not method(request.method).needs_teacher:
        return 1
    return SAMPLES_PER_TUNED_PROMPT if request.style == "tuned" else SAMPLES_PER_PROMPT


def order_for(request: Request, prompt: Prompt, samples: int) -> Order:
    """The order for a prompt of a request, new or stored, with the grammar of its replies if the request wants it.

    Raises:
        InvalidValue: unknown method, or a prompt that no reply can satisfy.
    """
    grammar = method(request.method).grammar(prompt) if request.grammar else None
    drafts = TUNED_DRAFTS if request.style == "tuned" else 1
    return Order(prompt, samples, grammar, drafts=drafts, wording=wording(prompt))


def batches(orders: Sequence[Order], size: int) -> tuple[Batch, ...]:
    """Cut orders into batches of `size` outputs (the last may be smaller); an order may be split.

    Raises:
        InvalidValue: a size below 1.
    """
    if size < 1:
        raise InvalidValue("outputs per batch", value=size, remedy="Take at least 1.")
    cut: list[Batch] = []
    gathered: list[Order] = []
    done = room_used = first_prompt = 0
    for prompt_index, order in enumerate(orders):
        left = order.samples
        while left:
            if not gathered:
                first_prompt = prompt_index
            taken = min(left, size - room_used)
            gathered.append(replace(order, samples=taken))
            left, room_used = left - taken, room_used + taken
            if room_used == size:
                cut.append(Batch(len(cut), tuple(gathered), done, first_prompt))
                done, gathered, room_used = done + room_used, [], 0
    if gathered:
        cut.append(Batch(len(cut), tuple(gathered), done, first_prompt))
    return tuple(cut)


def candidates(
    batch: Batch,
    *,
    request: Request,
    teacher: Teacher,
    sampling: Sampling,
    seen: set[str],
    should_stop: Callable[[], bool],
    skip: frozenset[int] = frozenset(),
) -> Iterator[Candidate]:
    """Sample a batch; yield each output as a candidate, kept or dropped, as it is finished.

    Args:
        seen: normalised texts in the request's language, seeds included; what is kept is added.
        should_stop: asked between tokens; the stream ends early once it is true.
        skip: indexes of outputs that are stored already; not yielded again.

    Raises:
        InvalidValue: a prompt longer than the teacher can read.
        Unavailable: the teacher broke down, or what words are aligned by is not there.
    """
    starts = _starts(batch)
    if all(index in skip for index in range(batch.first_output, batch.first_output + batch.size)):
        return
    reader = method(request.method)
    orders = [_without(order, start, skip) for order, start in zip(batch.orders, starts, strict=True)]
    for output in teacher.sample(orders, sampling, batch_seed(request, batch), should_stop):
        index = starts[output.order_index] + output.sample_index
        if index in skip:
            continue
        prompt = batch.orders[output.order_index].prompt
        raw, utterance, verdicts = _first_kept(reader, prompt, output, seen)
        candidate = Candidate(
            raw,
            utterance,
            verdicts,
            index,
            batch.first_prompt + output.order_index,
            output.tokens,
            output.input_tokens,
        )
        if candidate.kept and utterance:
            seen.add(normalised(utterance.text))
        yield candidate


def batch_seed(request: Request, batch: Batch) -> int:
    """The seed that a batch is sampled with: 0 to 2**31 - 1, different for every batch of a request."""
    digest = hashlib.sha256(f"{request.seed}/{batch.index}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 1


def _first_kept(
    reader: Method, prompt: Prompt, output: Output, seen: set[str]
) -> tuple[str, Utterance | None, tuple[Verdict, ...]]:
    """The best draft of a reply that passes all checks, else the best one, with what is read of it and found."""
    if output.refusal:
        return output.text, None, (Verdict(ANSWERED, False, output.refusal),)
    judged = ((text, *_judge(reader, prompt, text, seen)) for text in (output.text, *output.others))
    first = next(judged)
    return next((one for one in (first, *judged) if all(verdict.passed for verdict in one[2])), first)


def _judge(reader: Method, prompt: Prompt, raw: str, seen: set[str]) -> tuple[Utterance | None, tuple[Verdict, ...]]:
    try:
        utterance = reader.read(prompt, raw)
    except NotProjected as error:
        return None, (Verdict(WELL_FORMED, True), Verdict(SLOTS_PROJECTED, False, str(error)))
    except InvalidValue as error:
        return None, (Verdict(WELL_FORMED, False, str(error)),)
    return utterance, run_checks(utterance, prompt, seen)


def _without(order: Order, start: int, skip: frozenset[int]) -> Order:
    stored = frozenset(sample for sample in range(order.samples) if start + sample in skip)
    return replace(order, stored=stored) if stored else order


def _starts(batch: Batch) -> list[int]:
    starts, at = [], batch.first_output
    for order in batch.orders:
        starts.append(at)
        at += order.samples
    return starts
