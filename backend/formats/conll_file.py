r"""CoNLL: comment lines, then `token<TAB>tag` a line, a blank line after each utterance.

`# text = …` holds the text exactly, so that odd spaces and scripts without spaces come back; a line
with a tab is a token even where it begins with `#`, since no comment of ours holds a tab.
Files from elsewhere may have more columns (first: token, last: tag), spaces for tabs, and no comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from backend.domain.errors import InvalidValue
from backend.domain.tokens import bio_tags, tagging_tokens
from backend.domain.utterance import Utterance
from backend.formats.bio import annotated_by_tags
from backend.formats.reading import Defaults, Line, LineError, attempt
from backend.formats.record import Record, one_line_json

_MAX_TOKENS = 4000
_KEPT = ("text", "intent", "language")


def write(record: Record) -> str:
    """One utterance with its comments and the blank line that ends it.

    Raises:
        InvalidValue: an utterance with a parse, which has no tags.
    """
    utterance = record.utterance
    if utterance.parse is not None:
        raise InvalidValue("parses cannot be written as CoNLL", remedy="Choose JSON lines.")
    comments = {
        "text": utterance.text,
        "intent": utterance.intent,
        "language": utterance.language,
        **({"split": record.split} if record.split else {}),
        "origin": record.origin,
        "provenance": one_line_json(dict(record.provenance), what="provenance"),
    }
    pieces = tagging_tokens(utterance)
    lines = [f"# {name} = {value}" for name, value in comments.items()]
    lines += [f"{token.text}\t{tag}" for token, tag in zip(pieces, bio_tags(utterance.spans, pieces), strict=True)]
    return "\n".join(lines) + "\n\n"


def parse(lines: Iterable[str], defaults: Defaults) -> Iterator[Line | LineError]:
    """One Line or LineError for every block; its number is that of the block's first line."""
    for block in _blocks(lines):
        content = "\n".join(block.comments + block.rows)
        yield attempt(block.number, content, lambda block=block: _utterance(block, defaults))  # type: ignore[misc]


@dataclass
class _Block:
    number: int
    comments: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether it is more than a file's own comments (licence, source)."""
        return bool(self.rows) or any(_comment(line)[0] == "text" for line in self.comments)


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            if block is not None and (block.speaks):
                yield block
            block = None
            continue
        block = block or _Block(number)
        if line.startswith("#") and "\t" not in line and not block.rows:
            block.comments.append(line)
        elif len(block.rows) <= _MAX_TOKENS:
            block.rows.append(line)
    if block is not None and (block.speaks):
        yield block


def _utterance(block: _Block, defaults: Defaults) -> Utterance:
    if defaults.parses:
        raise InvalidValue("CoNLL, which holds no parses", remedy="Use JSON lines, CSV or text.")
    if not block.rows:
        raise InvalidValue("utterance without a token line")
    if len(block.rows) > _MAX_TOKENS:
        raise InvalidValue(
            f"utterance of more than {_MAX_TOKENS} tokens", remedy="Put a blank line between utterances."
        )
    said = _says(block.comments)
    rows = [_token_and_tag(row) for row in block.rows]
    language = said.get("language", "").strip() or defaults.language
    annotated = annotated_by_tags(said.get("text"), [row[0] for row in rows], [row[1] for row in rows], language)
    return defaults.utterance(annotated, said.get("intent"), language)


def _says(comments: list[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for comment in comments:
        name, value = _comment(comment)
        if name in _KEPT:
            if name in said:
                raise InvalidValue("comment twice", value=name, remedy="Put a blank line between utterances.")
            said[name] = value
    return said


def _comment(line: str) -> tuple[str, str]:
    name, _, value = line.removeprefix("#").partition("=")
    # Only the one space that we write: the text may begin with more.
    return name.strip(), value.removeprefix(" ")


def _token_and_tag(row: str) -> tuple[str, str]:
    columns = row.split("\t") if "\t" in row else row.split()
    if len(columns) < 2:
        raise InvalidValue("token line without a tag", value=row, remedy="Write token, tab, tag.")
    return columns[0], columns[-1].strip()
