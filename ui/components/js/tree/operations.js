import { childrenAt, holdsWordsAlone, isWord, nodeAt, parentOf, withChildren } from "./paths.js";
import { valueOf } from "./tree_words.js";

// What can be done to the labels of a parse. Each gives {tree, selected, said}: the tree afterwards, the path of the
// node that is selected then, and a sentence for whoever cannot see it; or {refused}, a sentence that says why not.

export function relabelled(tree, path, label) {
  const { label: before } = nodeAt(tree, path);
  const place = path.at(-1);
  const next = withChildren(tree, parentOf(path), (children) =>
    children.map((one, index) => (index === place ? { ...one, label } : one)),
  );
  return { tree: next, selected: path, said: `${before} is now ${label}.` };
}

/** Children `from` to `to` (exclusive) of the node at `parent` put into a new label. */
export function wrapped(tree, { parent, from, to }, label) {
  const next = withChildren(tree, parent, (children) => {
    const inside = { label, children: children.slice(from, to) };
    return [...children.slice(0, from), inside, ...children.slice(to)];
  });
  return { tree: next, selected: [...parent, from], said: `${label} is around “${valueOf(nodeAt(next, [...parent, from]))}”.` };
}

/** A new label with these words, or with nothing in it, as child `place` of the node at `parent`. */
export function added(tree, { parent, place }, label, words = []) {
  const made = { label, children: [...words] };
  const next = withChildren(tree, parent, (children) => children.toSpliced(place, 0, made));
  const value = words.length ? `: ${words.join(" ")}` : "";
  return { tree: next, selected: [...parent, place], said: `Added ${label}${value}.` };
}

/** The label goes, what it holds moves up to where it was. A value that has no place there goes with it. */
export function unwrapped(tree, path, { form }) {
  const node = nodeAt(tree, path);
  const parent = parentOf(path);
  const outside = !parent.length;
  if (outside && (!node.children.length || node.children.some(isWord))) {
    return { refused: `What is in ${node.label} would stand outside of all labels. Give it another label instead.` };
  }
  const alone = childrenAt(tree, parent).length === 1;
  const goes = form !== "top" && holdsWordsAlone(node) && !alone;
  const next = withChildren(tree, parent, (children) =>
    children.toSpliced(path.at(-1), 1, ...(goes ? [] : node.children)),
  );
  return { tree: next, selected: outside ? path : parent, said: `${node.label} is gone, what was in it is kept.` };
}

/** The label goes, and all that is in it; in the form `top` its words stay, since they are the text. */
export function takenOut(tree, path, { form }) {
  const node = nodeAt(tree, path);
  const parent = parentOf(path);
  const left = form === "top" ? leavesOf(node) : [];
  if (!parent.length && (left.length || tree.length === 1)) {
    return { refused: `A parse has at least one label: give ${node.label} another one instead.` };
  }
  const next = withChildren(tree, parent, (children) => children.toSpliced(path.at(-1), 1, ...left));
  const selected = parent.length ? parent : [Math.max(path[0] - 1, 0)];
  const kept = left.length ? ", its words stay" : " with all in it";
  return { tree: next, selected, said: `Removed ${node.label}${kept}.` };
}

/** Other words in a node that holds words alone, or nothing yet. */
export function valued(tree, path, words) {
  const next = withChildren(tree, path, () => words);
  return { tree: next, selected: path, said: "" };
}

function leavesOf({ children }) {
  return children.flatMap((child) => (isWord(child) ? [child] : leavesOf(child)));
}
