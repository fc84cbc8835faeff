"""Why an output was dropped, in plain words: checks have names for the command line and the database."""

from __future__ import annotations

_WORDS = {
    "answered": "the teacher refused",
    "well-formed": "could not be read",
    "slots-projected": "its slots were not found",
    "labels-as-asked": "not the slots asked for",
    "value-kept": "a value asked for is missing",
    "wildcard-filled": "a * was left in place of a value",
    "language": "in another language",
    "refusal": "the teacher declined in words",
    "copy": "copies an example of its prompt",
    "duplicate": "the project has it already",
    "parse-as-schema": "a parse that the labels do not allow",
    "parse-as-asked": "not the parse asked for",
    "values-in-text": "a value is not in the text",
}


def why_dropped(check: str) -> str:
    """What it means that an output failed the check of that name; of one that is no more, the name.

    >>> why_dropped("duplicate"), why_dropped("a-check-of-long-ago")
    ('the project has it already', 'a-check-of-long-ago')
    """
    return _WORDS.get(check, check)
