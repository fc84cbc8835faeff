import { retraceOf, typedDigit } from "../keys.js";
import { pointOffset } from "../spans.js";
import { inFirstLine } from "./first_line.js";

const NUMBER_MS = 1000;

/** Keys in the text box of an edit: what they mark of what is selected there, and the way up to the marks. */
export class BoxKeys {
  #marked = null; // {digit, at}: the key that marked last what is selected

  /** @param refs elements of the card. */
  constructor(refs, editor) {
    Object.assign(this, { refs, editor });
  }

  /** Whether the key meant something other than typing; a held digit does not overwrite what it marked. */
  pressed(event) {
    const { editor } = this;
    const by = retraceOf(event);
    if (by !== null) return editor.retraceMarks(by);
    if (event.key === "ArrowUp") return this.#above(event);
    const digit = typedDigit(event);
    const slot = editor.intent.slots[digit - 1];
    const before = this.#marked;
    this.#marked = null;
    if (!slot && before && this.#goesOn(event, before)) return true;
    if (!slot || !editor.fields.selected) return false;
    if (event.repeat) return true;
    if (!event.altKey && editor.fields.selectedNumber) return false;
    const marks = editor.tagInBox(slot, event.altKey);
    if (marks && !event.altKey) this.#marked = { digit, at: event.timeStamp };
    return marks;
  }

  /** A digit that marks nothing goes on with the one right before: it was a number, and what that marked is not. */
  #goesOn({ key, timeStamp, ctrlKey, metaKey, altKey }, { digit, at }) {
    const { editor } = this;
    if (!/^\p{Nd}$/u.test(key) || ctrlKey || metaKey || altKey || timeStamp - at > NUMBER_MS) return false;
    if (!editor.fields.selected || !editor.retraceMarks(-1)) return false;
    editor.fields.type(digit + key);
    return true;
  }

  /** From the first line of the box, which the caret cannot leave upwards, to the marks above it; whether it went. */
  #above({ shiftKey, ctrlKey, metaKey, altKey }) {
    const { plain } = this.refs;
    if (shiftKey || ctrlKey || metaKey || altKey || !this.editor.draft.spans.length || !inFirstLine(plain)) return false;
    this.editor.walk(1, pointOffset(plain.value, plain.selectionStart));
    return true;
  }
}
