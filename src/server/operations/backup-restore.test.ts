import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditServer } from '#testkit/audit-server.ts';
import { type FieldTill, openFieldTill } from '#testkit/field-till.ts';
import { findPostgres } from '#testkit/find-postgres.ts';
import { startPostgres } from '#testkit/postgres.ts';
import { openDataOf, type ServerData, type ServerProcess, serverProcess } from '#testkit/server-process.ts';
import { TEST_DATABASES } from '#testkit/test-server.ts';
import { backup, type DataPlace } from './backup.ts';
import { backupBeside } from './backup-beside.ts';
import { restore } from './restore.ts';

const NOW = new Date('2026-03-14T15:00:00.000Z');
const AN_HOUR_AND_MORE = 61 * 60_000;

let folder: string;
let cleanUps: (() => Promise<unknown> | void)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mostrador-backup-'));
  cleanUps = [];
});
afterEach(async () => {
  for (const cleanUp of cleanUps.toReversed()) {
    await cleanUp();
  }
  rmSync(folder, { recursive: true });
});

async function placeOf(kind: (typeof TEST_DATABASES)[number]): Promise<DataPlace> {
  const dataDir = join(folder, 'data');
  if (kind === 'sqlite') {
    return { dataDir, databaseUrl: null };
  }
  const postgres = await startPostgres();
  cleanUps.push(() => postgres.stop());
  return { dataDir, databaseUrl: await postgres.createDatabase() };
}

const dataOf = ({ databaseUrl, dataDir }: DataPlace): ServerData =>
  databaseUrl === null ? { dataDir } : { databaseUrl };

async function serve(place: DataPlace): Promise<ServerProcess> {
  const server = serverProcess(() => dataOf(place));
  cleanUps.push(() => server.stop());
  await server.start();
  return server;
}

async function sell(till: FieldTill, sales: number): Promise<void> {
  for (let sale = 0; sale < sales; sale += 1) {
    await till.sell();
  }
  await till.sent();
}

async function faultsOf(place: DataPlace, tills: FieldTill[]): Promise<string[]> {
  const database = openDataOf(dataOf(place));
  try {
    return await auditServer(database.db, tills);
  } finally {
    await database.close();
  }
}

