/** Pieces of one line that may serve certain parts of a bundle. */
export interface PartSupply {
  pieces: number;
  /** Which parts they fit, in the order of the parts. */
  fits: readonly boolean[];
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
    const group = groupFor(groups, supply.fits);
    let left = supply.pieces;
    while (left > 0) {
      const moves = findMoves(group, [...groups.values()], missing);
      if (moves === null) {
        break;
      }
      left -= makeMoves(moves, left, missing);
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
}

/** A piece of `group` goes to the part `to`; one that was moved leaves the part `from`. */
interface Move {
  group: Group;
  from: number | null;
  to: number;
}

function groupFor(groups: Map<string, Group>, fits: readonly boolean[]): Group {
  const name = fits.map((fit) => (fit ? '1' : '0')).join('');
  const known = groups.get(name);
  if (known !== undefined) {
    return known;
  }
  const group = { fits, placed: fits.map(() => 0) };
  groups.set(name, group);
  return group;
}

/** The shortest row of moves by which one more piece of the group finds a place; null when there is none. */
function findMoves(newcomer: Group, groups: readonly Group[], missing: readonly number[]): Move[] | null {
  const reachedBy = new Map<number, Move>();
  const queue: number[] = [];
  const reach = (group: Group, from: number | null) => {
    group.fits.forEach((fits, to) => {
      if (fits && !reachedBy.has(to)) {
        reachedBy.set(to, { group, from, to });
        queue.push(to);
      }
    });
  };
  reach(newcomer, null);
  for (const part of queue) {
    if ((missing[part] ?? 0) > 0) {
      return movesTo(part, reachedBy);
    }
    groups
      .filter((group) => (group.placed[part] ?? 0) > 0)
      .forEach((group) => {
        reach(group, part);
      });
  }
  return null;
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
