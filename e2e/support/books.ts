import { join } from 'node:path';
import { openSqlite } from '#server/db/sqlite.ts';
import { verifyServer } from '#server/operations/verify-server.ts';

/** What the server's database holds, read from its file and not through the server. */
export interface Books {
  /** The number of every sale, in order of register, epoch and place; a sale that is there twice is in it twice. */
  numbers: string[];
  events: number;
  /** Events that were kept beside others because their id or place was taken. */
  copies: number;
  quarantined: number;
  /** What a walk through all of it found: broken chains, gaps, sales without or with two postings, sums that differ. */
  findings: string[];
}

export async function readBooks(dataDir: string): Promise<Books> {
  const database = openSqlite(join(dataDir, 'mostrador.sqlite'));
  try {
    const sales = await database.db
      .selectFrom('transactions')
      .innerJoin('journal_events', 'journal_events.event_id', 'transactions.event_id')
      .select('transaction_number')
      .orderBy('journal_events.register_id')
      .orderBy('journal_events.epoch')
      .orderBy('journal_events.seq')
      .execute();
    const copies = await database.db.selectFrom('journal_copies').select('event_id').execute();
    const events = await database.db.selectFrom('journal_events').select('status').execute();
    const { findings } = await verifyServer(database.db);
    return {
      numbers: sales.map((sale) => sale.transaction_number),
      events: events.length,
      copies: copies.length,
      quarantined: events.filter(({ status }) => status === 'quarantined').length,
      findings: findings.map(({ kind, text }) => `${kind}: ${text}`),
    };
  } finally {
    await database.close();
  }
}

/** How many sales the server holds, quickly. */
export async function countSales(dataDir: string): Promise<number> {
  const database = openSqlite(join(dataDir, 'mostrador.sqlite'));
  try {
    const { sales } = await database.db
      .selectFrom('transactions')
      .select((row) => row.fn.countAll<number>().as('sales'))
      .executeTakeFirstOrThrow();
    return sales;
  } finally {
    await database.close();
  }
}
