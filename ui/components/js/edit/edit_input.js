import { selectedUnits } from "../dom.js";
import { keyOf } from "../keys.js";
import { BoxKeys } from "./box_keys.js";
import { Gestures } from "./gestures.js";
import { startOf } from "./surface.js";

/** Keys, clicks and drags on the text of the card and in the form of an edit. */
export class EditInput {
  /**
   * @param refs elements of the card.
   * @param editor what they act on.
   * @param card mode() → "review", "edit" or another; current() → the candidate on the card; saw(event) → whether the
   *   card was on screen then; begin() an edit of it, and whether that is of the text on the card; run(command, event); say(sentence).
   */
  constructor(refs, editor, card) {
    Object.assign(this, { refs, editor, card });
    this.box = new BoxKeys(refs, editor);
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

  /** Mark what is selected as a slot, or give the selected mark another one. Whether it could be. */
  tag(slot) {
    const mode = this.card.mode();
    if (!slot || !["review", "edit"].includes(mode)) return false;
    if (mode === "edit" && this.editor.tree.active) return this.editor.tree.label(slot);
    if (mode === "edit" && this.editor.fields.selected) return this.editor.tagInBox(slot);
    const units = selectedUnits(this.refs.text);
    if (!units) return mode === "edit" && this.editor.reslot(slot);
    if (mode === "review" && !this.card.begin()) return true;
    return this.editor.tag(slot, units);
  }

  /** To another mark of the edit, see `Editor.walk`; whether there are marks. */
  walk(by) {
    const { editor } = this;
    if (this.card.mode() !== "edit" || editor.parses || !editor.draft.spans.length) return false;
    editor.walk(editor.surface.rightToLeft ? -by : by);
    return true;
  }

  /** From a mark down to the text box. */
  toBox() {
    if (this.card.mode() !== "edit" || this.editor.parses || this.editor.surface.focused === null) return false;
    this.editor.focus();
    return true;
  }

  /** {text, spans, languageName} that is on the card, where it can be marked; else null. */
  get #shown() {
    const { card, editor } = this;
    if (card.current()?.parse) return card.mode() === "edit" ? editor.tree.markable(card.current().languageName) : null;
    if (card.mode() === "review") return card.current();
    if (card.mode() !== "edit") return null;
    return { ...editor.draft, languageName: card.current().languageName };
  }

  #pick(start, event) {
    if (this.card.mode() === "review" && !(this.card.saw(event) && this.card.begin())) return;
    if (this.card.mode() === "edit") this.editor.pick(start);
  }

  #hand() {
    const { refs, editor, card } = this;
    return {
      shown: () => this.#shown,
      began: () => {
        const { activeElement } = document;
        // Digits go on to mark slots.
        if ([refs.text, refs.editor, refs.saving].some((part) => part.contains(activeElement))) activeElement.blur();
        if (card.mode() === "edit" && !editor.parses) editor.select(null);
      },
      ranged: (words) => {
        if (card.mode() === "edit" && editor.tree.active) editor.tree.ranged();
        else card.say(`“${words}” selected. A digit or a slot marks it.`);
      },
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
    const zero = keyOf(event) === "0"; // a French keyboard writes it with Shift
    if (ctrlKey || metaKey || altKey || (shiftKey && !zero) || repeat) return false;
    if (zero || key === "Delete" || key === "Backspace") this.#delete(start);
    else if (key === " ") this.editor.pick(start);
    // A second Enter saves; see Input.
    else if (key === "Enter" && (this.editor.selected !== start || this.editor.isUnsure(start))) this.editor.pick(start);
    else return false;
    return true;
  }

  /** Only a mark that was selected: after a removal the focus is on another one. */
  #delete(start) {
    if (this.editor.selected === start) this.editor.remove(start);
    else this.card.say("Press Enter to select this mark; Delete then removes it.");
  }

  #clicked(event) {
    const mark = event.target.closest("[data-start]");
    const edits = this.card.mode() === "edit";
    if (mark && edits && event.target.closest(".tc-cross")) this.editor.remove(startOf(mark));
    else if (selectedUnits(this.refs.text)) return; // a double click: the selection is what it was for
    else if (mark) this.#pick(startOf(mark), event);
    else if (edits && !this.editor.parses) this.editor.select(null);
  }

  #typed(event) {
    // Enter and Escape that end a composition are the input method's; keyCode 229 is how some browsers say so.
    if (event.isComposing || event.keyCode === 229) return;
    const { plain, notation, intent } = this.refs;
    if (event.target === intent && isOpen(intent)) return; // the keys are those of its list
    if (event.target === plain && this.box.pressed(event)) return event.preventDefault();
    const inText = event.target === plain || event.target === notation;
    if (event.key === "Enter" && inText) event.preventDefault(); // an utterance has one line
    const saves = event.key === "Enter" && !event.shiftKey && (inText || event.target === intent);
    if (event.repeat || (!saves && event.key !== "Escape")) return;
    event.preventDefault();
    this.card.run(saves ? "save" : "back", event);
  }
}

function isOpen(select) {
  try {
    return select.matches(":open");
  } catch {
    return false; // a browser without :open keeps the keys of an open list to itself
  }
}
