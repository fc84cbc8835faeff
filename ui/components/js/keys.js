// What a key means, and when it means nothing.
import { KEEP_KEY } from "./keymap.js";

const TYPED_TAGS = ["INPUT", "TEXTAREA", "SELECT"];
const PRESSED_TYPES = ["button", "checkbox", "radio", "range", "reset", "submit"];
const TYPED_ROLES = new Set(
  "textbox searchbox combobox listbox menu menubar dialog slider spinbutton grid tree tablist radiogroup".split(" "),
);

const IN_EDIT = { Enter: "save", Escape: "back", ArrowRight: "mark:1", ArrowLeft: "mark:-1", ArrowDown: "box" };

/** Where a key event of the page belongs to something else than the card. */
export function isIgnored(event, dialogOpen) {
  if (event.defaultPrevented || event.repeat || isComposed(event)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || dialogOpen) return true;
  if (event.shiftKey && event.key.length > 1) return true; // Shift with an arrow selects text
  return event.composedPath().some(isTypedInto);
}

/** Back (-1) or forth (1) for the chords that undo and redo; null for another key. */
export function retraceOf(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = keyOf(event);
  if (key === "z") return event.shiftKey ? 1 : -1;
  return key === "y" && event.ctrlKey && !event.shiftKey ? 1 : null;
}

/** The digit 1 to 9 that a key types into a field, with Alt or without; null for another key. */
export function typedDigit(event) {
  if (event.ctrlKey || event.metaKey || !/^\p{Nd}$/u.test(event.key)) return null;
  if (event.altKey && !event.code?.startsWith("Digit")) return null; // on a number pad Alt writes letters by their codes
  const key = keyOf(event);
  return /^[1-9]$/.test(key) ? key : null;
}

/** Whether text is written into it, and the browser undoes that itself. */
export function isWrittenInto(element) {
  if (element.isContentEditable || element.tagName === "TEXTAREA") return true;
  return element.tagName === "INPUT" && !PRESSED_TYPES.includes(element.type);
}

/** Whether the key goes into an input method (keyCode 229 is what Safari says of its last key). */
export function isComposed(event) {
  return event.isComposing || event.keyCode === 229;
}

export function isTypedInto(element) {
  if (element.isContentEditable) return true;
  return TYPED_TAGS.includes(element.tagName) || TYPED_ROLES.has(element.getAttribute?.("role"));
}

/**
 * The command of a key; null for a key without one. Everywhere it is one of the reviewer's commands, and
 * slot:1 to slot:9 where slots can be tagged; in mode "reason" it is reason:1 to reason:9, reason:0 (none), back;
 * in mode "edit" save, back, keys, edit (into the text), mark:1 and mark:-1 (to the next one or the one before), box; in
 * mode "group" accept, reject, keep, back, keys.
 * @param bindings key → command, of the reviewer.
 */
export function commandOf(event, mode, bindings) {
  const key = keyOf(event);
  const digit = /^[1-9]$/.test(key) ? key : null;
  if (mode === "reason") {
    if (digit) return `reason:${digit}`;
    return { Enter: "reason:0", Escape: "back" }[key] ?? null;
  }
  const command = bindings.get(key) ?? null;
  if (mode === "group") return inGroup(key, command);
  if (digit) return `slot:${digit}`;
  if (mode === "edit") return inEdit(key, command);
  return command;
}

/** The key by name; on a keyboard of another script the letter is another one, and the place of the key counts. */
export function keyOf(event) {
  if (event.key.length > 1) return event.key;
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(event.code ?? "");
  return place ? (place[1] ?? place[2]).toLowerCase() : event.key;
}

function inEdit(key, command) {
  if (command === "keys") return command;
  return IN_EDIT[key] ?? (command === "edit" ? command : null);
}

function inGroup(key, command) {
  if (key === KEEP_KEY) return "keep";
  if (key === "Escape" || command === "group") return "back";
  return ["accept", "reject", "keys"].includes(command) ? command : null;
}
