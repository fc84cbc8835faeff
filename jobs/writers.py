"""What a teacher can be asked to write, as far as that is known without asking it."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code, language_name
from backend.teacher.catalogue import languages_of
from backend.teacher.packaged import MULTILINGUAL_TEACHER


def require_writes(teacher: str, language: str) -> None:
    """Refuse a language that a teacher is known not to write.

    Args:
        language: its code.

    Raises:
        InvalidValue: says which languages the teacher writes, and what else there is.
    """
    known = languages_of(teacher)
    if known and _family(language) not in {_family(code) for code in known}:
        raise InvalidValue(
            f"language that the teacher {teacher} cannot write",
            value=language_name(language),
            remedy=f"It writes {named(known)}. Choose another language, or a teacher that writes it: "
            f"{MULTILINGUAL_TEACHER} (make multilingual), or a model of the hub or of a server.",
        )


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
