import type { Broken } from './check-world.ts';

/** One place of the production code that is spoilt: `find` must stand in the file exactly once. */
export interface Patch {
  /** Below src/. */
  file: string;
  find: string;
  replace: string;
}

/** A guard that is taken away. Where another guard masks it, that one is taken away with it. */
export interface SeededBug {
  /** What the product does wrong then. */
  name: string;
  patches: readonly Patch[];
  /** The promise that it breaks; it may break others too. */
  breaks: keyof Broken;
  /** Worlds in which it shows, tried in this order until it does. */
  seeds: readonly number[];
  /** How long each of those worlds is, where fewer sales than BUG_SALES show it as well. */
  sales?: number;
}

export const BUG_SALES = 300;

/** Worlds change with the code that lives in them: where the first ones no longer show a bug, one of these does. */
const ANY_WORLD: readonly number[] = Array.from({ length: 60 }, (_, at) => at + 1);

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

/** A till that fills up whatever the server forgets makes good for much: what it masks is seen only without it. */
const NO_HEALING: readonly Patch[] = [
  {
    file: 'sync/heal.ts',
    find: 'if (head.seq < extent.sentThrough && !(await standsBesideLoss(outbox, head))) {',
    replace: 'if (false) {',
  },
  { file: 'sync/drain.ts', find: 'if (isHere && run.rewinds <= MOST_REWINDS) {', replace: 'if (false) {' },
];

