import { type Kysely, type Migration, type MigrationProvider, Migrator } from 'kysely';
import { createShop } from './migrations/0001-shop.ts';
import { createJournal } from './migrations/0002-journal.ts';
import { createPromotions } from './migrations/0003-promotions.ts';
import { createFindings } from './migrations/0004-findings.ts';
import { createCopyKeys } from './migrations/0005-copy-keys.ts';
import { createOperations } from './migrations/0007-operations.ts';
import { createLookUps } from './migrations/0008-look-ups.ts';
import type { Schema } from './schema.ts';

/** Forward only: a step that has been released is never edited, only followed by another. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-shop': { up: createShop },
  '0002-journal': { up: createJournal },
  '0003-promotions': { up: createPromotions },
  '0004-findings': { up: createFindings },
  '0005-copy-keys': { up: createCopyKeys },
  '0007-operations': { up: createOperations },
  '0008-look-ups': { up: createLookUps },
};

const provider: MigrationProvider = { getMigrations: () => Promise.resolve(MIGRATIONS) };

/** Brings the tables up to date; throws with the step that failed, after undoing it. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first step';
    throw new Error(`The database could not be brought up to date (${failed}): ${reasonOf(error)}`, { cause: error });
  }
}

/** True when every step has been taken. */
export async function isMigrated(db: Kysely<Schema>): Promise<boolean> {
  const steps = await new Migrator({ db, provider }).getMigrations();
  return steps.every((step) => step.executedAt !== undefined);
}

/** Those of the steps that this version does not know: a newer one took them. */
export function unknownSteps(taken: readonly string[]): string[] {
  return taken.filter((step) => !Object.hasOwn(MIGRATIONS, step));
}

/** A refused connection comes as several errors without words of their own. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
}
