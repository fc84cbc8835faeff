import { Deck } from "./deck.js";
import { Drafts } from "./edit/drafts.js";
import { Editor } from "./editor.js";
import { groupOf } from "./group.js";
import { bindingsOf } from "./keymap.js";
import { Outbox } from "./outbox.js";
import { PageFields } from "./page_fields.js";
import { Paint } from "./paint.js";
import { Sender } from "./sender.js";
import { View } from "./view.js";
import { Watch } from "./watch.js";

const FEW_AT_HAND = 10;

/** What lies on the reviewer's desk: the candidate on the card, those to come, the outbox; and showing them. */
export class Desk {
  constructor(root) {
    this.view = new View(root);
    this.fields = new PageFields();
    this.deck = new Deck();
    this.drafts = new Drafts();
    this.paint = new Paint((painted) => this.view.painted(painted));
    this.editor = new Editor(
      this.view.refs,
      (intent) => this.view.legend(intent.slots),
      (sentence) => this.say(sentence),
      () => this.keepDraft(), // see Editing
    );
    this.watch = new Watch(() => this.trigger("renew", { at: Date.now() }));
    this.mode = "empty"; // or "review", "reason", "edit", "group"
    this.shown = undefined;
    this.group = null; // the near-duplicates that are looked at
    this.ownKeys = null; // changed here, and not yet told by the server
  }

  /** Take what Python sends: answers first, then the queue that follows from them. */
  receive(data, trigger) {
    this.trigger = trigger;
    const opened = this.data?.project !== data.project;
    const restarted = this.data?.session !== data.session;
    const named = this.data?.reviewer !== data.reviewer;
    if (named) this.ownKeys = null;
    this.data = data;
    this.fields.holds({ reviewer: data.reviewer, search: data.search ?? "" });
    if (opened) this.open(data);
    else if (named) this.reviewedBy(data); // see Editing
    this.view.project(data);
    this.useKeys();
    const known = data.answers.filter(({ uid }) => this.outbox.kept.has(uid));
    for (const answer of known) this.answered(answer); // see Controller
    if (opened) this.goOn();
    this.deck.receive(data.queue, data.filter, this.decided, this.busy);
    this.show();
    const uids = (later) => known.filter((one) => (one.kind === "later") === later).map(({ uid }) => uid);
    this.sender.answered(uids(false), uids(true));
    if (restarted && this.outbox.size) this.sender.again();
  }

  /** Another project, or the first: its outbox may hold what an earlier visit left. */
  open({ project, reviewer }) {
    this.sender?.stop();
    this.leaveEdit();
    this.outbox = new Outbox(storageOrNothing("localStorage"), project);
    this.sender = new Sender(this.outbox, (entries) => this.trigger("decisions", { entries }));
    this.deck = new Deck();
    this.drafts = this.draftsOf(project, reviewer);
    this.shown = undefined;
    this.mode = "empty";
  }

  draftsOf(project, reviewer) {
    return new Drafts(storageOrNothing("sessionStorage"), project, reviewer);
  }

  /** The candidate whose edit the person was at when he left comes first. */
  goOn() {
    const left = this.data.queue.find((one) => !this.decided(one) && this.drafts.of(one)?.open);
    if (left) this.deck.bring(left, true);
  }

  get busy() {
    return this.mode === "edit" || this.mode === "reason" || this.mode === "group";
  }

  get canUndo() {
    const { canUndo, reviewer } = this.data;
    return canUndo || this.outbox.lastOf(reviewer) !== undefined;
  }

  get keys() {
    return this.ownKeys ?? this.data.keys;
  }

  decided = (candidate) => this.outbox.decided(candidate);

  /** The keys as the server has them, but for those that were changed here and are on their way to it. */
  useKeys() {
    if (JSON.stringify(this.ownKeys) === JSON.stringify(this.data.keys)) this.ownKeys = null;
    this.bindings = bindingsOf(this.keys);
    this.view.keys(this.keys);
  }

  changeKeys(keys) {
    this.ownKeys = keys;
    this.useKeys();
    this.trigger("keys", { reviewer: this.data.reviewer, keys });
  }

  /** Send the outbox; at once where the person would soon wait for what the answer brings. */
  send() {
    if (this.deck.atHand > FEW_AT_HAND) this.paint.after("send", () => this.sender.soon());
    else this.sender.poke();
  }

  /** Read a sentence out, and show it near the count, after the paint. @param seen [words, utterance] to show. */
  say(sentence, seen = [sentence]) {
    this.paint.after("say", () => this.view.say(sentence, seen));
  }

  enter(mode) {
    this.mode = mode;
    this.view.mode(mode);
    if (mode === "reason") this.say(`Why? ${this.data.reasons.map((one, at) => `${at + 1} ${one}`).join(", ")}`, []);
  }

  leaveEdit() {
    this.editor.close();
    this.mode = "review";
  }

  show() {
    const candidate = this.deck.current;
    this.counts();
    this.view.quiet(!candidate && this.data.quiet === true);
    if (this.busy) return;
    const seen = candidate && `${candidate.id}:${candidate.version}`;
    if (seen !== this.shown) {
      if (candidate) this.view.candidate(candidate, this.data.intents);
      else this.view.nothing(this.outbox.size > 0 || this.data.counts.matching > 0);
      this.paint.changed();
      if (candidate) this.paint.after("view", () => this.view.sight.card());
      this.watch.card(candidate !== null);
    }
    this.shown = seen;
    this.enter(candidate ? "review" : "empty");
    if (!candidate) return;
    this.view.group(groupOf(candidate, this.decided));
    this.paint.after("aside", () => this.beside(candidate));
  }

  /** What is beside the text, drawn after the card. */
  beside(candidate) {
    this.view.facts(candidate);
    this.view.aside.draw(candidate, this.data.seeds[candidate.intent] ?? [], this.view.colours);
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
    this.paint.flush();
    this.watch.stop();
    this.sender?.stop();
  }
}

function storageOrNothing(name) {
  try {
    return window[name];
  } catch {
    return null; // what it would keep then lives in memory; the outbox says so
  }
}
