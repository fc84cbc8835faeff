import { Desk } from "./desk.js";
import { EditInput } from "./edit/edit_input.js";
import { Input } from "./input.js";
import { newUid } from "./outbox.js";

const EDIT_WAIT_MS = 1500;
const DONE = { accept: "Accepted", reject: "Rejected", edit: "Saved and accepted", skip: "Skipped" };

/** What the person does with the card, and what the server says to it. */
export class Controller extends Desk {
  constructor(root) {
    super(root);
    this.input = new Input(this.view, {
      mode: () => this.mode,
      run: (command, event) => this.run(command, event),
      tag: (slot) => this.editInput.tag(slot),
      connected: () => this.sender?.again(),
      unsaved: () => this.outbox?.size ?? 0,
    });
    this.editInput = new EditInput(this.view.refs, this.editor, {
      mode: () => this.mode,
      current: () => this.deck.current,
      saw: (event) => this.paint.sawCard(event),
      begin: () => this.edit(this.deck.current, false),
      run: (command, event) => this.run(command, event),
      say: (sentence) => this.view.say(sentence),
    });
  }

  destroy() {
    this.input.stop();
    this.editInput.stop();
    super.destroy();
  }

  /** Whether the command meant something here. */
  run(command, event) {
    const [name, argument] = command.split(":");
    if (name === "keys") this.view.refs.keys.showModal();
    else if (name === "undo") return this.undo();
    else if (name === "slot") return this.editInput.tag(this.editorIntent?.slots[Number(argument) - 1]);
    else if (name === "save") this.save(event);
    else if (name === "back") this.back();
    else if (name === "reason") return this.reject(Number(argument), event);
    else if (this.mode !== "review" || !this.paint.sawCard(event)) return false;
    else if (name === "reject") this.enter("reason");
    else if (name === "edit") this.edit(this.deck.current);
    else this.decide(name, {}, event);
    return true;
  }

  get editorIntent() {
    if (this.mode === "edit") return this.editor.intent;
    return this.data.intents.find((one) => one.name === this.deck.current?.intent);
  }

  reject(digit, event) {
    const reason = digit === 0 ? "" : this.data.reasons[digit - 1];
    if (this.mode !== "reason" || reason === undefined) return false;
    this.mode = "review";
    return this.decide("reject", { reason }, event);
  }

  /** @param typing whether the text takes the focus; a mark does when an edit begins with one. */
  edit(draft, typing = true) {
    this.enter("edit");
    this.view.legend(this.data.intents.find((one) => one.name === draft.intent)?.slots ?? []);
    this.editor.open(draft, this.data.intents, this.view.colours);
    if (typing) this.editor.focus();
  }

  back() {
    if (this.saving) return;
    if (this.mode === "edit") this.shown = null; // the text on the card is that of the draft
    this.leaveEdit();
    this.show();
  }

  save(event) {
    const edited = this.mode === "edit" && !this.saving && this.editor.result();
    if (!edited || !this.paint.sawCard(event)) return;
    const { notation, intent } = this.deck.current;
    if (edited.notation === notation && edited.intent === intent) {
      this.leaveEdit();
      this.decide("accept", {}, event);
      return;
    }
    const { uid } = this.keep("edit", edited);
    this.editor.lock(true);
    // Without an answer the review goes on; the edit is in the outbox, and a refusal brings it back.
    this.saving = { uid, timer: setTimeout(() => this.next("edit"), EDIT_WAIT_MS) };
    this.show();
    this.sender.poke();
  }

  decide(kind, extra, event) {
    if (!this.deck.current || !this.paint.sawCard(event)) return false;
    this.keep(kind, extra);
    this.next(kind);
    this.sender.poke();
    return true;
  }

  next(kind) {
    this.leaveEdit();
    this.deck.advance(this.decided);
    this.show();
    this.view.say(`${DONE[kind]}. ${this.deck.current ? `Next: ${this.deck.current.text}` : ""}`);
  }

  undo() {
    if (!this.canUndo || this.busy) return false;
    this.outbox.add({ uid: newUid(), kind: "undo", example: null, version: null, reviewer: this.data.reviewer });
    this.counts();
    this.sender.poke();
    return true;
  }

  editAgain(candidate, { notation, intent }) {
    if (this.saving) return;
    if (this.busy) this.back();
    this.deck.bring(candidate, true);
    this.show();
    this.edit({ ...candidate, notation, intent });
  }

  /** What became of an entry of the outbox. */
  answered({ uid, kind, message, candidate }) {
    if (kind === "later") {
      this.view.later(message);
      return;
    }
    const entry = this.outbox.remove(uid);
    this.view.later("");
    this.deck.settle(entry);
    const saving = this.saving?.uid === uid;
    if (kind === "refused") this.refused(entry, message, candidate, saving);
    else if (saving) this.saved();
    else if (entry.kind === "undo") this.undone(message, candidate);
  }

  saved() {
    this.leaveEdit();
    this.deck.current = null; // the queue that comes with the answer says what is next
    this.view.say(DONE.edit);
  }

  undone(message, candidate) {
    if (candidate) this.deck.bring(candidate, !this.busy);
    this.view.say(message);
  }

  refused(entry, message, candidate, saving) {
    if (saving && candidate?.version === entry.version) {
      clearTimeout(this.saving.timer);
      this.saving = null;
      this.editor.refuse(message);
      return;
    }
    if (saving) {
      this.leaveEdit();
      this.deck.current = null;
    }
    if (candidate) this.deck.bring(candidate, false);
    const again = entry.kind === "edit" && candidate && {
      label: "Edit again",
      run: () => this.editAgain(candidate, entry),
    };
    this.view.notice(message, entry.notation ?? entry.text, again);
  }
}
