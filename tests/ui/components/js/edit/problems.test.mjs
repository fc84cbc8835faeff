import assert from "node:assert/strict";
import test from "node:test";
import { problems } from "../../../../../ui/components/js/edit/problems.js";

const fly = { name: "Fly", slots: ["city"] };
const words = (...given) => problems(...given).map((one) => one.words);

test("every slot that the intent does not hold is named, in one sentence", () => {
  const found = problems("to rome by bus", [[3, 7, "town"], [11, 14, "means"]], fly);
  assert.deepEqual(found.map((one) => one.start), [3]);
  assert.match(found[0].words, /Fly.*town.*rome.*means.*bus.*city/);
  assert.deepEqual(problems("to rome", [[3, 7, "city"]], fly), []);
});

test("a text in which nothing can be seen is a problem", () => {
  for (const empty of ["", " \u00a0", "\u200b", "\u0085"]) assert.equal(words(empty, [], fly).length, 1);
});

test("2,000 characters are allowed, counted in code points, and one more is not", () => {
  assert.deepEqual(words("🏝".repeat(2000), [], fly), []);
  assert.match(words("🏝".repeat(2001), [], fly)[0], /2,001/);
});

test("overlapping spans are named", () => {
  assert.match(words("to rome", [[0, 4, "city"], [3, 7, "city"]], fly)[0], /city.*rome.*overlaps.*city.*to r/);
});

test("a span to be checked is a problem until it was", () => {
  assert.match(words("to rome", [[3, 7, "city", true]], fly)[0], /^Check this span: city \(“rome”\)/);
});
