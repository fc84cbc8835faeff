import { Aside } from "./aside.js";
import { Redraw, setData, setHidden, setText } from "./changes.js";
import { element, references } from "./dom.js";
import { allOf, groupWords } from "./group.js";
import { keyCap } from "./keymap.js";
import { colour, drawMarkedText, slotColours } from "./marks.js";
import { Notices } from "./notices.js";
import { readParsed } from "./parse.js";
import { drawBoxes, drawLine, drawOutline } from "./parse_view.js";
import { Sight } from "./sight.js";

const OF_REVIEW = ["edit", "skip", "flag", "next", "previous"];

/** Draws the card; knows nothing of decisions. */
export class View {
  constructor(root) {
    this.root = root.querySelector(".tc");
    this.refs = references(this.root);
    this.tested = new Map();
    this.colours = new Map();
    this.redraw = new Redraw();
    this.styles = new Redraw();
    this.aside = new Aside(this.refs);
    this.notices = new Notices(this.refs.notices);
    this.sight = new Sight(this.root, this.refs);
  }

  by(testId) {
    if (!this.tested.has(testId)) this.tested.set(testId, this.root.querySelector(`[data-testid="${testId}"]`));
    return this.tested.get(testId);
  }

  mode(mode) {
    if (this.root.dataset.mode === mode) return;
    this.root.dataset.mode = mode;
    for (const name of OF_REVIEW) this.by(name).disabled = mode !== "review";
    for (const name of ["accept", "reject"]) this.by(name).disabled = mode !== "review" && mode !== "group";
  }

  /** What changes with the project, not with the candidate. */
  project({ slots, reasons, parses = null }) {
    this.parses = parses;
    setHidden(this.refs["keys-of-parses"], !parses);
    this.styles.when("slots", slots, () => {
      this.colours = slotColours(slots);
      this.redraw.forget();
      this.aside.redraw.forget();
    });
    this.redraw.when("reasons", reasons, () => {
      this.refs.reasons.replaceChildren(
        element("p", "", "Why is it rejected?"),
        ...reasons.map((reason, index) => choice(reason, index + 1, `reason:${index + 1}`)),
        choice("no reason", "Enter", "reason:0"),
        choice("Give up", "Esc", "back"),
      );
    });
  }

  /** Write the reviewer's keys onto the buttons. */
  keys(keys) {
    this.redraw.when("keys", keys, () => {
      for (const [command, key] of Object.entries(keys)) {
        const cap = this.root.querySelector(`button[data-command="${command}"] kbd`);
        if (cap) cap.textContent = keyCap(key);
      }
    });
  }

  counts({ remaining, matching, unsaved, durable, canUndo }) {
    setText(this.by("remaining"), remaining.toLocaleString("en"));
    setText(this.refs.matching, matching === null ? "" : ` · ${matching.toLocaleString("en")} match the filters`);
    const badge = this.by("unsaved");
    setText(badge, `unsaved: ${unsaved}`);
    badge.classList.toggle("tc-some", unsaved > 0);
    badge.title = durable
      ? "Decisions that the server has not acknowledged yet. They are kept in this browser and sent again."
      : "This browser keeps nothing: stay on this page until it says 0.";
    this.by("undo").disabled = !canUndo;
  }

  /** For whoever drives the page: which candidate is on the card, and whether it has been seen. */
  painted(painted) {
    setData(this.root, "painted", String(painted));
  }

  /** What a decision needs at once: text, marks, facts, legend. The aside comes after the paint. */
  candidate(candidate, intents) {
    setData(this.root, "example", String(candidate.id));
    this.#utterance(candidate);
    this.facts(candidate);
    this.legend(intents.find((one) => one.name === candidate.intent)?.slots ?? []);
  }

  #utterance({ text, spans, parse, notation }) {
    const { refs, colours } = this;
    if (parse && this.parses) {
      drawBoxes(refs.text, text, parse.boxes, colours);
      drawOutline(refs.outline, readParsed(notation, this.parses).tree, colours);
      return;
    }
    drawMarkedText(refs.text, text, spans, colours);
    refs.outline.replaceChildren();
  }

  facts({ intent, languageName, source, flagged, shared, doubts = [] }) {
    const { refs } = this;
    setText(refs["fact-intent"], intent);
    setText(refs["fact-language"], languageName);
    setText(refs["fact-source"], source);
    setText(refs["fact-doubts"], doubts.length === 1 ? "1 doubt" : `${doubts.length} doubts`);
    setHidden(refs["fact-doubts"], !doubts.length);
    setHidden(refs["fact-shared"], !shared);
    setHidden(refs["fact-flag"], !flagged);
    setText(refs["flag-words"], flagged ? "Unflag" : "Flag");
  }

  /** @param group what `groupOf` makes, or null. */
  group(group) {
    setHidden(this.refs.group, !group);
    if (group) setText(this.refs["group-words"], groupWords(group));
  }

  /** Open the look at a group, or close it (null). */
  members(group) {
    setText(this.refs["accept-words"], group ? `Accept ${allOf(group)}` : "Accept");
    setText(this.refs["reject-words"], group ? `Reject ${allOf(group)}` : "Reject");
    this.refs.members.replaceChildren(
      ...(group?.members ?? []).map((member) => {
        const item = element("li");
        item.dataset.testid = "group-member";
        const words = element("span", "ts-text");
        drawLine(words, member, this.colours, "member-mark");
        item.append(words, element("span", "ts-note", member.intent));
        return item;
      }),
    );
  }

  legend(slots) {
    this.redraw.when("legend", slots, () => {
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
    });
  }

  nothing(waiting) {
    delete this.root.dataset.example;
    this.refs.text.replaceChildren();
    this.refs.outline.replaceChildren();
    this.legend([]);
    this.group(null);
    setText(this.refs.empty, waiting ? "Waiting for the next candidates…" : "Nothing is left to review here.");
  }

  /** Why the server cannot store anything now; "" once it can again. */
  later(message) {
    setText(this.refs.later, message);
  }

  /** The page says itself why nothing is on the card: the card does not say it too. */
  quiet(quiet) {
    setData(this.root, "quiet", String(quiet));
  }

  /** @param seen [words, utterance] for the line near the count. */
  say(sentence, [words = "", quoted = ""]) {
    this.refs.live.textContent = sentence;
    setText(this.refs["said-words"], words);
    setText(this.refs["said-text"], quoted);
    this.by("said").title = quoted ? `${words} · ${quoted}` : words;
  }
}

function choice(words, key, command) {
  const button = element("button", "tc-button", words);
  button.type = "button";
  button.dataset.command = command;
  button.append(" ", element("kbd", "", key));
  return button;
}
