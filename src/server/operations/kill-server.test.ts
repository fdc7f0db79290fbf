import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { auditServer } from '#testkit/audit-server.ts';
import { type FieldTill, openFieldTill } from '#testkit/field-till.ts';
import { findPostgres } from '#testkit/find-postgres.ts';
import { startPostgres } from '#testkit/postgres.ts';
import { openDataOf, type ServerData, serverProcess } from '#testkit/server-process.ts';
import { TEST_DATABASES } from '#testkit/test-server.ts';

/** KILLS=15 for a night; a few show that nothing is broken by the change at hand. */
const KILLS = Number(process.env['KILLS'] ?? 3);
const TILLS = 3;
/** What every till holds before the first push, so that the server is hit within large batches too. */
const BACKLOG = 30;

const cleanUps: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) {
    await cleanUp();
  }
});

async function freshData(kind: (typeof TEST_DATABASES)[number]): Promise<ServerData> {
  if (kind === 'postgres') {
    const postgres = await startPostgres();
    cleanUps.push(() => postgres.stop());
    return { databaseUrl: await postgres.createDatabase() };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'mostrador-kill-'));
  cleanUps.push(() => {
    rmSync(dataDir, { recursive: true });
  });
  return { dataDir };
}

const unsentOf = async (tills: readonly FieldTill[]) =>
  Promise.all(tills.map(async ({ store }) => (await store.unsent()).events));

/** Sells at every till until told to stop, but lets no more pile up than a server that comes back takes in one go. */
function keepSelling(tills: readonly FieldTill[]): () => Promise<void> {
  let isOpen = true;
  const selling = tills.map(async (till) => {
    while (isOpen) {
      if ((await till.store.unsent()).events < BACKLOG) {
        await till.sell();
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
  return async () => {
    isOpen = false;
    await Promise.all(selling);
  };
}

/** Each till's newest confirmed place: what the server has said it holds. */
async function confirmedBy(tills: readonly FieldTill[]): Promise<number[]> {
  return Promise.all(
    tills.map(
      async ({ store }) => (await store.outbox.position())?.epochs.reduce((sum, e) => sum + e.sentThrough, 0) ?? 0,
    ),
  );
}

/** Rings at one of the next answers that a till gets while another one waits for its own, then or a little later. */
class Moment {
  #left = Number.POSITIVE_INFINITY;
  #ring: () => void = () => undefined;
  readonly #tills: readonly FieldTill[];

  constructor(tills: readonly FieldTill[]) {
    this.#tills = tills;
  }

  /** How many tills have a push on its way, or an answer that they do not know of yet. */
  get underWay(): number {
    return this.#tills.filter(({ underWay }) => underWay > 0).length;
  }

  readonly heard = () => {
    this.#left -= 1;
    if (this.#left <= 0 && this.underWay > 1) {
      this.#left = Number.POSITIVE_INFINITY;
      this.#ring();
    }
  };

  next(deed: () => Promise<void>, mostLateMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#left = 1 + Math.floor(Math.random() * 25);
      const lateMs = Math.random() * mostLateMs;
      const act = () => {
        deed().then(resolve, reject);
      };
      this.#ring = lateMs === 0 ? act : () => setTimeout(act, lateMs);
    });
  }
}

/** What the server told a till that it holds, and does not: looked up while it is down. */
async function forgotten(data: ServerData, tills: readonly FieldTill[]): Promise<string[]> {
  const database = openDataOf(data);
  const missing: string[] = [];
  for (const till of tills) {
    const { registerId, store } = till;
    await till.answered();
    for (const { epoch, sentThrough } of (await store.outbox.position())?.epochs ?? []) {
      const { held } = await database.db
        .selectFrom('journal_events')
        .select((row) => row.fn.countAll<number>().as('held'))
        .where('register_id', '=', registerId)
        .where('epoch', '=', epoch)
        .where('seq', '<=', sentThrough)
        .executeTakeFirstOrThrow();
      if (held !== sentThrough) {
        missing.push(`${registerId} was told of ${String(sentThrough)}, the server holds ${String(held)}`);
      }
    }
  }
  await database.close();
  return missing;
}

const total = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0);

describe.each(TEST_DATABASES)('a server that is killed while tills push: %s', (kind) => {
  test(
    `nothing it had accepted is missing after ${String(KILLS)} kills, and nothing is there twice`,
    async ({ skip }) => {
      skip(kind === 'postgres' && findPostgres() === null, 'PostgreSQL is not installed');
      const data = await freshData(kind);
      const server = serverProcess(() => data);
      cleanUps.push(() => server.kill());
      await server.start();
      const tills: FieldTill[] = [];
      const moment = new Moment(tills);
      for (let number = 0; number < TILLS; number += 1) {
        tills.push(await openFieldTill(() => server.url, moment.heard));
      }
      cleanUps.push(() => Promise.all(tills.map((till) => till.close())));
      await server.kill();
      for (const till of tills) {
        for (let sale = 0; sale < BACKLOG; sale += 1) {
          await till.sell();
        }
      }
      const stopSelling = keepSelling(tills);
      let caughtPushes = 0;
      const missing: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        await server.start();
        const mostLateMs = kill % 2 === 0 ? 0 : 15;
        await moment.next(() => {
          caughtPushes += moment.underWay;
          return server.kill();
        }, mostLateMs);
        missing.push(...(await forgotten(data, tills)));
      }
      await server.start();
      await stopSelling();
      await Promise.all(tills.map((till) => till.sent()));
      expect(missing).toEqual([]);
      expect(caughtPushes).toBeGreaterThan(1);
      expect(await unsentOf(tills)).toEqual(tills.map(() => 0));
      const database = openDataOf(data);
      const faults = await auditServer(database.db, tills);
      const events = total(await confirmedBy(tills));
      await database.close();
      expect(faults).toEqual([]);
      process.stdout.write(
        `kill-server: ${kind}, ${String(KILLS)} kills, ${String(caughtPushes)} pushes under way, ${String(events)} events, lost 0, doubled 0\n`,
      );
    },
    240_000 + KILLS * 60_000,
  );
});
