import assert from "node:assert/strict";
import test from "node:test";
import { USUAL_KEYS, bindingsOf } from "../../../../ui/components/js/keymap.js";
import {
  commandOf as commandWith,
  isIgnored,
  isWrittenInto,
  retraceOf,
  typedDigit,
} from "../../../../ui/components/js/keys.js";

const at = (...path) => ({ composedPath: () => path });
const body = { tagName: "BODY", getAttribute: () => null };
const usual = bindingsOf(USUAL_KEYS);
const commandOf = (event, mode) => commandWith(event, mode, usual);
const press = (key, more = {}) => ({ key, ...at(body), ...more });

test("the usual keys, letters in either case", () => {
  for (const [command, key] of Object.entries(USUAL_KEYS)) assert.equal(commandOf(press(key), "review"), command);
  assert.equal(commandOf(press("X"), "review"), "reject");
});

test("a reviewer's own keys take the place of the usual ones", () => {
  const own = bindingsOf({ ...USUAL_KEYS, accept: "j", next: "End" });
  assert.equal(commandWith(press("j"), "review", own), "accept");
  assert.equal(commandWith(press("End"), "review", own), "next");
  assert.equal(commandWith(press("a"), "review", own), null);
});

test("a group takes accept, reject, keep and the way back, and no other decision", () => {
  const wanted = { a: "accept", x: "reject", k: "keep", Escape: "back", g: "back", "?": "keys" };
  for (const [key, command] of Object.entries(wanted)) assert.equal(commandOf(press(key), "group"), command);
  for (const key of ["s", "e", "f", "1", "Enter", "ArrowRight"]) assert.equal(commandOf(press(key), "group"), null);
  assert.equal(commandOf(press("k"), "review"), null);
});

test("Shift with an arrow selects text and moves to no other card", () => {
  assert.equal(isIgnored(press("ArrowRight", { shiftKey: true }), false), true);
  assert.equal(isIgnored(press("?", { shiftKey: true }), false), false);
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
  for (const more of [{ repeat: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }]) {
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

test("Ctrl+Z goes back, Ctrl+Shift+Z and Ctrl+Y forth, on a keyboard of another script too", () => {
  const chord = (key, more) => retraceOf({ key, ctrlKey: true, ...more });
  assert.deepEqual([chord("z"), chord("Z", { shiftKey: true }), chord("y")], [-1, 1, 1]);
  assert.equal(chord("я", { code: "KeyZ" }), -1);
  assert.equal(retraceOf({ key: "z", metaKey: true }), -1);
  assert.deepEqual([chord("z", { altKey: true }), chord("a"), retraceOf({ key: "z" })], [null, null, null]);
});

test("text is written into fields, not into lists and boxes to tick", () => {
  const written = [{ tagName: "TEXTAREA" }, { tagName: "INPUT", type: "text" }, { isContentEditable: true }];
  assert.ok(written.every(isWrittenInto));
  const others = [{ tagName: "SELECT" }, { tagName: "INPUT", type: "checkbox" }, { tagName: "MARK" }, {}];
  assert.ok(!others.some(isWrittenInto));
});

test("what a field takes for a digit is one, in any script, and no other sign of its key", () => {
  assert.equal(typedDigit(press("2", { code: "Numpad2" })), "2");
  assert.equal(typedDigit(press("2", { code: "Digit2", shiftKey: true })), "2"); // a French keyboard
  assert.equal(typedDigit(press("٢", { code: "Digit2" })), "2");
  assert.equal(typedDigit(press("2", { code: "Digit2", altKey: true })), "2");
  for (const key of ["é", "²", "§", "a", "Enter"]) assert.equal(typedDigit(press(key, { code: "Digit2" })), null);
  assert.equal(typedDigit(press("0", { code: "Digit0" })), null);
  assert.equal(typedDigit(press("2", { code: "Digit2", ctrlKey: true })), null);
  assert.equal(typedDigit(press("2", { code: "Numpad2", altKey: true })), null);
});

test("the key of an edit goes into the one that is open", () => {
  assert.equal(commandOf(press("e"), "edit"), "edit");
  const own = bindingsOf({ ...USUAL_KEYS, edit: "ArrowDown" });
  assert.equal(commandWith(press("ArrowDown"), "edit", own), "box");
});

test("in an edit arrows go to marks and back to the box, unless one opens the keys", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"].map((key) => commandOf(press(key), "edit")), [
    "mark:1",
    "mark:-1",
    "box",
    null,
  ]);
  const own = bindingsOf({ ...USUAL_KEYS, keys: "ArrowDown" });
  assert.equal(commandWith(press("ArrowDown"), "edit", own), "keys");
});
