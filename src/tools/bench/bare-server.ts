import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CompiledQuery, type Kysely } from 'kysely';
import { z } from 'zod';
import { migrate } from '#server/db/migrate.ts';
import { openPostgres } from '#server/db/postgres.ts';
import type { Schema } from '#server/db/schema.ts';
import { openSqlite } from '#server/db/sqlite.ts';
import { heapAfterGc } from './memory-after-gc.ts';
import type { ServerAnswer } from './server-process.ts';

/**
 * The least that any server could do with a push: `bare-server.ts DATA_DIR [FILLED_URL EMPTY_URL]`. It unzips and parses
 * it and writes the very rows that the real server made of these events, in multi-row INSERTs, in one transaction. It
 * has the rows from the real server's database beforehand and understands nothing.
 */
const [folder = '', filledUrl, emptyUrl] = process.argv.slice(2);
const unzip = promisify(gunzip);

const TABLES = [
  'journal_events',
  'transactions',
  'transaction_items',
  'transaction_payments',
  'transaction_promotions',
  'transaction_taxes',
  'ledger_lines',
  'ledger_offsets',
  'stock_movements',
  'attention',
] as const;

type Row = Record<string, unknown>;
type RowsOfEvent = Map<(typeof TABLES)[number], Row[]>;

const pushed = z.object({ nonce: z.string(), items: z.array(z.looseObject({ id: z.string(), seq: z.int() })) });

function open(file: string, url: string | undefined): Kysely<Schema> {
  const onLostConnection = (error: Error) => {
    throw error;
  };
  return url === undefined ? openSqlite(path.join(folder, file)).db : openPostgres({ url, onLostConnection }).db;
}

async function readRows(): Promise<Map<string, RowsOfEvent>> {
  const filled = open('mostrador.sqlite', filledUrl);
  const events = new Map<string, RowsOfEvent>();
  const eventOf = new Map<unknown, string>();
  for (const { event_id: event, transaction_id: sale } of await filled
    .selectFrom('journal_events')
    .select(['event_id', 'transaction_id'])
    .execute()) {
    events.set(event, new Map());
    eventOf.set(sale, event);
  }
  for (const table of TABLES) {
    for (const row of (await filled.selectFrom(table).selectAll().execute()) as Row[]) {
      const event = 'event_id' in row ? String(row['event_id']) : (eventOf.get(row['transaction_id']) ?? '');
      const rows = events.get(event);
      rows?.set(table, [...(rows.get(table) ?? []), row]);
    }
  }
  await filled.destroy();
  return events;
}

/** A hundred rows in one statement: with many more, SQLite spends its time on reading the statement. */
const MOST_ROWS = 100;

async function insert(db: Kysely<Schema>, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    const some = rows.slice(start, start + MOST_ROWS);
    let place = 0;
    const tuples = some.map(() => `(${columns.map(() => `$${String((place += 1))}`).join(',')})`);
    const text = `insert into ${table} (${columns.join(',')}) values ${tuples.join(',')}`;
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    await db.executeQuery(CompiledQuery.raw(text, values));
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  return request.headers['content-encoding'] === 'gzip' ? unzip(Buffer.concat(pieces)) : Buffer.concat(pieces);
}

const rowsOf = await readRows();
const empty = open('bare.sqlite', emptyUrl);
await migrate(empty);

async function take(request: IncomingMessage): Promise<string> {
  const { nonce, items } = pushed.parse(JSON.parse((await bytesOf(request)).toString()));
  await empty.transaction().execute(async (trx) => {
    for (const table of TABLES) {
      await insert(
        trx,
        table,
        items.flatMap(({ id }) => rowsOf.get(id)?.get(table) ?? []),
      );
    }
  });
  return JSON.stringify({ nonce, results: items.map(({ id, seq }) => ({ id, seq, status: 'accepted' })) });
}

const server = createServer((request, response) => {
  void take(request).then((answer) => response.setHeader('content-type', 'application/json').end(answer));
});
process.on('message', (question) => {
  if (question === 'close') {
    process.exit(0);
  }
  const { user, system } = process.cpuUsage();
  tell({ heap: heapAfterGc(), cpuMs: (user + system) / 1000 });
});
server.listen(0, '127.0.0.1', () => {
  tell({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
});

function tell(answer: ServerAnswer): void {
  process.send?.(answer);
}
