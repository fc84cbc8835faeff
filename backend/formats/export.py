"""Export: a data file and its manifest, read again and compared before they get their names."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import InvalidValue, TeachsetError, Unavailable
from backend.domain.parse_notation import write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from backend.formats import conll_file, jsonl_file
from backend.formats.file_name import safe_stem
from backend.formats.manifest import Manifest, Tally, manifest_of
from backend.formats.reading import Defaults, Line, LineError
from backend.formats.record import Record, one_line_json
from backend.formats.replacing import replace_all, temporary_beside

_PRINT = 16
"""Bytes of a fingerprint: what is kept of each utterance until the file is read again."""


@dataclass(frozen=True)
class ExportResult:
    """The two files, and what the manifest says."""

    path: Path
    manifest_path: Path
    manifest: Manifest


@dataclass(frozen=True)
class _Format:
    write: Callable[[Record], str]
    parse: Callable[[Iterable[str], Defaults], Iterator[Line | LineError]]


_FORMATS = {
    "jsonl": _Format(jsonl_file.write, jsonl_file.parse),
    "conll": _Format(conll_file.write, conll_file.parse),
}
FORMATS = tuple(_FORMATS)


def write_export(
    records: Iterable[Record],
    folder: Path,
    *,
    stem: str,
    format: str,
    filters: Mapping[str, object],
    parses: ParseSchema | None = None,
    split: Mapping[str, object] | None = None,
) -> ExportResult:
    """Write `<stem>.<format>` and `<stem>.<format>.manifest.json` into `folder`, both or neither.

    Records are streamed; 16 bytes of each are kept to compare the file with when it is read again.
    Older files of the same names are replaced at the end, and stay as they are if anything fails.

    Args:
        folder: made if it is not there.
        stem: any text; what is unsafe in a file name becomes `-`.
        format: one of FORMATS.
        filters: what the records were chosen by, for the manifest; what JSON can hold.
        parses: of a project of parses, for the manifest too; split: how records were put on their sides, likewise.

    Raises:
        InvalidValue: unknown format, no record, provenance or filters that JSON cannot hold.
        Unavailable: the disk is full, or the folder cannot be written to.
        TeachsetError: the file, read again, does not say what was given.
    """
    chosen = _FORMATS.get(format)
    if chosen is None:
        raise InvalidValue("unknown export format", value=format, remedy=f"Use one of: {', '.join(FORMATS)}.")
    one_line_json(dict(filters), what="filters")
    path = folder / f"{safe_stem(stem)}.{format}"
    manifest_path = path.with_name(f"{path.name}.manifest.json")
    data_part, manifest_part = temporary_beside(path), temporary_beside(manifest_path)
    with _disk_errors(folder), _removed_at_the_end(data_part, manifest_part):
        folder.mkdir(parents=True, exist_ok=True)
        tally, prints, sha256 = _write(records, data_part, chosen)
        _require_same(data_part, chosen, prints, sha256, parses=tally.parses > 0)
        manifest = manifest_of(
            tally,
            file=path.name,
            format=format,
            size=data_part.stat().st_size,
            sha256=sha256,
            filters=filters,
            parses=parses,
            split=split,
        )
        _write_synced(manifest_part, [manifest.to_json().encode("utf-8")])
        replace_all([(data_part, path), (manifest_part, manifest_path)])
    return ExportResult(path, manifest_path, manifest)


def _write(records: Iterable[Record], path: Path, chosen: _Format) -> tuple[Tally, bytes, str]:
    tally, prints, digest = Tally(), bytearray(), hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        for record in records:
            written = chosen.write(record).encode("utf-8")
            tally.add(record)
            prints.extend(_fingerprint(record.utterance))
            digest.update(written)
            yield written

    _write_synced(path, chunks())
    if not tally.rows:
        raise InvalidValue("nothing to export", remedy="Accept some examples first, or choose wider filters.")
    return tally, bytes(prints), digest.hexdigest()


def _write_synced(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _require_same(path: Path, chosen: _Format, prints: bytes, sha256: str, *, parses: bool) -> None:
    """Read the file as an import would, and compare every utterance with what was given."""
    digest, rows = hashlib.sha256(), 0

    def lines() -> Iterator[str]:
        with path.open("rb") as file:
            for line in file:
                digest.update(line)
                yield line.decode("utf-8").removesuffix("\n")

    try:
        for item in chosen.parse(lines(), Defaults(parses=parses)):
            if isinstance(item, LineError):
                raise _differs(f"line {item.number}", item.problem)
            if _fingerprint(item.utterance) != prints[rows * _PRINT : (rows + 1) * _PRINT]:
                raise _differs(f"line {item.number}", item.utterance.text)
            rows += 1
    except UnicodeDecodeError as error:
        raise _differs(f"utterance {rows + 1}", str(error)) from error
    if rows * _PRINT != len(prints) or digest.hexdigest() != sha256:
        raise _differs("the end of the file", f"{rows} of {len(prints) // _PRINT} utterances")


def _fingerprint(utterance: Utterance) -> bytes:
    spans = [(span.start, span.end, span.slot) for span in utterance.spans]
    parse = (write_parse(utterance.parse),) if utterance.parse else ()
    said = repr((utterance.text, utterance.intent, utterance.language, spans, *parse))
    return hashlib.blake2b(said.encode("utf-8"), digest_size=_PRINT).digest()


def _differs(where: str, found: str) -> TeachsetError:
    return TeachsetError(
        "the exported file, read again, does not say what was given, but",
        value=found,
        where=where,
        remedy="Nothing was exported. Export again; if it happens again, the disk may be failing.",
    )


@contextlib.contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Unavailable(
            "disk full while exporting to" if full else f"cannot write ({error.strerror or error}) to",
            value=str(folder),
            remedy="Free some space, or choose another folder. Nothing was exported, older files are as they were."
            if full
            else "Choose a folder that you may write to. Nothing was exported.",
        ) from error


@contextlib.contextmanager
def _removed_at_the_end(*parts: Path) -> Iterator[None]:
    try:
        yield
    finally:
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink()
