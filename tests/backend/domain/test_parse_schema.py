"""The schema of parses: induced from parses, and refusing what is not as it has it."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.parse_shape import require_text, shape, skeleton, values, with_values
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance

ORDERS = (
    "(ORDER bring me (SNACKORDER (NUMBER two ) (SIZE big ) bowls of (SNACK hot chips ) and no (NOT (SAUCE mayo ) ) ) )",
    "(ORDER (SNACKORDER (NUMBER a ) salad with (MUCH_SAUCE (QUANTITY extra ) (SAUCE lime dip ) ) ) please )",
    "(ORDER (SNACKORDER a salad ) )",
)
CLASSES = (
    "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]",
    "[IN:FIND_CLASS [SL:WHEN tomorrow ] ]",
    "[IN:HELP ]",
)
TOP = ParseSchema("top", "round").extended_by(*map(read_parse, ORDERS))
DECOUPLED = ParseSchema("decoupled").extended_by(*map(read_parse, CLASSES))


@pytest.mark.parametrize(("schema", "notations"), [(TOP, ORDERS), (DECOUPLED, CLASSES)])
def test_what_a_schema_was_induced_from_fits_it_and_adds_nothing(
    schema: ParseSchema, notations: tuple[str, ...]
) -> None:
    for notation in notations:
        schema.require(read_parse(notation))
    assert schema.extended_by(*map(read_parse, notations)) == schema


def test_the_induced_schema_says_what_nests_and_what_holds_values() -> None:
    assert TOP.roots == ("ORDER",)
    assert TOP.label("SNACKORDER").nests == ("NUMBER", "SIZE", "SNACK", "NOT", "MUCH_SAUCE")
    assert not TOP.label("SNACKORDER").holds_value
    assert TOP.label("SAUCE").holds_value
    assert TOP.depth == 4
    assert DECOUPLED.label("SL:WHEN") == ParseLabel("SL:WHEN", "", ("IN:GET_TIME",), True)
    assert not DECOUPLED.label("IN:HELP").holds_value


def test_a_prefix_says_which_words_are_a_value_where_a_label_holds_either() -> None:
    schema = ParseSchema("top").extended_by(
        read_parse("[IN:GO to [SL:PLACE the shop in [IN:WHERE [SL:TOWN ely ] ] ] ]"),
        read_parse("[IN:GO to [SL:PLACE the shop ] ]"),
        read_parse("[IN:GO now ]"),
    )
    assert schema.label("SL:PLACE").holds_value
    assert not schema.label("IN:GO").holds_value


@pytest.mark.parametrize(
    ("schema", "notation", "said"),
    [
        (TOP, "(ORDER (DRINK cola ) )", "ORDER > DRINK: unknown label 'DRINK'. Add it to the schema"),
        (TOP, "(ORDER (NUMBER two ) )", "ORDER: label that ORDER does not nest 'NUMBER'"),
        (TOP, "(SNACKORDER (NUMBER two ) )", "may not stand outside of all others 'SNACKORDER'"),
        (TOP, "(ORDER (SNACKORDER (SIZE ) ) )", "ORDER > SNACKORDER > SIZE: label without a word 'SIZE'"),
        (TOP, "(ORDER a ) (ORDER b )", "more than 1 labels side by side"),
        (DECOUPLED, "[IN:HELP me ]", "value of IN:HELP, which holds none 'me'"),
        (DECOUPLED, "[IN:FIND_CLASS in [SL:WHEN may ] ]", "words beside labels in IN:FIND_CLASS 'in'"),
        (DECOUPLED, "[IN:FIND_CLASS [SL:WHEN ] ]", "label without a word"),
        (
            DECOUPLED,
            "[IN:FIND_CLASS [SL:WHEN [IN:GET_TIME [SL:DAY [SL:TOPIC x ] ] ] ] ]",
            "SL:WHEN > IN:GET_TIME > SL:DAY: label that SL:DAY does not nest 'SL:TOPIC'",
        ),
        (
            ParseSchema("decoupled", roots=("A",), labels=(ParseLabel("A", nests=("A",)),), depth=2),
            "[A [A [A ] ] ]",
            "more than 2 labels above one another 'A'",
        ),
    ],
)
def test_a_parse_that_does_not_fit_is_refused_with_its_place(schema: ParseSchema, notation: str, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        schema.require(read_parse(notation))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"form": "tree"}, "unknown form of parses 'tree'. Use one of: top, decoupled, exr."),
        ({"form": "top", "brackets": "curly"}, "unknown brackets"),
        ({"form": "top", "roots": ("A",)}, "the roots: label that is not defined 'A'"),
        ({"form": "top", "labels": (ParseLabel("A", nests=("B",)),)}, "A: label that is not defined 'B'"),
        ({"form": "top", "labels": (ParseLabel("A"), ParseLabel("A"))}, "label defined twice"),
        ({"form": "top", "depth": 41}, "labels above or beside one another"),
    ],
)
def test_a_schema_that_cannot_be_is_refused(given: dict, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        ParseSchema(**given)
    assert said in str(refused.value)


def test_a_catalogue_belongs_to_a_label_that_holds_values_and_is_kept_tidy() -> None:
    assert ParseLabel("SIZE", holds_value=True, catalogue=(" very  big ", "", "very big")).catalogue == ("very big",)
    with pytest.raises(InvalidValue, match="catalogue of a label that holds no value"):
        ParseLabel("ORDER", catalogue=("x",))


def test_a_skeleton_is_a_parse_without_its_carrier_words() -> None:
    bare = skeleton(read_parse(ORDERS[0]), TOP)
    assert bare == read_parse(
        "(ORDER (SNACKORDER (NUMBER two ) (SIZE big ) (SNACK hot chips ) (NOT (SAUCE mayo ) ) ) )"
    )
    assert values(bare, TOP) == (("NUMBER", "two"), ("SIZE", "big"), ("SNACK", "hot chips"), ("SAUCE", "mayo"))
    assert skeleton(read_parse(ORDERS[2]), TOP) == read_parse("(ORDER (SNACKORDER ) )")


def test_other_values_take_their_places_in_order() -> None:
    changed = with_values(read_parse(ORDERS[1]), ["one", "a lot of", "oil"], TOP)
    assert changed.text == "one salad with a lot of oil please"
    with pytest.raises(ValueError, match="too many"):
        with_values(changed, ["one", "two", "three", "four"], TOP)
    with pytest.raises(ValueError, match="too few"):
        with_values(changed, ["one"], TOP)


def test_a_shape_is_the_labels_alone_in_any_order() -> None:
    assert shape(read_parse("(A x (B y ) (C (B z ) ) )")) == shape(read_parse("(A (C (B ) ) (B u ) w )"))
    assert shape(read_parse("(A (B ) (B ) )")) != shape(read_parse("(A (B ) )"))


@pytest.mark.parametrize(
    ("schema", "notation", "text", "said"),
    [
        (TOP, "(ORDER (SNACKORDER a salad ) )", "a  salad", ""),
        (TOP, "(ORDER (SNACKORDER a salad ) )", "one salad", "whose words are not the text 'a salad'"),
        (DECOUPLED, "[IN:FIND_CLASS [SL:WHEN 4 pm ] ]", "What is on at 4PM?", ""),
        (DECOUPLED, "[IN:FIND_CLASS [SL:WHEN 5 pm ] ]", "What is on at 4PM?", "SL:WHEN that the text does not hold"),
    ],
)
def test_parse_and_text_belong_together_as_the_form_has_it(
    schema: ParseSchema, notation: str, text: str, said: str
) -> None:
    if not said:
        require_text(read_parse(notation), text, schema)
        return
    with pytest.raises(InvalidValue) as refused:
        require_text(read_parse(notation), text, schema)
    assert said in str(refused.value)


def test_names_of_things_need_not_be_words_of_the_text() -> None:
    schema = ParseSchema("exr", "round").extended_by(read_parse("(ORDER (SIZE EXTRA_LARGE ) )"))
    require_text(read_parse("(ORDER (SIZE EXTRA_LARGE ) )"), "the biggest you have", schema)


def test_an_utterance_with_a_parse_has_its_intent_and_no_spans() -> None:
    parse = read_parse(CLASSES[1])
    assert Utterance("tomorrow", "FIND_CLASS", parse=parse).slots == ()
    assert read_parse("(B x ) (A y ) (B z )").intent == "A/B"
    with pytest.raises(InvalidValue, match="whose parse says FIND_CLASS 'HELP'"):
        Utterance("tomorrow", "HELP", parse=parse)
    with pytest.raises(InvalidValue, match="spans beside a parse"):
        Utterance("tomorrow", "FIND_CLASS", spans=(Span(0, 3, "x"),), parse=parse)


def test_a_project_holds_parses_or_slots_and_never_both() -> None:
    said = Utterance("pottery tomorrow", "FIND_CLASS", parse=read_parse("[IN:FIND_CLASS [SL:WHEN tomorrow ] ]"))
    of_parses = Schema(parses=DECOUPLED, intents=(Intent("FIND_CLASS"),))
    of_parses.require(said)
    with pytest.raises(InvalidValue, match="utterance without a parse"):
        of_parses.require(Utterance("pottery", "FIND_CLASS"))
    with pytest.raises(InvalidValue, match="with a parse in a project of slots"):
        Schema((Intent("FIND_CLASS"),)).require(said)
    with pytest.raises(InvalidValue, match="slots in a schema of parses"):
        Schema(slots=(Slot("x"),), parses=DECOUPLED)


def test_seeds_extend_a_schema_of_parses_by_their_intents_and_labels() -> None:
    said = [Utterance(read_parse(one).text, "ORDER", parse=read_parse(one)) for one in ORDERS]
    extended = Schema(parses=ParseSchema("top", "round")).extended_by(*said)
    assert extended == Schema((Intent("ORDER"),), (), TOP)
    with pytest.raises(InvalidValue, match="whose words are not the text"):
        extended.extended_by(Utterance("hello", "ORDER", parse=read_parse("(ORDER hi (SNACKORDER x ) )")))
