"""Where a reply in the numbered notation stands, token by token: in its words, in a label, or in a value."""

from __future__ import annotations

from dataclasses import dataclass, field

BEGIN = -1
"""What stands before the first token of a reply."""

Item = int | str
"""A token, or the number of the label whose value stands there."""


@dataclass
class Place:
    """Where a reply stands: in its words, in the number of a label, or in a value.

    Attributes:
        items: words, brackets and numbers of labels so far, and the label of each value in the value's place.
        label: of the last value, as far as it is written; bracket_end: how many items there were after its bracket.
    """

    items: list[Item] = field(default_factory=lambda: [BEGIN])
    label: str = ""
    bracket_end: int = 0
    in_value: bool = False
    in_label: bool = False
    _is_escaped: bool = False

    @property
    def is_after_value(self) -> bool:
        """Whether no word was written since the last value, or since the beginning."""
        return isinstance(self.items[-1], str) or self.items[-1] == BEGIN

    @property
    def since_value(self) -> list[int]:
        """The words since the last value, or since the beginning."""
        found: list[int] = []
        for item in reversed(self.items):
            if isinstance(item, str) or item == BEGIN:
                break
            found.append(item)
        return found[::-1]

    def is_word(self, text: str) -> bool:
        """Whether a token of that text, were it the next, would be none of a value's."""
        return not self.in_value and (not self.in_label or text[:1].isdigit())

    def add(self, token: int, text: str) -> None:
        """One token more; what opens or closes a value may lie anywhere in it."""
        if self.is_word(text):
            self.items.append(token)
        for character in text:
            self._read(character)

    def _read(self, character: str) -> None:
        if self._is_escaped:
            self._is_escaped = False
        elif character == "\\":
            self._is_escaped = True
        elif self.in_label:
            if character.isdigit():
                self.label += character
            else:
                self.in_label, self.in_value = False, True
        elif self.in_value and character == "]":
            self.in_value = False
            self.items.append(self.label)
        elif not self.in_value and character == "[":
            self.in_label, self.label, self.bracket_end = True, "", len(self.items)
