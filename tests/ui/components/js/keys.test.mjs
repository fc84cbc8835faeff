import assert from "node:assert/strict";
import test from "node:test";
import { commandOf, isIgnored } from "../../../../ui/components/js/keys.js";

const at = (...path) => ({ composedPath: () => path });
const body = { tagName: "BODY", getAttribute: () => null };
const press = (key, more = {}) => ({ key, ...at(body), ...more });

test("letters decide, in either case", () => {
  for (const [key, command] of [["a", "accept"], ["X", "reject"], ["e", "edit"], ["s", "skip"], ["u", "undo"]]) {
    assert.equal(commandOf(press(key), "review"), command);
  }
});

test("C and R mean nothing here, nor does Enter", () => {
  for (const key of ["c", "r", "C", "R", "Enter", "Escape", "constructor"]) {
    assert.equal(commandOf(press(key), "review"), null);
  }
});

test("the place of a key counts on a keyboard of another script", () => {
  assert.equal(commandOf(press("ф", { code: "KeyA" }), "review"), "accept");
  assert.equal(commandOf(press("q", { code: "KeyA" }), "review"), null);
});

test("a rejection takes a digit, Enter or Escape, and no letter", () => {
  assert.equal(commandOf(press("3"), "reason"), "reason:3");
  assert.equal(commandOf(press("Enter"), "reason"), "reason:0");
  assert.equal(commandOf(press("Escape"), "reason"), "back");
  assert.equal(commandOf(press("a"), "reason"), null);
});

test("an edit takes digits, Enter and Escape, and no decision", () => {
  assert.equal(commandOf(press("2"), "edit"), "slot:2");
  assert.equal(commandOf(press("Enter"), "edit"), "save");
  assert.equal(commandOf(press("a"), "edit"), null);
});

test("auto-repeat, modifiers, composing and open dialogs are ignored", () => {
  assert.equal(isIgnored(press("a"), false), false);
  for (const more of [{ repeat: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) {
    assert.equal(isIgnored(press("a", more), false), true);
  }
  assert.equal(isIgnored(press("a"), true), true);
});

test("typing is ignored wherever it happens, through shadow trees too", () => {
  for (const tagName of ["INPUT", "TEXTAREA", "SELECT"]) {
    assert.equal(isIgnored({ key: "a", ...at({ tagName }, body) }, false), true);
  }
  assert.equal(isIgnored({ key: "a", ...at({ isContentEditable: true }, body) }, false), true);
  assert.equal(isIgnored({ key: "a", ...at({ tagName: "DIV", getAttribute: () => "listbox" }, body) }, false), true);
});
