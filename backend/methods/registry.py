"""The methods there are, by name: those that write slots, and those that write parses."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.methods.back_translate import BackTranslate
from backend.methods.base import Method
from backend.methods.clasp_gb import ClaspGb
from backend.methods.clasp_rs import ClaspRs
from backend.methods.clasp_tb import ClaspTb
from backend.methods.clasp_ts import ClaspTs
from backend.methods.linguist import Linguist
from backend.methods.paraphrase import Paraphrase
from backend.methods.slot_swap import SlotSwap
from backend.methods.templates import Templates
from backend.methods.translate import Translate

_OF_SLOTS: dict[str, Method] = {
    made.name: made for made in (Linguist(), Paraphrase(), BackTranslate(), Translate(), SlotSwap(), Templates())
}
_OF_PARSES: dict[str, Method] = {made.name: made for made in (ClaspRs(), ClaspTs(), ClaspGb(), ClaspTb())}
_METHODS = _OF_SLOTS | _OF_PARSES


def method(name: str) -> Method:
    """The method of that name.

    Raises:
        InvalidValue: unknown name; lists the known ones.
    """
    if name not in _METHODS:
        raise InvalidValue("unknown method", value=name, remedy=f"Use one of: {', '.join(_METHODS)}.")
    return _METHODS[name]


def methods(*, parses: bool | None = None) -> tuple[Method, ...]:
    """The methods in the order in which they are offered.

    Args:
        parses: those that write parses, or those that write slots; all when None.
    """
    if parses is None:
        return tuple(_METHODS.values())
    return tuple((_OF_PARSES if parses else _OF_SLOTS).values())


def writes_parses(name: str) -> bool:
    """Whether the method of that name is one for projects of parses.

    Raises:
        InvalidValue: unknown name.
    """
    return method(name).name in _OF_PARSES


def require_kind(name: str, *, parses: bool) -> None:
    """Refuse a method that is not for projects of this kind.

    Raises:
        InvalidValue: it is for the other one, or unknown; lists those that are.
    """
    if writes_parses(name) == parses:
        return
    written, held = ("slots", "parses") if parses else ("parses", "slots")
    remedy = f"Use one of: {', '.join(one.name for one in methods(parses=parses))}."
    raise InvalidValue(f"method that writes {written}, in a project of {held}", value=name, remedy=remedy)
