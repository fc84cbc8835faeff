import { carried } from "./carry.js";

const REMEMBERED = 500;

/**
 * Follows what is typed into the plain text. Keys that go on where the last one ended are one edit of what was there
 * before the first of them: a value that is deleted letter by letter and typed anew stays marked.
 */
export class Typing {
  #base = null;
  #end = null;
  #seen = new Map();

  /** The text or its marks have changed by other means than typing. */
  from(draft) {
    this.#base = null;
    this.#remember(draft);
  }

  /**
   * @param draft {text, spans} before this key.
   * @param edit {newText, before, after, kind}: the selection before and after as [start, end] in code points, and
   *   the browser's inputType.
   * @returns {text, spans, lost}
   */
  next(draft, { newText, before, after, kind = "" }) {
    const undone = kind.startsWith("history");
    if (undone && this.#seen.has(newText)) {
      this.#base = null;
      return { text: newText, spans: this.#seen.get(newText), lost: [] };
    }
    const goesOn = this.#base && !undone && before && before[0] <= this.#end && this.#end <= before[1];
    if (!goesOn) this.#base = draft;
    this.#end = after?.[1] ?? null;
    const next = carried(this.#base.text, this.#base.spans, newText, undone ? undefined : after);
    const drawn = { text: newText, spans: next.spans };
    this.#remember(drawn);
    return { ...drawn, lost: next.lost };
  }

  // What Ctrl+Z brings back comes back with its marks.
  #remember({ text, spans }) {
    this.#seen.delete(text);
    this.#seen.set(text, spans);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.keys().next().value);
  }
}
