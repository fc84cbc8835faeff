"""What a parse may take from its text: a grammar of one text, to be held beside the grammar of the schema.

It looks at the order of words and brackets alone, in square brackets, and passes over which label is which: a regular
language, so that it is compiled in milliseconds for every text, and the schema's once for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.domain.expression import Characters, Choice, Expression, Literal, Repeat, Series, optional
from backend.domain.grammar import Grammar
from backend.domain.grammar_regex import regex
from backend.domain.names import MAX_NAME
from backend.domain.notation import escape
from backend.domain.parse_schema import ParseSchema
from backend.methods.parse_grammar import MOST_WORDS

MOST_PIECES = 200
"""Pieces of a text that is held to its words; of a longer one a parse is checked afterwards only."""

_MOST_ITEMS = 400
_PIECE = re.compile(r"\d+|[^\W\d_]+|[\W_]")
_SPACE, _CLOSE = Literal(" "), Literal(" ]")
_LABEL = Series((Literal("["), Repeat(Characters.but(" []\\\n"), 1, MAX_NAME + 3)))


@dataclass(frozen=True)
class Piece:
    """Letters, digits, or one other character; `joined` to the one before it where no white space is between."""

    text: str
    joined: bool


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The text cut wherever a parse may cut it.

    >>> [piece.text for piece in pieces_of("wake me at 5:30pm")]
    ['wake', 'me', 'at', '5', ':', '30', 'pm']
    """
    return tuple(
        Piece(piece, at > 0) for word in text.split() for at, piece in enumerate(_PIECE.findall(word)) if piece.strip()
    )


def copying(text: str, schema: ParseSchema) -> str | None:
    """The parses whose words are the text's, in llguidance's Lark without its rule `start`; the parse is `reply`.

    Form `top`: all of them, in their order, every label around one of them at least. Form `decoupled`: every value is
    words that stand beside each other in the text, perhaps in lower case. Where letters, digits and signs meet, a
    parse may have a space or none.

    Returns:
        None where nothing is copied (form `exr`), or the text is longer than MOST_PIECES.
    """
    pieces = pieces_of(text)
    if schema.form == "exr" or not 0 < len(pieces) <= MOST_PIECES:
        return None
    if schema.form == "decoupled":
        return Grammar(_values(pieces)).lark
    return "\n".join(_all_words(pieces, schema.depth, beside=schema.most_roots > 1))


def _all_words(pieces: tuple[Piece, ...], depth: int, *, beside: bool) -> Iterator[str]:
    """One rule for every word and every number of labels around it: `before_2_1` may open further ones or say the
    third word, `after_2_1` has said it and may close some. All words are said before the last label is closed.

    Args:
        beside: several labels may stand side by side, none around them.
    """
    yield "reply: FIRST before_0_1"
    yield f"FIRST: /{regex(_LABEL)}/"
    yield f"LABEL: / {regex(_LABEL)}/"
    yield 'CLOSE: " ]"'
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        word = regex(Literal(escape(piece.text)))
        yield f"WORD_{at}: / {word}/"
        yield f"JOINED_{at}: /{word}/"
        for around in range(0 if beside and at else 1, depth + 1):
            opened = [f"LABEL before_{at}_{around + 1}"] if around < depth else []
            said = [f"WORD_{at} after_{at}_{around}"] if around else []
            yield f"before_{at}_{around}: {' | '.join([*opened, *said])}"
    for at in range(len(pieces)):
        least = 0 if beside and at < last else 1
        for around in range(least, depth + 1):
            ways = [f"CLOSE after_{at}_{around - 1}"] if around > least else []
            if at == last:
                ways += ["CLOSE"] if around == 1 else []
            else:
                ways.append(f"before_{at + 1}_{around}")
                ways += [f"JOINED_{at + 1} after_{at + 1}_{around}"] if pieces[at + 1].joined and around else []
            yield f"after_{at}_{around}: {' | '.join(ways)}"
    yield ""


def _values(pieces: tuple[Piece, ...]) -> Expression:
    begun = [_value(pieces[at : at + MOST_WORDS]) for at in range(len(pieces))]
    item = Choice((Series((_SPACE, _LABEL)), _CLOSE, Series((_SPACE, Choice(tuple(begun)), _CLOSE))))
    return Series((_LABEL, Repeat(item, 1, _MOST_ITEMS)))


def _value(pieces: tuple[Piece, ...]) -> Expression:
    """The first piece, and as many of the following as there may be."""
    whole: Expression = _literal(pieces[-1])
    for piece, after in zip(pieces[-2::-1], pieces[:0:-1], strict=True):
        between = optional(_SPACE) if after.joined else _SPACE
        whole = Series((_literal(piece), optional(Series((between, whole)))))
    return whole


def _literal(piece: Piece) -> Expression:
    """The piece as it stands, or in lower case: values of the form `decoupled` may be written so."""
    said, lower = Literal(escape(piece.text)), Literal(escape(piece.text.lower()))
    return said if said == lower else Choice((said, lower))
