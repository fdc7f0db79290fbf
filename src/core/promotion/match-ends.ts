/** How much of two lists is the same object, counted from the front and from the back. */
export interface MatchedEnds {
  head: number;
  tail: number;
  /** How long the lists are. */
  before: number;
  after: number;
}

/** Where one thing was changed, put in or taken out, the ends hold all that stayed. */
export function matchEnds(before: readonly unknown[], after: readonly unknown[]): MatchedEnds {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail += 1;
  }
  return { head, tail, before: before.length, after: after.length };
}

/** Where the thing at this place of the later list was in the earlier one; null for what lies between the ends. */
export function placeBefore({ head, tail, before, after }: MatchedEnds, place: number): number | null {
  if (place < head) {
    return place;
  }
  return place >= after - tail ? place + before - after : null;
}

/** The earlier list with its ends as they were, and what lies between them made anew. */
export function betweenEnds<Item>(
  earlier: readonly Item[],
  { head, tail }: MatchedEnds,
  middle: readonly Item[],
): Item[] {
  return [...earlier.slice(0, head), ...middle, ...earlier.slice(earlier.length - tail)];
}
