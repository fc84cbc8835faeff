from __future__ import annotations

import pytest

from backend.domain.errors import Conflict
from backend.teacher.adapter import card_of
from backend.teacher.packaged import DEFAULT_TEACHER
from bench.students.clean import related, require_new, same_name, tuned_intents


@pytest.mark.parametrize("other", ["order_food", "OrderFood", "order-food", "orderfood", "order.food"])
def test_names_are_the_same_however_they_are_written(other: str) -> None:
    assert same_name("order_food", other)


def test_a_teacher_that_was_tuned_on_the_intent_is_refused() -> None:
    card = {"data": {"intents": {"order_food": 3, "food_query": 2}}}
    with pytest.raises(Conflict, match="not new"):
        require_new("OrderFood", "mine", card)
    require_new("RateFood", "mine", card)
    require_new("OrderFood", "a teacher without a card", {})


def test_related_intents_share_a_telling_word() -> None:
    card = {"data": {"intents": {"food_query": 2, "food_get": 1, "taxi_get": 1}}}
    assert related("GetFood", card) == ("food_get", "food_query")


def test_the_card_of_the_shipped_adapter_lists_its_intents() -> None:
    known = tuned_intents(card_of(DEFAULT_TEACHER))
    assert len(known) == 168  # 58 of MASSIVE, 110 of mTOP
    assert {"weather_query", "GET_EVENT"} <= set(known)
    new = ("AddToPlaylist", "BookRestaurant", "GetWeather", "PlayMusic", "RateBook", "SearchCreativeWork")
    assert not [one for one in known for other in (*new, "SearchScreeningEvent") if same_name(one, other)]
