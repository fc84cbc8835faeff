import { selectedUnits, selectUnits } from "../dom.js";
import { pointOffset, sliceOf, unitOffset } from "../spans.js";
import { steppedEdge } from "./boundaries.js";
import { takenOut, unwrapped, valued } from "./operations.js";
import { holdsWordsAlone } from "./paths.js";
import { leafPlaces } from "./places.js";
import { RELABEL, fulfilled, wrapping } from "./purpose.js";
import { TreePanel } from "./tree_panel.js";
import { TreeView } from "./tree_view.js";
import { nameOfNode } from "./tree_words.js";

/** The edit of a parse by hand: what is done to the selected node, or to the words that are selected. */
export class TreeEditor extends TreeView {
  constructor(refs, host) {
    super(refs, host);
    this.panel = new TreePanel(refs, {
      act: (name) => this.act(name),
      labelled: (label) => label && this.label(label, false),
      valued: (words) => this.#done(valued(this.draft.tree, this.selected, words), "valued"),
      turned: (byHand) => this.turn(byHand),
    });
  }

  /** Words of the text are selected: the next label goes around them. */
  ranged() {
    const range = this.#range();
    if (!range) return this.ask(RELABEL);
    const words = sliceOf(this.draft.text, ...range);
    this.ask(wrapping(this.draft, range, words, this.selected));
    return this.host.say(`“${words}” selected. A digit or a label puts it into a new label.`);
  }

  /** [start, end] of the words of the selected node, in code points; of all where it has none. */
  get reach() {
    const mine = leafPlaces(this.draft, this.rules.form).filter(([, , path]) => this.selected.every((one, at) => path[at] === one));
    return mine.length ? [mine[0][0], mine.at(-1)[1]] : null;
  }

  choose([start, end]) {
    const { text } = this.draft;
    selectUnits(this.refs.text, unitOffset(text, start), unitOffset(text, end));
    this.ranged();
  }

  /** A label was chosen: what it does depends on what was asked for. Whether it did anything. */
  label(name, focus = true) {
    const range = this.#range();
    const purpose = range ? wrapping(this.draft, range, "", this.selected) : this.purpose;
    const kind = purpose.kind === "relabel" ? `relabelled ${this.selected}` : null;
    this.#done(fulfilled(this.draft, this.selected, purpose, name, this.rules), kind);
    const waits = this.rules.form !== "top" && !this.node.children.length && this.rules.holdsValue(name);
    if (waits) this.refs["tree-value"].focus();
    else if (focus) this.focus();
    return true;
  }

  /** One of the buttons of the panel, or its key. Whether it meant something here. */
  act(name) {
    const [what, by] = name.split(":");
    if (by) this.#done(steppedEdge(this.draft, this.selected, what, Number(by)), null);
    else if (what === "unwrap") this.#done(unwrapped(this.draft.tree, this.selected, this.rules), null);
    else if (what === "remove") this.#done(takenOut(this.draft.tree, this.selected, this.rules), null);
    else if (what === "around" || what === "inside") return this.#begin(what);
    else if (what === "label") this.refs["tree-label"].focus();
    else if (what === "text") this.turn(false);
    else if (what === "value" && !this.refs["tree-value-field"].hidden) this.refs["tree-value"].focus();
    else return false;
    return true;
  }

  /** Whether something was asked for that is now given up. */
  giveUp() {
    if (this.purpose.kind === "relabel") return false;
    this.select(this.selected);
    this.host.say(""); // what was to be pressed
    return true;
  }

  /** While an edge follows the pointer. @param outcome {tree, selected}. */
  pull(outcome) {
    this.#done({ ...outcome, said: "" }, "pulled");
  }

  #begin(kind) {
    if (kind === "inside" && (this.rules.form === "top" || holdsWordsAlone(this.node))) {
      const instead = this.rules.form === "top" ? "Select its words instead (W)." : "It holds a value.";
      this.#tell(`Nothing can be added inside ${nameOfNode(this.node)}. ${instead}`);
      return true;
    }
    this.ask({ kind });
    this.host.say(this.refs.hint.textContent);
    return true;
  }

  #done({ tree, selected, said, refused }, kind) {
    if (refused) {
      this.#tell(refused);
      return;
    }
    this.selected = selected;
    this.host.change(tree, kind);
    const wrong = this.problems().map(({ words }) => words).join(" ");
    if (said) this.host.say(`${said} ${wrong}`.trim());
  }

  #tell(sentence) {
    this.refs.hint.textContent = sentence;
    this.host.say(sentence);
  }

  #range() {
    if (this.rules.form === "exr") return null;
    const units = selectedUnits(this.refs.text);
    return units && units.map((unit) => pointOffset(this.draft.text, unit));
  }
}
