import { element, references } from "./dom.js";
import { colour, drawMarkedText, slotColours } from "./marks.js";

/** Draws the card; knows nothing of decisions. */
export class View {
  constructor(root) {
    this.root = root.querySelector(".tc");
    this.refs = references(this.root);
    this.colours = new Map();
    this.drawnSeeds = null;
  }

  by(testId) {
    return this.root.querySelector(`[data-testid="${testId}"]`);
  }

  mode(mode) {
    this.root.dataset.mode = mode;
    for (const name of ["accept", "reject", "edit", "skip"]) this.by(name).disabled = mode !== "review";
  }

  /** What changes with the project, not with the candidate. */
  project(data) {
    this.colours = slotColours(data.slots);
    this.refs.reasons.replaceChildren(
      element("p", "", "Why is it rejected?"),
      ...data.reasons.map((reason, index) => choice(reason, index + 1, `reason:${index + 1}`)),
      choice("no reason", "Enter", "reason:0"),
      choice("Give up", "Esc", "back"),
    );
  }

  counts({ remaining, matching, unsaved, durable, canUndo }) {
    this.by("remaining").textContent = remaining.toLocaleString("en");
    this.refs.matching.textContent = matching === null ? "" : ` · ${matching.toLocaleString("en")} match the filters`;
    const badge = this.by("unsaved");
    badge.textContent = `unsaved: ${unsaved}`;
    badge.classList.toggle("tc-some", unsaved > 0);
    badge.title = durable
      ? "Decisions that the server has not acknowledged yet. They are kept in this browser and sent again."
      : "This browser keeps nothing: stay on this page until it says 0.";
    this.by("undo").disabled = !canUndo;
  }

  /** For whoever drives the page: which candidate is on the card, and whether it has been seen. */
  painted(painted) {
    this.root.dataset.painted = String(painted);
  }

  candidate(candidate, intents, seeds) {
    this.root.dataset.example = candidate.id;
    drawMarkedText(this.refs.text, candidate.text, candidate.spans, this.colours);
    this.refs.facts.replaceChildren(
      element("strong", "tc-intent", candidate.intent),
      element("span", "", candidate.languageName),
      element("span", "", candidate.source),
    );
    this.legend(intents.find((one) => one.name === candidate.intent)?.slots ?? []);
    this.#asked(candidate.asked);
    this.#raw(candidate);
    this.#seeds(seeds, candidate.intent);
  }

  legend(slots) {
    this.refs.legend.replaceChildren(
      ...slots.map((slot, index) => {
        const chip = element("button", "ts-chip", slot);
        chip.type = "button";
        chip.dataset.legend = slot;
        colour(chip, this.colours.get(slot));
        if (index < 9) chip.prepend(element("kbd", "", index + 1), " ");
        return chip;
      }),
    );
  }

  nothing(waiting) {
    delete this.root.dataset.example;
    for (const name of ["text", "facts", "legend", "seeds", "checks", "asked"]) this.refs[name].replaceChildren();
    this.drawnSeeds = null;
    this.refs.raw.textContent = "";
    this.refs.empty.textContent = waiting ? "Waiting for the next candidates…" : "Nothing is left to review here.";
  }

  notice(message, quoted, action) {
    const note = element("div", "tc-notice");
    note.dataset.testid = "notice";
    const text = element("p", "", message);
    note.append(text);
    if (quoted) {
      const quote = element("q", "", quoted);
      quote.dir = "auto";
      note.append(quote);
    }
    if (action) {
      const button = element("button", "tc-button", action.label);
      button.type = "button";
      button.addEventListener("click", () => {
        note.remove();
        action.run();
      });
      note.append(button);
    }
    const close = element("button", "tc-plain", "Dismiss");
    close.type = "button";
    close.addEventListener("click", () => note.remove());
    note.append(close);
    this.refs.notices.append(note);
    while (this.refs.notices.children.length > 5) this.refs.notices.firstElementChild.remove();
  }

  /** Why the server cannot store anything now; "" once it can again. */
  later(message) {
    this.refs.later.textContent = message;
  }

  say(sentence) {
    this.refs.live.textContent = sentence;
  }

  #asked(asked) {
    this.refs["asked-section"].hidden = !asked;
    this.refs.asked.replaceChildren(
      ...(asked ?? []).map(({ slot, value }) => {
        const chip = element("span", "ts-chip", value === "*" ? `${slot}: any` : `${slot}: ${value}`);
        chip.dir = "auto";
        colour(chip, this.colours.get(slot));
        return chip;
      }),
    );
    if (asked && !asked.length) this.refs.asked.textContent = "An utterance without slots.";
  }

  #raw({ raw, checks }) {
    this.refs["raw-section"].hidden = raw === null;
    this.refs.raw.textContent = raw ?? "";
    this.refs.checks.replaceChildren(
      ...checks.map(({ check, passed, detail }) => {
        const item = element("li", passed ? "tc-passed" : "tc-failed", `${passed ? "✓" : "✗"} ${check}`);
        if (detail) item.append(element("span", "", ` ${detail}`));
        return item;
      }),
    );
  }

  // Seeds stay from card to card while the intent does: drawing them again would cost the next card its time.
  #seeds(seeds, intent) {
    const wanted = seeds[intent] ?? [];
    const key = `${intent} ${JSON.stringify(wanted)}`;
    if (key === this.drawnSeeds) return;
    this.drawnSeeds = key;
    const items = wanted.map(({ text, spans }) => {
      const item = element("li", "ts-text");
      drawMarkedText(item, text, spans, this.colours, "seed-mark");
      return item;
    });
    if (!items.length) items.push(element("li", "tc-hint", "None yet."));
    this.refs.seeds.replaceChildren(...items);
  }
}

function choice(words, key, command) {
  const button = element("button", "tc-button", words);
  button.type = "button";
  button.dataset.command = command;
  button.append(" ", element("kbd", "", key));
  return button;
}
