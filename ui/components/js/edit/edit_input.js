import { selectedUnits } from "../dom.js";
import { Gestures } from "./gestures.js";
import { startOf } from "./surface.js";

/** Keys, clicks and drags on the text of the card and in the form of an edit. */
export class EditInput {
  /**
   * @param refs elements of the card.
   * @param editor what they act on.
   * @param card mode() → "review", "edit" or another; shown() → {text, spans, languageName} or null; pick(start, event)
   *   begins an edit if need be; run(command, event); say(sentence).
   */
  constructor(refs, editor, card) {
    Object.assign(this, { refs, editor, card });
    this.listening = new AbortController();
    const { signal } = this.listening;
    const on = (target, type, handler, options) => target.addEventListener(type, handler, { signal, ...options });
    this.gestures = new Gestures(refs.text, this.#hand(), signal);
    on(window, "keydown", (event) => this.#escaped(event), { capture: true });
    on(refs.text, "keydown", (event) => this.#pressed(event));
    on(refs.text, "click", (event) => this.#clicked(event));
    on(refs.editor, "keydown", (event) => this.#typed(event));
    on(refs.editor, "submit", (event) => {
      event.preventDefault();
      card.run("save", event);
    });
  }

  stop() {
    this.listening.abort();
  }

  #hand() {
    const { refs, editor, card } = this;
    return {
      shown: () => (editor.locked && card.mode() === "edit" ? null : card.shown()),
      began: () => {
        const { activeElement } = document;
        // Digits go on to mark slots.
        if (refs.text.contains(activeElement) || refs.editor.contains(activeElement)) activeElement.blur();
        if (card.mode() === "edit") editor.select(null);
      },
      ranged: (words) => card.say(`“${words}” selected. A digit or a slot marks it.`),
      pull: (spans) => editor.pull(spans),
      release: (start) => editor.pick(start),
    };
  }

  /** Escape while something is dragged gives up the drag alone. */
  #escaped(event) {
    if (event.key !== "Escape" || !this.gestures.active) return;
    this.gestures.cancel();
    event.preventDefault();
    event.stopPropagation();
  }

  #pressed(event) {
    const mark = event.target.closest("[data-start]");
    if (this.card.mode() !== "edit" || !mark || event.isComposing) return;
    if (this.#act(event, startOf(mark))) event.preventDefault();
  }

  /** Whether the key meant something on the mark that begins at `start`. */
  #act(event, start) {
    const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
    const arrow = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (arrow && shiftKey) {
      const by = this.editor.surface.rightToLeft ? -arrow : arrow;
      this.editor.step(start, ctrlKey || metaKey ? "start" : "end", by, altKey);
      return true;
    }
    if (ctrlKey || metaKey || altKey || shiftKey || repeat) return false;
    if (key === "Delete" || key === "Backspace") this.editor.remove(start);
    else if (key === " ") this.editor.pick(start);
    // A second Enter saves; see Input.
    else if (key === "Enter" && (this.editor.selected !== start || this.editor.isUnsure(start))) this.editor.pick(start);
    else return false;
    return true;
  }

  #clicked(event) {
    const mark = event.target.closest("[data-start]");
    const edits = this.card.mode() === "edit";
    if (mark && edits && event.target.closest(".tc-cross")) this.editor.remove(startOf(mark));
    else if (selectedUnits(this.refs.text)) return; // a double click: the selection is what it was for
    else if (mark) this.card.pick(startOf(mark), event);
    else if (edits) this.editor.select(null);
  }

  #typed(event) {
    // Enter and Escape that end a composition are the input method's; keyCode 229 is how some browsers say so.
    if (event.isComposing || event.keyCode === 229) return;
    const { plain, notation, intent } = this.refs;
    const inText = event.target === plain || event.target === notation;
    if (event.key === "Enter" && inText) event.preventDefault(); // an utterance has one line
    const saves = event.key === "Enter" && ((inText && !event.shiftKey) || (event.target === intent && event.ctrlKey));
    if (event.repeat || (!saves && event.key !== "Escape")) return;
    event.preventDefault();
    this.card.run(saves ? "save" : "back", event);
  }
}
