import { tokenUnits } from "../edit/tokens.js";
import { leafPlaces } from "./places.js";

/** Words of the text chosen by keys: one, or from one to another. */
export class WordCursor {
  #anchor = 0;
  #head = 0;

  constructor(tree) {
    this.tree = tree;
  }

  /** At the first word of the selected node. Whether the words of the text are those of the parse. */
  begin() {
    const { tree } = this;
    if (tree.rules.form === "exr") return false;
    const [start] = tree.reach ?? [0];
    const at = this.#units.findIndex(([from]) => from >= start);
    tree.refs.text.focus({ preventScroll: true });
    this.#choose(Math.max(at, 0), Math.max(at, 0));
    return true;
  }

  /** Whether the key moved it, or an end of what is selected (with Shift). */
  move({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    const arrow = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[key];
    if (!arrow || ctrlKey || metaKey || altKey) return false;
    const by = this.tree.surface.rightToLeft && Number.isFinite(arrow) ? -arrow : arrow;
    const head = Math.min(Math.max(this.#head + by, 0), this.#units.length - 1);
    this.#choose(shiftKey ? this.#anchor : head, head);
    return true;
  }

  get #units() {
    const { draft, rules, unspaced } = this.tree;
    return tokenUnits(draft.text, leafPlaces(draft, rules.form), unspaced && rules.form !== "top");
  }

  #choose(anchor, head) {
    const units = this.#units;
    if (!units[head] || !units[anchor]) return;
    this.#anchor = anchor;
    this.#head = head;
    this.tree.choose([units[Math.min(anchor, head)][0], units[Math.max(anchor, head)][1]]);
  }
}
