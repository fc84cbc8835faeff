import { Decider } from "./decider.js";
import { Offer } from "./edit/offer.js";
import { keyCap } from "./keymap.js";
import { isWrittenInto } from "./keys.js";

/** Edits of the candidate on the card: begun, given up and taken up again, saved. */
export class Editing extends Decider {
  constructor(root) {
    super(root);
    this.offer = new Offer(this.view.refs, this.editor);
  }

  get editorIntent() {
    if (this.mode === "edit" && this.editor.tree.active) return { slots: this.editor.tree.offered };
    if (this.mode === "edit") return this.editor.intent;
    return this.data.intents.find((one) => one.name === this.deck.current?.intent);
  }

  /** Edit the candidate on the card; an edit of it that was given up goes on. */
  edit(typing = true) {
    this.openEdit(this.deck.current, this.drafts.of(this.deck.current), { typing });
  }

  /**
   * @param typing whether the text takes the focus; a mark does when an edit begins with one.
   * @param returned whether what was kept came back by itself.
   */
  openEdit(draft, kept, { typing = true, returned = false } = {}) {
    this.enter("edit");
    this.view.legend(this.data.intents.find((one) => one.name === draft.intent)?.slots ?? []);
    this.editor.open(draft, this.data.intents, this.view.colours, draft.parse ? this.data.parses : null);
    this.offer.open(kept, returned);
    if (this.editor.differs(this.deck.current)) this.keepDraft(); // what is edited again was refused
    if (kept?.why) this.editor.refused(kept.why);
    this.view.notices.reopened(draft.id);
    if (!typing) return; // it begins at a mark, which stays under the pointer
    this.view.sight.edit();
    this.editor.focus();
  }

  /**
   * An edit that the person was at when he left goes on as soon as its candidate is on the card, and so does one that
   * was refused. That comes between decisions: what he types is not to go into it before he has seen it.
   */
  show() {
    super.show();
    const { current } = this.deck;
    const kept = !this.busy && current ? this.drafts.of(current) : null;
    if (!kept?.open || !kept.fits) return;
    if (kept.why) {
      this.openEdit(current, kept, { typing: false });
      this.say(`Your edit was not stored, and is open again: ${keyCap(this.keys.edit)} goes into it.`);
      return;
    }
    this.openEdit(current, kept, { typing: !isWrittenInto(document.activeElement), returned: true });
    const said = "Your unsaved edit is on the card again";
    this.say(`${said}, as you left it. Give up discards it.`, [`${said}.`]);
  }

  /** The intent of a parse is the label around it, which is edited with it. */
  editIntent() {
    if (this.deck.current.parse) return this.edit();
    this.edit(false);
    return this.view.refs.intent.focus();
  }

  /** Begin an edit at the text itself; whether it is of the text that was on the card. */
  beginEdit() {
    if (this.awaitsUndo([this.deck.current])) return false;
    const kept = this.drafts.of(this.deck.current);
    this.edit(false);
    if (kept?.fits) this.say("Your unsaved edit is on the card again.");
    return !kept?.fits;
  }

  back() {
    if (this.mode === "reason" && this.group) return this.enter("group");
    if (this.mode === "edit" && this.offer.returned) this.discard();
    else if (this.mode === "edit") this.putAside();
    this.leave();
  }

  leave() {
    if (this.mode === "edit") {
      this.shown = undefined; // the text on the card is that of the draft
    }
    this.closeGroup();
    this.leaveEdit();
    this.show();
  }

  /** An edit that is given up is kept until its candidate is decided. */
  putAside() {
    if (!this.keepDraft(false)) return;
    this.say(`Your unsaved edit is kept: ${keyCap(this.keys.edit)} takes it up again.`);
  }

  /** One that came back by itself would do so again: it is given up for good. */
  discard() {
    this.drafts.drop(this.deck.current.id);
    this.say("Your unsaved edit is discarded.");
  }

  /**
   * Keep what is unsaved of the edit on the card, or the one that was put aside while the original is there.
   * @param open whether the person is still at it.
   * @returns whether there is anything to keep.
   */
  keepDraft(open = true) {
    const { current } = this.deck;
    if (this.mode !== "edit" || !current) return false;
    const changed = this.editor.differs(current);
    const state = changed ? this.editor.state : this.offer.aside;
    if (state) this.drafts.keep(current, state, open && changed);
    else this.drafts.drop(current.id);
    return Boolean(state);
  }

  /** Somebody else has the desk; the first to give a name has begun his edits without one. */
  reviewedBy({ project, reviewer }) {
    const before = this.drafts;
    this.drafts = this.draftsOf(project, reviewer);
    if (before.nameless) this.drafts.adopt(before);
    this.keepDraft();
  }

  save(event) {
    const edited = this.mode === "edit" && this.editor.result();
    if (!edited || !this.paint.sawCard(event)) return;
    const { notation, intent } = this.deck.current;
    if (edited.notation === notation && edited.intent === intent) {
      this.leaveEdit();
      this.decide("accept", {}, event);
      return;
    }
    const { text } = this.editor.draft; // as it is saved: the candidate has the one before
    this.keep("edit", edited);
    this.next("edit", 1, text);
    this.send();
  }

  /**
   * Keep an edit that was not stored: it is open again when its candidate comes.
   * @param candidate as it is now; where that is not what was edited, the edit waits until it is asked for.
   */
  keepRefused({ notation, intent, version }, candidate, why) {
    const { text, spans } = candidate; // of the original: what the notation says comes in their place
    this.drafts.keep(candidate, { text, spans, intent, notation }, candidate.version === version, why);
  }

  editAgain(id, { notation, intent }) {
    if (!this.lookAgain(id)) return;
    if (this.mode !== "edit") this.openEdit({ ...this.deck.current, notation, intent }, null);
    this.editor.focus();
  }

  /** Put what came back onto the card; whether it is still to be decided. */
  lookAgain(id) {
    const candidate = this.deck.ready(id, this.decided);
    if (!candidate) {
      this.say("It was decided meanwhile.");
      return false;
    }
    while (this.busy) {
      if (this.mode === "edit") this.putAside();
      this.leave();
    }
    this.deck.bring(candidate, true);
    this.show();
    return true;
  }
}
