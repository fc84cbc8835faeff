import { Fields } from "./edit/fields.js";
import { fillIntents, pressChip, showProblems } from "./edit/form.js";
import { confirmed, marked, removed, reslotted, resized } from "./edit/marking.js";
import { problems } from "./edit/problems.js";
import { Surface } from "./edit/surface.js";
import { isUnspaced } from "./edit/tokens.js";
import { Typing } from "./edit/typing.js";
import { hintOf, typedWords } from "./edit/words.js";
import { NotationError, readTyped, writeTyped } from "./notation.js";
import { pointOffset, sorted } from "./spans.js";

/** The edit of one candidate: its marks, its text, the same as notation, and its intent, kept in step. */
export class Editor {
  /**
   * @param refs elements of the card.
   * @param onIntent told the intent that was chosen.
   * @param say reads a sentence to whoever cannot see what a key did.
   */
  constructor(refs, onIntent, say) {
    Object.assign(this, { refs, say, draft: null, selected: null, locked: false });
    this.surface = new Surface(refs.text);
    this.fields = new Fields(refs, { typed: (edit) => this.#typed(edit), noted: (notation) => this.#noted(notation) });
    refs.intent.addEventListener("change", () => {
      onIntent(this.intent);
      this.#draw();
    });
  }

  get intent() {
    return this.intents.find((one) => one.name === this.refs.intent.value) ?? { name: "", slots: [] };
  }

  open({ notation, text, spans, intent, languageName }, intents, colours) {
    Object.assign(this, { intents, colours, selected: null, unspaced: isUnspaced(languageName) });
    fillIntents(this.refs.intent, intents, intent);
    this.draft = { text, spans: sorted(spans) };
    this.typing = new Typing();
    this.lock(false);
    this.fields.show(text, notation);
    this.#noted(notation);
  }

  close() {
    this.draft = null;
    this.selected = null;
    this.refs.problem.replaceChildren();
  }

  focus() {
    this.fields.focus();
  }

  /** While an edit is on its way to the server it cannot be changed. */
  lock(locked) {
    this.locked = locked;
    this.fields.lock(locked);
    this.refs.intent.disabled = locked;
    this.refs.save.disabled = locked;
  }

  /** Mark characters, given as UTF-16 offsets of the text, as a slot. Whether anything was marked. */
  tag(slot, units) {
    const [start, end] = units.map((unit) => pointOffset(this.draft.text, unit));
    const done = marked(this.draft, start, end, slot);
    if (!done || this.locked) return false;
    document.getSelection().removeAllRanges();
    this.#change(done);
    return true;
  }

  /** Give the selected mark, or the one that has the focus, another slot. */
  reslot(slot) {
    const span = this.#span(this.selected ?? this.surface.focused);
    if (span) this.#change(reslotted(this.draft, span, slot));
    return Boolean(span);
  }

  /** Select a mark; one that was to be checked is confirmed by that. */
  pick(start) {
    const span = this.#span(start);
    if (span?.[3]) this.#change(confirmed(this.draft, span));
    else if (span) this.select(start);
  }

  isUnsure(start) {
    return this.#span(start)?.[3] === true;
  }

  remove(start) {
    const span = this.#span(start);
    if (span) this.#change(removed(this.draft, span));
  }

  /** Move an edge of a mark by one token or character, forward (1) or back (-1) in reading order. */
  step(start, edge, by, fine) {
    const span = this.#span(start);
    if (span) this.#change(resized({ ...this.draft, unspaced: this.unspaced }, span, edge, by, fine));
  }

  /** The marks while an edge of one follows the pointer. */
  pull(spans) {
    this.#change({ spans, selected: null, said: "" });
  }

  select(start) {
    this.selected = start;
    this.surface.select(start);
    this.#hint();
    this.surface.focus(start);
    if (start !== null) this.say(`${this.surface.named(start)}, selected.`);
  }

  /** The error of the server, under the text that it refused. */
  refuse(message) {
    this.lock(false);
    this.#show([{ words: message, start: null }]);
    this.fields.focus();
  }

  /** {notation, intent} if it can be saved; null, with the problems shown, if not. */
  result() {
    const { text, spans } = this.draft;
    const found = this.#check();
    if (!found.length) return { notation: writeTyped(text, spans), intent: this.refs.intent.value };
    this.say(`Not saved. ${found.map((one) => one.words).join(" ")}`);
    if (found[0].start === null) this.fields.focus();
    else this.surface.focus(found[0].start);
    return null;
  }

  #span(start) {
    return this.locked ? undefined : this.draft?.spans.find(([from]) => from === start);
  }

  #change({ spans, selected, said }) {
    if (this.locked) return;
    const { text } = this.draft;
    this.selected = selected;
    this.#follow({ text, spans });
    this.typing.from(this.draft);
    this.fields.show(text, writeTyped(text, spans));
    this.surface.focus(selected);
    if (said) this.say(said);
  }

  #typed(edit) {
    if (!this.draft) return;
    const before = this.draft;
    const { lost, ...draft } = this.typing.next(before, edit);
    this.selected = null;
    this.#follow(draft);
    this.fields.show(draft.text, writeTyped(draft.text, draft.spans));
    const said = typedWords(before, draft, lost);
    if (said) this.say(said);
  }

  #noted(notation) {
    if (!this.draft) return;
    this.selected = null;
    try {
      this.#follow(readTyped(notation));
      this.typing.from(this.draft);
      this.fields.show(this.draft.text, null);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      this.broken = error.message;
      this.#check();
    }
  }

  #follow(draft) {
    this.broken = "";
    this.draft = draft;
    this.#draw();
  }

  #draw() {
    this.surface.draw(this.draft, this.colours, this.intent.slots, this.selected);
    this.#hint();
    this.#check();
  }

  #hint() {
    const span = this.draft.spans.find(([start]) => start === this.selected);
    this.refs.hint.textContent = hintOf(this.draft.text, span);
    pressChip(this.refs.legend, span?.[2]);
  }

  #check() {
    const { text, spans } = this.draft;
    const found = this.broken ? [{ words: this.broken, start: null }] : problems(text, spans, this.intent);
    this.#show(found);
    return found;
  }

  #show(found) {
    this.fields.invalid(found.some((one) => one.start === null));
    showProblems(this.refs.problem, found);
  }
}
