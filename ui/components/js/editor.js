import { element } from "./dom.js";
import { drawMarkedText } from "./marks.js";
import { NotationError, problemWith, readTyped, writeTyped } from "./notation.js";
import { pointOffset, withSpan, withoutSpan } from "./spans.js";

/** The edit of one candidate: notation, rendered text and intent, kept in step. */
export class Editor {
  /** @param refs elements of the card: text, notation, intent, problem, save. */
  constructor(refs, onIntent) {
    this.refs = refs;
    this.draft = null;
    refs.notation.addEventListener("input", () => this.#typed());
    refs.intent.addEventListener("change", () => {
      this.#check();
      onIntent(this.intent);
    });
  }

  get intent() {
    return this.intents.find((one) => one.name === this.refs.intent.value) ?? { name: "", slots: [] };
  }

  open({ notation, text, spans, intent }, intents, colours) {
    this.intents = intents;
    this.colours = colours;
    this.draft = { text, spans };
    this.refs.intent.replaceChildren(
      ...intents.map((one) => {
        const option = element("option", "", one.name);
        option.value = one.name;
        return option;
      }),
    );
    this.refs.intent.value = intent;
    this.refs.notation.value = notation;
    this.lock(false);
    this.#typed();
  }

  close() {
    this.draft = null;
    this.refs.problem.textContent = "";
  }

  /** While an edit is on its way to the server it cannot be changed. */
  lock(locked) {
    this.refs.notation.readOnly = locked;
    this.refs.intent.disabled = locked;
    this.refs.save.disabled = locked;
  }

  /** Mark characters, given as UTF-16 offsets of the text, as a slot. */
  tag(slot, units) {
    if (!this.draft || this.refs.notation.readOnly) return;
    const [start, end] = units.map((unit) => pointOffset(this.draft.text, unit));
    this.#respan(withSpan(this.draft.text, this.draft.spans, start, end, slot));
    document.getSelection().removeAllRanges();
  }

  untag(start) {
    if (!this.draft || this.refs.notation.readOnly) return;
    this.#respan(withoutSpan(this.draft.spans, start));
  }

  /** The error of the server, under the text that it refused. */
  refuse(message) {
    this.lock(false);
    this.refs.problem.textContent = message;
    this.refs.notation.focus();
  }

  /** {notation, intent} if it can be saved; null, with the problem shown, if not. */
  result() {
    if (this.#check()) return null;
    return { notation: this.refs.notation.value, intent: this.refs.intent.value };
  }

  #respan(spans) {
    this.draft.spans = spans;
    this.refs.notation.value = writeTyped(this.draft.text, spans);
    this.#draw();
    this.#check();
  }

  #typed() {
    try {
      this.draft = readTyped(this.refs.notation.value);
      this.#draw();
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
    }
    this.#check();
  }

  #check() {
    let problem;
    try {
      const { text, spans } = readTyped(this.refs.notation.value);
      problem = problemWith(text, spans, this.intent);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      problem = error.message;
    }
    this.refs.problem.textContent = problem;
    this.refs.notation.setAttribute("aria-invalid", String(problem !== ""));
    return problem;
  }

  #draw() {
    drawMarkedText(this.refs.text, this.draft.text, this.draft.spans, this.colours);
    for (const mark of this.refs.text.querySelectorAll("[data-slot]")) {
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-label", `Remove slot ${mark.dataset.slot} from ${mark.textContent}`);
      mark.tabIndex = 0;
    }
  }
}
