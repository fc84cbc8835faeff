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
   * @param kept whether it holds what was typed: it stays until it is dismissed, however many come after it.
   * @param until the id of a candidate: once an edit of it is open there is nothing left to say.
   * @param overtaken whether the next decision that is stored leaves nothing of it to say.
   */
  add(message, { quoted, changed = [], action, kept = false, until, overtaken = false } = {}) {
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
    if (kept) note.dataset.kept = "true";
    if (until !== undefined) note.dataset.until = String(until);
    if (overtaken) note.dataset.overtaken = "true";
    this.list.append(note);
    const passing = Array.from(this.list.children).filter((one) => one !== note && one.dataset.kept !== "true");
    for (const one of passing.slice(0, Math.max(0, this.list.children.length - MOST))) one.remove();
  }

  /** A decision was stored: what it overtakes goes. */
  stored() {
    this.#drop((note) => note.dataset.overtaken === "true");
  }

  /** An edit of a candidate is open: what was refused of it is seen there. */
  reopened(id) {
    this.#drop((note) => note.dataset.until === String(id));
  }

  #drop(passed) {
    for (const one of Array.from(this.list.children)) if (passed(one)) one.remove();
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
