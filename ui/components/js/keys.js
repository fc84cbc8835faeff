// What a key means, and when it means nothing.

export const LETTERS = { a: "accept", x: "reject", e: "edit", s: "skip", u: "undo", "?": "keys" };

/** Where a key event of the page belongs to something else than the card. */
export function isIgnored(event, dialogOpen) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || dialogOpen) return true;
  return event.composedPath().some(isTypedInto);
}

export function isTypedInto(element) {
  if (element.isContentEditable) return true;
  if (["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName)) return true;
  const role = element.getAttribute?.("role");
  return ["textbox", "searchbox", "combobox", "listbox", "menu", "dialog", "slider", "grid"].includes(role);
}

/**
 * The command of a key: accept, reject, edit, skip, undo, keys; in mode "reason" reason:1 to reason:9, reason:0
 * (none), back; in mode "edit" save, back; slot:1 to slot:9 where slots can be tagged. Null for any other key.
 */
export function commandOf(event, mode) {
  const key = latin(event);
  const digit = /^[1-9]$/.test(key) ? key : null;
  if (mode === "reason") {
    if (digit) return `reason:${digit}`;
    return { Enter: "reason:0", Escape: "back" }[key] ?? null;
  }
  if (digit) return `slot:${digit}`;
  if (mode === "edit") return { Enter: "save", Escape: "back", "?": "keys" }[key] ?? null;
  return Object.hasOwn(LETTERS, key) ? LETTERS[key] : null;
}

// On a keyboard of another script the letter is another one; the place of the key is the same.
function latin(event) {
  if (event.key.length > 1) return event.key;
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(event.code ?? "");
  return place ? (place[1] ?? place[2]).toLowerCase() : event.key;
}
