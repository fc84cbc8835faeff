from __future__ import annotations

from storage.engine import Store
from storage.reviewers import put_reviewer_keys, reviewer_keys


def test_a_reviewer_has_keys_of_his_own(store: Store) -> None:
    with store.write() as session:
        put_reviewer_keys("mira", {"accept": "j"}, session=session)
        put_reviewer_keys("", {"accept": "h"}, session=session)
    with store.read() as session:
        assert reviewer_keys("mira", session=session) == {"accept": "j"}
        assert reviewer_keys("", session=session) == {"accept": "h"}
        assert reviewer_keys("noor", session=session) == {}


def test_new_keys_take_the_place_of_the_old(store: Store) -> None:
    for keys in ({"accept": "j", "skip": "l"}, {"accept": "n"}):
        with store.write() as session:
            put_reviewer_keys("mira", keys, session=session)
    with store.read() as session:
        assert reviewer_keys("mira", session=session) == {"accept": "n"}
