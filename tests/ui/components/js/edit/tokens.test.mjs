import assert from "node:assert/strict";
import test from "node:test";
import { characterUnits, isUnspaced, tokenUnits, touchedRange } from "../../../../../ui/components/js/edit/tokens.js";

const words = (text, units) => units.map(([start, end]) => Array.from(text).slice(start, end).join(""));

test("tokens are what stands between white space, counted in code points", () => {
  const text = "🏝 in  new\u00a0york";
  assert.deepEqual(tokenUnits(text, [], false), [[0, 1], [2, 4], [6, 9], [10, 14]]);
});

test("no token straddles an edge of a span", () => {
  assert.deepEqual(words("boston's weather", tokenUnits("boston's weather", [[0, 6, "city"]], false)), ["boston", "'s", "weather"]);
});

test("where no spaces are written tokens are words or smaller, and no character is cut", () => {
  assert.deepEqual(words("東京の明日", tokenUnits("東京の明日", [], true)), ["東京", "の", "明日"]);
  assert.deepEqual(words("東京の明日", tokenUnits("東京の明日", [], false)), ["東京の明日"]);
  const thai = "อากาศที่กรุงเทพ";
  const found = tokenUnits(thai, [], true);
  assert.ok(found.length > 1);
  assert.equal(words(thai, found).join(""), thai);
});

test("characters are what a reader counts: emoji sequences and letters with their marks", () => {
  const text = "👨‍👩‍👧 e\u0301a";
  assert.deepEqual(words(text, characterUnits(text)), ["👨‍👩‍👧", "e\u0301", "a"]);
});

test("the language is told by the code behind its name", () => {
  assert.equal(isUnspaced("Japanese (ja)"), true);
  assert.equal(isUnspaced("Chinese (Traditional, Taiwan) (zh-Hant-TW)"), true);
  assert.equal(isUnspaced("English (en)"), false);
  assert.equal(isUnspaced(undefined), false);
});

test("a range holds every token that it touches, whichever way it was dragged", () => {
  const units = [[0, 2], [3, 7], [8, 12]];
  assert.deepEqual(touchedRange(units, 4, 9), [3, 12]);
  assert.deepEqual(touchedRange(units, 9, 4), [3, 12]);
  assert.deepEqual(touchedRange(units, 5, 5), [3, 7]);
  assert.deepEqual(touchedRange(units, 3, 7), [3, 7]);
  assert.equal(touchedRange(units, 2, 3), null);
});
