/** Pieces of one line that may serve certain parts of a bundle. */
export interface PartSupply {
  pieces: number;
  /** Which parts they fit, in the order of the parts. */
  fits: readonly boolean[];
  /** The same text for supplies that fit the same parts, as `fitName` gives it. */
  fitName: string;
}

/** A name for the parts that something fits. */
export function fitName(fits: readonly boolean[]): string {
  return fits.map((fit) => (fit ? '1' : '0')).join('');
}

/**
 * Fills the parts from the supplies in their order: a supply gives as many pieces as can still be placed, where pieces
 * placed before may be moved to another part that they fit, but never put back. Returns how many pieces each supply
 * gives, or null when the parts cannot all be filled. With the dearest first, no other choice of pieces is worth more.
 */
export function fillParts(supplies: readonly PartSupply[], needed: readonly number[]): number[] | null {
  const missing = [...needed];
  const groups = new Map<string, Group>();
  const given = supplies.map((supply) => {
    const group = groupFor(groups, supply);
    let left = supply.pieces;
    while (left > 0 && !group.isFull) {
      const moves = findMoves(group, groups, missing);
      // Where one piece finds no place, no later one does: what it could reach is full, and full parts stay so.
      group.isFull = moves === null;
      left -= moves === null ? 0 : makeMoves(moves, left, missing);
    }
    return supply.pieces - left;
  });
  return missing.every((count) => count === 0) ? given : null;
}

/** All pieces that fit the same parts: for the parts one is as good as the other. */
interface Group {
  fits: readonly boolean[];
  /** How many of them serve each part. */
  placed: number[];
  /** No more of them find a place. */
  isFull: boolean;
}

/** A piece of `group` goes to the part `to`; one that was moved leaves the part `from`. */
interface Move {
  group: Group;
  from: number | null;
  to: number;
}

function groupFor(groups: Map<string, Group>, supply: PartSupply): Group {
  const known = groups.get(supply.fitName);
  if (known !== undefined) {
    return known;
  }
  const group = { fits: supply.fits, placed: supply.fits.map(() => 0), isFull: false };
  groups.set(supply.fitName, group);
  return group;
}

/** The shortest row of moves by which one more piece of the group finds a place; null when there is none. */
function findMoves(newcomer: Group, groups: ReadonlyMap<string, Group>, missing: readonly number[]): Move[] | null {
  const reachedBy = new Map<number, Move>();
  const reach = (group: Group, from: number | null): boolean => {
    const reached = group.fits.flatMap((fits, to) => (fits && !reachedBy.has(to) ? [to] : []));
    reached.forEach((to) => reachedBy.set(to, { group, from, to }));
    return reached.some((to) => (missing[to] ?? 0) > 0);
  };
  let isFound = reach(newcomer, null);
  // A map is walked in the order in which it grows, so the parts come in the order in which they were reached.
  for (const part of reachedBy.keys()) {
    isFound ||= [...groups.values()].some((group) => (group.placed[part] ?? 0) > 0 && reach(group, part));
  }
  const open = [...reachedBy.keys()].find((part) => (missing[part] ?? 0) > 0);
  return open === undefined ? null : movesTo(open, reachedBy);
}

function movesTo(part: number, reachedBy: ReadonlyMap<number, Move>): Move[] {
  const moves: Move[] = [];
  for (let move = reachedBy.get(part); move !== undefined;) {
    moves.push(move);
    move = move.from === null ? undefined : reachedBy.get(move.from);
  }
  return moves;
}

/** Makes the moves with as many pieces as all of them allow, and returns how many that were. */
function makeMoves(moves: readonly Move[], most: number, missing: number[]): number {
  const last = moves[0]?.to ?? 0;
  const pieces = Math.min(
    most,
    missing[last] ?? 0,
    ...moves.map(({ group, from }) => (from === null ? most : (group.placed[from] ?? 0))),
  );
  missing[last] = (missing[last] ?? 0) - pieces;
  for (const { group, from, to } of moves) {
    group.placed[to] = (group.placed[to] ?? 0) + pieces;
    if (from !== null) {
      group.placed[from] = (group.placed[from] ?? 0) - pieces;
    }
  }
  return pieces;
}
