"""Groups that were made of texts whose parses differ are made anew."""

from __future__ import annotations

from sqlalchemy import text

from tests.postgres import on_both_empty
from tests.storage.test_migrate import old_store
from tests.storage.test_parse_labels import OLD

SECOND, SLOTS, ALONE = (
    "INSERT INTO example (id, project_id, origin, status, version, queue, text, normalised, fingerprint, intent, "
    "language, spans, parse, group_key, method, provenance, created_at, updated_at) VALUES "
    f"({id_}, 1, 'imported', 'pending', 1, 0, 'x', 'x', 'f', 'ORDER', 'en', '[]', {parse}, {key}, '', '{{}}', "
    "'2026-01-01 00:00:00', '2026-01-01 00:00:00')"
    for id_, parse, key in ((2, "'[ORDER [DRINK tea ] ]'", 1), (3, "NULL", 3), (4, "'[ORDER [DRINK tea ] ]'", "NULL"))
)
INSIGHTS = tuple(
    "INSERT INTO insight (example_id, fingerprint, doubt, rarity, distance, doubts, why, accepted, rejected, at) "
    f"VALUES ({id_}, 'f', 0, 0, 0, '[]', '[]', '[]', '[]', '2026-01-01 00:00:00')"
    for id_ in (1, 2, 3, 4)
)


@on_both_empty
def test_rows_of_groups_of_parses_are_new_again_and_all_others_stay(address: str) -> None:
    grouped = "UPDATE example SET group_key = 1 WHERE id = 1"
    old = old_store(address, "0015", (*OLD, grouped, SECOND, SLOTS, ALONE, *INSIGHTS))
    with old.read() as session:
        keys = session.execute(text("SELECT id, group_key FROM example ORDER BY id")).all()
        known = session.execute(text("SELECT example_id FROM insight ORDER BY example_id")).all()
    assert keys == [(1, None), (2, None), (3, 3), (4, None)]
    assert known == [(3,), (4,)]
