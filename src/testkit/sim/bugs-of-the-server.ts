import { NO_HEALING, NOTHING_DECLARED_LOST, type Patch, type SeededBug } from './seeded-bug.ts';

/** Takes away what tells an event apart that came before from one that belongs to somebody else. */
const NO_PLACE_TAKEN: Patch = {
  file: 'server/sync/judge-place.ts',
  find: 'if (item.seq <= head.seq) {',
  replace: 'if (false) {',
};

const NO_CHAIN: Patch = {
  file: 'server/sync/judge-place.ts',
  find: 'const follows = !item.intact || head.hash === null || item.prevHash === head.hash;',
  replace: 'const follows = true;',
};

/** What a server without this guard or that does wrong. */
export const SERVER_BUGS: readonly SeededBug[] = [
  {
    name: 'the server does not know an event that it has',
    patches: [
      {
        file: 'server/sync/judge-place.ts',
        find: 'if (stored !== undefined) {',
        replace: 'if (stored !== undefined && false) {',
      },
    ],
    breaks: 'other',
    seen: { seed: 4, sales: 40 },
  },
  {
    name: 'the server takes an event though an earlier one is missing',
    patches: [
      { file: 'server/sync/judge-place.ts', find: 'if (item.seq > head.seq + 1) {', replace: 'if (false) {' },
      NO_CHAIN,
    ],
    breaks: 'gaps',
    seen: { seed: 14, sales: 40 },
  },
  {
    name: 'the server lets two devices write into one chain',
    patches: [NO_CHAIN, NO_PLACE_TAKEN],
    breaks: 'lost',
    often: { cloned: 30 },
    seen: { seed: 2, sales: 20 },
  },
  {
    name: 'what follows a copy waits for what can never come',
    patches: [
      { file: 'server/sync/judge-place.ts', find: 'if (copied !== undefined) {', replace: 'if (false) {' },
      { file: 'server/sync/judge-place.ts', find: '?? damagedAfterCopy(item, chain) ', replace: '' },
      NOTHING_DECLARED_LOST,
    ],
    breaks: 'lost',
    often: { cloned: 30, line_down: 10 },
    seen: { seed: 33, sales: 20 },
  },
  {
    name: 'the server answers before it has committed',
    patches: [
      {
        file: 'server/sync/file-push.ts',
        find: 'return deps.database.db.transaction().execute(async (trx) => {',
        replace:
          'let early: PushAnswer; return deps.database.db.transaction().execute(async (trx) => { return early = await (async () => {',
      },
      {
        file: 'server/sync/file-push.ts',
        find: '      high_water: highWater(request.epoch, head),\n    };\n  });',
        replace:
          '      high_water: highWater(request.epoch, head),\n    };\n  })(); }).catch((error) => { if (early === undefined) { throw error; } return early; });',
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    often: { fails: 80 },
    seen: { seed: 6, sales: 20 },
  },
  {
    name: 'one event that is not understood holds up the rest',
    patches: [
      {
        file: 'server/sync/file-items.ts',
        find: 'if (event === null) {',
        replace: "if (event === null) { throw new Error('not understood');",
      },
    ],
    breaks: 'lost',
    often: { strange_event: 30 },
    seen: { seed: 4, sales: 20 },
  },
  {
    name: 'the stock that was sold stays on the shelf',
    patches: [
      {
        file: 'server/sync/stock-deltas.ts',
        find: '- storedQuantity(item.quantity)',
        replace: '- 0 * storedQuantity(item.quantity)',
      },
    ],
    breaks: 'unbalanced',
  },
  {
    name: 'the server says that it has all when it has the newest of it beside the chain',
    patches: [
      {
        file: 'server/sync/holds-stream.ts',
        find: 'if (copy.isAfterLoss || copy.seq === 1) {',
        replace: 'if (true as boolean) {',
      },
    ],
    breaks: 'lost',
    often: { cloned: 80, restored: 30 },
  },
];
