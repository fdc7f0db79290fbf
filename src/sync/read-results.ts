import type { PushResult } from '#protocol/sync.ts';
import type { Batch, NoteworthyResult } from './ports.ts';

/** What a server's answer says about a batch, read from its first event on as far as it goes without a break. */
export interface BatchVerdict {
  /** How many events from the first one on the server keeps, whatever it thinks of them. */
  kept: number;
  /** How many of those come before the first conflict. */
  keptBeforeConflict: number;
  /** The numbers of those that are kept, as this device has them. */
  seqs: number[];
  noteworthy: NoteworthyResult[];
  /** Why it did not go on. `silent`: the answer says nothing about the next event. */
  stop: { kind: 'end' } | { kind: 'gap'; expected: number } | { kind: 'retry' } | { kind: 'silent' };
}

/** An event is confirmed by its own result alone: the one that names its id and its number. */
export function readResults(batch: Batch, results: readonly PushResult[]): BatchVerdict {
  const byId = new Map(results.map((result) => [result.id, result]));
  const verdict: BatchVerdict = { kept: 0, keptBeforeConflict: 0, seqs: [], noteworthy: [], stop: { kind: 'end' } };
  let isForked = false;
  for (const [index, event] of batch.events.entries()) {
    const result = isNamed(event) ? byId.get(event.id) : ownOf(results[index]);
    if (result === undefined || (isNamed(event) && result.seq !== event.seq)) {
      return { ...verdict, stop: { kind: 'silent' } };
    }
    if (result.status === 'gap' || result.status === 'retry') {
      return { ...verdict, stop: stopOf(result) };
    }
    isForked ||= result.status === 'conflict';
    verdict.kept += 1;
    const seq = Number.isSafeInteger(event.seq) ? event.seq : (verdict.seqs.at(-1) ?? batch.after) + 1;
    verdict.seqs.push(seq);
    verdict.keptBeforeConflict += isForked ? 0 : 1;
    if (isNoteworthy(result)) {
      verdict.noteworthy.push({ ...result, seq });
    }
  }
  return verdict;
}

/** An event that was damaged on this device may have lost what it is known by. */
function isNamed({ id, seq }: { id: unknown; seq: unknown }): boolean {
  return typeof id === 'string' && id !== '' && Number.isSafeInteger(seq);
}

/**
 * The server has such an event quarantined, or beside another one, and has given it a place of its own, which may be
 * in another device's chain: here it stands where it stood. There is one result for each event, in their order. Without
 * this the device would send it for ever, and nothing that comes after it.
 */
function ownOf(result: PushResult | undefined): PushResult | undefined {
  return result?.status === 'quarantined' || result?.status === 'conflict' ? result : undefined;
}

function stopOf(result: Extract<PushResult, { status: 'gap' | 'retry' }>): BatchVerdict['stop'] {
  if (result.status === 'retry') {
    return { kind: 'retry' };
  }
  // A server that expects what comes after the event it complains of contradicts itself.
  return result.expected < result.seq ? { kind: 'gap', expected: result.expected } : { kind: 'silent' };
}

function isNoteworthy(result: PushResult): result is NoteworthyResult {
  return (
    result.status === 'quarantined' ||
    result.status === 'conflict' ||
    (result.status === 'accepted' && (result.flags?.length ?? 0) > 0)
  );
}
