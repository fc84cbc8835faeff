import { element } from "../dom.js";
import { colour } from "../marks.js";
import { ownWords } from "../parse_view.js";
import { isWord, pathKey, pathOfKey, walked } from "./paths.js";
import { nameOfNode } from "./tree_words.js";

/** The outline of a parse as a tree that takes the focus: one label a line, its words and what is wrong behind it. */
export class TreeOutline {
  constructor(target) {
    this.target = target;
  }

  /** @param problems [{path, words}]. */
  draw(tree, colours, selected, problems) {
    const had = this.hasFocus;
    this.said = new Map(problems.map(({ path, words }) => [pathKey(path), words]));
    this.colours = colours;
    const list = this.#list(tree, [], "tree");
    list.setAttribute("aria-label", "Labels of the parse");
    this.target.replaceChildren(list);
    this.paths = Array.from(walked(tree), ([path]) => path);
    this.mark(selected);
    if (had) this.focus();
  }

  mark(selected) {
    this.selected = pathKey(selected);
    for (const item of this.target.querySelectorAll("[role=treeitem]")) {
      const chosen = item.dataset.path === this.selected;
      item.setAttribute("aria-selected", String(chosen));
      item.tabIndex = chosen ? 0 : -1;
    }
  }

  focus() {
    this.target.querySelector(`[data-path="${this.selected}"]`)?.focus({ preventScroll: true });
  }

  /** Scrolls to the selected line, if it is out of sight; taking the focus scrolls nothing, for that is a click's too. */
  reveal() {
    this.target.querySelector(`[data-path="${this.selected}"] > .tc-node`)?.scrollIntoView({ block: "nearest" });
  }

  get hasFocus() {
    return this.target.contains(document.activeElement);
  }

  /** Where an arrow leads from the selected node, or Home and End; null for another key, or where there is nothing. */
  neighbour(key) {
    const paths = this.paths.map(pathKey);
    const at = paths.indexOf(this.selected);
    const last = paths.length - 1;
    const here = this.paths[at];
    const place = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: last }[key];
    if (place !== undefined) return this.paths[place] ?? null;
    if (key === "ArrowLeft") return here.length > 1 ? here.slice(0, -1) : null;
    const next = this.paths[at + 1];
    return key === "ArrowRight" && next?.length > here.length ? next : null;
  }

  #list(nodes, above, role) {
    const list = element("ul", "tc-outline-list");
    list.setAttribute("role", role);
    nodes.forEach((node, place) => {
      if (!isWord(node)) list.append(this.#item(node, [...above, place]));
    });
    return list;
  }

  #item(node, path) {
    const item = element("li");
    item.dataset.path = pathKey(path);
    item.setAttribute("role", "treeitem");
    const problem = this.said.get(pathKey(path));
    item.setAttribute("aria-label", problem ? `${nameOfNode(node)}. ${problem}` : nameOfNode(node));
    const line = element("div", "tc-node");
    const chip = element("span", "ts-chip", node.label);
    colour(chip, this.colours.get(node.label));
    line.append(chip, " ", element("bdi", "", ownWords(node.children)));
    if (problem) line.append(" ", element("span", "tc-node-problem", problem));
    item.append(line);
    if (node.children.some((child) => !isWord(child))) {
      item.setAttribute("aria-expanded", "true");
      item.append(this.#list(node.children, path, "group"));
    }
    return item;
  }
}

/** The path of the node that an element is of; null where it is of none. */
export function pathOfElement(target) {
  const found = target.closest?.("[data-path]");
  return found ? pathOfKey(found.dataset.path) : null;
}
