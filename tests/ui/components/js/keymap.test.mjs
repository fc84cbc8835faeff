import assert from "node:assert/strict";
import test from "node:test";
import { COMMAND_WORDS, USUAL_KEYS, bindingsOf, keyCap, refusalOfKey } from "../../../../ui/components/js/keymap.js";

test("every command has words and a key of its own that it can have", () => {
  assert.deepEqual(Object.keys(COMMAND_WORDS), Object.keys(USUAL_KEYS));
  assert.equal(bindingsOf(USUAL_KEYS).size, Object.keys(USUAL_KEYS).length);
  for (const [command, key] of Object.entries(USUAL_KEYS)) assert.equal(refusalOfKey(USUAL_KEYS, command, key), "");
});

test("letters, signs of any script and arrows can be keys", () => {
  for (const key of ["j", ";", "ж", "é", "ArrowUp", "Delete"]) assert.equal(refusalOfKey(USUAL_KEYS, "accept", key), "");
});

test("what the page, the card or the browser needs cannot", () => {
  for (const key of ["c", "r", "k", "0", "1", "Enter", "Escape", "Tab", " ", "F5", "Unidentified", "\u200b"]) {
    assert.notEqual(refusalOfKey(USUAL_KEYS, "accept", key), "", key);
  }
});

test("the key of another command is refused by its name", () => {
  assert.match(refusalOfKey(USUAL_KEYS, "accept", "s"), /S is the key of “skip”/);
});

test("a key is written as on its cap", () => {
  assert.deepEqual(["a", "?", "ArrowLeft", "PageUp"].map(keyCap), ["A", "?", "←", "PgUp"]);
});
