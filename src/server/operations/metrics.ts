import { type Kysely, sql } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { ServerDeps } from '../deps.ts';
import { newestBackupAt } from './nightly-backup.ts';
import { readRegisterStates, registerKey, type RegisterState } from './register-states.ts';

/** A number with the labels of what it is about; null where it is not known, and then it is left out. */
type Sample = [labels: Record<string, string>, value: number | null];

interface Metric {
  name: string;
  help: string;
  samples: Sample[];
}

/** What there is to watch over a shop by, in Prometheus' text format. */
export async function metricsText(deps: Pick<ServerDeps, 'database' | 'now' | 'watching'>): Promise<string> {
  const { db } = deps.database;
  const registers = await readRegisterStates(db, null);
  const quarantined = await countByRegister(db, 'journal_events');
  const attention = await countByRegister(db, 'attention');
  const now = deps.now();
  const each = (valueOf: (register: RegisterState) => number | null): Sample[] =>
    registers.map((register) => [labelsOf(register), valueOf(register)]);
  const metrics: Metric[] = [
    {
      name: 'mostrador_register_last_contact_age_seconds',
      help: 'Seconds since the register was last heard of; absent before its first contact.',
      samples: each((register) => ageOf(register.last_seen_at, now)),
    },
    {
      name: 'mostrador_register_unsent_events',
      help: 'Events that only the till holds, as it last said; absent when it never said.',
      samples: each((register) => register.unsent_events),
    },
    {
      name: 'mostrador_register_unsent_oldest_age_seconds',
      help: 'Age of the oldest of them by the clock of the till that made it; 0 when there is none.',
      samples: each((register) =>
        register.unsent_events === null ? null : (ageOf(register.unsent_oldest_sold_at, now) ?? 0),
      ),
    },
    {
      name: 'mostrador_register_unsent_told_age_seconds',
      help: 'Seconds since the till last said what it holds; absent when it never said.',
      samples: each((register) => ageOf(register.unsent_told_at, now)),
    },
    {
      name: 'mostrador_register_missing_events',
      help: 'Events that the server lacks and knows of, because later ones of the same chain came.',
      samples: each((register) => register.missing_events),
    },
    {
      name: 'mostrador_register_events',
      help: "Events stored in the register's chains.",
      samples: each((register) => register.events),
    },
    {
      name: 'mostrador_register_quarantined_events',
      help: 'Events kept word for word because they could not be understood.',
      samples: each((register) => quarantined.get(registerKey(register)) ?? 0),
    },
    {
      name: 'mostrador_register_attention_open',
      help: 'Entries of the attention list that are not done.',
      samples: each((register) => attention.get(registerKey(register)) ?? 0),
    },
    ...backupMetrics(deps, now),
  ];
  return metrics.map(textOf).join('');
}

/** The server makes backups of the embedded database alone. */
function backupMetrics({ watching }: Pick<ServerDeps, 'watching'>, now: number): Metric[] {
  const dataDir = watching?.dataDir ?? null;
  if (dataDir === null) {
    return [];
  }
  const at = newestBackupAt(dataDir, now);
  return [
    {
      name: 'mostrador_backup_age_seconds',
      help: 'Age of the newest backup in the data folder; +Inf when there is none.',
      samples: [[{}, at === null ? Number.POSITIVE_INFINITY : secondsSince(at, now)]],
    },
  ];
}

/** Of the journal what is quarantined, of the attention list what is not done. */
async function countByRegister(
  db: Kysely<Schema>,
  table: 'journal_events' | 'attention',
): Promise<Map<string, number>> {
  const rows =
    table === 'attention'
      ? await db
          .selectFrom('attention')
          .select((row) => ['organisation_id', 'register_id', row.fn.countAll<number>().as('count')])
          .where('status', '<>', 'done')
          .groupBy(['organisation_id', 'register_id'])
          .execute()
      : await db
          .selectFrom('journal_events')
          .select((row) => ['organisation_id', 'register_id', row.fn.countAll<number>().as('count')])
          // Spelt out, so that either database sees that the index of quarantined events holds all that is asked.
          .where('status', '=', sql.lit('quarantined'))
          .groupBy(['organisation_id', 'register_id'])
          .execute();
  return new Map(rows.map((row) => [registerKey(row), row.count]));
}

function labelsOf(register: RegisterState): Record<string, string> {
  return { organisation: register.organisation_id, local: register.local_id, code: register.code };
}

/** Null for what never was. A clock that runs ahead makes nothing younger than now. */
function ageOf(instant: string | null, now: number): number | null {
  return instant === null ? null : secondsSince(Date.parse(instant), now);
}

function secondsSince(at: number, now: number): number {
  return Math.max((now - at) / 1000, 0);
}

function textOf({ name, help, samples }: Metric): string {
  const lines = samples.flatMap(([labels, value]) => (value === null ? [] : [lineOf(name, labels, value)]));
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n');
}

function lineOf(name: string, labels: Record<string, string>, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  const number = value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
  return `${name}${inside.length === 0 ? '' : `{${inside.join(',')}}`} ${number}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
