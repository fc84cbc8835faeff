"""The card's pure logic, by node's own test runner, and held against Python's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.notation import Annotated, read_typed, write_typed
from backend.domain.tokens import tokens
from backend.domain.utterance import Span, Utterance
from tests.ui.components.node import asked, browser_side
from ui.components.inline import HERE, inline_module, inline_styles
from ui.review_keys import NAMED_KEYS, USUAL_KEYS, checked_keys

TESTS = Path(__file__).parent
PIECES = st.sampled_from(
    ["[", "]", "\\", ":", " ", "a", "é", "e\u0301", "👨‍👩‍👧", "🏝", "دبي", "東", "\u00a0", "\u3000", "\ufeff", "\u0085"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join)


@st.composite
def annotated(draw: st.DrawFn) -> Annotated:
    text = draw(TEXTS)
    edges = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    spans = []
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        if text[start:end] == text[start:end].strip():
            spans.append(Span(start, end, "slot"))
    return Annotated(text, tuple(spans))


def test_the_linter_finds_nothing_in_the_modules():
    linter = Path(sys.executable).with_name("oxlint")
    ran = subprocess.run([linter, "--deny-warnings", HERE, TESTS], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout[-4000:]


def test_the_tests_of_the_pure_logic_pass_in_node():
    files = sorted(map(str, (TESTS / "js").rglob("*.test.mjs")))
    ran = subprocess.run(["node", "--test", *files], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert "# fail 0" in ran.stdout


def test_the_browser_and_python_cut_spaced_text_into_the_same_tokens():
    with browser_side("parity.mjs") as node:

        @settings(max_examples=200)
        @given(annotated())
        def agree(one: Annotated) -> None:
            try:
                utterance = Utterance(one.text, "intent", "en", one.spans)
            except InvalidValue:
                reject()
            spans = [[span.start, span.end, span.slot] for span in one.spans]
            cut = asked(node, {"text": one.text, "spans": spans, "notation": ""})["tokens"]
            assert cut == [[token.start, token.end] for token in tokens(utterance)]

        agree()


def test_the_browser_and_python_write_and_read_the_same_notation():
    with browser_side("parity.mjs") as node:

        @settings(max_examples=300)
        @given(annotated(), TEXTS)
        def agree(one: Annotated, typed: str) -> None:
            spans = [[span.start, span.end, span.slot] for span in one.spans]
            written = asked(node, {"text": one.text, "spans": spans, "notation": write_typed(one)})
            assert written["written"] == write_typed(one)
            assert written["read"] == {"text": one.text, "spans": spans}
            assert written["length"] == len(one.text)
            assert written["stripped"] == one.text.strip()
            # What people type by mistake: refused by both, or read alike by both.
            mistaken = asked(node, {"text": "", "spans": [], "notation": f"[s : {typed}"})
            try:
                read = read_typed(f"[s : {typed}")
            except InvalidValue:
                assert mistaken["read"] is None
            else:
                assert mistaken["read"]["text"] == read.text

        agree()


def test_the_browser_and_python_agree_on_keys():
    keys = [
        *filter(lower, map(chr, range(0x21, 0x250))),
        " ",
        "\u3000",
        "\u200b",
        "🏝",
        *NAMED_KEYS,
        "Enter",
        "Tab",
        "F5",
        "Shift",
    ]
    script = """
      import { USUAL_KEYS, refusalOfKey } from "./ui/components/js/keymap.js";
      const keys = JSON.parse(process.argv[1]);
      const can = keys.filter((key) => refusalOfKey(USUAL_KEYS, "accept", key) === "");
      console.log(JSON.stringify({ usual: USUAL_KEYS, can }));
    """
    command = ["node", "--input-type=module", "-e", script, json.dumps(keys)]
    ran = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, timeout=30, check=True)
    said = json.loads(ran.stdout)
    assert said["usual"] == USUAL_KEYS
    assert said["can"] == [key for key in keys if can_be(USUAL_KEYS | {"accept": key})]


def lower(key: str) -> bool:
    """Whether the card would ask about that key: it puts letters of ASCII into lower case first."""
    return not key.isascii() or key == key.lower()


def can_be(keys: dict[str, str]) -> bool:
    try:
        return bool(checked_keys(keys))
    except InvalidValue:
        return False


@pytest.mark.parametrize("entry", ["card.js", "annotated.js", "parsed.js"])
def test_the_inlined_module_is_one_sound_module(entry, tmp_path):
    module = tmp_path / "inline.mjs"
    module.write_text(inline_module(HERE / entry), encoding="utf-8")
    assert "\nimport " not in module.read_text(encoding="utf-8")
    assert module.read_text(encoding="utf-8").count("export default") == 1
    subprocess.run(["node", "--check", str(module)], check=True, capture_output=True, timeout=30)


def test_a_file_that_two_others_import_is_inlined_once():
    assert inline_module(HERE / "card.js").count("function codePoints(") == 1


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.js")), ids=lambda path: path.name)
def test_no_component_writes_markup(path):
    code = path.read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in code


def test_style_sheets_are_put_one_after_the_other():
    styles = inline_styles("marks.css", "annotated.css")
    assert styles.index(".ts-mark") < styles.index(".ts-utterances")
