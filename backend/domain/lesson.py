"""What a teacher is tuned on: texts that it reads, and texts between them that it learns to write."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidValue


@dataclass(frozen=True)
class Piece:
    """A part of a lesson; the loss is taken on `is_target` pieces only."""

    text: str
    is_target: bool = False


@dataclass(frozen=True)
class Lesson:
    """Pieces in their order; the pieces before a target are the prompt that it replies to.

    A lesson may hold several targets: a later one then has the earlier ones in its prompt, as examples.

    Raises:
        InvalidValue: no target, or one that has nothing before it.
    """

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if not any(piece.is_target for piece in self.pieces) or self.pieces[0].is_target:
            raise InvalidValue("lesson without a target after a prompt", value=[piece.text for piece in self.pieces])

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def turns(self) -> tuple[tuple[str, str], ...]:
        """(everything before it, target) for every target, in order."""
        found, before = [], ""
        for piece in self.pieces:
            if piece.is_target:
                found.append((before, piece.text))
            before += piece.text
        return tuple(found)
