"""Synthetic utterances to review: every template with every value, drawn without repeating any."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from math import prod
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance

TEMPLATES = {
    "book_table": (
        "a table for {guests} at {restaurant} {day}",
        "reserve {restaurant} {day} for {guests}",
        "can {guests} eat at {restaurant} {day}",
        "{restaurant} has to hold seats for {guests} {day}",
    ),
    "find_recipe": (
        "how do I cook {dish} with {ingredient} in {minutes}",
        "a recipe for {dish} that uses {ingredient} and takes {minutes}",
        "what {dish} can I make from {ingredient} within {minutes}",
        "{dish} in {minutes} with {ingredient} in it",
    ),
    "lend_tool": (
        "lend my {tool} to {neighbour} {day}",
        "{neighbour} borrows the {tool} {day}",
        "note that {neighbour} picks up the {tool} {day}",
        "tell {neighbour} that the {tool} is free {day}",
    ),
    "plan_route": (
        "how do I get to {place} by {vehicle} {day}",
        "the quickest way to {place} {day} with the {vehicle}",
        "take the {vehicle} to {place} {day}",
        "is there a {vehicle} that goes to {place} {day}",
    ),
    "send_parcel": (
        "post the {tool} to {neighbour} so that it is there {day}",
        "send a parcel with the {tool} to {neighbour} {day}",
        "ship my {tool} to {neighbour} {day}",
        "have the {tool} collected {day} for {neighbour}",
    ),
    "set_heating": (
        "warm the {room} to {degrees} {day}",
        "set {degrees} for the {room} {day}",
        "I want {degrees} in the {room} {day}",
        "the {room} should not go below {degrees} {day}",
    ),
}
OPENERS = ("", "please ", "could you see to it: ", "hello, ", "when you have time, ", "right, ", "one more thing: ")


def _crossed(left: str, right: str) -> tuple[str, ...]:
    return tuple(f"{first} {second}" for first in left.split("|") for second in right.split("|"))


VALUES = {
    "day": _crossed("on|before|after", "monday|tuesday|wednesday|thursday|friday|saturday|sunday|new year's eve"),
    "degrees": tuple(f"{number} degrees" for number in range(12, 27)),
    "dish": _crossed("spicy|vegan|quick|cold", "lentil soup|dumplings|pancakes|noodles|stew|curry|pie|salad"),
    "guests": ("two", "three", "four", "five", "six", "seven", "eight of us", "nine people", "ten", "a dozen"),
    "ingredient": _crossed("fresh|dried|leftover", "tomatoes|mushrooms|beans|rice|spinach|pumpkin|leeks|herbs"),
    "minutes": tuple(f"{number} minutes" for number in range(5, 65, 5)),
    "neighbour": ("ada", "amir", "bela", "carla", "deniz", "emeka", "farid", "greta", "hana", "ines", "jonas", "kofi"),
    "place": _crossed("the old|the new|the other", "harbour|library|market|station|museum|stadium|bridge|quarry"),
    "restaurant": _crossed("the blue|the little|the golden", "anchor|lantern|olive|kettle|pear|ladle|rooster"),
    "room": ("kitchen", "hall", "cellar", "attic", "bathroom", "nursery", "study", "workshop", "winter garden"),
    "tool": _crossed("big|small|electric|old", "drill|saw|ladder|sander|mower|wrench|trowel|pump"),
    "vehicle": ("bus", "tram", "ferry", "bicycle", "night train", "cable car", "taxi", "scooter"),
}
_HOLE = re.compile(r"\{(\w+)\}")


@cache
def schema() -> Schema:
    """The intents and slots of the templates."""
    intents = (Intent(name, slots=tuple(sorted(_holes(lines[0])))) for name, lines in TEMPLATES.items())
    return Schema(tuple(intents), tuple(Slot(name) for name in VALUES))


def utterances(count: int, seed: int = 0) -> list[Utterance]:
    """So many utterances, no two of them the same, in random order.

    Raises:
        InvalidValue: the templates do not make so many.
    """
    lines = [(intent, opener + line) for intent, of in TEMPLATES.items() for line in of for opener in OPENERS]
    sizes = [prod(len(VALUES[slot]) for slot in _holes(line)) for _, line in lines]
    total = sum(sizes)
    if count > total:
        raise InvalidValue("more utterances than the templates make", value=count, remedy=f"Ask for {total} at most.")
    ends = list(accumulate(sizes))
    chosen = Random(seed).sample(range(total), count)  # noqa: S311 - no secret
    made: list[Utterance] = []
    for number in chosen:
        at = bisect_right(ends, number)
        intent, line = lines[at]
        made.append(_filled(intent, line, number - (ends[at] - sizes[at])))
    return made


def _filled(intent: str, line: str, number: int) -> Utterance:
    """The template with the values that the number stands for, read as digits of mixed base."""
    text, spans, at = "", [], 0
    for hole in _HOLE.finditer(line):
        slot = hole[1]
        number, digit = divmod(number, len(VALUES[slot]))
        text += line[at : hole.start()]
        value = VALUES[slot][digit]
        spans.append(Span(len(text), len(text) + len(value), slot))
        text, at = text + value, hole.end()
    return Utterance(text + line[at:], intent, "en", tuple(spans))


def _holes(line: str) -> list[str]:
    return _HOLE.findall(line)
