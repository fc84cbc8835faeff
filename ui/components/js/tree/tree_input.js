import { commandOf, isComposed, retraceOf } from "../keys.js";
import { offsetAt } from "../edit/place.js";
import { nearestEdge, reachOfEdge } from "./boundaries.js";
import { pathOfElement } from "./tree_outline.js";
import { WordCursor } from "./word_cursor.js";

const ACTS = { a: "around", n: "inside", l: "label", v: "value", t: "text", Backspace: "unwrap", Delete: "remove" };

/** Keys and pointers on the text, the outline and the fields of a parse that is edited by hand. */
export class TreeInput {
  #grab = null;

  /** @param card as EditInput has it, and bindings() → key → command. */
  constructor(refs, tree, card) {
    Object.assign(this, { refs, tree, card });
    this.listening = new AbortController();
    this.cursor = new WordCursor(tree);
    const { signal } = this.listening;
    const on = (target, type, handler, options) => target.addEventListener(type, handler, { signal, ...options });
    on(refs.outline, "keydown", (event) => this.#pressed(event));
    on(refs.outline, "click", (event) => this.#clicked(event));
    on(refs.text, "keydown", (event) => this.#inText(event));
    on(refs.text, "click", (event) => this.#clicked(event));
    on(refs["tree-panel"], "keydown", (event) => this.#inPanel(event));
    on(refs["tree-panel"], "click", (event) => {
      if (event.target.closest("[data-tree=words]")) this.cursor.begin();
    });
    // Before Gestures, which would take it for an edge of a slot.
    const first = { capture: true };
    on(refs.text, "pointerdown", (event) => this.#down(event), first);
    on(refs.text, "mousedown", (event) => this.#grab && event.preventDefault(), first);
    on(refs.text, "pointermove", (event) => this.#move(event), first);
    on(refs.text, "pointerup", (event) => this.#up(event), first);
    on(refs.text, "pointercancel", () => this.#drop(), first);
    on(window, "keydown", (event) => this.#escaped(event), first);
  }

  stop() {
    this.listening.abort();
  }

  get #here() {
    return this.card.mode() === "edit" && this.tree.active;
  }

  #pressed(event) {
    if (!this.#here || retraceOf(event) !== null || isComposed(event) || event.defaultPrevented) return;
    if (this.#act(event)) event.preventDefault();
  }

  /** Whether the key meant something in the outline. */
  #act(event) {
    const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
    const arrow = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (arrow && shiftKey && !altKey) {
      const by = this.tree.surface.rightToLeft ? -arrow : arrow;
      return this.tree.act(`${ctrlKey || metaKey ? "start" : "end"}:${by}`);
    }
    if (ctrlKey || metaKey || altKey) return false;
    const next = this.tree.outline.neighbour(key);
    if (next) {
      this.tree.select(next);
      this.tree.outline.reveal();
    }
    if (next || /^(Arrow|Home|End)/.test(key)) return true;
    if (repeat) return false;
    const act = ACTS[key.length === 1 ? key.toLowerCase() : key];
    if (key.toLowerCase() === "w") return this.cursor.begin();
    if (act) return this.tree.act(act) || true;
    if (key === "Escape" && this.tree.giveUp()) return true;
    const command = commandOf(event, "edit", this.card.bindings());
    return command !== null && this.card.run(command, event);
  }

  /** Words are walked over and selected. */
  #inText(event) {
    if (!this.#here || event.target !== this.refs.text || isComposed(event)) return;
    if (event.key === "Escape") {
      if (!this.tree.giveUp()) this.tree.select(this.tree.selected);
    } else if (!this.cursor.move(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Enter and Escape in a field lead back to the outline: Enter there saves, Escape there leaves. */
  #inPanel(event) {
    if (isComposed(event) || !["Enter", "Escape"].includes(event.key)) return;
    const isField = ["INPUT", "SELECT"].includes(event.target.tagName);
    const gaveUp = event.key === "Escape" && this.tree.giveUp();
    if (!isField && !gaveUp) return;
    event.preventDefault();
    event.stopPropagation();
    this.tree.focus();
  }

  #clicked(event) {
    if (document.getSelection().toString()) return;
    if (this.card.mode() === "review") this.#begin(event);
    const path = this.#here && pathOfElement(event.target);
    if (path) this.tree.select(path);
  }

  /** A box of the text that was on the card is selected in the edit that begins with it. */
  #begin(event) {
    const boxes = () => [...this.refs.text.querySelectorAll(".tc-box")];
    const place = boxes().indexOf(event.target.closest(".tc-box"));
    if (place < 0 || !this.card.saw(event) || !this.card.begin() || !this.#here) return;
    this.tree.select(pathOfElement(boxes()[place]));
  }

  #down(event) {
    const edge = event.target.closest("[data-edge]");
    if (!this.#here || !edge || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { draft, selected } = this.tree;
    this.#grab = { start: { tree: draft.tree, selected }, reach: reachOfEdge(draft, selected, edge.dataset.edge) };
    this.refs.text.setPointerCapture(event.pointerId);
    this.refs.text.dataset.dragging = "edge";
  }

  #move(event) {
    if (!this.#grab || !event.isPrimary) return;
    event.stopPropagation();
    const at = offsetAt(this.refs.text, event.clientX, event.clientY);
    const next = at === null ? null : nearestEdge(this.#grab.reach, at);
    if (!next || next === this.#grab.last) return;
    this.#grab.last = next;
    this.tree.pull(next);
  }

  #up(event) {
    if (!this.#grab) return;
    event.stopPropagation();
    this.#drop();
    this.tree.select(this.tree.selected);
  }

  #drop() {
    this.#grab = null;
    delete this.refs.text.dataset.dragging;
  }

  /** Escape while an edge is dragged gives up the drag alone. */
  #escaped(event) {
    if (event.key !== "Escape" || !this.#grab) return;
    this.tree.pull(this.#grab.start);
    this.#drop();
    event.preventDefault();
    event.stopPropagation();
  }
}
