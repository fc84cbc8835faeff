import { element } from "./dom.js";
import { colour, drawMarkedText } from "./marks.js";
import { codePoints } from "./spans.js";

/**
 * Draw a text with the labels of its parse around its words, boxes in boxes, as text nodes only. The label is printed
 * by the style sheet, so that copying or selecting the text yields the utterance alone.
 * @param boxes [start, end, label, boxes inside], in code points; while one is edited, the path of its node too.
 */
export function drawBoxes(target, text, boxes, colours) {
  const points = codePoints(text);
  target.dir = "auto";
  target.replaceChildren(...within(points, 0, points.length, boxes, colours));
}

/**
 * Draw an utterance of a list, as `marked_text` tells of it: its spans, or the labels of its parse as small boxes in
 * boxes; where a label has no words to stand over, the parse is written out under the text.
 */
export function drawLine(target, { text, spans, boxes, written }, colours, testId) {
  if (boxes) {
    target.classList.add("ts-nested");
    return drawBoxes(target, text, boxes, colours);
  }
  drawMarkedText(target, text, spans, colours, testId);
  if (written) target.append(element("bdi", "ts-written", written));
  return undefined;
}

function within(points, start, end, boxes, colours) {
  const drawn = [];
  let at = start;
  const words = (to) => {
    if (to > at) drawn.push(document.createTextNode(points.slice(at, to).join("")));
  };
  for (const [from, to, label, inside, path] of boxes) {
    words(from);
    const box = element("mark", "ts-mark tc-box");
    box.dataset.testid = "parse-box";
    box.dataset.slot = label;
    if (path) box.dataset.path = path.join(".");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${label}: ${points.slice(from, to).join("")}`);
    box.append(...within(points, from, to, inside, colours));
    colour(box, colours.get(label));
    drawn.push(box);
    at = to;
  }
  words(end);
  return drawn;
}

/** Draw a parse as an outline: every label on a line of its own, indented, with its words behind it. */
export function drawOutline(target, tree, colours) {
  target.replaceChildren(...(tree.length ? [list(tree, colours)] : []));
}

/** The words right below a label; "…" stands for the labels between them. */
export function ownWords(children) {
  const said = children.map((child) => (typeof child === "string" ? child : null));
  const kept = said.slice(said.findIndex(Boolean), said.findLastIndex(Boolean) + 1);
  return kept.map((word, at) => word ?? (kept[at - 1] === null ? "" : "…")).filter(Boolean).join(" ");
}

function list(nodes, colours) {
  const drawn = element("ul", "tc-outline-list");
  drawn.append(
    ...nodes.map(({ label, children }) => {
      const item = element("li");
      const chip = element("span", "ts-chip", label);
      colour(chip, colours.get(label));
      const words = element("bdi", "", ownWords(children));
      const nested = children.filter((child) => typeof child !== "string");
      item.append(chip, " ", words, ...(nested.length ? [list(nested, colours)] : []));
      return item;
    }),
  );
  return drawn;
}
