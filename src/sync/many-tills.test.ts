import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabasePort } from '#server/db/port.ts';
import { auditServer } from '#testkit/audit-server.ts';
import { badWeather, type FaultyLine, openFaultyLine } from '#testkit/faulty-line.ts';
import { type FieldTill, openFieldTill } from '#testkit/field-till.ts';
import { startPostgres, type ThrowAwayPostgres } from '#testkit/postgres.ts';
import { openDataOf, type ServerData, serverProcess } from '#testkit/server-process.ts';
import { SeededRandom } from '#testkit/sim/seeded-random.ts';
import { sizeOf } from '#testkit/size.ts';
import { TEST_DATABASES } from '#testkit/test-server.ts';

/** `TILLS=50 TILL_SALES=1000` makes a long one. */
const TILLS = Number(process.env['TILLS'] ?? 20);
const SALES = sizeOf('TILL_SALES', { small: 40, nightly: 100 });
const LOSS = 0.2;
const LONG_MS = 600_000;
/** Many more than it takes, and still no storm. */
const MOST_REQUESTS = TILLS * 20;

/** Sells one after the other, each sent at once, until something is over; how long each took in milliseconds. */
async function sellingUntil(end: Promise<unknown>, till: FieldTill): Promise<number[]> {
  const waits: number[] = [];
  let isOver = false;
  const over = end.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const begun = performance.now();
    await till.sell();
    await till.sent();
    waits.push(performance.now() - begun);
  }
  await over;
  return waits;
}

/** For whoever makes it larger and wants to know; the speed of a machine that is shared proves nothing. */
function reportWaits(kind: string, waits: readonly number[]): void {
  if (process.env['TILLS'] !== undefined) {
    const sorted = waits.toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    const total = Math.round(waits.reduce((sum, ms) => sum + ms, 0));
    process.stdout.write(
      `${kind}: all sent in ${String(total)} ms; a till beside them: ${String(at(0.5))}, at worst ${String(at(1))} ms\n`,
    );
  }
}

describe.each(TEST_DATABASES)('all tills of a shop at once, on %s', (kind) => {
  let folder: string;
  let postgres: ThrowAwayPostgres | null = null;
  let server: ReturnType<typeof serverProcess>;
  let database: DatabasePort;
  let line: FaultyLine;
  let tills: FieldTill[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostrador-tills-'));
    postgres = kind === 'postgres' ? await startPostgres() : null;
    const data: ServerData = postgres === null ? { dataDir: folder } : { databaseUrl: await postgres.createDatabase() };
    server = serverProcess(() => data);
    await server.start();
    database = openDataOf(data);
    line = await openFaultyLine(() => server.url);
  }, LONG_MS);

  afterAll(async () => {
    await Promise.all(tills.map((till) => till.close()));
    await line.close();
    await server.stop();
    await database.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }, LONG_MS);

  test(
    `${String(TILLS)} tills with ${String(SALES)} unsent sales each come back together over a bad line`,
    async () => {
      tills = await Promise.all(Array.from({ length: TILLS }, () => openFieldTill(() => line.url)));
      const bystander = await openFieldTill(() => server.url);
      // No line, as most are: nothing is refused, nothing comes back.
      line.chance = () => ({ kind: 'silent' });
      for (const till of tills) {
        for (let sale = 0; sale < SALES; sale += 1) {
          await till.sell();
        }
      }
      expect((await Promise.all(tills.map((till) => till.store.unsent()))).map(({ sales }) => sales)).toEqual(
        tills.map(() => SALES),
      );

      line.log.length = 0;
      const complaints = server.complaints.length;
      line.chance = badWeather(new SeededRandom(20), LOSS);
      line.cut();
      tills.forEach((till) => {
        till.drainer.wake();
      });
      const waits = await sellingUntil(Promise.all(tills.map((till) => till.sent())), bystander);
      reportWaits(kind, waits);

      tills.push(bystander);
      expect(await auditServer(database.db, tills)).toEqual([]);
      expect(server.complaints.slice(complaints)).toEqual([]);
      expect(line.log.filter(({ status }) => status !== null && status >= 500)).toEqual([]);
      expect(line.log.length).toBeLessThan(MOST_REQUESTS);
    },
    LONG_MS,
  );
});
