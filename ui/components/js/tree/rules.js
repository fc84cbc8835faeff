// Which label may hold what, as backend/domain/parse_schema.py has it. Python judges what is saved; this is for the
// messages beside the nodes, and for the labels that are offered.
import { holdsWordsAlone, isWord, walked } from "./paths.js";

/** What holds for the parses of a project, to be asked by name. @param about as ui/components/parse_tree.py tells it. */
export class Rules {
  constructor({ form, labels, roots, nests, values, depth, mostRoots }) {
    Object.assign(this, { form, labels, depth, mostRoots });
    this.roots = new Set(roots.map((at) => labels[at]));
    const held = new Set(values);
    this.known = new Map(
      labels.map((name, at) => [name, { nests: new Set(nests[at].map((one) => labels[one])), holdsValue: held.has(at) }]),
    );
  }

  knows(label) {
    return this.known.has(label);
  }

  /** Whether a label may stand right inside another one, or outside of all others (null). */
  nests(outer, inner) {
    return outer === null ? this.roots.has(inner) : (this.known.get(outer)?.nests.has(inner) ?? true);
  }

  holdsValue(label) {
    return this.known.get(label)?.holdsValue ?? false;
  }

  mayBeEmpty(label) {
    return this.form !== "top" && !this.holdsValue(label);
  }

  /** Whether it may stand with words and no label in it: its value, or carrier words. */
  mayHoldWordsAlone(label) {
    return this.holdsValue(label) || (this.form === "top" && this.#carries(label));
  }

  /** The labels that may stand there, in the order of the schema. @param outer see `nests`. */
  fitting(outer, children) {
    return this.labels.filter((label) => this.nests(outer, label) && this.#holds(label, children));
  }

  #holds(label, children) {
    const nodes = children.filter((child) => !isWord(child));
    if (!children.length) return true; // its value is given next
    if (!nodes.length) return this.mayHoldWordsAlone(label);
    return nodes.every((one) => this.nests(label, one.label));
  }

  #carries(label) {
    if (/^(IN|SL):/.test(label)) return label.startsWith("IN:");
    return this.known.get(label).nests.size > 0;
  }
}

/** [{path, words}]: what is wrong with a parse, as sentences for the person, each with the node that it concerns. */
export function treeProblems({ text, tree }, rules) {
  const found = [];
  if (tree.length > rules.mostRoots) {
    found.push({ path: [rules.mostRoots], words: `At most ${rules.mostRoots} outside of all others: put it into a label.` });
  }
  const labels = new Map([["", null]]);
  for (const [path, node] of walked(tree)) {
    labels.set(path.join("."), node.label);
    const outer = labels.get(path.slice(0, -1).join("."));
    const words = problemOf(node, outer, rules, text) ?? (path.length > rules.depth ? tooDeep(rules) : null);
    if (words) found.push({ path, words });
  }
  return found;
}

function problemOf(node, outer, rules, text) {
  const { label, children } = node;
  if (!rules.knows(label)) return `No parse of this project has the label ${label}.`;
  if (!rules.nests(outer, label)) {
    return outer === null ? `${label} may not stand outside of all others.` : `${label} may not stand right inside ${outer}.`;
  }
  if (!children.length) return rules.mayBeEmpty(label) ? null : `${label} has no word in it.`;
  if (holdsWordsAlone(node)) return problemOfWords(node, rules, text);
  const mixed = rules.form !== "top" && children.some(isWord);
  return mixed ? `${label} holds words beside labels: it may hold either.` : null;
}

function problemOfWords({ label, children }, rules, text) {
  if (!rules.mayHoldWordsAlone(label)) return `${label} holds no value: put a label around “${children.join(" ")}”.`;
  if (rules.form !== "decoupled" || squeezedText(text).includes(squeezedText(children.join(" ")))) return null;
  return `The text does not hold “${children.join(" ")}”, the value of ${label}.`;
}

function tooDeep({ depth }) {
  return `More than ${depth} labels above one another.`;
}

function squeezedText(text) {
  return text.replace(/\s+/g, "").toLowerCase();
}
