// Edits that were given up, kept in memory until their candidate is decided.

export class Drafts {
  #kept = new Map(); // id → {made, state}

  /** @param state of the edit, as `DraftEditor.state` has it. */
  keep(candidate, state) {
    this.#kept.set(candidate.id, { made: versionOf(candidate), state });
  }

  drop(id) {
    this.#kept.delete(id);
  }

  /** {state, fits}, or null; `fits` is whether it was made of the labels that the candidate has still. */
  of(candidate) {
    const kept = this.#kept.get(candidate.id);
    return kept ? { state: kept.state, fits: kept.made === versionOf(candidate) } : null;
  }
}

// Not the version number: a flag raises that too.
function versionOf({ notation, intent }) {
  return JSON.stringify([notation, intent]);
}