describe.each(TEST_DATABASES)('a backup and its way back: %s', (kind) => {
  test('it is made while tills push, refused its way back while a server runs, and the tills fill up the rest', async ({
    skip,
  }) => {
    skip(kind === 'postgres' && findPostgres() === null, 'PostgreSQL is not installed');
    const place = await placeOf(kind);
    const server = await serve(place);
    const first = await openFieldTill(() => server.url);
    const second = await openFieldTill(() => server.url);
    cleanUps.push(
      () => first.close(),
      () => second.close(),
    );
    await sell(first, 12);
    const selling = sell(second, 20);
    const made = await backup(place, join(folder, 'copy'), NOW);
    await selling;
    expect(made.events).toBeGreaterThanOrEqual(13);
    expect(made.bytes).toBe(statSync(made.file).size);
    expect(made.newestEventAt).not.toBeNull();
    expect(statSync(made.file).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(made.file);
    await expect(backup(place, made.file, NOW)).rejects.toThrow(/is there already and is not overwritten/);
    expect(readFileSync(made.file).equals(bytes)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);

    await sell(first, 5);
    const newcomer = await openFieldTill(() => server.url);
    cleanUps.push(() => newcomer.close());
    await sell(newcomer, 4);
    await expect(restore(place, made.file, NOW)).rejects.toThrow(/Stop (it|the server) first; nothing was changed/);

    await server.stop();
    const restored = await restore(place, made.file, NOW);
    expect(restored).toMatchObject({ events: made.events, newestEventAt: made.newestEventAt });
    expect(restored.kept).toContain(kind === 'sqlite' ? 'before-restore-20260314-150000' : '_before_restore_20260314_');

    await server.start();
    await sell(first, 1);
    second.wait(AN_HOUR_AND_MORE);
    await second.drainer.sendNow();
    await second.sent();
    expect(await faultsOf(place, [first, second])).toEqual([]);

    await newcomer.sell();
    await newcomer.drainer.sendNow();
    expect(newcomer.drainer.state().trouble?.kind).toBe('paused');
    await newcomer.connectAgain();
    newcomer.drainer.wake();
    await newcomer.sent();
    expect(await faultsOf(place, [first, second, newcomer])).toEqual([]);
  }, 400_000);
});

describe('a copy that is not one', () => {
  const place = (): DataPlace => ({ dataDir: join(folder, 'data'), databaseUrl: null });
  const live = () => join(place().dataDir, 'mostrador.sqlite');
  const copy = () => join(folder, 'copy');
  const model = mkdtempSync(join(tmpdir(), 'mostrador-model-'));

  beforeAll(async () => {
    const server = serverProcess(() => ({ dataDir: join(model, 'data') }));
    await server.start();
    const till = await openFieldTill(() => server.url);
    await sell(till, 3);
    await till.close();
    await server.stop();
    await backup({ dataDir: join(model, 'data'), databaseUrl: null }, join(model, 'copy'), NOW);
  }, 60_000);
  afterAll(() => {
    rmSync(model, { recursive: true });
  });
  beforeEach(() => {
    cpSync(model, folder, { recursive: true });
  });

  test.each<[string, RegExp, (file: string) => void]>([
    ['cut off', /is not a whole copy of the data/, (file) => truncateSync(file, statSync(file).size - 8192)],
    ['not a database', /is not a whole copy of the data/, (file) => writeFileSync(file, 'x'.repeat(5000))],
    ['empty', /is not a whole copy of the data/, (file) => truncateSync(file, 0)],
    ['missing', /There is no file/, (file) => rmSync(file)],
    [
      'of another program',
      /no such table: kysely_migration/,
      (file) => {
        rmSync(file);
        const other = new LibsqlDatabase(file);
        other.exec('create table t (x)');
        other.close();
      },
    ],
    [
      'made by a newer version',
      /a newer version of Mostrador made it \(9999-later\); update first/,
      (file) => {
        const newer = new LibsqlDatabase(file);
        newer.exec("insert into kysely_migration values ('9999-later', '2030-01-01')");
        newer.close();
      },
    ],
    [
      'damaged in the middle',
      /is not a whole copy of the data/,
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0x55, 40_960, 90_000);
        writeFileSync(file, bytes);
      },
    ],
  ])(
    '%s: it is refused, and nothing is changed',
    async (_, words, spoil) => {
      const before = readFileSync(live());
      spoil(copy());
      await expect(restore(place(), copy(), NOW)).rejects.toThrow(words);
      expect(readFileSync(live()).equals(before)).toBe(true);
      expect(readdirSync(place().dataDir).sort()).toEqual(['mostrador.lock', 'mostrador.sqlite']);
    },
    60_000,
  );

  test('a database that is damaged beyond reading is kept beside, with its log, and replaced', async () => {
    writeFileSync(live(), 'ruined '.repeat(1000));
    writeFileSync(`${live()}-wal`, 'ruined too');
    const { kept, events } = await restore(place(), copy(), NOW);
    expect(events).toBe(4);
    expect(readFileSync(kept ?? '', 'utf8')).toContain('ruined');
    expect(readdirSync(place().dataDir)).not.toContain('mostrador.sqlite-wal');
    expect((await serve(place())).url).toContain('http');
  }, 60_000);

  test('into an empty folder it is simply put there', async () => {
    const elsewhere = { dataDir: join(folder, 'new', 'data'), databaseUrl: null };
    expect(await restore(elsewhere, copy(), NOW)).toMatchObject({ events: 4, sales: 3, kept: null });
  }, 60_000);

  test('while another program has the database open, nothing is changed', async () => {
    const open = openDataOf(place());
    await open.db.selectFrom('registers').select('code').execute();
    await expect(restore(place(), copy(), NOW)).rejects.toThrow(/Another program has .* open/);
    await open.close();
    expect(readdirSync(place().dataDir).filter((name) => name.includes('restore'))).toEqual([]);
  }, 60_000);

  test('the running server lets another process make it', async () => {
    const made = await backupBeside(place().dataDir, join(folder, 'beside'));
    expect(made).toMatchObject({ file: join(folder, 'beside'), events: 4 });
    expect(await restore({ dataDir: join(folder, 'new'), databaseUrl: null }, made.file, NOW)).toMatchObject({
      sales: 3,
    });
    await expect(backupBeside(join(folder, 'nothing'), join(folder, 'other'))).rejects.toThrow(/no data in/);
  }, 60_000);

  test('a backup that cannot be written leaves nothing behind', async () => {
    await expect(backup({ ...place(), dataDir: join(folder, 'nothing') }, null, NOW)).rejects.toThrow(/no data in/);
    writeFileSync(live(), 'ruined '.repeat(1000));
    await expect(backup(place(), join(folder, 'other'), NOW)).rejects.toThrow(/not a database/);
    expect(readdirSync(folder).sort()).toEqual(['copy', 'data']);
  }, 60_000);
});
