import { setHidden, setText } from "../changes.js";

/** An edit of the card that was given up before: taken up again, with the way back to the original. */
export class Offer {
  /** @param refs elements of the card: draft, "draft-words", "draft-turn". */
  constructor(refs, editor) {
    Object.assign(this, { refs, editor, other: null, taken: false, byItself: false });
    refs["draft-turn"].addEventListener("click", () => this.#turn());
  }

  /**
   * The editor is open.
   * @param kept what `Drafts.of` gives; one that fits is on the card at once.
   * @param byItself whether nobody asked for it.
   */
  open(kept, byItself = false) {
    this.byItself = byItself;
    this.other = kept?.state ?? null;
    this.taken = false;
    if (kept?.fits) this.#turn();
    else this.#draw();
  }

  /** Whether an edit that came back by itself is on the card. */
  get returned() {
    return this.byItself && this.taken;
  }

  /** The given-up edit while the original is on the card; else null. */
  get aside() {
    return this.taken ? null : this.other;
  }

  #turn() {
    if (!this.other) return;
    const now = this.editor.state;
    this.editor.restore(this.other);
    this.editor.remember();
    this.other = now;
    this.taken = !this.taken;
    this.#draw();
  }

  get #words() {
    if (this.returned) return "Your unsaved edit, as you left it. Give up discards it.";
    return this.taken ? "Your unsaved edit." : "There is an unsaved edit of yours.";
  }

  #draw() {
    setHidden(this.refs.draft, !this.other);
    setText(this.refs["draft-words"], this.#words);
    setText(this.refs["draft-turn"], this.taken ? "Back to the original" : "Take it up again");
  }
}
