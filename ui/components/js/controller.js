import { EditInput } from "./edit/edit_input.js";
import { Editing } from "./editing.js";
import { Input } from "./input.js";
import { KeysOverlay } from "./keys_overlay.js";
import { TreeInput } from "./tree/tree_input.js";

const DECIDED = {
  accept: "Your acceptance",
  reject: "Your rejection",
  edit: "Your edit",
  skip: "Your skip",
  flag: "Your flag",
};

/** What the person does with the card, and what the server says to it. */
export class Controller extends Editing {
  constructor(root) {
    super(root);
    this.overlay = new KeysOverlay(this.view.refs, (keys) => this.changeKeys(keys));
    this.input = new Input(this.view, {
      mode: () => this.mode,
      bindings: () => this.bindings,
      run: (command, event) => this.run(command, event),
      tag: (slot) => this.editInput.tag(slot),
      retrace: (by) => this.editor.retrace(by),
      connected: () => this.sender?.again(),
      unsaved: () => this.outbox?.size ?? 0,
      sight: () => this.sight(),
      leaving: () => this.sender?.poke(),
      pressed: (event) => this.fields.pressed(event),
      say: (sentence) => this.say(sentence),
    });
    const card = {
      mode: () => this.mode,
      bindings: () => this.bindings,
      current: () => this.deck.current,
      saw: (event) => this.paint.sawCard(event),
      begin: () => this.beginEdit(),
      run: (command, event) => this.run(command, event),
      say: (sentence) => this.say(sentence),
    };
    this.editInput = new EditInput(this.view.refs, this.editor, card);
    this.treeInput = new TreeInput(this.view.refs, this.editor.tree, card);
  }

  destroy() {
    this.input.stop();
    this.editInput.stop();
    this.treeInput.stop();
    super.destroy();
  }

  /** The page came into sight, or went out of it, where nothing is painted: what waits is done now. */
  sight() {
    this.watch.sight();
    if (document.visibilityState === "visible") return;
    this.paint.flush();
    this.sender?.poke();
  }

  /** Whether the command meant something here. */
  run(command, event) {
    const [name, argument] = command.split(":");
    if (name === "keys") this.overlay.open(this.keys);
    else if (name === "undo") return this.undo();
    else if (name === "slot") return this.editInput.tag(this.editorIntent?.slots[Number(argument) - 1]);
    else if (name === "mark") return this.editInput.walk(Number(argument));
    else if (name === "box") return this.editInput.toBox();
    else if (name === "save") this.save(event);
    else if (name === "back") this.back();
    else if (name === "reason") return this.reject(Number(argument), event);
    else if (this.mode === "group") return this.runInGroup(name, event);
    else if (this.mode === "edit" && name === "edit") this.editor.focus();
    // An edit decides nothing, and what is typed on is for its text: it need not have been seen before.
    else if (this.mode !== "review" || (name !== "edit" && !this.paint.sawCard(event))) return false;
    else if (name === "group") return this.openGroup();
    else if (name === "next" || name === "previous") return this.go(name === "previous");
    else if (this.awaitsUndo([this.deck.current])) return true;
    else if (name === "reject") this.enter("reason");
    else if (name === "edit") this.edit();
    else if (name === "intent") this.editIntent();
    else if (name === "flag") return this.flag(event);
    else return this.decide(name, {}, event);
    return true;
  }

  runInGroup(name, event) {
    if (name === "group") this.back();
    else if (!this.paint.sawCard(event)) return false;
    else if (this.awaitsUndo([this.deck.current, ...this.group.members])) return true;
    else if (name === "reject") this.enter("reason");
    else return this.decideGroup(name, {}, event);
    return true;
  }

  /** What became of an entry of the outbox. */
  answered(answer) {
    const { uid, kind, message, candidate } = answer;
    if (kind === "later") {
      this.view.later(message);
      return;
    }
    const entry = this.outbox.remove(uid);
    this.view.later("");
    this.deck.settle(entry);
    if (kind === "refused") return this.refused(entry, answer);
    this.view.notices.stored();
    if (entry.kind === "undo") this.undone(message, candidate);
  }

  undone(message, candidate) {
    if (candidate) this.deck.bring(candidate, !this.busy, this.busy);
    this.say(message, [message.replace(/\.$/, ""), candidate?.text]);
  }

  refused(entry, { message, candidate, changed = [] }) {
    const edits = entry.kind === "edit";
    if (edits && candidate) this.keepRefused(entry, candidate, message);
    if (candidate) this.deck.bring(candidate, false, this.busy);
    if (entry.kind === "undo") this.say("Not undone."); // in the place of "Undoing…"
    const said = changed.length || edits ? `${DECIDED[entry.kind]} was not stored. ${message}` : message;
    this.view.notices.add(said, {
      quoted: entry.notation ?? entry.text,
      changed,
      action: candidate && this.wayBack(entry, candidate, changed.length > 0),
      kept: edits,
      until: candidate?.version === entry.version ? candidate?.id : undefined,
      overtaken: entry.kind === "undo",
    });
  }

  wayBack(entry, candidate, stale) {
    if (entry.kind === "edit") return { label: "Edit again", run: () => this.editAgain(candidate.id, entry) };
    return stale ? { label: "Look again", run: () => this.lookAgain(candidate.id) } : undefined;
  }
}
