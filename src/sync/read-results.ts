import type { PushResult } from '#protocol/sync.ts';
import { isEventId } from '#protocol/values.ts';
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
    const seq = numberHere(event, verdict.seqs.at(-1) ?? batch.after);
    verdict.seqs.push(seq);
    verdict.keptBeforeConflict += isForked ? 0 : 1;
    if (isNoteworthy(result)) {
      verdict.noteworthy.push({ ...result, seq });
    }
  }
  return verdict;
}

/** An event that was damaged on this device may have lost what it is known by, or have there what no server takes. */
function isNamed({ id, seq }: { id: unknown; seq: number }): boolean {
  return isEventId(id) && isNumber(seq);
}

/** Where an event stands on this device: what was damaged may not say it, but it comes after the one before it. */
export function numberHere({ seq }: { seq: number }, before: number): number {
  return isNumber(seq) ? seq : before + 1;
}

function isNumber(seq: number): boolean {
  return Number.isSafeInteger(seq) && seq > 0;
}

/**
 * What has no name the server answers in its place of the list, under an id that it made: it has it quarantined, or
 * beside another one, or waits for what is before it. The number it gave it may be one of another device's chain: here
 * it stands where it stood. Without this the device would send it for ever, and nothing that comes after it.
 */
function ownOf(result: PushResult | undefined): PushResult | undefined {
  return result?.status === 'accepted' || result?.status === 'duplicate' ? undefined : result;
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
