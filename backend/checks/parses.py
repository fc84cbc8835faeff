"""Is a parse what its prompt asked for, what the project's parses may be, and of its text?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from backend.domain.candidate import Verdict
from backend.domain.errors import InvalidValue
from backend.domain.language import is_unspaced
from backend.domain.normalise import normalised
from backend.domain.parse import Parse
from backend.domain.parse_places import stands_as_words
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import lost_values, shape, text_words, values
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance


def parse_as_schema(parse: Parse, parses: ParseSchema) -> Verdict:
    """Its labels are known and nested as the schema has them, with values where there may be some."""
    try:
        parses.require(parse)
    except InvalidValue as error:
        return Verdict("parse-as-schema", False, str(error))
    return Verdict("parse-as-schema", True)


def parse_as_asked(parse: Parse, prompt: Prompt) -> Verdict:
    """It is of the intent that was asked for and, where a parse was, has just that one's labels in any order."""
    if parse.intent != prompt.intent:
        return Verdict("parse-as-asked", False, f"of intent {parse.intent}")
    if prompt.target is None or shape(parse) == shape(prompt.target):
        return Verdict("parse-as-asked", True)
    found, asked = parse.label_counts, prompt.target.label_counts
    parts = [f"missing {_listed(asked - found)}"] if asked - found else []
    parts += [f"not asked for {_listed(found - asked)}"] if found - asked else []
    return Verdict("parse-as-asked", False, "; ".join(parts) or "the labels are nested otherwise")


def values_as_given(parse: Parse, prompt: Prompt, parses: ParseSchema) -> Verdict:
    """Every value that was given is there under its label, case and punctuation aside, and no other."""
    if prompt.target is None or not prompt.keeps_values:
        return Verdict("value-kept", True)
    found, asked = _counted(parse, parses), _counted(prompt.target, parses)
    lost = _pairs(sorted((asked - found).elements()))
    return Verdict("value-kept", found == asked, f"not found: {lost}" if found != asked else "")


def values_in_text(utterance: Utterance, parse: Parse, prompt: Prompt, parses: ParseSchema) -> Verdict:
    """The text holds every value (form `decoupled`), or is the words of the parse (form `top`).

    Where the text does not say itself where they are, each must stand there as words of its own, except in a
    language that puts no spaces between words.
    """
    if parses.form == "top":
        same = text_words(parse.text) == text_words(utterance.text)
        return Verdict("values-in-text", same, "" if same else f"the words of the parse are: {parse.text}")
    if lost := lost_values(parse, utterance.text, parses):
        return Verdict("values-in-text", False, f"not in the text: {_pairs(lost)}")
    free = not prompt.marks_values and not is_unspaced(utterance.language)
    parts = _parts_of_words(utterance, parse, parses) if free else []
    return Verdict("values-in-text", not parts, f"only part of a word: {_pairs(parts)}" if parts else "")


def _parts_of_words(utterance: Utterance, parse: Parse, parses: ParseSchema) -> list[tuple[str, str]]:
    held = values(parse, parses) if parses.form == "decoupled" else ()
    return [(label, value) for label, value in held if not stands_as_words(utterance.text, value)]


def _pairs(found: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{label} = {value}" for label, value in found)


def _counted(parse: Parse, parses: ParseSchema) -> Counter[tuple[str, str]]:
    return Counter((label, normalised(value)) for label, value in values(parse, parses))


def _listed(labels: Counter[str]) -> str:
    return ", ".join(label if times == 1 else f"{label} × {times}" for label, times in sorted(labels.items()))
