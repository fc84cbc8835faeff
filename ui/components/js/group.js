// The near-duplicates of the candidate on the card, decided with it.

const TOO_SIMILAR = "too similar";

/**
 * The group of a candidate without what was decided here meanwhile: {members, size}, `size` being how many there
 * are besides the candidate, of which `members` can be shown. Null when there is none.
 */
export function groupOf(candidate, decided) {
  const { members = [], size = 0 } = candidate?.group ?? {};
  const open = members.filter((one) => !decided(one));
  return open.length ? { members: open, size: size - (members.length - open.length) } : null;
}

/** "4 near-duplicates", as words. */
export function groupWords({ size }) {
  return `${size.toLocaleString("en")} near-duplicate${size === 1 ? "" : "s"}`;
}

/** How many a decision on the group decides, as the button says it. */
export function allOf({ members, size }) {
  const shown = members.length + 1;
  return size > members.length ? `${shown} of ${(size + 1).toLocaleString("en")}` : `all ${shown}`;
}

/**
 * What one key decides: a list of [candidate, kind, extra], the one on the card last: an undo shows again what was
 * decided last.
 * @param kind "accept" or "reject" of all, or "keep": accept the one on the card and reject the others.
 */
export function groupDecisions(candidate, { members }, kind, extra = {}) {
  if (kind === "keep") {
    return [...members.map((one) => [one, "reject", { reason: TOO_SIMILAR }]), [candidate, "accept", {}]];
  }
  return [...members, candidate].map((one) => [one, kind, extra]);
}
