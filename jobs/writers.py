"""Who writes what a teacher is asked for, and in which languages, as far as that is known without asking."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code, language_name
from backend.domain.request import Request
from backend.methods import method
from backend.teacher.catalogue import languages_of, writer_of
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import MULTILINGUAL_TEACHER

__all__ = ["NO_TEACHER", "named", "require_writes", "why_unwritten", "writer_for"]


def writer_for(teacher: str, request: Request) -> str:
    """The name of the teacher that writes for a request: the chosen one, its base, or none where none is needed.

    Raises:
        InvalidValue: unknown method.
    """
    if not method(request.method).needs_teacher:
        return NO_TEACHER
    return writer_of(teacher, request.method, request.style)


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
