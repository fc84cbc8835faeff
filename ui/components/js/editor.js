import { DraftEditor } from "./edit/draft_editor.js";
import { confirmed, marked, removed, reslotted, resized } from "./edit/marking.js";
import { characterUnits, tokenUnits, touchedRange } from "./edit/tokens.js";
import { writeTyped } from "./notation.js";
import { pointOffset } from "./spans.js";

/** The edit of one candidate: what is done to its marks, and what comes of it. */
export class Editor extends DraftEditor {
  focus() {
    if (this.tree.active) this.tree.focus();
    else this.fields.focus();
  }

  /** Mark characters, given as UTF-16 offsets of the text, as a slot. Whether anything was marked. */
  tag(slot, units) {
    const [start, end] = units.map((unit) => pointOffset(this.draft.text, unit));
    const done = marked(this.draft, start, end, slot);
    if (!done) return false;
    document.getSelection().removeAllRanges();
    this.change(done);
    return true;
  }

  /**
   * Mark the words in which something is selected in the text box (`fine`: the characters) as a slot; focus and
   * selection stay there. Whether anything was marked.
   */
  tagInBox(slot, fine = false) {
    const { text, spans } = this.draft;
    const units = fine ? characterUnits(text) : tokenUnits(text, spans, this.unspaced);
    const range = touchedRange(units, ...this.fields.selected);
    const done = range && marked(this.draft, ...range, slot);
    if (!done) return false;
    this.change({ ...done, selected: null });
    return true;
  }

  /** As `retrace` where that changes no letter, and whether it does: what was typed the browser undoes in its field. */
  retraceMarks(by) {
    if (this.broken || this.history?.beyond(by)?.text !== this.draft.text) return false;
    this.retrace(by);
    return true;
  }

  /**
   * Select the next mark (1) or the one before (-1) of that which has the focus, round and round, and that one itself
   * where it is not selected. From elsewhere the first or the last one is next; with `caret`, a code point of the text,
   * the one that begins before it.
   */
  walk(by, caret = null) {
    const starts = this.draft.spans.map(([start]) => start);
    const { focused } = this.surface;
    const at = starts.indexOf(focused);
    if (!starts.length) return;
    if (caret !== null) this.select(starts.findLast((start) => start < caret) ?? starts[0]);
    else if (at >= 0 && focused !== this.selected) this.select(focused);
    else this.select(starts.at(at < 0 && by < 0 ? -1 : (at + by) % starts.length));
  }

  /** Give the selected mark, or the one that has the focus, another slot; with its own again a selected one goes. */
  reslot(slot) {
    const span = this.#span(this.selected ?? this.surface.focused);
    if (span) this.change(reslotted(this.draft, span, slot, this.selected === span[0]));
    return Boolean(span);
  }

  /** Select a mark; one that was to be checked is confirmed by that. */
  pick(start) {
    const span = this.#span(start);
    if (span?.[3]) this.change(confirmed(this.draft, span));
    else if (span) this.select(start);
  }

  isUnsure(start) {
    return this.#span(start)?.[3] === true;
  }

  remove(start) {
    const span = this.#span(start);
    if (span) this.change(removed(this.draft, span));
  }

  /** Move an edge of a mark by one token or character, forward (1) or back (-1) in reading order. */
  step(start, edge, by, fine) {
    const span = this.#span(start);
    if (span) this.change(resized({ ...this.draft, unspaced: this.unspaced }, span, edge, by, fine));
  }

  /** The marks while an edge of one follows the pointer. */
  pull(spans) {
    this.change({ spans, selected: null, said: "" }, "pulled");
  }

  select(start) {
    this.history.rest();
    this.selected = start;
    this.surface.select(start);
    this.hint();
    this.surface.focus(start);
    if (start !== null) this.say(`${this.surface.named(start)}, selected.`);
  }

  /** Why the server refused this edit, until something of it is changed. */
  refused(message) {
    this.report([{ words: message, start: null }]);
  }

  /** {notation, intent} if it can be saved; null, with the problems shown, if not. */
  result() {
    const { text, spans } = this.draft;
    const found = this.check();
    const notation = this.parses ? this.draft.notation : writeTyped(text, spans);
    if (!found.length) return { notation, intent: this.refs.intent.value };
    this.say(`Not saved. ${found.map((one) => one.words).join(" ")}`);
    this.refs.problem.scrollIntoView({ block: "nearest" });
    if (this.tree.active && found[0].path) this.tree.select(found[0].path);
    else if (found[0].start === null) this.focus();
    else this.surface.focus(found[0].start);
    return null;
  }

  #span(start) {
    return this.draft?.spans.find(([from]) => from === start);
  }
}
