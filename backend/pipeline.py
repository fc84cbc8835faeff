"""orders → teacher → read → checks → candidates, as one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from backend.batching import Batch, batch_seed, compared
from backend.checks import SLOTS_PROJECTED, WELL_FORMED, run_checks
from backend.choosing import Choice
from backend.domain.candidate import ANSWERED, Candidate, Verdict
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from backend.methods import Method, method
from backend.methods.alignment import NotProjected
from backend.teacher.protocol import Order, Output, Sampling, Teacher


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

    Where orders have spares, and the teacher says how likely its outputs are, all of these come once the last of them
    is finished, and the least likely ones not at all.

    Args:
        seen: normalised texts in the request's language, seeds included; what is kept is added.
        should_stop: asked between tokens; the stream ends early once it is true.
        skip: indexes of outputs that are stored already; not yielded again.

    Raises:
        InvalidValue: a prompt longer than the teacher can read.
        Unavailable: the teacher broke down, or what words are aligned by is not there.
    """
    starts = batch.first_of_orders
    if all(index in skip for index in range(batch.first_output, batch.first_output + batch.size)):
        return
    reader = method(request.method)
    choices = _choices(batch)

    def judged(output: Output) -> Candidate:
        prompt = batch.orders[output.order_index].prompt
        raw, utterance, verdicts = _first_kept(reader, prompt, output, seen)
        prompt_index = batch.first_prompt + output.order_index
        index = starts[output.order_index] + output.sample_index
        candidate = Candidate(raw, utterance, verdicts, index, prompt_index, output.tokens, output.input_tokens)
        if candidate.kept and utterance:
            seen.add(normalised(utterance.text))
        return candidate

    orders = [_without(order, start, skip) for order, start in zip(batch.orders, starts, strict=True)]
    for output in teacher.sample(orders, sampling, batch_seed(request, batch), should_stop):
        at = output.order_index
        choice = choices.get(at) if output.log_likelihood is not None else None
        if choice:
            yield from choice.chosen(judged, skip) if choice.add(output) else ()
        elif not orders[at].is_spare and starts[at] + output.sample_index not in skip:
            yield judged(output)


def _choices(batch: Batch) -> dict[int, Choice]:
    """By the places of their orders."""
    found = {}
    for run in compared(batch.orders):
        orders = [batch.orders[at] for at in run]
        if orders[-1].is_spare:
            choice = Choice.of(orders, batch.first_of_orders[run[0]])
            found.update(dict.fromkeys(run, choice))
    return found


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
