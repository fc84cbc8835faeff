import { pointOffset } from "../spans.js";

const NOTED = {
  slots: "Text, with slots as [slot : value]",
  top: "Parse, with every word of the text",
  decoupled: "Text, then => and its parse",
  exr: "Text, then => and its parse",
};

const NUMBER = /^\p{Nd}[\p{Nd}.,:/-]*$/u;

/** The two fields of an edit: the bare text, and the same as notation in its place when that is asked for. */
export class Fields {
  /**
   * @param refs elements of the card: plain, notation, "as-notation", "plain-field", "notation-field".
   * @param told typed(edit), what Typing.next takes; noted(notation).
   */
  constructor(refs, told) {
    this.refs = refs;
    this.before = null;
    this.areParses = false;
    refs.plain.addEventListener("beforeinput", () => {
      this.before = selectionOf(refs.plain);
    });
    refs.plain.addEventListener("input", (event) => {
      keepOneLine(event);
      const before = this.before;
      this.before = null;
      told.typed({ newText: refs.plain.value, before, after: selectionOf(refs.plain), kind: event.inputType });
    });
    refs.notation.addEventListener("input", (event) => {
      keepOneLine(event);
      told.noted(refs.notation.value);
    });
    refs["as-notation"].addEventListener("click", () => this.#turn(!this.asNotation));
    this.#turn(false, false);
  }

  /** Of a parse there is the notation alone. @param parses null for an utterance with slots. */
  ofParses(parses) {
    const { refs } = this;
    refs["as-notation"].hidden = Boolean(parses);
    refs["intent-field"].hidden = Boolean(parses);
    if (Boolean(parses) === this.areParses) return;
    this.areParses = Boolean(parses);
    refs["notation-words"].textContent = parses ? NOTED[parses.form] : NOTED.slots;
    this.#turn(Boolean(parses), false);
  }

  get asNotation() {
    return this.refs["as-notation"].getAttribute("aria-pressed") === "true";
  }

  /** The field that is seen. */
  get shown() {
    return this.asNotation ? this.refs.notation : this.refs.plain;
  }

  // A value that is set anew loses what Ctrl+Z would bring back.
  show(text, notation) {
    if (this.refs.plain.value !== text) this.refs.plain.value = text;
    if (notation !== null && this.refs.notation.value !== notation) this.refs.notation.value = notation;
  }

  /** What is selected in the bare text while that has the focus: [start, end] in code points, or null. */
  get selected() {
    const { plain } = this.refs;
    if (document.activeElement !== plain || plain.selectionStart === plain.selectionEnd) return null;
    return selectionOf(plain);
  }

  /** Whether that is a number, over which another one may be typed. */
  get selectedNumber() {
    const { value, selectionStart, selectionEnd } = this.refs.plain;
    return this.selected !== null && NUMBER.test(value.slice(selectionStart, selectionEnd).trim());
  }

  /** Write in the place of what is selected, as if it were typed: the browser can undo it. */
  type(words) {
    document.execCommand("insertText", false, words);
  }

  focus() {
    this.shown.focus();
    this.shown.setSelectionRange(this.shown.value.length, this.shown.value.length);
    this.shown.scrollIntoView({ block: "nearest" }); // out from under the buttons, of which a focus knows nothing
  }

  /** The notation runs as the utterance does; by itself it would run as the name of its first slot. */
  direct(rightToLeft) {
    this.refs.notation.dir = rightToLeft ? "rtl" : "ltr";
  }

  invalid(invalid) {
    for (const name of ["plain", "notation"]) this.refs[name].setAttribute("aria-invalid", String(invalid));
  }

  #turn(asNotation, focus = true) {
    this.refs["as-notation"].setAttribute("aria-pressed", String(asNotation));
    this.refs["plain-field"].hidden = asNotation;
    this.refs["notation-field"].hidden = !asNotation;
    if (focus) this.focus();
  }
}

function selectionOf(field) {
  return [field.selectionStart, field.selectionEnd].map((unit) => pointOffset(field.value, unit));
}

/** An utterance has one line: line breaks that are pasted become spaces. */
function keepOneLine({ target, isComposing }) {
  const line = target.value.replace(/[\n\r\u2028\u2029]/g, " ");
  if (line === target.value || isComposing) return;
  const { selectionStart, selectionEnd } = target;
  target.value = line;
  target.setSelectionRange(selectionStart, selectionEnd);
}