export const SEEDED_BUGS: readonly SeededBug[] = [
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
    seeds: [1, ...ANY_WORLD],
  },
  {
    name: 'the server takes an event though an earlier one is missing',
    patches: [
      { file: 'server/sync/judge-place.ts', find: 'if (item.seq > head.seq + 1) {', replace: 'if (false) {' },
      NO_CHAIN,
    ],
    breaks: 'gaps',
    seeds: [2, ...ANY_WORLD],
  },
  {
    name: 'the server lets two devices write into one chain',
    patches: [NO_CHAIN, NO_PLACE_TAKEN],
    breaks: 'lost',
    seeds: [3, ...ANY_WORLD],
  },
  {
    name: 'what follows a copy waits for what can never come',
    patches: [{ file: 'server/sync/judge-place.ts', find: 'if (copied !== undefined) {', replace: 'if (false) {' }],
    breaks: 'lost',
    seeds: [12, ...ANY_WORLD],
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
    seeds: [4, ...ANY_WORLD],
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
    seeds: ANY_WORLD,
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
    seeds: ANY_WORLD,
  },
  {
    name: 'any answer with 200 is taken for success',
    patches: [
      {
        file: 'sync/push-client.ts',
        find: "? { kind: 'answered', answer: parsed.data }\n      : ",
        replace:
          "? { kind: 'answered', answer: parsed.data }\n      : true ? { kind: 'answered', answer: { nonce: lastNonce, server_now: '', results: lastItems.map(({ id, seq }) => ({ id, seq, status: 'accepted' })), high_water: { epoch: 1, seq: 0, hash: null } } }\n      : ",
      },
      {
        file: 'sync/push-client.ts',
        find: '    push: async (request) => {',
        replace:
          '    push: async (request) => { lastNonce = request.nonce; lastItems = request.items as typeof lastItems;',
      },
      {
        file: 'sync/push-client.ts',
        find: 'function outcomeOf(',
        replace: "let lastNonce = ''; let lastItems: { id: string; seq: number }[] = [];\nfunction outcomeOf(",
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    seeds: ANY_WORLD,
  },
  {
    name: 'a lost answer is taken for success',
    patches: [
      {
        file: 'sync/drain.ts',
        find: "      return later(run, 'no_line', outcome.detail);",
        replace:
          "      await run.ports.outbox.confirm({ epoch: batch.epoch, seq: batch.events.at(-1)?.seq ?? 0, noteworthy: [] }); return later(run, 'no_line', outcome.detail);",
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    seeds: ANY_WORLD,
  },
  {
    name: 'an answer to another push counts, by place and not by name',
    patches: [
      { file: 'sync/drain.ts', find: 'if (outcome.answer.nonce !== nonce) {', replace: 'if (false) {' },
      {
        file: 'sync/read-results.ts',
        find: 'const result = isNamed(event) ? byId.get(event.id) : ownOf(results[index]);',
        replace: 'const result = results[index] ?? byId.get(event.id);',
      },
      {
        file: 'sync/read-results.ts',
        find: 'if (result === undefined || (isNamed(event) && result.seq !== event.seq)) {',
        replace: 'if (result === undefined) {',
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    seeds: ANY_WORLD,
  },
  {
    name: 'what comes after a gap is confirmed with the rest',
    patches: [
      {
        file: 'sync/read-results.ts',
        find: 'return { ...verdict, stop: stopOf(result) };',
        replace: 'verdict.kept += 1; verdict.keptBeforeConflict += 1; verdict.seqs.push(event.seq); continue;',
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    seeds: ANY_WORLD,
  },
  {
    name: 'a server that has forgotten is not filled again',
    patches: NO_HEALING,
    breaks: 'lost',
    seeds: [10, ...ANY_WORLD],
  },
  {
    name: 'a till whose numbers another has taken stays in its epoch',
    patches: [
      {
        file: 'sync/leave-epoch.ts',
        find: 'if (position !== null && position.currentEpoch > epoch) {',
        replace: 'if (position !== null) {',
      },
    ],
    breaks: 'other',
    seeds: [3, ...ANY_WORLD],
  },
  {
    name: 'the cashier is told before anything is written',
    patches: [
      {
        file: 'store/journal-writer.ts',
        find: 'await this.#keep(record);',
        replace: 'void this.#keep(record).catch(() => null);',
      },
    ],
    breaks: 'lost',
    seeds: [3, ...ANY_WORLD],
  },
  {
    name: 'the file is left out, and the cashier told all the same',
    patches: [
      {
        file: 'store/file-copy.ts',
        find: '    this.#missing.push(record);\n    return this.catchUp();',
        replace: '    return Promise.resolve(record !== null);',
      },
    ],
    breaks: 'lost',
    seeds: [2, ...ANY_WORLD],
  },
  {
    name: 'the file is written and not flushed',
    patches: [
      {
        file: 'store/slots.ts',
        find: '      encoded.forEach((record, at) => this.#writeParts(record.parts, stored[at]?.slots ?? []));\n      this.#file.flush();',
        replace: '      encoded.forEach((record, at) => this.#writeParts(record.parts, stored[at]?.slots ?? []));',
      },
    ],
    breaks: 'lost',
    seeds: ANY_WORLD,
  },
  {
    name: 'the database is left out, and the cashier told all the same',
    patches: [
      {
        file: 'store/database-copy.ts',
        find: '    this.#missing.push(record);\n    return this.catchUp();',
        replace: "    return Promise.resolve(record === null ? 'refused' : 'stored');",
      },
    ],
    breaks: 'lost',
    seeds: [2, ...ANY_WORLD],
  },
  {
    name: 'a start does not look whether the database lacks what the file has',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'const missingInDatabase = await readMissing(',
        replace:
          'const missingInDatabase = await (async (..._all: Parameters<typeof readMissing>): ReturnType<typeof readMissing> => [])(',
      },
    ],
    breaks: 'lost',
    seeds: [4, ...ANY_WORLD],
  },
  {
    name: 'a start does not look whether the file lacks what the database has',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'const missingInFile = await missingFrom(',
        replace:
          'const missingInFile = await (async (..._all: Parameters<typeof missingFrom>): ReturnType<typeof missingFrom> => [])(',
      },
    ],
    breaks: 'other',
    seeds: [18, ...ANY_WORLD],
  },
  {
    name: 'a second press writes a second sale',
    patches: [
      { file: 'store/journal-writer.ts', find: 'if (known !== null) {', replace: 'if (known !== null && false) {' },
    ],
    breaks: 'other',
    seeds: ANY_WORLD,
    sales: 100,
  },
  {
    name: 'an error of the database is taken for "not stored"',
    patches: [
      {
        file: 'store/journal-database.ts',
        find: 'missing = await within(SALE_PATIENCE_MS, this.#rows.findMissing(missing));',
        replace: 'missing = [...missing];',
      },
    ],
    breaks: 'other',
    seeds: [40, ...ANY_WORLD],
  },
  {
    name: 'two windows sell at once',
    patches: [
      {
        file: 'store/till-lock.ts',
        find: '.request(LOCK_NAME, options, (lock) => {',
        replace: '.request(`${LOCK_NAME} ${String((windows += 1))}`, options, (lock) => {',
      },
      {
        file: 'store/till-lock.ts',
        find: "const LOCK_NAME = 'mostrador:till';",
        replace: "const LOCK_NAME = 'mostrador:till'; let windows = 0;",
      },
      // The disk that lets one window alone have the file, and the database that knows which one sells.
      {
        file: 'testkit/sim/sim-folder.ts',
        find: 'if (file.holder !== null && !file.holder.isOver) {',
        replace: 'if (false) {',
      },
      {
        file: 'testkit/sim/sim-folder.ts',
        find: 'if (life.isOver || file.holder !== life) {',
        replace: 'if (life.isOver) {',
      },
      {
        file: 'testkit/memory-journal-rows.ts',
        find: 'if (writer !== null && this.#writer !== writer) {',
        replace: 'if (false) {',
      },
    ],
    breaks: 'doubled',
    seeds: ANY_WORLD,
  },
  {
    name: 'a row that is not what was sealed is sent as it stands',
    patches: [
      {
        file: 'store/journal-reader.ts',
        find: 'const isWhole = says >= seq && isWholeAt(record, { ...first, seq: says });',
        replace: 'const isWhole = says >= seq && (isWholeAt(record, { ...first, seq: says }) || true);',
      },
    ],
    breaks: 'lost',
    seeds: [2, ...ANY_WORLD],
  },
  {
    name: 'nobody asks whether an event is what was sealed',
    patches: [
      {
        file: 'core/journal/chain.ts',
        find: 'return hashOf(event) === event.hash;',
        replace: "return hashOf(event) !== '';",
      },
    ],
    breaks: 'lost',
    seeds: [2, ...ANY_WORLD],
  },
  {
    name: 'a till goes on behind its newest row though that is damaged',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'if (tip !== undefined && isWholeAt(tip, place)) {',
        replace: 'if (tip !== undefined && (isWholeAt(tip, place) || true)) {',
      },
    ],
    breaks: 'other',
    seeds: [8, ...ANY_WORLD],
  },
  {
    name: 'numbers that nothing shows any more are given again',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'return isShown ? null : Math.max(epoch, mark.epoch) + 1;',
        replace: 'return isShown || true ? null : Math.max(epoch, mark.epoch) + 1;',
      },
    ],
    breaks: 'doubled',
    seeds: [38, ...ANY_WORLD],
  },
  {
    name: 'the file gives up places of events that the server does not have',
    patches: [
      { file: 'store/slots.ts', find: 'export const GROWTH_SLOTS = 4096;', replace: 'export const GROWTH_SLOTS = 32;' },
      {
        file: 'store/slots.ts',
        find: 'return key.seq <= (this.#confirmed.get(chainOf(key)) ?? 0);',
        replace: 'return key.seq <= (this.#confirmed.get(chainOf(key)) ?? 0) || true;',
      },
    ],
    breaks: 'lost',
    seeds: [2, ...ANY_WORLD],
  },
];
