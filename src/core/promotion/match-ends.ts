/** How much of two lists is the same object at the same place, counted from the front and from the back. */
export interface MatchedEnds {
  head: number;
  tail: number;
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
  return { head, tail };
}

/** The list with its ends as they were, and what lies between them made anew. */
export function betweenEnds<Item>(
  before: readonly Item[],
  { head, tail }: MatchedEnds,
  middle: readonly Item[],
): Item[] {
  return [...before.slice(0, head), ...middle, ...before.slice(before.length - tail)];
}
