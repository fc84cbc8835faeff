"""As many different utterances as are wanted, of the demo project's schema."""

from __future__ import annotations

import random
from collections.abc import Iterator

from backend.domain.notation import read_typed
from backend.domain.utterance import Utterance
from jobs.demo import SCHEMA

_TEMPLATES = {
    "book_table": (
        "{lead} a table for [party_size : {party_size}] {tail} at [restaurant : {restaurant}] [day : {day}]",
        "{lead} room for [party_size : {party_size}] at [time : {time}] {tail}",
        "{lead} a place at [restaurant : {restaurant}] for [time : {time}] {tail}",
    ),
    "order_dish": (
        "{lead} [quantity : {quantity}] [dish : {dish}] {tail}",
        "{lead} the [dish : {dish}] [extra : {extra}] {tail}",
    ),
    "opening_hours": (
        "{lead} when [restaurant : {restaurant}] opens {tail}",
        "{lead} how long you are open [day : {day}] {tail}",
        "{lead} whether the kitchen is open {tail}",
    ),
}
_LEADS = {
    "book_table": ("we need", "please keep", "is there", "could you find us", "i would love", "book", "hold"),
    "order_dish": ("bring me", "we would like", "could i have", "add", "make that", "one more thing,", "i'll take"),
    "opening_hours": ("tell me", "do you know", "i wonder", "can you say", "please check", "we would like to know"),
}
_TAILS = (
    "please", "if you can", "by the window", "for my mother", "before the film", "after work", "on the terrace",
    "with a high chair", "as last time", "for table number {number}", "for order number {number}", "",
)  # fmt: skip
_ENDINGS = ("", " north", " south", " at the harbour", " by the park", " in the old town")


def utterances(seed: int) -> Iterator[Utterance]:
    """Utterances without end, none twice; one in fifty with the wrong intent, as a teacher would have it."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    seen: set[str] = set()
    while True:
        intent = chance.choice(tuple(_TEMPLATES))
        values = {slot.name: chance.choice(slot.catalogue) for slot in SCHEMA.slots}
        values["restaurant"] += chance.choice(_ENDINGS)
        tail = chance.choice(_TAILS).format(number=chance.randrange(2000))
        filled = chance.choice(_TEMPLATES[intent]).format(lead=chance.choice(_LEADS[intent]), tail=tail, **values)
        read = read_typed(" ".join(filled.split()))
        if read.text in seen:
            continue
        seen.add(read.text)
        wrong = not read.spans and chance.random() < 0.2
        yield Utterance(read.text, "order_dish" if wrong else intent, "en", read.spans)
