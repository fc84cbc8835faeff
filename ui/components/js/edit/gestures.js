import { selectUnits } from "../dom.js";
import { unitOffset } from "../spans.js";
import { offsetAt } from "./place.js";
import { pulled } from "./resize.js";
import { startOf } from "./surface.js";
import { characterUnits, isUnspaced, tokenUnits, touchedRange } from "./tokens.js";

const STILL = { mouse: 3, pen: 5, touch: 8 }; // pixels that a pointer moves without meaning to

/** Drags over the text: a range of it becomes the selection, an edge of a mark follows the pointer. */
export class Gestures {
  #grab = null;
  #dragged = false;
  #type = "mouse";

  /**
   * @param text the element that shows the text.
   * @param hand shown() → {text, spans, languageName}, or null where nothing can be marked, and `tapped` false where a
   *   tap means something else; began(), ranged(words); pull(spans), spans while an edge moves; release(start), the
   *   mark that was pulled.
   * @param signal ends it.
   */
  constructor(text, hand, signal) {
    this.text = text;
    this.hand = hand;
    const on = (type, handler, options) => text.addEventListener(type, handler, { signal, ...options });
    on("pointerdown", (event) => this.#down(event));
    on("mousedown", (event) => this.#pressed(event));
    // The selection comes to lie under the pointer: it is not to be dragged away.
    on("dragstart", (event) => event.preventDefault());
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", () => this.cancel());
    on("click", (event) => this.#clicked(event), { capture: true });
  }

  get active() {
    return this.#grab?.moved ?? false;
  }

  /** Everything is again as it was before the drag. */
  cancel() {
    const grab = this.#grab;
    this.#end();
    if (!grab?.moved) return;
    if (grab.edge) this.hand.pull(grab.shown.spans);
    else document.getSelection().removeAllRanges();
  }

  #down(event) {
    if (!event.isPrimary || event.button !== 0 || event.shiftKey) return;
    const shown = this.hand.shown();
    if (!shown) return;
    this.#dragged = false;
    this.#type = event.pointerType;
    const edge = event.target.closest("[data-edge]");
    const at = offsetAt(this.text, event.clientX, event.clientY);
    this.#grab = { shown, at, x: event.clientX, y: event.clientY, moved: false };
    if (edge) {
      event.preventDefault();
      Object.assign(this.#grab, { edge: edge.dataset.edge, start: startOf(edge.closest("[data-start]")) });
    } else if (event.pointerType !== "touch") {
      document.getSelection().removeAllRanges();
    }
  }

  /** Left alone, the browser's own selection would follow the pointer too, letter by letter; two clicks select a word. */
  #pressed(event) {
    if (!this.#grab || this.#type === "touch") return;
    if (event.detail > 1) this.#grab = null;
    else event.preventDefault();
  }

  #move(event) {
    const grab = this.#grab;
    if (!grab || !event.isPrimary) return;
    if (!grab.moved) {
      if (Math.hypot(event.clientX - grab.x, event.clientY - grab.y) < (STILL[this.#type] ?? 3)) return;
      grab.moved = true;
      this.text.dataset.dragging = grab.edge ? "edge" : "range";
      this.text.setPointerCapture(event.pointerId);
      this.hand.began();
    }
    const at = offsetAt(this.text, event.clientX, event.clientY);
    if (at === null) return;
    const units = this.#units(event.altKey);
    if (grab.edge) this.#pull(pulled(grab.shown.spans, grab.start, grab.edge, at, units));
    else this.#select(touchedRange(units, grab.at ?? at, at));
  }

  #up(event) {
    const grab = this.#grab;
    if (!grab || !event.isPrimary) return;
    this.#dragged = grab.moved;
    this.#end();
    if (!grab.moved) return;
    if (grab.edge) this.hand.release(grab.now ?? grab.start);
    else this.#told();
  }

  #end() {
    this.#grab = null;
    delete this.text.dataset.dragging;
  }

  /** After a drag a click means nothing; a finger that taps a word takes it for the range. */
  #clicked(event) {
    if (this.#dragged) {
      this.#dragged = false;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const shown = this.hand.shown();
    if (this.#type !== "touch" || !shown || shown.tapped === false) return;
    const under = this.#under(event);
    if (event.target.closest("[data-edge]") && under) this.hand.release(startOf(under));
    if (under) return;
    this.text.dataset.dragging = "tap"; // no handle is in the way
    const at = offsetAt(this.text, event.clientX, event.clientY);
    delete this.text.dataset.dragging;
    const tokens = tokenUnits(shown.text, shown.spans, isUnspaced(shown.languageName));
    if (at !== null) this.#select(touchedRange(tokens, at, at), shown.text);
    this.#told();
  }

  /** The mark under a finger; what lies there may be a handle of another one, which is wide. */
  #under({ clientX, clientY }) {
    const hit = document.elementsFromPoint(clientX, clientY).find((one) => !one.closest(".tc-anchor"));
    return hit?.closest("[data-start]");
  }

  #units(fine) {
    const { shown } = this.#grab;
    if (fine) return (this.#grab.characters ??= characterUnits(shown.text));
    return (this.#grab.tokens ??= tokenUnits(shown.text, shown.spans, isUnspaced(shown.languageName)));
  }

  #pull(spans) {
    const grab = this.#grab;
    const index = grab.shown.spans.findIndex(([start]) => start === grab.start);
    if (String(spans) === String(grab.spans ?? grab.shown.spans)) return;
    grab.spans = spans;
    grab.now = spans[index][0];
    this.hand.pull(spans);
  }

  #select(range, text = this.#grab.shown.text) {
    if (range) selectUnits(this.text, unitOffset(text, range[0]), unitOffset(text, range[1]));
    else document.getSelection().removeAllRanges();
  }

  #told() {
    const words = document.getSelection().toString();
    if (words) this.hand.ranged(words);
  }
}
