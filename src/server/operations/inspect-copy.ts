import { existsSync } from 'node:fs';
import LibsqlDatabase from 'libsql';
import { z } from 'zod';
import { unknownSteps } from '../db/migrate.ts';

/** What a copy of the data holds. */
export interface CopyContents {
  events: number;
  sales: number;
  /** When the newest event was received, a UTC instant; null when there is none. */
  newestEventAt: string | null;
}

const checked = z.object({ integrity_check: z.string() });
const step = z.object({ name: z.string() });
const counted = z.object({ events: z.number(), sales: z.number(), newestEventAt: z.string().nullable() });

/** The same question to both databases. */
export const CONTENTS = `
  SELECT count(*) AS "events", max(received_at) AS "newestEventAt",
    (SELECT count(*) FROM transactions) AS "sales"
  FROM journal_events`;

/** Reads a copy of the embedded database from end to end; throws, in words, when it is not a whole one of ours. */
export function inspectCopy(file: string): CopyContents {
  if (!existsSync(file)) {
    throw new Error(`There is no file ${file}.`);
  }
  const database = new LibsqlDatabase(file, { readonly: true });
  try {
    const faults = z
      .array(checked)
      .parse(database.prepare('PRAGMA integrity_check').all())
      .map((row) => row.integrity_check);
    if (faults.join() !== 'ok') {
      throw new Error(faults.slice(0, 3).join('; '));
    }
    const steps = z.array(step).parse(database.prepare('SELECT name FROM kysely_migration').all());
    refuseNewer(steps.map(({ name }) => name));
    return counted.parse(database.prepare(CONTENTS).all()[0]);
  } catch (error) {
    throw new Error(`${file} is not a whole copy of the data: ${reasonOf(error)}`, { cause: error });
  } finally {
    database.close();
  }
}

/** A database that a newer version made may hold what this one would not understand. */
export function refuseNewer(steps: readonly string[]): void {
  const unknown = unknownSteps(steps);
  if (unknown.length > 0) {
    throw new Error(`a newer version of Mostrador made it (${unknown.join(', ')}); update first`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
