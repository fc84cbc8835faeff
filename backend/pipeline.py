"""orders → teacher → read → checks → candidates, as one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from backend.batching import Batch, batch_seed, compared
from backend.checks import SLOTS_PROJECTED, WELL_FORMED, run_checks
from backend.choosing import Choice
from backend.domain.candidate import ANSWERED, Candidate, StoredOutput, Verdict, as_stored
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from backend.methods import Method, method
from backend.methods.alignment import NotProjected
from backend.teacher.protocol import Order, Output, Sampling, Teacher

NOTHING: Mapping[int, StoredOutput] = {}


def candidates(
    batch: Batch,
    *,
    request: Request,
    teacher: Teacher,
    sampling: Sampling,
    seen: set[str],
    should_stop: Callable[[], bool],
    stored: Mapping[int, StoredOutput] = NOTHING,
) -> Iterator[Candidate]:
    """Sample a batch; yield each output as a candidate, kept or dropped, as it is finished.

    Where orders have spares, and the teacher says how likely its outputs are, all of these come once the last of them
    is finished, and the least likely ones not at all.

    Args:
        seen: normalised texts in the request's language, seeds included; what is kept is added.
        should_stop: asked between tokens; the stream ends early once it is true.
        stored: outputs that are stored already, by their indexes; not yielded again.

    Raises:
        InvalidValue: a prompt longer than the teacher can read.
        Unavailable: the teacher broke down, or what words are aligned by is not there.
    """
    starts = batch.first_of_orders
    if all(index in stored for index in range(batch.first_output, batch.first_output + batch.size)):
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

    orders = [_without(order, start, stored) for order, start in zip(batch.orders, starts, strict=True)]
    for output in teacher.sample(orders, sampling, batch_seed(request, batch), should_stop):
        at = output.order_index
        choice = choices.get(at) if output.log_likelihood is not None else None
        if choice:
            if choice.add(output):
                again = _written_again(choice, batch, stored)
                with _unseen(reader, batch, again, stored, seen):
                    found = choice.chosen(judged, again)
                yield from found
        elif not orders[at].is_spare and starts[at] + output.sample_index not in stored:
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


def _written_again(choice: Choice, batch: Batch, stored: Mapping[int, StoredOutput]) -> dict[int, Output | None]:
    """Of a choice that was stored in part, the outputs that are stored, as the teacher wrote them again."""
    left = list(choice.written)
    found: dict[int, Output | None] = {}
    for index in choice.indexes:
        if index in stored:
            one = stored[index]
            at = one.prompt_index - batch.first_prompt
            same = (output for output in left if output.order_index == at and one.raw in _as_stored(output))
            found[index] = next(same, None)
            left = [output for output in left if output is not found[index]]
    return found


def _as_stored(output: Output) -> set[str]:
    return {as_stored(text) for text in (output.text, *output.others)}


@contextmanager
def _unseen(
    reader: Method, batch: Batch, again: Mapping[int, Output | None], stored: Mapping[int, StoredOutput], seen: set[str]
) -> Iterator[None]:
    """Take the texts of outputs that are stored from those that were seen: each would be a duplicate of itself."""
    own: set[str] = set()
    for index, output in again.items():
        if output is not None and stored[index].kept:
            own.add(normalised(reader.read(batch.orders[output.order_index].prompt, stored[index].raw).text))
    own &= seen
    seen -= own
    try:
        yield
    finally:
        seen |= own


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


def _without(order: Order, start: int, stored: Mapping[int, StoredOutput]) -> Order:
    there = frozenset(sample for sample in range(order.samples) if start + sample in stored)
    return replace(order, stored=there) if there else order
