"""The methods there are, by name: every module of this package that has a `METHOD` is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_schema import ParseForm
from backend.methods.base import Method


def found_in(package: str, path: Iterable[str]) -> dict[str, Method]:
    """Name → method, of a package's modules, in the order in which they are offered: by their `place`, then by name.

    Args:
        package: its full name; path: the folders that hold its modules (`__path__`).

    Raises:
        Conflict: two modules with a method of the same name.
    """
    modules = [import_module(f"{package}.{one.name}") for one in pkgutil.iter_modules(path)]
    made: list[Method] = [module.METHOD for module in modules if hasattr(module, "METHOD")]
    known: dict[str, Method] = {}
    for one in sorted(made, key=lambda one: (one.place, one.name)):
        if one.name in known:
            raise Conflict("two methods of one name", value=one.name, where=package, remedy="Rename one of them.")
        known[one.name] = one
    return known


_METHODS = found_in("backend.methods", import_module("backend.methods").__path__)


def method(name: str) -> Method:
    """The method of that name.

    Raises:
        InvalidValue: unknown name; lists the known ones.
    """
    if name not in _METHODS:
        raise InvalidValue("unknown method", value=name, remedy=f"Use one of: {', '.join(_METHODS)}.")
    return _METHODS[name]


def methods() -> tuple[Method, ...]:
    """All methods in the order in which they are offered."""
    return tuple(_METHODS.values())


def methods_for(form: ParseForm | None) -> tuple[Method, ...]:
    """The methods for projects whose parses have that form; for those of slots when None."""
    return tuple(one for one in methods() if _writes(one, form))


def writes_parses(name: str) -> bool:
    """Whether the method of that name is one for projects of parses.

    Raises:
        InvalidValue: unknown name.
    """
    return bool(method(name).forms)


def require_form(name: str, form: ParseForm | None) -> None:
    """Refuse a method that is not for projects whose parses have that form, or, when None, for those of slots.

    Raises:
        InvalidValue: it is not, or unknown; lists those that are.
    """
    if _writes(method(name), form):
        return
    if writes_parses(name) == (form is not None):
        problem = f"method that writes no parses of the form {form}"
    else:
        written, held = ("slots", "parses") if form else ("parses", "slots")
        problem = f"method that writes {written}, in a project of {held}"
    raise InvalidValue(problem, value=name, remedy=f"Use one of: {', '.join(one.name for one in methods_for(form))}.")


def _writes(one: Method, form: ParseForm | None) -> bool:
    return form in one.forms if form else not one.forms
