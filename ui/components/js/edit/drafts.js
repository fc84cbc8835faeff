// Unsaved edits, each until its candidate is decided, or has other labels than those that it was made of. They lie in
// sessionStorage: a reload or another page of the app loses none, and no other tab has two of the same.

export class Drafts {
  #kept = new Map(); // id → {made, state, open, why?}

  /**
   * @param storage sessionStorage or the like; null, or one that throws (blocked or full): they are in memory alone.
   * @param project names the project of this one database.
   * @param reviewer whose they are: of a candidate that two judge, the other is to see nothing.
   */
  constructor(storage = null, project = "", reviewer = "") {
    this.storage = storage;
    this.nameless = !reviewer;
    this.prefix = `teachset:draft:${project}:${encodeURIComponent(reviewer)}:`;
  }

  /**
   * @param state of the edit, as `DraftEditor.state` has it.
   * @param open whether the person is at it; false for one that was put aside.
   * @param why it was not stored, if it was sent.
   */
  keep(candidate, state, open = false, why = "") {
    this.#put(candidate.id, { made: madeOf(candidate), state, open, ...(why && { why }) });
  }

  drop(id) {
    this.#kept.delete(id);
    this.#try(() => this.storage.removeItem(this.prefix + id));
  }

  /** {state, open, fits, why?}, or null; `fits` is whether it was made of the labels that the candidate has still. */
  of(candidate) {
    const kept = this.#kept.get(candidate.id) ?? this.#left(candidate);
    if (!kept) return null;
    const { made, ...rest } = kept;
    return { ...rest, fits: made === madeOf(candidate) };
  }

  /** Take over what was begun before the reviewer gave a name. */
  adopt(nameless) {
    for (const [id, kept] of nameless.#kept) {
      nameless.drop(id);
      this.#put(id, kept);
    }
  }

  /** What an earlier visit left; null, and gone, where the candidate is another one since. */
  #left(candidate) {
    const { id } = candidate;
    let kept = null;
    this.#try(() => (kept = readKept(this.storage.getItem(this.prefix + id))));
    if (kept?.made === madeOf(candidate)) this.#kept.set(id, kept);
    else if (kept) this.drop(id);
    return this.#kept.get(id) ?? null;
  }

  #put(id, kept) {
    this.#kept.set(id, kept);
    this.#try(() => this.storage.setItem(this.prefix + id, JSON.stringify(kept)));
  }

  #try(work) {
    try {
      if (this.storage) work();
    } catch {
      // it is kept in memory
    }
  }
}

// Not the version number: a flag raises that too.
function madeOf({ notation, intent }) {
  return JSON.stringify([notation, intent]);
}

function readKept(content) {
  if (content === null) return null;
  try {
    const kept = JSON.parse(content);
    return typeof kept?.made === "string" && isState(kept.state) ? readParts(kept) : null;
  } catch {
    return null;
  }
}

function readParts({ made, state, open, why }) {
  return { made, state, open: open === true, ...(typeof why === "string" && { why }) };
}

function isState({ text, intent, spans = [], notation = "" }) {
  return [text, intent, notation].every((one) => typeof one === "string") && Array.isArray(spans) && spans.every(isSpan);
}

function isSpan([start, end, slot]) {
  return Number.isInteger(start) && Number.isInteger(end) && start < end && typeof slot === "string";
}
