import assert from "node:assert/strict";
import test from "node:test";
import { pulled, stepped } from "../../../../../ui/components/js/edit/resize.js";
import { characterUnits, tokenUnits } from "../../../../../ui/components/js/edit/tokens.js";

const text = "fly to new york city on monday";
const spans = [[7, 15, "city"], [24, 30, "day"]];
const tokens = tokenUnits(text, spans, false);
const characters = characterUnits(text);

test("an edge snaps to the token under it", () => {
  assert.deepEqual(pulled(spans, 7, "end", 17, tokens), [[7, 20, "city"], [24, 30, "day"]]);
  assert.deepEqual(pulled(spans, 7, "end", 9, tokens), [[7, 10, "city"], [24, 30, "day"]]);
  assert.deepEqual(pulled(spans, 7, "start", 5, tokens), [[4, 15, "city"], [24, 30, "day"]]);
  assert.deepEqual(pulled(spans, 7, "end", 15, tokens), spans);
});

test("an edge snaps to characters where characters are the units", () => {
  assert.deepEqual(pulled(spans, 7, "end", 13, characters)[0], [7, 13, "city"]);
});

test("an edge stops at its neighbour and at its other edge", () => {
  assert.deepEqual(pulled(spans, 7, "end", 30, tokens)[0], [7, 23, "city"]);
  assert.deepEqual(pulled(spans, 24, "start", 0, tokens)[1], [16, 30, "day"]);
  assert.deepEqual(pulled(spans, 7, "end", 0, tokens)[0], [7, 10, "city"]);
  assert.deepEqual(pulled(spans, 7, "start", 30, tokens)[0], [11, 15, "city"]);
});

test("a step takes one token or one character, and none where there is none", () => {
  assert.deepEqual(stepped(spans, 7, "end", 1, tokens)[0], [7, 20, "city"]);
  assert.deepEqual(stepped(spans, 7, "end", -1, tokens)[0], [7, 10, "city"]);
  assert.deepEqual(stepped(spans, 7, "start", 1, characters)[0], [8, 15, "city"]);
  assert.deepEqual(stepped(spans, 7, "start", -1, tokens)[0], [4, 15, "city"]);
  assert.equal(stepped([[0, 3, "a"], [3, 4, "b"]], 0, "end", 1, [[0, 3], [3, 4]]), null);
  assert.equal(stepped([[0, 3, "a"]], 0, "end", -1, [[0, 3], [4, 6]]), null);
});

test("an edge that a person has set needs no check any more", () => {
  assert.deepEqual(stepped([[7, 15, "city", true]], 7, "end", 1, tokens), [[7, 20, "city"]]);
});
