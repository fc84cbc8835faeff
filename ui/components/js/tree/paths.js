// A node of a parse, or a word in it, is found by its path: at which place among the children, from the root on.
// A tree is a list of roots; a node is {label, children}, a child a node or a word.

export function isWord(child) {
  return typeof child === "string";
}

/** The node or word at a path; null where there is none. */
export function nodeAt(tree, path) {
  let found = { children: tree };
  for (const place of path) {
    if (!found || isWord(found)) return null;
    found = found.children[place];
  }
  return found ?? null;
}

export function parentOf(path) {
  return path.slice(0, -1);
}

export function childrenAt(tree, path) {
  return path.length ? nodeAt(tree, path).children : tree;
}

/** The tree with `change(children)` as the children of the node at a path, or as its roots for []. */
export function withChildren(tree, path, change) {
  if (!path.length) return change(tree);
  const [place, ...rest] = path;
  return tree.map((one, index) =>
    index === place ? { ...one, children: withChildren(one.children, rest, change) } : one,
  );
}

/** [path, node] of all nodes, each before what it holds. */
export function* walked(children, above = []) {
  for (const [place, child] of children.entries()) {
    if (isWord(child)) continue;
    yield [[...above, place], child];
    yield* walked(child.children, [...above, place]);
  }
}

/** The paths of all words, in order. */
export function wordPaths(children, above = []) {
  return children.flatMap((child, place) => {
    const path = [...above, place];
    return isWord(child) ? [path] : wordPaths(child.children, path);
  });
}

/** Whether the words of a node are all that it holds. */
export function holdsWordsAlone({ children }) {
  return children.length > 0 && children.every(isWord);
}

/** From the first to the last of the children of one node that hold both paths: {parent, from, to}. */
export function commonRange(first, last) {
  let depth = 0;
  while (depth < Math.min(first.length, last.length) - 1 && first[depth] === last[depth]) depth += 1;
  return { parent: first.slice(0, depth), from: first[depth], to: last[depth] + 1 };
}

/** The node at a path, or the nearest that is there of those that would be above it. */
export function nearestPath(tree, path) {
  for (let length = path.length; length > 0; length -= 1) {
    const found = nodeAt(tree, path.slice(0, length));
    if (found && !isWord(found)) return path.slice(0, length);
  }
  return tree.length ? [0] : [];
}

export function pathKey(path) {
  return path.join(".");
}

export function pathOfKey(key) {
  return key.split(".").map(Number);
}
