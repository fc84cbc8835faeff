import { Redraw, setHidden } from "./changes.js";
import { element } from "./dom.js";
import { colour, drawMarkedText } from "./marks.js";
import { drawLine } from "./parse_view.js";

/** Draws beside the card what a decision needs; each part only when it differs, and not at all when it is empty. */
export class Aside {
  constructor(refs) {
    this.refs = refs;
    this.redraw = new Redraw();
  }

  draw(candidate, seeds, colours) {
    this.colours = colours;
    const { why = [], doubts = [], asked, neighbours, raw, checks } = candidate;
    this.#list("why", why, (sentence) => element("li", "", sentence));
    this.#list("doubts", doubts, (one) => this.#doubt(one));
    this.#asked(asked);
    this.#list("neighbours-accepted", neighbours?.accepted ?? [], (one) => this.#utterance(one, alike(one)));
    this.#list("neighbours-rejected", neighbours?.rejected ?? [], (one) =>
      this.#utterance(one, one.reason ? `${one.reason}, ${alike(one)}` : alike(one)),
    );
    this.#list("seeds", seeds, (one) => this.#utterance(one));
    this.#raw(raw, checks);
  }

  #list(name, values, drawn) {
    setHidden(this.refs[name].parentElement, !values.length);
    this.redraw.when(name, values, () => this.refs[name].replaceChildren(...values.map(drawn)));
  }

  // What is wrong speaks for itself; the name of the check that found it is for whoever asks.
  #doubt({ check, detail, reads = null }) {
    const item = element("li", "tc-failed", `✗ ${detail || check}`);
    item.title = check;
    if (reads) {
      const words = element("p", "ts-text tc-reads");
      drawMarkedText(words, reads.text, reads.spans, this.colours, "reading-mark");
      item.append(words);
    }
    return item;
  }

  #asked(asked) {
    setHidden(this.refs.asked.parentElement, !asked);
    this.redraw.when("asked", asked, () => {
      this.refs.asked.replaceChildren(
        ...(asked ?? []).map(({ slot, value }) => {
          const chip = element("span", "ts-chip", value === "*" ? `${slot}: any` : `${slot}: ${value}`);
          chip.dir = "auto";
          colour(chip, this.colours.get(slot));
          return chip;
        }),
      );
      if (asked && !asked.length) this.refs.asked.textContent = "An utterance without slots.";
    });
  }

  #raw(raw, checks) {
    setHidden(this.refs["raw-section"], raw === null);
    this.redraw.when("raw", [raw, checks], () => {
      this.refs.raw.textContent = raw ?? "";
      this.refs.checks.replaceChildren(
        ...checks.map(({ check, passed, detail }) => this.#check(passed, check, detail)),
      );
    });
  }

  #check(passed, check, detail) {
    const item = element("li", passed ? "tc-passed" : "tc-failed", `${passed ? "✓" : "✗"} ${check}`);
    if (detail) item.append(element("span", "", ` ${detail}`));
    return item;
  }

  #utterance(line, note) {
    const item = element("li");
    const words = element("span", "ts-text");
    drawLine(words, line, this.colours, "aside-mark");
    item.append(words);
    if (note) item.append(element("span", "ts-note", note));
    return item;
  }
}

function alike({ similarity }) {
  return `${percent(similarity)} alike`;
}

function percent(share) {
  return `${Math.round(100 * share)}%`;
}
