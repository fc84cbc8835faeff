"""The methods there are, by name."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.methods.back_translate import BackTranslate
from backend.methods.base import Method
from backend.methods.linguist import Linguist
from backend.methods.paraphrase import Paraphrase
from backend.methods.slot_swap import SlotSwap
from backend.methods.templates import Templates
from backend.methods.translate import Translate

_ALL: tuple[Method, ...] = (Linguist(), Paraphrase(), BackTranslate(), Translate(), SlotSwap(), Templates())
_METHODS = {made.name: made for made in _ALL}


def method(name: str) -> Method:
    """The method of that name.

    Raises:
        InvalidValue: unknown name; lists the known ones.
    """
    if name not in _METHODS:
        raise InvalidValue("unknown method", value=name, remedy=f"Use one of: {', '.join(_METHODS)}.")
    return _METHODS[name]


def methods() -> tuple[Method, ...]:
    """All methods, in the order in which they are offered."""
    return tuple(_METHODS.values())
