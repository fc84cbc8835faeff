import { isWord } from "./paths.js";

/** A parse as text, byte for byte as backend/domain/parse_notation.py writes it. @param about {opening, closing}. */
export function writeTree(tree, about) {
  return tree.map((node) => writtenNode(node, about)).join(" ");
}

/** What an edit of it is saved as: the parse alone where it holds every word, else the text before an arrow. */
export function writeShownParse(text, tree, about) {
  const written = writeTree(tree, about);
  return about.form === "top" ? written : `${text} => ${written}`;
}

function writtenNode({ label, children }, about) {
  const inside = children.map((child) => (isWord(child) ? escapedWord(child, about) : writtenNode(child, about)));
  return [`${about.opening}${label}`, ...inside, about.closing].join(" ");
}

function escapedWord(word, { opening, closing }) {
  return Array.from(word, (one) => (["\\", opening, closing].includes(one) ? `\\${one}` : one)).join("");
}
