"""Who writes what a teacher is asked for, and in which languages, as far as that is known without asking."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code, language_name
from backend.domain.request import Request
from backend.methods import method
from backend.teacher.catalogue import languages_of, proposer_of, writer_of
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import MULTILINGUAL_TEACHER

__all__ = [
    "NO_TEACHER",
    "has_values_proposed",
    "named",
    "require_values_proposed",
    "require_writes",
    "why_unwritten",
    "writer_for",
]


def writer_for(teacher: str, request: Request) -> str:
    """The name of the teacher that writes for a request: the chosen one, its base, or none where none is needed.

    Raises:
        InvalidValue: unknown method.
    """
    if not method(request.method).needs_teacher:
        return NO_TEACHER
    return writer_of(teacher, request.method, request.style)


def has_values_proposed(teacher: str, request: Request) -> bool:
    """Whether a job of the request would have values listed before it writes, if enough are known.

    Args:
        teacher: the chosen one.

    Raises:
        InvalidValue: unknown method.
    """
    return request.takes_proposed and proposer_of(writer_for(teacher, request)) is not None


def require_values_proposed(teacher: str, requests: Sequence[Request]) -> None:
    """Refuse to have more new values listed where no job of the requests would have any.

    Args:
        teacher: the chosen one. requests: at least one.

    Raises:
        InvalidValue: none of those that want more new values can have them.
    """
    if requests[0].more_new_values and not any(has_values_proposed(teacher, one) for one in requests):
        raise InvalidValue(
            "more new values, which nobody would list",
            value=" ".join(dict.fromkeys(one.method for one in requests)),
            remedy="They are listed for the method linguist in the style tuned, by the packaged base of a tuned "
            "teacher, and not where the slots are all named.",
        )


def require_writes(teacher: str, request: Request) -> None:
    """Refuse a request in a language that its writer is known not to write.

    Args:
        teacher: the chosen one.

    Raises:
        InvalidValue: says which languages the writer writes, and what else there is.
    """
    writer = writer_for(teacher, request)
    known = languages_of(writer)
    if known and _family(request.language) not in {_family(code) for code in known}:
        raise InvalidValue(
            f"language that the teacher {writer} cannot write",
            value=language_name(request.language),
            remedy=f"It writes {named(known)}. Choose another language, or a teacher that writes it: "
            f"{MULTILINGUAL_TEACHER} (make multilingual), or a model of the hub or of a server.",
        )


def why_unwritten(teacher: str, language: str, *, method: str = "linguist") -> str:
    """Why a teacher does not write a language, and what else there is; "" where it does, or nobody knows.

    Raises:
        InvalidValue: unknown method, or a language that cannot be.
    """
    try:
        require_writes(teacher, Request("any", language, method=method))
    except InvalidValue as error:
        return str(error)
    return ""


def named(codes: tuple[str, ...]) -> str:
    """Languages by name, in a row; a code of a card that is none stays as it is."""
    return ", ".join(_name(code) for code in codes)


def _name(code: str) -> str:
    try:
        return language_name(language_code(code))
    except InvalidValue:
        return code


def _family(code: str) -> str:
    """The language alone, without script and country: `pt` of `pt-BR`."""
    return code.replace("_", "-").partition("-")[0].lower()
