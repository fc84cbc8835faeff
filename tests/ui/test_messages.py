"""Messages: fixed words as Markdown, everything else as text."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ui.messages import counted


def refusing() -> None:
    from backend.domain.errors import Conflict
    from ui.messages import errors_shown, say_next, show_said

    show_said()
    with errors_shown():
        raise Conflict("taken", value="![x](http://example.invalid/x.png)", remedy="Choose another.")
    say_next("Done.", detail="**bold**")


def refusing_twice() -> None:
    from backend.domain.errors import Unavailable
    from ui.messages import errors_shown

    for _section in range(2):
        with errors_shown():
            raise Unavailable("the database is locked")


def failing() -> None:
    from ui.messages import errors_shown

    with errors_shown():
        raise ZeroDivisionError


def test_an_error_is_shown_as_text_under_a_fixed_heading() -> None:
    app = AppTest.from_function(refusing, default_timeout=120).run()
    assert app.error[0].value == "This cannot be done now"
    assert app.text[0].value == "taken '![x](http://example.invalid/x.png)'. Choose another."


def test_what_is_wrong_with_two_sections_alike_is_shown_in_both() -> None:
    app = AppTest.from_function(refusing_twice, default_timeout=60).run()
    assert not app.exception
    assert [element.value for element in app.text] == ["the database is locked."] * 2


def test_a_kept_message_is_shown_once_at_the_next_run() -> None:
    app = AppTest.from_function(refusing, default_timeout=120).run()
    assert not app.success
    app.run()
    assert app.success[0].value == "Done."
    assert app.text[0].value == "**bold**"


def test_an_error_of_another_family_is_a_bug_and_is_not_hidden() -> None:
    assert AppTest.from_function(failing, default_timeout=120).run().exception


def test_numbers_are_counted_in_words() -> None:
    assert [counted(0, "seed"), counted(1, "entry", "entries"), counted(2000, "entry", "entries")] == [
        "0 seeds",
        "1 entry",
        "2,000 entries",
    ]
