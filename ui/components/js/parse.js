// Parses as a person edits them, `buy tea => [BUY [DRINK tea ] ]`, as backend/domain/shown.py has them. Python judges
// what is saved; this is for the live preview.
import { NotationError } from "./notation.js";
import { isBlank, stripped } from "./spans.js";

const BRACKETS = { "[": "]", "(": ")" };
const DEEPEST = 40; // as in backend/domain/parse.py
const NO_WORD = /[\p{Cc}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/u; // likewise
// As in backend/domain/names.py: a letter, or a number that is no digit, and then marks too.
const LABEL = /^(?:(?:IN|SL):)?(?=.{1,64}$)[\p{L}\p{Nl}\p{No}][\p{L}\p{N}\p{M}_.\-/]*$/u;

/**
 * {text, spans, notation, tree}; throws NotationError with a sentence for the person. A node of the tree is
 * {label, children}, a child a node or a word.
 * @param about the form of all parses of the project, and whether their language is written without spaces.
 */
export function readParsed(notation, { form, unspaced = false }) {
  let problem = null;
  for (const end of beginnings(notation)) {
    try {
      const tree = readTree(notation.slice(end));
      const words = tree.flatMap(leaves).join(unspaced ? "" : " ");
      const text = form === "top" ? words : stripped(notation.slice(0, end).replace(/=>$/, ""));
      return { text, spans: [], notation, tree };
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      problem ??= error;
    }
  }
  throw problem ?? new NotationError(
    form === "top" ? "Write the parse, from its first bracket on." : "Write the text, then => and its parse.",
  );
}

/** Where a parse may begin: at the beginning, or behind an arrow. An arrow may stand in the text as well. */
function beginnings(notation) {
  const behind = Array.from(notation.matchAll(/=>/g), ({ index }) => index + 2);
  return stripped(notation)[0] in BRACKETS ? [0, ...behind] : behind;
}

function readTree(notation) {
  const [opening] = stripped(notation);
  const closing = BRACKETS[opening];
  if (!closing) throw new NotationError("A parse begins with a bracket: write [LABEL … ].");
  const special = [opening, closing, "\\"];
  const roots = [];
  const open = [];
  for (const token of tokensOf(notation, opening, closing)) {
    const inside = open.at(-1);
    if (token === opening) {
      if (open.length === DEEPEST) throw new NotationError(`Over ${DEEPEST} brackets inside one another.`);
      open.push({ label: null, children: [] });
    } else if (!inside) throw new NotationError("A word or bracket outside of all labels.");
    else if (token !== closing && inside.label === null) inside.label = unescaped(token, special).normalize("NFC");
    else if (token !== closing) inside.children.push(unescaped(token, special));
    else {
      open.pop();
      (open.at(-1)?.children ?? roots).push(checkedNode(inside));
    }
  }
  if (open.length) throw new NotationError(`A bracket that is never closed: add a ${closing}.`);
  return roots;
}

/** The node, if its label may be one and its words are words. */
function checkedNode(node) {
  if (!LABEL.test(node.label)) {
    const remedy = "Start with a letter, or with IN: or SL: and a letter; at most 64 characters.";
    throw new NotationError(`Not a label of a parse: ${node.label}. ${remedy}`);
  }
  const wrong = node.children.find((child) => typeof child === "string" && NO_WORD.test(child));
  if (wrong === undefined) return node;
  const remedy = "Words are separated by spaces; each goes into the parse by itself.";
  throw new NotationError(`Not a word, in ${node.label}: ${wrong}. ${remedy}`);
}

/** Brackets, and the words between them; right behind an opening one stands its label. */
function* tokensOf(notation, opening, closing) {
  let word = "";
  for (let at = 0; at < notation.length; at += 1) {
    const here = notation[at];
    const parts = here === opening || here === closing;
    if (!parts && !isBlank(here)) {
      word += here;
      if (here === "\\" && [opening, closing, "\\"].includes(notation[at + 1])) word += notation[(at += 1)];
      continue;
    }
    if (word) yield word;
    word = "";
    if (parts) yield here;
    const next = notation[at + 1];
    if (here === opening && (next === undefined || isBlank(next) || next === opening || next === closing)) {
      throw new NotationError("A bracket without a label.");
    }
  }
  if (word) yield word;
}

function unescaped(word, special) {
  let written = "";
  for (let at = 0; at < word.length; at += 1) {
    if (word[at] === "\\" && special.includes(word[at + 1])) at += 1;
    written += word[at];
  }
  return written;
}

function leaves({ children }) {
  return children.flatMap((child) => (typeof child === "string" ? [child] : leaves(child)));
}
