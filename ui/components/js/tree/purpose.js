// What the next label that is chosen will do, and which labels fit there.
import { added, relabelled, wrapped } from "./operations.js";
import { nodeAt, parentOf } from "./paths.js";
import { fittingRange, waysToWrap, wrappedRange } from "./ranges.js";

/** "relabel" the selected node, go "around" it, "inside" it, or "wrap" a range of words. */
export const RELABEL = { kind: "relabel" };

/** The purpose of a range of the text, in code points; `words` are those in it. */
export function wrapping(draft, range, words, selected) {
  return { kind: "wrap", words, ways: waysToWrap(draft, range, selected) };
}

/** The labels that the schema has for it. */
export function fittingLabels(draft, path, purpose, rules) {
  if (purpose.kind === "wrap") return fittingRange(draft, purpose.ways, rules);
  const node = nodeAt(draft.tree, path);
  if (purpose.kind === "inside") return rules.fitting(node.label, []);
  const outer = path.length > 1 ? nodeAt(draft.tree, parentOf(path)).label : null;
  return rules.fitting(outer, purpose.kind === "around" ? [node] : node.children);
}

/** What a label does, as the operations say it. */
export function fulfilled(draft, path, purpose, label, rules) {
  const { tree } = draft;
  if (purpose.kind === "wrap") return wrappedRange(draft, purpose.ways, label, rules);
  if (purpose.kind === "around") {
    const place = path.at(-1);
    return wrapped(tree, { parent: parentOf(path), from: place, to: place + 1 }, label);
  }
  if (purpose.kind === "inside") return added(tree, { parent: path, place: nodeAt(tree, path).children.length }, label);
  return relabelled(tree, path, label);
}
