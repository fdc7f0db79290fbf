import type { ServerDeps } from '../deps.ts';
import { type Asker, postAgain } from './post-again.ts';

/** What came of posting many quarantined events again. */
export interface PostAllOutcome {
  tried: number;
  posted: number;
}

/** Which of the quarantined events that no person has done with are tried. */
export interface Choice {
  /** Of all organisations when it is null. */
  organisationId: string | null;
  /** Beginnings of the reasons that may have gone; all when it is null. */
  because: readonly string[] | null;
  /** Entries tried at most, oldest first. */
  most: number;
}

/** What a server cannot read until it is newer: the shape of an event, and its version. */
export const GONE_BY_UPGRADE = ['shape:', 'v:'] as const;

/** Entries tried when the server starts: few enough that nobody waits for it. */
const MOST_AT_START = 1_000;

/** Entries read at once. */
const PAGE = 200;

/** Tries quarantined events again, each in a transaction of its own, oldest first. */
export async function postAllAgain(deps: ServerDeps, choice: Choice, asker: Asker): Promise<PostAllOutcome> {
  const outcome: PostAllOutcome = { tried: 0, posted: 0 };
  let after = { created_at: '', attention_id: '' };
  for (;;) {
    const page = await readPage(deps, choice, after);
    for (const entry of page) {
      if (outcome.tried >= choice.most) {
        return outcome;
      }
      outcome.tried += 1;
      const key = { organisationId: entry.organisation_id, attentionId: entry.attention_id };
      outcome.posted += (await postAgain(deps, key, asker)).posted ? 1 : 0;
    }
    const last = page.at(-1);
    if (last === undefined) {
      return outcome;
    }
    after = last;
  }
}

/** When the server starts it may be newer: what an older one could not read is tried again, by itself. */
export async function postAfterUpgrade(deps: ServerDeps): Promise<void> {
  const choice = { organisationId: null, because: GONE_BY_UPGRADE, most: MOST_AT_START };
  const outcome = await postAllAgain(deps, choice, null);
  if (outcome.tried > 0) {
    deps.logger.warn(outcome, 'quarantined events were tried again at the start');
  }
}

function readPage(deps: ServerDeps, choice: Choice, after: { created_at: string; attention_id: string }) {
  const { organisationId, because } = choice;
  return deps.database.db
    .selectFrom('attention')
    .innerJoin('journal_events as event', (join) =>
      join
        .onRef('event.organisation_id', '=', 'attention.organisation_id')
        .onRef('event.event_id', '=', 'attention.event_id'),
    )
    .select(['attention.organisation_id', 'attention.attention_id', 'attention.created_at'])
    .where('attention.kind', '=', 'quarantined')
    .where('attention.status', '<>', 'done')
    .where((row) =>
      row.and([
        ...(organisationId === null ? [] : [row('attention.organisation_id', '=', organisationId)]),
        ...(because === null ? [] : [row.or(because.map((start) => row('event.reason', 'like', `${start}%`)))]),
      ]),
    )
    .where((row) =>
      row.or([
        row('attention.created_at', '>', after.created_at),
        row.and([
          row('attention.created_at', '=', after.created_at),
          row('attention.attention_id', '>', after.attention_id),
        ]),
      ]),
    )
    .orderBy('attention.created_at')
    .orderBy('attention.attention_id')
    .limit(PAGE)
    .execute();
}
