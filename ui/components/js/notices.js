import { element } from "./dom.js";

const MOST = 5;
const OF_WHAT = { status: "Status", text: "Text", intent: "Intent", slots: "Slots", flag: "Flag" };

/** What became of decisions that were not stored, one under the other until it is dismissed. */
export class Notices {
  constructor(list) {
    this.list = list;
  }

  /**
   * @param quoted the utterance that it is about.
   * @param changed [{what, from, to}]: what differs from what the reviewer saw; for a stale decision.
   * @param action {label, run}, offered as a button.
   */
  add(message, { quoted, changed = [], action } = {}) {
    const note = element("div", "tc-notice");
    note.dataset.testid = "notice";
    const said = element("div", "tc-said");
    said.append(element("p", "", message));
    if (quoted) said.append(plainText("q", quoted));
    if (changed.length) said.append(changes(changed));
    note.append(said);
    if (action) note.append(pressed("tc-button", action.label, () => action.run(), note));
    note.append(pressed("tc-plain", "Dismiss", () => {}, note));
    if (changed.length) note.dataset.stale = "true";
    this.list.append(note);
    while (this.list.children.length > MOST) this.list.firstElementChild.remove();
  }
}

function changes(changed) {
  const list = element("dl", "tc-changed");
  list.dataset.testid = "stale";
  for (const { what, from, to } of changed) {
    const row = element("div");
    const values = element("dd");
    values.append(plainText("del", from || "none"), " → ", plainText("ins", to || "none"));
    row.append(element("dt", "", OF_WHAT[what] ?? what), values);
    list.append(row);
  }
  return list;
}

function plainText(tag, text) {
  const made = element(tag, "", text);
  made.dir = "auto";
  return made;
}

function pressed(className, label, run, note) {
  const button = element("button", className, label);
  button.type = "button";
  button.addEventListener("click", () => {
    note.remove();
    run();
  });
  return button;
}
