import { NotationError, readTyped, writeTyped } from "../notation.js";
import { readParsed } from "../parse.js";
import { sorted } from "../spans.js";
import { Fields } from "./fields.js";
import { fillIntents, offerRemoval, pressChip, showProblems } from "./form.js";
import { History } from "./history.js";
import { withoutForeign } from "./marking.js";
import { treeOf } from "./parse_edit.js";
import { foreignSpans, problems } from "./problems.js";
import { Surface } from "./surface.js";
import { isUnspaced } from "./tokens.js";
import { Typing } from "./typing.js";
import { hintOf, typedWords } from "./words.js";

/** The draft of an edit: text, marks and intent, in step on the card, in the fields and in what undo goes back to. */
export class DraftEditor {
  /**
   * @param refs elements of the card.
   * @param onIntent told the intent that was chosen.
   * @param say reads a sentence to whoever cannot see what a key did.
   * @param onChange called after every change, while an edit is open.
   */
  constructor(refs, onIntent, say, onChange) {
    Object.assign(this, { refs, onIntent, say, onChange, draft: null, selected: null });
    this.surface = new Surface(refs.text);
    this.fields = new Fields(refs, { typed: (edit) => this.#typed(edit), noted: (notation) => this.noted(notation) });
    this.tree = treeOf(this);
    refs.intent.addEventListener("change", () => {
      onIntent(this.intent);
      this.draw();
      this.remember();
    });
    refs["drop-foreign"].addEventListener("click", () => {
      this.change(withoutForeign(this.draft, this.intent));
      refs.intent.focus();
    });
  }

  get intent() {
    return this.intents.find((one) => one.name === this.refs.intent.value) ?? { name: "", slots: [] };
  }

  /** @param parses what Python says of all parses of the project, if the candidate has one; see `readParsed`. */
  open({ notation, text, spans, intent, languageName }, intents, colours, parses = null) {
    const unspaced = isUnspaced(languageName);
    Object.assign(this, { intents, colours, parses, selected: null, history: null, unspaced });
    this.fields.ofParses(parses);
    this.tree.open(parses, colours, unspaced);
    fillIntents(this.refs.intent, intents, intent);
    this.draft = { text, spans: sorted(spans) };
    this.typing = new Typing();
    this.fields.show(text, notation);
    this.noted(notation);
    this.history = new History(this.state);
  }

  close() {
    const { activeElement } = document;
    if (this.refs.editor.contains(activeElement)) activeElement.blur(); // the next key is for the card
    this.draft = null;
    this.selected = null;
    this.tree.close();
    this.refs.problem.replaceChildren();
    pressChip(this.refs.legend); // the next card may have the same chips
  }

  /** {text, spans, intent}: what undo goes back to; `notation` too, what was typed, where it cannot be read. */
  get state() {
    const state = { ...this.draft, intent: this.refs.intent.value };
    return this.broken ? { ...state, notation: this.refs.notation.value } : state;
  }

  /** Whether anything was changed of a candidate. */
  differs({ notation, intent }) {
    const { text, spans } = this.draft;
    const written = this.parses ? this.draft.notation : writeTyped(text, spans);
    return Boolean(this.broken) || written !== notation || this.refs.intent.value !== intent;
  }

  /** Go one step back (-1) or forth (1) in what was changed. */
  retrace(by) {
    if (!this.draft) return;
    // What cannot be read as notation is no state: the first step back leads to what could.
    const state = by < 0 && this.broken ? this.history.current : this.history.step(by);
    if (state) this.restore(state);
    if (state) this.say(by < 0 ? "Undone in this edit." : "Done again in this edit.");
    else this.say(by < 0 ? "Nothing of this edit is left to undo." : "Nothing is left to do again.");
    this.onChange();
  }

  restore({ text, spans, intent, notation = null }) {
    if (this.parses) {
      this.fields.show(text, notation);
      this.noted(notation);
      return;
    }
    this.refs.intent.value = intent;
    this.onIntent(this.intent);
    this.selected = null;
    this.#follow({ text, spans });
    this.typing.from(this.draft);
    this.fields.show(text, notation ?? writeTyped(text, spans));
    if (notation !== null) this.noted(notation);
  }

  /** The draft as it is now can be gone back to; see `History.keep`. */
  remember(kind = null) {
    this.history?.keep(this.state, kind);
    if (this.history) this.onChange(); // without one it is only just being opened
  }

  change({ spans, selected, said }, kind = null) {
    const { text } = this.draft;
    this.selected = selected;
    this.#follow({ text, spans });
    this.typing.from(this.draft);
    this.fields.show(text, writeTyped(text, spans));
    this.surface.focus(selected);
    this.remember(kind);
    if (said) this.say(said);
  }

  hint() {
    const span = this.draft.spans.find(([start]) => start === this.selected);
    this.refs.hint.textContent = hintOf(this.draft.text, span);
    pressChip(this.refs.legend, span?.[2]);
  }

  /** What keeps the draft from being saved, which is shown too. */
  check() {
    const { text, spans } = this.draft;
    offerRemoval(this.refs["drop-foreign"], this.broken ? 0 : foreignSpans(spans, this.intent).length, this.intent);
    const found = this.broken ? [{ words: this.broken, start: null }] : problems(text, spans, this.intent);
    if (!this.broken && this.parses) found.push(...this.tree.problems().map((one) => ({ ...one, start: null })));
    this.report(found);
    return found;
  }

  report(found) {
    this.fields.invalid(found.some((one) => one.start === null));
    // By hand, what is wrong with a label is said beside it.
    showProblems(this.refs.problem, this.tree.active ? found.filter(({ path }) => !path) : found);
  }

  #typed(edit) {
    if (!this.draft) return;
    const before = this.draft;
    const { lost, ...draft } = this.typing.next(before, edit);
    this.selected = null;
    this.#follow(draft);
    this.fields.show(draft.text, writeTyped(draft.text, draft.spans));
    this.remember("typed");
    const said = typedWords(before, draft, lost);
    if (said) this.say(said);
  }

  /** The notation was changed; see `History.keep` for the kind. */
  noted(notation, kind = "noted") {
    if (!this.draft) return;
    this.selected = null;
    try {
      const { parses, unspaced } = this;
      this.#follow(parses ? readParsed(notation, { ...parses, unspaced }) : readTyped(notation));
      this.typing.from(this.draft);
      this.fields.show(this.draft.text, null);
      this.remember(kind);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      this.broken = error.message;
      this.check();
      if (this.history) this.onChange();
    }
  }

  #follow(draft) {
    this.broken = "";
    this.draft = draft;
    this.draw();
  }

  draw() {
    if (this.parses) {
      this.tree.draw();
      this.check();
      return;
    }
    this.surface.draw(this.draft, this.colours, this.intent.slots, this.selected);
    this.fields.direct(this.surface.rightToLeft);
    this.hint();
    this.check();
  }
}
