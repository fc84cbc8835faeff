import { element } from "./dom.js";
import { isComposed, keyOf, retraceOf } from "./keys.js";
import { COMMAND_WORDS, USUAL_KEYS, keyCap, refusalOfKey } from "./keymap.js";

const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead"];

const PROMPT = "press the new key, or Esc to leave it";

/** The dialog that shows the keys and lets the reviewer change them: press a row, then the new key. */
export class KeysOverlay {
  /** @param onChange takes all keys of the reviewer, command → key, after a change. */
  constructor(refs, onChange) {
    this.dialog = refs.keys;
    this.rows = refs["keys-rows"];
    this.problem = refs["keys-problem"];
    this.said = refs["keys-said"];
    this.onChange = onChange;
    this.waiting = null; // the command whose new key is to be pressed
    this.rows.addEventListener("click", (event) => this.#wait(event.target.closest("[data-remap]")?.dataset.remap));
    refs["keys-reset"].addEventListener("click", () => this.#change({ ...USUAL_KEYS }));
    refs["keys-close"].addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("keydown", (event) => this.#pressed(event));
    this.dialog.addEventListener("close", () => this.#wait(null));
  }

  open(keys) {
    this.keys = keys;
    this.#draw();
    this.dialog.showModal();
  }

  #draw() {
    this.rows.replaceChildren(
      ...Object.entries(COMMAND_WORDS).map(([command, words]) => {
        const row = element("button", "tc-key-row");
        row.type = "button";
        row.dataset.remap = command;
        const prompt = element("span", "tc-key-prompt", PROMPT);
        row.append(element("kbd", "", keyCap(this.keys[command])), element("span", "", words), prompt);
        return row;
      }),
    );
  }

  #wait(command) {
    this.waiting = command ?? null;
    this.problem.textContent = "";
    for (const row of this.rows.children) {
      const waits = row.dataset.remap === command;
      row.classList.toggle("tc-waits", waits);
      row.firstElementChild.textContent = waits ? "…" : keyCap(this.keys[row.dataset.remap]);
    }
    this.said.textContent = command ? PROMPT : "";
  }

  #pressed(event) {
    if (!this.dialog.open) return undefined; // where nothing had the focus before, the browser leaves it in here
    event.stopPropagation(); // no key of an open dialog is one of the page
    if (retraceOf(event) !== null) event.preventDefault();
    if (!this.waiting || isComposed(event) || event.repeat || MODIFIERS.includes(event.key)) return undefined;
    event.preventDefault();
    if (event.key === "Escape") return this.#wait(null);
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const key = keyOf(event);
    const refusal = refusalOfKey(this.keys, this.waiting, key);
    if (refusal) {
      this.problem.textContent = refusal;
      return undefined;
    }
    return this.#change({ ...this.keys, [this.waiting]: key });
  }

  #change(keys) {
    this.keys = keys;
    this.#wait(null);
    this.onChange(keys);
  }
}
