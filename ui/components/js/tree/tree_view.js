import { drawOutline } from "../parse_view.js";
import { nearestPath, nodeAt } from "./paths.js";
import { leafPlaces } from "./places.js";
import { RELABEL, fittingLabels } from "./purpose.js";
import { Rules, treeProblems } from "./rules.js";
import { TreeOutline } from "./tree_outline.js";
import { TreeSurface } from "./tree_surface.js";
import { treeHint } from "./tree_words.js";

const MOST_OFFERED = 24;

/** A parse that is edited by hand as it is seen: which node is selected, what the next label does, which ones fit. */
export class TreeView {
  /**
   * @param refs elements of the card.
   * @param host draft() → {text, tree}; readable(), whether what was typed is a parse; change(tree, kind),
   *   which draws; redraw(); focus(); rest(), a step of its own comes next; offer(labels, chosen) for digits and clicks; say(sentence).
   */
  constructor(refs, host) {
    Object.assign(this, { refs, host, rules: null, selected: [0], purpose: RELABEL, offered: [] });
    this.surface = new TreeSurface(refs.text);
    this.outline = new TreeOutline(refs.outline);
  }

  /** @param about what Python says of all parses of the project; null for an utterance with slots. */
  open(about, colours, unspaced) {
    Object.assign(this, { colours, unspaced, selected: [0], purpose: RELABEL, rules: about && new Rules(about) });
    this.panel.show(Boolean(about));
    this.surface.reachable(this.active && about.form !== "exr");
  }

  close() {
    if (this.rules === null) return;
    this.rules = null;
    this.surface.reachable(false);
    this.panel.show(false);
  }

  /** Whether a parse is edited, and by hand. */
  get active() {
    return this.rules !== null && this.panel.byHand;
  }

  get draft() {
    const { text, tree = [] } = this.host.draft();
    return { text, tree, form: this.rules.form, unspaced: this.unspaced };
  }

  get node() {
    return nodeAt(this.draft.tree, this.selected);
  }

  /** By hand, or as text. What cannot be read as a parse is to be put right as text first. */
  turn(byHand) {
    if (!this.host.readable()) return;
    this.panel.show(true, byHand);
    this.surface.reachable(byHand && this.rules.form !== "exr");
    this.host.redraw();
    this.host.focus();
  }

  focus() {
    this.outline.focus();
  }

  /** What can be dragged over, as Gestures takes it; null where nothing can. */
  markable(languageName) {
    if (!this.active || this.rules.form === "exr") return null;
    return { text: this.draft.text, spans: leafPlaces(this.draft, this.rules.form), languageName, tapped: false };
  }

  problems() {
    return treeProblems(this.draft, this.rules);
  }

  draw() {
    const { draft, colours } = this;
    const problems = this.problems();
    this.selected = nearestPath(draft.tree, this.selected);
    this.surface.draw(draft, colours, this.active ? this.selected : [], problems);
    if (!this.active || !this.node) {
      drawOutline(this.refs.outline, draft.tree, colours);
      this.refs.hint.textContent = "";
      this.host.offer([]);
      return;
    }
    this.outline.draw(draft.tree, colours, this.selected, problems);
    this.ask(RELABEL);
  }

  /** @param focus whether the outline takes the focus. */
  select(path, focus = true) {
    this.selected = nearestPath(this.draft.tree, path);
    document.getSelection().removeAllRanges();
    this.surface.mark(this.selected);
    this.outline.mark(this.selected);
    this.ask(RELABEL);
    if (focus) this.focus();
    this.host.rest();
  }

  /** What the next label does; see purpose.js. */
  ask(purpose) {
    const { node } = this;
    this.purpose = purpose;
    const fitting = fittingLabels(this.draft, this.selected, purpose, this.rules);
    this.offered = fitting.slice(0, MOST_OFFERED);
    this.host.offer(this.offered, purpose.kind === "relabel" ? node.label : undefined);
    this.panel.draw(node, purpose, fitting, this.rules);
    this.refs.hint.textContent = treeHint(node, purpose, this.rules.form, fitting.length > 0);
  }
}
