import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AttentionCounts, AttentionDetail, AttentionEntry, AttentionQuery } from '#protocol/attention.ts';
import type { Schema } from '../db/schema.ts';
import type { AttentionRow } from '../db/schema-attention.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { EntryKey } from './attention-steps.ts';
import { COPY_KINDS, storedCopy } from './decide-copy.ts';

/** Rows given at once; the newest are what a person can still do something about. */
const MOST_ROWS = 200;

const detailsSchema = z.record(z.string(), z.unknown());
const unread = z.object({ raw_hash: z.string() });

/** The newest entries that fit. */
export async function readEntries(
  db: Kysely<Schema>,
  organisationId: string,
  query: AttentionQuery,
): Promise<AttentionEntry[]> {
  const { status, kind, register_id: registerId } = query;
  const rows = await db
    .selectFrom('attention')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where((row) =>
      row.and([
        ...(status === undefined ? [] : [row('status', '=', status)]),
        ...(kind === undefined ? [] : [row('kind', '=', kind)]),
        ...(registerId === undefined ? [] : [row('register_id', '=', registerId)]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('attention_id', 'desc')
    .limit(MOST_ROWS)
    .execute();
  return rows.map(entryOf);
}

/** How many entries there are, by status, and of those that are not done by kind and by register. */
export async function readCounts(db: Kysely<Schema>, organisationId: string): Promise<AttentionCounts> {
  const rows = await db
    .selectFrom('attention')
    .select((row) => ['status', 'kind', 'register_id', row.fn.countAll<number>().as('count')])
    .where('organisation_id', '=', organisationId)
    .groupBy(['status', 'kind', 'register_id'])
    .execute();
  const counts: AttentionCounts = { open: 0, in_work: 0, done: 0, kinds: {}, registers: {} };
  for (const { status, kind, register_id: registerId, count } of rows) {
    counts[status] += count;
    if (status !== 'done') {
      counts.kinds[kind] = (counts.kinds[kind] ?? 0) + count;
      counts.registers[registerId] = (counts.registers[registerId] ?? 0) + count;
    }
  }
  return counts;
}

/** One entry with everything that was done about it and the text that it speaks of; refuses with 404. */
export async function readDetail(db: Kysely<Schema>, key: EntryKey): Promise<AttentionDetail> {
  const entry = await db
    .selectFrom('attention')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('attention_id', '=', key.attentionId)
    .executeTakeFirst();
  if (entry === undefined) {
    throw new ApiProblem('NOT_FOUND', { attention_id: key.attentionId });
  }
  return { ...entryOf(entry), steps: await readSteps(db, key), ...(await readSource(db, entry)) };
}

async function readSteps(db: Kysely<Schema>, key: EntryKey): Promise<AttentionDetail['steps']> {
  const rows = await db
    .selectFrom('attention_steps as step')
    .leftJoin('staff', (join) =>
      join.onRef('staff.organisation_id', '=', 'step.organisation_id').onRef('staff.staff_id', '=', 'step.taken_by'),
    )
    .select(['step.action', 'step.status', 'step.taken_at', 'step.taken_by', 'step.note', 'staff.name'])
    .where('step.organisation_id', '=', key.organisationId)
    .where('step.attention_id', '=', key.attentionId)
    .orderBy('step.step_no')
    .execute();
  return rows.map(({ name, taken_by: by, ...step }) => ({
    ...step,
    taken_by: by === null ? null : { staff_id: by, name: name ?? by },
  }));
}

type Source = Pick<AttentionDetail, 'raw' | 'source_status'>;

/** The text as it came in, and how it stands now. */
async function readSource(db: Kysely<Schema>, entry: AttentionRow): Promise<Source> {
  if (COPY_KINDS.includes(entry.kind)) {
    const { raw, status } = await storedCopy(db, entry);
    return { raw, source_status: status };
  }
  if (entry.kind === 'unread_push') {
    const push = await db
      .selectFrom('unread_pushes')
      .select('raw')
      .where('organisation_id', '=', entry.organisation_id)
      .where('register_id', '=', entry.register_id)
      .where('raw_hash', '=', unread.parse(JSON.parse(entry.details)).raw_hash)
      .executeTakeFirst();
    return { raw: push?.raw ?? null, source_status: null };
  }
  const event = await db
    .selectFrom('journal_events')
    .select(['raw', 'status'])
    .where('organisation_id', '=', entry.organisation_id)
    .where('event_id', '=', entry.event_id)
    .executeTakeFirst();
  return { raw: event?.raw ?? null, source_status: event?.status ?? null };
}

function entryOf(row: AttentionRow): AttentionEntry {
  return {
    attention_id: row.attention_id,
    kind: row.kind,
    register_id: row.register_id,
    transaction_id: row.transaction_id,
    created_at: row.created_at,
    status: row.status,
    details: detailsSchema.parse(JSON.parse(row.details)),
  };
}
