import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { attentionFindings, drawerFindings } from './verify-effects.ts';
import { type Link, linkFindings, linkOf, NO_LINK } from './verify-chain.ts';
import type { ChainKey, VerifyCount, VerifyFinding } from './verify-finding.ts';
import { saleFindings, salesOf } from './verify-sales.ts';
import { strayFindings } from './verify-strays.ts';
import { eventPages, readChains } from './walk-chains.ts';

/** Everything that was looked at and everything that is not as it must be. */
export interface Verification extends VerifyCount {
  findings: VerifyFinding[];
}

/** Walks through everything a server holds, as one moment shows it; changes nothing. */
export async function verifyServer(db: Kysely<Schema>): Promise<Verification> {
  const findings: VerifyFinding[] = [];
  const count = await verifyEach(db, (finding) => findings.push(finding));
  return { ...count, findings };
}

/**
 * As `verifyServer`, but tells each finding as soon as it is made: a database may hold a million events. Within a
 * transaction it sees what that sees.
 */
export function verifyEach(db: Kysely<Schema>, tell: (finding: VerifyFinding) => void): Promise<VerifyCount> {
  if (db.isTransaction) {
    return verifyWithin(db, tell);
  }
  // On PostgreSQL one snapshot for all of it; on SQLite every transaction has one.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => verifyWithin(trx, tell));
}

async function verifyWithin(db: Kysely<Schema>, tell: (finding: VerifyFinding) => void): Promise<VerifyCount> {
  const { registers } = await db
    .selectFrom('registers')
    .select((row) => row.fn.countAll<number>().as('registers'))
    .executeTakeFirstOrThrow();
  const count: VerifyCount = { registers, events: 0, sales: 0 };
  for (const chain of await readChains(db)) {
    await verifyChain(db, chain, { tell, count });
  }
  await verifyPostedCopies(db, { tell, count });
  for await (const finding of strayFindings(db)) {
    tell(finding);
  }
  return count;
}

interface Report {
  tell: (finding: VerifyFinding) => void;
  count: VerifyCount;
}

async function verifyChain(db: Kysely<Schema>, chain: ChainKey, { tell, count }: Report): Promise<void> {
  let before: Link = NO_LINK;
  for await (const page of eventPages(db, chain)) {
    for (const row of page) {
      linkFindings(row, before).forEach(tell);
      before = linkOf(row);
    }
    const sales = salesOf(page);
    (await saleFindings(db, sales)).forEach(tell);
    (await drawerFindings(db, page)).forEach(tell);
    (await attentionFindings(db, page)).forEach(tell);
    count.events += page.length;
    count.sales += sales.length;
  }
  const head = await db
    .selectFrom('chain_heads')
    .select(['seq', 'hash'])
    .where('organisation_id', '=', chain.organisation_id)
    .where('register_id', '=', chain.register_id)
    .where('epoch', '=', chain.epoch)
    .executeTakeFirst();
  if (head?.seq !== before.seq || head.hash !== before.hash) {
    const { organisation_id, register_id, epoch } = chain;
    const text = `epoch ${String(epoch)}: the head says seq ${String(head?.seq ?? 0)}, the newest event is ${String(before.seq)}`;
    tell({ kind: 'broken_chain', organisation_id, register_id, text });
  }
}

/** Copies that a person had posted as sales of their own: there are few of them. */
async function verifyPostedCopies(db: Kysely<Schema>, { tell, count }: Report): Promise<void> {
  const copies = await db
    .selectFrom('journal_copies')
    .select(['organisation_id', 'register_id', 'posted_event_id', 'transaction_id'])
    .where('status', '=', 'posted')
    .execute();
  for (const copy of copies) {
    const { posted_event_id: eventId, transaction_id: transactionId, ...of } = copy;
    // How its figures agree was found out when it was posted, and stands on the attention list.
    const sale = { ...of, event_id: eventId ?? '', transaction_id: transactionId ?? '', isOdd: true };
    (await saleFindings(db, [sale])).forEach(tell);
    count.sales += 1;
  }
}
