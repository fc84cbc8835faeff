"""Second step: which of the new candidates are near-duplicates, of each other and of those that wait already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.insight.groups import BEFORE, Member, bucket, group
from backend.insight.vectors import unpacked
from jobs.analysis.tools import WRITTEN_AT_ONCE, Slices, Tools, row_from, row_of
from storage.analyses import note_progress, plain_of, stream_plain
from storage.embeddings import vectors_of
from storage.engine import Store
from storage.insights import group_keys_of, pending_of, save_group_keys
from storage.pieces import pieces

READ_AT_ONCE = 500
MEMBERS_AT_ONCE = 2000
"""Rows whose vectors are in memory at a time; a single bucket may be larger."""


class Buckets:
    """Which pending examples of a project share intent, language, slots and values; ids only, of any number."""

    def __init__(self, project_id: int, store: Store) -> None:
        self._ids: dict[int, dict[int, None]] = {}
        self._keys: dict[int, int] = {}
        with store.read() as session:
            for piece in stream_plain(project_id, "pending", session=session):
                for plain in piece:
                    row = row_from(plain)
                    self.add(row.id, hash(bucket(row)))

    def add(self, example_id: int, key: int) -> None:
        """Put an example into a bucket, and out of the one that it was in before its text changed.

        Another example may also have got the id of one that was deleted.
        """
        self._ids.get(self._keys.get(example_id, key), {}).pop(example_id, None)
        self._keys[example_id] = key
        self._ids.setdefault(key, {})[example_id] = None

    def of(self, key: int) -> Sequence[int]:
        return list(self._ids.get(key, ()))


def group_new(project_id: int, tools: Tools, buckets: Buckets, new: Sequence[int]) -> Slices:
    """Put new examples into groups, or into none."""
    if tools.encoder is None:
        return
    touched: dict[int, None] = {}
    for ids in pieces(sorted(new), READ_AT_ONCE):
        with tools.store.read() as session:
            rows = [row_of(example) for example in pending_of(ids, session=session)]
        for row in rows:
            key = hash(bucket(row))
            buckets.add(row.id, key)
            touched[key] = None
        yield
    fresh = frozenset(new)
    shared = [ids for ids in (_in_order(buckets.of(key), fresh) for key in touched) if len(ids) > 1]
    done, total = 0, sum(map(len, shared))
    for some in _filled(shared):
        keys = _keys(some, tools)
        for piece in pieces(list(keys.items()), WRITTEN_AT_ONCE):
            with tools.store.write() as session:
                save_group_keys(project_id, dict(piece), session=session)
        done += sum(map(len, some))
        with tools.store.write() as session:
            note_progress(project_id, phase="grouping", done=done, total=total, session=session)
        yield


def _in_order(ids: Sequence[int], fresh: frozenset[int]) -> Sequence[int]:
    """Those of a bucket that are compared: some that were there before, then the new ones."""
    return [*[one for one in ids if one not in fresh][-BEFORE:], *[one for one in ids if one in fresh]]


def _keys(some: Sequence[Sequence[int]], tools: Tools) -> dict[int, int]:
    """New group keys of the examples of some buckets, each in the order in which they came."""
    vectors: dict[int, bytes] = {}
    members: dict[int, Member] = {}
    found: dict[int, int] = {}
    for read in pieces([one for ids in some for one in ids], READ_AT_ONCE):
        with tools.store.read() as session:
            keyed = group_keys_of(read, session=session)
            members |= {one: Member(one, key) for one, key in keyed.items()}
            vectors |= vectors_of(read, tools.encoder_name or "", session=session)
            found |= {plain[0]: hash(bucket(row_from(plain))) for plain in plain_of(read, session=session)}
    keys: dict[int, int] = {}
    for ids in some:
        alike: dict[int, list[int]] = {}
        for one in ids:
            if one in members and one in vectors and one in found:
                alike.setdefault(found[one], []).append(one)  # a text may have changed since it was put into its bucket
        for there in alike.values():
            if len(there) > 1:
                keys |= group([members[one] for one in there], unpacked([vectors[one] for one in there]))
    return keys


def _filled(buckets: Iterable[Sequence[int]]) -> Iterable[list[Sequence[int]]]:
    """Buckets that are worked on together, since most hold two or three rows."""
    some: list[Sequence[int]] = []
    for ids in buckets:
        some.append(ids)
        if sum(map(len, some)) >= MEMBERS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some
