// Which key does what: the usual keys, and those that a reviewer chose instead. ui/review_keys.py judges them again.

export const USUAL_KEYS = {
  accept: "a",
  reject: "x",
  edit: "e",
  skip: "s",
  undo: "u",
  flag: "f",
  next: "ArrowRight",
  previous: "ArrowLeft",
  intent: "i",
  group: "g",
  keys: "?",
};

export const COMMAND_WORDS = {
  accept: "accept",
  reject: "reject, then a digit for the reason or Enter for none",
  edit: "edit text, slots and intent",
  skip: "skip: comes again at the end",
  undo: "undo your last decision on this page, again and again",
  flag: "flag for later, or take the flag away",
  next: "next candidate, this one undecided",
  previous: "back to the candidate before",
  intent: "another intent",
  group: "look at the near-duplicates",
  keys: "these keys",
};

/** Keeps one of a group and rejects the others; the same for everybody, since it means nothing elsewhere. */
export const KEEP_KEY = "k";

const NAMED_KEYS = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Home: "Home",
  End: "End",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Insert: "Ins",
  Delete: "Del",
  Backspace: "⌫",
};
const TAKEN_KEYS = {
  c: "Streamlit clears its cache with it",
  r: "Streamlit runs the page again with it",
  [KEEP_KEY]: "it keeps one of a group",
};

/** Key → command. */
export function bindingsOf(keys) {
  return new Map(Object.entries(keys).map(([command, key]) => [key, command]));
}

/** As it is written on a key cap. */
export function keyCap(key) {
  return NAMED_KEYS[key] ?? key.toUpperCase();
}

/** Why a command cannot have this key, as a sentence; "" when it can. */
export function refusalOfKey(keys, command, key) {
  const named = Object.hasOwn(NAMED_KEYS, key);
  if (/^\d$/.test(key)) return "Digits mark slots and give reasons. Press another key.";
  if (Object.hasOwn(TAKEN_KEYS, key)) return `${keyCap(key)} is taken: ${TAKEN_KEYS[key]}. Press another key.`;
  if (!named && !/^[^\s\p{C}]$/u.test(key)) return `${key.trim() || "Space"} has a meaning of its own. Press another key.`;
  const other = Object.keys(keys).find((one) => one !== command && keys[one] === key);
  return other ? `${keyCap(key)} is the key of “${other}”. Press another one, or change that one first.` : "";
}
