// Decisions that the server has not acknowledged. Each lies in localStorage under a key of its own before the card
// advances, so that a crash loses none and two tabs cannot overwrite one another. Sending one twice is harmless:
// the server stores a uid once.

const KINDS = new Set(["accept", "reject", "edit", "skip", "flag", "undo"]);
const SETTLES = new Set(["accept", "reject", "edit"]);

export class Outbox {
  /**
   * @param storage localStorage or the like; may throw (blocked or full): the outbox then lives in memory.
   * @param project names the project of this one database.
   */
  constructor(storage, project, now = Date.now) {
    this.storage = storage;
    this.prefix = `teachset:outbox:${project}:`;
    this.now = now;
    this.kept = new Map(); // in the order in which they were decided
    this.decidedVersions = new Map(); // example → the latest version that was decided
    this.durable = true;
    this.last = 0;
    this.load();
  }

  load() {
    const found = [];
    this.#try(() => {
      for (let index = 0; index < this.storage.length; index += 1) {
        const key = this.storage.key(index);
        if (!key.startsWith(this.prefix)) continue;
        const entry = parsed(this.storage.getItem(key));
        if (!entry || key !== this.prefix + entry.uid) continue;
        found.push(entry);
      }
    });
    found.sort((a, b) => a.at - b.at);
    for (const entry of found) this.#keep(entry);
  }

  add(entry) {
    const kept = { ...entry, at: Math.max(this.last + 1, this.now()) };
    this.#keep(kept);
    this.#try(() => this.storage.setItem(this.prefix + kept.uid, JSON.stringify(kept)));
    return kept;
  }

  /** Drop an entry that the server has answered, and return it. */
  remove(uid) {
    const entry = this.kept.get(uid);
    this.kept.delete(uid);
    this.decidedVersions.clear();
    for (const one of this.kept.values()) this.#note(one);
    this.#try(() => this.storage.removeItem(this.prefix + uid));
    return entry;
  }

  get entries() {
    return [...this.kept.values()];
  }

  get size() {
    return this.kept.size;
  }

  /** How many fewer candidates are pending once everything here is stored. */
  get settled() {
    return this.entries.filter((entry) => SETTLES.has(entry.kind)).length;
  }

  /**
   * What an undo would take back and the server has not answered for: the reviewer's latest decision here that no undo
   * here takes back, and undefined where the last ones are stored. What one key decided goes together.
   */
  lastOf(reviewer) {
    let left = [];
    for (const entry of this.entries.filter((one) => one.reviewer === reviewer)) {
      if (entry.kind === "undo") left = left.filter((one) => !takesBack(entry, one));
      else left.push(entry);
    }
    return left.at(-1);
  }

  /** Whether this version of the candidate, or a later one, was decided here already. */
  decided(candidate) {
    return this.decidedVersions.get(candidate.id) >= candidate.version;
  }

  #keep(entry) {
    this.kept.set(entry.uid, entry);
    this.last = Math.max(this.last, entry.at);
    this.#note(entry);
  }

  #note({ example, version }) {
    const before = this.decidedVersions.get(example) ?? 0;
    if (example) this.decidedVersions.set(example, Math.max(before, version));
  }

  #try(work) {
    try {
      work();
    } catch {
      this.durable = false;
    }
  }
}

function takesBack(undo, { uid, bulk }) {
  return undo.undoes === uid || (bulk !== undefined && undo.bulk === bulk);
}

/** A UUID also where `crypto.randomUUID` is missing: pages served over plain http other than localhost. */
export function newUid(source = globalThis.crypto) {
  if (source.randomUUID) return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function parsed(content) {
  try {
    const entry = JSON.parse(content);
    const sound = entry && typeof entry.uid === "string" && KINDS.has(entry.kind) && Number.isFinite(entry.at);
    return sound ? entry : null;
  } catch {
    return null;
  }
}
