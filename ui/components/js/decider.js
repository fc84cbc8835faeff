import { Desk } from "./desk.js";
import { groupDecisions, groupOf } from "./group.js";
import { newUid } from "./outbox.js";

const DONE = {
  accept: "Accepted",
  reject: "Rejected",
  edit: "Saved and accepted",
  skip: "Skipped",
  keep: "This one accepted, the others rejected as too similar",
};

/** Decisions on the candidate on the card, or on its group; and going on to another one. */
export class Decider extends Desk {
  /** Put a decision on a candidate, by default the one on the card, into the outbox. */
  keep(kind, extra, { id, version, text } = this.deck.current) {
    const decision = { uid: newUid(), kind, example: id, version, text, reviewer: this.data.reviewer };
    if (kind !== "skip" && kind !== "flag") this.drafts.drop(id);
    return this.outbox.add({ ...decision, ...extra });
  }

  /**
   * Whether an undo that is on its way may be of a decision on one of these. What it undoes has been decided on, and
   * has another version after it: what was decided now would be stale.
   */
  awaitsUndo(candidates) {
    const undoing = this.outbox.entries.some(({ kind }) => kind === "undo");
    if (!undoing || !candidates.some((one) => one?.version > 1)) return false;
    this.say("Not yet: an undo on this one is on its way.");
    return true;
  }

  decide(kind, extra, event) {
    if (!this.deck.current || !this.paint.sawCard(event)) return false;
    this.keep(kind, extra);
    this.next(kind);
    this.send();
    return true;
  }

  /** Decide the candidate and the near-duplicates that are looked at: "accept", "reject" or "keep". */
  decideGroup(kind, extra, event) {
    if (!this.group || !this.paint.sawCard(event)) return false;
    const bulk = newUid();
    const decisions = groupDecisions(this.deck.current, this.group, kind, extra);
    for (const [candidate, one, more] of decisions) this.keep(one, { ...more, bulk }, candidate);
    this.closeGroup();
    this.next(kind, decisions.length);
    this.send();
    return true;
  }

  reject(digit, event) {
    const reason = digit === 0 ? "" : this.data.reasons[digit - 1];
    if (this.mode !== "reason" || reason === undefined) return false;
    if (this.group) return this.decideGroup("reject", { reason }, event);
    this.mode = "review";
    return this.decide("reject", { reason }, event);
  }

  /** @param about the utterance that was decided. */
  next(kind, many = 1, about = this.deck.current?.text) {
    this.leaveEdit();
    this.deck.advance(this.decided);
    this.show();
    const done = many > 1 && kind !== "keep" ? `${DONE[kind]} ${many}` : DONE[kind];
    this.tell(done, about);
  }

  /** The flag is on the card at once; what is decided next is decided on the version that it makes. */
  flag(event) {
    const { current } = this.deck;
    if (!current || !this.paint.sawCard(event)) return false;
    this.keep("flag", {});
    this.deck.renew({ ...current, version: current.version + 1, flagged: !current.flagged });
    this.show();
    this.say(current.flagged ? "Flag taken away." : "Flagged.");
    this.send();
    return true;
  }

  /** To the next candidate, or back to the one before, without deciding. */
  go(back) {
    const other = back ? this.deck.back(this.decided) : this.deck.pass(this.decided);
    if (other) this.show();
    if (other) this.tell("");
    else this.say(back ? "There is none before." : "This is the last of those that are ready.");
    return true;
  }

  /** Of a decision that may still be refused the undo says which, so that it never takes back an older one instead. */
  undo() {
    if (this.busy) return false;
    if (!this.canUndo) {
      this.say("Nothing that you decided here is left to undo.");
      return true;
    }
    const { reviewer } = this.data;
    const { uid: undoes, bulk } = this.outbox.lastOf(reviewer) ?? {};
    this.outbox.add({ uid: newUid(), kind: "undo", example: null, version: null, reviewer, undoes, bulk });
    this.counts();
    this.say("Undoing…");
    this.sender.poke();
    return true;
  }

  /** The look at a group is a card of its own: what is decided on it must have been painted. */
  openGroup() {
    this.group = groupOf(this.deck.current, this.decided);
    if (!this.group) return false;
    this.view.members(this.group);
    this.enter("group");
    this.paint.changed();
    return true;
  }

  closeGroup() {
    if (!this.group) return;
    this.group = null;
    this.view.members(null);
    this.mode = "review";
    this.shown = undefined;
  }

  /** Say what was done, on which utterance, and what is on the card now. */
  tell(done, about = "") {
    const { current } = this.deck;
    const next = current ? `Next: ${current.text}` : "";
    this.say(`${done && `${done}.`} ${next}`.trim(), [done, about]);
  }
}
