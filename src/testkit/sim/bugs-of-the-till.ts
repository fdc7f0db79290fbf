import type { SeededBug } from './seeded-bug.ts';

/** What a till does wrong that keeps too little. */
export const TILL_BUGS: readonly SeededBug[] = [
  {
    name: 'the cashier is told before anything is written',
    patches: [
      {
        file: 'store/journal-writer.ts',
        find: 'await this.#keep(record, needsFile);',
        replace: 'void this.#keep(record, needsFile).catch(() => null);',
      },
    ],
    breaks: 'lost',
    often: { power_cut: 10, fails: 40 },
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
    often: { copy_lost: 8 },
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
    seen: { seed: 3, sales: 40 },
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
    breaks: 'lost',
    often: { fails: 80, copy_lost: 80 },
    seen: { seed: 7, sales: 20 },
  },
  {
    name: 'a start that did not see one copy goes on under the same numbers',
    patches: [
      {
        file: 'store/journal-till-store.ts',
        find: 'if (silentCopy !== null) {',
        replace: 'if (silentCopy !== null && epochWithout === undefined) {',
      },
    ],
    breaks: 'doubled',
    often: { fails: 80, late: 40, dies_after: 10 },
    seen: { seed: 136, sales: 20 },
  },
  {
    name: 'a sale is refused for certain while the file may still take it',
    patches: [
      {
        file: 'store/doubt.ts',
        find: '||= await this.#parts.fileCopy.takeBack(this.record);',
        replace: '||= (await this.#parts.fileCopy.takeBack(this.record)) || true;',
      },
    ],
    breaks: 'other',
    often: { fails: 40, late: 80 },
    seen: { seed: 76, sales: 20 },
  },
  {
    name: 'a second press writes a second sale',
    patches: [
      { file: 'store/journal-writer.ts', find: 'if (known !== null) {', replace: 'if (known !== null && false) {' },
    ],
    breaks: 'other',
  },
  {
    name: 'an error of the database is taken for "not stored"',
    patches: [
      {
        file: 'store/journal-database.ts',
        find: 'missing = await within(SALE_PATIENCE_MS, this.#rows.findMissing(missing));',
        replace: 'missing = [...missing];',
      },
      // A second try finds the event in its place.
      { file: 'store/journal-database.ts', find: 'const TRIES = 2;', replace: 'const TRIES = 1;' },
    ],
    breaks: 'doubled',
    often: { fails_after: 80 },
    seen: { seed: 23, sales: 20 },
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
  },
  {
    name: 'a window that was taken over while it starts goes on to sell',
    patches: [
      { file: 'store/till-lock.ts', find: '    return this.#isHeld;', replace: '    return true;' },
      { file: 'store/till-lock.ts', find: '    if (!this.#isHeld) {', replace: '    if (false) {' },
    ],
    breaks: 'doubled',
    often: { second_window: 60, late: 40 },
    seen: { seed: 73, sales: 20 },
  },
  {
    name: 'two copies are said to have it though what one had before was never compared',
    patches: [
      { file: 'store/journal-writer.ts', find: ' && copies.isCompared ? ', replace: ' ? ' },
      {
        file: 'store/journal-writer.ts',
        find: 'await this.#parts.copies.compareAtLast()',
        replace: 'await Promise.resolve(null)',
      },
    ],
    breaks: 'lost',
    often: { fails: 60, copy_lost: 80, line_down: 20, power_cut: 5 },
    seen: { seed: 98, sales: 20 },
  },
  {
    name: 'an open sale that was overtaken comes up again',
    patches: [
      {
        file: 'store/take-up.ts',
        find: 'store.loadOpenSale(newest?.filter(verifyEvent))',
        replace: 'store.loadOpenSale()',
      },
    ],
    breaks: 'doubled',
    often: { fails: 80, dies_after: 20 },
    seen: { seed: 53, sales: 20 },
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
    often: { row_damaged: 5 },
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
    often: { row_damaged: 3 },
  },
  {
    name: 'numbers that nothing shows any more are given again',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'return epoch < identity.epoch ? null : epoch + 1;',
        replace: 'return null;',
      },
    ],
    breaks: 'doubled',
    often: { copy_lost: 80, row_damaged: 20 },
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
    often: { line_down: 10, copy_lost: 30 },
    seen: { seed: 4, sales: 40 },
  },
  {
    name: 'a till goes on from its newest row without looking at it',
    patches: [
      {
        file: 'store/start-up.ts',
        find: 'if (tip !== undefined && isWholeAt(tip, place)) {',
        replace: 'if (tip !== undefined) {',
      },
      // The mark beside both copies knows what the newest one was.
      { file: 'store/start-up.ts', find: ' || (order === 0 && given?.hash !== hash);', replace: ';' },
    ],
    breaks: 'other',
    often: { row_damaged: 10 },
    seen: { seed: 18, sales: 20 },
  },
  {
    name: 'a clock that is put right by a moment dates a sale before the last one',
    patches: [
      {
        file: 'core/journal/steady-instant.ts',
        find: 'stepBack <= SMALL_STEP_MS ? newest : now',
        replace: 'stepBack <= 0 ? newest : now',
      },
    ],
    breaks: 'other',
    often: { clock_adjusted: 30 },
  },
];
