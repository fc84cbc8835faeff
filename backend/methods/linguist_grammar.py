r"""The replies that a LINGUIST prompt asks for, as a grammar: the labels that are asked for, and nothing else.

Any order of the labels, adjacent ones too; given values as they stand; for `*` a value that shows
something and has no white space at its edges. Brackets and backslashes that belong to the text are
escaped, as the notation has it. A star may follow a letter, digit or symbol (`m*a*s*h`), but begins no
word: a teacher without an idea writes it so. No script is treated differently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from backend.domain.errors import InvalidValue
from backend.domain.expression import Characters, Choice, Expression, Literal, Repeat, Series, any_order, optional
from backend.domain.grammar import Grammar
from backend.domain.notation import escape
from backend.domain.prompt import Prompt
from backend.domain.request import WILDCARD, Include
from backend.domain.utterance import MAX_TEXT, Utterance
from backend.methods.characters import classes, either

TIMES_SHOWN = 3
"""A stretch of text or a value may be so many times as long as the longest of its kind in the prompt's examples."""

LEAST_TEXT, LEAST_VALUE = 80, 40
"""Characters that a stretch of text, or a value, may have however short the examples are."""

TEXT_WITHOUT_EXAMPLES, VALUE_WITHOUT_EXAMPLES = 120, 60
"""Characters where no example shows how long."""

MOST_IN_ANY_ORDER = 8
"""Distinct slots that come in any order; further ones come after those, since each doubles the rules."""

_INVISIBLE_FIRST = 16
_CHARACTERS_A_UNIT = 2  # a backslash and what it escapes, or a symbol and a star


def linguist_grammar(prompt: Prompt) -> Grammar:
    """The replies to a prompt: `[1 boston ]` for the style `tuned`, `[city : boston]` for others.

    Raises:
        InvalidValue: a given value that no utterance can hold, or given values too long for one.
    """
    wanted = [(item.slot, None if item.is_wildcard else _sayable(item, prompt)) for item in prompt.asked]
    text, value = _bounds(prompt, wanted)
    if not wanted:
        return Grammar(_visible(Repeat(_unit(), 0, text)))
    between = Repeat(_unit(), 0, text)
    head = optional(Series((_edge(), Repeat(_unit(), 0, text - 1))))
    spans = [_span(prompt, slot, given, value[slot]) for slot, given in wanted]
    return Grammar(Series((head, *any_order(spans, between, MOST_IN_ANY_ORDER))))


def _sayable(item: Include, prompt: Prompt) -> str:
    """The given value as an utterance can hold it; line breaks and tabs are spaces there, as in the prompt."""
    is_one_line = not any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in item.value)
    value = item.value if is_one_line else " ".join(item.value.split())
    try:
        Utterance(value, prompt.intent, prompt.language)
    except InvalidValue as error:
        raise InvalidValue(
            f"value of slot {item.slot} that no utterance can hold",
            value=item.value,
            remedy="Give a value that shows something and has no control characters, or *.",
        ) from error
    return value


def _bounds(prompt: Prompt, wanted: Sequence[tuple[str, str | None]]) -> tuple[int, dict[str, int]]:
    """Units that each stretch of text may have, and each slot's value; all together fit into an utterance."""
    stretches = [len(stretch) for example in prompt.examples for stretch in _outside(example)]
    text = max(LEAST_TEXT, TIMES_SHOWN * max(stretches)) if stretches else TEXT_WITHOUT_EXAMPLES
    values = {slot: _value_bound(slot, prompt.examples) for slot, _ in wanted}
    fixed = sum(_INVISIBLE_FIRST + 6 if given is None else len(given) for _, given in wanted)
    open_units = text * (len(wanted) + 1) + sum(values[slot] for slot, given in wanted if given is None)
    room = (MAX_TEXT - fixed - _INVISIBLE_FIRST) / (_CHARACTERS_A_UNIT * open_units)
    if room * text < 1:
        raise InvalidValue(
            f"values to include that fill the {MAX_TEXT} characters of an utterance",
            value=len(wanted),
            remedy="Ask for fewer slots, or for shorter values.",
        )
    shrunk = min(1.0, room)
    return int(text * shrunk), {slot: max(1, int(units * shrunk)) for slot, units in values.items()}


def _value_bound(slot: str, examples: Sequence[Utterance]) -> int:
    shown = [len(value) for example in examples for name, value in example.slots if name == slot]
    return max(LEAST_VALUE, TIMES_SHOWN * max(shown)) if shown else VALUE_WITHOUT_EXAMPLES


def _outside(utterance: Utterance) -> list[str]:
    edges = [0, *(edge for span in utterance.spans for edge in (span.start, span.end)), len(utterance.text)]
    return [utterance.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]


def _span(prompt: Prompt, slot: str, given: str | None, bound: int) -> Expression:
    value = (
        _visible(optional(Series((Repeat(_unit(), 0, bound), _edge())))) if given is None else Literal(escape(given))
    )
    if prompt.template.rpartition("/")[2] == "tuned":
        number = next(number for number, label in prompt.labels if label == slot)
        return Series((Literal(f"[{number} "), value, Literal(" ]")))
    return Series((Literal(f"[{slot} : "), value, Literal("]")))


def _visible(rest: Expression) -> Expression:
    """Something that shows, with no white space at its head, then `rest`."""
    solid, punctuation, formats, spaces = classes()
    head = Series((formats, Repeat(either(formats, spaces), 0, _INVISIBLE_FIRST)))
    return Series((optional(head), _written(solid, punctuation), rest))


@cache
def _edge() -> Expression:
    """A unit that is no white space."""
    solid, punctuation, formats, _ = classes()
    return _written(solid, either(punctuation, formats))


@cache
def _unit() -> Expression:
    """One character of the text as it is written: escaped, if it must be, and perhaps a star after a solid one."""
    solid, punctuation, formats, spaces = classes()
    return _written(solid, either(punctuation, formats, spaces))


def _written(solid: Characters, other: Characters) -> Expression:
    escaped = Series((Literal("\\"), Characters.of("[]\\")))
    return Choice((Series((solid, optional(Literal(WILDCARD)))), other, escaped))
