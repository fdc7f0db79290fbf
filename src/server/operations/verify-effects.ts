import type { Kysely } from 'kysely';
import { z } from 'zod';
import { eventPlace } from '#protocol/event.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { VerifyFinding } from './verify-finding.ts';

/** What an event leads to besides sales: drawer sessions, and a word to the people who should look at it. */

const flagList = z.array(z.string());
const drawer = eventPlace.extend({ drawer_session_id: z.string().nullish() });

/** Holds the drawers opened in these events of one register against the drawer sessions there are. */
export async function drawerFindings(db: Kysely<Schema>, events: readonly JournalEventRow[]): Promise<VerifyFinding[]> {
  const opened = new Map(
    events
      .filter((row) => row.status === 'accepted' && row.type === 'drawer.opened')
      .map((row) => [row, sessionOf(row)] as const),
  );
  const [first] = opened.keys();
  if (first === undefined) {
    return [];
  }
  const rows = await db
    .selectFrom('drawer_sessions')
    .select(['drawer_session_id', 'event_id'])
    .where('organisation_id', '=', first.organisation_id)
    .where('register_id', '=', first.register_id)
    .where('drawer_session_id', 'in', [...opened.values()])
    .execute();
  const known = new Set(rows.map((row) => `${row.drawer_session_id} ${row.event_id}`));
  return [...opened].flatMap(([row, session]) =>
    known.has(`${session} ${row.event_id}`)
      ? []
      : [unposted(row, `drawer session ${session} (event ${row.event_id}) is not there`)],
  );
}

/** Every flag of an event, and every event that was not understood, must stand on the attention list. */
export async function attentionFindings(
  db: Kysely<Schema>,
  events: readonly JournalEventRow[],
): Promise<VerifyFinding[]> {
  const raised = events
    .map((row) => ({ row, kinds: row.status === 'quarantined' ? ['quarantined'] : flagsOf(row) }))
    .filter(({ kinds }) => kinds.length > 0);
  const [first] = raised;
  if (first === undefined) {
    return [];
  }
  const rows = await db
    .selectFrom('attention')
    .select(['event_id', 'kind'])
    .where('organisation_id', '=', first.row.organisation_id)
    .where(
      'event_id',
      'in',
      raised.map(({ row }) => row.event_id),
    )
    .execute();
  const listed = new Set(rows.map((row) => `${row.event_id ?? ''} ${row.kind}`));
  return raised.flatMap(({ row, kinds }) =>
    kinds
      .filter((kind) => !listed.has(`${row.event_id} ${kind}`))
      .map((kind) => unposted(row, `event ${row.event_id}: "${kind}" is not on the attention list`)),
  );
}

function sessionOf(row: JournalEventRow): string {
  const parsed = drawer.safeParse(JSON.parse(row.raw));
  return parsed.data?.drawer_session_id ?? row.event_id;
}

function flagsOf(row: JournalEventRow): string[] {
  return flagList.parse(JSON.parse(row.flags));
}

function unposted(row: JournalEventRow, text: string): VerifyFinding {
  return { kind: 'unposted', organisation_id: row.organisation_id, register_id: row.register_id, text };
}
