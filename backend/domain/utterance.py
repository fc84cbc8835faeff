"""An utterance: what somebody says, its intent, and either its slots as spans of the text or its parse.

A project holds the one or the other. An utterance with a parse has no spans: the parse says everything, its
intent too (`Parse.intent`), so that whatever goes by intent, language and text works for both kinds alike.
Whether a parse fits its text depends on the form of the project's parses, and is said by its schema.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code
from backend.domain.names import MAX_NAME, label_name
from backend.domain.parse import Parse

MAX_TEXT = 2000
"""Characters; longer is no utterance, and would choke a teacher's prompt."""


@dataclass(frozen=True, order=True)
class Span:
    """A slot in the text: character offsets (Unicode code points), end-exclusive."""

    start: int
    end: int
    slot: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot", label_name(self.slot, kind="slot"))
        if self.start < 0 or self.end < 0:
            raise InvalidValue("span before the start of the text", value=self._shown())
        if self.end <= self.start:
            raise InvalidValue("empty span", value=self._shown(), remedy="Its end must come after its start.")

    def _shown(self) -> str:
        return f"{self.slot} {self.start}:{self.end}"


@dataclass(frozen=True)
class Utterance:
    """One labelled utterance.

    Spans are kept sorted; they lie inside the text, do not overlap, and neither begin nor end with
    white space, so that the bracket notation round-trips exactly. With a parse there are none, and no white space
    at the edges of the text, which every way of writing the two beside each other would lose.

    Raises:
        InvalidValue: empty or over-long text, control characters, a bad language, a bad span, or a parse beside
            spans, with another intent than the utterance, or whose roots make too long a one.
    """

    text: str
    intent: str
    language: str = "en"
    spans: tuple[Span, ...] = ()
    parse: Parse | None = None

    def __post_init__(self) -> None:
        if self.parse is not None:
            _require_short_intent(self.parse)
            object.__setattr__(self, "text", self.text.strip())
        object.__setattr__(self, "intent", label_name(self.intent, kind="intent"))
        object.__setattr__(self, "language", language_code(self.language))
        object.__setattr__(self, "spans", tuple(sorted(self.spans)))
        _require_plain_text(self.text)
        _require_sound_spans(self.text, self.spans)
        if self.parse is not None:
            _require_parse_alone(self.parse, self.intent, self.spans)

    def value(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """(slot, value) for every span, in the order of the text."""
        return tuple((span.slot, self.value(span)) for span in self.spans)

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """(label, value) of every slot, or of every label of its parse, "" as the value of one that holds none."""
        return self.slots if self.parse is None else self.parse.labels

    @property
    def around_spans(self) -> str:
        """The text without its values, a space in place of each."""
        edges = [0, *(edge for span in self.spans for edge in (span.start, span.end)), len(self.text)]
        return " ".join(self.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2))

    @property
    def slot_counts(self) -> Counter[str]:
        """How often each slot occurs: the multiset that a request's labels are compared with."""
        return Counter(span.slot for span in self.spans)


def value_of_slot(value: str, slot: str) -> str:
    """A value that a slot is to take, in one line, if an utterance may hold it.

    Raises:
        InvalidValue: control characters other than white space, nothing to be seen, or too long.
    """
    line = " ".join(value.split())
    try:
        _require_plain_text(line)
    except InvalidValue as error:
        problem = f"value of slot {slot} that no utterance can hold ({error.problem})"
        raise InvalidValue(problem, value=line, remedy="Give another, or leave it out.") from error
    return line


def is_value(value: str) -> bool:
    """Whether `value_of_slot` takes it."""
    try:
        value_of_slot(value, "any")
    except InvalidValue:
        return False
    return True


def _require_plain_text(text: str) -> None:
    # Zs and Cf alone show nothing: a zero-width space is no utterance. Unassigned (Cn) may be a new emoji.
    if all(character.isspace() or unicodedata.category(character) == "Cf" for character in text):
        raise InvalidValue("empty utterance", value=text, remedy="Type what the user would say.")
    if len(text) > MAX_TEXT:
        raise InvalidValue(f"utterance of {len(text)} characters, at most {MAX_TEXT}", value=text)
    for position, character in enumerate(text):
        # Cc: line breaks would tear line-based files apart; Cs: lone surrogates cannot be written as UTF-8.
        if unicodedata.category(character) in ("Cc", "Cs") or character in "\u2028\u2029":
            raise InvalidValue(
                f"control character at position {position} of the utterance",
                value=character,
                remedy="Take out line breaks, tabs and other control characters.",
            )


def _require_sound_spans(text: str, spans: tuple[Span, ...]) -> None:
    last: Span | None = None
    for span in spans:
        if span.end > len(text):
            raise InvalidValue(
                f"span outside the text, which has {len(text)} characters",
                value=f"{span.slot} {span.start}:{span.end}",
            )
        covered = text[span.start : span.end]
        if covered != covered.strip():
            raise InvalidValue(
                f"span of slot {span.slot} with white space at its edge",
                value=covered,
                remedy="Let the span begin and end at a visible character.",
            )
        if last is not None and span.start < last.end:
            raise InvalidValue(
                f"span of slot {span.slot} overlaps span of slot {last.slot}",
                value=text[span.start : last.end],
                remedy="A character belongs to one slot at most.",
            )
        last = span


def _require_short_intent(parse: Parse) -> None:
    """Refuse what many different roots beside each other make: a name cut short would tell nobody what it means."""
    if len(parse.intent) > MAX_NAME:
        raise InvalidValue(
            f"parse whose roots make an intent of {len(parse.intent)} characters, at most {MAX_NAME}",
            value=parse.intent,
            remedy="Give its roots shorter labels, or put one root around them.",
        )


def _require_parse_alone(parse: Parse, intent: str, spans: tuple[Span, ...]) -> None:
    if spans:
        raise InvalidValue("spans beside a parse", value=[span.slot for span in spans], remedy="Give one of the two.")
    if parse.intent != intent:
        raise InvalidValue(
            f"intent of an utterance whose parse says {parse.intent}", value=intent, remedy="Let both say the same."
        )
