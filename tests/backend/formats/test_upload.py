"""Uploaded files: what is refused whole, and what is read."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.schema import Intent, Schema, Slot
from backend.formats import reading, upload
from backend.formats.reading import Reading
from backend.formats.upload import ENDINGS, MAX_UPLOAD, read_upload

SCHEMA = Schema((Intent("Fly", slots=("city",)),), (Slot("city"),))


def read(name: str, data: bytes, schema: Schema | None = SCHEMA) -> Reading:
    return read_upload(name, data, intent="Fly", language="en", schema=schema)


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(InvalidValue) as caught:
        read(name, data)
    return str(caught.value)


FILES = {
    ".csv": b"text\nto [city : rome]\n",
    ".tsv": b"text\tintent\nto [city : rome]\tFly\n",
    ".jsonl": b'{"annotated": "to [city : rome]"}\n',
    ".ndjson": b'{"annotated": "to [city : rome]"}\n',
    ".json": b'{"annotated": "to [city : rome]"}\n',
    ".txt": b"to [city : rome]\n",
    ".conll": b"to\tO\nrome\tB-city\n",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_is_read_packed_or_plain_with_a_byte_order_mark_or_without(ending: str) -> None:
    data = FILES[ending.removesuffix(".gz")]
    for content in (data, b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        got = read(f"My.Seeds{ending.upper()}", gzip.compress(content) if ending.endswith(".gz") else content)
        assert [line.utterance.slots for line in got.lines] == [(("city", "rome"),)]
        assert got.errors == ()


@pytest.mark.parametrize("name", ["seeds.xlsx", "seeds", "seeds.gz", "seeds.csv.zip", "../../etc/passwd", "a.pkl", ""])
def test_an_unknown_ending_is_refused_by_name(name: str) -> None:
    message = refusal(name, b"text\nhello")
    assert f"unknown kind of file {name!r}" in message
    assert ".csv, .tsv" in message


def test_a_30_mb_upload_is_refused_unread() -> None:
    assert "file of 30.0 MB, at most 25 MB 'big.csv'" in refusal("big.csv", b"x" * (30 * 2**20))
    assert MAX_UPLOAD == 25 * 2**20


def test_a_gzip_bomb_stops_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_UNPACKED", 2**20)
    bomb = gzip.compress(b"\n" * (40 * 2**20))
    tracemalloc.start()
    message = refusal("bomb.jsonl.gz", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 1 MB once unpacked 'bomb.jsonl.gz'" in message
    assert peak < 8 * 2**20


@pytest.mark.parametrize(
    "data",
    [b"no gzip", gzip.compress(b"text\nhello")[:-6], gzip.compress(b"hello")[:-8] + b"\0" * 8],
    ids=["no gzip", "cut off", "wrong checksum"],  # gzip notes the time: processes must call the tests alike
)
def test_a_damaged_gzip_file_is_refused(data: bytes) -> None:
    assert "damaged gzip file" in refusal("a.csv.gz", data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("text\nhello".encode("utf-16"), "file in UTF-16"),
        ("text\nhello".encode("utf-16-be"), "NUL byte at byte 0, line 1"),
        ("text\r\nhello\ncafé".encode("latin-1"), "not UTF-8 at byte 15, line 3 b'\\xe9'"),
        (b"\xef\xbb\xbftext\n\xff", "not UTF-8 at byte 8, line 2 b'\\xff'"),
    ],
)
def test_what_is_not_utf_8_is_refused_with_the_place(data: bytes, problem: str) -> None:
    message = refusal("a.csv", data)
    assert problem in message
    assert "Save it as UTF-8" in message


def test_a_json_array_and_an_empty_file_are_refused() -> None:
    assert "JSON array, not JSON lines" in refusal("a.json", b'[{"text": "a"}]')
    assert "file without an utterance 'a.txt'" in refusal("a.txt", b"# nothing\n\n")


def test_an_unknown_slot_is_an_error_of_its_line() -> None:
    data = b'{"annotated": "to [town : rome]"}\n{"annotated": "to [city : oslo]"}\n{"text": "hi", "intent": "Greet"}\n'
    got = read("a.jsonl", data)
    assert [line.number for line in got.lines] == [2]
    assert [(error.number, error.content) for error in got.errors] == [(1, "to [town : rome]"), (3, "hi")]
    assert "unknown slot 'town'" in got.errors[0].problem
    assert "unknown intent 'Greet'" in got.errors[1].problem


def test_hostile_rows_are_read_as_text() -> None:
    texts = ["<script>alert(1)</script>", "![x](http://example.org/p.png)", "=cmd()", "ما الطقس"]
    data = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    assert [line.utterance.text for line in read("a.jsonl", data).lines] == texts


def test_too_many_lines_are_refused_not_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_UTTERANCES", 3)
    assert len(read("a.txt", b"a\nb\nc").lines) == 3
    assert "more than 3 utterances" in refusal("a.txt", b"a\nb\nc\nd")
    monkeypatch.setattr(reading, "MAX_LINES", 5)
    assert "more than 5 lines" in refusal("a.txt", b"\n" * 6)


def test_the_endings_that_are_offered_are_those_that_are_read() -> None:
    assert set(FILES) == set(upload._FORMATS)
