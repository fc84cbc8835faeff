import { Deck } from "./deck.js";
import { Editor } from "./editor.js";
import { Outbox, newUid } from "./outbox.js";
import { Paint } from "./paint.js";
import { Sender } from "./sender.js";
import { View } from "./view.js";

/** What lies on the reviewer's desk: the candidate on the card, those to come, the outbox; and showing them. */
export class Desk {
  constructor(root) {
    this.view = new View(root);
    this.deck = new Deck();
    this.paint = new Paint((painted) => this.view.painted(painted));
    this.editor = new Editor(
      this.view.refs,
      (intent) => this.view.legend(intent.slots),
      (sentence) => this.view.say(sentence),
    );
    this.mode = "empty"; // or "review", "reason", "edit"
    this.shown = null;
    this.saving = null;
  }

  /** Take what Python sends: answers first, then the queue that follows from them. */
  receive(data, trigger) {
    this.trigger = trigger;
    const opened = this.data?.project !== data.project;
    const restarted = this.data?.session !== data.session;
    this.data = data;
    if (opened) this.open(data.project);
    this.view.project(data);
    const known = data.answers.filter(({ uid }) => this.outbox.kept.has(uid));
    for (const answer of known) this.answered(answer); // see Controller
    this.deck.receive(data.queue, data.filter, this.decided, this.busy);
    this.show();
    const uids = (later) => known.filter((one) => (one.kind === "later") === later).map(({ uid }) => uid);
    this.sender.answered(uids(false), uids(true));
    if (restarted && this.outbox.size) this.sender.again();
  }

  /** Another project, or the first: its outbox may hold what an earlier visit left. */
  open(project) {
    this.sender?.stop();
    this.leaveEdit();
    this.outbox = new Outbox(localStorageOrNothing(), project);
    this.sender = new Sender(this.outbox, (entries) => this.trigger("decisions", { entries }));
    this.deck = new Deck();
    this.shown = null;
    this.mode = "empty";
  }

  get busy() {
    return this.mode === "edit" || this.mode === "reason";
  }

  get canUndo() {
    const { canUndo, reviewer } = this.data;
    return canUndo || this.outbox.entries.some((entry) => entry.kind !== "undo" && entry.reviewer === reviewer);
  }

  decided = (candidate) => this.outbox.decided(candidate);

  /** Put a decision on the candidate on the card into the outbox. */
  keep(kind, extra) {
    const { id, version, text } = this.deck.current;
    const decision = { uid: newUid(), kind, example: id, version, text, reviewer: this.data.reviewer };
    return this.outbox.add({ ...decision, ...extra });
  }

  enter(mode) {
    this.mode = mode;
    this.view.mode(mode);
    if (mode === "reason") this.view.say(`Why? ${this.data.reasons.map((one, at) => `${at + 1} ${one}`).join(", ")}`);
  }

  leaveEdit() {
    clearTimeout(this.saving?.timer);
    this.saving = null;
    this.editor.close();
    this.mode = "review";
  }

  show() {
    const candidate = this.deck.current;
    this.counts();
    if (this.mode === "edit" || this.mode === "reason") return;
    const seen = candidate && `${candidate.id}:${candidate.version}`;
    if (candidate && seen !== this.shown) {
      this.view.candidate(candidate, this.data.intents, this.data.seeds);
      this.paint.changed();
    }
    if (!candidate) this.view.nothing(this.outbox.size > 0 || this.data.counts.matching > 0);
    this.shown = seen;
    this.enter(candidate ? "review" : "empty");
  }

  counts() {
    const { total, matching, filtered } = this.data.counts;
    this.view.counts({
      remaining: Math.max(0, total - this.outbox.settled),
      matching: filtered ? Math.max(0, matching - this.outbox.settled) : null,
      unsaved: this.outbox.size,
      durable: this.outbox.durable,
      canUndo: this.canUndo,
    });
  }

  destroy() {
    clearTimeout(this.saving?.timer);
    this.sender?.stop();
  }
}

function localStorageOrNothing() {
  try {
    return window.localStorage;
  } catch {
    return null; // the outbox then lives in memory, and says so
  }
}
