"""Having a teacher list values for the slots of an intent, so that what it then writes need not invent them.

A small teacher that was tuned to fill a `*` fills it with what its lessons held. The model that it was before goes on
well with a list of what is known, and what it lists can be counted before anything is written of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.known import values
from backend.methods.pool import usable
from backend.teacher.protocol import Order, Sampling, Teacher
from backend.values.listing import read_value, value_grammar, value_prompts
from backend.values.voting import voted

LEAST_KNOWN = 3
"""Values that a list begins with, at least, where no more new ones are wanted: what one or two have in common can be
anything."""

LISTS, ENTRIES = 8, 8
"""Lists of a slot's known values, each in another order, and how many different next entries each is given."""

SAMPLING = Sampling(temperature=0.6, top_p=0.95, max_new_tokens=16)
"""Cooler than a list for people: the votes are to agree."""


def listable(requests: Sequence[Request], schema: Schema, seeds: Sequence[Utterance]) -> dict[str, tuple[str, ...]]:
    """The slots for which prompts of the requests would take a proposed value, and the values known of each.

    Those of which enough are known in the language; one is enough where a request wants more new values.

    Args:
        requests: of the same intent, language, method and style.
    """
    open_ones = [one for one in requests if one.takes_proposed]
    if not open_ones:
        return {}
    request = open_ones[0]
    named = {name for one in open_ones for name in one.included}
    held = schema.intent(request.intent).slots
    slots = held if any(one.include is None for one in open_ones) else [slot for slot in held if slot in named]
    own = usable(seeds, request, schema).own
    known = {slot: values(slot, schema, own) for slot in slots}
    least = 1 if any(one.more_new_values for one in open_ones) else LEAST_KNOWN
    return {slot: some for slot, some in known.items() if len(some) >= least}


def proposed_values(
    teacher: Teacher,
    request: Request,
    known: Mapping[str, Sequence[str]],
    should_stop: Callable[[], bool] = lambda: False,
    before: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Slot → values that nobody has looked at, those that most lists have first; the same arguments, the same values.

    Args:
        teacher: one that goes on with any text: the base of a tuned one, not the tuned one itself.
        request: whose intent, language and seed the lists have. known: what `listable` found.
        before: what was proposed earlier for some of these slots. They have no lists again, and nothing is proposed
            that they have, or are known to take.
        should_stop: once it is true, whatever was listed so far is of no use, and nothing is proposed.

    Raises:
        InvalidValue: a slot of which no value is known. Unavailable: the teacher broke down.
    """
    orders, slots = [], []
    earlier = before or {}
    for slot, some in ((slot, some) for slot, some in known.items() if slot not in earlier):
        prompts = value_prompts(slot, some, request, LISTS)
        orders += [Order(prompt, ENTRIES, value_grammar(some)) for prompt in prompts]
        slots += [slot] * LISTS
    outputs = list(teacher.sample(orders, SAMPLING, request.seed, should_stop))
    if len(outputs) < ENTRIES * len(orders):
        return {}
    listed = defaultdict(list)
    for output in sorted(outputs, key=lambda one: (one.order_index, one.sample_index)):
        slot = slots[output.order_index]
        listed[slot].append(read_value(output.text, known[slot]))
    taken = {slot: (*values, *earlier.get(slot, ())) for slot, values in known.items()}
    return {slot: tuple(one.value for one in found) for slot, found in voted(listed, taken).items()}


def with_proposed(schema: Schema, proposed: Mapping[str, Sequence[str]]) -> Schema:
    """The schema with these values at its slots; one that has gone meanwhile is passed over."""
    slots = (replace(slot, proposed=tuple(proposed.get(slot.name, ()))) for slot in schema.slots)
    return replace(schema, slots=tuple(slots))
