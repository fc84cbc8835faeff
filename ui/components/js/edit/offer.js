import { setHidden, setText } from "../changes.js";

/** An edit of the card that was given up before: taken up again, with the way back to the original. */
export class Offer {
  /** @param refs elements of the card: draft, "draft-words", "draft-turn". */
  constructor(refs, editor) {
    Object.assign(this, { refs, editor, other: null, taken: false });
    refs["draft-turn"].addEventListener("click", () => this.#turn());
  }

  /** @param kept what `Drafts.of` gives; one that fits is on the card at once. The editor is open. */
  open(kept) {
    this.other = kept?.state ?? null;
    this.taken = false;
    if (kept?.fits) this.#turn();
    else this.#draw();
  }

  /** The given-up edit while the original is on the card; else null. */
  get aside() {
    return this.taken ? null : this.other;
  }

  #turn() {
    if (!this.other || this.editor.locked) return;
    const now = this.editor.state;
    this.editor.restore(this.other);
    this.editor.remember();
    this.other = now;
    this.taken = !this.taken;
    this.#draw();
  }

  #draw() {
    setHidden(this.refs.draft, !this.other);
    setText(this.refs["draft-words"], this.taken ? "Your unsaved edit." : "There is an unsaved edit of yours.");
    setText(this.refs["draft-turn"], this.taken ? "Back to the original" : "Take it up again");
  }
}
