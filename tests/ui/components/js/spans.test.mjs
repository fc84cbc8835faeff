import assert from "node:assert/strict";
import test from "node:test";
import { pieces, pointOffset, stripped, trimmed, withSpan, withoutSpan } from "../../../../ui/components/js/spans.js";

const text = "🏝 rio and 👨‍👩‍👧 now";

test("offsets count code points, not UTF-16 units", () => {
  assert.equal(pointOffset(text, text.indexOf("rio")), 2);
  assert.equal("🏝".length, 2);
});

test("pieces cover the whole text in order", () => {
  const found = pieces(text, [[2, 5, "city"]]);
  assert.deepEqual(found.map((one) => one.text), ["🏝 ", "rio", " and 👨‍👩‍👧 now"]);
  assert.deepEqual(found.map((one) => one.slot), [null, "city", null]);
});

test("adjacent spans stay two", () => {
  assert.deepEqual(pieces("ab", [[0, 1, "x"], [1, 2, "x"]]).map((one) => one.text), ["a", "b"]);
});

test("a span loses the white space at its edges", () => {
  assert.deepEqual(withSpan("to  rome now", [], 2, 9, "city"), [[4, 8, "city"]]);
});

test("white space alone makes no span", () => {
  assert.deepEqual(withSpan("a   b", [], 1, 4, "city"), []);
});

test("a new span takes the place of those that it overlaps, and of no other", () => {
  const spans = [[0, 2, "a"], [3, 5, "b"], [6, 8, "c"]];
  assert.deepEqual(withSpan("aa bb cc", spans, 4, 7, "d"), [[0, 2, "a"], [4, 7, "d"]]);
});

test("a joined emoji is never cut in two", () => {
  const start = Array.from("🏝 rio and ").length;
  assert.deepEqual(withSpan(text, [], start + 2, start + 3, "who"), [[start, start + 5, "who"]]);
});

test("a combining mark stays with its letter", () => {
  assert.deepEqual(withSpan("cafe\u0301 bar", [], 0, 4, "place"), [[0, 5, "place"]]);
});

test("removing takes the span that starts there", () => {
  assert.deepEqual(withoutSpan([[0, 1, "a"], [2, 3, "b"]], 2), [[0, 1, "a"]]);
});

test("white space is what Python strips: U+0085 is, a byte order mark is not", () => {
  assert.equal(stripped("\u0085 \u001ca\ufeff "), "a\ufeff");
  assert.equal(trimmed("\u3000\u0085", 0, 2), null);
});
